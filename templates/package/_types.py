"""Small types that arguments share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, TypeAlias, TypeGuard


class NotGiven(Enum):
    """The state of an argument that was not given, which is neither null nor a value."""

    NOT_GIVEN = "NOT_GIVEN"

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __bool__(self) -> bool:
        return False


NOT_GIVEN: Final = NotGiven.NOT_GIVEN

#: A list that travels as one string with commas: either that string, or its parts.
CommaSeparated: TypeAlias = str | Sequence[str]


def is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a list of others, and not a text."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is a map by name."""
    return isinstance(value, Mapping)
