"""Pages, folders and documents made to harm: each is a finding or a named error, in bounded time and memory."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.model.page import PageResult
from speclift.read.document import read_document
from speclift.read.limits import (
    DEEPEST_SAMPLE,
    LARGEST_DOCUMENT,
    LARGEST_PAGE,
    MOST_BLOCKS,
    MOST_INCLUDES,
    MOST_OBJECTS,
)
from speclift.read.page import read_page
from speclift.read.reference import discover, fingerprint, read_reference
from speclift.recovery import recover
from speclift.run import Options, generate, specify
from speclift.settings import Settings
from speclift.write.cache import Cache

GOOD = "---\nuid: v1Kite_{0}\ntitle: GET /{0}\n---\n\n```http\nGET /{0}\n```\n\nTells.\n\n"
SAMPLE = "## Response: object\n\n## Sample response\n\n```http_\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n"
#: Seconds that a page may take on a busy machine; on a quiet one none takes two.
PATIENCE = 10


def read(text: str | bytes) -> PageResult:
    """The page of a text, read in good time."""
    begin = time.monotonic()
    data = text.encode() if isinstance(text, str) else text
    found = read_page("rest/Kite/page.md", data, lambda _: None)
    assert time.monotonic() - begin < PATIENCE
    return found


def codes(root: Path) -> list[str]:
    """The codes of the findings of a reference that has one good page."""
    (root / "good.md").write_text(GOOD.format("good"))
    api = recover([str(root)], Settings()).api
    assert "v1Kite_good" in {operation.operation_id for operation in api.operations}
    return [finding.code for finding in api.findings if finding.code.startswith("SL10")]


def page(text: str, name: str = "Bad") -> str:
    return GOOD.format(name) + text


#: The size at which each shape is read, and its text at a size.
SHAPES: dict[str, tuple[int, Callable[[int], str]]] = {
    "quotes": (10_000, lambda n: ">" * n + " a"),
    "lists": (10_000, lambda n: "- " * n + "a"),
    "emphasis": (100_000, lambda n: "*a **b " * n),
    "links": (100_000, lambda n: "[a](" * n),
    "backticks": (2_000_000, lambda n: "".join("`" * length + " " for length in range(1, int((n / 2) ** 0.5 * 1.5)))),
    "elements": (100_000, lambda n: '<see cref="' * n),
    "closed-elements": (100_000, lambda n: "<see>" * n + "</c>" * (n // 2)),
    "escaped-elements": (200_000, lambda n: "&lt;p " * n),
    "includes": (100_000, lambda n: "[!include[" * n),
    "spaces": (1_000_000, lambda n: "a" + " " * n + "b"),
    "required": (
        900_000,
        lambda n: "| Path Part | Type | Description |\n|---|---|---|\n| id | int32 | a" + " " * n + "b |\n",
    ),
    "words": (500_000, lambda n: "array of " + "a" * n + "_ " + "A" * n + "_"),
    "heading": (500_000, lambda n: "## Request body:" + " " * n + "a b c d"),
    "cells": (5_000, lambda n: "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|x|\n" * n),
    "line": (LARGEST_PAGE - 1_000, lambda n: "a" * n),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_nesting_and_repetition_take_no_time(shape: str) -> None:
    size, text = SHAPES[shape]
    found = read(page(text(size)))
    assert found.operation is not None or found.findings[0].code == "SL107"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * (LARGEST_PAGE + 1), "SL107"),
        (page("| a | b |\n|---|---|\n" + "| x | y |\n" * (MOST_BLOCKS + 1)), "SL107"),
        (page("#\n" * (MOST_BLOCKS + 1)), "SL107"),
        (page("", "p" * 3_000), "SL107"),
        (page("a\0b"), "SL101"),
        (page("ä").encode("latin-1"), "SL101"),
        (page("a").encode("utf-16"), "SL101"),
        (page("a").encode("utf-16-le"), "SL101"),
        (page("\ud800").encode("utf-8", "surrogatepass"), "SL101"),
    ],
    ids=["bytes", "rows", "blocks", "path", "nul", "latin-1", "utf-16", "utf-16-le", "surrogate"],
)
def test_what_is_no_page_is_a_finding(text: str | bytes, code: str) -> None:
    found = read(text)
    assert found.operation is None
    assert [finding.code for finding in found.findings] == [code]


@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000 + "]" * 10_000,
        "[" * 1_000 + "]" * 1_000,
        '{"a":' * (DEEPEST_SAMPLE + 1) + "1" + "}" * (DEEPEST_SAMPLE + 1),
        "[" + ",".join(f'{{"a{n}":1}}' for n in range(MOST_OBJECTS + 1)) + "]",
        '{"a": "\\ud800"}',
        '{"a": NaN}',
    ],
    ids=["10000-levels", "1000-levels", "objects", "many-objects", "surrogate", "nan"],
)
def test_a_sample_beyond_the_limits_is_a_finding(body: str, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(page(SAMPLE.replace("object", "Kite") + body + "\n```\n"))
    assert set(codes(tmp_path)) <= {"SL103", "SL107"}
    assert codes(tmp_path)


def test_table_rows_count_as_values_of_every_object_at_the_root_of_a_sample(tmp_path: Path) -> None:
    rows = "".join(f"| a{n} | int32 | |\n" for n in range(600))
    table = f"### Response body: Kite\n\n| Property Name | Type | Description |\n|---|---|---|\n{rows}\n"
    for count, found in ((2, []), (100, ["SL107"])):
        items = "[" + ",".join(f'{{"b{n}": 1}}' for n in range(count)) + "]"
        (tmp_path / "list.md").write_text(page(SAMPLE.replace("## Sample", f"{table}## Sample") + items + "\n```\n"))
        assert codes(tmp_path) == found


def test_a_path_of_2000_characters_reaches_a_client_from_the_cache(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    path = "p" * 1_900
    (tmp_path / "docs" / "long.md").write_text(page("", path).replace(f"v1Kite_{path}", "v1Kite_p"))
    docs = [str(tmp_path / "docs")]
    for name in ("a", "b"):
        # The other templates have the document of the first run read from the cache, and a client made of it.
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md.jinja").write_text(name)
        cache = Cache(str(tmp_path / "cache"), docs, "options")
        found = generate(docs, Settings(package="kites"), templates=str(tmp_path / name), cache=cache)
        assert (found.document is None) == (name == "b")
        assert found.outcome.files["generated/README.md"].decode().strip() == name


def test_a_sample_at_the_limit_reaches_document_and_client(tmp_path: Path) -> None:
    deep = "[" * DEEPEST_SAMPLE + "]" * DEEPEST_SAMPLE
    (tmp_path / "deep.md").write_text(page(SAMPLE + deep + "\n```\n"))
    for version in ("3.1", "3.0"):
        assert specify([str(tmp_path)], Settings(), Options(version=version)).outcome.operations == 1


INCLUDES = {
    "../outside.md": "SL108",
    "../../../../../../../etc/hostname": "SL108",
    "/etc/hostname": "SL108",
    "~/secret.md": "SL108",
    "https://example.com/a.md": "SL108",
    "file:///etc/hostname": "SL108",
    "C:\\windows\\a.md": "SL108",
    "link.txt": "SL108",
    "linked/outside.md": "SL108",
    "fifo": "SL104",
    "folder": "SL104",
    "none.md": "SL104",
    "large.txt": "SL107",
    "latin.txt": "SL104",
    "self.md": "SL104",
    "deep0.txt": "SL107",
}


@pytest.mark.parametrize("target", INCLUDES)
def test_a_refused_include_is_a_finding_and_the_page_is_read(target: str, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("SECRET")
    root = tmp_path / "docs"
    (root / "folder").mkdir(parents=True)
    os.symlink("../outside.md", root / "link.txt")
    os.symlink("..", root / "linked")
    os.mkfifo(root / "fifo")
    (root / "large.txt").write_bytes(b"a" * (LARGEST_PAGE + 1))
    (root / "latin.txt").write_bytes(b"\xe4")
    for depth in range(20):
        (root / f"deep{depth}.txt").write_text(f"[!include[a](deep{depth + 1}.txt)]\n")
    (root / "self.md").write_text(page(f"[!include[a]({target})]\n", "self"))
    reference, _ = read_reference(discover([str(root)]))
    found = [finding.code for finding in reference.findings if finding.file != "linked"]
    assert found == [INCLUDES[target]]
    assert len(reference.operations) == 1
    assert "SECRET" not in repr(reference.operations)


def test_many_includes_leave_the_page_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("[!include[a](b.txt)]\n\n" * 2)
    (tmp_path / "b.txt").write_text("a\n")
    (tmp_path / "bad.md").write_text(page("[!include[a](a.txt)]\n\n" * (MOST_INCLUDES // 2)))
    assert codes(tmp_path) == ["SL107"]


@pytest.mark.parametrize(
    ("own", "included"),
    [("a" * (LARGEST_PAGE // 2), "a" * (LARGEST_PAGE // 2)), ("#\n" * (MOST_BLOCKS // 2), "#\n" * (MOST_BLOCKS // 2))],
    ids=["bytes", "blocks"],
)
def test_a_limit_counts_the_page_and_what_it_includes_together(tmp_path: Path, own: str, included: str) -> None:
    (tmp_path / "a.txt").write_text(included)
    (tmp_path / "bad.md").write_text(page(f"[!include[a](a.txt)]\n\n{own}\n"))
    assert codes(tmp_path) == ["SL107"]
    (tmp_path / "a.txt").write_text(included[: len(included) // 2])
    assert codes(tmp_path) == []


def test_a_limit_counts_what_is_included_twice_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("#\n" * (MOST_BLOCKS // 3))
    (tmp_path / "bad.md").write_text(page("[!include[a](a.txt)]\n\n" * 3))
    assert codes(tmp_path) == ["SL107"]


def test_includes_lead_to_other_folders_of_the_reference_and_to_the_include_root(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "a.md").write_text("Included.\n")
    (tmp_path / "docs" / "page.md").write_text(page("[!include[a](../samples/a.md)]\n"))
    docs, samples = str(tmp_path / "docs"), str(tmp_path / "samples")
    for sources in (discover([docs, samples]), discover([docs], samples), discover([docs], str(tmp_path))):
        (operation,) = read_reference(sources)[0].operations
        assert "Included." in operation.description
    refused = discover([docs])
    assert [finding.code for finding in read_reference(refused)[0].findings] == ["SL108"]
    assert fingerprint(refused[0]) != fingerprint(discover([docs], samples)[0])
    settings = Settings(include_root="../samples", file=str(tmp_path / "docs" / "speclift.toml"))
    assert "Included." in recover([docs], settings).api.operations[0].description


def test_what_cannot_be_read_of_a_tree_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page.md").write_text(page("SECRET"))
    root = tmp_path / "docs"
    (root / "a" / "b").mkdir(parents=True)
    os.symlink("..", root / "a" / "b" / "loop")
    os.symlink("nowhere.md", root / "dangling.md")
    os.symlink("self.md", root / "self.md")
    os.symlink("../outside/page.md", root / "link.md")
    os.symlink("../outside", root / "linked")
    os.mkfifo(root / "fifo.md")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
    (root / os.fsdecode(b"\xff.md")).write_text("a")
    (root / "device.md").symlink_to("/dev/zero")
    (root / "large.md").write_bytes(b"a" * (LARGEST_PAGE + 1))
    (root / "folder.md").mkdir()
    found = {source.path: source.refused.code for source in discover([str(root)]) if source.refused}
    assert found == {
        "dangling.md": "SL101",
        "self.md": "SL101",
        "link.md": "SL108",
        "linked": "SL108",
        "fifo.md": "SL101",
        "socket.md": "SL101",
        "\\udcff.md": "SL101",
        "device.md": "SL108",
        "large.md": "SL107",
    }
    assert sorted(codes(root)) == sorted(found.values())


def test_files_and_folders_that_vanish_or_are_closed_are_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone.md").write_text(page("a"))
    (tmp_path / "closed").mkdir()
    stat, scandir = os.stat, os.scandir

    def vanishing(path: str, **more: bool) -> os.stat_result:
        if str(path).endswith("gone.md"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return stat(path, **more)

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("speclift.read.regular.os.stat", vanishing)
    monkeypatch.setattr("speclift.read.walk.os.scandir", closed)
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    reference, _ = read_reference(discover([str(tmp_path)]))
    assert [(finding.file, finding.code) for finding in reference.findings] == [
        ("closed", "SL101"),
        ("gone.md", "SL101"),
    ]
    assert len(reference.operations) == 1


FEW_HANDLES = """
import resource, sys
from speclift.read.reference import discover
resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
print(sum(source.refused is None for source in discover([sys.argv[1]])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_many_folders_need_few_handles(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}" / "deeper").mkdir(parents=True)
        (tmp_path / f"{number}" / "deeper" / "page.md").write_text("a")
    run = subprocess.run([sys.executable, "-c", FEW_HANDLES, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout == "100\n"


def test_names_that_differ_in_case_alone_are_told_and_collide_in_no_output(tmp_path: Path) -> None:
    for tag, name in (("Kite", "Get"), ("kite", "get"), ("KITE", "GET")):
        (tmp_path / tag).mkdir()
        text = GOOD.format(name) + SAMPLE.replace("object", name) + f'{{"{name}": 1, "x{name}": 2}}\n```\n'
        (tmp_path / tag / "page.md").write_text(text)
    if len(list(tmp_path.iterdir())) < 3:
        pytest.skip("the file system takes names that differ in case for one")
    assert codes(tmp_path).count("SL109") == 2
    files = generate([str(tmp_path)], Settings(package="kites")).outcome.files
    split = specify([str(tmp_path)], Settings(), Options(split=True)).outcome.files
    for made in (files, split):
        assert len({path.lower() for path in made}) == len(made)
    assert len(split) == 4


@pytest.mark.parametrize(
    "text",
    [
        "- " * 2_000_000,
        "[" * 2_000_000,
        "openapi: 3.1.1\na: " + "{a: " * 500 + "1" + "}" * 500,
        '{"openapi": "3.1.1", "a": ' + "[" * 300 + "]" * 300 + "}",
        "openapi: 3.1.1\na0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
        "".join(f"{' ' * column}- " + "- " * 400 + "a:\n" for column in range(0, 2400, 800)),
        "openapi: 3.1.1\na: &a\n  b: *a\n  c: !!python/object/apply:os.system [x]\n  d: [\n",
        "a" * (LARGEST_DOCUMENT + 1),
        "\ufeff\x00\x1b[31m: [",
        "",
    ],
    ids=["entries", "flow", "deep-yaml", "deep-json", "bomb", "columns", "alias", "large", "control", "empty"],
)
def test_a_hostile_document_is_a_named_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text)
    begin = time.monotonic()
    with pytest.raises(SourceError) as error:
        read_document(str(path))
    assert time.monotonic() - begin < PATIENCE
    assert len(str(error.value)) < 1_000
    assert all(line.isprintable() for line in str(error.value).split("\n"))


MEASURED = """
import resource, sys, time
from speclift.recovery import recover
from speclift.settings import Settings
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin = time.monotonic()
api = recover([sys.argv[1]], Settings()).api
import json
print(json.dumps({
    "codes": [finding.code for finding in api.findings if finding.code == "SL107"],
    "operations": len(api.operations),
    "seconds": time.monotonic() - begin,
    "mebibytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's figure of memory has another unit elsewhere")
def test_a_page_of_100_mb_and_a_million_rows_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    with (tmp_path / "large.md").open("wb") as stream:
        stream.truncate(100 * 2**20)
    (tmp_path / "rows.md").write_text(page("| a | b |\n|---|---|\n" + "|x|y|\n" * 1_000_000))
    (tmp_path / "fits.md").write_text(page("| a | b |\n|---|---|\n" + "|x|y|\n" * 300_000))
    (tmp_path / "line.md").write_text(page("a" * 10_000_000))
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    run = subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path)], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found["codes"] == ["SL107"] * 4
    assert found["operations"] == 1
    assert found["seconds"] < PATIENCE
    assert found["mebibytes"] < 200
