"""Small documents to compare."""

from __future__ import annotations

from typing import Any

from speclift.diff.compare import compare
from speclift.diff.description import describe
from speclift.diff.rules.change import Change

Json = dict[str, Any]


def document(schema: Any, *, required: bool = False, **components: Any) -> Json:
    """An operation that accepts and returns an object with a property `it` of this schema."""
    holder: Json = {"type": "object", "properties": {"it": schema}, **({"required": ["it"]} if required else {})}
    content = {"content": {"application/json": {"schema": holder}}}
    operation = {"operationId": "swap", "requestBody": content, "responses": {"200": {"description": "OK", **content}}}
    return {
        "openapi": "3.1.1",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/swap": {"post": operation}},
        "components": {"schemas": components},
    }


def changes(old: Json, new: Json) -> tuple[Change, ...]:
    """All changes, including those for information."""
    return compare(describe(old, "old"), describe(new, "new")).changes


def codes(old: Json, new: Json) -> set[str]:
    """The codes of all changes."""
    return {change.code for change in changes(old, new)}
