"""Names inside prose and identifiers: types that a text mentions, operation subjects, singular forms."""

from __future__ import annotations

import functools
import re

from speclift.model.wording import Wording

_LISTED = re.compile(r"\b(?:array|list|collection|set|dictionary)s? of (?:the )?([A-Z][0-9]*[A-Z][A-Z0-9]+)\b", re.I)
_TYPE_WORD = re.compile(r"(?<![.\w<{])(?:[A-Z][a-z0-9]+[A-Z]|[A-Z]{3})[A-Za-z0-9]*\b")
_DEPRECATED = re.compile(r"^\W*(?:deprecated|obsolete)\b", re.I)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PREPOSITION = re.compile(r"(?<=[a-z0-9])(?:By|From|For|On|With|In|Of|And|To)(?=[A-Z])")


@functools.lru_cache(maxsize=65536)
def told(text: str, wording: Wording) -> tuple[str, ...]:
    """The types that a description says a value has, in the sentence that the form uses for that."""
    return tuple(wording.told.findall(text)) if wording.told else ()


@functools.lru_cache(maxsize=65536)
def listed(text: str) -> tuple[str, ...]:
    """The types that a description says it lists: `Array of ShelfItems` gives `ShelfItem`."""
    return tuple(singular(name) for name in _LISTED.findall(text) if name[0].isupper()) if " of " in text else ()


@functools.lru_cache(maxsize=65536)
def type_words(text: str) -> tuple[str, ...]:
    """The words of a description that are spelled like type names: `ShelfInfo`, not `Shelf`."""
    return tuple(dict.fromkeys(_TYPE_WORD.findall(text)))


def is_deprecated(text: str) -> bool:
    """Whether a description or title begins with a warning that its subject should not be used."""
    return bool(_DEPRECATED.match(text))


@functools.lru_cache(maxsize=4096)
def split_words(name: str) -> tuple[str, ...]:
    """`GetShelfItem` as (`Get`, `Shelf`, `Item`)."""
    return tuple(_CAMEL.findall(name))


@functools.lru_cache(maxsize=4096)
def singular(name: str) -> str:
    """The singular of an English plural identifier: `Addresses`, `Entities` and `Statuses` lose their ending."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    if name.endswith(("sses", "xes", "uses", "ches", "shes")):
        return name[:-2]
    if name.endswith(("List", "Array")) and len(name) > 5:
        return singular(name.removesuffix("List").removesuffix("Array"))
    if name.endswith("s") and len(name) > 1 and not name.endswith(("ss", "us", "is")):
        return name[:-1]
    return name


@functools.lru_cache(maxsize=8192)
def subjects(action: str) -> tuple[str, ...]:
    """What an operation of this name is about, the likeliest first.

    `GetShelfItemsByState` gives `ShelfItem` and its plural `ShelfItems`: the first word is the verb, and the words
    after a preposition are a condition.
    """
    words = split_words(action)
    skipped = len(words[0]) if len(words) > 1 else 0
    if len(words) > 2 and words[1] == "All":
        skipped += len(words[1])
    noun = action[skipped:]
    head = _PREPOSITION.split(noun, maxsplit=1)[0]
    found: list[str] = []
    for candidate in (head, noun):
        found += [singular(candidate), candidate.removesuffix("List"), candidate.removesuffix("es"), candidate]
    return tuple(dict.fromkeys(name for name in found if name))


@functools.lru_cache(maxsize=65536)
def affinity(name: str, property_name: str) -> float:
    """How well a type name fits the name of a property that holds it, 0.0 to 1.0."""
    one, other = name.lower(), singular(property_name).lower()
    if one == other or one == property_name.lower():
        return 1.0
    if one.startswith(other) or other.endswith(one) or one.endswith(other) or other.startswith(one):
        return 0.6
    words, others = [word.lower() for word in split_words(name)], [word.lower() for word in split_words(property_name)]
    if set(words[:-1]) & set(others) or set(words) & set(others[:-1]):
        return 0.4
    return 0.1
