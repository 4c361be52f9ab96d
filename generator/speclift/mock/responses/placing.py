"""Placing a resource in the documented response of an operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.contract.generation.generator import Generator
from speclift.contract.identifiers import Keys, answer_schema, component_of
from speclift.contract.lifecycle import Resource, Step, at
from speclift.contract.records import Contract
from speclift.contract.shapes import items_of, properties_of
from speclift.contract.validators import Validators
from speclift.mock.ids import id_text, is_alike
from speclift.mock.responses.sites import replaced
from speclift.openapi.structure.nodes import Json


class Placing:
    """Puts the resources of one kind into response bodies."""

    def __init__(self, contract: Contract, resource: Resource, validators: Validators) -> None:
        self._contract = contract
        self._resource = resource
        self._validators = validators
        self._same: dict[str, bool] = {}

    def placed(self, step: Step, body: Any, entity: Json) -> Any:
        """A response body with a resource in its place: all of it if the schemas are the same, else the properties that
        both schemas have.
        """
        if step.id_output is None:
            return body
        keys, identity = step.id_output[:-1], entity.get(self._resource.identity)
        if not step.id_output:
            return identity
        if isinstance(step.id_output[-1], int):
            # The response has a list of ids.
            ids = at(body, keys)
            shown = ids[0] if isinstance(ids, list) and ids else None
            return replaced(body, keys, [identity if is_alike(identity, shown) else id_text(identity)])
        schema: Json | None = None
        inner: Any = None
        if not self._is_whole(step):
            schema, inner = object_schema(step, self._contract.schemas), at(body, keys)
            if not isinstance(inner, dict):
                # The sample has no object there, so one is generated for the schema.
                inner = Generator(self._contract.schemas, self._resource.name, is_answer=True).value(schema)
        if not isinstance(inner, dict):
            return replaced(body, keys, entity) if body is not None else entity
        last = step.id_output[-1]
        own = identity if is_alike(identity, inner.get(last)) else str(identity)
        said = {name: entity[name] for name in inner if name in entity and is_alike(entity[name], inner[name])}
        known = properties_of(schema, self._contract.schemas)
        fits = {n: v for n, v in {**said, last: own}.items() if self._is_better(v, inner.get(n), known.get(n))}
        return replaced(body, keys, {**inner, **fits})

    def all_placed(self, step: Step, body: Any, entities: Sequence[Json]) -> Any:
        """A response body with a row for each of several resources; if it has one place, with the first of them."""
        keys = step.id_output or ()
        at_list = next((number for number, key in enumerate(keys) if isinstance(key, int)), None)
        if at_list is None:
            return self.placed(step, body, entities[0]) if entities else body
        keys = keys[:at_list]
        shown = at(body, keys)
        if not isinstance(shown, list):
            return body
        if not shown:
            # The sample has no row, so one is generated.
            schema = items_of(
                _schema_at(answer_schema(step.operation), keys, self._contract.schemas), self._contract.schemas
            )
            row = Generator(self._contract.schemas, self._resource.name, is_answer=True).value(schema)
            body = replaced(body, keys, [row])
        return replaced(body, keys, [at(self.placed(step, body, entity), keys)[0] for entity in entities])

    def _is_whole(self, step: Step) -> bool:
        """Whether the response of an operation has the same schema of the resource as a read."""
        known = self._same.get(step.operation.operation_id)
        if known is None:
            given, shape = object_schema(step, self._contract.schemas), self._resource.shape
            known = given == shape or bool(component_of(given) and component_of(given) == component_of(shape))
            self._same[step.operation.operation_id] = known
        return known

    def _is_better(self, value: Any, shown: Any, schema: Json | None) -> bool:
        """Whether a value may replace the shown one: it fits the schema, or neither of them does."""
        if schema is None or value == shown:
            return True
        accepts = self._validators.of(schema).accepts
        return accepts(value) or not accepts(shown)


def object_schema(step: Step, schemas: Mapping[str, Json]) -> Json | None:
    """The schema of the object in the response of an operation that has the id of the resource."""
    given = _schema_at(answer_schema(step.operation), (step.id_output or ())[:-1], schemas)
    return given if isinstance(given, dict) else None


def _schema_at(schema: Any, keys: Keys, schemas: Mapping[str, Json]) -> Any:
    for key in keys:
        schema = items_of(schema, schemas) if isinstance(key, int) else properties_of(schema, schemas).get(key)
    return schema
