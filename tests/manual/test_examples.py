"""The examples of README and documentation run: pages are written, commands called, Python executed."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from docs.manual.example import Example, read_example, run, write_files
from speclift.cli.main import main
from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.openapi.load import load
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PYTHON = re.compile(r"```python\n(.*?)```", re.S)
SHELL = re.compile(r"```(?:sh|console)\n(.*?)```", re.S)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / ".cache"))
    return tmp_path


@pytest.fixture
def orchard(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose package `orchard` is imported, and asks a mock instead of a server."""
    (folder / "client").mkdir()
    monkeypatch.syspath_prepend(str(folder / "client"))
    yield folder
    for name in [name for name in sys.modules if name == "orchard" or name.startswith("orchard.")]:
        del sys.modules[name]


def played(example: Example, folder: Path) -> dict[str, str]:
    """What each command prints; those of other programs go to the shell."""
    write_files(example, folder)
    printed = {}
    for command in example.commands:
        if command.startswith("speclift "):
            done = run(command)
            assert done.code == 0, done
            printed[command] = done.printed
        else:
            subprocess.run(command, shell=True, cwd=folder, check=True)
    return printed


def called(text: str, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run an example of a client against a mock of the document, in this process."""
    import anyio

    mock = Mock(read_contract(load(str(document)).document))

    def answer(request: httpx.Request) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=mock), base_url="http://mock") as http:
                return await http.request(
                    request.method, request.url.raw_path.decode(), headers={**request.headers, "host": "mock"}
                )

        found = anyio.run(ask)
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    original = httpx.Client.__init__

    def over_mock(self: httpx.Client, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **{**options, "transport": httpx.MockTransport(answer)})

    monkeypatch.setattr(httpx.Client, "__init__", over_mock)
    exec(compile(text, "example", "exec"), {})


def test_the_tutorial(orchard: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    printed = played(read_example(text), orchard)
    (compared,) = (shown for command, shown in printed.items() if command.startswith("speclift diff"))
    assert "request-parameter-became-required" in compared
    assert "types.md" in printed["speclift explain docs Tree.planted"]
    (example,) = PYTHON.findall(text)
    called(example, orchard / "openapi.yaml", monkeypatch)
    assert capsys.readouterr().out == "pear 2019-03-02\n"


def test_the_call_that_the_readme_shows(
    orchard: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    document = ROOT / "spec" / "references" / "bullets" / "openapi.yaml"
    assert main(["client", str(document), "-o", "client", "--package", "orchard", "--quiet"]) == 0
    called(example, document, monkeypatch)
    assert capsys.readouterr().out == "7 4.5\n9 3.1\n"


def test_the_commands_that_the_readme_shows(folder: Path) -> None:
    from speclift.cli.main import build_parser

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line.partition("#")[0].split()[1:] for block in SHELL.findall(text) for line in block.splitlines()]
    commands = [words for words in commands if words[:1] != ["install"]]
    assert len(commands) == 3
    for words in commands:
        assert build_parser().parse_args(words).run
    shutil.copytree(ROOT / "spec" / "references" / "bullets" / "docs", folder / "docs")
    assert run("speclift generate docs -o . --quiet").code == 0
    assert (folder / "spec" / "openapi.yaml").exists()
    assert any((folder / "generated").iterdir())


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_python_api(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(read_example((DOCS / "tutorial.md").read_text(encoding="utf-8")), folder)
    assert run("speclift spec docs -o openapi.yaml --quiet").code == 0
    names: dict[str, Any] = {}
    for block in PYTHON.findall((DOCS / "reference" / "python.md").read_text(encoding="utf-8")):
        exec(compile(block, "python.md", "exec"), names)
    assert "2 operations" in capsys.readouterr().out
    anyio = importlib.import_module("anyio")
    assert anyio.run(names["ask"]) == 200


def test_the_commands_of_the_how_tos_parse() -> None:
    """A command that is copied is accepted."""
    import shlex

    from speclift.cli.main import build_parser

    found = 0
    for path in sorted((*(DOCS / "how-to").glob("*.md"), *(DOCS / "reference").rglob("*.md"), DOCS / "tutorial.md")):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        for block in SHELL.findall(text):
            for line in block.splitlines():
                words = shlex.split(line.removeprefix("$ "), comments=True)
                if words[:1] == ["speclift"]:
                    ends = [number for number, word in enumerate(words) if word in (">", "|")]
                    assert build_parser().parse_args(words[1 : ends[0]] if ends else words[1:]).run, line
                    found += 1
    assert found > 30
