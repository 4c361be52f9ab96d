"""Operations that several sections describe: one for each method and path, with all that the sections say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from speclift.inference.any_form.component_names import folded
from speclift.inference.any_form.paths import Template, template_of
from speclift.model.facts import BodyFacts, Field, OperationFacts, Unknown
from speclift.model.finding import Finding
from speclift.model.methods import OPENAPI_METHODS


class Described(msgspec.Struct, frozen=True):
    """An operation with all that its sections say, and its path as a template."""

    facts: OperationFacts
    template: Template


def described_operations(operations: Iterable[OperationFacts]) -> tuple[tuple[Described, ...], tuple[Finding, ...]]:
    """Each method and path once, in the order of paths and methods.

    Of sections that describe the same operation, the richest counts, and the others add what it lacks (SL202 where they
    contradict it). Templates that differ only in the names of their placeholders match the same paths and become one.
    Each operation that OpenAPI has no place for is a finding: other methods (SL211), and paths that are not templates
    (SL111).
    """
    groups: dict[tuple[str, str], list[tuple[OperationFacts, Template]]] = defaultdict(list)
    findings: list[Finding] = []
    for facts in operations:
        method, template = facts.method.upper(), template_of(facts.path)
        place = facts.place
        if method not in OPENAPI_METHODS:
            message = f"OpenAPI has no method {facts.method}, so {facts.method} {facts.path} is missing."
            findings.append(Finding("SL211", place.file, place.line, message))
        elif template is None:
            message = f"{facts.path!r} is not a path, so the operation {facts.method} is missing."
            findings.append(Finding("SL111", place.file, place.line, message))
        else:
            if template.is_mended:
                message = f"{facts.path!r} is not a path template; it was read as {template.path}."
                findings.append(Finding("SL112", place.file, place.line, message))
            groups[template.shape, method].append((facts, template))
    spelled = _spellings(groups)
    found = []
    for (shape, method), group in sorted(groups.items(), key=lambda item: item[0]):
        ranked = sorted(group, key=lambda item: (-_richness(item[0]), item[0].place.file, item[0].place.line))
        facts = ranked[0][0]
        for other, _ in ranked[1:]:
            findings += _contradictions(facts, other)
            facts = _both(facts, other)
        template = spelled[shape]
        printed = tuple("|".join(dict.fromkeys(names)) for names in zip(*(t.names for _, t in ranked), strict=True))
        alternatives = tuple(
            "|".join(dict.fromkeys((*own.split("|"), *printed[index].split("|"))))
            for index, own in enumerate(template.printed)
        )
        found.append(
            Described(
                msgspec.structs.replace(facts, method=method, path=template.path),
                msgspec.structs.replace(template, printed=alternatives),
            )
        )
    return tuple(found), tuple(findings)


def _spellings(groups: dict[tuple[str, str], list[tuple[OperationFacts, Template]]]) -> dict[str, Template]:
    """For each shape the template that most sections print."""
    counts: dict[str, Counter[Template]] = defaultdict(Counter)
    for (shape, _), group in groups.items():
        counts[shape].update(msgspec.structs.replace(template, is_mended=False) for _, template in group)
    return {shape: min(own, key=lambda t: (-own[t], t.path, t.printed)) for shape, own in counts.items()}


def _richness(facts: OperationFacts) -> int:
    def size(body: BodyFacts | None) -> int:
        return (
            0 if body is None else 1 + len(body.fields) + 2 * len(body.samples) + (not isinstance(body.type, Unknown))
        )

    total = len(facts.parameters) + size(facts.request) + len(facts.request_samples)
    total += sum(1 + size(response.body) for response in facts.responses) + bool(facts.description)
    return total if not facts.is_indexed else -1000 + total


def _both(first: OperationFacts, second: OperationFacts) -> OperationFacts:
    """The first section, with what the second one adds."""
    names = {folded(field.name) for field in first.parameters}
    statuses = {response.status for response in first.responses}
    return msgspec.structs.replace(
        first,
        title=first.title or second.title,
        description=first.description or second.description,
        operation_id=first.operation_id or second.operation_id,
        tag=first.tag or second.tag,
        server=first.server or second.server,
        parameters=(*first.parameters, *(field for field in second.parameters if folded(field.name) not in names)),
        request=first.request or second.request,
        request_samples=tuple(dict.fromkeys((*first.request_samples, *second.request_samples))),
        responses=(*first.responses, *(item for item in second.responses if item.status not in statuses)),
        security=first.security or second.security,
        is_deprecated=first.is_deprecated or second.is_deprecated,
        is_indexed=first.is_indexed and second.is_indexed,
        is_bodiless=first.is_bodiless and second.request is None,
    )


def _contradictions(first: OperationFacts, second: OperationFacts) -> Iterable[Finding]:
    """A finding (SL202) for the first parameter about which the two sections differ."""
    known = {folded(field.name): field for field in first.parameters}
    for field in second.parameters:
        other = known.get(folded(field.name))
        if other is not None and _differ(field, other):
            place = field.place
            message = (
                f"{first.method.upper()} {first.path} is also described in {first.place.file}:{first.place.line}, "
                f"which differs on {field.name}; that section was used."
            )
            yield Finding("SL202", place.file, place.line, message)
            return


def _differ(one: Field, other: Field) -> bool:
    types = (one.printed.type, other.printed.type)
    if any(isinstance(item, Unknown) for item in types):
        return False
    required = {one.printed.is_required, other.printed.is_required}
    return (
        types[0] != types[1]
        or required == {True, False}
        or bool(one.location and other.location and one.location != other.location)
    )
