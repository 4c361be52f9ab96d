"""The names of inline classes, each made from its place.

Two places may read alike: `tail_state` of `Kite`, and `state` in its `tail`. The one in the type with the longer name
keeps the name, and the other gets a digest of its place. So the order of the document changes no name, and a new
property with a name of several words takes none from a class that lies deeper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from speclift.client.names import DIGEST_SIZE, digest, pascal
from speclift.openapi.structure.media_types import FORM, FORM_DATA, plain_kind
from speclift.openapi.structure.nodes import Node

#: How many different schemas of places that read alike are compared to find equal ones.
_MOST_ALIKE = 20


class Place(NamedTuple):
    """Where an inline class stands: the name that the place reads, and the steps that lead to it.

    `added` is the number of characters that the last step adds to the name of the type around it.
    """

    name: str
    path: tuple[str, ...]
    added: int

    def below(self, step: str, word: str) -> Place:
        """A place in this one; `word` is what it adds to the name, and may be empty."""
        return Place(self.name + word, (*self.path, step), len(word) or self.added)


def outermost(name: str, *path: str) -> Place:
    """The place of a component or a body."""
    return Place(name, path, len(name))


class InlineNames:
    """The names of the classes of one document.

    `taken` are names that components have. `settled` are the names of the places that may not have their own.
    """

    def __init__(self, taken: Iterable[str], settled: Mapping[Place, str]) -> None:
        self._taken = frozenset(name.lower() for name in taken)
        self._settled = settled
        self._claims: dict[str, dict[Place, Node]] = {}

    def of(self, place: Place, schema: Node) -> str:
        """The name of the class at a place with this schema."""
        name = self._settled.get(place) or self._own(place)
        self._claims.setdefault(name.lower(), {})[place] = schema
        return name

    def clashes(self) -> dict[Place, str]:
        """The names of the places whose own name belongs to a place with another schema.

        Names that differ only in case count as equal.
        """
        known = {*self._taken, *self._claims}
        found: dict[Place, str] = {}
        for claims in self._claims.values():
            named: list[tuple[Node, str]] = []
            for place in sorted(claims, key=lambda place: (place.added, place.path)) if len(claims) > 1 else ():
                name = next((name for schema, name in named[:_MOST_ALIKE] if schema == claims[place]), "")
                if not name:
                    name = _distinct(place, known) if named else self._own(place)
                    named.append((claims[place], name))
                    known.add(name.lower())
                if name != self._own(place):
                    found[place] = name
        return found

    def _own(self, place: Place) -> str:
        """The name that a place gives, unless a component has it."""
        names = (place.name, f"{place.name}Inline")
        return next((name for name in names if name.lower() not in self._taken), "") or _distinct(place, self._taken)


def _distinct(place: Place, known: Collection[str]) -> str:
    """The name of a place with as much of a digest as distinguishes it from all known names, given in small letters."""
    spelled, size = "\0".join(place.path), DIGEST_SIZE
    while (found := f"{place.name}{digest(spelled, size)}").lower() in known:
        size += DIGEST_SIZE
    return found


def option_name(schema: Any, number: int) -> str:
    """What one of several types adds to the name of their union: its title, its tag, else its number."""
    if not isinstance(schema, dict):
        return ""
    title = schema.get("title")
    if isinstance(title, str) and title:
        return pascal(title)
    properties = schema.get("properties")
    for inner in properties.values() if isinstance(properties, dict) else ():
        values = [inner["const"]] if isinstance(inner, dict) and "const" in inner else _members(inner)
        if len(values) == 1 and isinstance(values[0], str) and pascal(values[0]):
            return pascal(values[0])
    return f"Option{number}"


def _members(schema: Any) -> list[Any]:
    values = schema.get("enum") if isinstance(schema, dict) else None
    return values if isinstance(values, list) else []


def media_type_name(media_type: str) -> str:
    """What a media type adds to the name of a body, where another media type has the name alone."""
    kind = plain_kind(media_type)
    forms = {FORM: "Form", FORM_DATA: "Multipart"}
    return forms.get(kind) or pascal(kind.rpartition("/")[2])
