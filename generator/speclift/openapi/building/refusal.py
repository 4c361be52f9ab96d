"""Traces what the validator refuses in an API to the pages that it comes from, and leaves it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from speclift.errors import InvalidDocumentError
from speclift.model.finding import Finding
from speclift.model.operation import Api, Operation
from speclift.model.schema import Component, Place
from speclift.openapi.building.document import build_document
from speclift.openapi.building.schemas import Version
from speclift.openapi.building.validate import Validator, faults_as_a_whole, faults_of_each
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.steps import steps_to
from speclift.openapi.writing.entries import operation_entries, schema_entries
from speclift.settings import Settings

#: What is refused: ("paths", path, method) or a parameter of it (…, "parameters", index); ("components", "schemas",
#: name) or a property of it (…, "properties", name).
Target: TypeAlias = tuple[str, ...]

#: Each round leaves out all that is refused; a later one refuses only what needs something that was left out.
_MOST_ROUNDS = 10


class Refusals(msgspec.Struct, frozen=True):
    """What replaces the refused operations and components, and a finding (SL113) for each part that is left out.

    The keys are path and method of an operation, or the name of a component. None stands for an operation that is left
    out as a whole.
    """

    operations: dict[tuple[str, str], Operation | None] = {}
    components: dict[str, Component] = {}
    findings: tuple[Finding, ...] = ()

    def kept(self, operations: Sequence[Operation]) -> tuple[Operation, ...]:
        """The operations without what is refused."""
        found = (self.operations.get((item.path, item.method), item) for item in operations)
        return tuple(item for item in found if item)

    def opened(self, components: Sequence[Component]) -> tuple[Component, ...]:
        """The components without what is refused; none is left out as a whole, since others may refer to it."""
        return tuple(self.components.get(item.name, item) for item in components)


def refusals(api: Api, settings: Settings, version: Version, validator: Validator) -> Refusals:
    """Everything that the validator refuses in an API. Raises InvalidDocumentError if that does not come from pages."""

    def refused_of(some: Api) -> dict[Target, str]:
        document = build_document(some, settings, version)
        found: dict[Target, str] = {}
        for fault in _faults(document, validator):
            for target in _targets(document, fault.pointer):
                found.setdefault(target, str(fault))
        return found

    found = Refusals()
    for _ in range(_MOST_ROUNDS):
        rest = _without(api, found)
        refused = refused_of(rest)
        if not refused:
            return found
        if () in refused:
            # The validator does not say where.
            refused = dict(_by_halves(rest, refused_of)) or refused
        if () in refused:
            break
        found = _joined(found, rest, refused)
    raise InvalidDocumentError(
        f"The document is not valid OpenAPI, and no page is the cause: {next(iter(refused.values()))}",
        expected="settings that give a valid document",
        advice="check title, version and servers in the settings; if none is set, this is a defect: please report it",
    )


def _faults(document: Json, validator: Validator) -> Iterator[Fault]:
    schemas = document["components"]["schemas"]
    yield from faults_as_a_whole(document, {**operation_entries(document["paths"]), **schema_entries(schemas)})
    yield from faults_of_each(document, validator)


def _targets(document: Json, pointer: str) -> Iterator[Target]:
    """The targets that a JSON Pointer (RFC 6901) leads to; the empty target where it leads to nothing from a page."""
    parts = steps_to(pointer)
    match parts:
        case "paths", _, _, "parameters", index, *_ if index.isdigit():
            yield parts[:5]
        case "paths", _, _, *_:
            yield parts[:3]
        case "paths", path if path in document["paths"]:
            yield from (("paths", path, method) for method in document["paths"][path])
        case "components", "parameters", name, *_:
            yield from _uses(document["paths"], f"#/components/parameters/{name}")
        case "components", "schemas", _, "properties", _, *_:
            yield parts[:5]
        case "components", "schemas", _, *_:
            yield parts[:3]
        case _:
            yield ()


def _uses(paths: Json, reference: str) -> Iterator[Target]:
    """The parameters of operations that are this reference."""
    for path, item in paths.items():
        for method, operation in item.items():
            for index, parameter in enumerate(operation.get("parameters", ())):
                if parameter.get("$ref") == reference:
                    yield "paths", path, method, "parameters", str(index)


def _without(api: Api, refused: Refusals) -> Api:
    operations, components = refused.kept(api.operations), refused.opened(api.components)
    return msgspec.structs.replace(api, operations=operations, components=components)


def _by_halves(api: Api, refused_of: Callable[[Api], Mapping[Target, str]]) -> Iterator[tuple[Target, str]]:
    """Each operation and component that is refused by itself, with the reason; a binary search finds them."""
    parts: list[Operation | Component] = [*api.operations, *api.components]
    todo = [(0, len(parts))]
    while todo:
        start, end = todo.pop()
        operations = tuple(item for item in parts[start:end] if isinstance(item, Operation))
        kept = {item.name for item in parts[start:end] if isinstance(item, Component)}
        components = tuple(item if item.name in kept else Component(item.name) for item in api.components)
        some = msgspec.structs.replace(api, operations=operations, components=components)
        refused = refused_of(some) if start < end else {}
        if refused and end - start == 1:
            part = parts[start]
            target = (
                ("paths", part.path, part.method)
                if isinstance(part, Operation)
                else ("components", "schemas", part.name)
            )
            yield target, next(iter(refused.values()))
        elif refused:
            middle = (start + end) // 2
            todo += [(middle, end), (start, middle)]


def _joined(found: Refusals, api: Api, refused: Mapping[Target, str]) -> Refusals:
    """The refusals so far, with those in `api`, which is what they leave of the API."""
    by_part: dict[Target, dict[Target, str]] = {}
    for target, reason in refused.items():
        by_part.setdefault(target[:3], {})[target[3:]] = reason
    operations, components = dict(found.operations), dict(found.components)
    findings = list(found.findings)
    for operation in api.operations:
        reasons = by_part.get(("paths", operation.path, operation.method))
        if reasons:
            operations[operation.path, operation.method], more = _operation(operation, reasons)
            findings += more
    for component in api.components:
        reasons = by_part.get(("components", "schemas", component.name))
        if reasons:
            components[component.name], more = _component(component, reasons)
            findings += more
    return Refusals(operations, components, tuple(findings))


def _operation(item: Operation, reasons: Mapping[Target, str]) -> tuple[Operation | None, list[Finding]]:
    """An operation without its refused parameters, and the findings; None where it or a path parameter is refused."""
    label = f"{item.method.upper()} {item.path}"
    refused = {int(target[1]): reason for target, reason in reasons.items() if target}
    essential = [index for index in refused if item.parameters[index].location == "path"]
    if () in reasons or essential:
        reason = reasons[()] if () in reasons else refused[essential[0]]
        return None, [_finding(f"The operation {label}", item.place, reason)]
    kept = tuple(parameter for index, parameter in enumerate(item.parameters) if index not in refused)
    left_out = ((item.parameters[index], reason) for index, reason in refused.items())
    return msgspec.structs.replace(item, parameters=kept), [
        _finding(f"The parameter {parameter.name!r} of {label}", parameter.place, reason)
        for parameter, reason in left_out
    ]


def _component(item: Component, reasons: Mapping[Target, str]) -> tuple[Component, list[Finding]]:
    """A component without its refused properties, and the findings; one without any where it is refused itself."""
    place = next((place for fact in item.facts for place in fact.places), Place("", 0))
    if () in reasons:
        return Component(item.name, facts=item.facts), [_finding(f"The schema {item.name}", place, reasons[()])]
    refused = {target[1]: reason for target, reason in reasons.items()}
    places = {
        part.name: next((place for fact in part.facts for place in fact.places), place) for part in item.properties
    }
    kept = tuple(part for part in item.properties if part.name not in refused)
    return msgspec.structs.replace(item, properties=kept), [
        _finding(f"The property {item.name}.{name}", places.get(name, place), reason)
        for name, reason in refused.items()
    ]


def _finding(what: str, place: Place, reason: str) -> Finding:
    return Finding("SL113", place.file, place.line, f"{what} was left out, since it is not valid OpenAPI: {reason}.")
