"""The commands in the how-to on comparisons, run as they are, and the output that it shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EMBEDDED, ROOT

PAGE = (ROOT / "docs" / "how-to" / "compare.md").read_text(encoding="utf-8")


def commands(job: str) -> list[str]:
    """The commands below a heading."""
    _, found, text = PAGE.partition(f"## {job}")
    assert found, job
    return re.findall(r"^\$ (.+)$", text.partition("\n## ")[0], re.M)


def run(command: str, folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SPECLIFT_CACHE_DIR": str(cache)}
    script = f'speclift() {{ "{sys.executable}" -m speclift "$@"; }}; {command}'
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_comparison_of_two_releases_prints_what_is_shown(shared: Path, tmp_path: Path) -> None:
    (command,) = commands("What changed between two releases")
    done = run(command, ROOT, tmp_path)
    assert done.returncode == 0, done.stderr
    shown = PAGE.partition(f"$ {command}\n")[2].partition("\n```")[0]
    # Line ends do not count: long lines are wrapped to the width of the terminal.
    printed = " ".join(done.stdout.split())
    for part in shown.split("…"):
        assert " ".join(part.split()) in printed


def test_a_published_swagger_document_is_compared_with_the_docs(shared: Path, tmp_path: Path) -> None:
    (command,) = commands("Where the vendor's published Swagger")
    done = run(command, ROOT, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "response-property-added" in done.stdout
    assert not re.search(r"component-|-nullable|enum-opened", done.stdout)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_breaking_pull_request_gets_a_comment_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(EMBEDDED, folder / "spec" / "docs")
    page = "spec/docs/rest/Person/v1PersonEntity_GetImage.md"
    commit = "git -c user.name=a -c user.email=a@example.com -c commit.gpgsign=false commit -qam"
    for command in (
        f"git init -q -b main && git add -A && {commit} before && git remote add origin .git && git fetch -q origin",
        f"git checkout -q -b change && git rm -q {page} && {commit} after",
    ):
        assert run(command, folder, tmp_path).returncode == 0
    comment, gate = commands("Whether a pull request")
    assert run(comment, folder, tmp_path).returncode == 0
    assert "operation-removed" in (folder / "comment.md").read_text(encoding="utf-8")
    done = run(gate, folder, tmp_path)
    assert done.returncode == 1, done.stderr
    assert re.search(rf"^::error file={page},line=\d+,title=breaking", done.stdout, re.M)
