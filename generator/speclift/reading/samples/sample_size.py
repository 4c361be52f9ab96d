"""How much a sample may hold."""

from __future__ import annotations

from typing import Any

from speclift.limits import DEEPEST_SAMPLE, MOST_OBJECTS, MOST_VALUES


def excess_of(value: Any, text: str = "") -> str:
    """The limit that a sample exceeds, in words; empty where it exceeds none.

    With its `text`, a sample that has too few characters and brackets to exceed one is not looked through.
    """
    if text and len(text) <= MOST_VALUES and text.count("{") + text.count("[") <= DEEPEST_SAMPLE:
        return ""
    depth = objects = values = 0
    level = [value]
    while level := [node for node in level if isinstance(node, dict | list)]:
        depth += 1
        objects += sum(isinstance(node, dict) for node in level)
        level = [inner for node in level for inner in (node.values() if isinstance(node, dict) else node)]
        values += len(level)
        if depth > DEEPEST_SAMPLE:
            return f"more than {DEEPEST_SAMPLE} levels of arrays and objects"
        if objects > MOST_OBJECTS or values > MOST_VALUES:
            return f"more than {MOST_OBJECTS:,} objects or {MOST_VALUES:,} values"
    return ""
