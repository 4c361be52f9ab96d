"""Parameter values on the wire: text to what the schema means by it (OpenAPI 3.1.1, section 4.8.12.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from speclift.contract.records import Json, Parameter

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_BOOLEANS = {"true": True, "false": False}
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}

#: Longer numbers than this are no number that an interface means; turning them into one takes quadratic time.
_LONGEST_NUMBER = 400


def json_types(schema: Json) -> frozenset[str]:
    """The JSON types that a schema names itself."""
    kind = schema.get("type", ())
    return frozenset({kind} if isinstance(kind, str) else kind)


def reader_of(parameter: Parameter) -> Callable[[Sequence[str]], Any]:
    """What gives the value of a parameter from its texts: one for each time that it stands in the request.

    What does not look like the type of the schema stays a string, which the schema then refuses.
    """
    if parameter.style == "content":
        return lambda texts: _json(texts[0])
    types = json_types(parameter.schema)
    if "array" not in types:
        return lambda texts: scalar_value(texts[0], types)
    item_types = json_types(parameter.schema.get("items") or {})
    if parameter.is_exploded and parameter.style == "form":
        return lambda texts: [scalar_value(text, item_types) for text in texts]
    separator = _SEPARATORS.get(parameter.style, ",")

    def separated(texts: Sequence[str]) -> list[Any]:
        parts = [part for text in texts for part in text.split(separator)] if any(texts) else []
        return [scalar_value(part, item_types) for part in parts]

    return separated


def scalar_value(text: str, types: frozenset[str]) -> Any:
    """A scalar as the first of the types that it looks like."""
    if len(text) <= _LONGEST_NUMBER:
        if "integer" in types and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
    if "boolean" in types and text in _BOOLEANS:
        return _BOOLEANS[text]
    if "null" in types and text in ("", "null") and "string" not in types:
        return None
    return text


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
