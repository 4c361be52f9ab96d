"""The examples of the README and the documentation work: tests write their pages and run their commands and code."""

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
    """A folder from which the generated package `orchard` can be imported."""
    (folder / "client").mkdir()
    monkeypatch.syspath_prepend(str(folder / "client"))
    yield folder
    for name in [name for name in sys.modules if name == "orchard" or name.startswith("orchard.")]:
        del sys.modules[name]


def run_example(example: Example, folder: Path) -> dict[str, str]:
    """Run the commands of an example; return what those of speclift print. The shell runs the others."""
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


def run_client(text: str, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the code of an example; its client calls a mock of the document in this process."""
    import anyio

    mock = Mock(read_contract(load(str(document)).document))

    def respond(request: httpx.Request) -> httpx.Response:
        async def call_mock() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=mock), base_url="http://mock") as http:
                return await http.request(
                    request.method, request.url.raw_path.decode(), headers={**request.headers, "host": "mock"}
                )

        response = anyio.run(call_mock)
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    original = httpx.Client.__init__

    def over_mock(self: httpx.Client, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **{**options, "transport": httpx.MockTransport(respond)})

    monkeypatch.setattr(httpx.Client, "__init__", over_mock)
    exec(compile(text, "example", "exec"), {})


def test_the_tutorial_works(orchard: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    printed = run_example(read_example(text), orchard)
    (changes,) = (output for command, output in printed.items() if command.startswith("speclift diff"))
    assert "request-parameter-became-required" in changes
    assert "types.md" in printed["speclift explain docs Tree.planted"]
    (example,) = PYTHON.findall(text)
    run_client(example, orchard / "openapi.yaml", monkeypatch)
    assert capsys.readouterr().out == "pear 2019-03-02\n"


def test_the_client_call_in_the_readme_works(
    orchard: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    document = ROOT / "spec" / "references" / "bullets" / "openapi.yaml"
    assert main(["client", str(document), "-o", "client", "--package", "orchard", "--quiet"]) == 0
    run_client(example, document, monkeypatch)
    assert capsys.readouterr().out == "7 4.5\n9 3.1\n"


def test_the_commands_in_the_readme_work(folder: Path) -> None:
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


def test_the_table_in_the_readme_names_commands_that_exist() -> None:
    """A user can copy a command of the table, and put paths in place of its capital letters."""
    from speclift.cli.main import build_parser

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| command \| what it gives \|\n\| --- \| --- \|\n((?:\|.*\n)+)", text, re.M)
    commands = [command.split() for row in table.splitlines() for command in re.findall("`([^`]+)`", row.split("|")[1])]
    assert {words[0] for words in commands} >= {"spec", "diff", "mock", "fuzz", "verify", "client"}
    for name, *words in commands:
        if words:
            words += ["-o", "OUT"] if name in ("client", "models", "bundle") else []
            assert build_parser().parse_args([name, *words]).run
        else:
            with pytest.raises(SystemExit) as ended:
                build_parser().parse_args([name, "--help"])
            assert ended.value.code == 0


def test_the_figures_in_the_readme_are_those_that_were_measured() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    results = (ROOT / "bench" / "RESULTS.md").read_text(encoding="utf-8")
    measured = re.findall(r"^\| ([\w-]+) \| ([\d.]+) F1 \(operations ([\d.]+)\) \|", results, re.M)
    shown = re.findall(r"^\| ([\w-]+)(?: \([^)]*\))? \|[^|]+\| [\d.]+ \| ([\d.]+) \| ([\d.]+) \|$", text, re.M)
    assert sorted(name for name, *_ in shown) == sorted(name for name, *_ in measured)
    by_name = {name: (float(score), operations) for name, score, operations in measured}
    for name, score, operations in shown:
        # Both are rounded, the one in the README to fewer digits.
        assert abs(float(score) - by_name[name][0]) < 0.000_56
        assert operations == by_name[name][1]
    (overall,) = re.findall(r"which speclift began with, scores ([\d.]+)\.", text)
    assert f"| current: overall | {overall} F1 |" in results
    (seconds,) = re.findall(r"to a validated document takes\s+([\d.]+) s\.", text)
    assert f"| spec, cold | {seconds} s |" in results


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_examples_of_the_python_api_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(read_example((DOCS / "tutorial.md").read_text(encoding="utf-8")), folder)
    assert run("speclift spec docs -o openapi.yaml --quiet").code == 0
    names: dict[str, Any] = {}
    for block in PYTHON.findall((DOCS / "reference" / "python.md").read_text(encoding="utf-8")):
        exec(compile(block, "python.md", "exec"), names)
    assert "2 operations" in capsys.readouterr().out
    anyio = importlib.import_module("anyio")
    assert anyio.run(names["ask"]) == 200


def test_the_commands_of_the_documentation_parse() -> None:
    """A user can copy a command, and speclift accepts it."""
    import shlex

    from speclift.cli.main import build_parser

    count = 0
    for path in sorted((*(DOCS / "how-to").glob("*.md"), *(DOCS / "reference").rglob("*.md"), DOCS / "tutorial.md")):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        for block in SHELL.findall(text):
            for line in block.splitlines():
                words = shlex.split(line.removeprefix("$ "), comments=True)
                if words[:1] == ["speclift"]:
                    ends = [number for number, word in enumerate(words) if word in (">", "|")]
                    assert build_parser().parse_args(words[1 : ends[0]] if ends else words[1:]).run, line
                    count += 1
    assert count > 30
