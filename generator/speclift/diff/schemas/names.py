"""Which component of one description corresponds to which of the other: by name, by its last part, or by structure."""

from __future__ import annotations

from collections.abc import Set

from speclift.diff.schemas.schema import Schema

#: The share of properties, or members, that two schemas of different names must have in common to be the same one.
_ENOUGH = 0.5


def short_name(name: str) -> str:
    """The name without its namespace: `Contact` of `Vendor.Services.Contact`."""
    return name.rpartition(".")[2]


def namespace(name: str) -> str:
    """The part before the short name, with the dot."""
    return name.removesuffix(short_name(name))


def same_name(old: str, new: str) -> bool:
    """Whether two names are the same, except for their namespaces."""
    return old == new or short_name(old) == short_name(new)


def is_alike(old: Schema, new: Schema) -> bool:
    """Whether two schemas of different names have enough in common to correspond to each other.

    Objects and enumerations do if one has all properties or members of the other, or if they share enough of them.
    Others do if they have the same types, and either both or neither have alternatives.
    """
    if old.values and new.values:
        return _have_enough({*old.values}, {*new.values})
    if old.properties and new.properties:
        return _have_enough({*old.properties}, {*new.properties})
    return old.types == new.types and bool(old.alternatives) == bool(new.alternatives)


def share(old: Set[str], new: Set[str]) -> float:
    """The share of the elements of two sets that both have, from 0 to 1."""
    return len(old & new) / len(old | new)


def _have_enough(old: Set[str], new: Set[str]) -> bool:
    return old <= new or new <= old or share(old, new) >= _ENOUGH
