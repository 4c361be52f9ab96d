"""Which alternative of one schema corresponds to which of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from speclift.diff.schemas.names import is_alike, same_name, share
from speclift.diff.schemas.numbers import inclusive, limits_for
from speclift.diff.schemas.schema import Schema

_Options: TypeAlias = Sequence[Schema]
#: The similarity of two components, by the name of the old one and of the new one.
Likenesses: TypeAlias = dict[tuple[str, str], float]

#: The most pairs of alternatives that are examined.
_MOST_PAIRS = 100_000


def options_of(schema: Schema) -> tuple[Schema, ...]:
    """The alternatives of a schema; without any, one for each of its types, or the schema if it has just one type."""
    if schema.alternatives:
        return schema.alternatives
    bare = msgspec.structs.replace(schema, is_nullable=False, default=None, discriminator=None, description="")
    if len(schema.types) < 2 or schema.values is not None:
        return (bare,)
    return tuple(_of_type(bare, kind) for kind in sorted(schema.types))


class _Option(msgspec.Struct, frozen=True):
    """An alternative, its target, and the label of the target, which are computed once for all comparisons."""

    given: Schema
    whole: Schema
    label: str

    @property
    def component(self) -> str:
        """The component that it refers to; empty where it refers to none, or the reference has siblings."""
        given = self.given
        return "" if given.is_nullable or given.properties or given.required else given.ref


def paired(
    old: _Options,
    new: _Options,
    follow_old: Callable[[Schema], Schema],
    follow_new: Callable[[Schema], Schema],
    known: Likenesses,
) -> tuple[list[tuple[Schema, Schema]], list[Schema], list[Schema]]:
    """Pairs of matching alternatives, the alternatives that were removed, and those that were added.

    The most similar ones are matched first. If one is left on each side, the two are a pair. If there are very many,
    equal ones are matched, and others only if few are left. `follow_old` and `follow_new` return what a reference of
    each side leads to. `known` collects the similarities of components, which may be alternatives in many places.
    """
    removed, added = dict(enumerate(old)), dict(enumerate(new))
    pairs = []
    if len(old) * len(new) > _MOST_PAIRS:
        pairs = _equal_pairs(removed, added)
    are_few = len(removed) * len(added) <= _MOST_PAIRS
    firsts = {i: _option(schema, follow_old) for i, schema in (removed.items() if are_few else ())}
    seconds = {j: _option(schema, follow_new) for j, schema in (added.items() if are_few else ())}
    scores = ((_likeness(first, second, known), i, j) for i, first in firsts.items() for j, second in seconds.items())
    # The order does not depend on which side is the old one.
    ranked = sorted((score for score in scores if score[0]), key=lambda s: (-s[0], abs(s[1] - s[2]), s[1] + s[2]))
    for _, i, j in ranked:
        if i in removed and j in added:
            pairs.append((removed.pop(i), added.pop(j)))
    if len(removed) == len(added) == 1:
        pairs.append((removed.popitem()[1], added.popitem()[1]))
    return pairs, list(removed.values()), list(added.values())


def _equal_pairs(removed: dict[int, Schema], added: dict[int, Schema]) -> list[tuple[Schema, Schema]]:
    """Pairs of equal alternatives, which are taken out of both."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, schema in reversed(added.items()):
        places[repr(schema)].append(j)
    pairs = []
    for i, schema in [*removed.items()]:
        if places[repr(schema)]:
            pairs.append((removed.pop(i), added.pop(places[repr(schema)].pop())))
    return pairs


def _option(given: Schema, follow: Callable[[Schema], Schema]) -> _Option:
    whole = follow(given)
    return _Option(given, whole, whole.label)


def _likeness(first: _Option, second: _Option, known: Likenesses) -> float:
    """How similar two alternatives are: from 4 if they are equal to 0 if they do not correspond."""
    if first.given == second.given:
        return 4
    if first.given.ref and second.given.ref and same_name(first.given.ref, second.given.ref):
        return 3
    key = first.component, second.component
    if not all(key):
        return _likeness_of_wholes(first, second)
    if key not in known:
        known[key] = _likeness_of_wholes(first, second)
    return known[key]


def _likeness_of_wholes(first: _Option, second: _Option) -> float:
    old, new = first.whole, second.whole
    if _are_told_apart(old, new):
        return 0
    if old.properties and new.properties:
        return 1 + share({*old.properties}, {*new.properties}) if is_alike(old, new) else 0
    if old.values and new.values:
        return 1 + share({*old.values}, {*new.values}) if is_alike(old, new) else 0
    if first.label != second.label:
        return 0
    return 1 + share(old.required, new.required) if old.required or new.required else 2


def _are_told_apart(old: Schema, new: Schema) -> bool:
    """Whether a property has different values in the two: `kind` is `a` here and `b` there."""
    for name in old.properties.keys() & new.properties.keys():
        was, now = old.properties[name].values, new.properties[name].values
        if was and now and not {*was} & {*now}:
            return True
    return False


def _of_type(schema: Schema, kind: str) -> Schema:
    """What a schema of several types says about one of them."""
    known = limits_for(frozenset({kind}))
    bounds = {name: value for name, value in schema.bounds.items() if inclusive(name) in known}
    found = msgspec.structs.replace(schema, types=frozenset({kind}), bounds=bounds)
    if kind != "string":
        found = msgspec.structs.replace(
            found, pattern=None, format=schema.format if kind in ("integer", "number", "array", "object") else ""
        )
    if kind != "array":
        found = msgspec.structs.replace(found, items=None, prefix=())
    if kind != "object":
        nothing: dict[str, Schema] = {}
        found = msgspec.structs.replace(
            found, properties=nothing, required=frozenset(), additional=None, patterns=nothing
        )
    return found
