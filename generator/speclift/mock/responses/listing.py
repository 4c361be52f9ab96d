"""The items of a list: a whole resource, some of its properties, or columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from speclift.contract.identifiers import answer_schema, component_of
from speclift.contract.json_bytes import json_bytes
from speclift.contract.lifecycle import Resource
from speclift.contract.records import Contract
from speclift.contract.shapes import items_of, parts_of, properties_of
from speclift.contract.validators import Validators
from speclift.mock.responses.odata import select_properties
from speclift.mock.typed_properties import conformed
from speclift.openapi.structure.nodes import Json


class Listing:
    """The items of the list of one kind of resource."""

    def __init__(self, contract: Contract, resource: Resource, validators: Validators) -> None:
        self._contract = contract
        self._resource = resource
        self._validators = validators
        items = items_schema(resource, contract.schemas)
        self._columns = self._listed_columns(items)
        self._demanded = _demands_of(items, contract.schemas) if self._columns is not None else frozenset()
        own = properties_of(resource.shape, contract.schemas)
        #: The properties that have another schema in the list than in the resource itself.
        self._others = {name: given for name, given in (self._columns or {}).items() if given != own.get(name)}

    def shown(self, rows: Sequence[Any]) -> Json:
        """The sample values of properties that the list requires, or that have another schema in it: a created resource
        may lack them, or have values that the list does not allow.
        """
        row: Json = next((row for row in rows if isinstance(row, dict)), {}) if self._demanded or self._others else {}
        return {name: row[name] for name in (*self._demanded, *self._others) if name in row}

    def item(self, data: bytes, shown: Json, names: frozenset[str] | None, *, is_written: bool) -> Any:
        """The item for a resource, which is given as JSON. With `names`, all other properties are null.  With
        `is_written`, the item is written JSON unless the list has properties of its own.
        """
        if names is None and self._columns is not None:
            made = {name: item for name, item in orjson.loads(data).items() if name in self._columns}
            kept = {name: value for name, item in made.items() for value in self._fitting(name, item)}
            return {**{name: item for name, item in shown.items() if name in made or name in self._demanded}, **kept}
        if names is None:
            return orjson.Fragment(data) if is_written else orjson.loads(data)
        selected = select_properties(orjson.loads(data), names)
        return orjson.Fragment(json_bytes(selected)) if is_written else selected

    def _fitting(self, name: str, item: Any) -> list[Any]:
        """The value of a property in the list, empty if the schema in the list does not accept it."""
        schema = self._others.get(name)
        if schema is None:
            return [item]
        found = conformed(self._contract, schema, item)
        return [found] if self._validators.of(schema).accepts(found) else []

    def _listed_columns(self, items: Json) -> Mapping[str, Json] | None:
        """The properties of the items and their schemas; None if the items are whole resources."""
        if not items:
            return None
        shape = self._resource.shape
        if items == shape or (component_of(items) and component_of(items) == component_of(shape)):
            return None
        known = properties_of(items, self._contract.schemas)
        return known or None


def _demands_of(items: Json, schemas: Mapping[str, Json]) -> frozenset[str]:
    """The properties that a list requires of each of its items."""
    return frozenset(name for part in parts_of(items, schemas) for name in part.get("required", ()))


def items_schema(resource: Resource, schemas: Mapping[str, Json]) -> Json:
    """The schema of the items in the list of a kind of resource, empty if there is no list."""
    step = resource.step("list")
    if step is None or step.rows is None:
        return {}
    given = answer_schema(step.operation)
    for key in step.rows:
        given = properties_of(given, schemas).get(str(key))
    return items_of(given, schemas)


def columns(entity: Json) -> Json:
    """The scalar properties of a resource as columns: their names begin with a small letter."""
    return {f"{name[:1].lower()}{name[1:]}": v for name, v in entity.items() if not isinstance(v, (dict, list))}
