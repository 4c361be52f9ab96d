"""What of an API the validator refuses, traced to the page that says it, and the API without that.

The parts are found by halves: the document of some operations and components is validated, and where it is refused
those of each half are.  So nothing depends on how a validator words its messages, or which fault it names first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from speclift.document.openapi import build_document
from speclift.document.schemas import Version
from speclift.document.validate import Validator, validate
from speclift.errors import InvalidDocumentError
from speclift.model.finding import Finding
from speclift.model.operation import Api, Operation
from speclift.model.schema import Component, Place
from speclift.read.limits import LONGEST_MESSAGE
from speclift.resolve.components import references
from speclift.settings import Settings

Part: TypeAlias = Operation | Component

#: What the validator says of a document of these parts and no others; empty where it accepts it.
Fault: TypeAlias = Callable[[Sequence[Part]], str]


class Refusals(msgspec.Struct, frozen=True):
    """What stands for the operations and components that are refused, and a finding (SL113) for all that is missing.

    Operations are known by path and method, and None stands for one that is left out; components by name.
    """

    operations: dict[tuple[str, str], Operation | None] = {}
    components: dict[str, Component] = {}
    findings: tuple[Finding, ...] = ()

    def kept(self, operations: Sequence[Operation]) -> tuple[Operation, ...]:
        """The operations without what is refused."""
        found = (self.operations.get((item.path, item.method), item) for item in operations)
        return tuple(item for item in found if item)

    def opened(self, components: Sequence[Component]) -> tuple[Component, ...]:
        """The components without what is refused; each of them stays, since others refer to it."""
        return tuple(self.components.get(item.name, item) for item in components)


def refusals(api: Api, settings: Settings, version: Version, validator: Validator) -> Refusals:
    """Everything in an API that the validator refuses.

    Raises InvalidDocumentError where it refuses what no page says: the document of no operation and no component.
    """
    known = {item.name for item in api.components}

    def fault(parts: Sequence[Part]) -> str:
        # What the parts refer to is open: only they are looked at.
        stubs = {name: Component(name) for part in parts for name in _references(part) if name in known}
        shown = {item.name: item for item in parts if isinstance(item, Component)}
        operations = tuple(item for item in parts if isinstance(item, Operation))
        some = msgspec.structs.replace(api, operations=operations, components=tuple({**stubs, **shown}.values()))
        try:
            validate(build_document(some, settings, version), validator)
        except InvalidDocumentError as error:
            return " ".join(error.message.partition(": ")[2].split())[:LONGEST_MESSAGE] or error.message
        return ""

    if general := fault(()):
        raise InvalidDocumentError(
            f"The document is not valid OpenAPI whatever the pages say: {general}",
            expected="settings that give a valid document",
            advice="look at title, version and servers in the settings; without any, please report it",
        )
    operations: dict[tuple[str, str], Operation | None] = {}
    components: dict[str, Component] = {}
    findings: list[Finding] = []
    for part, reason in _faulty([*api.operations, *api.components], fault):
        if isinstance(part, Operation):
            operation, found = _operation(part, reason, fault)
            operations[part.path, part.method] = operation
        else:
            components[part.name], found = _component(part, reason, fault)
        findings += found
    return Refusals(operations, components, tuple(findings))


def _references(part: Part) -> Iterator[str]:
    """The names of the components that an operation or component refers to."""
    if isinstance(part, Component):
        schemas = [item.schema for item in part.properties]
    else:
        contents = [part.request, *(response.content for response in part.responses)]
        schemas = [item.schema for item in part.parameters] + [item.schema for item in contents if item]
    for schema in schemas:
        yield from references(schema)


def _faulty(parts: Sequence[Part], fault: Fault) -> Iterator[tuple[Part, str]]:
    """The parts that are refused by themselves, then those that are refused beside the ones before them."""
    alone = dict(_refused_alone(parts, fault))
    for index, reason in alone.items():
        yield parts[index], reason
    rest = [part for index, part in enumerate(parts) if index not in alone]
    while reason := fault(rest):
        fine, refused = 0, len(rest)
        while refused - fine > 1:
            middle = (fine + refused) // 2
            fine, refused = (fine, middle) if fault(rest[:middle]) else (middle, refused)
        yield rest.pop(refused - 1), reason


def _refused_alone(parts: Sequence[Part], fault: Fault) -> Iterator[tuple[int, str]]:
    """The indices of the parts that are refused by themselves, and why."""
    todo = [(0, len(parts))]
    while todo:
        start, end = todo.pop()
        reason = fault(parts[start:end]) if start < end else ""
        if reason and end - start == 1:
            yield start, reason
        elif reason:
            middle = (start + end) // 2
            todo += [(middle, end), (start, middle)]


def _operation(item: Operation, reason: str, fault: Fault) -> tuple[Operation | None, list[Finding]]:
    """An operation without the parameters that are refused; None where those are not what it is refused for."""
    fixed = tuple(parameter for parameter in item.parameters if parameter.location == "path")
    label = f"{item.method.upper()} {item.path}"
    bare = msgspec.structs.replace(item, parameters=fixed)
    if fault([bare]) or not fault([item]):
        return None, [_finding(f"The operation {label}", item.place, reason)]
    kept, findings = list(fixed), []
    for parameter in item.parameters[len(fixed) :]:
        why = fault([msgspec.structs.replace(item, parameters=(*kept, parameter))])
        if why:
            findings.append(_finding(f"The parameter {parameter.name!r} of {label}", parameter.place, why))
        else:
            kept.append(parameter)
    return msgspec.structs.replace(item, parameters=tuple(kept)), findings


def _component(item: Component, reason: str, fault: Fault) -> tuple[Component, list[Finding]]:
    """A component without the properties that are refused; an open one where those are not what it is refused for."""
    bare = msgspec.structs.replace(item, properties=())
    if fault([bare]) or not fault([item]):
        open_one = Component(item.name, facts=item.facts)
        return open_one, [_finding(f"The schema {item.name}", _first(item), reason)]
    kept, findings = [], []
    for part in item.properties:
        why = fault([msgspec.structs.replace(item, properties=(part,))])
        if why:
            place = next((place for fact in part.facts for place in fact.places), _first(item))
            findings.append(_finding(f"The property {item.name}.{part.name}", place, why))
        else:
            kept.append(part)
    return msgspec.structs.replace(item, properties=tuple(kept)), findings


def _first(item: Component) -> Place:
    return next((place for fact in item.facts for place in fact.places), Place("", 0))


def _finding(what: str, place: Place, reason: str) -> Finding:
    return Finding("SL113", place.file, place.line, f"{what} was left out, since it is no valid OpenAPI: {reason}")
