"""A command that needs the packages of an extra says how to install them if they are missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.contract.small import STRING, document, operation, properties
from tests.fuzz.answers import JSON, serving


@pytest.mark.parametrize(
    ("package", "extra", "options"),
    [("schemathesis", "fuzz", []), ("distributed", "distributed", ["--scheduler", "local:1"])],
)
def test_a_missing_package_is_reported_with_its_extra(
    package: str,
    extra: str,
    options: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document({"/things": {"get": operation("list", answer=properties(name=STRING))}})))
    monkeypatch.setitem(sys.modules, package, None)
    with serving(lambda _: (200, JSON, b'{"name": "a"}')) as server:
        assert main(["fuzz", str(spec), "--url", server.url, *options]) == 2
        assert not server.requests
    errors = capsys.readouterr().err
    assert f"The package '{package}' is not installed." in errors
    assert f"pip install 'speclift[{extra}]'" in errors
