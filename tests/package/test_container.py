"""The Dockerfile copies only files that exist, and makes a small image that runs as an unprivileged user."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from speclift.cli.main import build_parser
from tests.conftest import ROOT

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """Each instruction and its argument. A continued line counts as one."""
    lines = [line for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


def stage() -> list[tuple[str, str]]:
    """The instructions of the last stage, which is the image."""
    found = instructions()
    return found[max(index for index, (name, _) in enumerate(found) if name == "FROM") :]


def test_every_instruction_is_known() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in instructions()} <= known
    for name, rest in instructions():
        if name in ("ENTRYPOINT", "CMD"):
            assert isinstance(json.loads(rest), list)


def test_every_script_of_the_image_is_valid_shell() -> None:
    for name, rest in instructions():
        if name == "RUN":
            subprocess.run(["sh", "-n", "-c", rest], check=True)


def test_it_runs_as_an_unprivileged_user() -> None:
    """The user is given by number: from a name a cluster cannot tell whether it is root."""
    (made,) = re.findall(r"useradd --uid (\d+) .* speclift", TEXT)
    assert [rest for name, rest in stage() if name == "USER"] == [made]
    assert int(made) >= 10_000


def test_it_starts_the_command() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    (entry,) = [json.loads(rest) for name, rest in stage() if name == "ENTRYPOINT"]
    assert f"\n{entry[0]} = " in project.partition("[project.scripts]")[2]


def test_copied_files_exist_and_are_not_ignored() -> None:
    included = set(re.findall(r"(?m)^!(\S+)$", (ROOT / ".dockerignore").read_text()))
    for name, rest in instructions():
        if name == "COPY" and "--from" not in rest:
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert source in included, source


def test_everything_that_the_build_needs_is_copied() -> None:
    """pyproject.toml tells hatchling to use these files."""
    copied = {word for name, rest in instructions() if name == "COPY" for word in rest.split()[:-1]}
    assert {"pyproject.toml", "README.md", "LICENSE", "generator", "templates"} <= copied


@pytest.mark.parametrize("line", re.findall(r"(?m)^#   docker run (.+)$", TEXT))
def test_the_command_lines_in_its_head_parse(line: str) -> None:
    words = shlex.split(line)
    parsed = build_parser().parse_args(words[words.index("speclift") + 1 :])
    if hasattr(parsed, "port"):
        published = words[words.index("-p") + 1]
        assert published == f"{parsed.port}:{parsed.port}"
        assert parsed.host == "0.0.0.0"
        assert ("EXPOSE", "8000 8080") in stage()


def test_folders_are_mounted_at_its_working_directory() -> None:
    """Relative paths on a command line start there."""
    (folder,) = [rest for name, rest in stage() if name == "WORKDIR"]
    pages = (ROOT / "Dockerfile", ROOT / ".github" / "workflows" / "ci.yml", ROOT / "docs" / "how-to" / "pipeline.md")
    for page in pages:
        mounted = re.findall(r'docker run .*-v "\$PWD:([^":]+)', page.read_text(encoding="utf-8"))
        assert set(mounted) == {folder}, page


def test_the_image_can_be_built_and_runs(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "info"], capture_output=True).returncode:
        pytest.skip("no Docker engine is running, so the image is not built")
    subprocess.run([docker, "build", "-q", "-t", "speclift-test", str(ROOT)], check=True, capture_output=True)
    command = [docker, "run", "--rm", "-v", f"{ROOT}:/project:ro", "speclift-test", "spec", "spec/docs", "-o", "-"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("openapi: ")
