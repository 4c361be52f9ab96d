"""The operations and schemas of a document one by one: what they say, what they refer to, which of them are new.

An entry that was in the document of an earlier run, word for word, was written and checked then.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

import msgspec
import orjson

from speclift.openapi.structure.nodes import Json

#: The place of an entry: `("paths", path, method)` or `("components", "schemas", name)`.
Key: TypeAlias = tuple[str, ...]

SCHEMAS: Key = ("components", "schemas")

#: The start of a reference in compact JSON. Inside a string its quotes would have backslashes.
_REFERENCE = b'"$ref":"'


class Entry(msgspec.Struct, frozen=True):
    """A digest of the place and the content of an entry, and the references in it.

    A sample may hold what looks like a reference, so there may be too many of them, never too few: the names of
    components have no characters that JSON escapes (OpenAPI 3.1.1, 4.8.7).
    """

    digest: bytes
    targets: frozenset[bytes]


class Memory:
    """What an earlier run knew of the entries, and what this run keeps for the next one.

    `known` has the text of each entry by digest, empty where it was written in one piece with others; `entries` are
    those of this run.
    """

    def __init__(self, known: Mapping[bytes, str]) -> None:
        self.known = known
        self.entries: dict[Key, Entry] = {}
        self._texts: dict[bytes, str] = {}
        self._forgotten: set[Key] = set()

    def enter(self, entries: Mapping[Key, Entry]) -> Mapping[Key, Entry]:
        """Add entries of this run. Returns all of them so far."""
        self.entries.update(entries)
        return self.entries

    def text(self, key: Key, write: Callable[[], str]) -> str:
        """The text of an entry: that of the earlier run if the entry is the same, otherwise what `write` returns."""
        entry = self.entries.get(key)
        if entry is None:
            return write()
        text = self.known.get(entry.digest) or write()
        self._texts[entry.digest] = text
        return text

    def forget(self, keys: Iterable[Key]) -> None:
        """Leave these entries out of what is kept for the next run."""
        self._forgotten.update(keys)

    @property
    def kept(self) -> dict[bytes, str]:
        """The texts by digest, for the next run."""
        digests = (entry.digest for key, entry in self.entries.items() if key not in self._forgotten)
        return {digest: self._texts.get(digest, "") for digest in digests}


def operation_entries(paths: Json) -> dict[Key, Entry]:
    """The entries of the operations of path items, by key."""
    return {
        ("paths", path, method): _entry(("paths", path, method), operation)
        for path, item in paths.items()
        for method, operation in item.items()
    }


def schema_entries(schemas: Json) -> dict[Key, Entry]:
    """The entries of the component schemas, by key."""
    return {(*SCHEMAS, name): _entry((*SCHEMAS, name), schema) for name, schema in schemas.items()}


def _entry(key: Key, value: Json) -> Entry:
    packed = orjson.dumps((key, value))
    targets = frozenset(rest.partition(b'"')[0] for rest in packed.split(_REFERENCE)[1:])
    return Entry(hashlib.blake2b(packed, digest_size=16).digest(), targets)


def fresh_keys(entries: Mapping[Key, Entry], known: Collection[bytes]) -> set[Key]:
    """The keys of the entries that are not among those of the earlier run, whose digests are `known`."""
    return {key for key, entry in entries.items() if entry.digest not in known}


def affected_keys(entries: Mapping[Key, Entry], fresh: Iterable[Key]) -> set[Key]:
    """The keys of the fresh entries and of all that refer to them, directly or through others.

    What an entry accepts depends on nothing else, so all others accept what they accepted before.
    """
    holders: dict[bytes, list[Key]] = defaultdict(list)
    for key, entry in entries.items():
        for target in entry.targets:
            holders[target].append(key)
    todo = list(fresh)
    affected = set(todo)
    while todo:
        pointer = ("#/" + "/".join(todo.pop())).encode()
        new = [key for key in holders.get(pointer, ()) if key not in affected]
        affected.update(new)
        todo += new
    return affected
