"""Nodes of documents, which may have any type, as the expected type: empty where they have another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def described(given: Any) -> str:
    """What a value is, in words."""
    if given is None:
        return "null"
    if isinstance(given, bool):
        return "a boolean"
    names = ((str, "a text"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "an object"))
    return next((name for kind, name in names if isinstance(given, kind)), "something else")


def mapping(node: Any) -> Mapping[str, Any]:
    """An object, empty where the node is none."""
    return node if isinstance(node, Mapping) else {}


def sequence(node: Any) -> Sequence[Any]:
    """An array, empty where the node is none."""
    return node if isinstance(node, list) else ()
