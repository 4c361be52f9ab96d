"""Parameter values on the wire: text to what the schema means by it (OpenAPI 3.1.1, section 4.8.12.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def parameter_value(parameter: Parameter, texts: Sequence[str]) -> Any:
    """The value of a parameter that was given as `texts`: one for each time that it stands in the request.

    What does not look like the type of the schema stays a string, which the schema then refuses.
    """
    if parameter.style == "content":
        return _json(texts[0])
    types = json_types(parameter.schema)
    if "array" in types:
        items = parameter.schema.get("items") or {}
        if not (parameter.is_exploded and parameter.style == "form"):
            separator = _SEPARATORS.get(parameter.style, ",")
            texts = [part for text in texts for part in text.split(separator)] if any(texts) else []
        return [scalar_value(text, json_types(items)) for text in texts]
    return scalar_value(texts[0], types)


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
