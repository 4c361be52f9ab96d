"""The media types that a Swagger 2.0 document names, for all its operations or for one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: The media types where the document names none.
JSON_ALONE = ("application/json",)


def media_types_of(document: Mapping[str, Any], operation: Mapping[str, Any], key: str) -> Sequence[str]:
    """The media types of an operation, else of the document; `JSON_ALONE` where neither names any. `key` is `consumes`
    or `produces`."""
    given = operation[key] if key in operation else document.get(key)
    given = [given] if isinstance(given, str) else given
    return (tuple(dict.fromkeys(map(str, given))) if isinstance(given, list) else ()) or JSON_ALONE


def says_what_it_produces(document: Mapping[str, Any], produces: Sequence[str]) -> bool:
    """Whether the document names these media types of an operation, or names some for all operations."""
    return "produces" in document or produces is not JSON_ALONE
