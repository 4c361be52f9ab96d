"""The tests that come with a generated client, run the way a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from speclift.mock.process import running

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--rootdir", str(GENERATED)]
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("SUPEROFFICE_", "PYTEST_"))}
    with tempfile.TemporaryDirectory() as folder:
        # A settings file of its own, so that the settings of this project do not apply.
        (settings := Path(folder) / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        return subprocess.run(
            [*command, "-c", str(settings), str(GENERATED / "test_operations.py")],
            capture_output=True,
            text=True,
            env={**plain, "PYTHONPATH": str(GENERATED), **environment},
        )


def test_the_tests_of_a_client_pass_against_a_mock_of_its_document() -> None:
    with running(str(ROOT / "spec" / "openapi.yaml")) as mock:
        done = run(SUPEROFFICE_BASE_URL=mock.url, SUPEROFFICE_TOKEN="any")
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(done.stdout.strip().splitlines()[-1].split(" passed")[0].split()[-1]) > 5, done.stdout


def test_the_tests_of_a_client_name_the_variable_that_they_need() -> None:
    done = run()
    assert done.returncode == 0
    assert "set SUPEROFFICE_BASE_URL" in done.stdout


def test_the_tests_of_a_client_fail_where_a_path_without_parameters_is_missing(tmp_path: Path) -> None:
    """A resource with a made-up id may be missing, but not a list."""
    document = tmp_path / "other.json"
    document.write_text('{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}}', encoding="utf-8")
    with running(str(document)) as mock:
        done = run(SUPEROFFICE_BASE_URL=mock.url, SUPEROFFICE_TOKEN="any")
    assert done.returncode == 1
    assert "NotFoundError" in done.stdout
    assert "the server has no such resource" in done.stdout
