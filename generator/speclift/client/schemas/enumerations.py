"""Enumerations: the classes of values that the document lists, and what their members are called."""

from __future__ import annotations

import re
from typing import Any

from speclift.client.annotations import SchemaReader
from speclift.client.literals import docstring, string
from speclift.client.names import constant, snake, unique
from speclift.client.records import Enumeration, Member
from speclift.openapi.structure.nodes import Node

_INDENT = 4

#: The names of members without letters and digits: the empty string, signs and comparisons.
_SIGNS = {
    "": "EMPTY",
    "*": "ALL",
    "+": "PLUS",
    "-": "MINUS",
    "=": "EQUAL",
    "==": "EQUAL",
    "!=": "NOT_EQUAL",
    "<>": "NOT_EQUAL",
    "<": "LESS",
    "<=": "LESS_OR_EQUAL",
    ">": "GREATER",
    ">=": "GREATER_OR_EQUAL",
}

#: A sign before a name: the other direction of an order, or a number.
_SIGNED = re.compile(r"([+-])\s*(\w.*)", re.S)


def _member(label: str, is_text: bool) -> str:
    """The name of a member, where the document gives it none."""
    signed = _SIGNED.fullmatch(label)
    sign, rest = (f"{_SIGNS[signed[1]]}_", signed[2]) if signed else ("", label)
    if not is_text:
        return f"VALUE_{sign}{rest}"
    return _SIGNS.get(label) or f"{sign}{constant(rest)}"


def titles_of(schema: Node, count: int) -> list[str]:
    """The names that the document gives to the values of an enumeration, for generators of clients; empty where it does
    not give each of them another name.
    """
    given: Any = schema.get("x-enum-varnames") or schema.get("x-enumNames") or ()
    titles = [title for title in given if isinstance(title, str) and snake(title)] if isinstance(given, list) else []
    return titles if len(titles) == count == len({snake(title) for title in titles}) else []


def descriptions_of(schema: Node) -> dict[str, str]:
    """The descriptions of values of an enumeration, by their text: the document has a list of them in the order of the
    values, or a map.
    """
    given: Any = schema.get("x-enum-descriptions")
    said = (
        given.items()
        if isinstance(given, dict)
        else zip(schema["enum"], given if isinstance(given, list) else (), strict=False)
    )
    return {str(value): text for value, text in said if isinstance(text, str)}


def enumeration(name: str, schema: Node, reader: SchemaReader) -> Enumeration:
    """The record of a component that is an enumeration."""
    values = [value for value in schema["enum"] if value is not None]
    is_text = isinstance(values[0], str)
    labels = [str(value) for value in values]
    titles = titles_of(schema, len(values))
    first = {label: index for index, label in reversed([*enumerate(labels)])}
    names = unique(labels, lambda label: constant(titles[first[label]]) if titles else _member(label, is_text))
    texts = descriptions_of(schema)
    members = tuple(
        Member(
            names[label],
            string(value) if is_text else str(value),
            docstring(texts[label], _INDENT) if texts.get(label) else "",
        )
        for index, (label, value) in enumerate(zip(labels, values, strict=True))
        if first[label] == index
    )
    text = str(schema.get("description") or f"Values of `{name}`.")
    return Enumeration(reader.class_names[name], docstring(text, _INDENT), "OpenStr" if is_text else "OpenInt", members)
