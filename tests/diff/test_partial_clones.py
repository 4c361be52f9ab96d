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


def diff(folder: Path, revisions: str = "HEAD~1..HEAD", **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "speclift", "diff", "--no-cache", "--git", revisions, "spec.json"]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def objects(folder: Path) -> set[str]:
    return set(git(folder, "cat-file", "--batch-all-objects", "--batch-check").stdout.splitlines())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with two revisions."""
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
    return source


@pytest.fixture(params=["blob:none", "tree:0"])
def partial(source: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A partial clone, which lacks the blobs of the old revision, or the trees too."""
    done = git(tmp_path, "clone", "-q", f"--filter={request.param}", source.as_uri(), "clone")
    folder = tmp_path / "clone"
    if done.returncode or any(line.startswith(old_blob(source)) for line in objects(folder)):
        pytest.skip("this git does not make partial clones")
    return folder


def old_blob(source: Path) -> str:
    return git(source, "rev-parse", "HEAD~1:spec.json").stdout.strip()


@pytest.fixture
def clone(partial: Path, source: Path) -> Path:
    """A partial clone that git is able to leave as it is."""
    if git(partial, "cat-file", "-e", old_blob(source), GIT_NO_LAZY_FETCH="1").returncode == 0:
        pytest.skip("this git does not support GIT_NO_LAZY_FETCH")
    return partial


@pytest.fixture
def cut_off(partial: Path, source: Path) -> Path:
    """A partial clone whose server is gone, so that no version of git can fetch from it."""
    shutil.rmtree(source)
    return partial


def worded(folder: Path, words: str) -> str:
    """A search path with a git that says why it fails in other words."""
    folder.mkdir()
    (folder / "git").write_text(
        f"""#!/bin/sh
"{shutil.which("git")}" "$@" 2>/dev/null && exit
code=$?
echo 'fatal: {words}' >&2
exit $code
"""
    )
    (folder / "git").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize("words", ["", "could not fetch 1 from promisor remote", "unable to read 1; fetching disabled"])
def test_the_words_of_git_do_not_matter(cut_off: Path, tmp_path: Path, words: str) -> None:
    run = diff(cut_off, PATH=worded(tmp_path / "bin", words))
    assert run.returncode == 3
    assert "E003 The repository lacks a file of the revision." in run.stderr
    assert "git fetch --refetch --no-filter" in run.stderr


def test_a_revision_that_a_partial_clone_does_not_know_is_no_lack(cut_off: Path) -> None:
    run = diff(cut_off, "nowhere..HEAD")
    assert "E003 There is no revision 'nowhere'." in run.stderr


@pytest.mark.parametrize("promisor", ["false", None])
def test_a_repository_that_left_nothing_out_is_damaged(source: Path, tmp_path: Path, promisor: str | None) -> None:
    if promisor:
        git(source, "config", "remote.origin.promisor", promisor)
    tree = git(source, "rev-parse", "HEAD~1^{tree}").stdout.strip()
    (source / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    run = diff(source, PATH=worded(tmp_path / "bin", "it is gone, and not from promisor remote"))
    assert run.returncode == 3
    assert "E003 git cannot read the revision: it is gone" in run.stderr


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
