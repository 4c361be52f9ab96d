"""What single keywords of a schema mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.diff.schemas.allof import as_text
from speclift.diff.schemas.patterns import allows_every_text
from speclift.diff.schemas.schema import BOUNDS
from speclift.openapi.structure.json_schema import BOUNDS_OF_FORMATS
from speclift.openapi.structure.media_types import is_textual, is_yaml, plain_kind

#: The format of 3.0 by the name of its encoding.
_ENCODINGS = {"base64": "byte"}
_TYPES_OF: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)
#: Keywords about only one type: a schema with one of them and without a type means that type.
_KEYWORDS = {
    "object": (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
        "propertyNames",
        "dependentRequired",
        "dependentSchemas",
        "minProperties",
        "maxProperties",
    ),
    "array": ("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"),
}


def list_of(schema: Mapping[str, Any], key: str) -> list[Any]:
    """The list that a keyword has; an empty one where it has none."""
    found = schema.get(key)
    return found if isinstance(found, list) else []


def members_of(schema: Mapping[str, Any]) -> tuple[tuple[str, ...] | None, bool]:
    """The members of an enumeration as JSON, None where there is none, and whether other values are allowed."""
    if "const" in schema:
        return (as_text(schema["const"]),), False
    for key, is_open in (("enum", False), ("x-extensible-enum", True)):
        if isinstance(schema.get(key), list):
            return tuple(dict.fromkeys(map(as_text, schema[key]))), is_open
    return None, False


def format_of(schema: Mapping[str, Any]) -> str:
    """The format, empty where there is none; `contentEncoding` and `contentMediaType` of 3.1 count as formats too.

    OpenAPI 3.1.1, section 4.4.1.2: `byte` of 3.0 became `contentEncoding: base64`, and `binary` a media type at most.
    """
    given, encoding = str(schema.get("format") or ""), schema.get("contentEncoding")
    if isinstance(encoding, str) and encoding:
        name = _ENCODINGS.get(encoding.lower(), encoding.lower())
        return name if given in ("", "byte", name) else given
    media_type = schema.get("contentMediaType")
    if isinstance(media_type, str) and not given and not _is_text(media_type):
        return "binary"
    return given


def pattern_of(schema: Mapping[str, Any]) -> str | None:
    """The pattern that strings must match; None where there is none, or any string matches."""
    found = schema.get("pattern")
    return found if isinstance(found, str) and not allows_every_text(found) else None


def _is_text(media_type: str) -> bool:
    """Whether content of a media type can be in a JSON string as it is."""
    return is_textual(media_type) or is_yaml(media_type) or plain_kind(media_type).endswith("javascript")


def implied_types(schema: Mapping[str, Any]) -> Iterator[str]:
    """The types that a schema without a type means: those of its members, else those of its keywords."""
    members = list(_types_of_members(schema))
    yield from members or (kind for kind, keys in _KEYWORDS.items() if not schema.keys().isdisjoint(keys))


def _types_of_members(schema: Mapping[str, Any]) -> Iterator[str]:
    for value in (schema["const"],) if "const" in schema else list_of(schema, "enum"):
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        yield from (name for kind, name in _TYPES_OF if type(number) is kind)


def bounds_of(schema: Mapping[str, Any]) -> dict[str, float]:
    """The limits of a schema, without those that say nothing or repeat its format."""
    lowest, highest = BOUNDS_OF_FORMATS.get(str(schema.get("format")), (None, None))
    return {
        name: schema[name]
        for name in BOUNDS.keys() & schema.keys()
        if isinstance(schema[name], int | float)
        and not isinstance(schema[name], bool)
        and not (name == "minimum" and schema[name] == lowest)
        and not (name == "maximum" and schema[name] == highest)
        and not (name.startswith("min") and name != "minimum" and schema[name] == 0)
    }
