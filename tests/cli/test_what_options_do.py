"""Each option does what its help says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from speclift.cli.main import main
from speclift.mock.process import Running, running
from speclift.openapi.checking.faults import faults
from speclift.openapi.load import Loading
from speclift.serve.source import Loader, Source
from tests.conftest import ROOT
from tests.diff.small import document
from tests.mock.calls import MEMBER, SPEC
from tests.reading.hostile import page

DOCS = str(ROOT / "spec" / "docs")


@pytest.fixture
def compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, str]]]:
    """Compares two documents, the second with a narrower string; returns the exit code and the level of each change."""
    old, new = document({"type": "string"}), document({"type": "string", "maxLength": 5})
    (tmp_path / "old.json").write_text(json.dumps(old))
    (tmp_path / "new.json").write_text(json.dumps(new))

    def run(*options: str) -> tuple[int, dict[str, str]]:
        names = [str(tmp_path / "old.json"), str(tmp_path / "new.json")]
        code = main(["diff", *names, "--output-format", "json", *options])
        return code, {change["code"]: change["level"] for change in json.loads(capsys.readouterr().out)["changes"]}

    return run


def test_diff_lists_changes_from_a_level_up(compared: Callable[..., tuple[int, dict[str, str]]]) -> None:
    both = {"request-bound-tightened": "breaking", "response-bound-tightened": "compatible"}
    assert compared() == (0, both)
    assert compared("--level", "breaking") == (0, {"request-bound-tightened": "breaking"})


def test_diff_lists_only_the_given_codes_or_leaves_them_out(
    compared: Callable[..., tuple[int, dict[str, str]]],
) -> None:
    assert compared("--only", "response-*") == (0, {"response-bound-tightened": "compatible"})
    assert compared("--ignore", "response-*") == (0, {"request-bound-tightened": "breaking"})
    assert compared("--ignore", "request-*", "--fail-on", "breaking")[0] == 0
    assert compared("--fail-on", "breaking")[0] == 1


def media_types(document: dict[str, Any]) -> set[str]:
    """The media types of all responses."""
    responses = [
        response
        for item in document["paths"].values()
        for operation in item.values()
        for response in operation["responses"].values()
    ]
    return {name for response in responses for name in response.get("content", {})}


def test_spec_writes_the_requested_version_and_media_types(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    written = ["spec", DOCS, "-o", str(path), "--quiet"]
    assert main(written) == 0
    every = json.loads(path.read_text())
    assert main([*written, "--openapi", "3.0", "--media-types", "json"]) == 0
    some = json.loads(path.read_text())
    assert (every["openapi"][:3], some["openapi"][:3]) == ("3.1", "3.0")
    assert main([*written, "--openapi", "3.2"]) == 0
    newest = json.loads(path.read_text())
    assert newest["openapi"].startswith("3.2")
    assert list(faults(newest)) == []
    assert any("json" not in name for name in media_types(every))
    assert {name for name in media_types(some) if "json" not in name} == set()


def test_spec_in_several_files_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", DOCS, "-o", "-", "--split-by", "tag", "--quiet"]) == 2
    assert "--split-by" in capsys.readouterr().err


def test_the_report_can_be_written_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", DOCS, "-o", "-", "--quiet"]) == 0
    assert capfdbinary.readouterr().out.lower().startswith(b"<!doctype html>")


def send(mock: Running, method: str, path: str, *, json: Any = None, **headers: str) -> httpx.Response:
    """The response to a request for a generated value instead of a sample."""
    headers = {"Authorization": "Bearer right", "Prefer": "dynamic=true", "Accept": "application/json", **headers}
    return httpx.request(method, f"{mock.url}{path}", headers=headers, json=json, trust_env=False, timeout=30)


def test_the_mock_has_the_given_fault_and_credential() -> None:
    with running(str(SPEC), "--faults", "json-truncated", secret="right") as mock:
        assert list(mock.faults.values()) == ["json-truncated"]
        assert send(mock, "GET", f"{MEMBER}/7", Authorization="Bearer wrong").status_code == 401
        assert send(mock, "GET", f"{MEMBER}/7").status_code == 200


def test_the_mock_uses_its_seed_and_its_state_file(tmp_path: Path) -> None:
    """The same seed generates the same values, and the next run has what was saved."""
    options = ("--seed", "7", "--state", str(tmp_path / "saved.db"))
    with running(str(SPEC), *options) as mock:
        made = send(mock, "GET", f"{MEMBER}/8").json()
        body = {**send(mock, "GET", f"{MEMBER}/7").json(), "Comment": "kept"}
        saved = send(mock, "PUT", f"{MEMBER}/7", json=body, Prefer="")
        assert saved.status_code == 200, saved.text
    with running(str(SPEC), *options) as mock:
        assert send(mock, "GET", f"{MEMBER}/7", Prefer="").json()["Comment"] == "kept"
        assert send(mock, "GET", f"{MEMBER}/8").json() == made
    with running(str(SPEC), "--seed", "8") as mock:
        assert send(mock, "GET", f"{MEMBER}/8").json() != made


def _with_an_odd_path(folder: Path) -> None:
    """Pages in a folder, one with a path that only the reference validator refuses."""
    (folder / "docs").mkdir()
    for name, path in (("A", ""), ("B", "/{id:int}")):
        text = page("", name).replace("\n```\n\nTells", f"{path}\n```\n\nTells")
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")


#: Commands that take pages, with what they print of an operation that the validator refuses.
OF_PAGES = {
    ("spec", "docs", "-o", "made.yaml"): "SL113",
    ("check", "docs"): "SL113",
    ("generate", "docs", "-o", "out"): "SL113",
    ("client", "docs", "-o", "out"): "SL113",
    ("diff", "fast.yaml", "docs"): "/B/{id:int}",
    ("verify", "docs", "--against", "reference.yaml", "--url", "http://127.0.0.1:9", "--dry-run"): "1 would be called",
}


@pytest.mark.parametrize("command", OF_PAGES, ids=" ".join)
def test_the_reference_validator_checks_what_is_made_of_pages(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("openapi_spec_validator")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    _with_an_odd_path(tmp_path)
    for validator in ("fast", "reference"):
        assert main(["spec", "docs", "-o", f"{validator}.yaml", "--validator", validator]) == 0
    capsys.readouterr()
    for validator, is_refused in (("fast", False), ("reference", True)):
        assert main([*command, "--validator", validator]) == 0
        assert (OF_PAGES[command] in "".join(capsys.readouterr())) == is_refused, validator


def test_the_reference_validator_checks_the_pages_that_are_served(tmp_path: Path) -> None:
    pytest.importorskip("openapi_spec_validator")
    _with_an_odd_path(tmp_path)
    for loading, served in ((Loading(), 2), (Loading(validator="reference"), 1)):
        loader = Loader(Source((str(tmp_path / "docs"),), loading=loading, is_cached=False))
        assert [loader.load().whole.operations for _ in range(2)] == [served, served]
