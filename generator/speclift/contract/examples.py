"""The examples of a parameter or of content, whichever way a document writes them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from speclift.openapi.structure.media_types import is_json, is_json_sequence, is_textual
from speclift.openapi.structure.references import dereferenced, followed, is_reference, target_of

_EXAMPLES = "#/components/examples/"


def examples_of(
    owner: Mapping[str, Any], components: Mapping[str, Any], media_type: str = "", schema: Any = None
) -> Mapping[str, Any]:
    """Examples by name; the one in `example` has no name in the document and gets this one. JSON in a string counts
    as its value where a string cannot be meant: many authors write examples of objects like this.
    """
    if "examples" not in owner and "example" not in owner:
        return {}
    named = owner.get("examples") or {}
    found = {
        str(name): value
        for name, given in named.items()
        for value in _values(followed(_meant(given), "examples", components), media_type)
    }
    found = {"example": owner["example"], **found} if "example" in owner else found
    if is_json(media_type) and any(isinstance(value, str) for value in found.values()):
        wanted = {"object": dict, "array": list}.get(str(_type_of(schema, components)))
        return {name: _in_text(value, wanted) if wanted else value for name, value in found.items()}
    return found


def _type_of(schema: Any, components: Mapping[str, Any]) -> Any:
    """The type that a schema, or the component that it refers to, states itself."""
    meant = dereferenced(schema, components.get("schemas") or {})
    return meant.get("type", "object" if "properties" in meant else None)


def _meant(example: Any) -> Any:
    """An example; where its value is only a reference to another, the reference: many authors write it like this."""
    value = example.get("value") if isinstance(example, Mapping) else None
    is_meant = isinstance(value, Mapping) and is_reference(value) and (target_of(value) or "").startswith(_EXAMPLES)
    return value if is_meant else example


def _in_text(value: Any, wanted: type) -> Any:
    """The object or list that a string has as JSON; the value itself where it is not such a string."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(orjson.JSONDecodeError):
            found = orjson.loads(value)
            return found if isinstance(found, wanted) else value
    return value


def _values(example: Mapping[str, Any], media_type: str) -> Iterator[Any]:
    """The value that an Example Object shows: as data, else from its written form (OpenAPI 3.2.0, section 4.19)."""
    if "dataValue" in example:
        yield example["dataValue"]
    elif "value" in example:
        yield example["value"]
    elif isinstance(example.get("serializedValue"), str):
        text = example["serializedValue"]
        if is_json(media_type):
            with contextlib.suppress(orjson.JSONDecodeError):
                yield orjson.loads(text)
        elif is_json_sequence(media_type):
            with contextlib.suppress(orjson.JSONDecodeError):
                yield [orjson.loads(line) for part in text.splitlines() if (line := part.strip("\x1e \t"))]
        elif is_textual(media_type):
            yield text
