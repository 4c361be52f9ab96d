"""Three jobs: compare two releases of the docs, a published document with the docs, or a pull request with its base."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def speclift(folder: Path, *arguments: str | Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SPECLIFT_CACHE_DIR": str(folder / ".cache")}
    if path is not None:
        environment["PATH"] = path
    command = [sys.executable, "-m", "speclift", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def docs(tmp_path: Path, embedded: Path) -> Path:
    """A copy of the embedded reference that a test may change."""
    return Path(shutil.copytree(embedded, tmp_path / "docs"))


def _change(docs: Path) -> tuple[str, str]:
    """Remove a page, and a property from another page. Returns the operation and the property."""
    removed = sorted(docs.glob("rest/*/*.md"))[-1]
    block = re.search(r"```http[^\n]*\n(\w+) (\S+)", removed.read_text(encoding="utf-8"))
    assert block
    removed.unlink()
    page = docs / "rest" / "ChatPresence" / "v1ChatPresence_GetChatPresence.md"
    text = page.read_text(encoding="utf-8")
    cut = re.sub(r'^(\| OngoingChats |\s*"OngoingChats").*\n', "", text, flags=re.M)
    assert cut != text
    page.write_text(cut, encoding="utf-8")
    return f"{block[1]} {block[2].partition('?')[0]}", "OngoingChats"


def _found(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert run.stdout, run.stderr
    found: list[dict[str, Any]] = json.loads(run.stdout)["changes"]
    return found


def test_two_releases_of_the_docs_are_compared(tmp_path: Path, docs: Path) -> None:
    old = shutil.copytree(docs, tmp_path / "old")
    operation, _ = _change(docs)
    run = speclift(tmp_path, "diff", old, docs, "--output-format", "json")
    assert run.returncode == 0
    assert ("operation-removed", operation) in {(change["code"], change["old"]) for change in _found(run)}


def test_docs_do_not_differ_from_the_documents_made_from_them(tmp_path: Path, docs: Path) -> None:
    for version in ("3.0", "3.1"):
        speclift(tmp_path, "spec", docs, "-o", f"{version}.yaml", "--openapi", version)
    speclift(tmp_path, "spec", docs, "-o", "parts", "--split-by", "tag")
    for old, new in (("3.0.yaml", "3.1.yaml"), (docs, "3.0.yaml"), ("parts", docs)):
        run = speclift(tmp_path, "diff", old, new, "--level", "info", "--fail-on", "any")
        assert (run.returncode, run.stdout) == (0, f"{old} → {new}: no changes\n")


def test_a_published_swagger_document_is_compared_with_the_docs(tmp_path: Path, docs: Path) -> None:
    page = docs / "rest" / "ChatPresence" / "v1ChatPresence_GetChatPresence.md"
    only = tmp_path / "only" / "ChatPresence"
    only.mkdir(parents=True)
    shutil.copy(page, only)
    speclift(tmp_path, "spec", "only", "-o", "recovered.json", "--openapi", "3.0")
    document = json.loads((tmp_path / "recovered.json").read_text(encoding="utf-8"))
    ((path, item),) = document["paths"].items()
    properties = {"UserId": {"type": "integer", "format": "int32"}, "DisplayName": {"type": "integer"}}
    listed = {"type": "array", "items": {"$ref": "#/definitions/Vendor.ChatPresence"}}
    response = {"description": "OK", "schema": listed}
    swagger = {
        "swagger": "2.0",
        "info": {"title": "Published", "version": "1"},
        "paths": {path: {"get": {"operationId": item["get"]["operationId"], "responses": {"200": response}}}},
        "definitions": {"Vendor.ChatPresence": {"type": "object", "properties": properties}},
    }
    (tmp_path / "published.yaml").write_text(yaml.safe_dump(swagger), encoding="utf-8")
    run = speclift(tmp_path, "diff", "published.yaml", "only", "--output-format", "json", "--only", "response-*")
    found = {(change["code"], change["place"]) for change in _found(run)}
    assert ("response-type-changed", ".DisplayName") in found
    assert ("response-property-added", ".OngoingChats") in found
    assert not any(place == ".UserId" for _, place in found)
    without = speclift(tmp_path, "diff", "published.yaml", "only", "--ignore", "response-*", "--output-format", "json")
    assert not any(change["code"].startswith("response-") for change in _found(without))


def test_the_releases_of_the_corpora_are_compared(tmp_path: Path, corpus: Path) -> None:
    run = speclift(tmp_path, "diff", corpus / "2022", corpus / "2023", "--output-format", "json")
    found = _found(run)
    added = {change["new"] for change in found if change["code"] == "operation-added"}
    assert len(added) == 108
    assert "DELETE /api/v1/List/QuoteApproveReason/Items/{id}" in added
    assert not any(change["code"].startswith("operation-removed") for change in found)
    properties = {
        (name, c["place"]) for c in found if c["code"] == "response-property-added" for name in c["components"]
    }
    assert ("BatchTaskInfo", ".CancellationBehaviour") in properties
    assert len(found) < 700


def test_the_published_swagger_document_is_compared_with_the_corpus(tmp_path: Path, shared: Path) -> None:
    run = speclift(tmp_path, "diff", shared / "oracle" / "2023", shared / "corpus" / "2023", "--output-format", "json")
    found = _found(run)
    assert not any(change["code"].startswith("operation-") and "tag" not in change["code"] for change in found)
    # The document requires both together; the docs accept either, so a client with both is still accepted.
    assert {c["code"] for c in found if c["code"].startswith("security-")} == {"security-alternative-added"}
    assert {"Authorization: Basic", "Authorization: Bearer"} <= {c["new"] for c in found}
    assert not any(c["code"] == "base-path-changed" for c in found)
    assert len(found) < 800


@pytest.fixture
def repository(docs: Path) -> Path:
    """A git repository with the reference in `docs`, and a branch `change` that is checked out."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = docs.parent
    (folder / ".gitignore").write_text(".cache\n")
    _git(folder, "init", "-q", "-b", "main")
    _commit(folder, "before")
    _git(folder, "checkout", "-q", "-b", "change")
    return folder


