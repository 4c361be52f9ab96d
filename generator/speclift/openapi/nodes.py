"""Nodes of documents that may be of any type: as what belongs in their place, empty where it is something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def mapping(node: Any) -> Mapping[str, Any]:
    """An object, empty where the node is none."""
    return node if isinstance(node, Mapping) else {}


def sequence(node: Any) -> Sequence[Any]:
    """An array, empty where the node is none."""
    return node if isinstance(node, list) else ()
