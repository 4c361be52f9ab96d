"""Make operations of the API from described operations."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from speclift.inference.any_form.contents import Bodies, bodies_of, request_of, responses_of
from speclift.inference.any_form.duplicates import Described
from speclift.inference.any_form.locations import context_of
from speclift.inference.any_form.parameters import Placed, place_fields
from speclift.inference.any_form.printed import PrintedTypes
from speclift.inference.any_form.security import schemes
from speclift.model.facts import OperationFacts
from speclift.model.finding import Finding
from speclift.model.operation import Operation
from speclift.model.schema import Component, Fact
from speclift.model.text import first_sentence

_LONGEST_SUMMARY = 120
_REQUEST_LINE = re.compile(r"[`\[]?(?:HTTP )?[A-Z]{3,8}\]?:?(?:(?: \|)?\s+\S*/\S*)?`?|`?/\S*")


class Sketch(msgspec.Struct, frozen=True):
    """An operation before the samples of other operations are known: the places of its fields, and its bodies."""

    described: Described
    placed: Placed
    bodies: Bodies

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong with its fields and bodies."""
        return (*self.placed.findings, *self.bodies.findings)


def sketch_of(described: Described, printed: PrintedTypes, components: Mapping[str, Component]) -> Sketch:
    """An operation without what the samples of other operations show."""
    context = context_of(described.facts, described.template)
    placed = place_fields(described.facts, described.template, context, printed)
    return Sketch(described, placed, bodies_of(described.facts, placed, printed, components))


def finished(sketch: Sketch, operation_id: str, tag: str, server: str, printed: PrintedTypes) -> Operation:
    """The operation of a sketch. `server` is its own server; empty where that is the first server of the API."""
    facts = sketch.described.facts
    rule = "index-row" if facts.is_indexed else "request-line"
    return Operation(
        operation_id=operation_id,
        method=facts.method.lower(),
        path=sketch.described.template.path,
        tag=tag,
        summary=summary_of(facts),
        description=facts.description,
        parameters=sketch.placed.parameters,
        request=request_of(facts, sketch.placed, sketch.bodies.request, printed),
        responses=responses_of(sketch.bodies, sketch.placed, facts, printed),
        is_deprecated=facts.is_deprecated,
        restriction="",
        place=facts.place,
        security=schemes((*facts.security, *sketch.placed.security)),
        server=server,
        facts=(Fact(f"{facts.method} {facts.path}", rule, (facts.place,)),),
    )


def summary_of(facts: OperationFacts) -> str:
    """The title of an operation, or the first sentence of its description where the title is only its path."""
    title = " ".join(facts.title.split())
    if title and not _REQUEST_LINE.fullmatch(title):
        return title[:_LONGEST_SUMMARY]
    sentence = first_sentence(facts.description, _LONGEST_SUMMARY)
    is_emphasised = len(sentence) > 2 and sentence[0] == sentence[-1] and sentence[0] in "*_"
    return (sentence.strip("*_") if is_emphasised else sentence) or title
