"""Requests and responses of an operation: media types, schema and example of each body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import orjson

from speclift.inference.any_form.bodies import StatedBody, body_of
from speclift.inference.any_form.component_names import folded, type_key
from speclift.inference.any_form.fields import properties_of
from speclift.inference.any_form.parameters import Placed, header_of
from speclift.inference.any_form.printed import PrintedTypes
from speclift.inference.any_form.types import Types
from speclift.inference.any_form.values import FITTING_SHARE, fits, shown_in
from speclift.model.facts import (
    BodyFacts,
    Field,
    ListOf,
    MapOf,
    MessageSample,
    Named,
    OneOf,
    OperationFacts,
    ResponseFacts,
    Unknown,
)
from speclift.model.finding import Finding, Mend
from speclift.model.operation import Content, Example, Parameter, Response
from speclift.model.schema import Anything, Component, Fact, ObjectOf, Place, Property, Scalar, Schema
from speclift.model.statuses import WITHOUT_CONTENT, reason_of, status_meant
from speclift.model.text import is_media_type

JSON = "application/json"
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
TEXT = "text/plain"

_STATUS = re.compile(r"\b([1-5](?:\d\d|XX|xx))\b")
#: Names of a field that stands for the whole body.
_WHOLE = frozenset({"body", "requestbody", "payload", "request"})


class Bodies(msgspec.Struct, frozen=True):
    """The bodies of one operation before the samples of other operations are known."""

    request: StatedBody | None
    responses: tuple[tuple[ResponseFacts, StatedBody | None], ...]
    findings: tuple[Finding, ...]

    @property
    def all(self) -> tuple[StatedBody, ...]:
        """All bodies."""
        responses = tuple(body for _, body in self.responses if body)
        return (self.request, *responses) if self.request else responses


def bodies_of(
    operation: OperationFacts, placed: Placed, printed: PrintedTypes, components: Mapping[str, Component]
) -> Bodies:
    """The bodies of an operation, with findings about statuses and bodies that cannot be (SL110, SL205)."""
    findings: list[Finding] = []
    request = _request_facts(operation, placed, printed.types)
    responses: list[tuple[ResponseFacts, StatedBody | None]] = []
    for response in _by_status(operation.responses, findings):
        body = response.body
        if body is not None and (
            response.is_empty or response.status in WITHOUT_CONTENT or response.status.startswith("1")
        ):
            if not response.is_empty and (body.fields or not isinstance(body.type, Unknown)):
                message = (
                    f"A response with status {response.status} has no content, but a body is described; "
                    "the body was left out."
                )
                findings.append(Finding("SL205", body.place.file, body.place.line, message))
            body = None
        responses.append((response, body_of(body, printed, components) if body else None))
    return Bodies(body_of(request, printed, components) if request else None, tuple(responses), tuple(findings))


def request_of(
    operation: OperationFacts, placed: Placed, body: StatedBody | None, printed: PrintedTypes
) -> Content | None:
    """The request body of an operation; None where it has none."""
    form = properties_of(placed.form, printed)
    if body is None and not form:
        return None
    samples = (*operation.request_samples, *(body.facts.samples if body else ()))
    types = _stated_types(operation, placed, samples)
    if not types and form:
        is_file = any(_is_binary(item.schema) for item in form)
        types = (MULTIPART if is_file else FORM,)
    if body is None:
        place = placed.form[0].place
        facts: tuple[Fact, ...] = (Fact("form fields", "form-fields", (place,)),)
        return Content(types, ObjectOf(form), "", None, facts=facts, is_required=_is_required(None, form))
    schema = body.complete()
    if form:
        schema = _joined(schema, form)
    stated = operation.request
    properties = schema.properties if isinstance(schema, ObjectOf) else ()
    types = types or _types_of(schema, body)
    is_required = _is_required(stated.is_required if stated else None, properties)
    return msgspec.structs.replace(_content(body, schema, types, "request"), is_required=is_required)


def responses_of(
    bodies: Bodies, placed: Placed, operation: OperationFacts, printed: PrintedTypes
) -> tuple[Response, ...]:
    """The responses of an operation; a 200 without content where the docs describe none."""
    found: list[Response] = []
    for facts, body in bodies.responses:
        headers: dict[str, Parameter] = {}
        for field in facts.headers:
            if field.name.strip() and field.name.strip().lower() != "content-type":
                headers.setdefault(field.name.strip().lower(), header_of(field, printed))
        content = _response_content(body, placed) if body else None
        found.append(
            Response(
                facts.status,
                facts.description or reason_of(facts.status),
                content,
                tuple(headers.values()),
                (Fact(f"stated as {facts.status}", "stated-status", (facts.place,)),),
            )
        )
    if not found:
        found.append(
            Response("200", "OK", None, (), (Fact("no response is described", "assumed-status", (operation.place,)),))
        )
    return tuple(sorted(found, key=lambda response: response.status))


def _response_content(body: StatedBody, placed: Placed) -> Content:
    schema = body.complete()
    types = _valid(body.facts.media_types) or _header_types(body.facts.samples) or placed.response_types
    types = types or _types_of(schema, body)
    return _content(body, schema, types, "response")


def _content(body: StatedBody, schema: Schema, types: tuple[str, ...], side: str) -> Content:
    """A body as the content of a message; one that nothing describes is text or bytes, as its media types say."""
    return Content(
        media_types=types,
        schema=_text_or_bytes(types) if schema == Anything() and not any(map(_is_structured, types)) else schema,
        description=body.facts.description,
        example=_example(body.facts.samples, types),
        is_nullable=body.is_nullable,
        facts=(_fact(body, side),),
    )


def _request_facts(operation: OperationFacts, placed: Placed, types: Types) -> BodyFacts | None:
    """What is stated about the request body, with the fields and samples of the operation that belong to it."""
    samples = tuple(sample for sample in operation.request_samples if sample.json or (sample.body and not sample.form))
    request = operation.request
    if operation.is_bodiless or (request is None and not placed.body and not samples):
        return None
    if request is None and not placed.body and operation.method.upper() in ("GET", "HEAD"):
        # HTTP gives a body to these requests no meaning, so one in a sample is not evidence.
        return None
    place = placed.body[0].place if placed.body else samples[0].place if samples else operation.place
    request = request or BodyFacts(place)
    known = set(request.samples)
    samples = (*request.samples, *(sample for sample in samples if sample not in known))
    fields = (*request.fields, *placed.body)
    if len(fields) == 1 and is_whole_body(fields[0], samples, types):
        whole = fields[0]
        return msgspec.structs.replace(
            request,
            place=whole.place,
            type=whole.printed.type,
            fields=whole.fields,
            samples=samples,
            description=request.description or whole.description,
            is_required=request.is_required if whole.printed.is_required is None else whole.printed.is_required,
        )
    return msgspec.structs.replace(request, fields=fields, samples=samples)


def is_whole_body(field: Field, samples: Sequence[MessageSample], types: Types) -> bool:
    """Whether a field stands for the body as a whole.

    Such a field has a name for bodies or the name of its own type, or samples have the type that is printed for it. If
    a sample has a member of its name, it is not the whole body.
    """
    printed = field.printed.type
    named = printed.items if isinstance(printed, ListOf) else printed
    shown = [value for value, _ in shown_in(samples)]
    objects = [item for value in shown for item in (value if isinstance(value, list) else [value])]
    objects = [item for item in objects if isinstance(item, dict)]
    if any(field.name in item for item in objects):
        return False
    found = types.find(named.name, named.target, field.place.file) if isinstance(named, Named) else None
    keys = types.keys_of(found.name) if found else frozenset()
    if keys and any(item and fits(item, keys) >= FITTING_SHARE for item in objects):
        return True
    if isinstance(named, Named) and type_key(field.name) == type_key(named.name):
        return True
    is_object = bool(field.fields) or isinstance(printed, Named | ListOf | MapOf | OneOf)
    return folded(field.name) in _WHOLE and (is_object or bool(samples))


def _by_status(responses: Iterable[ResponseFacts], findings: list[Finding]) -> list[ResponseFacts]:
    """The responses by status, each once; one without a status is that of success."""
    given = list(responses)
    statuses = [_status(response.status) for response in given]
    success = next((status for status in statuses if status and status.startswith("2")), "200")
    found: dict[str, ResponseFacts] = {}
    for response, status in zip(given, statuses, strict=True):
        if status is None:
            place = response.place
            message = f"{response.status!r} is not a status of HTTP; the response was left out."
            meant = status_meant(response.status)
            mend = Mend(place.file, place.line, response.status, meant) if meant and meant not in statuses else None
            findings.append(Finding("SL110", place.file, place.line, message, mend=mend))
            continue
        status = status or success
        own = msgspec.structs.replace(response, status=status)
        found[status] = _both(found[status], own) if status in found else own
    return list(found.values())


def _status(text: str) -> str | None:
    """A printed status as OpenAPI writes it; empty where none is printed, None where it is not a status."""
    text = text.strip()
    if text.lower() in ("", "default"):
        return text.lower()
    found = _STATUS.search(text)
    return found[1].upper() if found else None


def _both(first: ResponseFacts, second: ResponseFacts) -> ResponseFacts:
    body = first.body
    if body is None or second.body is None:
        body = body or second.body
    else:
        body = msgspec.structs.replace(
            body,
            type=second.body.type if isinstance(body.type, Unknown) and second.body.type != Unknown() else body.type,
            fields=(*body.fields, *second.body.fields),
            samples=tuple(dict.fromkeys((*body.samples, *second.body.samples))),
            media_types=tuple(dict.fromkeys((*body.media_types, *second.body.media_types))),
            description=body.description or second.body.description,
        )
    return msgspec.structs.replace(
        first,
        description=first.description or second.description,
        body=body,
        headers=(*first.headers, *second.headers),
        is_empty=first.is_empty and second.is_empty,
    )


def _stated_types(operation: OperationFacts, placed: Placed, samples: Sequence[MessageSample]) -> tuple[str, ...]:
    stated = _valid(operation.request.media_types) if operation.request else ()
    return stated or _valid(placed.request_types) or _header_types(samples)


def _header_types(samples: Iterable[MessageSample]) -> tuple[str, ...]:
    values = (value for sample in samples for name, value in sample.headers if name.lower() == "content-type")
    return _valid(value.partition(";")[0].strip() for value in values)


def _valid(types: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in types if is_media_type(name) and name != "*/*"))


def _types_of(schema: Schema, body: StatedBody) -> tuple[str, ...]:
    """The media type where none is stated: JSON, unless the samples show text or bytes."""
    if _is_binary(schema):
        return ("application/octet-stream",)
    texts = [sample for sample in body.facts.samples if sample.body and not sample.json]
    is_text = bool(texts) and not body.shown and isinstance(schema, Anything | Scalar) and body.rule != "listed-fields"
    if is_text and not any(sample.body.lstrip().startswith(("{", "[")) for sample in texts):
        return (TEXT,)
    return (JSON,)


def _is_binary(schema: Schema) -> bool:
    return isinstance(schema, Scalar) and schema.format == "binary"


def _is_structured(media_type: str) -> bool:
    """Whether bodies of the media type hold values, so that the media type alone does not give the schema."""
    name = media_type.lower()
    return any(part in name for part in ("json", "yaml", "form", "multipart", "*"))


def _text_or_bytes(types: Sequence[str]) -> Scalar:
    """The schema of bodies that are text or bytes, as their media types show."""
    is_text = all(name.lower().startswith("text/") or "xml" in name.lower() for name in types)
    return Scalar("string", "" if is_text else "binary")


def _joined(schema: Schema, form: tuple[Property, ...]) -> Schema:
    if not isinstance(schema, ObjectOf):
        return ObjectOf(form) if isinstance(schema, Anything) else schema
    known = {item.name for item in schema.properties}
    return ObjectOf((*schema.properties, *(item for item in form if item.name not in known)), schema.name)


def _is_required(stated: bool | None, properties: Sequence[Property]) -> bool:
    if stated is not None:
        return stated
    return not properties or any(item.is_required for item in properties)


def _example(samples: Sequence[MessageSample], types: Sequence[str]) -> Example | None:
    """The first sample that is JSON, else, where a media type is not JSON, the first that does not look like it."""
    for sample in samples:
        if sample.json:
            try:
                return Example(
                    orjson.loads(sample.json), is_json=True, place=sample.place, is_partial=sample.is_partial
                )
            except orjson.JSONDecodeError:
                continue
    if all("json" in name for name in types):
        return None
    for sample in samples:
        if sample.body and not sample.json and not sample.body.lstrip().startswith(("{", "[")):
            return Example(sample.body, is_json=False, place=sample.place, is_partial=sample.is_partial)
    return None


def _fact(body: StatedBody, side: str) -> Fact:
    place: Place = body.facts.place
    if body.rule in ("sample-envelope", "unknown") and body.facts.samples:
        return Fact(
            f"{side} body as samples show it",
            "sample-envelope" if body.rule != "unknown" else "sample-body",
            (body.facts.samples[0].place,),
        )
    return Fact(f"{side} body", body.rule, (place,))
