"""Facts of pages for the inference tests: builders for small examples, and Hypothesis strategies for random pages."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from speclift.inference.api import infer
from speclift.model.facts import (
    BodyFacts,
    Enumerated,
    Field,
    ListOf,
    MapOf,
    MessageSample,
    Named,
    OneOf,
    OperationFacts,
    PageFacts,
    Primitive,
    Printed,
    PrintedType,
    ResponseFacts,
    TypeFacts,
    Unknown,
)
from speclift.model.operation import Api, Operation, Parameter
from speclift.model.schema import Component, Place, Property, Schema
from speclift.settings import Settings
from tests.payloads import MARKUP, PYTHON, SHELL, TEMPLATES, YAML

STRING, INTEGER, NUMBER, BOOLEAN = (Primitive(name) for name in ("string", "integer", "number", "boolean"))
OBJECT, ARRAY = Primitive("object"), Primitive("array")
OPEN = Unknown()
FILE = "docs/users.md"
DEFAULTS = Settings()


def at(line: int, file: str = FILE) -> Place:
    return Place(file, line)


def field(name: str, kind: PrintedType = OPEN, *fields: Field, line: int = 5, **more: Any) -> Field:
    """A field; `required`, `nullable`, `default` and `limits` belong to its printed type."""
    printed: dict[str, Any] = {key: more.pop(key) for key in ("default", "limits") if key in more}
    printed["is_required"] = more.pop("required", None)
    printed["is_nullable"] = more.pop("nullable", False)
    place = more.pop("place", at(line))
    return Field(name, place, Printed(kind, **printed), fields=fields, **more)


def sample(value: Any, line: int = 50, **more: Any) -> MessageSample:
    text = json.dumps(value, indent=2)
    return MessageSample(at(line), body=text, json=json.dumps(value), **more)


def request(target: str, method: str = "GET", line: int = 40) -> MessageSample:
    return MessageSample(at(line), method, target)


def body(*fields: Field, kind: PrintedType = OPEN, sample_values: Any = (), **more: Any) -> BodyFacts:
    """A body; it has one JSON sample for each of `sample_values`."""
    return BodyFacts(more.pop("place", at(30)), kind, fields, tuple(sample(value) for value in sample_values), **more)


def response(status: str = "200", content: BodyFacts | None = None, **more: Any) -> ResponseFacts:
    return ResponseFacts(status, at(20), body=content, **more)


def operation(line: str, *parameters: Field, at_line: int = 3, **more: Any) -> OperationFacts:
    method, _, path = line.partition(" ")
    return OperationFacts(method, path, more.pop("place", at(at_line)), parameters=parameters, **more)


def described(name: str, *fields: Field, **more: Any) -> TypeFacts:
    return TypeFacts(name, more.pop("place", at(80)), fields=fields, **more)


def page(*items: OperationFacts | TypeFacts, file: str = FILE, **more: Any) -> PageFacts:
    return PageFacts(
        file,
        operations=tuple(item for item in items if isinstance(item, OperationFacts)),
        types=tuple(item for item in items if isinstance(item, TypeFacts)),
        **more,
    )


def inferred(*items: OperationFacts | TypeFacts | PageFacts, settings: Settings = DEFAULTS) -> Api:
    """The API of pages, or of the one page with these operations and types."""
    pages = [item for item in items if isinstance(item, PageFacts)]
    rest = [item for item in items if not isinstance(item, PageFacts)]
    return infer([*pages, *([page(*rest)] if rest else [])], settings)


def only_operation(api: Api) -> Operation:
    (found,) = api.operations
    return found


def parameters(api: Api) -> dict[str, Parameter]:
    """The parameters of the only operation by location and name, such as `query page`."""
    return {f"{item.location} {item.name}": item for item in only_operation(api).parameters}


def request_schema(api: Api) -> Schema:
    """The schema of the request body of the only operation."""
    content = only_operation(api).request
    assert content
    return content.schema


def response_schema(api: Api, status: str = "200") -> Schema:
    """The schema of the response with this status of the only operation."""
    (content,) = (item.content for item in only_operation(api).responses if item.status == status)
    assert content
    return content.schema


def component(api: Api, name: str) -> Component:
    return next(item for item in api.components if item.name == name)


def by_name(owner: Any) -> dict[str, Property]:
    """The properties of a component or object by name."""
    return {item.name: item for item in owner.properties}


def codes(api: Api) -> list[str]:
    return [finding.code for finding in api.findings]


# Strategies for random pages. Some of their names do harm where a program does not treat them as plain text.

_HOSTILE = (*MARKUP, *TEMPLATES, *PYTHON, *SHELL, *YAML, "", " ", "\x00", "$ref", "#/components/x", "{", "}{")
_PLAIN = ("id", "user", "User", "users", "user_id", "a.b", "a[].b", "a[0][c]", "a.*.b", "X-Id", "Accept", "tags[]")
names = st.one_of(st.sampled_from(_PLAIN), st.sampled_from(_HOSTILE), st.text(max_size=6))
texts = st.one_of(st.just(""), names)
places = st.builds(Place, st.sampled_from(["a.md", "b/index.md", "b/c.md"]), st.integers(1, 99))
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-9, 2**53), st.floats(allow_nan=False, allow_infinity=False), names
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4)),
    max_leaves=8,
)
paths = st.one_of(
    st.sampled_from(
        ["/users", "/users/", "/users/{id}", "/users/{user id}", "/a/{id}/b/{id}", "/a/{}/{x", "/?q={q}", "/{a}-{b}"]
    ),
    st.builds("/{}/{{{}}}".format, names, names),
    names,
)
types = st.recursive(
    st.one_of(
        st.sampled_from(
            [Unknown(), Unknown("odd"), STRING, INTEGER, NUMBER, BOOLEAN, OBJECT, ARRAY, Primitive("null")]
        ),
        st.builds(Primitive, st.sampled_from(["string", "integer", "made-up"]), texts),
        st.builds(
            Named, names, st.one_of(st.just(""), st.sampled_from(["#user", "c.md#x", "../b/", "http://h/b/c"]), names)
        ),
        st.builds(
            Enumerated, st.lists(texts, max_size=3).map(tuple), st.sampled_from(["string", "integer", "boolean", "x"])
        ),
    ),
    lambda inner: st.one_of(
        st.builds(ListOf, inner), st.builds(MapOf, inner), st.builds(OneOf, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=4,
)
limits = st.lists(
    st.tuples(
        st.sampled_from(
            ["minimum", "maximum", "exclusiveMaximum", "multipleOf", "maxLength", "minItems", "pattern", "x"]
        ),
        st.one_of(st.integers(-5, 5), st.floats(-5, 5), st.sampled_from(["[", "^a$", "(?<!x)y", "\\p{L}"])),
    ),
    max_size=2,
).map(tuple)
printed = st.builds(
    Printed, types, st.booleans(), st.sampled_from([None, True, False]), st.one_of(st.none(), texts), limits
)
locations = st.sampled_from(["", "path", "query", "header", "cookie", "body", "form"])


def _fields(nested: st.SearchStrategy[tuple[Field, ...]]) -> st.SearchStrategy[tuple[Field, ...]]:
    return st.lists(
        st.builds(
            Field, names, places, printed, texts, locations, st.lists(texts, max_size=2).map(tuple), st.booleans(),
            texts, st.booleans(), st.booleans(), st.booleans(), nested,
        ),
        max_size=3,
    ).map(tuple)  # fmt: skip


fields = _fields(_fields(st.just(())))
flat_fields = _fields(st.just(()))
_pairs = st.lists(st.tuples(st.sampled_from(["Content-Type", "X-Id"]), texts), max_size=2).map(tuple)


@st.composite
def samples(draw: st.DrawFn) -> MessageSample:
    value = draw(json_values)
    is_json = draw(st.booleans())
    return MessageSample(
        draw(places),
        draw(st.sampled_from(["", "GET", "POST"])),
        draw(st.one_of(st.just(""), st.sampled_from(["/users/42?page=2&x[]=1", "https://h/users/{id}?a=<b>"]), names)),
        draw(st.sampled_from(["", "200"])),
        draw(_pairs),
        json.dumps(value) if is_json else draw(texts),
        json.dumps(value) if is_json else "",
        draw(st.booleans()),
        draw(_pairs),
    )


_samples = st.lists(samples(), max_size=2).map(tuple)
_media_types = st.lists(
    st.sampled_from(["application/json", "text/plain", "*/*", "odd", "multipart/form-data"]), max_size=2
)
bodies = st.builds(
    BodyFacts, places, types, fields, _samples, _media_types.map(tuple), texts, st.sampled_from([None, True, False])
)
responses = st.builds(
    ResponseFacts,
    st.one_of(st.sampled_from(["200", "201", "204", "4XX", "4xx", "default", "", "404 Not Found", "ok", "999"]), names),
    places,
    texts,
    st.one_of(st.none(), bodies),
    flat_fields,
    st.booleans(),
)
_security = st.lists(
    st.sampled_from(["Basic", "Bearer", "OAuth2", "X-Token", "query:key", "cookie:s", "Odd", *_HOSTILE]), max_size=2
)
operations = st.builds(
    OperationFacts,
    st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "get", "COPY", ""]),
    paths,
    places,
    texts,
    texts,
    texts,
    texts,
    st.one_of(st.sampled_from(["", "https://h/v1", "https://{sub}.h", "/v1"]), names),
    fields,
    st.one_of(st.none(), bodies),
    _samples,
    st.lists(responses, max_size=3).map(tuple),
    _security.map(tuple),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
type_facts = st.builds(
    TypeFacts,
    names,
    places,
    st.lists(st.sampled_from(["", "user", "x"]), max_size=2).map(tuple),
    texts,
    fields,
    _samples,
    st.lists(texts, max_size=3).map(tuple),
    types,
)


@st.composite
def references(draw: st.DrawFn) -> tuple[PageFacts, ...]:
    """One to three pages with arbitrary facts."""
    files = draw(
        st.lists(st.sampled_from(["a.md", "b/index.md", "b/c.md", "index.md"]), min_size=1, max_size=3, unique=True)
    )
    return tuple(
        PageFacts(
            file,
            draw(texts),
            draw(texts),
            tuple(draw(st.lists(operations, max_size=3))),
            tuple(draw(st.lists(type_facts, max_size=3))),
            tuple(draw(st.lists(st.sampled_from(["https://h", "https://{x}.h/v1", *_HOSTILE]), max_size=2))),
            tuple(draw(_security)),
        )
        for file in files
    )
