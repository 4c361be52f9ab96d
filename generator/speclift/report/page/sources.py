"""Where facts come from: every fact of an API, counted by its subject and by the rule that concluded it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from speclift.model.describe import inline_properties
from speclift.model.operation import Api, Content, Operation
from speclift.model.schema import Fact, Place, Property
from speclift.report.page.evidence_kinds import KINDS, SUBJECTS, kind_of
from speclift.report.page.records import Source


def count_sources(api: Api) -> tuple[Source, ...]:
    """A row for each subject and rule, in the order of subjects and kinds, the most frequent rule first."""
    facts: Counter[tuple[str, str]] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], Place] = {}
    for subject, fact in _facts(api):
        key = (subject, fact.rule)
        facts[key] += 1
        places[key] += len(fact.places)
        if fact.places:
            examples.setdefault(key, fact.places[0])
    strength = {kind.key: number for number, kind in enumerate(KINDS)}
    rows = [
        Source(subject, kind_of(rule), rule, count, places[subject, rule], examples.get((subject, rule)))
        for (subject, rule), count in facts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (SUBJECTS.index(row.subject), strength[row.kind], -row.facts, row.rule)))


def contents(operation: Operation) -> Iterator[tuple[str, Content]]:
    """The bodies of an operation, each with the side that it is on: `request` or `response`."""
    if operation.request:
        yield "request", operation.request
    for response in operation.responses:
        if response.content:
            yield "response", response.content


def _facts(api: Api) -> Iterator[tuple[str, Fact]]:
    for operation in api.operations:
        for fact in operation.facts or (Fact("http block", "http-block", (operation.place,)),):
            yield "Operations", fact
        for parameter in operation.parameters:
            for fact in parameter.facts:
                yield "Parameters", fact
        for _, content in contents(operation):
            for fact in content.facts:
                yield "Bodies", fact
            if content.example:
                yield "Bodies", Fact("sample", "sample", (content.example.place,))
            yield from _of_properties(item for _, item in inline_properties(content.schema))
        for response in operation.responses:
            for fact in response.facts:
                yield "Responses", fact
    for component in api.components:
        for fact in component.facts:
            if fact.rule == "enum-page" or component.members:
                yield "Enumerations", fact
            else:
                yield "Component shapes" if fact.rule in ("equal-keys", "equal-objects") else "Component names", fact
        yield from _of_properties(component.properties)
        for item in component.properties:
            yield from _of_properties(inner for _, inner in inline_properties(item.schema))


def _of_properties(properties: Iterable[Property]) -> Iterator[tuple[str, Fact]]:
    for item in properties:
        for fact in item.facts:
            yield "Property rows" if fact.rule == "property-table" else "Property types", fact
