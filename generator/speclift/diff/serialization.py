"""How values are written into a request: parameters by their style, fields of forms by their encoding."""

from __future__ import annotations

from collections.abc import Iterator

from speclift.diff.description import Description
from speclift.diff.schema import ANYTHING, Schema
from speclift.openapi.records import MediaType, Parameter

#: How many references may lead to each other.
_LONGEST_CHAIN = 10
#: How a field of a form is written where nothing is said of it (OpenAPI 3.1.1, section 4.8.15.1).
_FIELD = ("form", True)


def style_change(old: Parameter, before: Description, new: Parameter, after: Description) -> tuple[str, str] | None:
    """What was and what is, None where both are written alike or are values of other types, which is told by itself."""
    kinds = (
        _kinds(before.normaliser.schema(old.schema), before),
        _kinds(after.normaliser.schema(new.schema), after),
    )
    return _change((old.style, old.is_exploded), (new.style, new.is_exploded), *kinds)


def encoding_changes(
    old: MediaType, before: Description, new: MediaType, after: Description
) -> Iterator[tuple[str, str, str]]:
    """The fields of a form that are written otherwise: name, what was and what is."""
    fields = [
        _followed(description.normaliser.schema(media.schema), description).properties
        for media, description in ((old, before), (new, after))
    ]
    for name in sorted((old.encodings.keys() | new.encodings.keys()) & fields[0].keys() & fields[1].keys()):
        kinds = _kinds(fields[0][name], before), _kinds(fields[1][name], after)
        styles = old.encodings.get(name, _FIELD), new.encodings.get(name, _FIELD)
        if "array" in kinds[0] and (change := _change(*styles, *kinds)):
            yield name, *change


def _change(
    old: tuple[str, bool], new: tuple[str, bool], before: frozenset[str], after: frozenset[str]
) -> tuple[str, str] | None:
    if before and after and before != after:
        return None
    kinds = before & after
    texts = _text(*old, kinds), _text(*new, kinds)
    return texts if texts[0] != texts[1] else None


def _text(style: str, is_exploded: bool, kinds: frozenset[str]) -> str:
    """The style, and whether it is exploded where that makes a difference (OpenAPI 3.1.1, section 4.8.12.5)."""
    is_told = "object" in kinds if style == "simple" else style not in ("content", "deepObject")
    return f"{style}, exploded" if is_exploded and is_told and kinds & {"array", "object"} else style


def _kinds(schema: Schema, description: Description) -> frozenset[str]:
    """What values are as styles tell them apart: arrays, objects, anything else; none where any may come."""
    found = _followed(schema, description)
    types = set(found.types).union(*(_followed(option, description).types for option in found.alternatives))
    return frozenset(kind if kind in ("array", "object") else "value" for kind in types)


def _followed(schema: Schema, description: Description) -> Schema:
    for _ in range(_LONGEST_CHAIN):
        if not schema.ref:
            break
        schema = description.components.get(schema.ref, ANYTHING)
    return schema
