"""The type of a response that only samples show, among the types that the section of its operation describes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import orjson

from speclift.model.facts import BodyFacts, ListOf, Named, PrintedType, ResponseFacts, TypeFacts, Unknown

#: The least share of names that a sample and a type have in common, of all names of either.
_ALIKE = 0.8
_FEWEST_NAMES = 2


def with_own_types(responses: Iterable[ResponseFacts], types: Sequence[TypeFacts]) -> tuple[ResponseFacts, ...]:
    """The responses; a success without a type gets the only one of these types whose fields its samples show."""
    return tuple(
        msgspec.structs.replace(one, body=msgspec.structs.replace(one.body, type=_type_of(one.body, types)))
        if types and one.body and one.status[:1] in ("", "2") and one.body.type == Unknown() and not one.body.fields
        else one
        for one in responses
    )


def _type_of(body: BodyFacts, types: Sequence[TypeFacts]) -> PrintedType:
    shown = [orjson.loads(sample.json) for sample in body.samples if sample.json]
    items = [item for value in shown for item in (value[:1] if isinstance(value, list) else [value])]
    names = {name for item in items if isinstance(item, dict) for name in item}
    if len(names) < _FEWEST_NAMES:
        return body.type
    fitting = [one.name for one in types if one.name and _are_alike(names, {field.name for field in one.fields})]
    if len(fitting) != 1:
        return body.type
    return ListOf(Named(fitting[0])) if isinstance(shown[0], list) else Named(fitting[0])


def _are_alike(names: set[str], others: set[str]) -> bool:
    return len(names & others) >= _ALIKE * len(names | others)
