"""Comparison of the members of two enumerations, and of the formats of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from speclift.diff.schemas.schema import Schema

#: The code of a rule without its direction, and the old and the new value.
_Found: TypeAlias = tuple[str, str, str]

_NUMERIC_FORMATS = {"int32", "int64", "float", "double"}
WIDER_FORMATS = {("int32", "int64"), ("float", "double")}


def format_differences(old: Schema, new: Schema) -> Iterator[_Found]:
    """How the formats of two schemas differ."""
    # The format of a number belongs to its type.
    is_of_type = old.types != new.types and _NUMERIC_FORMATS & {old.format, new.format}
    if old.format == new.format or is_of_type:
        return
    if not new.format or (old.format, new.format) in WIDER_FORMATS:
        name = "format-widened"
    elif not old.format or (new.format, old.format) in WIDER_FORMATS:
        name = "format-narrowed"
    else:
        name = "format-changed"
    yield name, old.format, new.format


def member_differences(old: Schema, new: Schema) -> Iterator[_Found]:
    """Members that were added or removed, and lists that were closed, opened, introduced or dropped."""
    if old.values is None or new.values is None:
        # An open list, compared with none at all, restricts nothing.
        if old.values is not None and not old.is_open:
            yield "no-longer-enum", _listed(old.values), ""
        elif new.values is not None and not new.is_open:
            yield "became-enum", "", _listed(new.values)
        return
    if old.is_open != new.is_open:
        yield "enum-opened" if new.is_open else "enum-closed", "", ""
    # A missing member means nothing in an open list, but is not allowed in a closed one.
    if not (new.is_open and not old.is_open):
        yield from _members("removed", old.values, new.values, is_open=old.is_open or new.is_open)
    if not (old.is_open and not new.is_open):
        yield from _members("added", new.values, old.values, is_open=old.is_open or new.is_open)


def _members(name: str, of: tuple[str, ...], others: tuple[str, ...], *, is_open: bool) -> Iterator[_Found]:
    known = frozenset(others)
    found = _listed([value for value in of if value not in known])
    if found:
        code = f"{'known' if is_open else 'enum'}-value-{name}"
        yield (code, found, "") if name == "removed" else (code, "", found)


def _listed(values: tuple[str, ...] | list[str]) -> str:
    """Members of an enumeration as readers expect them: without the quotes of JSON, where nothing needs them."""
    return ", ".join(_bare(values))


def _bare(values: tuple[str, ...] | list[str]) -> Iterator[str]:
    for value in values:
        is_plain = value.startswith('"') and "\\" not in value and "," not in value
        yield value[1:-1] if is_plain else value
