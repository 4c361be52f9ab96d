"""Webhooks and callbacks, the requests that a server sends to its clients: which were added, removed or changed. The
content of each is compared as a whole, with all components that it leads to, but not in detail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from speclift.contract.records import sent_method
from speclift.diff.schemas.allof import as_text
from speclift.errors import SourceError
from speclift.openapi.structure.circles import circles
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import operations_in, paths_of
from speclift.openapi.structure.pointers import pointed
from speclift.openapi.structure.references import targets_in

#: Keywords with prose: a difference in it changes nothing on the wire.
_PROSE = ("summary", "description")


def events_of(document: Json) -> dict[str, dict[str, str]]:
    """The content of each callback, by the label of its operation and its name, and of each webhook, by its name."""
    contents = _Contents(document)
    found = {"": contents.of(document.get("webhooks"))}
    for path, item in paths_of(document):
        for method, operation in operations_in(item):
            if operation.get("callbacks"):
                found[f"{sent_method(method)} {path}"] = contents.of(operation["callbacks"])
    return found


def event_changes(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The code, the old and the new name of each change between events of a kind, `webhook` or `callback`."""
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"{kind}-removed", name, ""
        elif name not in old:
            yield f"{kind}-added", "", name
        elif old[name] != new[name]:
            yield f"{kind}-changed", name, name


class _Contents:
    """What events say, with all that their references lead to. Texts are equal where all of that is.

    Each target is read once.  Many events lead to the same, in circles too.
    """

    def __init__(self, document: Json) -> None:
        self._document = document
        self._links: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._digests: dict[str, str] = {}

    def of(self, events: Any) -> dict[str, str]:
        """The content of each event by its name."""
        given = events.items() if isinstance(events, Mapping) else ()
        return {str(name): self._content(event) for name, event in given}

    def _content(self, event: Any) -> str:
        targets = sorted(set(targets_in(event)))
        self._read(targets)
        return _digest([as_text(_without_prose(event)), *(self._digests[target] for target in targets)])

    def _read(self, targets: Iterable[str]) -> None:
        """Read all that some references lead to, and what that leads to in turn."""
        new: dict[str, list[str]] = {}
        todo = [target for target in targets if target not in self._digests]
        while todo:
            target = todo.pop()
            if target in new or target in self._digests:
                continue
            try:
                part: Any = pointed(self._document, target)
            except SourceError:
                # A reference that leads nowhere counts as its text.
                part = None
            self._texts[target] = as_text(_without_prose(part))
            new[target] = self._links[target] = sorted(set(targets_in(part)))
            todo += new[target]
        inner = {target: [link for link in links if link in new] for target, links in new.items()}
        for group in circles(inner):
            # Those before the group are known; its own members stand for each other by their names.
            outer = sorted({link for target in group for link in self._links[target]} - set(group))
            said = [f"{target} {self._texts[target]}" for target in sorted(group)]
            digest = _digest([*said, *(self._digests[link] for link in outer)])
            self._digests |= {target: _digest([target, digest]) for target in group}


def _digest(texts: Sequence[str]) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for text in texts:
        # The length keeps texts apart.
        data = text.encode(errors="surrogatepass")
        whole.update(b"%d " % len(data) + data)
    return whole.hexdigest()


def _without_prose(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_prose(value) for value in node]
    if not isinstance(node, Mapping):
        return node
    kept = {key: value for key, value in node.items() if key not in _PROSE or not isinstance(value, str)}
    return {key: _without_prose(value) for key, value in kept.items()}
