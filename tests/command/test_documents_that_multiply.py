"""Small documents that say much: each command ends within a bound of CPU time that leaves room for any machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

#: Seconds of CPU and bytes of memory.  Growth by the square or worse needs minutes for any of these documents.
MOST_SECONDS, MOST_MEMORY = 30, 2**31

Json = dict[str, Any]


def _document(schemas: Json, content: Json | None = None) -> Json:
    answer = {
        "200": {"description": "", "content": content or {"application/json": {"schema": {"$ref": _reference("A")}}}}
    }
    return {
        "openapi": "3.1.1",
        "info": {"title": "Kites", "version": "1"},
        "paths": {"/kites": {"get": {"operationId": "kites", "responses": answer}}},
        "components": {"schemas": schemas},
    }


def _reference(name: str) -> str:
    return f"#/components/schemas/{name}"


def _doubled(keyword: str) -> Json:
    chain = {f"A{n}": {keyword: [{"$ref": _reference(f"A{n + 1}")}] * 2} for n in range(60)}
    return _document({"A": {"$ref": _reference("A0")}, **chain, "A60": {"type": "object", "properties": {"a": {}}}})


def _options(change: str) -> Json:
    return _document({"A": {"anyOf": [{"type": "object", "properties": {f"{change}{n}": {}}} for n in range(12_000)]}})


#: A document, by a word that makes the names of one unlike those of another.
DOCUMENTS: dict[str, Callable[[str], Json]] = {
    "allOf": lambda _: _doubled("allOf"),
    "anyOf": lambda _: _doubled("anyOf"),
    "oneOf": lambda _: _doubled("oneOf"),
    "enumeration": lambda word: _document({"A": {"type": "string", "enum": [f"{word}{n}" for n in range(40_000)]}}),
    "media types": lambda word: _document({"A": {}}, {f"a/{word}{n}": {} for n in range(40_000)}),
    "many parts": lambda word: _document({"A": {"allOf": [{"properties": {f"{word}{n}": {}}} for n in range(8_000)]}}),
    "many alternatives": _options,
}


@pytest.mark.skipif(sys.platform == "win32", reason="bounds of processes are POSIX")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_end_soon(name: str, tmp_path: Path) -> None:
    specs = [tmp_path / "old.json", tmp_path / "new.json"]
    for spec, word in zip(specs, ("v", "w"), strict=True):
        spec.write_text(json.dumps(DOCUMENTS[name](word)))
    for command in (
        ("client", str(specs[0]), "-o", "out"),
        ("diff", *map(str, specs)),
        ("diff", str(specs[0]), str(specs[0])),
    ):
        run = _bounded(command, tmp_path)
        assert run.returncode in (0, 3), run.stderr
        assert "Traceback" not in run.stderr


def test_types_that_inherit_too_much_are_refused(tmp_path: Path) -> None:
    chain: Json = {
        f"A{n}": {"allOf": [{"$ref": _reference(f"A{n + 1}")}, {"properties": {f"p{n}": {}}}]} for n in range(900)
    }
    spec = tmp_path / "openapi.json"
    spec.write_text(
        json.dumps(_document({"A": {"$ref": _reference("A0")}, **chain, "A900": {"properties": {"a": {}}}}))
    )
    run = _bounded(("client", str(spec), "-o", "out"), tmp_path)
    assert run.returncode == 3
    assert "E003 No client can be made of the document" in run.stderr


def _bounded(command: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that is killed where it needs more than the bounds."""
    limits = {"RLIMIT_CPU": MOST_SECONDS, "RLIMIT_AS": MOST_MEMORY}
    bounds = "import resource\n" + "".join(
        f"resource.setrlimit(resource.{name}, ({value}, {value}))\n" for name, value in limits.items()
    )
    return subprocess.run(
        [sys.executable, "-c", f"{bounds}\nfrom speclift.cli import entry\nentry()", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
