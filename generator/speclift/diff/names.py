"""Which component of one description is which of the other: by name, by the last part of it, or by structure."""

from __future__ import annotations

from speclift.diff.schema import Schema

#: The share of properties, or members, that two schemas of different names must have in common to be the same one.
_ENOUGH = 0.5


def short_name(name: str) -> str:
    """The name without its namespace: `Contact` of `Vendor.Services.Contact`."""
    return name.rpartition(".")[2]


def namespace(name: str) -> str:
    """What stands before the short name, with the dot."""
    return name.removesuffix(short_name(name))


def same_name(old: str, new: str) -> bool:
    """Whether two names differ in their namespace at most."""
    return old == new or short_name(old) == short_name(new)


def is_alike(old: Schema, new: Schema) -> bool:
    """Whether two schemas of different names have so much in common that one stands for the other."""
    if old.values and new.values:
        return _share(set(old.values), set(new.values)) >= _ENOUGH
    if old.properties and new.properties:
        return _share(set(old.properties), set(new.properties)) >= _ENOUGH
    return old == new


def _share(old: set[str], new: set[str]) -> float:
    return len(old & new) / len(old | new)
