"""Templates of JSON: a resource is written once for all ids."""

from __future__ import annotations

from typing import Any

from speclift.contract.json_bytes import json_bytes
from speclift.openapi.structure.nodes import Json


class JsonTemplates:
    """A resource as JSON with a gap for its id, the property `key`; if it has none, there is no gap."""

    def __init__(self, entity: Json, key: str) -> None:
        names = list(entity)
        place = names.index(key) if key in entity else len(names)
        before = {name: entity[name] for name in names[:place]}
        after = {name: entity[name] for name in names[place + 1 :]}
        self._has_id = key in entity
        start, end = json_bytes(before)[:-1], json_bytes(after)[1:]
        self._start = start + (b"," if before else b"") + json_bytes(key) + b":" if self._has_id else start
        self._end = (b"," if after else b"") + end if self._has_id else b"}"

    def size(self) -> int:
        """The number of bytes of the template."""
        return len(self._start) + len(self._end)

    def of(self, identity: Any) -> bytes:
        """The JSON of the resource with this id."""
        if not self._has_id:
            return self._start + self._end
        return self._start + json_bytes(identity) + self._end
