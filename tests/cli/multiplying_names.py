"""Documents with many names: of enum members, names that collide in Python, and names that are matched to patterns."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping

from tests.cli.small_documents import EMPTY, Json, Make, document, many_operations, object_with, ref


def _named(key: str, word: str) -> Json:
    members = [f"{n:x}" for n in range(20_000)]
    return document({"A": {"type": "string", "enum": members, key: [word + member for member in members]}})


def _named_the_same(word: str) -> Json:
    members = [f"{n:x}" for n in range(20_000)]
    return document({"A": {"type": "string", "enum": members, "x-enum-varnames": [word] * 20_000}})


def _described(word: str) -> Json:
    members = [f"{n:x}" for n in range(9000)]
    return document({"A": {"type": "string", "enum": members, "x-enum-descriptions": {m: word + m for m in members}}})


def _similar(word: str, count: int) -> list[str]:
    """Names that differ only in characters that a name in Python cannot have."""
    return [f"{word}{''.join(signs)}a" for signs in itertools.islice(itertools.product("-._", repeat=9), count)]


def _similar_components(word: str) -> Json:
    parts = {name: object_with(f"p{n}") for n, name in enumerate(_similar(word, 2000))}
    return document(
        {"A": {"type": "object", "properties": {f"p{n}": ref(name) for n, name in enumerate(parts)}}, **parts}
    )


def _similar_operations(word: str) -> Json:
    names = _similar(word, 1500)
    return many_operations(lambda n: {"operationId": names[n], "tags": [names[n]], **EMPTY(n)}, 1500)


def _shared_members(word: str, default: bool = False) -> Json:
    members = [f"{word}{n}" for n in range(8000)]
    own = [{"allOf": [ref("B")], "default": member} if default else ref("B") for member in members[:2000]]
    whole = {"type": "object", "properties": {f"p{n}": given for n, given in enumerate(own)}}
    return document({"A": whole, "B": {"type": "string", "enum": members}})


def _patterns_of_properties(word: str) -> Json:
    patterns: Json = {f"^p.*{word}{n}": {} for n in range(3000)}
    properties: Json = {f"p{n}": {} for n in range(3000)}
    return document({"A": {"type": "object", "properties": properties, "patternProperties": patterns}})


def _closed_patterns(word: str) -> Json:
    patterns = {f"^(a|b)*{word}{n}": {"type": "string"} for n in range(3000)}
    return document(
        {"A": {"type": "object", "minProperties": 1000, "patternProperties": patterns, "additionalProperties": False}}
    )


NAMED: Mapping[str, Make] = {
    "names of members": functools.partial(_named, "x-enum-varnames"),
    "names of members in x-enumNames": functools.partial(_named, "x-enumNames"),
    "members with the same name": _named_the_same,
    "descriptions of members": _described,
    "similar members": lambda word: document({"A": {"type": "string", "enum": _similar(word, 12_000)}}),
    "similar properties": lambda word: document(
        {"A": {"type": "object", "properties": {name: {} for name in _similar(word, 6000)}}}
    ),
    "similar components": _similar_components,
    "similar operations": _similar_operations,
    "similar media types": lambda word: document({"A": {}}, {f"a/{name}": {} for name in _similar(word, 4000)}),
    "shared members": _shared_members,
    "shared members with a default": lambda word: _shared_members(word, default=True),
    "patterns of properties": _patterns_of_properties,
    "closed patterns": _closed_patterns,
    "contains": lambda word: document(
        {"A": {"type": "array", "allOf": [{"contains": {"const": f"{word}{n}"}} for n in range(3000)]}}
    ),
}
