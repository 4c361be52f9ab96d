"""Sites for a fault: an operation with its response, and the places in that response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from speclift.contract.lifecycle import Resource, Step
from speclift.contract.places import Place, places
from speclift.contract.records import Contract, Operation, json_of
from speclift.openapi.structure.nodes import Json


class Site(msgspec.Struct, frozen=True):
    """An operation that may have a fault. `sample` is the JSON of its successful response, None if that has no JSON."""

    contract: Contract
    operation: Operation
    sample: Any
    resource: Resource | None
    step: Step | None

    @property
    def schema(self) -> Json:
        """The schema of the JSON in its successful response, empty if there is none."""
        success = self.operation.success
        types = success.media_types if success else ()
        return next((media.schema for media in json_of(types) if media.schema), {})

    @property
    def is_json(self) -> bool:
        """Whether it responds with JSON that has a schema."""
        return self.sample is not None and bool(self.schema)

    def leaves(self, value: Any) -> list[Place]:
        """All places of a response body that have a schema, starting with the root."""
        return list(places(self.contract, self.schema, value))

    def leaf(self, fits: Callable[[Place], bool]) -> Place | None:
        """The first place of the sample that fits."""
        return next((leaf for leaf in self.leaves(self.sample) if fits(leaf)), None)


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """The value with `new` at a place; unchanged if it has no such place."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        return {**value, key: replaced(value[key], rest, new)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], replaced(value[key], rest, new), *value[key + 1 :]]
    return value
