"""Two APIs as one: that of the pages of a known form, and that of all others."""

from __future__ import annotations

import msgspec

from speclift.inference.any_form.component_names import digest
from speclift.inference.any_form.paths import shape_of
from speclift.inference.rewrite import Change, rewritten_component, rewritten_operation
from speclift.model.finding import Finding
from speclift.model.operation import Api
from speclift.model.schema import Ref


def join_apis(first: Api, second: Api) -> Api:
    """Both APIs as one.

    Components of equal names stay separate: those of the second are renamed. If both describe an operation, the first
    counts (SL202). An override that matches something in either of them is not a finding.
    """
    taken = {component.name for component in first.components}
    names = {
        component.name: f"{component.name}_{digest(component.name)}"
        for component in second.components
        if component.name in taken
    }
    renamed = _renaming(names)
    shapes = {(operation.method, shape_of(operation.path)): operation for operation in first.operations}
    ids = {operation.operation_id for operation in first.operations}
    operations = list(first.operations)
    findings: list[Finding] = []
    for operation in second.operations:
        other = shapes.get((operation.method, shape_of(operation.path)))
        if other:
            message = f"{operation.method.upper()} {operation.path} is already described by {other.place.file}."
            findings.append(Finding("SL202", operation.place.file, operation.place.line, message))
            continue
        name = operation.operation_id
        if name in ids:
            name = f"{name}_{digest(f'{operation.method} {operation.path}')}"
        operations.append(msgspec.structs.replace(rewritten_operation(operation, renamed), operation_id=name))
    tags = {tag.name: tag for tag in (*second.tags, *first.tags)}
    missed = {finding for finding in first.findings if finding.code == "SL401"} & set(second.findings)
    kept = (item for item in (*first.findings, *second.findings) if item.code != "SL401" or item in missed)
    others = (
        msgspec.structs.replace(rewritten_component(item, renamed), name=names.get(item.name, item.name))
        for item in second.components
    )
    components = (*first.components, *others)
    return Api(
        operations=tuple(operations),
        components=tuple(sorted(components, key=lambda component: component.name)),
        tags=tuple(tags[name] for name in sorted(tags)),
        security=tuple(dict.fromkeys((*first.security, *second.security))),
        findings=(*kept, *findings),
        servers=tuple(dict.fromkeys((*first.servers, *second.servers))),
        title=first.title or second.title,
        description=first.description or second.description,
    )


def _renaming(names: dict[str, str]) -> Change:
    return lambda schema: Ref(names.get(schema.name, schema.name)) if isinstance(schema, Ref) else schema
