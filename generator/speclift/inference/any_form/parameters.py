"""The parameters of an operation, and the fields that are members of its body instead."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

import msgspec

from speclift.inference.any_form.component_names import folded
from speclift.inference.any_form.fields import merged, properties_of, stated_fact
from speclift.inference.any_form.locations import NO_PARAMETERS, Context, is_placeholder, locate
from speclift.inference.any_form.paths import Template, values_in
from speclift.inference.any_form.printed import PrintedTypes, Typed
from speclift.model.facts import Field, Location, MessageSample, OperationFacts, Primitive, Printed
from speclift.model.finding import Finding
from speclift.model.operation import Parameter
from speclift.model.schema import Anything, ArrayOf, Fact, ObjectOf, Place, Scalar, Schema
from speclift.reading.words.parameters import COUNTS, NUMBERED, SIZES

_MEDIA_TYPE = re.compile(r"\b(?:application|audio|image|multipart|text|video)/[\w.+-]{1,100}|\*/\*")
_SCHEME = re.compile(r"\b(Basic|Bearer|Digest)\b", re.I)
_INTEGER = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d{1,18}\.\d{1,18}")


class Placed(msgspec.Struct, frozen=True):
    """What the fields of an operation are: parameters, members of the body or of a form, or headers of HTTP itself.

    `request_types` and `response_types` are the media types of fields named Content-Type and Accept, `security` the
    schemes of one named Authorization.
    """

    parameters: tuple[Parameter, ...]
    body: tuple[Field, ...]
    form: tuple[Field, ...]
    request_types: tuple[str, ...]
    response_types: tuple[str, ...]
    security: tuple[str, ...]
    findings: tuple[Finding, ...]


def place_fields(operation: OperationFacts, template: Template, context: Context, printed: PrintedTypes) -> Placed:
    """Put every field of an operation in its place; each placeholder of the path gets a parameter."""
    groups: dict[tuple[Location, str], list[tuple[Field, str]]] = {}
    findings: list[Finding] = []
    names = _path_names(operation, template, context)
    for field in operation.parameters:
        location, rule = locate(field, context)
        name = field.name.strip()
        if location == "path":
            name = names.get(field.name, "")
            if not name:
                message = f"The path {template.path} has no part {field.name}; it was left out."
                findings.append(Finding("SL204", field.place.file, field.place.line, message))
                continue
        if name:
            key = name.lower() if location == "header" else name
            groups.setdefault((location, key), []).append((field, rule))
    fields = {
        key: (merged([field for field, _ in group]), group[0][1], tuple(field.place for field, _ in group))
        for key, group in groups.items()
    }
    parameters = [_of_path(name, fields.get(("path", name)), operation, template, printed) for name in template.names]
    for (location, key), (field, rule, places) in fields.items():
        if location in ("query", "cookie") or (location == "header" and key not in NO_PARAMETERS):
            parameters.append(_parameter(field, location, field.name.strip(), rule, places, printed))
    listed = {parameter.name for parameter in parameters if parameter.location == "query"}
    parameters += _from_samples(context, listed, {folded(name) for name in template.names})
    form = tuple(field for (location, _), (field, _, _) in fields.items() if location == "form")
    headers = {key: field for (location, key), (field, _, _) in fields.items() if location == "header"}
    parameters += _from_headers(context, headers)
    return Placed(
        parameters=tuple(parameters),
        body=tuple(field for (location, _), (field, _, _) in fields.items() if location == "body"),
        form=(*form, *_from_forms(operation, context, {name for _, name in fields})),
        request_types=_media_types(headers.get("content-type")),
        response_types=_media_types(headers.get("accept")),
        security=_schemes(headers.get("authorization")),
        findings=tuple(findings),
    )


def header_of(field: Field, printed: PrintedTypes) -> Parameter:
    """The header of a response that a field describes."""
    return _parameter(field, "header", field.name.strip(), "stated-location", (field.place,), printed)


def _path_names(operation: OperationFacts, template: Template, context: Context) -> dict[str, str]:
    """The placeholder of each field that belongs to the path: the one with its name, else the one that is left over."""
    found: dict[str, str] = {}
    others: list[str] = []
    for field in operation.parameters:
        location, _ = locate(field, context)
        if location != "path":
            continue
        name = context.path_keys.get(folded(field.name), "")
        if name:
            found[field.name] = name
        elif field.name not in others:
            others.append(field.name)
    free = [name for name in template.names if name not in found.values()]
    if len(free) == len(others):
        found |= dict(zip(others, free, strict=True))
    return found


def _of_path(
    name: str,
    given: tuple[Field, str, tuple[Place, ...]] | None,
    operation: OperationFacts,
    template: Template,
    printed: PrintedTypes,
) -> Parameter:
    """The parameter of a placeholder: from its field, else from the values that sample targets have there."""
    shown = [
        (values[name], sample)
        for sample in operation.request_samples
        if name in (values := values_in(template.path, sample.target)) and not is_placeholder(values[name])
    ]
    if given:
        parameter = _parameter(given[0], "path", name, given[1], given[2], printed)
    else:
        place = operation.place
        fact = Fact(f"placeholder {name}", "path-placeholder", (place,))
        parameter = Parameter(name, "path", Anything(), "", True, place, facts=(fact,))
    if isinstance(parameter.schema, Anything):
        is_number = not shown and _is_number(name, template)
        schema = Scalar("integer") if is_number else _of_texts([value for value, _ in shown])
        fact = Fact(
            f"sent in a path as {schema.type}", "sample-path" if shown else "path-text", _places(shown, parameter)
        )
        parameter = msgspec.structs.replace(parameter, schema=schema, facts=(*parameter.facts, fact))
    return msgspec.structs.replace(parameter, is_required=True)


def _is_number(name: str, template: Template) -> bool:
    """Whether a placeholder is the number of something counted: `/issues/{number}`, `/builds/{build_number}`."""
    owner = template.path.partition("/{" + name + "}")[0].rpartition("/")[2]
    return folded(owner) in NUMBERED and folded(name) in ("number", f"{folded(owner).removesuffix('s')}number")


def _parameter(
    field: Field, location: Location, name: str, rule: str, places: tuple[Place, ...], printed: PrintedTypes
) -> Parameter:
    typed = printed.of_field(field)
    style = ""
    if location == "query" and field.fields and isinstance(typed.schema, Anything) and typed.schema.is_object:
        typed = Typed(ObjectOf(properties_of(field.fields, printed)), "nested-fields")
        style = "deepObject"
    facts = [Fact(f"{location} parameter", rule, tuple(dict.fromkeys(places)))]
    schema: Schema = typed.schema
    if typed.rule != "unknown":
        facts.append(stated_fact(field, typed))
    elif location != "path":
        # It is sent as text, so it is a string unless an example shows another type.
        example = field.example or field.printed.default or ""
        is_count = not example and location == "query" and folded(name) in COUNTS | SIZES
        schema = Scalar("integer") if is_count else _of_texts([example] if example else [])
        rule = "count-name" if is_count else "example-value" if example else "text"
        facts.append(Fact(f"sent in a message as {schema.type}", rule, (field.place,)))
    if location == "query" and name.endswith("[]") and isinstance(schema, Scalar):
        # Only parameters that may be repeated have brackets after their names.
        schema = ArrayOf(schema)
        facts.append(Fact("sent in a query as a list", "brackets", (field.place,)))
    return Parameter(
        name=name,
        location=location,
        schema=schema,
        description=field.description,
        is_required=field.printed.is_required is True,
        place=field.place,
        example=field.example if not isinstance(schema, ArrayOf | ObjectOf) else "",
        facts=tuple(facts),
        default=field.printed.default,
        is_deprecated=field.is_deprecated,
        style=style,
        is_exploded=True if style else None,
    )


def _from_samples(context: Context, listed: set[str], in_path: set[str]) -> Iterable[Parameter]:
    """Rule `sample-query`: query parameters that sample requests show and no list has."""
    known = {name.split("[")[0] for name in listed} | listed
    for name, shown in context.query.items():
        if name in known or name.split("[")[0] in known or folded(name) in in_path:
            continue
        values = [value for value, _ in shown if not is_placeholder(value)]
        places = tuple(dict.fromkeys(sample.place for _, sample in shown))
        fact = Fact("in the query of a sample request", "sample-query", places)
        yield Parameter(name, "query", _of_texts(values), "", False, places[0], facts=(fact,))


def _from_headers(context: Context, listed: Container[str]) -> Iterable[Parameter]:
    """Rule `sample-header`: headers that sample requests show and no list has.

    One with a credential is required where every sample has it, since servers refuse requests without it.
    """
    keys = {part.removeprefix("header:").lower() for name in context.operation.security for part in name.split(" + ")}
    for name, shown in context.headers.items():
        if name.lower() in listed:
            continue
        is_key = name.lower() in keys
        places = tuple(dict.fromkeys(sample.place for _, sample in shown))
        yield Parameter(
            name,
            "header",
            Scalar("string"),
            "",
            is_key and len(shown) >= context.requests,
            places[0],
            facts=(Fact("in the header of a sample request", "sample-header", places),),
        )


def _from_forms(operation: OperationFacts, context: Context, listed: set[str]) -> Iterable[Field]:
    """Rule `sample-form`: the fields of forms in sample requests, where neither samples nor lists show other bodies."""
    if context.body_keys or (operation.request and operation.request.fields):
        return
    found: dict[str, tuple[str, MessageSample]] = {}
    for sample in operation.request_samples:
        for name, value in sample.form:
            if name not in listed and name.isprintable() and not is_placeholder(name):
                found.setdefault(name, (value, sample))
    for name, (value, sample) in found.items():
        is_file = value.startswith("@")
        kind = Primitive("string", "binary") if is_file else Primitive(_of_texts([value]).type)
        yield Field(name, sample.place, Printed(kind), location="form", example="" if is_file else value)


def _of_texts(values: Sequence[str]) -> Scalar:
    """The type of values that are written as text: the one that fits all of them, else a string."""
    if values and all(_INTEGER.fullmatch(value) for value in values):
        return Scalar("integer")
    if values and all(_INTEGER.fullmatch(value) or _NUMBER.fullmatch(value) for value in values):
        return Scalar("number")
    if values and all(value.lower() in ("true", "false") for value in values):
        return Scalar("boolean")
    return Scalar("string")


def _places(shown: Sequence[tuple[str, MessageSample]], parameter: Parameter) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(sample.place for _, sample in shown[:3])) or (parameter.place,)


def _media_types(field: Field | None) -> tuple[str, ...]:
    if field is None:
        return ()
    text = " ".join((field.example, field.printed.default or "", *field.values, field.description))
    return tuple(dict.fromkeys(name.rstrip(".") for name in _MEDIA_TYPE.findall(text) if name != "*/*"))


def _schemes(field: Field | None) -> tuple[str, ...]:
    if field is None:
        return ()
    found = _SCHEME.search(" ".join((field.example, field.printed.default or "", *field.values, field.description)))
    return (found[1].capitalize(),) if found else ()
