"""The overlay of a request body on a resource: its schema decides which part of the body counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from speclift.contract.lifecycle import Resource
from speclift.contract.read_write_only import WRITE_ONLY, is_marked
from speclift.contract.records import Contract
from speclift.contract.shapes import properties_of
from speclift.contract.validators import Validators
from speclift.mock.ids import typed
from speclift.mock.resources.patches import overlaid
from speclift.mock.typed_properties import conformed
from speclift.openapi.structure.nodes import Json


class Overlay:
    """Lays request bodies over the resources of one kind.

    `whole` validates a resource. `fixed` names the properties that no request changes: the id and the owners.
    """

    def __init__(self, contract: Contract, resource: Resource, validators: Validators) -> None:
        self.whole = validators.of(resource.shape)
        self.fixed = (resource.identity, *(owner.property for owner in resource.owners if owner.property))
        self.properties: Mapping[str, Json] = properties_of(resource.shape, contract.schemas)
        self._contract = contract
        self._key = resource.identity
        self._validators = validators
        self._accepts: dict[str, Callable[[Any], bool]] = {}
        self._hidden = frozenset(
            name for name, given in self.properties.items() if is_marked(given, WRITE_ONLY, contract.schemas)
        )

    def over(self, entity: Json, body: Any) -> Json:
        """A resource with the properties of a body that its schema knows and accepts, except its id and its owners."""
        if not isinstance(body, dict):
            return entity
        said = {
            name: conformed(self._contract, self.properties[name], value)
            for name, value in body.items()
            if name not in self.fixed and name in self.properties and name not in self._hidden
        }
        found = {**entity, **said}
        if self.whole.accepts(found):
            return found
        # If a body gives a part of an object, the rest stays.
        merged = {**entity, **{name: overlaid(entity.get(name), value) for name, value in said.items()}}
        if self.whole.accepts(merged):
            return merged
        return {
            **entity,
            **{name: v for name, value in said.items() for v in self._kept_of(name, entity.get(name), value)},
        }

    def _kept_of(self, name: str, old: Any, new: Any) -> list[Any]:
        """The new value of a property: that of the body, else that value over the old one; empty if neither fits."""
        return [value for value in (new, overlaid(old, new)) if self.fits(name, value)][:1]

    def fits(self, name: str, value: Any) -> bool:
        """Whether the schema of a property accepts a value."""
        # Every request that reads a resource checks its id with this.
        accepts = self._accepts.get(name)
        if accepts is None:
            accepts = self._accepts[name] = self._validators.of(self.properties[name]).accepts
        return accepts(value)

    def emptied(self, name: str) -> Any:
        """The value in place of a removed property: the first of null and the empty values that fits its schema."""
        empty: tuple[Any, ...] = (None, "", 0, False, [], {})
        return next((value for value in empty if self.fits(name, value)), None)

    def own_id(self, identity: str, shown: Any) -> Any:
        """An id in the type of the sample's id, else as a string; the sample's id if only that fits the schema."""
        found, key = typed(identity, shown), self._key
        if key not in self.properties or self.fits(key, found):
            return found
        if identity and self.fits(key, identity):
            return identity
        return shown if self.fits(key, shown) else found
