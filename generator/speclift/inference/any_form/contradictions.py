"""Properties that the docs call a string and that every sample shows as a list or an object."""

from __future__ import annotations

from collections.abc import Iterable

from speclift.inference.properties import all_properties
from speclift.model.finding import Finding
from speclift.model.operation import Operation
from speclift.model.schema import Component, Scalar


def contradictions(operations: Iterable[Operation], components: Iterable[Component]) -> tuple[Finding, ...]:
    """A finding (SL208) for each such property, at the sample that was followed."""
    found: dict[Finding, None] = {}
    for item in all_properties(operations, components):
        for fact in item.facts:
            if fact.rule == "sample-contradicts" and not isinstance(item.schema, Scalar):
                place = fact.places[0]
                shown = fact.statement.rpartition(" ")[2]
                message = f"The docs call {item.name} a string, and the samples show an {shown}; they were followed."
                found[Finding("SL208", place.file, place.line, message)] = None
    return tuple(found)
