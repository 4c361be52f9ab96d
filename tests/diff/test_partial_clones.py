"""A comparison in a clone that lacks objects fetches none from a server, and says how to fetch them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "LC_ALL": "C", **variables}
    command = ["git", *author, *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, env=environment)


def diff(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "speclift", "diff", "--no-cache", "--git", "HEAD~1..HEAD", "spec.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def objects(folder: Path) -> set[str]:
    return set(git(folder, "cat-file", "--batch-all-objects", "--batch-check").stdout.splitlines())


@pytest.fixture(params=["blob:none", "tree:0"])
def clone(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A partial clone of a repository with two revisions; of the old one it lacks the blobs, or the trees too."""
    source = tmp_path / "source"
    source.mkdir()
    git(source, "init", "-q", "-b", "main")
    git(source, "config", "uploadpack.allowFilter", "true")
    git(source, "config", "uploadpack.allowAnySHA1InWant", "true")
    for title in ("Old", "New"):
        item = {"get": {"responses": {"200": {"description": "OK"}}}}
        document = {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {f"/{title}": item}}
        (source / "spec.json").write_text(json.dumps(document))
        git(source, "add", "-A")
        git(source, "commit", "-q", "-m", title)
    blob = git(source, "rev-parse", "HEAD~1:spec.json").stdout.strip()
    done = git(tmp_path, "clone", "-q", f"--filter={request.param}", source.as_uri(), "clone")
    folder = tmp_path / "clone"
    if done.returncode or any(line.startswith(blob) for line in objects(folder)):
        pytest.skip("this git does not make partial clones")
    if git(folder, "cat-file", "-e", blob, GIT_NO_LAZY_FETCH="1").returncode == 0:
        pytest.skip("this git does not support GIT_NO_LAZY_FETCH")
    return folder


def test_a_comparison_fetches_nothing(clone: Path) -> None:
    before = objects(clone)
    run = diff(clone)
    assert run.returncode == 3
    assert "E003 The repository lacks a file of the revision." in run.stderr
    assert "git fetch --refetch --no-filter" in run.stderr
    assert objects(clone) == before


def test_the_advice_in_the_error_helps(clone: Path) -> None:
    assert diff(clone).returncode == 3
    assert git(clone, "fetch", "--refetch", "--no-filter").returncode == 0
    run = diff(clone)
    assert (run.returncode, run.stderr) == (0, "")
    assert "/Old" in run.stdout
