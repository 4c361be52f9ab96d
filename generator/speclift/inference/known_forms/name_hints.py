"""Hints about the name of an object that no page names: prose, the operation, the property that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from speclift.inference.known_forms.affixes import Affixes
from speclift.inference.known_forms.objects import SeenObject, Side
from speclift.inference.known_forms.words import singular, split_words, subjects, type_words
from speclift.model.page import BodySection, OperationPage
from speclift.model.wording import Wording

#: Prose that mentions more types than this does not show which one is meant. In the corpora the most are 3.
MOST_TOLD = 50

#: The words after each "of the"; several may come in a row.
_OF_THE = re.compile(r"of the (?=([A-Za-z0-9]+))")

#: A weight, the rule that gives it and the name.
Hint: TypeAlias = tuple[float, str, str]


class Hints:
    """The hints of the objects of some pages; what all items of a list share is read once."""

    def __init__(self, pages: Sequence[OperationPage], objects: Sequence[SeenObject], wording: Wording) -> None:
        self._wording = wording
        self._pages = pages
        self._objects = objects
        self._told: dict[tuple[int, Side], tuple[str, ...]] = {}
        self._of_roots: dict[tuple[int, Side], tuple[Hint, ...]] = {}
        # The words that operation ids start with: `SaveShelfItem` in a description is not a type.
        actions = (split_words(wording.action_of(page.operation_id)) for page in pages)
        self._verbs = frozenset(words[0] for words in actions if len(words) > 1)

    def of(self, item: SeenObject) -> Iterator[Hint]:
        """All hints about what an object is."""
        if item.parent != -1:
            yield from self._of_property(item)
            return
        place = item.page, item.side
        if place not in self._of_roots:
            page = self._pages[item.page]
            self._told[place] = _told_of(page.request if item.side == "request" else page.response)
            self._of_roots[place] = tuple(self._of_body(page, item.side))
        for name in self._told[place]:
            if name not in item.value:
                yield 10, "prose-name", name
        yield from self._of_roots[place]

    def _of_body(self, page: OperationPage, side: Side) -> Iterator[Hint]:
        wording = self._wording
        names = subjects(wording.action_of(page.operation_id))
        text = (page.response.description if page.response else "") + " " + page.description
        for position, name in enumerate(names):
            yield 6 / (1 + position) + (8 if f" {name}" in text else 0), "operation-subject", name
        yield from ((7, "prose-name", singular(name)) for name in _few(self._akin(names, text)))
        if side == "request" and page.request and not wording.is_no_type(page.request.name):
            yield 4, "body-name", singular(page.request.name[:1].upper() + page.request.name[1:])
        yield 0.1, "operation-owner", wording.owner_without_version(page.operation_id) or page.operation_id

    def _akin(self, names: Sequence[str], text: str) -> Iterator[str]:
        """The types that a text mentions and that share a word with the first of the names."""
        own = frozenset(split_words(names[0])) if names else frozenset()
        for name in type_words(text) if own else ():
            words = split_words(name)
            if words[0] not in self._verbs and not own.isdisjoint(words):
                yield name

    def _of_property(self, item: SeenObject) -> Iterator[Hint]:
        if item.property:
            name = singular(item.property)
            name = name[:1].upper() + name[1:]
            yield 2, "property-name", name
            owner = self._objects[item.parent].property
            if owner:
                yield 1, "property-name", singular(owner) + name


def _told_of(body: BodySection | None) -> tuple[str, ...]:
    """The types that the descriptions of properties call their owner: `The id of the ShelfOwner`."""
    rows = body.rows if body else ()
    properties = {row.name for row in rows}
    found: set[str] = set()
    for row in rows:
        if "of the " in row.description:
            followers = Affixes(_OF_THE.findall(row.description))
            found.update(
                name for name in type_words(row.description) if name not in properties and any(followers.having(name))
            )
    ends = Affixes(found, at_end=True)
    return _few(name for name in sorted(found) if all(other == name for other in ends.having(name)))


def _few(names: Iterator[str]) -> tuple[str, ...]:
    """The names, or none of them if they are too many."""
    found = tuple(names)
    return found if len(found) <= MOST_TOLD else ()
