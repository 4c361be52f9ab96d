"""What a list shows of each thing: all of it, some of its properties, or columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from speclift.contract.identifiers import answer_schema, component_of
from speclift.contract.json_bytes import json_bytes
from speclift.contract.lifecycle import Resource
from speclift.contract.records import Contract
from speclift.contract.shapes import items_of, parts_of, properties_of
from speclift.mock.responses.odata import select_properties
from speclift.openapi.structure.nodes import Json


class Listing:
    """The items of the list of one resource."""

    def __init__(self, contract: Contract, resource: Resource) -> None:
        self._contract = contract
        self._resource = resource
        self._columns = self._listed_columns()
        self._demanded = self._listed_demands() if self._columns is not None else frozenset()

    def demanded(self, rows: Sequence[Any]) -> Json:
        """Properties that a list requires and that reading and making a thing lack, with the values of the sample."""
        shown = next((row for row in rows if isinstance(row, dict)), {}) if self._demanded else {}
        return {name: shown[name] for name in self._demanded if name in shown}

    def item(self, data: bytes, demanded: Json, names: frozenset[str] | None, *, is_written: bool) -> Any:
        """The item of a thing that is given as JSON; with `names`, all other properties are null."""
        if names is None and self._columns is not None:
            made = orjson.loads(data)
            return {**demanded, **{name: item for name, item in made.items() if name in self._columns}}
        if names is None:
            return orjson.Fragment(data) if is_written else orjson.loads(data)
        selected = select_properties(orjson.loads(data), names)
        return orjson.Fragment(json_bytes(selected)) if is_written else selected

    def _items(self) -> Json:
        """The schema of the items of a list; empty where there is no list."""
        step = self._resource.step("list")
        if step is None or step.rows is None:
            return {}
        schemas, given = self._contract.schemas, answer_schema(step.operation)
        for key in step.rows:
            given = properties_of(given, schemas).get(str(key))
        return items_of(given, schemas)

    def _listed_demands(self) -> frozenset[str]:
        """The properties that a list requires of each thing."""
        parts = parts_of(self._items(), self._contract.schemas)
        return frozenset(name for part in parts for name in part.get("required", ()))

    def _listed_columns(self) -> frozenset[str] | None:
        """What a list shows of each thing; None where it shows all of it."""
        items, schemas = self._items(), self._contract.schemas
        if not items:
            return None
        shape = self._resource.shape
        if items == shape or (component_of(items) and component_of(items) == component_of(shape)):
            return None
        known = properties_of(items, schemas)
        return frozenset(known) if known else None


def columns(thing: Json) -> Json:
    """The scalar properties of a thing as columns of a list."""
    return {f"{name[:1].lower()}{name[1:]}": v for name, v in thing.items() if not isinstance(v, (dict, list))}
