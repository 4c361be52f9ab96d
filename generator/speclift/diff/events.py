"""Requests of a server to its clients, webhooks and callbacks: which were added, removed or changed. The content of
each is compared as a whole, with all components that it leads to, but not in detail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.contract.records import sent_method
from speclift.diff.schemas.allof import as_text
from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import operations_in, paths_of
from speclift.openapi.structure.pointers import pointed
from speclift.openapi.structure.references import targets_in

#: Texts for people: a difference in them changes nothing on the wire.
_TEXTS = ("summary", "description")


def events_of(document: Json) -> dict[str, dict[str, str]]:
    """The content of each callback, by the label of its operation and its name, and of each webhook, by its name."""
    found = {"": _said(document, document.get("webhooks"))}
    for path, item in paths_of(document):
        for method, operation in operations_in(item):
            if operation.get("callbacks"):
                found[f"{sent_method(method)} {path}"] = _said(document, operation["callbacks"])
    return found


def event_changes(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Code and both names of every change between the events of a kind, `webhook` or `callback`."""
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"{kind}-removed", name, ""
        elif name not in old:
            yield f"{kind}-added", "", name
        elif old[name] != new[name]:
            yield f"{kind}-changed", name, name


def _said(document: Json, events: Any) -> dict[str, str]:
    given = events.items() if isinstance(events, Mapping) else ()
    return {str(name): _text(document, event) for name, event in given}


def _text(document: Json, event: Any) -> str:
    """An event and everything that references in it lead to, each once."""
    parts: dict[str, Any] = {"": event}
    todo = [event]
    while todo:
        for target in targets_in(todo.pop()):
            if target not in parts:
                try:
                    parts[target] = pointed(document, target)
                except SourceError:
                    # A reference that leads nowhere counts as its text.
                    parts[target] = None
                todo.append(parts[target])
    return as_text({name: _plain(part) for name, part in parts.items()})


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if not isinstance(node, Mapping):
        return node
    return {key: _plain(value) for key, value in node.items() if key not in _TEXTS or not isinstance(value, str)}
