"""The version is defined in one place, and the tag of a release has the same version."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib

import pytest

import speclift
from tests.conftest import ROOT


def test_the_distribution_has_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "generator/speclift/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", speclift.__version__)


def test_a_commit_with_a_tag_has_its_version() -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so the tags are unknown")
    done = subprocess.run(["git", "tag", "--points-at", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    tags = [tag for tag in done.stdout.split() if re.match(r"v\d", tag)]
    assert tags in ([], [f"v{speclift.__version__}"])


def test_the_release_workflow_reads_the_right_version() -> None:
    """The workflow compares the tag with a version that one line of shell reads from the sources."""
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    (script,) = re.findall(r'"v\$\((sed .*)\)"', workflow)
    done = subprocess.run(["sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == speclift.__version__


def test_examples_name_the_current_version() -> None:
    """Users can only install a version that exists."""
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs" / "pipelines").glob("*.yml"), ROOT / "README.md"]
    found = [tag for path in pages for tag in re.findall(r"speclift@v(\d[\w.]*)", path.read_text(encoding="utf-8"))]
    assert set(found) == {speclift.__version__}
