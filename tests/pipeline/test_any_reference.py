"""The guide to references of an unknown form holds: a test writes its pages and runs its commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from speclift.cli.main import main
from speclift.model.form import MEANINGS, Form
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "how-to" / "unknown-form.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r'```\w+ title="(\S+)"\n(.*?)```\n', GUIDE, re.S))
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", GUIDE, re.S)
    for line in block.splitlines()
    if line.startswith("$ ")
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the pages of the guide below it."""
    (tmp_path / "docs").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def run(command: str) -> int:
    words = shlex.split(command)
    assert words[0] == "speclift"
    return main(words[1:])


def test_the_commands_of_the_guide_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *others, last = COMMANDS
    assert run(first) == 3
    (error,) = re.findall(r"```text\n(.*?)```", GUIDE, re.S)
    assert error in capsys.readouterr().err
    assert run(others[0]) == 0
    (proposed,) = re.findall(r"```toml\n(\[form\.methods\].*?)```", GUIDE, re.S)
    assert proposed in capsys.readouterr().out
    for command in others[1:]:
        assert run(command) == 0
    out = capsys.readouterr().out
    assert "(100.0 %)" in out
    assert "SL114" not in out
    settings = folder / "docs" / "speclift.toml"
    settings.write_text(f"{settings.read_text()}\n{FILES['more.toml']}")
    assert run(last) == 0
    document = yaml.safe_load((folder / "openapi.yaml").read_text())
    operation = document["paths"]["/kettles/{kettle_id}"]["get"]
    parameters = {
        parameter["name"]: (parameter["in"], parameter["schema"]["type"], parameter.get("description"))
        for parameter in operation["parameters"]
    }
    assert parameters == {"kettle_id": ("path", "string", None), "unit": ("query", "string", "`c` or `f`.")}
    kettle = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    assert kettle["degrees"] == {"type": "integer"}
    assert run("speclift learn docs --write") == 0
    assert "nothing is new" in capsys.readouterr().err


def test_the_guide_names_every_table_of_a_form_and_only_known_meanings() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", GUIDE, re.M))
    assert tuple(rows) == Form.__struct_fields__
    for name, meanings in MEANINGS.items():
        assert set(re.findall(r"`([^`]+)`", rows[name])) <= set(meanings)
