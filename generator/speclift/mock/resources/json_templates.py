"""Things as JSON that is written once for all ids."""

from __future__ import annotations

from typing import Any

from speclift.contract.json_bytes import json_bytes
from speclift.openapi.structure.nodes import Json


class JsonTemplates:
    """A thing as JSON without its id, the property `key`; without that property, it is the same for each id."""

    def __init__(self, thing: Json, key: str) -> None:
        names = list(thing)
        place = names.index(key) if key in thing else len(names)
        before = {name: thing[name] for name in names[:place]}
        after = {name: thing[name] for name in names[place + 1 :]}
        self._has_id = key in thing
        start, end = json_bytes(before)[:-1], json_bytes(after)[1:]
        self._start = start + (b"," if before else b"") + json_bytes(key) + b":" if self._has_id else start
        self._end = (b"," if after else b"") + end if self._has_id else b"}"

    def size(self) -> int:
        """The bytes that the template takes."""
        return len(self._start) + len(self._end)

    def of(self, identity: Any) -> bytes:
        """The thing with this id."""
        if not self._has_id:
            return self._start + self._end
        return self._start + json_bytes(identity) + self._end
