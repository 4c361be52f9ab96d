"""Validation of values against schemas: a value is certainly allowed, certainly refused, or neither is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import jsonschema_rs
import msgspec

from speclift.diff.schemas.allof import as_text
from speclift.diff.schemas.numbers import edge_of, is_multiple
from speclift.diff.schemas.schema import NO_CONDITIONS, Conditions, Schema
from speclift.diff.schemas.sides import SIZE_OF_STEP, Effort, Side
from speclift.openapi.structure.patterns import refuse

#: A string of each format that validators check; whether others have the format is unknown.
FORMATS = {
    "date": "2024-02-29",
    "date-time": "2024-02-29T12:30:00Z",
    "time": "12:30:00Z",
    "duration": "P1D",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "name@example.com",
    "uri": "https://example.com/",
    "uri-reference": "https://example.com/",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "YQ==",
    "base64url": "YQ==",
}
#: How deep values and schemas are examined.
_DEEPEST = 24
_TYPES: tuple[tuple[str, type | tuple[type, ...]], ...] = (
    ("boolean", bool),
    ("string", str),
    ("array", list),
    ("object", dict),
)
#: Whether a value fits; None where that is unknown.
_Verdict = bool | None


class Validation:
    """Validates values against the schemas of one side."""

    def __init__(self, side: Side, effort: Effort) -> None:
        self._side = side
        self._effort = effort

    def is_allowed(self, value: Any, schema: Schema) -> bool:
        """Whether a value certainly fits."""
        return self._fits(value, schema, 0) is True

    def is_refused(self, value: Any, schema: Schema) -> bool:
        """Whether a value certainly does not fit."""
        return self._fits(value, schema, 0) is False

    def is_listed(self, value: Any, schema: Schema, depth: int = 0) -> bool:
        """Whether the schema describes all properties in a value; of exclusive alternatives, one that may fit must."""
        if depth > _DEEPEST or not self._effort.spend():
            return False
        here = self._side.followed(schema)
        if here.is_exclusive:
            bare = msgspec.structs.replace(here, alternatives=(), is_exclusive=False)
            return any(
                self._is_listed_by(value, [*self._parts(bare, depth), *self._parts(option, depth)], depth)
                and self._fits(value, option, depth) is not False
                for option in here.alternatives
            )
        return self._is_listed_by(value, [*self._parts(here, depth)], depth)

    def _is_listed_by(self, value: Any, parts: Sequence[Schema], depth: int) -> bool:
        if isinstance(value, list):
            return all(
                any(self.is_listed(item, inner, depth + 1) for inner in self._items(parts, index))
                or not isinstance(item, dict | list)
                for index, item in enumerate(value)
            )
        if not isinstance(value, dict):
            return True
        self._effort.spend(len(value) * len(parts) // SIZE_OF_STEP)
        return all(
            any(self.is_listed(inner, holder, depth + 1) for holder in self._holders(parts, name))
            for name, inner in value.items()
        )

    def _items(self, parts: Iterable[Schema], index: int) -> Iterator[Schema]:
        for part in parts:
            if index < len(part.prefix):
                yield part.prefix[index]
            elif part.items:
                yield part.items

    def _holders(self, parts: Iterable[Schema], name: str) -> Iterator[Schema]:
        for part in parts:
            if name in part.properties:
                if not self._side.is_hidden(part.properties[name]):
                    yield part.properties[name]
            elif isinstance(part.additional, Schema):
                yield part.additional

    def _parts(self, schema: Schema, depth: int) -> Iterator[Schema]:
        """The schema, and those in it that may apply to the same value."""
        here = self._side.followed(schema)
        yield here
        if depth < _DEEPEST and self._effort.spend():
            more = (*here.alternatives, *here.conditions.dependents.values())
            branches = (here.conditions.then, here.conditions.otherwise)
            for part in (*more, *(branch for branch in branches if branch)):
                yield from self._parts(part, depth + 4)

    def _fits(self, value: Any, schema: Schema, depth: int) -> _Verdict:
        if depth > _DEEPEST or not self._effort.spend():
            return None
        if schema.ref and schema.constrains:
            # Siblings of a reference count as well.
            parts = (msgspec.structs.replace(schema, ref=""), Schema(ref=schema.ref, is_nullable=schema.is_nullable))
            return _all(self._fits(value, part, depth + 1) for part in parts)
        here = self._side.followed(schema)
        if value is None:
            return here.is_nullable or (here.is_untyped and not here.constrains) or "null" in here.types
        if here.is_untyped and not here.constrains:
            return True
        return _all(self._verdicts(value, here, depth))

    def _verdicts(self, value: Any, here: Schema, depth: int) -> Iterator[_Verdict]:
        yield not here.types or bool(_types_of(value) & here.types)
        if here.values is not None and not here.is_open:
            text = as_text(value)
            self._effort.spend((len(text) + len(here.values)) // SIZE_OF_STEP)
            yield text in here.values
        if here.alternatives:
            yield self._alternatives(value, here, depth)
        if isinstance(value, str):
            yield from _text_verdicts(value, here)
        elif isinstance(value, dict):
            yield from self._object_verdicts(value, here, depth)
        elif isinstance(value, list):
            yield from self._array_verdicts(value, here, depth)
        elif not isinstance(value, bool):
            yield _is_within(value, here, "minimum", are_integers=False)
        if here.conditions is not NO_CONDITIONS:
            yield from self._condition_verdicts(value, here.conditions, depth)

    def _alternatives(self, value: Any, here: Schema, depth: int) -> _Verdict:
        verdicts = [self._fits(value, option, depth + 1) for option in here.alternatives]
        if not here.is_exclusive or here.discriminator:
            return _any(verdicts)
        if verdicts.count(True) > 1:
            return False
        return None if None in verdicts else True in verdicts

    def _object_verdicts(self, value: dict[str, Any], here: Schema, depth: int) -> Iterator[_Verdict]:
        yield _is_within(len(value), here, "minProperties", are_integers=True)
        for name in here.required - value.keys():
            yield name in here.properties and self._side.is_hidden(here.properties[name])
        for name, inner in value.items():
            if name in here.properties:
                yield self._fits(inner, here.properties[name], depth + 1)
            matched = [(_matches(pattern, name), schema) for pattern, schema in here.patterns.items()]
            for verdict, schema in matched:
                if verdict is not False:
                    found = self._fits(inner, schema, depth + 1)
                    yield found if verdict or found else None
            if name not in here.properties and not any(verdict is not False for verdict, _ in matched):
                if here.additional is False:
                    yield False
                elif isinstance(here.additional, Schema):
                    yield self._fits(inner, here.additional, depth + 1)

    def _array_verdicts(self, value: list[Any], here: Schema, depth: int) -> Iterator[_Verdict]:
        yield _is_within(len(value), here, "minItems", are_integers=True)
        if here.conditions.contained:
            contained = here.conditions.contained
            yield _are_enough([self._fits(item, contained, depth + 1) for item in value], here)
        for index, item in enumerate(value):
            inner = here.prefix[index] if index < len(here.prefix) else here.items
            if inner is not None:
                yield self._fits(item, inner, depth + 1)

    def _condition_verdicts(self, value: Any, given: Conditions, depth: int) -> Iterator[_Verdict]:
        if given.excluded:
            yield _not(self._fits(value, given.excluded, depth + 1))
        if given.test:
            is_met = self._fits(value, given.test, depth + 1)
            branches = [self._fits(value, part, depth + 1) if part else True for part in (given.then, given.otherwise)]
            yield branches[0] if is_met else branches[1] if is_met is False else _all(branches) or None
        if isinstance(value, dict):
            yield from (names <= value.keys() for name, names in given.needed.items() if name in value)
            for name, part in given.dependents.items():
                if name in value:
                    yield self._fits(value, part, depth + 1)
            if given.names:
                yield from [self._fits(name, given.names, depth + 1) for name in value]
            if given.unevaluated is not None:
                yield None
        if given.is_unique and isinstance(value, list):
            yield len({as_text(item) for item in value}) == len(value)
        if given.step and isinstance(value, int | float) and not isinstance(value, bool):
            yield is_multiple(value, given.step)
        if given.others:
            yield None


def _types_of(value: Any) -> set[str]:
    for name, kind in _TYPES:
        if isinstance(value, kind):
            return {name}
    return {"number", "integer"} if isinstance(value, int) or value == value // 1 else {"number"}


def _text_verdicts(value: str, here: Schema) -> Iterator[_Verdict]:
    yield _is_within(len(value), here, "minLength", are_integers=True)
    if here.pattern is not None:
        yield _matches(here.pattern, value)
    if here.format in FORMATS:
        yield value == FORMATS[here.format] or None


def _is_within(value: float, here: Schema, lower: str, *, are_integers: bool) -> bool:
    low = edge_of(here, lower, are_integers=are_integers)
    high = edge_of(here, lower.replace("min", "max"), are_integers=are_integers)
    return not (low and (value, False) < low[0]) and not (high and (value, True) > high[0])


def _matches(pattern: str, text: str) -> _Verdict:
    """Whether a string has a match, by the rules of JSON Schema; None where the pattern cannot be read."""
    try:
        return jsonschema_rs.is_valid({"type": "string", "pattern": pattern}, text, retriever=refuse)
    except (jsonschema_rs.ValidationError, ValueError):
        return None


def _are_enough(verdicts: Sequence[_Verdict], here: Schema) -> _Verdict:
    """Whether the number of items that match `contains` is right (`minContains`, `maxContains`)."""
    certain, possible = verdicts.count(True), len(verdicts) - verdicts.count(False)
    least, most = here.bounds.get("minContains", 1), here.bounds.get("maxContains", len(verdicts))
    if possible < least or certain > most:
        return False
    return True if certain >= least and possible <= most else None


def _all(verdicts: Iterable[_Verdict]) -> _Verdict:
    found: _Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            found = None
    return found


def _any(verdicts: Iterable[_Verdict]) -> _Verdict:
    return _not(_all([_not(verdict) for verdict in verdicts]))


def _not(verdict: _Verdict) -> _Verdict:
    return None if verdict is None else not verdict
