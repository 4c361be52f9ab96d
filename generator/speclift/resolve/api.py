"""The whole reference to an `Api`: the one place where the stages of inference are put in their order."""

from __future__ import annotations

import posixpath

import msgspec

from speclift.evidence.objects import observe
from speclift.model.finding import Finding
from speclift.model.operation import Api, Operation, Tag
from speclift.model.page import OperationPage, Reference
from speclift.resolve.bodies import Bodies
from speclift.resolve.components import build_components
from speclift.resolve.enumerations import enumerate_properties
from speclift.resolve.naming import name_shapes
from speclift.resolve.operations import build_operation, tag_of
from speclift.resolve.overrides import apply_overrides
from speclift.resolve.page_conflicts import page_conflicts
from speclift.resolve.parameters import security_of
from speclift.resolve.properties import resolve_properties
from speclift.resolve.shapes import shape_objects
from speclift.resolve.slots import gather_slots
from speclift.resolve.type_conflicts import type_conflicts
from speclift.settings import Settings


def resolve(reference: Reference, settings: Settings, *, json_only: bool = False, with_facts: bool = True) -> Api:
    """Everything that can be concluded from a reference, with what was wrong with it.

    Without facts it is a little faster: only `explain` reads what led to each property.
    """
    pages, findings = unique_operations(reference.operations)
    seen = observe(pages)
    wrappers = frozenset(
        index
        for (page, side), body in seen.bodies.items()
        if side == "request" and body.section and body.section.name == "request"
        for index in body.roots
    )
    shapes = shape_objects(seen.objects, wrappers)
    names = name_shapes(pages, seen, shapes)
    slots = gather_slots(pages, seen, shapes)
    properties = resolve_properties(slots, names)
    enumerations = enumerate_properties(reference.enumerations, pages, slots, properties, names)
    bodies = Bodies(pages, seen, shapes, names)
    operations = tuple(
        build_operation(index, page, settings.tag_name(tag_of(page)), bodies, json_only=json_only)
        for index, page in enumerate(pages)
    )
    components = build_components(
        pages, operations, seen, shapes, names, slots, properties, enumerations, with_facts=with_facts
    )
    api = Api(
        operations=operations,
        components=components,
        tags=_tags(reference, operations, settings),
        security=tuple(dict.fromkeys(scheme for page in pages for scheme in security_of(page))),
        findings=(
            *reference.findings,
            *findings,
            *seen.findings,
            *page_conflicts(pages, seen, bodies, names),
            *type_conflicts(pages, components, reference.enumerations, names, slots, properties),
        ),
    )
    return apply_overrides(api, settings.overrides, settings.file)


def unique_operations(pages: tuple[OperationPage, ...]) -> tuple[tuple[OperationPage, ...], tuple[Finding, ...]]:
    """The pages without second ones of the same method and path; second operation ids get a number."""
    kept: list[OperationPage] = []
    findings: list[Finding] = []
    places: dict[tuple[str, str], OperationPage] = {}
    ids: dict[str, str] = {}
    for page in pages:
        first = places.setdefault((page.method, page.path), page)
        if first is not page:
            message = f"{page.method} {page.path} is already described by {first.file}; that page was taken."
            findings.append(Finding("SL202", page.file, page.line, message))
            continue
        if page.operation_id in ids:
            number = 2
            while f"{page.operation_id}_{number}" in ids:
                number += 1
            unique = f"{page.operation_id}_{number}"
            first_file = ids[page.operation_id]
            message = f"The operation id {page.operation_id} stands in {first_file} too; this one became {unique}."
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
