"""The threat model names tests, and each of them exists."""

from __future__ import annotations

import ast
import re

import pytest

from tests.cli.command_parsers import command_parsers
from tests.cli.test_opens_nothing_else import READERS_OF_DOCUMENTS, READERS_OF_PAGES
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[^`]*)`", TEXT)))


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert any(each.startswith("test_") for each in found)
    assert not function or function in found


def test_every_promise_has_a_test() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| promise |")]
    rows = [row for row in rows if not set(row) <= set("| -")]
    assert len(rows) > 30
    for row in rows:
        assert re.search(r"`tests/\w+/test_\w+\.py(::\w+)?`", row), row


def readers(section: str) -> set[str]:
    """The commands that read what a section is about, as the section lists them."""
    found = re.search(rf"^## {section}\n+Sent by: [^.]*\. Read by: ([^.]*)\.$", TEXT, re.M)
    assert found, section
    return set(re.findall(r"`([^`]*)`", found[1]))


def takes(name: str) -> set[str]:
    """The commands whose help has an argument of this name."""
    arguments = {
        command: {word for action in parser._actions for word in re.findall(r"[A-Z]+", str(action.metavar))}
        for command, parser in command_parsers().items()
    }
    return {command for command, words in arguments.items() if name in words}


def test_every_reader_of_pages_is_listed() -> None:
    found = readers("Pages and their folders")
    assert found == READERS_OF_PAGES
    assert found == takes("DOCS") | {"diff"}


def test_every_reader_of_documents_is_listed() -> None:
    found = readers("Documents")
    assert found == READERS_OF_DOCUMENTS
    assert found == takes("SPEC") | {"diff"}
    assert "and the pytest plugin." in TEXT  # It is no command.
