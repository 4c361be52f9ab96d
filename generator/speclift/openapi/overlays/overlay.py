"""Overlays (OpenAPI Overlay Specification 1.0 and 1.1): files that describe changes of a document.

An overlay opens no other file: it adds only what is in itself or in the document.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from typing import Any

import msgspec
import orjson

from speclift.errors import SourceError
from speclift.limits import LARGEST_DOCUMENT, LONGEST_MESSAGE
from speclift.model.text import visible
from speclift.openapi.files.addresses import is_http, joined, uri_of
from speclift.openapi.files.parse import read_data
from speclift.openapi.overlays.json_path import (
    Location,
    QueryError,
    Steps,
    in_document_order,
    locations,
    value_at,
)
from speclift.openapi.overlays.trace import Trace, Written
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json

_VERSION = re.compile(r"1\.[01](?:\.\d+)?")
#: The most actions of an overlay, and the most values that one of them changes.
_MOST_ACTIONS, _MOST_MATCHES = 10_000, 100_000
#: The bytes that a value takes besides its text: the place that it came from is kept, too.
_OF_A_VALUE = 50


class Action(msgspec.Struct, frozen=True):
    """A change of what `target` selects: merged with `update` or with what `copy` selects, or removed.

    `number` is its index in the overlay.
    """

    number: int
    target: str
    update: Any = msgspec.UNSET
    copy: str | None = None
    is_removal: bool = False


class Allowance:
    """What all overlays of a document may still use together: `steps` of queries, and `room`, the bytes to add."""

    def __init__(self, document: Json) -> None:
        self.steps = Steps(document)
        self.room = LARGEST_DOCUMENT


class Overlay(msgspec.Struct, frozen=True):
    """The actions of an overlay in order. Messages name its `file`; `extends` is the document that it is for.

    `version` is that of the Overlay Specification. `digest` identifies its content: a document lists the digests of its
    overlays in `x-overlays`.
    """

    file: str
    actions: tuple[Action, ...]
    extends: str
    digest: str
    version: str


def read_overlay(path: str) -> Overlay:
    """The overlay in a file.  Raises SourceError where the file is not an overlay."""
    found = read_data(path)
    if not isinstance(found, dict) or not _VERSION.fullmatch(str(found.get("overlay"))):
        raise _wrong(path, "", "is not an Overlay 1.0 or 1.1", "a field `overlay` such as 1.0.0")
    actions = found.get("actions")
    if not isinstance(actions, list) or len(actions) > _MOST_ACTIONS:
        raise _wrong(path, "/actions", "is not a list of actions", f"a list of at most {_MOST_ACTIONS:,} actions")
    extends = found.get("extends")
    return Overlay(
        path,
        tuple(_action(given, number, path) for number, given in enumerate(actions)),
        extends if isinstance(extends, str) else "",
        hashlib.sha256(orjson.dumps(found, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        str(found["overlay"]),
    )


class Overlaid(msgspec.Struct, frozen=True):
    """A document after an overlay, the faults of its actions, and a trace to where each value comes from."""

    document: Json
    faults: tuple[Fault, ...]
    trace: Trace


def overlaid(document: Json, overlay: Overlay, path: str = "", allowance: Allowance | None = None) -> Overlaid:
    """The document after all actions of an overlay, one after the other.

    `path` is the file of the document; all its overlays share the `allowance`.  The given document is not changed.
    Raises SourceError where a query is not valid, and where changes or queries would exceed the limits.
    """
    return _Overlaying(document, overlay, path, allowance or Allowance(document)).result()


def _action(given: Any, number: int, path: str) -> Action:
    place = f"/actions/{number}"
    if not isinstance(given, Mapping) or not isinstance(given.get("target"), str):
        raise _wrong(path, place, "is not an action", "an object with `target`, a JSONPath query")
    if not given.keys() & {"update", "copy", "remove"}:
        raise _wrong(path, place, "changes nothing", "one of `update`, `remove` and `copy`")
    copy, remove = given.get("copy"), given.get("remove", False)
    if not isinstance(copy, str | None) or not isinstance(remove, bool):
        raise _wrong(
            path,
            place,
            "has a `copy` or `remove` of the wrong type",
            "a JSONPath query in `copy`, a boolean in `remove`",
        )
    return Action(number, given["target"], given.get("update", msgspec.UNSET), copy, remove)


def _wrong(path: str, place: str, what: str, expected: str) -> SourceError:
    return SourceError(
        f"The overlay{f', at #{place},' if place else ''} {what}.",
        file=path,
        expected=expected,
        advice="see https://spec.openapis.org/overlay/latest.html",
    )


class _Overlaying:
    def __init__(self, document: Json, overlay: Overlay, path: str, allowance: Allowance) -> None:
        self._document: Any = _copied(document)
        self._allowance = allowance
        self._overlay = overlay
        self._path = path
        self._faults: list[Fault] = []
        self._trace = Trace(self._document)

    def result(self) -> Overlaid:
        self._compare_extends()
        for action in self._overlay.actions:
            self._apply(action)
        return Overlaid(self._document, tuple(self._faults), self._trace)

    def _compare_extends(self) -> None:
        """Report an overlay that is for another document, as far as that shows without opening the document."""
        extends, own = self._overlay.extends, self._document.get("$self")
        if not extends or not self._path:
            return
        named = joined(uri_of(self._overlay.file), extends)[0]
        known = {uri_of(self._path), uri_of(os.path.realpath(self._path))}
        known |= {joined(uri_of(self._path), own)[0]} if isinstance(own, str) else set()
        if named not in known and not (is_http(named) and not isinstance(own, str)):
            self._report("/extends", f"the overlay extends {extends}, which is another document", "overlay-of-another")

    def _apply(self, action: Action) -> None:
        place = f"/actions/{action.number}"
        if action.copy is not None and self._overlay.version.startswith("1.0"):
            message = "Overlay 1.0 has no `copy`; it is read as in 1.1"
            self._report(f"{place}/copy", message, "overlay-version")
        found = self._locations(action.target, f"{place}/target")
        if not found:
            message = f"the target {action.target} matches nothing"
            self._report(f"{place}/target", message, "overlay-without-match")
            return
        if action.is_removal:
            if () in found:
                raise _wrong(self._overlay.file, place, "removes the whole document", "a target below it")
            # The last is removed first, since indexes change.
            for location in reversed(in_document_order(found)):
                owner = value_at(self._document, location[:-1])
                self._trace.removed(owner, location[-1])
                del owner[location[-1]]
        elif action.update is not msgspec.UNSET:
            written = Written(self._overlay.file, ("actions", str(action.number), "update"))
            self._merge_all(found, action.update, f"{place}/update", written)
        elif action.copy is not None:
            sources = self._locations(action.copy, f"{place}/copy")
            if len(sources) == 1:
                written = self._trace.original(sources[0])
                self._merge_all(found, value_at(self._document, sources[0]), f"{place}/copy", written)
            else:
                message = f"{action.copy} selects {len(sources):,} values instead of one: nothing is copied"
                self._report(f"{place}/copy", message, "overlay-copy")

    def _merge_all(self, found: list[Location], value: Any, place: str, written: Written) -> None:
        data = orjson.dumps(value, default=str)
        size = len(data) + _OF_A_VALUE * (data.count(b",") + 1)
        self._allowance.room -= size * len(found)
        if self._allowance.room < 0:
            raise SourceError(
                f"The overlay, at #{place}, makes the document too large.",
                file=self._overlay.file,
                expected=f"overlays that add at most {LARGEST_DOCUMENT:,} bytes, and {_OF_A_VALUE} for each value",
                advice="make its target select less",
            )
        for location in found:
            target = value_at(self._document, location)
            if isinstance(target, dict) and not isinstance(value, dict):
                self._report(place, "an object can only be merged with an object: it stays as it is", "overlay-type")
                return
            merged = self._merged(target, _copied(value), written)
            if merged is not target:
                owner = value_at(self._document, location[:-1])
                owner[location[-1]] = merged
                self._trace.replaced(owner, location[-1], written)

    def _merged(self, target: Any, value: Any, written: Written) -> Any:
        """The value that `target` becomes: members of objects merge, lists grow, and any other value is replaced."""
        if isinstance(target, dict) and isinstance(value, dict):
            for key, inner in value.items():
                merged = self._merged(target[key], inner, written.at(key)) if key in target else inner
                if key not in target or merged is not target[key]:
                    target[key] = merged
                    self._trace.replaced(target, key, written.at(key))
            return target
        if isinstance(target, list):
            added = value if isinstance(value, list) else [value]
            is_list = isinstance(value, list)
            self._trace.extended(target, [written.at(index) if is_list else written for index in range(len(added))])
            target += added
            return target
        return value

    def _locations(self, query: str, place: str) -> list[Location]:
        try:
            return locations(query, self._document, _MOST_MATCHES, self._allowance.steps)
        except QueryError as error:
            raise SourceError(
                visible(f"The query {query[:LONGEST_MESSAGE]} {error}."),
                file=f"{self._overlay.file}#{place}",
                expected="a JSONPath query (RFC 9535), such as $.paths['/kites'].get",
                advice="mend the query",
            ) from error

    def _report(self, pointer: str, message: str, kind: str) -> None:
        self._faults.append(Fault(pointer, message, kind, file=self._overlay.file))


def _copied(node: Any) -> Any:
    """A copy of all objects and lists in a value, which may be changed."""
    if isinstance(node, dict):
        return {key: _copied(inner) for key, inner in node.items()}
    return [_copied(inner) for inner in node] if isinstance(node, list) else node
