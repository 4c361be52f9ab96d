"""Nodes of documents as the type that is expected; they may have any type, and are empty where they have another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
#: An object of a document that its reader leaves as it is.
Node: TypeAlias = Mapping[str, Any]


def described(given: Any) -> str:
    """The JSON type of a value, in words for a message: `a string`, `null`."""
    if given is None:
        return "null"
    if isinstance(given, bool):
        return "a boolean"
    names = ((str, "a string"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "an object"))
    return next((name for kind, name in names if isinstance(given, kind)), "something else")


def mapping(node: Any) -> Mapping[str, Any]:
    """The node, or an empty object where it is not an object."""
    return node if isinstance(node, Mapping) else {}


def sequence(node: Any) -> Sequence[Any]:
    """The node, or an empty list where it is not a list."""
    return node if isinstance(node, list) else ()