def _git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)


def _commit(folder: Path, message: str) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", message)


def test_a_pull_request_that_breaks_clients_fails(repository: Path) -> None:
    operation, _ = _change(repository / "docs")
    _commit(repository, "after")
    for revisions in ("main..HEAD", "main...change", "main.."):
        run = speclift(repository, "diff", "--git", revisions, "docs", "--fail-on", "breaking")
        assert run.returncode == 1, run.stderr
        assert f"    - {operation}\n" in run.stdout
    run = speclift(repository, "diff", "--git", "main..HEAD", "docs", "--output-format", "markdown")
    assert run.returncode == 0
    assert f"- `{operation}`\n" in run.stdout


def test_annotations_name_the_file_and_line_of_the_page(repository: Path) -> None:
    page = "docs/rest/ChatPresence/v1ChatPresence_GetChatPresence.md"
    text = (repository / page).read_text(encoding="utf-8")
    (repository / page).write_text(text.replace("| Present | bool |", "| Present | string |"), encoding="utf-8")
    _commit(repository, "after")
    run = speclift(repository, "diff", "--git", "main..HEAD", "docs", "--output-format", "github", "--level", "info")
    assert run.returncode == 0
    for file, line in re.findall(r"^::\w+ file=([^,]+),line=(\d+)", run.stdout, re.M):
        assert 1 <= int(line) <= len((repository / file).read_text(encoding="utf-8").splitlines())
    operation, _ = _change(repository / "docs")
    run = speclift(repository, "diff", "--git", "HEAD", "docs", "--output-format", "github")
    assert re.search(
        rf"^::error file=docs/rest/\S+\.md,line=\d+,title=breaking%3A operation-removed::{re.escape(operation)}",
        run.stdout,
        re.M,
    )


