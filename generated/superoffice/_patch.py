"""Changes to a resource: JSON Patch and JSON Merge Patch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Self

from ._models import Model
from ._types import is_list, is_mapping


class JsonPatch:
    """A list of changes (RFC 6902); paths are JSON pointers such as `/Name`."""

    media_type = "application/json-patch+json"

    def __init__(self, *operations: Mapping[str, Any]) -> None:
        self.operations: list[dict[str, Any]] = [dict(operation) for operation in operations]

    def add(self, path: str, value: Any) -> Self:
        """Add a value at a path."""
        return self._with(op="add", path=path, value=value)

    def replace(self, path: str, value: Any) -> Self:
        """Put a value in place of the one at a path."""
        return self._with(op="replace", path=path, value=value)

    def remove(self, path: str) -> Self:
        """Take away what is at a path."""
        return self._with(op="remove", path=path)

    def test(self, path: str, value: Any) -> Self:
        """Do nothing at all unless this value is at the path."""
        return self._with(op="test", path=path, value=value)

    def move(self, source: str, path: str) -> Self:
        """Move what is at `source` to a path."""
        return self._with(op="move", **{"from": source}, path=path)

    def copy(self, source: str, path: str) -> Self:
        """Copy what is at `source` to a path."""
        return self._with(op="copy", **{"from": source}, path=path)

    def _with(self, **operation: Any) -> Self:
        self.operations.append(operation)
        return self

    def content(self) -> bytes:
        """The document that is sent."""
        return json.dumps([{key: _plain(value) for key, value in o.items()} for o in self.operations]).encode()


class MergePatch:
    """The properties that change, with their new values; null takes one away (RFC 7396)."""

    media_type = "application/merge-patch+json"

    def __init__(self, changes: Model | Mapping[str, Any]) -> None:
        self.changes = changes

    def content(self) -> bytes:
        """The document that is sent."""
        return json.dumps(_plain(self.changes)).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_wire()
    if is_mapping(value):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if is_list(value) else value
