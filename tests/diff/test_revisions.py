"""Inputs from git revisions: a clean working tree equals its commit, and a change of any file is noticed."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from speclift.cli import main as main_module
from speclift.diff.inputs.repository import repository_of
from speclift.diff.inputs.revisions import parse_range, sides
from speclift.errors import SourceError
from speclift.limits import LARGEST_PAGE, LARGEST_REFERENCE, MEBIBYTE

ROOT = Path(__file__).parents[2]
WITHOUT_GONE = "| Property Name | Type | Description |\n|---|---|---|\n| Kept | string | |\n"
GONE = "| Gone | string | |\n"
TABLE = WITHOUT_GONE + GONE
SPEC = {"openapi": "3.1.1", "info": {"title": "a", "version": "1"}}

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def page(name: str, table: str = TABLE) -> str:
    """A page with one operation and the properties of its response."""
    return (
        f"---\ntitle: GET {name}\nuid: v1{name}_Get{name}\n---\n\n"
        f"# GET {name}\n\n```http\nGET /api/v1/{name}\n```\n\nReads it.\n\n## Response:{name}\n\nOK\n\n"
        f"| Response | Description |\n|---|---|\n| 200 | OK |\n\n### Response body: {name}\n\n{table}"
    )


def spec(*paths: str) -> str:
    item = {"get": {"responses": {"200": {"description": "OK"}}}}
    return json.dumps({**SPEC, "paths": dict.fromkeys(paths, item)})


def git(folder: Path, *arguments: str, **variables: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    environment = {**os.environ, **variables}
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


def diff(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), **variables}
    command = [sys.executable, "-m", "speclift", "diff", "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def changes(folder: Path, *arguments: str) -> set[tuple[str, str]]:
    """Codes and places of the changes that are reported."""
    run = diff(folder, *arguments, "--level", "info", "--output-format", "json")
    assert (run.returncode, run.stderr) == (0, "")
    return {(change["code"], change["place"]) for change in json.loads(run.stdout)["changes"]}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files. A text that starts with an arrow makes a symbolic link."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("→"):
            path.symlink_to(text[1:])
        else:
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository without a commit."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder: Path, files: Mapping[str, str]) -> None:
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "docs")


INCLUDE = "[!include[table]({})]\n".format
#: Files of a working tree and options of the comparison, by what is special about them.
TREES = {
    "an include of another kind": ({"docs/a.md": page("A", INCLUDE("table.txt")), "docs/table.txt": TABLE}, ()),
    "an include in an include": (
        {
            "docs/a.md": page("A", INCLUDE("x/one.inc")),
            "docs/x/one.inc": INCLUDE("../table"),
            "docs/table": TABLE,
        },
        (),
    ),
    "a name in capitals": ({"docs/a.md": page("B", ""), "docs/UP.MD": page("A")}, ()),
    "a link to a page": (
        {"docs/b.md": page("B", ""), "docs/a.md": "→parts/a.page", "docs/parts/a.page": page("A")},
        (),
    ),
    "an include that is a link": (
        {
            "docs/a.md": page("A", INCLUDE("table.txt")),
            "docs/table.txt": "→parts/one.txt",
            "docs/parts/one.txt": "→two.txt",
            "docs/parts/two.txt": TABLE,
        },
        (),
    ),
    "an include root in settings of the current folder": (
        {
            "docs/a.md": page("A", INCLUDE("../samples/table.txt")),
            "samples/table.txt": TABLE,
            "speclift.toml": 'include_root = "."',
        },
        (),
    ),
    "an include root in the project": (
        {
            "docs/a.md": page("A", INCLUDE("../samples/table.txt")),
            "samples/table.txt": TABLE,
            "pyproject.toml": '[tool.speclift]\ninclude_root = "samples"',
        },
        (),
    ),
    "an include root in settings of the docs": (
        {
            "docs/pages/a.md": page("A", INCLUDE("../samples/table.txt")),
            "docs/samples/table.txt": TABLE,
            "docs/speclift.toml": 'include_root = "samples"',
        },
        (),
    ),
    "an include root in settings from an option": (
        {
            "docs/a.md": page("A", INCLUDE("../samples/table.txt")),
            "samples/table.txt": TABLE,
            "settings/own.toml": 'include_root = "../samples"',
        },
        ("--settings", "settings/own.toml"),
    ),
    "an include root around the repository": (
        {
            "docs/a.md": page("A", INCLUDE("../samples/table.txt")),
            "samples/table.txt": TABLE,
            "own.toml": 'include_root = ".."',
        },
        ("--settings", "own.toml"),
    ),
    "a link to a folder next to the docs": (
        {
            "docs/b.md": page("B", ""),
            "docs/more": "→../more",
            "more/a.md": page("A"),
            "more/again": "→../docs",
            "speclift.toml": 'include_root = "."',
        },
        (),
    ),
    "docs that are a link": (
        {"docs": "→v1", "v1/a.md": page("A"), "v2/a.md": page("A", WITHOUT_GONE)},
        (),
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_a_clean_tree_does_not_differ_from_its_commit(name: str, repository: Path) -> None:
    """The right file is read on both sides: the removal of a property from it is noticed in every comparison."""
    files, arguments = TREES[name]
    commit(repository, files)
    assert changes(repository, "--git", "HEAD", "docs", *arguments) == set()
    (changed,) = (file for file, text in files.items() if TABLE in text)
    write(repository, {changed: files[changed].replace(GONE, "")})
    assert changes(repository, "--git", "HEAD", "docs", *arguments) == {("response-property-removed", ".Gone")}
    git(repository, "commit", "-qam", "without")
    assert changes(repository, "--git", "HEAD", "docs", *arguments) == set()
    assert changes(repository, "--git", "HEAD~..", "docs", *arguments) == {("response-property-removed", ".Gone")}


def test_partials_of_every_generator_are_read_from_a_revision(repository: Path) -> None:
    directives = (
        "{% include crate0.inc %}",
        '{{< readfile "crate1.inc" >}}',
        '--8<-- "crate2.inc"',
        "include::crate3.inc[]",
        "[!include[crates](../_includes/crate4.inc)]",
    )
    text = "# Crates {number}\n\n## See a crate\n\n```\nGET /crates{number}\n```\n\n### Response\n\n{directive}\n"
    pages = {
        f"docs/v1/{number}.md": text.format(number=number, directive=directive)
        for number, directive in enumerate(directives)
    }
    table = "| Name | Type |\n| --- | --- |\n| Label | string |\n"
    # Each page has a partial of its own, so that none is read only because of another page.
    partials = [f"docs/_includes/crate{number}.inc" for number in range(len(directives))]
    commit(repository, {**pages, **dict.fromkeys(partials, table + "| Weight | integer |\n")})
    write(repository, dict.fromkeys(partials, table))
    git(repository, "commit", "-qam", "without")
    found = changes(repository, "--git", "HEAD~..", "docs")
    assert found == {("response-property-removed", "response 200.Weight")}
    (change,) = json.loads(diff(repository, "--git", "HEAD~..", "docs", "--output-format", "json").stdout)["changes"]
    assert len(change["operations"]) == len(directives)


@pytest.mark.parametrize("name", ["a.mdx", "b.markdown", "more/C.MDX"])
def test_pages_with_every_suffix_are_read_from_a_revision(name: str, repository: Path) -> None:
    commit(repository, {f"docs/{name}": page("A")})
    assert changes(repository, "--git", "HEAD", "docs") == set()
    commit(repository, {f"docs/{name}": page("A", WITHOUT_GONE)})
    assert changes(repository, "--git", "HEAD~..", "docs") == {("response-property-removed", ".Gone")}


def test_a_link_to_the_docs_is_resolved_in_each_revision(repository: Path) -> None:
    files, _ = TREES["docs that are a link"]
    commit(repository, files)
    (repository / "docs").unlink()
    write(repository, {"docs": "→v2"})
    assert ("response-property-removed", ".Gone") in changes(repository, "--git", "HEAD", "docs")


def test_settings_are_those_of_the_revision(repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A")})
    write(repository, {"speclift.toml": '[[overrides]]\ntarget = "A.Gone"\ntype = "integer"\n'})
    assert changes(repository, "--git", "HEAD", "docs") == {("response-type-changed", ".Gone")}


def test_links_that_lead_out_of_the_repository_are_not_followed(repository: Path, tmp_path: Path) -> None:
    write(tmp_path, {"outside.md": page("Outside"), "folder/b.md": page("Folder")})
    links = {"docs/out.md": "→../../outside.md", "docs/out": f"→{tmp_path}/folder", "docs/self": "→self"}
    # This one leads out of the repository and back in.
    links["docs/back.md"] = f"→../../{repository.name}/docs/a.md"
    links["docs/above.md"] = "→../../docs/a.md"
    commit(repository, {"docs/a.md": page("A"), **links})
    before, _ = sides(str(repository / "docs"), parse_range("HEAD"), str(tmp_path / "target"))
    (docs,) = before.at.values()
    assert os.listdir(docs) == ["a.md"]
    assert changes(repository, "--git", "HEAD", "docs") == set()


@pytest.mark.parametrize("key", ["include_root", "overlays"])
@pytest.mark.parametrize("folder", ["", "docs/"])
def test_settings_of_a_revision_open_nothing_outside_of_the_repository(
    key: str, folder: str, repository: Path, tmp_path: Path
) -> None:
    """A proposed change may include the settings in the current folder, too."""
    write(tmp_path, {"outside/secret.md": "CANARY"})
    commit(repository, {"docs/a.md": page("A")})
    git(repository, "checkout", "-q", "-b", "proposed")
    for path in (f"{tmp_path}/outside", "../outside", f"{tmp_path}/outside/secret.md", "/etc/passwd"):
        value = f'"{path}"' if key == "include_root" else f'["{path}"]'
        text = page("A") + "[!include[a](../../outside/secret.md)]\n"
        commit(repository, {f"{folder}speclift.toml": f"{key} = {value}\n", "docs/a.md": text})
        git(repository, "checkout", "-q", "main")
        run = diff(repository, "--git", "HEAD..proposed", "docs")
        git(repository, "checkout", "-q", "proposed")
        assert (run.returncode, "E002" in run.stderr, "CANARY" in run.stderr) == (3, True, False), run.stderr
        assert "root:" not in run.stderr


def test_settings_of_a_revision_may_name_paths_in_it(repository: Path) -> None:
    shared = {"samples/a.md": "Included.\n", "docs/a.md": page("A") + "[!include[a](../samples/a.md)]\n"}
    for root in ("samples", str(repository / "samples")):
        commit(repository, {**shared, "speclift.toml": f'include_root = "{root}"\n'})
        commit(repository, {"docs/b.md": page("B")})
        assert {code for code, _ in changes(repository, "--git", "HEAD~1..HEAD", "docs")} >= {"operation-added"}
        git(repository, "rm", "-q", "docs/b.md")


def test_the_variables_of_a_hook_do_not_name_the_repository(repository: Path, tmp_path: Path) -> None:
    """Git sets GIT_DIR for the hooks of a linked working tree, so the whole repository was once taken for the docs."""
    commit(repository, {"docs/a.md": page("A"), "docs/old/b.md": page("B"), "c.md": page("C")})
    linked = tmp_path / "linked"
    git(repository, "worktree", "add", "-q", str(linked), "-b", "other")
    output = tmp_path / "output"
    hook = repository / ".git" / "hooks" / "pre-commit"
    command = f"{sys.executable} -m speclift diff --no-cache --git HEAD docs --level info"
    hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_ > '{output}'\n{command} >> '{output}'\n")
    hook.chmod(0o755)
    (linked / "docs" / "a.md").write_text(page("A", TABLE.replace("Gone", "New")))
    git(linked, "commit", "-qam", "changed", PYTHONPATH=str(ROOT / "generator"))
    text = output.read_text()
    assert "GIT_DIR=" in text
    assert "response-property-removed (1)" in text
    assert "operation-" not in text


def test_variables_that_configure_git_are_respected(repository: Path) -> None:
    """A container uses them to mark a folder of another user as safe."""
    commit(repository, {"docs/a.md": page("A")})
    wrong = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "perhaps"}
    assert "core.bare" in diff(repository, "--git", "HEAD", "docs", **wrong).stderr


def test_several_documents_with_any_suffix_are_compared(repository: Path) -> None:
    commit(
        repository,
        {"x1.yaml": spec("/a", "/b"), "x2.yaml": spec("/c"), "api.spec": spec("/a", "/b"), "x,y": spec("/d")},
    )
    for name in ("x1.yaml,x2.yaml", "x1.yaml", "api.spec", "x,y"):
        assert changes(repository, "--git", "HEAD", name) == set()
    write(repository, {"x1.yaml": spec("/a"), "api.spec": spec("/a"), "x3.yaml": spec("/e")})
    for name in ("x1.yaml,x2.yaml", "api.spec"):
        assert {code for code, _ in changes(repository, "--git", "HEAD", name)} == {"operation-removed"}
    assert {code for code, _ in changes(repository, "--git", "HEAD", "x2.yaml,x3.yaml")} == {"operation-added"}
    run = diff(repository, "--git", "HEAD", "x1.yaml,none.yaml")
    assert (run.returncode, "There is no none.yaml in HEAD" in run.stderr) == (3, True)


def test_docs_that_are_new_are_added_as_a_whole(repository: Path) -> None:
    """In an empty repository too, and whether or not their folder existed before the first page."""
    write(repository, {"docs/a.md": page("A")})
    for files in ({}, {"docs/readme.md": "Pages will come.\n"}, {"docs/logo.svg": "<svg/>"}):
        run = diff(repository, "--git", "HEAD", "docs", "--fail-on", "breaking")
        assert (run.returncode, "GET /api/v1/A" in run.stdout) == (0, True), run.stderr
        (repository / "docs" / "a.md").unlink()
        commit(repository, {**files, "other.txt": "".join(files)})
        write(repository, {"docs/a.md": page("A")})
    assert {code for code, _ in changes(repository, "--git", "HEAD", "docs")} >= {"operation-added"}


def test_the_top_folder_and_a_hidden_folder_can_be_compared(repository: Path) -> None:
    commit(repository, {"a.yaml": spec("/a"), ".hidden/b.yaml": spec("/b")})
    assert changes(repository, "--git", "HEAD", ".") == set()
    assert changes(repository, "--git", "HEAD", ".hidden") == set()
    write(repository, {"a.yaml": "["})
    git(repository, "commit", "-qam", "spoilt")
    assert "./a.yaml" in diff(repository, "--git", "HEAD..HEAD", ".").stderr


def test_docs_that_are_gone_are_removed_as_a_whole(repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A")})
    shutil.rmtree(repository / "docs")
    run = diff(repository, "--git", "HEAD", "docs", "--fail-on", "breaking")
    assert (run.returncode, "GET /api/v1/A" in run.stdout) == (1, True), run.stderr


@pytest.mark.parametrize(("folder", "docs"), [(".", "docs"), ("docs", "."), ("docs/x", ".."), ("docs/x", "../a.md")])
def test_annotations_name_files_relative_to_the_repository(folder: str, docs: str, repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A"), "docs/x/b.md": page("B")})
    write(repository, {"docs/a.md": page("A", WITHOUT_GONE)})
    run = diff(repository / folder, "--git", "HEAD", docs, "--output-format", "github")
    assert set(re.findall(r"^::\w+ file=([^,]+),", run.stdout, re.M)) == {"docs/a.md"}, run.stdout + run.stderr


def blob(folder: Path, data: bytes) -> str:
    """Write a blob into the repository, and return its id."""
    command = ["git", "hash-object", "-w", "--stdin"]
    return subprocess.run(command, input=data, cwd=folder, check=True, capture_output=True).stdout.decode().strip()


def commit_entries(folder: Path, entries: Mapping[str, tuple[str, str]]) -> None:
    """Commit files without the working tree: the mode and the id of each, by path."""
    lines = "".join(f"{mode} {oid}\t{path}\n" for path, (mode, oid) in entries.items())
    command = ["git", "update-index", "--index-info"]
    subprocess.run(command, input=lines.encode(), cwd=folder, check=True, capture_output=True)
    git(folder, "commit", "-q", "-m", "entries")


MEASURED = '''
import sys
from speclift.cli.main import main

def peak():
    """The peak of memory in KiB; that of `getrusage` would include the parent process."""
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(status["VmHWM"].split()[0])

before = peak()
code = main(["diff", "--no-cache", "--git", *sys.argv[1:]])
print((peak() - before) // 1024, file=sys.stderr)
sys.exit(code)
'''


def measured_diff(folder: Path, *arguments: str) -> tuple[int, str, int]:
    """The exit code, the output and the MiB of memory of a comparison."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    command = [sys.executable, "-c", MEASURED, *arguments]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    *errors, mebibytes = run.stderr.strip().splitlines()
    return run.returncode, run.stdout + "\n".join(errors), int(mebibytes)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, which only Linux has")
