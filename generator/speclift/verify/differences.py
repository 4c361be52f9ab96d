"""Differences between docs and published document that no response of the server decides."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterator
from typing import TypeAlias

from speclift.contract.records import Operation
from speclift.diff.compare import compare
from speclift.diff.rules.change import Change
from speclift.openapi.structure.objects import escaped
from speclift.verify.document_side import DocumentSide
from speclift.verify.operation_pairs import Pair
from speclift.verify.records import Disagreement

#: Component or operation, and the place in it, as `speclift diff` writes them, without blanks.
Addresses: TypeAlias = set[tuple[str, str]]

#: Changes of names and texts, and of what `--url` sets: nothing on the wire differs.
_NOT_ON_THE_WIRE = (
    "base-path-changed",
    "component-*",
    "description-changed",
    "operation-id-changed",
    "operation-tag-*",
    "*-deprecated",
    "request-parameter-renamed",
    "server-*",
    "version-not-raised",
)


def address_of(place: str) -> str:
    """A place in the form for comparisons: without blanks, and in lower case, since names of headers ignore case."""
    return place.replace(" ", "").lower()


def undecided(
    parties: tuple[DocumentSide, DocumentSide], pairs: Collection[Pair], decided: Addresses, asked: Collection[str]
) -> Iterator[Disagreement]:
    """The differences between the two that affect these operations, except at places that are decided.

    `asked` are the labels of the operations that were called.
    """
    by_name = {pair.known_as: pair for pair in pairs}
    for change in compare(parties[0].description, parties[1].description).changes:
        if any(fnmatch.fnmatchcase(change.code, pattern) for pattern in _NOT_ON_THE_WIRE):
            continue
        place = address_of(change.place)
        names = {part for name in change.components for part in name.split(" → ")}
        if any((name, place) in decided for name in names):
            continue
        touched = [name for name in change.operations if name in by_name]
        left = [name for name in touched if names or (name, place) not in decided]
        if left or not change.operations:
            labels = [by_name[name].operation.label for name in left]
            yield _row(parties, change, by_name[left[0]] if left else None, labels, asked)


def _row(
    parties: tuple[DocumentSide, DocumentSide],
    change: Change,
    pair: Pair | None,
    labels: list[str],
    asked: Collection[str],
) -> Disagreement:
    docs, published = _texts(change)
    is_asked = any(label in asked for label in labels)
    where = f"{', '.join(change.components)}{change.place}" if change.components else change.place
    docs_place, published_place = [
        _place(party, change, side)
        for party, side in zip(parties, (pair.docs, pair.published) if pair else (None, None), strict=True)
    ]
    return Disagreement(
        change.code,
        where,
        tuple(labels),
        docs,
        published,
        "does not show it" if is_asked else "was not called",
        "undecided",
        "docs and published document differ, and no response decides it",
        "fault",
        docs_place,
        published_place,
    )


def _texts(change: Change) -> tuple[str, str]:
    """What the docs and the published document say."""
    if change.old or change.new:
        return change.old or "nothing", change.new or "nothing"
    became = change.code.partition("became-")[2] or change.code.partition("-")[2]
    words = became.replace("-", " ")
    return words.removeprefix("not ") if words.startswith("not ") else f"not {words}", words


def _place(party: DocumentSide, change: Change, own: Operation | None) -> str:
    for name in (part for component in change.components for part in component.split(" → ")):
        if name in party.description.components:
            first = change.place.lstrip(".[]{}").partition(".")[0].rstrip("[]{}")
            return party.place(own, f"#/components/schemas/{escaped(name)}", f"{name}.{first}", name)
    names = (f"{own.label} {change.place}",) if own else ()
    return party.place(own, "", *names)
