"""The examples of pipelines do what they say: their commands are taken out of them and run in a real repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fuzz.servers import SECRET, mock_server

ROOT = Path(__file__).parents[2]
PIPELINES = ROOT / "docs" / "pipelines"
STEPS = ("generate", "check", "diff", "fuzz")

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def github_steps() -> dict[str, str]:
    """The scripts of the workflow by the name of their step."""
    workflow = yaml.safe_load((PIPELINES / "github.yml").read_text())
    (job,) = workflow["jobs"].values()
    return {step["name"]: step["run"] for step in job["steps"] if "run" in step}


def gitlab_jobs() -> dict[str, str]:
    """The scripts of the pipeline by the name of their job."""
    pipeline = yaml.safe_load((PIPELINES / "gitlab.yml").read_text())
    return {name: "\n".join(job["script"]) for name, job in pipeline.items() if "script" in job}


def hooks() -> dict[str, Any]:
    """The hooks of pre-commit by the last part of their id."""
    return {
        hook["id"].removeprefix("speclift-"): hook
        for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with pages and what was made of them, and the remote branch that a change is held against."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "spec" / "docs", folder / "docs")
    subprocess.run([sys.executable, "-m", "speclift", "generate", "docs", "-o", ".", "--quiet"], cwd=folder, check=True)
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "docs")
    _git(folder, "remote", "add", "origin", str(folder / ".git"))
    _git(folder, "fetch", "-q", "origin")
    return folder


@pytest.fixture
def repository(template: Path, tmp_path: Path) -> Path:
    """A copy of the repository on a branch of its own."""
    folder = tmp_path / "repository"
    shutil.copytree(template, folder)
    _git(folder, "remote", "set-url", "origin", str(folder / ".git"))
    _git(folder, "checkout", "-qb", "change")
    return folder


@pytest.fixture(scope="module")
def staging() -> Iterator[str]:
    """The server that stands for staging."""
    with mock_server(ROOT / "spec" / "openapi.yaml") as running:
        yield running.url


def _environment(folder: Path, staging: str = "") -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "STAGING_URL": staging,
        "STAGING_AUTH": f"Authorization: Bearer {SECRET}",
    }


def _run(script: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A script as the runners run it: bash that stops at the first failure."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def _spoil(folder: Path) -> None:
    """Take a page out of the docs: clients lose its operation."""
    page = next(page for page in sorted((folder / "docs").rglob("*.md")) if "DELETE" in page.read_text())
    page.unlink()
    _git(folder, "commit", "-qam", "a page less")


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [github_steps(), gitlab_jobs()], ids=["github", "gitlab"])
def test_a_pipeline_passes_on_docs_that_did_not_change(
    scripts: Mapping[str, str], repository: Path, staging: str
) -> None:
    """Generate, check, diff and fuzz, one after the other in one checkout."""
    environment = _environment(repository, staging)
    assert set(STEPS) <= set(scripts)
    for name in STEPS:
        done = _run(scripts[name], repository, environment)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [github_steps(), gitlab_jobs()], ids=["github", "gitlab"])
def test_a_pipeline_fails_on_a_change_that_breaks_clients(scripts: Mapping[str, str], repository: Path) -> None:
    """The output no longer fits the docs, and a client that called the operation stops working."""
    environment = _environment(repository)
    _spoil(repository)
    assert _run(scripts["generate"], repository, environment).returncode == 1
    done = _run(scripts["diff"], repository, environment)
    assert done.returncode == 1, f"{done.stdout}{done.stderr}"
    assert "operation" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [github_steps(), gitlab_jobs()], ids=["github", "gitlab"])
def test_a_pipeline_passes_though_its_target_went_on(scripts: Mapping[str, str], repository: Path) -> None:
    """What the target has gained since the branch parted from it is nothing that the branch takes away."""
    _git(repository, "checkout", "-q", "main")
    page = next(page for page in sorted((repository / "docs").rglob("*.md")) if "DELETE /" in page.read_text())
    text = page.read_text()
    page.with_name("further.md").write_text(text.replace("DELETE /api/v1/", "DELETE /api/v1/Further/"))
    _git(repository, "add", "-A")
    _git(repository, "commit", "-qm", "a page more")
    _git(repository, "fetch", "-q", "origin")
    _git(repository, "checkout", "-q", "change")
    done = _run(scripts["diff"], repository, _environment(repository))
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_a_pipeline_fails_on_a_server_that_breaks_the_contract(repository: Path) -> None:
    """Staging that answers broken JSON is found out."""
    with mock_server(ROOT / "spec" / "openapi.yaml", "json-truncated") as running:
        done = _run(github_steps()["fuzz"], repository, _environment(repository, running.url))
    assert done.returncode == 1, f"{done.stdout}{done.stderr}"
    assert (repository / "fuzz.html").is_file()


@pytest.mark.parametrize("name", ["github", "gitlab", "github-shards", "gitlab-shards"])
def test_what_a_pipeline_installs_has_the_extras_that_it_needs(name: str) -> None:
    """The extras of the example are extras of the project."""
    wanted = re.search(r"SPECLIFT: speclift\[([\w,]+)\] @ ", (PIPELINES / f"{name}.yml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert wanted
    assert {"fuzz"} <= set(wanted[1].split(",")) <= set(project["optional-dependencies"])


@pytest.mark.parametrize("name", STEPS)
def test_a_hook_passes_on_docs_that_did_not_change(name: str, repository: Path) -> None:
    """And leaves the files as they are, for pre-commit fails where a hook changes one."""
    hook = hooks()[name]
    if name == "check":
        # The embedded docs have contradictions on purpose.
        hook = {**hook, "args": [argument for argument in hook["args"] if argument != "--strict"]}
    done = _run(f"{hook['entry']} {shlex.join(hook['args'])}", repository, _environment(repository))
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    _git(repository, "diff", "--exit-code")


def test_the_hooks_stop_a_change_that_breaks_clients(repository: Path) -> None:
    """Before it is committed: `check` for what the docs contradict, `diff` for what clients lose."""
    page = next(page for page in sorted((repository / "docs").rglob("*.md")) if "DELETE" in page.read_text())
    page.unlink()
    for name in ("check", "diff"):
        hook = hooks()[name]
        done = _run(f"{hook['entry']} {shlex.join(hook['args'])}", repository, _environment(repository))
        assert done.returncode == 1, f"{name}: {done.stdout}{done.stderr}"


def test_the_hooks_run_whatever_is_committed() -> None:
    """A commit may take pages away and do nothing else, or touch the settings or the output alone."""
    for name, hook in hooks().items():
        assert hook["always_run"], name
        assert not {"files", "types", "types_or", "exclude"} & set(hook), name


@pytest.mark.skipif(not shutil.which("pre-commit"), reason="pre-commit is not installed")
def test_pre_commit_stops_a_commit_that_takes_a_page_away(repository: Path) -> None:
    """With the hooks as they stand, but for the environment that pre-commit would make for them."""
    own = [{**hook, "language": "system", "additional_dependencies": []} for hook in hooks().values()]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": own}]}))
    _git(repository, "add", "-A")
    _git(repository, "commit", "-qm", "hooks")
    page = next(page for page in sorted((repository / "docs").rglob("*.md")) if "DELETE" in page.read_text())
    _git(repository, "rm", "-q", str(page))
    done = _run("pre-commit run speclift-diff", repository, _environment(repository))
    assert (done.returncode, "operation-removed" in done.stdout) == (1, True), f"{done.stdout}{done.stderr}"
