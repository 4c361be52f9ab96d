"""How values are written into a request: parameters by their style, fields of forms by their encoding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from speclift.contract.records import MediaType, Parameter
from speclift.diff.description import Description
from speclift.diff.operations.ranges import MediaTypes
from speclift.diff.rules.change import Direction
from speclift.diff.schemas.resolution import followed
from speclift.diff.schemas.schema import NO_CONDITIONS, Schema

_SCALARS = frozenset({"string", "integer", "number", "boolean"})
#: How a field of a form is written by default (OpenAPI 3.1.1, section 4.8.15.1).
_FIELD = ("form", True)


class Sent(msgspec.Struct, frozen=True):
    """A parameter, its schema with the reference followed, and the components of its document."""

    parameter: Parameter
    schema: Schema
    components: Mapping[str, Schema]


def style_change(old: Sent, new: Sent) -> tuple[str, str] | None:
    """The old and the new style; None where values are written the same way, or where the types differ."""
    before, after = ((sent.parameter.style, sent.parameter.is_exploded) for sent in (old, new))
    return _change(before, after, _kinds(old.schema, old.components), _kinds(new.schema, new.components))


def escapes_change(old: Parameter, new: Parameter) -> tuple[str, str] | None:
    """The old and the new way if reserved characters must now be escaped, else None: escapes are always allowed."""
    is_stricter = old.location == new.location == "query" and old.is_reserved and not new.is_reserved
    return ("reserved characters as they are", "reserved characters escaped") if is_stricter else None


def encoding_changes(
    old: MediaType, before: Description, new: MediaType, after: Description
) -> Iterator[tuple[str, str, str]]:
    """The fields of a form that are now written differently: name, old and new."""
    fields = [
        followed(description.normaliser.schema(media.schema), description.components).properties
        for media, description in ((old, before), (new, after))
    ]
    for name in sorted((old.encodings.keys() | new.encodings.keys()) & fields[0].keys() & fields[1].keys()):
        kinds = _kinds(fields[0][name], before.components), _kinds(fields[1][name], after.components)
        styles = old.encodings.get(name, _FIELD), new.encodings.get(name, _FIELD)
        if kinds[0] & {"array", "object"} and (change := _change(*styles, *kinds)):
            yield name, *change


def part_changes(
    old: MediaType, before: Description, new: MediaType, after: Description, direction: Direction
) -> Iterator[tuple[str, str, str, str]]:
    """The media types of parts that were added or removed: code without direction, name of the part, old and new."""
    fields = [
        followed(description.normaliser.schema(media.schema), description.components).properties
        for media, description in ((old, before), (new, after))
    ]
    for name in sorted((old.content_types.keys() | new.content_types.keys()) & fields[0].keys() & fields[1].keys()):
        was = _part_types(old.content_types.get(name), fields[0][name], before)
        now = _part_types(new.content_types.get(name), fields[1][name], after)
        had, has = MediaTypes(was, direction), MediaTypes(now, direction)
        for kind in was:
            if not has.is_covered(kind):
                yield "part-media-type-removed", name, kind, ""
        for kind in now:
            if not had.is_covered(kind):
                yield "part-media-type-added", name, "", kind


def _part_types(given: str | None, schema: Schema, description: Description) -> list[str]:
    """The media types of a part, by its schema where none is given (OpenAPI 3.1.1, section 4.8.15.1)."""
    if given:
        return [kind.strip().lower() for kind in given.split(",") if kind.strip()]
    found = followed(schema, description.components)
    if found.types == {"array"} and found.items:
        found = followed(found.items, description.components)
    if found.conditions.media_type:
        return [found.conditions.media_type]
    if found.types == {"object"}:
        return ["application/json"]
    # Where only bytes are expected, any type will do.
    is_text = found.types and not found.types & {"object", "array"} and not found.format.startswith("b")
    return ["text/plain"] if is_text else ["*/*"]


def as_written(old: Sent, new: Sent) -> Schema | None:
    """The schema that old values have for a server that reads the new parameter; None where it is the old schema.

    On the wire all values are text, even numbers, and a single value is written like an array of one item (OpenAPI
    3.1.1, section 4.8.12.5).
    """
    given, taken, was, now = old.parameter, new.parameter, old.schema, new.schema
    if given.location != taken.location or "content" in (given.style, taken.style):
        return None
    if not was.types or was.alternatives or not was.types <= _SCALARS:
        return None
    if now.types == {"string"}:
        return _as_text(was) if "string" not in was.types else None
    if now.types != {"array"} or given.style != taken.style or taken.style == "deepObject":
        return None
    items = followed(now.items, new.components) if now.items else None
    single = _as_text(was) if items and items.types == {"string"} and "string" not in was.types else was
    least = {name: min(value, 1) if name == "minItems" else value for name, value in now.bounds.items()}
    return msgspec.structs.replace(now, items=single, bounds=least, is_nullable=was.is_nullable, default=was.default)


def _as_text(schema: Schema) -> Schema:
    """The schema of numbers and booleans as strings, as they are written."""
    values = schema.values
    if values is None and schema.types == {"boolean"}:
        values = ("true", "false")
    texts = None if values is None else tuple(value if value[:1] == '"' else f'"{value}"' for value in values)
    nothing: dict[str, float] = {}
    return msgspec.structs.replace(
        schema, types=frozenset({"string"}), values=texts, format="", bounds=nothing, conditions=NO_CONDITIONS
    )


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
    matters = "object" in kinds if style == "simple" else style not in ("content", "deepObject")
    return f"{style}, exploded" if is_exploded and matters and kinds & {"array", "object"} else style


def _kinds(schema: Schema, components: Mapping[str, Schema]) -> frozenset[str]:
    """The kinds of values that styles distinguish: `array`, `object` and `value`; none where any type is allowed."""
    found = followed(schema, components)
    types = set(found.types).union(*(followed(option, components).types for option in found.alternatives))
    return frozenset(kind if kind in ("array", "object") else "value" for kind in types)
