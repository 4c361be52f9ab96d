"""The action and the workflows of this project run valid shell and valid commands, on every supported Python."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import speclift
from speclift.cli.main import build_parser
from tests.conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def workflow(path: Path) -> dict[str, Any]:
    """A workflow by its keys. The key `on` is a boolean in YAML 1.1."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps() -> Iterator[dict[str, Any]]:
    """All steps of the action and of the workflows."""
    yield from ACTION["runs"]["steps"]
    for path in WORKFLOWS:
        for job in workflow(path)["jobs"].values():
            yield from job["steps"]


def commands(script: str) -> Iterator[list[str]]:
    """The command lines of speclift in a script, without redirections and pipes."""
    for line in script.replace("\\\n", " ").splitlines():
        if found := re.match(r"\s*(?:docker run .* )?speclift (.*)", line):
            words = shlex.split(found[1])
            yield words[: next((at for at, word in enumerate(words) if word in (">", ">>", "|", "||")), len(words))]


@pytest.mark.parametrize("step", [step for step in steps() if "run" in step], ids=lambda step: step["run"][:40])
def test_scripts_are_valid_shell_and_their_commands_parse(step: dict[str, Any]) -> None:
    script = step["run"]
    # Values from outside reach a script only as variables, so that they cannot become code.
    assert "${{" not in script
    subprocess.run(["bash", "-n", "-c", script], check=True)
    for words in commands(script.replace("$MAX_TIME", "300")):
        assert callable(build_parser().parse_args(words).run)
    # The step sets every variable that the script uses.
    used = set(re.findall(r"\$\{?([A-Z_]+)", script))
    from_runner = {"GITHUB_PATH", "GITHUB_ACTION_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_REPOSITORY", "GITHUB_REF_NAME"}
    assert used <= from_runner | {"RUNNER_TEMP", "PWD"} | set(step.get("env", ()))


def test_the_action_has_the_inputs_that_its_steps_use() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert all(given["description"] and "default" in given for given in ACTION["inputs"].values())
    assert all("shell" in step for step in ACTION["runs"]["steps"] if "run" in step)
    assert {step.get("name") for step in ACTION["runs"]["steps"]} >= {"check", "diff", "comment", "fuzz"}


def test_the_action_installs_what_it_runs() -> None:
    (install,) = [step["run"] for step in ACTION["runs"]["steps"] if step.get("name") == "install"]
    (extras,) = re.findall(r"\$\{GITHUB_ACTION_PATH\}\[([\w,]+)\]", install)
    assert {"mock", "fuzz"} <= set(extras.split(",")) <= set(PROJECT["optional-dependencies"])


def test_the_example_of_the_action_uses_its_inputs() -> None:
    head = "\n".join(
        line.removeprefix("#")[1:] for line in (ROOT / "action.yml").read_text().splitlines() if line.startswith("#  ")
    )
    (step,) = yaml.safe_load(head)
    assert set(step["with"]) <= set(ACTION["inputs"])
    assert step["uses"].endswith(f"@v{speclift.__version__}")


def test_every_supported_python_is_tested() -> None:
    supported = {
        name.rpartition(" ")[2]
        for name in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", name)
    }
    jobs = workflow(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    for name in ("tests", "wheel"):
        assert set(jobs[name]["strategy"]["matrix"]["python"]) == supported
    assert f">={min(supported, key=lambda version: int(version[2:]))}" == PROJECT["requires-python"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_unless_a_job_asks_for_more(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] <= 60 for job in found["jobs"].values())
