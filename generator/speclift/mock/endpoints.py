"""The endpoints of a contract, made when they are first needed, and the faults on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from speclift.contract.lifecycle import Resource, Step, things_of
from speclift.contract.records import Contract, Operation
from speclift.contract.validators import Validators
from speclift.mock.endpoint import Endpoint
from speclift.mock.faults.fault import Fault
from speclift.mock.faults.placement import placed
from speclift.mock.memo import MemoStore
from speclift.mock.overlapping_paths import overlapping
from speclift.mock.resources.checked_schemas import checked_schemas
from speclift.mock.resources.life_cycle import Entities
from speclift.mock.resources.store import Store
from speclift.mock.responses.responses import Responder
from speclift.mock.responses.sites import Site
from speclift.openapi.structure.nodes import Json


class Endpoints:
    """The endpoints by operation.  Raises UsageError for a fault that does not exist, and SourceError for a schema of
    a request or resource that cannot be used for validation.

    `faults` has the placed faults by operation id; `unplaced` has the names of those that no operation has.
    """

    def __init__(
        self, contract: Contract, store: Store, room: MemoStore, *, seed: int, secret: str | None, faults: Sequence[str]
    ) -> None:
        self._contract = contract
        self._store = store
        self._seed = seed
        self._secret = secret
        self._validators = Validators(contract.schemas, frozenset({"readOnly"}))
        self._resources = _by_operation(things_of(contract))
        self._validators.check(_request_schemas(contract, self._resources))
        self.response_validators = self._validators.allowing(
            frozenset({"writeOnly"}), _response_schemas(contract, self._resources)
        )
        self._alike = overlapping(contract.operations)
        self._room = room
        self._memo = room.memo()
        self._known: dict[str, Endpoint] = {}
        self.faults: Mapping[str, Fault]
        self.unplaced: tuple[str, ...]
        sites = [self._site(operation) for operation in contract.operations] if faults else []
        self.faults, self.unplaced = placed(faults, sites)

    def find(self, operation: Operation, values: Sequence[str]) -> Endpoint:
        """The endpoint of an operation, or of one with an identical path whose parameters accept these values."""
        if operation.operation_id not in self._alike:
            return self._known.get(operation.operation_id) or self._made(operation)
        candidates = [self._known.get(o.operation_id) or self._made(o) for o in self._alike[operation.operation_id]]
        return next((endpoint for endpoint in candidates if endpoint.takes(values)), candidates[-1])

    def _made(self, operation: Operation) -> Endpoint:
        responder = Responder(self._contract, operation, self._seed, self._room, self.response_validators)
        life = self._life(operation)
        fault = self.faults.get(operation.operation_id)
        found = Endpoint(
            self._contract,
            operation,
            self._validators,
            self.response_validators,
            responder,
            self._secret,
            life,
            fault,
            self._memo,
            self._room,
        )
        self._known[operation.operation_id] = found
        return found

    def _life(self, operation: Operation) -> tuple[Entities, Step] | None:
        if operation.operation_id not in self._resources:
            return None
        resource, step = self._resources[operation.operation_id]
        return Entities(
            self._contract, resource, self._store, self.response_validators, lambda: self._sample(resource), self._room
        ), step

    def _sample(self, resource: Resource) -> Any:
        read = resource.step("read")
        if not read or not read.operation.success:
            return {}
        responder = Responder(self._contract, read.operation, self._seed, MemoStore(), self.response_validators)
        found = read.thing_in(responder.sample(read.operation.success))
        return found if isinstance(found, dict) else responder.made(resource.shape)

    def _site(self, operation: Operation) -> Site:
        resource, step = self._resources.get(operation.operation_id, (None, None))
        success = operation.success
        has_json = success and success.media_types
        # This runs only once for each operation, so the memory is a new one that nobody keeps.
        responder = Responder(self._contract, operation, self._seed, MemoStore(), self.response_validators)
        sample = responder.sample(success) if success and has_json else None
        return Site(self._contract, operation, sample, resource, step)


def _by_operation(resources: Iterable[Resource]) -> dict[str, tuple[Resource, Step]]:
    found: dict[str, tuple[Resource, Step]] = {}
    for resource in resources:
        for step in resource.steps:
            found.setdefault(step.operation.operation_id, (resource, step))
    return found


def _request_schemas(contract: Contract, resources: Mapping[str, tuple[Resource, Step]]) -> dict[str, Json]:
    """The schemas that validate requests and stored resources, each by a label for error messages."""
    found: dict[str, Json] = {}
    for operation in contract.operations:
        for parameter in operation.parameters:
            found[f"{operation.label}, {parameter.location} {parameter.name}"] = parameter.schema
        for media in operation.body.media_types if operation.body else ():
            if media.schema:
                found[f"{operation.label}, {media.name} body"] = media.schema
    for resource, _ in resources.values():
        found[resource.schema or resource.name] = resource.shape
    return found


def _response_schemas(contract: Contract, resources: Mapping[str, tuple[Resource, Step]]) -> Iterator[Json]:
    """The schemas that validate responses, stored resources and their properties."""
    yield from contract.response_schemas()
    for resource in {id(resource): resource for resource, _ in resources.values()}.values():
        yield from checked_schemas(resource, contract.schemas)
