"""Schemas from sample values, alone or to complete what is stated. A value always comes with its sample, so that each
conclusion has a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import msgspec
import orjson

from speclift.model.facts import MessageSample
from speclift.model.schema import (
    Anything,
    ArrayOf,
    Fact,
    MapOf,
    ObjectOf,
    OneOf,
    Place,
    Property,
    Scalar,
    Schema,
)

#: A value and the sample that shows it.
Shown: TypeAlias = tuple[Any, MessageSample]

_DEEPEST = 24
_MOST_PROPERTIES = 1000
#: The share of the keys of an object that must be keys of a type for the object to have this type.
FITTING_SHARE = 0.6
#: From this number of fields on, an object with all fields of a type has this type, whatever else it has.
_LEAST_FIELDS = 3

_FORMATS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("date-time", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.A)),
    ("date", re.compile(r"\d{4}-[01]\d-[0-3]\d", re.A)),
    ("uuid", re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")),
    ("uri", re.compile(r"https?://[^\s<>{}|\\^`\"]{1,2000}")),
    ("email", re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.A)),
)

#: Keys that are data, not names: numbers, identifiers, dates, addresses, placeholders.
_DATA_KEY = re.compile(
    r"\d[\d.:_-]*|[0-9a-fA-F]{12,64}|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\d{4}-\d\d.{0,30}|<[^<>]{1,60}>|\{[^{}]{1,60}\}"
    r"|:[\w+-]{1,60}:|/[^\s{}]{0,200}|[^@\s]{1,64}@[^@\s]{1,255}|\d{1,5}/[a-z]{2,8}|https?://.{1,500}",
    re.A,
)
_NUMBERED_KEY = re.compile(r"([A-Za-z]{1,40})[_-]?\d{1,6}", re.A)


def shown_in(samples: Iterable[MessageSample]) -> list[Shown]:
    """The JSON bodies of samples."""
    found: list[Shown] = []
    for sample in samples:
        if sample.json:
            try:
                found.append((orjson.loads(sample.json), sample))
            except orjson.JSONDecodeError:
                continue
    return found


def schema_of(shown: Sequence[Shown], depth: int = 0) -> Schema:
    """The schema of all these values; null says nothing about the type."""
    values = [item for item in shown if item[0] is not None]
    if not values or depth > _DEEPEST:
        return Anything()
    by_kind: dict[str, list[Shown]] = {}
    for item in values:
        by_kind.setdefault(_kind(item[0]), []).append(item)
    if "number" in by_kind and "integer" in by_kind:
        by_kind["number"] += by_kind.pop("integer")
    options = [_of_kind(kind, items, depth) for kind, items in sorted(by_kind.items())]
    return options[0] if len(options) == 1 else OneOf(tuple(options))


def has_null(shown: Iterable[Shown]) -> bool:
    """Whether a sample shows null."""
    return any(value is None for value, _ in shown)


def enrich(stated: Schema, shown: Sequence[Shown], depth: int = 0) -> Schema:
    """A stated schema with what samples show beyond it.

    A stated type stays, unless it says less: `array` gets items, `object` properties, an unknown type everything, a
    string a format.  The target of a reference is not changed here.
    """
    if depth > _DEEPEST or not shown:
        return stated
    match stated:
        case Anything(is_object=is_object):
            kept = [item for item in shown if isinstance(item[0], dict)] if is_object else shown
            found = schema_of(kept, depth)
            return stated if isinstance(found, Anything) else found
        case ArrayOf(items=items, limits=limits):
            return ArrayOf(enrich(items, items_of(shown), depth + 1), limits)
        case MapOf(values=values):
            return MapOf(enrich(values, members_of(shown), depth + 1))
        case ObjectOf(properties=properties) if properties and _are_lists_of(properties, shown):
            # A dotted name does not show whether it is a list: `crates.code`.
            return ArrayOf(enrich(stated, items_of(shown), depth + 1))
        case ObjectOf(properties=properties, name=name):
            return ObjectOf(enrich_properties(properties, shown, depth), name)
        case Scalar(type="string", format="", values=()):
            return msgspec.structs.replace(stated, format=_format(shown))
        case _:
            return stated


def enrich_properties(properties: Sequence[Property], shown: Sequence[Shown], depth: int = 0) -> tuple[Property, ...]:
    """Stated properties with what sample objects show about them, then those that only samples show."""
    by_key = by_key_of(shown)
    known = {item.name for item in properties}
    found = [_enriched(item, by_key.get(item.name, ()), depth) for item in properties]
    for key, values in by_key.items():
        if key not in known and len(found) < _MOST_PROPERTIES:
            found.append(_from_sample(key, values, depth))
    return tuple(found)


def _are_lists_of(properties: Sequence[Property], shown: Sequence[Shown]) -> bool:
    """Whether samples show lists of objects with these properties, and nothing else."""
    lists = [value for value, _ in shown if value is not None]
    if not lists or not all(isinstance(value, list) for value in lists):
        return False
    items = [item for value in lists for item in value if isinstance(item, dict)]
    names = {item.name for item in properties}
    return bool(items) and all(fits(item, names) >= FITTING_SHARE for item in items)


def items_of(shown: Iterable[Shown]) -> list[Shown]:
    """The items of the lists among the values."""
    return [(inner, sample) for value, sample in shown if isinstance(value, list) for inner in value]


def members_of(shown: Iterable[Shown]) -> list[Shown]:
    """The values of the objects among the values, whatever their keys."""
    return [(inner, sample) for value, sample in shown if isinstance(value, dict) for inner in value.values()]


def by_key_of(shown: Iterable[Shown]) -> dict[str, list[Shown]]:
    """The values of the objects among the values, by key."""
    found: dict[str, list[Shown]] = {}
    for value, sample in shown:
        if isinstance(value, dict):
            for key, inner in value.items():
                found.setdefault(key, []).append((inner, sample))
    return found


def fits(keys: Iterable[str], known: Iterable[str]) -> float:
    """The share of the keys of an object that are fields of a type; 1 for an object that has all fields, or no keys."""
    given, fields = set(keys), set(known)
    if not given or (len(fields) >= _LEAST_FIELDS and fields <= given):
        return 1.0
    return len(given & fields) / len(given)


def place_of(key: str, sample: MessageSample) -> Place:
    """The first line of a sample with a key; the start of the sample, if it has no such line."""
    index = sample.body.find(f'"{key}"')
    lines = sample.body.count("\n", 0, index) if index > 0 else 0
    return Place(sample.place.file, sample.place.line + lines)


def _enriched(item: Property, shown: Sequence[Shown], depth: int) -> Property:
    if not shown:
        return item
    schema = enrich(item.schema, shown, depth + 1)
    facts = item.facts
    if _is_container(item.schema, shown):
        schema = schema_of(shown, depth + 1)
    if schema != item.schema:
        facts = (*facts, _fact(item.name, schema, shown))
    other = _contradiction(item.schema, shown)
    if other is not None:
        value, sample = other
        facts = (*facts, Fact(f"a sample shows {_kind(value)}", "sample-contradicts", (place_of(item.name, sample),)))
    if has_null(shown) and not item.is_nullable:
        null = next(sample for value, sample in shown if value is None)
        facts = (*facts, Fact("null in a sample", "sample-null", (place_of(item.name, null),)))
    return msgspec.structs.replace(item, schema=schema, is_nullable=item.is_nullable or has_null(shown), facts=facts)


def _is_container(stated: Schema, shown: Sequence[Shown]) -> bool:
    """Whether all samples show lists or objects where a string is stated."""
    values = [value for value, _ in shown if value is not None]
    return stated == Scalar("string") and bool(values) and all(isinstance(value, list | dict) for value in values)


def _contradiction(schema: Schema, shown: Sequence[Shown]) -> Shown | None:
    """A value in a sample that the stated type, a string, number or boolean, does not allow."""
    if not isinstance(schema, Scalar):
        return None
    allowed = ("integer", "number") if schema.type == "number" else (schema.type,)
    return next((one for one in shown if one[0] is not None and _kind(one[0]) not in allowed), None)


def _from_sample(key: str, shown: Sequence[Shown], depth: int) -> Property:
    schema = schema_of(shown, depth + 1)
    return Property(key, schema, is_nullable=has_null(shown), facts=(_fact(key, schema, shown),))


def _fact(key: str, schema: Schema, shown: Sequence[Shown]) -> Fact:
    places = tuple(dict.fromkeys(place_of(key, sample) for _, sample in shown[:3]))
    match schema:
        case Anything():
            return Fact("only null or nothing is shown", "unknown", places)
        case Scalar(type="integer"):
            # A whole number in a sample says little about other values: `"balance": 0`.
            return Fact("shown as integer", "sample-integer", places)
        case Scalar(type=kind, format=form):
            return Fact(f"shown as {kind} ({form})" if form else f"shown as {kind}", "sample-scalar", places)
        case OneOf():
            return Fact("shown as values of several types", "sample-types", places)
        case ArrayOf():
            return Fact("shown as a list", "sample-object", places)
        case MapOf():
            return Fact("shown as an object with any keys", "sample-map", places)
        case _:
            return Fact("shown as an object", "sample-object", places)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _of_kind(kind: str, shown: Sequence[Shown], depth: int) -> Schema:
    if kind == "array":
        return ArrayOf(schema_of(items_of(shown), depth + 1))
    if kind == "object":
        if not any(value for value, _ in shown):
            return Anything(is_object=True)
        if all(_is_map(value) for value, _ in shown if value):
            return MapOf(schema_of(members_of(shown), depth + 1))
        return ObjectOf(enrich_properties((), shown, depth))
    return Scalar(kind, _format(shown) if kind == "string" else "")


def _format(shown: Sequence[Shown]) -> str:
    texts = [value for value, _ in shown if isinstance(value, str)]
    if not texts:
        return ""
    # Most strings have no format, which the first one already shows.
    likely = [(name, pattern) for name, pattern in _FORMATS if pattern.fullmatch(texts[0])]
    return next((name for name, pattern in likely if all(map(pattern.fullmatch, texts))), "")


def _is_map(value: dict[str, Any]) -> bool:
    """Whether the keys of an object are data, so that others are just as possible."""
    keys = list(value)
    if all(_DATA_KEY.fullmatch(key) for key in keys):
        return _are_alike(list(value.values()))
    numbered = [_NUMBERED_KEY.fullmatch(key) for key in keys]
    stems = {found[1] for found in numbered if found}
    are_objects = all(isinstance(inner, dict) for inner in value.values())
    return len(keys) > 1 and all(numbered) and len(stems) == 1 and are_objects and _are_alike(list(value.values()))


def _are_alike(values: Sequence[Any]) -> bool:
    kinds = {_kind(value) for value in values if value is not None}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        return False
    objects = [set(value) for value in values if isinstance(value, dict)]
    return all(len(keys & objects[0]) * 2 >= len(keys | objects[0]) for keys in objects[1:])
