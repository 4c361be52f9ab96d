"""What a type has of its own and of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any, TypeAlias

from speclift.contract.records import component_name
from speclift.errors import SourceError

Json: TypeAlias = Mapping[str, Any]

#: Properties that the types of a document inherit, all together: some APIs have tens of thousands.
_MOST_INHERITED = 200_000


class Properties:
    """The properties of the object types of a document, each type with those of all its parts (`allOf`).

    A component is looked into once, however many types it is a part of.
    """

    def __init__(self, schemas: Json) -> None:
        self._schemas = schemas
        self._known: dict[str, tuple[Mapping[str, Any], Set[str]]] = {}
        self._inherited = 0

    def of_component(self, name: str) -> tuple[Mapping[str, Any], Set[str]]:
        """The properties of a component, and the names of those that are required.

        Raises SourceError where parts lead to each other too often, or add up to more than anybody would read.
        """
        if name not in self._known:
            # A component that is a part of itself adds nothing to itself.
            self._known[name] = ({}, set())
            try:
                self._known[name] = self._of(self._schemas.get(name, {}))
            except RecursionError as error:
                raise _too_many("too many schemas are parts of each other (`allOf`)") from error
        return self._known[name]

    def _of(self, schema: Json) -> tuple[Mapping[str, Any], Set[str]]:
        found: dict[str, Any] = {}
        required: set[str] = set()
        for part in schema.get("allOf", ()) if len(schema.get("allOf", ())) > 1 or "properties" in schema else ():
            inner, needed = self.of_component(component_name(part["$ref"])) if "$ref" in part else self._of(part)
            self._inherited += len(inner)
            if self._inherited > _MOST_INHERITED:
                raise _too_many(f"its schemas inherit more than {_MOST_INHERITED:,} properties by `allOf`")
            found.update(inner)
            required |= needed
        found.update(schema.get("properties", {}))
        return found, required | set(schema.get("required", ()))


def _too_many(what: str) -> SourceError:
    return SourceError(
        f"No client can be made of the document: {what}.",
        expected="types of a size that people can use",
        advice="write out what the types have in common, or make a property of it",
    )
