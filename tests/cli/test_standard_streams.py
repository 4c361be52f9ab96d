"""A closed or full standard output is an error with a code, never a traceback and never a success."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENT = """
openapi: 3.1.0
info: {title: Kites, version: "1"}
paths:
  /kites/{id}:
    get:
      responses: {"200": {description: ok}}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "kites.yaml"
    path.write_text(DOCUMENT)
    return path


def run(redirection: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a shell that redirects its streams."""
    words = [sys.executable, "-m", "speclift", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    shell = ["sh", "-c", f'"$@" {redirection}', "sh"]
    return subprocess.run([*shell, *words], env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    "redirection",
    [
        ">&-",
        pytest.param(
            ">/dev/full", marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
        ),
    ],
)
@pytest.mark.parametrize("words", [("bundle", "--quiet", "{spec}"), ("diff", "--quiet", "{spec}", "{spec}")])
def test_output_that_cannot_be_printed_is_an_error(words: tuple[str, ...], redirection: str, spec: Path) -> None:
    done = run(redirection, *(word.format(spec=spec) for word in words))
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("speclift: E005 Standard output cannot be written: ")
    assert "Traceback" not in done.stderr


def test_a_run_that_prints_nothing_needs_no_standard_output(spec: Path, tmp_path: Path) -> None:
    output = tmp_path / "bundled.yaml"
    done = run(">&-", "bundle", str(spec), "-o", str(output), "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert "title: Kites" in output.read_text()


def test_warnings_stay_out_of_the_document_if_standard_error_is_closed(spec: Path) -> None:
    done = run("2>&-", "bundle", str(spec))
    assert done.returncode == 0
    assert done.stdout.startswith("openapi: 3.1.0\n")
    assert "warning" not in done.stdout
