"""Conclude an `Api` from all pages of a reference: this is the one place that orders the rules of inference."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

import msgspec

from speclift.inference.across_pages.credentials import with_credentials
from speclift.inference.across_pages.list_items import name_items
from speclift.inference.across_pages.path_values import with_path_values
from speclift.inference.across_pages.same_members import share_members
from speclift.inference.across_pages.same_names import fill_in
from speclift.inference.across_pages.sent_values import with_sent_values
from speclift.inference.across_pages.servers import server_url, servers_of
from speclift.inference.across_pages.shared_errors import with_shared_errors
from speclift.inference.across_pages.shared_objects import share_objects
from speclift.inference.across_pages.shared_parameters import with_shared_parameters
from speclift.inference.any_form.components import own_samples, stated_component, with_samples
from speclift.inference.any_form.contradictions import contradictions
from speclift.inference.any_form.duplicates import described_operations
from speclift.inference.any_form.operation_ids import operation_ids
from speclift.inference.any_form.operations import Sketch, finished, sketch_of
from speclift.inference.any_form.printed import PrintedTypes
from speclift.inference.any_form.sample_evidence import Evidence
from speclift.inference.any_form.security import schemes
from speclift.inference.any_form.tags import tags_of
from speclift.inference.any_form.types import Types, has_content
from speclift.inference.overrides import missed_overrides, override_components, override_operations
from speclift.inference.properties import contents_of
from speclift.model.describe import references
from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.model.operation import Api, Content, Operation, Tag
from speclift.model.schema import Anything, Component
from speclift.settings import Settings


def infer(pages: Sequence[PageFacts], settings: Settings, *, json_only: bool = False) -> Api:
    """Everything that can be concluded from pages of any form, with the findings about them.

    The order of the pages changes nothing.  `json_only` leaves out media types other than JSON.
    """
    pages = sorted(pages, key=lambda page: page.file)
    types = Types(pages)
    printed = PrintedTypes(types)
    stated = {
        name: stated_component(definition, printed)
        for name, definition in types.definitions.items()
        if has_content(definition)
    }
    given = with_shared_parameters(with_shared_errors(pages), types)
    described, findings = described_operations(with_credentials(given))
    sketches = [sketch_of(item, printed, stated) for item in described]
    components, unlisted = _components(types, stated, sketches)
    ids, equal_ids = operation_ids(described)
    servers = servers_of(pages, described)
    tags = tags_of([sketch.described.facts for sketch in sketches], {page.file: page for page in pages})
    operations = []
    for sketch, name, tag in zip(sketches, ids, tags, strict=True):
        facts = sketch.described.facts
        server = server_url(facts.server)
        own_server = "" if server in servers[:1] else server
        operations.append(finished(sketch, name, settings.tag_name(tag), own_server, printed))
    known = name_items(operations, components, types)
    filled, alike = fill_in(known.operations, _reached(known.operations, known.components))
    filled, alike = share_members(filled, alike, pages)
    valued, limited = with_sent_values(filled, alike)
    shared = share_objects(with_path_values(valued, limited), limited)
    named = override_operations(shared.operations, settings.overrides)
    if json_only:
        named = tuple(_with_json_only(operation) for operation in named)
    overridden = override_components(shared.components, settings.overrides)
    title, description = _introduction(pages)
    return Api(
        operations=named,
        components=overridden,
        tags=_tags(pages, named, settings),
        security=schemes(name for page in pages for name in page.security),
        findings=(
            *(finding for page in pages for finding in page.findings),
            *findings,
            *printed.findings,
            *(finding for sketch in sketches for finding in sketch.findings),
            *unlisted,
            *contradictions(named, overridden),
            *equal_ids,
            *missed_overrides(named, overridden, settings.overrides, settings.file),
        ),
        servers=servers,
        title=title,
        description=description,
    )


def _components(
    types: Types, stated: dict[str, Component], sketches: Sequence[Sketch]
) -> tuple[dict[str, Component], tuple[Finding, ...]]:
    """The components with what all samples show about them: first their own samples, then those of bodies."""
    evidence = Evidence(stated, types)
    for name in stated:
        evidence.add_to(name, own_samples(types.definitions[name]))
    for sketch in sketches:
        for body in sketch.bodies.all:
            evidence.add(body.schema, body.shown)
    found: dict[str, Component] = {}
    findings: list[Finding] = []
    for name, component in stated.items():
        found[name], unlisted = with_samples(component, evidence.shown.get(name, ()))
        findings += unlisted
    return found, tuple(findings)


def _reached(operations: Sequence[Operation], components: dict[str, Component]) -> tuple[Component, ...]:
    """The components by name; those that something refers to, but that no page describes, stay open."""
    todo = [
        name
        for operation in operations
        for schema in (
            *(parameter.schema for parameter in operation.parameters),
            *(content.schema for content in contents_of(operation)),
            *(header.schema for response in operation.responses for header in response.headers),
        )
        for name in references(schema)
    ]
    todo += components
    found: dict[str, Component] = {}
    while todo:
        name = todo.pop()
        if name in found:
            continue
        component = found[name] = components.get(name) or _open(name)
        for item in component.properties:
            todo += references(item.schema)
        if component.schema is not None:
            todo += references(component.schema)
    return tuple(found[name] for name in sorted(found))


def _open(name: str) -> Component:
    return Component(name, schema=Anything(), is_partial=True)


def _with_json_only(operation: Operation) -> Operation:
    """An operation without other media types wherever there is JSON."""

    def narrowed(content: Content | None) -> Content | None:
        kept = tuple(name for name in content.media_types if "json" in name) if content else ()
        return msgspec.structs.replace(content, media_types=kept) if content and kept else content

    responses = tuple(
        msgspec.structs.replace(response, content=narrowed(response.content)) for response in operation.responses
    )
    return msgspec.structs.replace(operation, request=narrowed(operation.request), responses=responses)


def _tags(pages: Sequence[PageFacts], operations: Sequence[Operation], settings: Settings) -> tuple[Tag, ...]:
    """The tags that operations have, described by the page with that title, or the index page of that folder."""
    described: dict[str, str] = {}
    for page in pages:
        folder = posixpath.dirname(page.file)
        if page.description and page.is_index and folder:
            described.setdefault(settings.tag_name(posixpath.basename(folder)), page.description)
        if page.description and page.title:
            described.setdefault(settings.tag_name(page.title), page.description)
    names = sorted({operation.tag for operation in operations})
    return tuple(Tag(name, described.get(name, "")) for name in names)


def _introduction(pages: Sequence[PageFacts]) -> tuple[str, str]:
    """Title and description of the reference: those of its outermost index page, or of its only page."""
    roots = [page for page in pages if page.is_index]
    root = min(roots, key=lambda page: (page.file.count("/"), page.file), default=None)
    if root is None and len(pages) == 1:
        root = pages[0]
    if root is None or (root.file.count("/") and any(page.file.count("/") < root.file.count("/") for page in pages)):
        return "", ""
    return root.title, root.description
