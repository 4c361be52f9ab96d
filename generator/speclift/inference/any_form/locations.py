"""Where a field of an operation is sent: rules in order, of which the first one that says anything counts.

Each rule has a name, which is in the fact of a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

import msgspec

from speclift.inference.any_form.component_names import folded, type_key
from speclift.inference.any_form.paths import Template, placeholder_keys
from speclift.inference.any_form.values import shown_in
from speclift.model.facts import Field, Location, MessageSample, Named, OperationFacts

#: Methods whose requests have no body in HTTP (RFC 9110, 9.3).
BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"})

#: Headers that OpenAPI describes elsewhere (OpenAPI 3.1.1, 4.8.12.1).
NO_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
_HEADERS = NO_PARAMETERS | {
    "accept-encoding", "accept-language", "cache-control", "etag", "if-match", "if-modified-since", "if-none-match",
    "if-unmodified-since", "range", "user-agent", "x-forwarded-for", "prefer", "content-length", "content-encoding",
    "content-md5", "content-range", "location", "retry-after", "host", "origin", "referer",
}  # fmt: skip
#: Headers that any request may have (RFC 9110, 9111, 9112; Fetch): in a sample they say nothing about the operation.
_GENERAL = NO_PARAMETERS | {
    "cache-control", "connection", "cookie", "date", "dnt", "expect", "forwarded", "from", "host", "keep-alive",
    "max-forwards", "origin", "pragma", "proxy-authorization", "proxy-connection", "referer", "set-cookie", "te",
    "trailer", "transfer-encoding", "upgrade", "upgrade-insecure-requests", "user-agent", "via",
}  # fmt: skip
_GENERAL_STARTS = ("accept", "content-", "sec-", "x-forwarded-")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_HEADER_NAME = re.compile(r"X-[A-Za-z0-9-]{1,80}|(?:[A-Z][a-z0-9]{1,30}-){1,6}[A-Z][A-Za-z0-9]{0,40}")
_SHOWN_VALUE = re.compile(r"\{[^{}]*\}|<[^<>]*>|\[[^\[\]]*\]|:[A-Za-z]\w*|\.{3}|…")


class Context(msgspec.Struct, frozen=True):
    """The evidence of an operation for the places of its fields.

    `path_keys` are the placeholders by folded name. `query` has values with their samples by the name of a query
    parameter, `headers` by the name of a header. `requests` counts the sample requests. `body_keys` and `form_keys` are
    the members that sample bodies show. `is_body_whole` says that no sample body lacks a part.
    """

    operation: OperationFacts
    path_keys: Mapping[str, str]
    query: Mapping[str, tuple[tuple[str, MessageSample], ...]]
    body_keys: frozenset[str]
    form_keys: frozenset[str]
    is_body_whole: bool
    headers: Mapping[str, tuple[tuple[str, MessageSample], ...]] = {}
    requests: int = 0


def context_of(operation: OperationFacts, template: Template) -> Context:
    """Collect the evidence of an operation for the places of its fields."""
    request = operation.request
    samples = (*operation.request_samples, *(request.samples if request else ()))
    keys: set[str] = set()
    for value, _ in shown_in(samples):
        for item in value[:1] if isinstance(value, list) else [value]:
            keys.update(item if isinstance(item, dict) else ())
    return Context(
        operation=operation,
        path_keys=placeholder_keys(template),
        query=_queries(samples),
        body_keys=frozenset(keys),
        form_keys=frozenset(name for sample in samples for name, _ in sample.form),
        is_body_whole=not any(sample.is_partial for sample in samples),
        headers=_headers(operation.request_samples),
        requests=sum(bool(sample.method) for sample in operation.request_samples),
    )


def locate(field: Field, context: Context) -> tuple[Location, str]:
    """Where a field is sent, and the name of the rule that says so."""
    for name, rule in RULES:
        found = rule(field, context)
        if found:
            return found, name
    return _by_method(field, context), "method-location"


def is_general(name: str) -> bool:
    """Whether any request may have this header, so that it says nothing about the operation."""
    key = name.lower()
    return key in _GENERAL or key.startswith(_GENERAL_STARTS)


def is_placeholder(text: str) -> bool:
    """Whether a sample has a name in the place of a value."""
    return bool(_SHOWN_VALUE.search(text)) or not text


def _stated(field: Field, context: Context) -> Location:
    """A column, a heading or a label says it; but a placeholder of the path is not in the query."""
    if field.location == "query" and _is_placeholder(field, context):
        return "path"
    if field.location in ("query", "header", "cookie", "body", "form", "path"):
        return field.location
    return ""


def _is_placeholder(field: Field, context: Context) -> bool:
    """Whether a field is that of a placeholder: no other field is, and no sample request has it in its query."""
    key = folded(field.name)
    others = (other for other in context.operation.parameters if other.location == "path")
    return (
        key in context.path_keys
        and field.name not in context.query
        and not any(folded(other.name) == key for other in others)
    )


def _in_path(field: Field, context: Context) -> Location:
    """The path has a placeholder of this name, or only one, such as `{user_id}`, that a lone `id` must be."""
    is_named = folded(field.name) in context.path_keys
    return "path" if is_named or _is_lone_id(field, context) else ""


def _is_lone_id(field: Field, context: Context) -> bool:
    """Whether a field `id` of a request without a body is that of the only placeholder, which has a longer name."""
    names = set(context.path_keys.values())
    if folded(field.name) != "id" or len(names) != 1 or context.operation.method not in BODILESS:
        return False
    name = folded(names.pop())
    others = {folded(other.name) for other in context.operation.parameters}
    return name.endswith("id") and name not in others and field.name not in context.query


def _as_header(field: Field, context: Context) -> Location:
    """It has the name of a header: `X-Request-Id`, `If-Match`."""
    if field.name in context.body_keys or field.name in context.form_keys or field.name in context.query:
        return ""
    is_header = field.name.lower() in _HEADERS and field.name[:1].isupper()
    return "header" if is_header or _HEADER_NAME.fullmatch(field.name) else ""


def _whole_body(field: Field, context: Context) -> Location:
    """It has the name of its own type, like the body in generated docs; an object is not sent in a query."""
    kind = field.printed.type
    is_own = isinstance(kind, Named) and bool(kind.target) and type_key(kind.name) == type_key(field.name)
    return "body" if is_own and not field.name.islower() else ""


def _in_sample_query(field: Field, context: Context) -> Location:
    """A sample request has it in the query of its target."""
    return "query" if field.name in context.query else ""


def _in_sample_body(field: Field, context: Context) -> Location:
    """A sample request has it in its body."""
    root = re.split(r"[.\[]", field.name)[0]
    if field.name in context.form_keys:
        return "form"
    return "body" if field.name in context.body_keys or (root and root in context.body_keys) else ""


def _beside_body(field: Field, context: Context) -> Location:
    """The members of the body are listed separately, so other fields are sent in the query."""
    request = context.operation.request
    return "query" if request is not None and request.fields else ""


def _beside_sample(field: Field, context: Context) -> Location:
    """The sample body is complete and does not have it."""
    has_body = bool(context.body_keys or context.form_keys)
    others = (item for item in context.operation.parameters if not item.location)
    is_apart = has_body and not any(item.name in context.body_keys or item.name in context.form_keys for item in others)
    return "query" if is_apart and context.is_body_whole else ""


#: The rules in their order; where none of them says anything, the method decides.
RULES: tuple[tuple[str, Callable[[Field, Context], Location]], ...] = (
    ("stated-location", _stated),
    ("path-placeholder", _in_path),
    ("header-name", _as_header),
    ("whole-body", _whole_body),
    ("sample-query", _in_sample_query),
    ("sample-body", _in_sample_body),
    ("beside-body", _beside_body),
    ("beside-sample", _beside_sample),
)


def _by_method(field: Field, context: Context) -> Location:
    """A request without a body has its fields in the query, any other in the body (or the form that samples show)."""
    operation = context.operation
    if operation.method.upper() in BODILESS or operation.is_bodiless:
        return "query"
    return "form" if context.form_keys and not context.body_keys else "body"


def _queries(samples: tuple[MessageSample, ...]) -> dict[str, tuple[tuple[str, MessageSample], ...]]:
    found: dict[str, tuple[tuple[str, MessageSample], ...]] = {}
    for sample in samples:
        query = sample.target.partition("#")[0].partition("?")[2]
        for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=None):
            if name and name.isprintable() and not is_placeholder(name):
                found[name] = (*found.get(name, ()), (value, sample))
    return found


def _headers(samples: tuple[MessageSample, ...]) -> dict[str, tuple[tuple[str, MessageSample], ...]]:
    """The headers of sample requests by their first spelling, without those that any request may have."""
    found: dict[str, tuple[tuple[str, MessageSample], ...]] = {}
    spelled: dict[str, str] = {}
    for sample in samples:
        for name, value in sample.headers if sample.method else ():
            if is_general(name) or not _TOKEN.fullmatch(name):
                continue
            own = spelled.setdefault(name.lower(), name)
            found[own] = (*found.get(own, ()), (value, sample))
    return found
