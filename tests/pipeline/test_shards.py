"""The example pipelines that fuzz from several machines work: the tests run their commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.fuzz.answers import Server, serving
from tests.fuzz.fleet import SECRET, faulty_fleet, spec_of

PIPELINES = ROOT / "docs" / "pipelines"
#: An option that shortens the runs; the options of the example stay.
SHORT = " --phases none"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed"),
]


def github() -> tuple[list[str], str, str]:
    """The shards of the matrix, the script of a shard and the script of the merge, of the GitHub example."""
    jobs = yaml.safe_load((PIPELINES / "github-shards.yml").read_text())["jobs"]
    scripts = {step["name"]: step["run"] for job in jobs.values() for step in job["steps"] if "run" in step}
    return jobs["shard"]["strategy"]["matrix"]["shard"], scripts["fuzz"], scripts["merge"]


def gitlab() -> tuple[list[str], str, str]:
    """The same for the GitLab example."""
    jobs = yaml.safe_load((PIPELINES / "gitlab-shards.yml").read_text())
    (matrix,) = jobs["shard"]["parallel"]["matrix"]
    return matrix["SHARD"], "\n".join(jobs["shard"]["script"]), "\n".join(jobs["merge"]["script"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with the document in the place that the examples use."""
    (tmp_path / "spec").mkdir()
    spec_of(tmp_path / "spec").rename(tmp_path / "spec" / "openapi.yaml")
    return tmp_path


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(faulty_fleet) as running:
        yield running


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as CI runners do: with a bash that stops at the first failure."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **variables}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def run_shards(shards: list[str], script: str, folder: Path, url: str) -> list[int]:
    short = script.replace(" --max-time", f"{SHORT} --max-time")
    variables: Mapping[str, str] = {"STAGING_URL": url, "STAGING_AUTH": f"Bearer {SECRET}"}
    return [run(short, folder, SHARD=shard, **variables).returncode for shard in shards]


@pytest.mark.parametrize(("example", "code"), [(github, 0), (gitlab, 1)])
def test_only_the_merge_judges_the_findings_of_the_shards(
    example: Any, code: int, folder: Path, server: Server, tmp_path: Path
) -> None:
    shards, script, merge = example()
    assert set(run_shards(shards, script, folder, server.url)) <= {0, code}
    assert sorted(path.name for path in folder.glob("shard-*.json")) == [f"shard-{n}.json" for n in (1, 2, 3, 4)]
    done = run(merge, folder)
    assert done.returncode == 1, f"{done.stdout}{done.stderr}"
    assert "FAILURE not_a_server_error: POST /ships6" in done.stdout
    assert (folder / "fuzz.html").is_file()
    # The next run takes its weights from the merged report.
    assert len(json.loads((folder / "last.json").read_text())["spent"]) == 24
    assert set(run_shards(shards[:1], script, folder, server.url)) <= {0, code}
    (folder / "shard-3.json").unlink()
    assert "The reports of these shards are missing: 3/4" in run(merge, folder).stdout


@pytest.mark.parametrize("example", [github, gitlab])
def test_a_server_that_does_not_respond_fails_the_shard(example: Any, folder: Path) -> None:
    shards, script, merge = example()
    codes = run_shards(shards[:1], script, folder, "http://127.0.0.1:9")
    # GitLab lets a job fail only with 1.
    assert codes == [4] or (example is github and codes == [1])
    assert run(merge, folder).returncode != 0
