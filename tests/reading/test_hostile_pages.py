"""Pages that are meant to do harm: each is a finding, takes bounded time and memory, and the run goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from speclift import limits
from speclift.client.datamodel_code_generator import _LONGEST
from speclift.contract.evaluation_cost import MOST_EVALUATIONS
from speclift.fuzz.finding import LARGEST_REPORT
from speclift.limits import (
    DEEPEST_SAMPLE,
    LARGEST_PAGE,
    LONGEST_NAME,
    LONGEST_PATH,
    MOST_BLOCKS,
    MOST_OBJECTS,
    MOST_VALUES,
)
from speclift.model.facts import PageFacts
from speclift.openapi.building.schemas import Version
from speclift.openapi.building.validate import validate
from speclift.openapi.structure import multiples
from speclift.pipeline.run import Options, generate, specify
from speclift.reading.page import read_page
from speclift.settings import Settings
from speclift.settings_files import LARGEST_SETTINGS
from speclift.storage.cache import Cache
from tests.conftest import ROOT
from tests.patience import patience
from tests.reading.hostile import GOOD, PATIENCE, SAMPLE, codes, page


def read(text: str | bytes) -> PageFacts:
    """The facts of a page, which must not take longer than `PATIENCE`."""
    begin = time.monotonic()
    data = text.encode() if isinstance(text, str) else text
    found = read_page("rest/Kite/page.md", data, lambda _: None)
    assert time.monotonic() - begin < patience(PATIENCE)
    return found


#: For each shape, the size at which it is read, and a function that makes its text of a given size.
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
def test_nesting_and_repetition_take_little_time(shape: str) -> None:
    size, text = SHAPES[shape]
    found = read(page(text(size)))
    assert found.printed is not None or found.findings[0].code == "SL107"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * (LARGEST_PAGE + 1), "SL107"),
        (page("| a | b |\n|---|---|\n" + "| x | y |\n" * (MOST_BLOCKS + 1)), "SL107"),
        (page("#\n" * (MOST_BLOCKS + 1)), "SL107"),
        (page("").replace("```http\nGET /Bad", f"```http\nGET /{'p' * LONGEST_PATH}"), "SL107"),
        (page("").replace("uid: v1Kite_Bad", f"uid: {'i' * (LONGEST_NAME + 1)}"), "SL107"),
        (page("a\0b"), "SL101"),
        (page("ä").encode("latin-1"), "SL101"),
        (page("a").encode("utf-16"), "SL101"),
        (page("a").encode("utf-16-le"), "SL101"),
        (page("\ud800").encode("utf-8", "surrogatepass"), "SL101"),
    ],
    ids=["bytes", "rows", "blocks", "path", "id", "nul", "latin-1", "utf-16", "utf-16-le", "surrogate"],
)
def test_data_that_is_no_valid_page_is_a_finding(text: str | bytes, code: str) -> None:
    found = read(text)
    assert found.printed is None
    assert [finding.code for finding in found.findings] == [code]


@pytest.mark.parametrize(
    "text",
    ["#\n", "a\n\n", "- a\n", "> a\n\n", "1. a\n   - b\n"],
    ids=["headings", "paragraphs", "list", "quotes", "lists"],
)
def test_a_page_of_any_form_has_the_same_limit_of_blocks(text: str) -> None:
    start = "# Kites\n\n## Fly\n\n`GET /kites`\n\n"
    few = read(start + text * 100)
    assert (len(few.operations), few.findings) == (1, ())
    many = read(start + text * (MOST_BLOCKS + 1))
    assert (many.operations, [finding.code for finding in many.findings]) == ((), ["SL107"])


@pytest.mark.parametrize("table", ["<table></table>", "<table><thead><tr><th width='1", "<table><tr></tr>"])
def test_a_table_without_a_cell_is_text(table: str) -> None:
    found = read(f"# List hats\n\n`GET /hats`\n\n## Parameters\n\n{table}\n")
    assert [operation.path for operation in found.operations] == ["/hats"]


def test_a_page_of_any_form_has_the_same_limit_of_table_rows() -> None:
    start = "# Kites\n\n## Fly\n\n`GET /kites`\n\n| Name | Type |\n|---|---|\n"
    many = read(start + "| a | b |\n" * (MOST_BLOCKS + 1))
    assert (many.operations, [finding.code for finding in many.findings]) == ((), ["SL107"])


@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000 + "]" * 10_000,
        "[" * 1_000 + "]" * 1_000,
        '{"a":' * (DEEPEST_SAMPLE + 1) + "1" + "}" * (DEEPEST_SAMPLE + 1),
        "[" + ",".join(f'{{"a{n}":1}}' for n in range(MOST_OBJECTS + 1)) + "]",
        json.dumps({"a": [0] * MOST_VALUES}),
        '{"a": "\\ud800"}',
        '{"a": NaN}',
    ],
    ids=["10000-levels", "1000-levels", "nested-objects", "many-objects", "many-values", "surrogate", "nan"],
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


def test_a_long_path_reaches_a_client_from_the_cache(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    path = "p" * 1_900
    (tmp_path / "docs" / "long.md").write_text(page("", path).replace(f"v1Kite_{path}", "v1Kite_p"))
    docs = [str(tmp_path / "docs")]
    for name in ("a", "b"):
        # With other templates, the second run makes a client from the cached document of the first run.
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md.jinja").write_text(name)
        cache = Cache(str(tmp_path / "cache"), docs, "options")
        found = generate(docs, Settings(package="kites"), templates=str(tmp_path / name), cache=cache)
        assert (found.document is None) == (name == "b")
        assert found.outcome.files["generated/README.md"].decode().strip() == name


def test_a_page_with_a_sample_at_the_limit_of_depth_gives_a_document(tmp_path: Path) -> None:
    deep = "[[]," + "[" * (DEEPEST_SAMPLE - 1) + "]" * DEEPEST_SAMPLE
    (tmp_path / "deep.md").write_text(page(SAMPLE + deep + "\n```\n"))
    for version in ("3.1", "3.0"):
        outcome = specify([str(tmp_path)], Settings(), Options(version=version, format="json")).outcome
        (data,) = outcome.files.values()
        assert deep in "".join(data.decode().split())


MEASURED = '''
import sys, time
from speclift.pipeline.recovery import recover
from speclift.settings import Settings

def peak():
    """The peak memory of this process in KiB; `getrusage` would include that of its parent process."""
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(status["VmHWM"].split()[0])

before = peak()
begin = time.monotonic()
api = recover([sys.argv[1]], Settings()).api
import json
print(json.dumps({
    "codes": [finding.code for finding in api.findings if finding.code == "SL107"],
    "operations": len(api.operations),
    "seconds": time.monotonic() - begin,
    "mebibytes": (peak() - before) / 1024,
}))
'''


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc/self/status")
def test_pages_of_100_mb_or_a_million_rows_take_little_time_and_memory(tmp_path: Path) -> None:
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
    assert found["seconds"] < patience(PATIENCE)
    assert found["mebibytes"] < 200


def test_the_page_on_limits_states_the_limits() -> None:
    text = " ".join((ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8").split())
    mebibyte = limits.MEBIBYTE
    assert multiples._MOST_TIMES == 5
    for statement in (
        f"| a page with all that it includes | {LARGEST_PAGE // mebibyte} MiB, {limits.MOST_INCLUDES} includes, "
        f"{limits.DEEPEST_INCLUDE} levels of includes, {MOST_BLOCKS:,} blocks and table rows | SL107 |",
        f"{DEEPEST_SAMPLE} levels, {MOST_OBJECTS:,} objects and {MOST_VALUES:,} values",
        f"| all pages together | {limits.LARGEST_REFERENCE // mebibyte} MiB with what each of them includes, "
        f"{limits.MOST_PAGES:,} pages, {limits.MOST_ROWS_IN_ALL:,} table rows, samples with "
        f"{limits.MOST_OBJECTS_IN_ALL:,} objects and {limits.MOST_VALUES_IN_ALL:,} values | SL107 |",
        f"| settings | {LARGEST_SETTINGS // mebibyte} MiB",
        f"all its files together | {limits.LARGEST_DOCUMENT // mebibyte} MiB, {limits.DEEPEST_DOCUMENT} levels, "
        f"{limits.MOST_DOCUMENTS:,} files | E003 |",
        f"| what the aliases of YAML repeat | {limits.LARGEST_ALIASES // mebibyte} MiB | E003 |",
        f"| a schema for `models` | {limits.MOST_MEMBERS:,} enumerated values, {limits.MOST_PROPERTIES:,} properties "
        f"with those of its parts (`allOf`) | E003 |",
        f"| all schemas for `models` | {limits.MOST_INHERITED:,} properties with those of their parts, {_LONGEST} s of "
        "processor time | E003 |",
        f"| what overlays add | {limits.LARGEST_DOCUMENT // mebibyte} MiB | E003 |",
        f"except those to schemas | {multiples._ALLOWED // mebibyte} MiB and five times",
        f"| a request body for the mock | {MOST_EVALUATIONS:,} steps to check it |",
        f"| a report or a baseline of the fuzzer | {LARGEST_REPORT // mebibyte} MiB | E003 |",
        f"| a git revision | files of {limits.LARGEST_REFERENCE // mebibyte} MiB together, a list of files of "
        f"{limits.LARGEST_LISTING // mebibyte} MiB, {limits.MOST_LINKS:,} links | E003 |",
    ):
        assert statement in text


#: Types with numbers that are too large for JSON parsers.
LARGE = (
    "string(99999999999999999999)",
    "string(max 99999999999999999999999)",
    "integer >= 99999999999999999999",
    "integer < -99999999999999999999999",
    "number (0 .. 99999999999999999999999999)",
    f"number >= {'9' * 400}",
    f"integer (max: {'9' * 5000})",
    "array[99999999999999999999]",
)


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_numbers_too_large_for_json_parsers_leave_the_document_valid(version: Version, tmp_path: Path) -> None:
    rows = "\n".join(f"| `{name}` | {kind} | More. |" for name, kind in zip("abcdefgh", LARGE, strict=True))
    table = f"| Name | Type | Description |\n|---|---|---|\n{rows}"
    (tmp_path / "page.md").write_text(f"# Kites\n\n## List kites\n\n`GET /kites`\n\n{table}\n")
    cache = Cache(str(tmp_path / "cache"), [str(tmp_path)], "options")
    found = specify([str(tmp_path)], Settings(), Options(version=version, format="json"), cache=cache)
    (data,) = found.outcome.files.values()
    document = orjson.loads(data)
    validate(document)
    parameters = document["paths"]["/kites"]["get"]["parameters"]
    assert [item["name"] for item in parameters] == list("abcdefgh")
    below = {"exclusiveMaximum": -1e23} if version == "3.1" else {"maximum": -1e23, "exclusiveMaximum": True}
    assert [item["schema"] for item in parameters] == [
        {"type": "string"},
        {"type": "string"},
        {"type": "integer", "minimum": 1e20},
        {"type": "integer", **below},
        {"type": "number", "minimum": 0, "maximum": 1e26},
        {"type": "number"},
        {"type": "string"},
        {"type": "array", "items": {}},
    ]
