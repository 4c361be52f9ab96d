"""Names of properties that a run made up: a server that stores what it receives may return them later."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import orjson

from speclift.contract.records import Contract
from speclift.fuzz.exchange import Request

#: More names than a run makes up in an hour.
_MOST = 100_000


class MadeUpNames:
    """The names in the JSON bodies that were sent, without the names in the schemas and samples of the document."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._sent: set[str] = set()

    def saw(self, request: Request) -> None:
        """Take note of the names in the body of a request."""
        if not request.body.startswith((b"{", b"[")) or len(self._sent) > _MOST:
            return
        try:
            value = orjson.loads(request.body)
        except orjson.JSONDecodeError:
            return
        self._sent.update(name for part in _objects(value) for name in part)

    def are_in(self, pointer: str) -> bool:
        """Whether a pointer ends with a name that the run made up; such a name may have slashes in it."""
        parts = pointer.split("/")
        ends = ("/".join(parts[start:]) for start in range(1, len(parts)))
        return any(end in self._sent and end not in self._known for end in ends)

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        schemas: list[Any] = list(self._contract.schemas.values())
        shown: list[Any] = []
        for operation in self._contract.operations:
            bodies = [*operation.responses, *((operation.body,) if operation.body else ())]
            schemas += (media.schema for body in bodies for media in body.media_types)
            shown += (value for body in bodies for media in body.media_types for value in media.examples.values())
        named = (part.get("properties") for part in _objects(schemas))
        in_schemas = (name for properties in named if isinstance(properties, dict) for name in properties)
        return frozenset(in_schemas).union(*_objects(shown))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a value."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left += part.values()
        elif isinstance(part, list):
            left += part
