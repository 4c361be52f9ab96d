"""Places for a fault: an operation with its answer, and the places in that answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from speclift.contract.lifecycle import Resource, Step
from speclift.contract.places import Place, places
from speclift.contract.records import Contract, Operation, json_of
from speclift.openapi.structure.nodes import Json


class Site(msgspec.Struct, frozen=True):
    """An operation as a place for a fault. `sample` is the JSON of its success, None where that has none."""

    contract: Contract
    operation: Operation
    sample: Any
    resource: Resource | None
    step: Step | None

    @property
    def schema(self) -> Json:
        """The schema of the JSON in its answer."""
        success = self.operation.success
        types = success.media_types if success else ()
        return next((media.schema for media in json_of(types) if media.schema), {})

    @property
    def is_json(self) -> bool:
        """Whether it answers with JSON, and is not also a file."""
        return self.sample is not None and bool(self.schema)

    def leaves(self, value: Any) -> list[Place]:
        """All places of an answer that have a schema, starting with the root."""
        return list(places(self.contract, self.schema, value))

    def leaf(self, fits: Callable[[Place], bool]) -> Place | None:
        """The first place of the sample that fits."""
        return next((leaf for leaf in self.leaves(self.sample) if fits(leaf)), None)


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """The value with another one at a place; unchanged where it has no such place."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        return {**value, key: replaced(value[key], rest, new)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], replaced(value[key], rest, new), *value[key + 1 :]]
    return value