def test_pages_includes_and_documents_that_are_too_large_are_not_read_from_a_revision(repository: Path) -> None:
    """They compress to almost nothing, so even a small repository may contain many of them."""
    commit(repository, {"docs/a.md": page("A")})
    huge = ("100644", blob(repository, bytes(200 * MEBIBYTE)))
    included = {"docs/b.md": ("100644", blob(repository, page("B", INCLUDE("huge.txt")).encode()))}
    commit_entries(repository, {**included, "docs/huge.md": huge, "docs/huge.txt": huge, "docs/huge.json": huge})
    code, text, mebibytes = measured_diff(repository, "HEAD~..HEAD", "docs")
    assert (code, "GET /api/v1/B" in text) == (0, True), text
    assert mebibytes < 150
    commit_entries(repository, {"huge.yaml": huge, "docs/speclift.toml": huge, "docs/huge": huge})
    for argument, error_code in (("huge.yaml", "E003"), ("docs", "E002")):
        code, text, mebibytes = measured_diff(repository, "HEAD..HEAD", argument)
        assert (code, error_code in text) == (3, True), text
        assert mebibytes < 150


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, which only Linux has")
@pytest.mark.parametrize("suffix", [".md", ".txt", ".json"])
def test_files_of_a_revision_that_are_too_large_together_are_not_read(suffix: str, repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A")})
    text = "x " * (LARGEST_PAGE // 4)
    names = [f"docs/{number}{suffix}" for number in range(LARGEST_REFERENCE // len(text) + 1)]
    entries = {name: ("100644", blob(repository, f"{number} {text}".encode())) for number, name in enumerate(names)}
    for number, name in enumerate(names if suffix == ".txt" else []):
        including = page(f"P{number}", INCLUDE(os.path.basename(name)))
        entries[f"docs/{number}.md"] = ("100644", blob(repository, including.encode()))
    commit_entries(repository, entries)
    code, output, mebibytes = measured_diff(repository, "HEAD..HEAD", "docs")
    assert (code, "E003 The revision has more than" in output) == (3, True), output
    assert mebibytes < 150


@pytest.mark.parametrize("limit", ["MOST_PAGES", "LARGEST_REFERENCE"])
def test_pages_of_a_revision_and_what_they_include_are_counted_together(
    limit: str, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither exceeds the limit alone: three pages, and a file that one of them includes."""
    files = {"docs/a.md": page("A"), "docs/b.md": page("B"), "docs/c.md": INCLUDE("c.txt"), "docs/c.txt": "x" * 400}
    commit(repository, files)
    most = len(files) - 1 if limit == "MOST_PAGES" else sum(map(len, files.values())) - 1
    sides(str(repository / "docs"), parse_range("HEAD"), str(tmp_path / "whole"))
    monkeypatch.setattr(f"speclift.diff.inputs.revisions.{limit}", most)
    with pytest.raises(SourceError, match="The revision has more than"):
        sides(str(repository / "docs"), parse_range("HEAD"), str(tmp_path / "target"))
    git(repository, "rm", "-q", "docs/c.md")
    commit(repository, {})
    sides(str(repository / "docs"), parse_range("HEAD"), str(tmp_path / "less"))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, which only Linux has")
def test_a_link_of_a_revision_with_a_target_that_is_too_long_is_not_read(repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A")})
    commit_entries(repository, {"docs/long.md": ("120000", blob(repository, b"x" * (60 * MEBIBYTE)))})
    code, text, mebibytes = measured_diff(repository, "HEAD~..HEAD", "docs")
    assert (code, "no changes" in text) == (0, True), text
    assert mebibytes < 90


def test_nested_trees_are_listed_only_up_to_the_limit(repository: Path) -> None:
    """Ten trees that each contain the next one ten times make ten billion files."""
    commit(repository, {"docs/a.md": page("A")})
    entry = f"100644 blob {blob(repository, page('B').encode())}\tb.md\n"
    for _ in range(10):
        run = subprocess.run(["git", "mktree"], input=entry.encode(), cwd=repository, check=True, capture_output=True)
        tree = run.stdout.decode().strip()
        entry = "".join(f"040000 tree {tree}\t{number}\n" for number in range(10))
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit-tree", tree, "-m", "many"]
    bomb = subprocess.run(command, cwd=repository, check=True, capture_output=True).stdout.decode().strip()
    code, text, mebibytes = measured_diff(repository, f"HEAD..{bomb}", "docs")
    assert (code, "has too many files" in text) == (3, True), text
    assert mebibytes < 700


def test_links_of_a_revision_are_counted(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, {"docs/a.md": page("A"), **{f"docs/{number}.md": "→a.md" for number in range(3)}})
    monkeypatch.setattr("speclift.diff.inputs.repository.MOST_LINKS", 3)
    assert len(repository_of(str(repository)).tree("HEAD").links) == 3
    monkeypatch.setattr("speclift.diff.inputs.repository.MOST_LINKS", 2)
    with pytest.raises(SourceError, match="more than 2 symbolic links"):
        repository_of(str(repository)).tree("HEAD")


def test_submodules_and_links_without_a_usable_path_lead_nowhere(repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A")})
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout
    long = blob(repository, b"x/" * MEBIBYTE)
    winding = blob(repository, b"../docs/" * 500 + b"a.md")
    commit_entries(
        repository,
        {
            "docs/long.md": ("120000", long),
            "docs/winding.md": ("120000", winding),
            "docs/empty.md": ("120000", blob(repository, b"")),
            "docs/module": ("160000", head.strip()),
        },
    )
    assert changes(repository, "--git", "HEAD~..HEAD", "docs") == set()
    tree = repository_of(str(repository)).tree("HEAD")
    assert tree.real("docs/a.md") == "docs/a.md"
    # Forty links of this length would take a hundred thousand steps for each path.
    assert tree.real("docs/winding.md") is None


def test_a_clone_that_lacks_files_of_a_revision_is_an_error(repository: Path) -> None:
    commit(repository, {"docs/a.md": page("A")})
    missing = blob(repository, page("A").encode())
    (repository / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    run = diff(repository, "--git", "HEAD", "docs")
    assert (run.returncode, "E003 The repository lacks a file of the revision." in run.stderr) == (3, True), run.stderr


def test_json_files_that_are_no_pages_are_not_taken_from_a_revision(repository: Path, tmp_path: Path) -> None:
    commit(repository, {"docs/a.md": page("A"), "docs/more/b.json": spec("/a"), "docs/c.yaml": spec("/b")})
    before, _ = sides(str(repository / "docs"), parse_range("HEAD"), str(tmp_path / "target"))
    (docs,) = before.at.values()
    assert sorted(os.listdir(docs)) == ["a.md", "c.yaml"]


def test_a_document_in_several_files_is_read_from_a_revision_with_all_of_them(repository: Path) -> None:
    item = json.loads(spec("/a"))["paths"]["/a"]
    item["get"]["responses"]["200"]["content"] = {"application/json": {"schema": {"$ref": "../s/my%20kite.yaml#/K"}}}
    whole = {**SPEC, "paths": {"/a": {"$ref": "paths/a.json"}}}
    files = {"api/openapi.json": json.dumps(whole), "api/paths/a.json": json.dumps(item)}
    commit(repository, {**files, "api/s/my kite.yaml": "K: {type: object, properties: {a: {$ref: ./tail.yaml}}}"})
    commit(repository, {"api/s/tail.yaml": "type: string"})
    commit(repository, {"api/s/tail.yaml": "type: integer"})
    for argument in ("api/openapi.json", "api"):
        found = changes(repository, "--git", "HEAD~1..HEAD", argument)
        assert {code for code, _ in found} == {"response-type-changed"}


def test_overlays_of_the_settings_are_read_from_a_revision(repository: Path) -> None:
    overlay = {"overlay": "1.0.0", "actions": [{"target": "$.paths.*.get", "update": {"deprecated": True}}]}
    commit(repository, {"docs/a.md": page("A"), "speclift.toml": 'overlays = ["over/lay.yaml"]', "over/lay.yaml": "x"})
    commit(repository, {"over/lay.yaml": json.dumps(overlay)})
    overlay["actions"] = [{"target": "$.paths.*.get", "update": {"deprecated": False}}]
    commit(repository, {"over/lay.yaml": json.dumps(overlay)})
    assert {code for code, _ in changes(repository, "--git", "HEAD~1..HEAD", "docs")} == {
        "operation-no-longer-deprecated"
    }


def test_a_system_without_a_folder_for_temporary_files_is_an_error_that_says_so(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "_get_default_tempdir", refuse)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(repository)
    # A run that fails gives up standard output, which is that of the test here.
    monkeypatch.setattr(main_module, "drop_standard_output", lambda: None)
    assert main_module.main(["diff", "--git", "HEAD", "."]) == 3
    assert "E005 There is no folder for temporary files." in capsys.readouterr().err
