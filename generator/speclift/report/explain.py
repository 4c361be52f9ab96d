"""Every fact about one operation, parameter, schema or property, with the place and the rule it came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from speclift.errors import UsageError
from speclift.model.describe import describe, inline_properties
from speclift.model.finding import RULES_BY_CODE
from speclift.model.operation import Api, Content, Operation, Parameter
from speclift.model.schema import Component, Fact, Property, Schema
from speclift.model.text import visible


def explain(api: Api, name: str) -> str:
    """The facts about `name`.

    A name is an operation id, `METHOD /path`, `operationId.parameter`, a schema, `Schema.property` or the code of a
    finding.  Raises UsageError, with the names that are alike, where there is no such thing.
    """
    found = list(_lines(api, name))
    if found:
        return "".join(visible(line) + "\n" for line in found)
    alike = difflib.get_close_matches(name, list(_names(api)), n=5, cutoff=0.6)
    raise UsageError(
        f"The docs have nothing with the name {name!r}.",
        expected="an operation id, METHOD /path, operationId.parameter, a schema, Schema.property or a code",
        advice=f"did you mean {', '.join(alike)}?" if alike else "speclift spec writes all names there are",
    )


def _lines(api: Api, name: str) -> Iterator[str]:
    rule = RULES_BY_CODE.get(name)
    if rule:
        yield f"{rule.code} {rule.name} ({rule.severity})"
        yield f"  {rule.meaning}"
        for finding in api.findings:
            if finding.code == name:
                yield f"  {finding.file}:{finding.line}: {finding.message}"
        return
    owner, _, part = name.rpartition(".")
    for operation in api.operations:
        if name in (operation.operation_id, f"{operation.method.upper()} {operation.path}"):
            yield from _operation(operation)
        elif owner == operation.operation_id:
            for parameter in operation.parameters:
                if parameter.name == part:
                    yield from _parameter(parameter, "")
    for component in api.components:
        if component.name == name:
            yield from _component(component)
        elif component.name == owner:
            for item in component.properties:
                if item.name == part:
                    yield f"{name}: {describe(item.schema)}{_marks(item)}"
                    yield from _facts(item.facts)
                    yield from _inline(item.schema, "  ")


def _operation(operation: Operation) -> Iterator[str]:
    yield f"{operation.operation_id}: {operation.method.upper()} {operation.path}"
    yield from _facts(operation.facts or (Fact("http block", "http-block", (operation.place,)),))
    for parameter in operation.parameters:
        yield from _parameter(parameter, "  ")
    if operation.request:
        yield from _content("request", operation.request)
    for response in operation.responses:
        yield from _facts(response.facts)
        if response.content:
            yield from _content(f"response {response.status}", response.content)
        else:
            yield f"  response {response.status}: no content"
        for header in response.headers:
            yield from _parameter(header, "    ")


def _content(label: str, content: Content) -> Iterator[str]:
    yield f"  {label}: {describe(content.schema)} as {', '.join(content.media_types)}"
    yield from _facts(content.facts, "    ")
    if content.example:
        yield f"    {content.example.place.file}:{content.example.place.line}: sample [sample]"
    yield from _inline(content.schema, "    ")


def _inline(schema: Schema, indent: str) -> Iterator[str]:
    for path, item in inline_properties(schema):
        yield f"{indent}{path}: {describe(item.schema)}{_marks(item)}"
        yield from _facts(item.facts, indent + "  ")


def _parameter(parameter: Parameter, indent: str) -> Iterator[str]:
    need = "required" if parameter.is_required else "optional"
    yield f"{indent}{parameter.location} parameter {parameter.name}: {describe(parameter.schema)}, {need}"
    yield from _facts(parameter.facts, indent + "  ")


def _component(component: Component) -> Iterator[str]:
    kind = f"enumeration of {len(component.members)} members" if component.members else "object"
    kind = describe(component.schema) if component.schema is not None else kind
    yield f"{component.name}: {kind}"
    yield from _facts(component.facts)
    for member, value, _ in component.members:
        yield f"  {member}" + (f" = {value}" if value else "")
    for item in component.properties:
        yield f"  {item.name}: {describe(item.schema)}{_marks(item)}"
        yield from _facts(item.facts, "    ")
        yield from _inline(item.schema, "    ")


def _marks(item: Property) -> str:
    marks = (
        ("required", item.is_required),
        ("nullable", item.is_nullable),
        ("read-only", item.is_read_only),
        ("write-only", item.is_write_only),
        ("deprecated", item.is_deprecated),
    )
    return "".join(f", {mark}" for mark, is_set in marks if is_set)


def _facts(facts: Iterable[Fact], indent: str = "  ") -> Iterator[str]:
    for fact in facts:
        if not fact.places:
            yield f"{indent}{fact.statement} [{fact.rule}]"
        for place in fact.places:
            yield f"{indent}{place.file}:{place.line}: {fact.statement} [{fact.rule}]"


def _names(api: Api) -> Iterator[str]:
    for operation in api.operations:
        yield operation.operation_id
        yield f"{operation.method.upper()} {operation.path}"
        yield from (f"{operation.operation_id}.{parameter.name}" for parameter in operation.parameters)
    for component in api.components:
        yield component.name
        yield from (f"{component.name}.{item.name}" for item in component.properties)
    yield from RULES_BY_CODE
