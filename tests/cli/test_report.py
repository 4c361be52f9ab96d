"""`speclift report` as a command: its links, its exit codes, and that a failure leaves an earlier file as it is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from speclift.cli.main import main
from speclift.errors import SettingsError
from speclift.settings import Settings
from speclift.settings_files import load_settings
from tests.conftest import ROOT

DOCS = str(ROOT / "spec" / "docs")
QUIET = ("--quiet", "--no-cache")


def test_links_follow_the_template(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    template = "https://example.com/blob/main/{file}#L{line}"
    assert main(["report", DOCS, "-o", str(path), "--source-url", template, *QUIET]) == 0
    assert 'href="https://example.com/blob/main/rest/' in path.read_text()


def test_links_lead_to_files_relative_to_the_report(tmp_path: Path) -> None:
    settings = tmp_path / "empty.toml"
    settings.touch()
    path = tmp_path / "report.html"
    assert main(["report", DOCS, "-o", str(path), "--settings", str(settings), *QUIET]) == 0
    hrefs = re.findall(r'href="([^"#]+)"', path.read_text())
    assert hrefs
    assert all((tmp_path / unquote(href)).is_file() for href in hrefs)


def test_strict_fails_but_writes_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "report.html"
    assert main(["report", DOCS, "-o", str(path), "--strict", "--no-cache"]) == 1
    assert path.is_file()
    assert capsys.readouterr().err.endswith("55 operations, 60 components, 17 findings\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 3, "E003"),
        ([DOCS, "--source-url", "https://example.com/"], 2, "E001"),
        ([DOCS, "--source-url", "javascript:alert('{file}')"], 2, "E001"),
    ],
)
def test_bad_input_leaves_an_earlier_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    path = tmp_path / "report.html"
    path.write_text("earlier")
    assert main(["report", *arguments, "-o", str(path), *QUIET]) == code
    assert message in capsys.readouterr().err
    assert path.read_text() == "earlier"


@pytest.mark.parametrize("command", ["report", "spec", "check", "explain", "generate"])
def test_folders_of_the_same_name_are_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    other = tmp_path / "other" / "docs"
    other.mkdir(parents=True)
    more = {"explain": ["Crate"], "check": []}.get(command, ["-o", str(tmp_path / "out")])
    assert main([command, DOCS, str(other), *more, *QUIET]) == 2
    assert f"E001 The folders {DOCS} and {other} are both called docs." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["report", "spec"])
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "docs.example.com/api", "/api", "https://", "http://[", "https://a b/"],
)
def test_the_address_of_the_docs_must_be_http(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, address: str
) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text(f'docs_url = "{address}"\n')
    path = tmp_path / "out.json"
    assert main([command, DOCS, "-o", str(path), "--settings", str(settings), *QUIET]) == 3
    errors = capsys.readouterr().err
    assert f"{settings}: E002 The docs_url {address!r} is not the address of pages." in errors
    assert "http:// or https://" in errors
    assert not path.exists()


@pytest.mark.parametrize("address", ["", "http://localhost:8000", "HTTPS://docs.example.com/api/"])
def test_settings_accept_http_addresses(tmp_path: Path, address: str) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text(f'docs_url = "{address}"\n')
    assert load_settings(str(settings)) == Settings(docs_url=address, file=str(settings))


def test_settings_made_in_code_are_checked_too() -> None:
    with pytest.raises(SettingsError, match="javascript"):
        Settings(docs_url="javascript:alert(1)")
