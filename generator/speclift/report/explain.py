"""Every fact about one operation, parameter, schema or property, with the place and the rule it came from."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence

from speclift.errors import UsageError, meant
from speclift.model.describe import describe, inline_properties
from speclift.model.finding import RULES_BY_CODE
from speclift.model.operation import Api, Content, Operation, Parameter
from speclift.model.schema import Component, Fact, Property, Schema
from speclift.model.text import visible


def explain(api: Api, name: str, root: str = "", codes: Collection[str] = ()) -> str:
    """The facts about `name`; the paths of pages start at `root`.

    A name is an operation id, `METHOD /path`, `operationId.parameter`, a schema, `Schema.property` or the code of a
    finding.  Raises UsageError, with similar names, where the docs have no such name; `codes` are others that the
    caller can explain.
    """
    found = list(_lines(api, name, root))
    if found:
        return "".join(visible(line) + "\n" for line in found)
    raise UsageError(
        f"The docs have nothing with the name {name!r}.",
        expected="an operation id, METHOD /path, operationId.parameter, a schema, Schema.property or a code",
        advice=meant(name, [*_names(api), *codes]) or "speclift spec writes all names",
    )


def _lines(api: Api, name: str, root: str) -> Iterator[str]:
    rule = RULES_BY_CODE.get(name)
    if rule:
        yield f"{rule.code} {rule.name} ({rule.severity})"
        yield f"  {rule.meaning}"
        found = [finding for finding in api.findings if finding.code == name]
        for finding in found:
            yield f"  {_at(root, finding.file, finding.line)}: {finding.message}"
        if not found:
            yield "  The docs have no such finding."
        return
    owner, _, part = name.rpartition(".")
    for operation in api.operations:
        if name in (operation.operation_id, f"{operation.method.upper()} {operation.path}"):
            yield from _operation(root, operation)
        elif owner == operation.operation_id:
            for parameter in operation.parameters:
                if parameter.name == part:
                    yield from _parameter(root, parameter, "")
    for component in api.components:
        if component.name == name:
            yield from _component(root, component)
        elif component.name == owner:
            for item in component.properties:
                if item.name == part:
                    yield f"{name}: {describe(item.schema)}{_marks(item)}"
                    yield from _facts(root, item.facts)
                    yield from _inline(root, item.schema, "  ")


def _operation(root: str, operation: Operation) -> Iterator[str]:
    yield f"{operation.operation_id}: {operation.method.upper()} {operation.path}"
    yield from _facts(root, operation.facts or (Fact("http block", "http-block", (operation.place,)),))
    for parameter in operation.parameters:
        yield from _parameter(root, parameter, "  ")
    if operation.request:
        yield from _content(root, "request", operation.request)
    for response in operation.responses:
        if response.content:
            yield from _content(root, f"response {response.status}", response.content, response.facts)
        else:
            yield f"  response {response.status}: no content"
            yield from _facts(root, response.facts, "    ")
        for header in response.headers:
            yield from _parameter(root, header, "    ")


def _content(root: str, label: str, content: Content, facts: Sequence[Fact] = ()) -> Iterator[str]:
    yield f"  {label}: {describe(content.schema)} as {', '.join(content.media_types)}"
    yield from _facts(root, (*facts, *content.facts), "    ")
    if content.example:
        place = content.example.place
        yield f"    {_at(root, place.file, place.line)}: sample [sample]"
    yield from _inline(root, content.schema, "    ")


def _inline(root: str, schema: Schema, indent: str) -> Iterator[str]:
    for path, item in inline_properties(schema):
        yield f"{indent}{path}: {describe(item.schema)}{_marks(item)}"
        yield from _facts(root, item.facts, indent + "  ")


def _parameter(root: str, parameter: Parameter, indent: str) -> Iterator[str]:
    need = "required" if parameter.is_required else "optional"
    yield f"{indent}{parameter.location} parameter {parameter.name}: {describe(parameter.schema)}, {need}"
    yield from _facts(root, parameter.facts, indent + "  ")


def _component(root: str, component: Component) -> Iterator[str]:
    kind = f"enumeration of {len(component.members)} members" if component.members else "object"
    kind = describe(component.schema) if component.schema is not None else kind
    yield f"{component.name}: {kind}"
    yield from _facts(root, component.facts)
    for member, value, _ in component.members:
        yield f"  {member}" + (f" = {value}" if value else "")
    for item in component.properties:
        yield f"  {item.name}: {describe(item.schema)}{_marks(item)}"
        yield from _facts(root, item.facts, "    ")
        yield from _inline(root, item.schema, "    ")


def _marks(item: Property) -> str:
    marks = (
        ("required", item.is_required),
        ("nullable", item.is_nullable),
        ("read-only", item.is_read_only),
        ("write-only", item.is_write_only),
        ("deprecated", item.is_deprecated),
    )
    return "".join(f", {mark}" for mark, is_set in marks if is_set)


def _facts(root: str, facts: Iterable[Fact], indent: str = "  ") -> Iterator[str]:
    """A line for each place, with all that it shows; facts without a place have lines of their own."""
    said: dict[str, dict[str, None]] = {}
    for fact in facts:
        statement = f"{fact.statement} [{fact.rule}]"
        for at in [f"{_at(root, place.file, place.line)}: " for place in fact.places] or [statement]:
            said.setdefault(at, {})[statement] = None
    for at, statements in said.items():
        yield f"{indent}{at if at not in statements else ''}{'; '.join(statements)}"


def _at(root: str, file: str, line: int) -> str:
    return f"{posixpath.normpath(posixpath.join(root, file))}:{line}"


def _names(api: Api) -> Iterator[str]:
    for operation in api.operations:
        yield operation.operation_id
        yield f"{operation.method.upper()} {operation.path}"
        yield from (f"{operation.operation_id}.{parameter.name}" for parameter in operation.parameters)
    for component in api.components:
        yield component.name
        yield from (f"{component.name}.{item.name}" for item in component.properties)
    yield from RULES_BY_CODE
