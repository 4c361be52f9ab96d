"""The example pipelines work: the tests run their commands in a real repository."""

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
    """The scripts of the GitHub workflow, by the names of their steps."""
    workflow = yaml.safe_load((PIPELINES / "github.yml").read_text())
    (job,) = workflow["jobs"].values()
    return {step["name"]: step["run"] for step in job["steps"] if "run" in step}


def gitlab_jobs() -> dict[str, str]:
    """The scripts of the GitLab pipeline, by the names of their jobs."""
    pipeline = yaml.safe_load((PIPELINES / "gitlab.yml").read_text())
    return {name: "\n".join(job["script"]) for name, job in pipeline.items() if "script" in job}


def hooks() -> dict[str, Any]:
    """The hooks of pre-commit, by the last part of their ids."""
    return {
        hook["id"].removeprefix("speclift-"): hook
        for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with pages and their output, and the remote branch that a change is compared with."""
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
    """The URL of a mock in place of the staging server."""
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
    """Run a script as CI runners do: with a bash that stops at the first failure."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def _remove_page(folder: Path) -> None:
    """Remove a page from the docs, so that clients lose its operation."""
    page = next(page for page in sorted((folder / "docs").rglob("*.md")) if "DELETE" in page.read_text())
    page.unlink()
    _git(folder, "commit", "-qam", "a page less")


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [github_steps(), gitlab_jobs()], ids=["github", "gitlab"])
def test_a_pipeline_passes_on_unchanged_docs(scripts: Mapping[str, str], repository: Path, staging: str) -> None:
    """It generates, checks, diffs and fuzzes, one after the other in one checkout."""
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
    _remove_page(repository)
    assert _run(scripts["generate"], repository, environment).returncode == 1
    done = _run(scripts["diff"], repository, environment)
    assert done.returncode == 1, f"{done.stdout}{done.stderr}"
    assert "operation" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [github_steps(), gitlab_jobs()], ids=["github", "gitlab"])
def test_a_pipeline_passes_if_only_its_target_branch_changed(scripts: Mapping[str, str], repository: Path) -> None:
    """What the target branch has gained since does not count as removed by the branch."""
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
    """A staging server with broken JSON in its responses is found."""
    with mock_server(ROOT / "spec" / "openapi.yaml", "json-truncated") as running:
        done = _run(github_steps()["fuzz"], repository, _environment(repository, running.url))
    assert done.returncode == 1, f"{done.stdout}{done.stderr}"
    assert (repository / "fuzz.html").is_file()


@pytest.mark.parametrize("name", ["github", "gitlab", "github-shards", "gitlab-shards"])
def test_a_pipeline_installs_extras_that_exist(name: str) -> None:
    """The project has the extras of the example, and `fuzz` is one of them."""
    installed = re.search(r"SPECLIFT: speclift\[([\w,]+)\] @ ", (PIPELINES / f"{name}.yml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert installed
    assert {"fuzz"} <= set(installed[1].split(",")) <= set(project["optional-dependencies"])


@pytest.mark.parametrize("name", STEPS)
def test_a_hook_passes_on_unchanged_docs(name: str, repository: Path) -> None:
    """It also changes no file, because pre-commit fails if a hook changes one."""
    hook = hooks()[name]
    if name == "check":
        # The example docs have contradictions on purpose.
        hook = {**hook, "args": [argument for argument in hook["args"] if argument != "--strict"]}
    done = _run(f"{hook['entry']} {shlex.join(hook['args'])}", repository, _environment(repository))
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    _git(repository, "diff", "--exit-code")


def test_the_hooks_stop_a_change_that_breaks_clients(repository: Path) -> None:
    """`check` fails on contradictions of the docs, and `diff` on what clients lose."""
    page = next(page for page in sorted((repository / "docs").rglob("*.md")) if "DELETE" in page.read_text())
    page.unlink()
    for name in ("check", "diff"):
        hook = hooks()[name]
        done = _run(f"{hook['entry']} {shlex.join(hook['args'])}", repository, _environment(repository))
        assert done.returncode == 1, f"{name}: {done.stdout}{done.stderr}"


def test_the_hook_fails_where_git_does_not_track_its_output(repository: Path) -> None:
    """Otherwise the commit would leave it out."""
    hook = hooks()["generate"]
    _git(repository, "rm", "-rq", "--cached", "generated")
    done = _run(f"{hook['entry']} {shlex.join(hook['args'])}", repository, _environment(repository))
    assert (done.returncode, "is not tracked by git" in done.stderr) == (1, True), f"{done.stdout}{done.stderr}"


def test_the_hooks_run_on_every_commit() -> None:
    """A commit may only remove pages, or change only the settings or the output."""
    for name, hook in hooks().items():
        assert hook["always_run"], name
        assert not {"files", "types", "types_or", "exclude"} & set(hook), name


@pytest.mark.skipif(not shutil.which("pre-commit"), reason="pre-commit is not installed")
def test_pre_commit_stops_a_commit_that_removes_a_page(repository: Path) -> None:
    """The hooks are those of the project, but they run in this environment and not in one that pre-commit makes."""
    own = [{**hook, "language": "system", "additional_dependencies": []} for hook in hooks().values()]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": own}]}))
    _git(repository, "add", "-A")
    _git(repository, "commit", "-qm", "hooks")
    page = next(page for page in sorted((repository / "docs").rglob("*.md")) if "DELETE" in page.read_text())
    _git(repository, "rm", "-q", str(page))
    done = _run("pre-commit run speclift-diff", repository, _environment(repository))
    assert (done.returncode, "operation-removed" in done.stdout) == (1, True), f"{done.stdout}{done.stderr}"
