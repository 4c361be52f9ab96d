"""The threat model names tests, and each of them exists."""

from __future__ import annotations

import ast
import re

import pytest

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
