"""Conclude an `Api` from the whole reference: this is the one place that orders the stages of inference."""

from __future__ import annotations

import posixpath

import msgspec

from speclift.inference.known_forms.bodies import Bodies, resolve_bodies
from speclift.inference.known_forms.components import build_components, describe_components
from speclift.inference.known_forms.enumerations import enumerate_properties
from speclift.inference.known_forms.naming import TypeNames, name_shapes
from speclift.inference.known_forms.objects import Observations, observe
from speclift.inference.known_forms.operations import build_operation, tag_of
from speclift.inference.known_forms.page_conflicts import page_conflicts
from speclift.inference.known_forms.parameters import security_of
from speclift.inference.known_forms.properties import resolve_properties
from speclift.inference.known_forms.property_evidence import gather_slots
from speclift.inference.known_forms.shapes import Shapes, shape_objects
from speclift.inference.known_forms.type_conflicts import type_conflicts, unknown_names
from speclift.inference.overrides import missed_overrides, override_components, override_operations
from speclift.model.facts import TypeFacts
from speclift.model.finding import Finding
from speclift.model.operation import Api, Operation, Tag
from speclift.model.page import OperationPage
from speclift.model.reference import Reference
from speclift.model.schema import Component
from speclift.model.unique_names import NumberedNames
from speclift.model.wording import Wording
from speclift.settings import Settings


class NamedTypes(msgspec.Struct, frozen=True):
    """The pages of a reference, their types, and the bodies: all that both halves need."""

    pages: tuple[OperationPage, ...]
    enum_pages: tuple[TypeFacts, ...]
    seen: Observations
    shapes: Shapes
    names: TypeNames
    bodies: tuple[Bodies, ...]
    findings: tuple[Finding, ...]
    wording: Wording


class Operations(msgspec.Struct, frozen=True):
    """One half of an API: its operations, their security schemes, and findings where pages contradict themselves."""

    operations: tuple[Operation, ...]
    security: tuple[str, ...]
    findings: tuple[Finding, ...]


class Components(msgspec.Struct, frozen=True):
    """The other half: its component schemas, and findings where pages contradict each other about them."""

    components: tuple[Component, ...]
    findings: tuple[Finding, ...]


def resolve(reference: Reference, settings: Settings, *, json_only: bool = False) -> Api:
    """Everything that can be concluded from a reference, with the findings about it."""
    named = name_types(reference)
    operations = resolve_operations(named, settings, json_only=json_only)
    return join(reference, named, operations, resolve_components(named, settings), settings)


def name_types(reference: Reference) -> NamedTypes:
    """The types that the pages show, with their names, before their properties are resolved."""
    pages, findings = unique_operations(reference.operations)
    wording = reference.wording
    seen = observe(pages, wording)
    wrappers = frozenset(
        index
        for (page, side), body in seen.bodies.items()
        if side == "request" and wording.arguments and body.section.name == wording.arguments
        for index in body.roots
    )
    shapes = shape_objects(seen.objects, wrappers)
    names = name_shapes(pages, seen, shapes, wording)
    bodies = resolve_bodies(pages, seen, shapes, names, wording)
    return NamedTypes(
        pages,
        reference.enumerations,
        seen,
        shapes,
        names,
        bodies,
        (*reference.findings, *findings, *seen.findings),
        wording,
    )


def resolve_operations(named: NamedTypes, settings: Settings, *, json_only: bool = False) -> Operations:
    """The operations of the pages; they refer to types only by name."""
    operations = tuple(
        build_operation(
            page, settings.tag_name(tag_of(page, named.wording)), bodies, named.wording, json_only=json_only
        )
        for page, bodies in zip(named.pages, named.bodies, strict=True)
    )
    return Operations(
        override_operations(operations, settings.overrides),
        tuple(dict.fromkeys(scheme for page in named.pages for scheme in security_of(page, named.wording))),
        (
            *page_conflicts(named.pages, named.seen, named.bodies, named.wording),
            *unknown_names(named.pages, named.names, named.wording),
        ),
    )


def resolve_components(named: NamedTypes, settings: Settings, *, with_facts: bool = True) -> Components:
    """The component schemas that the bodies reach.

    It is a little faster without facts: only `explain` reads what led to each property.
    """
    slots = gather_slots(named.pages, named.seen, named.shapes)
    properties = resolve_properties(slots, named.names, named.wording)
    enumerations = enumerate_properties(named.enum_pages, named.pages, slots, properties, named.names, named.wording)
    components = build_components(
        named.pages,
        named.bodies,
        named.seen,
        named.shapes,
        named.names,
        slots,
        properties,
        enumerations,
        with_facts=with_facts,
    )
    conflicts = type_conflicts(components, named.enum_pages, named.names, slots, properties, named.wording)
    return Components(components, tuple(conflicts))


def join(
    reference: Reference, named: NamedTypes, operations: Operations, components: Components, settings: Settings
) -> Api:
    """Both halves as one API."""
    described = describe_components(components.components, operations.operations, named.names)
    overridden = override_components(described, settings.overrides)
    return Api(
        operations=operations.operations,
        components=overridden,
        tags=_tags(reference, operations.operations, settings),
        security=operations.security,
        findings=(
            *named.findings,
            *operations.findings,
            *components.findings,
            *missed_overrides(operations.operations, overridden, settings.overrides, settings.file),
        ),
    )


def unique_operations(pages: tuple[OperationPage, ...]) -> tuple[tuple[OperationPage, ...], tuple[Finding, ...]]:
    """The pages without duplicates of method and path; repeated operation ids get a number."""
    kept: list[OperationPage] = []
    findings: list[Finding] = []
    places: dict[tuple[str, str], OperationPage] = {}
    ids: dict[str, str] = {}
    names = NumberedNames("_")
    for page in pages:
        first = places.setdefault((page.method, page.path), page)
        if first is not page:
            message = f"{page.method} {page.path} is already described by {first.file}; that page was used."
            findings.append(Finding("SL202", page.file, page.line, message))
            continue
        unique = names.give(page.operation_id)
        if unique != page.operation_id:
            first_file = ids[page.operation_id]
            message = f"The operation id {page.operation_id} is used in {first_file} too; this one became {unique}."
            findings.append(Finding("SL203", page.file, 1, message))
            page = _renamed(page, unique)
        ids[page.operation_id] = page.file
        kept.append(page)
    return tuple(kept), tuple(findings)


def _renamed(page: OperationPage, operation_id: str) -> OperationPage:
    return msgspec.structs.replace(page, operation_id=operation_id)


def _tags(reference: Reference, operations: tuple[Operation, ...], settings: Settings) -> tuple[Tag, ...]:
    described = {}
    for page in reference.navigation:
        folder = posixpath.basename(posixpath.dirname(page.file))
        if page.description:
            described[settings.tag_name(folder)] = page.description
    names = sorted({operation.tag for operation in operations})
    return tuple(Tag(name, described.get(name, "")) for name in names)