def test_the_working_tree_and_a_file_can_be_compared(repository: Path) -> None:
    speclift(repository, "spec", "docs", "-o", "openapi.json")
    _commit(repository, "spec")
    document = json.loads((repository / "openapi.json").read_text(encoding="utf-8"))
    removed = sorted(document["paths"])[0]
    del document["paths"][removed]
    (repository / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    run = speclift(repository, "diff", "--git", "HEAD", "openapi.json", "--fail-on", "breaking")
    assert run.returncode == 1
    assert removed in run.stdout


@pytest.mark.parametrize("revision", ["nowhere", "--help..HEAD", "--output=x", "HEAD..-c", ";touch x"])
def test_an_invalid_revision_is_an_error_and_does_nothing_else(repository: Path, revision: str) -> None:
    run = speclift(repository, "diff", f"--git={revision}", "docs")
    assert run.returncode == 3
    assert "E003 There is no revision" in run.stderr
    assert not (repository / "x").exists()


def test_errors_of_git_are_reported(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert "There is no docs/none in HEAD" in speclift(repository, "diff", "--git", "HEAD", "docs/none").stderr
    missing = speclift(repository, "diff", "--git", "HEAD", "docs", path=str(repository))
    assert (missing.returncode, "git is not installed" in missing.stderr) == (3, True)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    run = speclift(elsewhere, "diff", "--git", "HEAD", ".")
    assert (run.returncode, "git cannot read the revision" in run.stderr) == (3, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2]", "neither OpenAPI 3 nor Swagger 2.0"),
        ("openapi: 4.0.0", "neither OpenAPI 3 nor Swagger 2.0"),
        ("a: [", "neither JSON nor YAML"),
        ("swagger: '2.0'", "paths is missing"),
    ],
)
def test_a_file_that_cannot_be_compared_is_reported(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    run = speclift(tmp_path, "diff", "a.yaml", "a.yaml")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith("speclift: a.yaml")
    assert message in run.stderr


def test_a_dangling_reference_in_swagger_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("swagger: '2.0'\npaths: {/a: {get: {parameters: [{$ref: '#/parameters/a'}]}}}")
    run = speclift(tmp_path, "diff", "a.yaml", "a.yaml")
    assert run.returncode == 0
    assert "warning dangling-reference: #/paths/~1a/get/parameters/0" in run.stderr


@pytest.mark.parametrize("largest", ["breaking", "warning", "compatible", "none"])
def test_a_run_fails_on_changes_from_the_given_level_up(tmp_path: Path, largest: str) -> None:
    document: dict[str, Any] = {"openapi": "3.1.1", "info": {"title": "a", "version": "1"}}
    operation = {"responses": {"200": {"description": ""}}}
    old = {**document, "paths": {"/a": {"get": {**operation, "operationId": "a"}}}}
    changed: dict[str, Any] = {
        "breaking": {"/b": {"get": {**operation, "operationId": "a"}}},
        "warning": {"/a": {"get": {**operation, "operationId": "b"}}},
        "compatible": {**old["paths"], "/b": {"get": operation}},
        "none": old["paths"],
    }
    (tmp_path / "old.json").write_text(json.dumps(old))
    (tmp_path / "new.json").write_text(json.dumps({**document, "paths": changed[largest]}))
    limits = ("breaking", "warning", "any")
    codes = [speclift(tmp_path, "diff", "old.json", "new.json", "--fail-on", limit).returncode for limit in limits]
    assert codes == [int(largest in ("breaking", "warning", "compatible")[: number + 1]) for number in range(3)]


def test_usage_errors_and_the_list_of_rules(tmp_path: Path) -> None:
    assert speclift(tmp_path, "diff", "only-one").returncode == 2
    assert speclift(tmp_path, "diff", "--git", "HEAD", "a", "b").returncode == 2
    (tmp_path / "a.json").write_text('{"openapi": "3.1.1", "info": {"title": "a", "version": "1"}, "paths": {}}')
    unknown = speclift(tmp_path, "diff", "a.json", "a.json", "--ignore", "no-such-*")
    assert (unknown.returncode, "no rule 'no-such-*'" in unknown.stderr) == (2, True)
    rules = speclift(tmp_path, "diff", "--list-rules")
    assert (rules.returncode, "response-property-removed" in rules.stdout) == (0, True)


def test_markdown_fits_in_a_comment(tmp_path: Path) -> None:
    paths = {f"/a{number}": {"get": {"responses": {"200": {"description": ""}}}} for number in range(5000)}
    whole = {"openapi": "3.1.1", "info": {"title": "a", "version": "1"}, "paths": paths}
    (tmp_path / "old.json").write_text(json.dumps(whole))
    (tmp_path / "new.json").write_text(json.dumps({**whole, "paths": {}}))
    run = speclift(tmp_path, "diff", "old.json", "new.json", "--output-format", "markdown")
    assert len(run.stdout.encode()) <= 60_000
    left_out = re.search(r"(\d+) more changes do not fit", run.stdout)
    assert left_out
    assert run.stdout.count("\n- ") + int(left_out[1]) == 5000
