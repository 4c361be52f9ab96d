"""Every command that takes a document reports each part that it does not support, with its place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.openapi.lending import DOCUMENT


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", "speclift", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stderr


@pytest.fixture
def spec(tmp_path: Path) -> str:
    webhook = {"post": {"responses": {"204": {"description": "Heard."}}}}
    path = tmp_path / "lending.json"
    path.write_text(json.dumps({**DOCUMENT, "webhooks": {"lent": webhook}}))
    return str(path)


def test_client_and_fuzz_name_what_they_leave_out(spec: str, tmp_path: Path) -> None:
    errors = run("client", spec, "-o", str(tmp_path / "client"))
    assert (
        f"{spec}: warning webhook: #/webhooks: the client has no methods for requests that the server sends\n" in errors
    )
    assert "warning" not in run("client", spec, "-o", str(tmp_path / "client"), "--quiet")
    errors = run("fuzz", spec, "--url", "http://localhost:1", "--dry-run")
    assert f"{spec}: warning method: #/paths/~1books/additionalOperations: operations of other methods" in errors


def test_diff_names_differences_that_it_does_not_compare(spec: str, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    schemes = {"who": {"type": "http", "scheme": "basic", "deprecated": True}}
    document = json.loads(Path(spec).read_text())
    other.write_text(json.dumps({**document, "components": {**document["components"], "securitySchemes": schemes}}))
    assert "warning" not in run("diff", spec, spec)
    errors = run("diff", spec, str(other))
    assert f"{other}: warning deprecated-scheme: #/components/securitySchemes/who/deprecated: whether a" in errors
