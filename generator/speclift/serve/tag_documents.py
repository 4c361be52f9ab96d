"""One small document for each tag, put together from operations and components that are written once.

`openapi/writing/split.py` does the same with dictionaries.  Here every change of a page makes all documents again while
somebody waits. So each operation and each component becomes JSON once, and documents are made of these pieces, in a
third of the time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from typing import Any

import msgspec
import orjson

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import METHODS, OTHER_METHODS, operations_in
from speclift.openapi.structure.references import components_in_json
from speclift.openapi.writing.entries import Key
from speclift.openapi.writing.split import names_of_tags


class Part(msgspec.Struct, frozen=True):
    """A document: its name in addresses, its tag, the number of its operations, its JSON with a digest, and the
    description of the tag.
    """

    name: str
    tag: str
    operations: int
    data: bytes
    digest: str
    description: str = ""


class Piece(msgspec.Struct, frozen=True):
    """An operation or a component as JSON, and the components (kind, name) that it refers to."""

    json: orjson.Fragment
    targets: frozenset[tuple[str, str]]


class Pieces:
    """The operations and components of a document as pieces; one with a known digest is not made again.

    `digests` are those of the document's entries, where there are any, and `known` the pieces of an earlier document;
    `kept` are those of this one, for the next.
    """

    def __init__(self, digests: Mapping[Key, bytes] | None = None, known: Mapping[bytes, Piece] | None = None) -> None:
        self.kept: dict[bytes, Piece] = {}
        self._digests = digests or {}
        self._known = known or {}

    def of(self, key: Key, value: Any) -> Piece:
        """The piece of an entry of the document."""
        digest = self._digests.get(key)
        if digest is None:
            return self.made(value)
        piece = self.kept[digest] = self._known.get(digest) or _piece(value)
        return piece

    def made(self, value: Any) -> Piece:
        """The piece of a value that is not an entry; it is made each time."""
        return _piece(value)


def parts_of(document: Json, pieces: Pieces) -> tuple[tuple[Part, ...], Part]:
    """A document for each tag with operations, in the order of the document's tags, then of their first use; and the
    document in one piece, which has no name and no tag.

    Every operation has a tag (`served_document`).  A part has the security schemes of the whole, and what its
    operations reach of the other components.
    """
    components = {
        (kind, name): pieces.of(("components", kind, name), value)
        for kind, entries in (document.get("components") or {}).items()
        if isinstance(entries, dict)
        for name, value in entries.items()
    }
    whole: dict[str, Json] = {}
    by_tag: dict[str, dict[str, Json]] = {}
    targets: dict[str, set[tuple[str, str]]] = {}
    counts: dict[str, int] = {}
    number = 0
    for path, item in document["paths"].items():
        shared = {key: pieces.made(value) for key, value in item.items() if key not in (*METHODS, OTHER_METHODS)}
        whole[path] = {key: piece.json for key, piece in shared.items()}
        for method, operation in operations_in(item):
            piece = pieces.of(("paths", path, method), operation)
            _put(whole[path], method, piece)
            number += 1
            for tag in dict.fromkeys(operation["tags"]):
                kept = by_tag.setdefault(tag, {}).setdefault(path, {key: p.json for key, p in shared.items()})
                _put(kept, method, piece)
                targets.setdefault(tag, set()).update(piece.targets, *(p.targets for p in shared.values()))
                counts[tag] = counts.get(tag, 0) + 1
    entries = {entry["name"]: entry for entry in document.get("tags") or ()}
    tags = [tag for tag in entries if tag in by_tag] + [tag for tag in by_tag if tag not in entries]
    head = {
        key: pieces.made(value)
        for key, value in document.items()
        if key not in ("paths", "components", "tags", "webhooks")
    }
    everywhere = {key for key in components if key[0] == "securitySchemes"}.union(*(p.targets for p in head.values()))
    found = []
    for name, tag in names_of_tags(tags).items():
        reached = _reached(targets[tag] | everywhere, components)
        part: Json = {key: piece.json for key, piece in head.items()}
        part |= {"tags": [entries.get(tag, {"name": tag})], "paths": by_tag[tag]}
        part["components"] = _components(components, reached)
        said = str(entries.get(tag, {}).get("description") or "")
        found.append(_part(name, tag, counts[tag], part, said))
    everything = {**document, "paths": whole}
    if components:
        everything["components"] = {**document["components"], **_components(components, components)}
    return tuple(found), _part("", "", number, everything)


def _put(item: Json, method: str, piece: Piece) -> None:
    """Put an operation into a path item."""
    place = item if method in METHODS else item.setdefault(OTHER_METHODS, {})
    place[method] = piece.json


def _part(name: str, tag: str, operations: int, document: Any, description: str = "") -> Part:
    data = orjson.dumps(document)
    return Part(name, tag, operations, data, hashlib.blake2b(data, digest_size=12).hexdigest(), description)


def _piece(value: Any) -> Piece:
    data = orjson.dumps(value)
    return Piece(orjson.Fragment(data), components_in_json(data))


def _reached(
    start: Iterable[tuple[str, str]], components: Mapping[tuple[str, str], Piece]
) -> frozenset[tuple[str, str]]:
    todo, found = list(start), set[tuple[str, str]]()
    while todo:
        key = todo.pop()
        if key not in found and key in components:
            found.add(key)
            todo += components[key].targets
    return frozenset(found)


def _components(components: Mapping[tuple[str, str], Piece], reached: Container[tuple[str, str]]) -> Json:
    found: Json = {}
    for key, piece in components.items():
        kind, name = key
        if key in reached:
            found.setdefault(kind, {})[name] = piece.json
    return found
