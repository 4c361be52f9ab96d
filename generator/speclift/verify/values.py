"""Values in a response, compared with the schemas of both documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from speclift.contract.scalars import json_types
from speclift.contract.validators import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import escaped
from speclift.verify.document_side import DocumentSide
from speclift.verify.places import Spot
from speclift.verify.records import EACH_OTHERWISE, WHY, Claim, Wrong, who_is_wrong

#: Keywords that are judged property by property instead.
_OF_PROPERTIES = frozenset({"required", "additionalProperties", "unevaluatedProperties"})
_FACTS = {"enum": "enumeration", "const": "enumeration", "anyOf": "type", "oneOf": "type"}
_LONGEST = 60


class Unfit(msgspec.Struct, frozen=True):
    """A value that at least one of the two schemas at its place refuses."""

    pointer: str
    fact: str
    docs: Claim
    published: Claim
    server: str
    wrong: Wrong
    why: str


def unfit(
    docs: DocumentSide,
    published: DocumentSide,
    schemas: tuple[Json | None, Json | None],
    places: tuple[Mapping[str, Spot], Mapping[str, Spot]],
    value: Any,
) -> Iterator[Unfit]:
    """The values in a response that one of two schemas refuses, or both. Raises SourceError for an invalid schema."""
    ours, theirs = _faults(docs, schemas[0], value), _faults(published, schemas[1], value)
    for pointer in dict.fromkeys([*ours, *theirs]):
        here, there = places[0].get(pointer), places[1].get(pointer)
        fault = ours.get(pointer) or theirs[pointer]
        claims = _claim(docs, here, pointer in ours), _claim(published, there, pointer in theirs)
        wrong = who_is_wrong(*claims)
        if wrong is None:
            continue
        why = WHY[wrong]
        if wrong == "server" and _are_apart(docs, here, published, there):
            wrong, why = "undecided", EACH_OTHERWISE
        rule = fault.rule
        yield Unfit(pointer, _FACTS.get(rule, rule), *claims, shown(_value_at(value, fault.pointer)), wrong, why)


def _claim(party: DocumentSide, spot: Spot | None, is_refused: bool) -> Claim:
    if spot is None:
        # A schema above this place, perhaps an alternative, refuses it.
        return Claim("not allowed" if is_refused else "nothing said", False if is_refused else None)
    label = party.label(spot.site.schema)
    if is_refused:
        return Claim(label, False)
    return Claim(label, None if party.says_nothing_of(spot.site.schema) else True)


def _are_apart(docs: DocumentSide, here: Spot | None, published: DocumentSide, there: Spot | None) -> bool:
    """Whether no value can satisfy both."""
    if here is None or there is None:
        return False
    types = json_types(here.schema), json_types(there.schema)
    return bool(types[0] and types[1]) and _with_integers(types[0]).isdisjoint(_with_integers(types[1]))


def _with_integers(types: Any) -> set[str]:
    return {*types, "integer"} if "number" in types else {*types}


def _faults(party: DocumentSide, schema: Json | None, value: Any) -> dict[str, Fault]:
    """The first fault at each place, by its pointer with `*` for indices."""
    found: dict[str, Fault] = {}
    for fault in party.validators.of(schema).faults(value) if schema is not None else ():
        if fault.rule not in _OF_PROPERTIES:
            found.setdefault(_general(value, fault.pointer), fault)
    return found


def _general(value: Any, pointer: str) -> str:
    parts = []
    for part in pointer.split("/")[1:]:
        parts.append("*" if isinstance(value, list) else part)
        value = _below(value, part)
    return "".join(f"/{part}" for part in parts)


def _value_at(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        value = _below(value, part)
    return value


def _below(value: Any, part: str) -> Any:
    if isinstance(value, list):
        return value[int(part)] if part.isdigit() and int(part) < len(value) else None
    if isinstance(value, dict):
        return next((item for name, item in value.items() if escaped(name) == part), None)
    return None


def shown(value: Any) -> str:
    """A value as JSON, cut short where it is long."""
    text = msgspec.json.encode(value).decode("utf-8", "replace")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
