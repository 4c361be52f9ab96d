"""One call of an operation, from which both clients make the same request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar, Union, get_args, get_origin
from urllib.parse import quote

import httpx
from pydantic import BaseModel
from pydantic_core import to_json

from ._bodies import Encoding, JsonPatch, MergePatch, Multipart, Parts, has_files, is_file, stream_of, urlencoded
from ._models import PYTHON, Model, reader
from ._options import IDEMPOTENT, USER_AGENT
from ._values import (
    NOT_GIVEN,
    cookie_text,
    encoded,
    header_text,
    is_list,
    is_mapping,
    path_text,
    plain,
    query_pairs,
    settled,
)

T = TypeVar("T")

#: How a body is written.
Kind: TypeAlias = Literal["json", "patch", "form", "multipart", "lines", "binary", "text"]

#: Characters that a path keeps unescaped; the values of its parameters are escaped separately.
_PATH = "/{}%:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Media:
    """A way to send a body: how it is written, its media type, its type, and the encoding of the fields of a form."""

    kind: Kind
    media_type: str
    type: Any = None
    encoding: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """An operation with the values of its arguments; its result is a T.

    Attributes:
        operation: The id of the operation.
        method: The HTTP method.
        path: The path with its parts in braces.
        parts: The values of the path parts.
        query: The values of the query parameters; NOT_GIVEN is not sent.
        ready: The beginning of the query, already encoded.
        fields: The values of the header parameters.
        cookies: The values of the cookies.
        body: The body, or NOT_GIVEN.
        body_type: The type that the body is written as.
        media_type: The media type of the body.
        form: How the body is written.
        encoding: How the fields of a form are written.
        others: The further ways in which the body may be sent.
        accept: The media types that the response may have.
        parses: The type that the response is read as.
        streams: The type of the values of a response that come one after the other.
        answers: The types of the response by status, or by status and media type, where there are several.
        errors: The types of the bodies of errors by status, or by status and media type.
        security: Alternatives of credentials by the names of their schemes; None where those of the API apply.
        server: The address that the path is below; empty where it is that of the client.
        is_read_only: Whether the operation changes nothing, whatever its method.
        idempotency_header: The header that the reference names for a key by which the server recognises a repetition.
    """

    operation: str
    method: str
    path: str
    parts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    ready: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cookies: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = NOT_GIVEN
    body_type: Any = None
    media_type: str = "application/json"
    form: Kind = "json"
    encoding: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])
    others: tuple[Media, ...] = ()
    accept: str = "*/*"
    parses: Any = None
    streams: Any = None
    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[str, Any] = field(default_factory=dict[str, Any])
    security: tuple[tuple[str, ...], ...] | None = None
    server: str = ""
    is_read_only: bool = False
    idempotency_header: str = ""

    def __post_init__(self) -> None:
        # Each try and each page writes the values again, so iterators have to become lists.
        for name in ("parts", "query", "fields", "cookies"):
            object.__setattr__(self, name, {key: settled(value) for key, value in getattr(self, name).items()})

    @property
    def is_safe(self) -> bool:
        """Whether the call may be made twice."""
        return self.is_read_only or self.method in IDEMPOTENT

    def url(self) -> str:
        """The path with its parts filled in, and the query.

        Raises ValueError where a part would make it another path: an empty one, or a dot segment. In quotes, as in
        `Books('{key}')` of OData, and in the query of a path, an empty string is a value.
        """
        # Some references distinguish operations by a query in the path, or by a fragment, which is never sent.
        filled = quote(self.path.partition("#")[0], safe=f"{_PATH}?")
        for name, value in self.parts.items():
            text, place = path_text(name, value), quote(f"{{{name}}}", safe=_PATH)
            if not text and place in filled.partition("?")[0].replace(f"'{place}'", ""):
                raise ValueError(f"{self.operation}: {name} is empty, which would change the path: {self.path}")
            filled = filled.replace(place, text)
        filled, _, own = filled.partition("?")
        if self.parts and {".", ".."} & set(filled.split("/")):
            # Clients and servers remove it together with the part before it (RFC 3986, section 5.2.4).
            raise ValueError(f"{self.operation}: a dot segment as a part would change the path: {filled}")
        query = "&".join(
            f"{key}={text}" for name, value in self.query.items() for key, text in query_pairs(name, value)
        )
        query = "&".join(filter(None, (own, self.ready.removeprefix("?"), query)))
        return f"{filled}?{query}" if query else filled

    def payload(self, content_type: str | None = None) -> Payload:
        """The body as it is sent, as `content_type` if given.  Raises ValueError for one that is not allowed."""
        if self.body is NOT_GIVEN or (self.body is None and self.form != "json"):
            return Payload()
        return self._written(self.body, content_type)

    def _written(self, body: Any, content_type: str | None) -> Payload:
        if self.form == "patch" and not isinstance(body, JsonPatch | MergePatch):
            body = JsonPatch(*body) if is_list(body) else MergePatch(body)
        if isinstance(body, JsonPatch | MergePatch):
            return Payload({"content": body.content()}, body.media_type)
        ways = (Media(self.form, self.media_type, self.body_type, self.encoding), *self.others)
        way = _chosen(ways, body, content_type)
        media_type = content_type or way.media_type
        match way.kind:
            case "binary" | "text":
                return Payload({}, media_type, stream_of(body.encode() if isinstance(body, str) else body))
            case "lines":
                return Payload({"content": _lines(body, media_type)}, media_type)
            case "form":
                return Payload({"content": urlencoded(body, way.encoding)}, media_type)
            case "multipart":
                form = Multipart(body, way.encoding, media_type)
                return Payload({}, form.media_type, form)
            case _:
                return Payload({"content": _json(body, way.type)}, media_type)


def _chosen(ways: tuple[Media, ...], body: Any, content_type: str | None) -> Media:
    """The way to send a body: that of `content_type`, else the first that fits the body."""
    if content_type is not None:
        kind = content_type.partition(";")[0].strip().lower()
        found = next((way for way in ways if way.media_type.partition(";")[0].strip().lower() == kind), None)
        loose = next((way for way in ways if way.kind in ("binary", "text")), None)
        if found or loose:
            return found or loose or ways[0]
        known = ", ".join(way.media_type for way in ways)
        raise ValueError(f"this operation does not take {content_type}, but {known}")
    if len(ways) == 1:
        return ways[0]
    if is_file(body):
        return _first(ways, "binary", "text", "multipart")
    if isinstance(body, str):
        return next((way for way in ways if way.kind == "json" and way.type is str), _first(ways, "text", "json"))
    if isinstance(body, BaseModel):
        ways = tuple(way for way in ways if way.type is None or isinstance(body, _classes(way.type))) or ways
    if has_files(body):
        return _first(ways, "multipart", "form", "json")
    if not isinstance(body, BaseModel) and not is_mapping(body):
        return _first(ways, "json", "lines", "binary", "text")
    return _first(ways, "json", "form", "multipart", "text", "binary")


def _first(ways: tuple[Media, ...], *kinds: str) -> Media:
    return next((way for kind in kinds for way in ways if way.kind == kind), ways[0])


def _classes(kind: Any) -> tuple[type, ...]:
    """The models among the alternatives of a type."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return tuple(found for argument in get_args(kind) for found in _classes(argument))
    return (kind,) if isinstance(kind, type) and issubclass(kind, BaseModel) else ()


@dataclass(frozen=True, slots=True)
class Payload:
    """A body as arguments of httpx or as a stream, and its media type where there is one."""

    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    media_type: str = ""
    parts: Parts | None = None

    @property
    def can_repeat(self) -> bool:
        """Whether the body can be sent again."""
        return self.parts.can_repeat if self.parts else True


def with_properties(
    model: type[Model],
    body: Any,
    properties: Mapping[str, Any],
    *,
    is_nullable: bool = False,
    is_needed: bool = True,
    is_partial: bool = False,
) -> Any:
    """The body as given, or a body made of properties, which are by their wire names.

    With `is_nullable`, None is a body.  Without `is_needed`, there is no body if there are no properties.  With
    `is_partial`, the body may have any of the model's properties.  Raises TypeError where both are given.
    """
    given = {name: value for name, value in properties.items() if value is not NOT_GIVEN}
    if body is not NOT_GIVEN and (body is not None or is_nullable):
        if given:
            raise TypeError(f"give the body or its properties ({', '.join(given)}), not both")
        return body
    if is_partial:
        return {name: encoded(value) for name, value in given.items()}
    return model.model_validate(given, by_name=True, context=PYTHON) if given or is_needed else NOT_GIVEN


def _json(body: Any, body_type: Any) -> bytes:
    if isinstance(body, BaseModel):
        return body.model_dump_json(by_alias=True, exclude_unset=True, warnings=False).encode()
    if body_type is None and body is not None:
        return to_json(plain(body))
    return reader(body_type).dump_json(body, by_alias=True, exclude_unset=True, warnings=False)


def _lines(body: Any, media_type: str) -> bytes:
    """JSON values, one per line; those of a JSON text sequence begin with a record separator (RFC 7464)."""
    start = "\x1e" if media_type.partition(";")[0].rstrip().endswith("json-seq") else ""
    return "".join(f"{start}{to_json(plain(value)).decode()}\n" for value in body).encode()


def request_of(
    call: Call[Any],
    payload: Payload,
    http: httpx.Client | httpx.AsyncClient,
    base_url: str,
    headers: Mapping[str, str],
    timeout: Any,
) -> httpx.Request:
    """The request of a call with its encoded body."""
    own = _own_fields(call, http)
    if payload.media_type:
        own["Content-Type"] = payload.media_type
    given = {name: text for name, value in call.fields.items() if (text := header_text(value)) is not None}
    # httpx itself could not send a value that is not ASCII.
    encoded = [(name.encode("ascii"), text.encode()) for name, text in {**own, **headers, **given}.items()]
    request = http.build_request(
        call.method, base_url + call.url(), headers=encoded, timeout=timeout, **payload.arguments
    )
    if cookies := cookie_text(call.cookies):
        # Beside the cookies that the httpx client keeps, such as that of a session.
        names = {pair.partition("=")[0] for pair in cookies.split("; ")}
        kept = [pair for pair in request.headers.get("Cookie", "").split("; ") if pair.partition("=")[0] not in names]
        request.headers["Cookie"] = "; ".join([*filter(None, kept), cookies])
    if payload.parts:
        # As content, httpx would read the stream in the way of only one of the two clients.
        fields = httpx.Headers(request.headers)
        fields.pop("Content-Length", None)
        fields.update(payload.parts.framing())
        request = httpx.Request(
            request.method, request.url, headers=fields, stream=payload.parts, extensions=request.extensions
        )
    return request


def linked(
    call: Call[Any], url: str, http: httpx.Client | httpx.AsyncClient, headers: Mapping[str, str], timeout: Any
) -> httpx.Request:
    """The request for a link in the response to a call."""
    return http.build_request("GET", url, headers={**_own_fields(call, http), **headers}, timeout=timeout)


def _own_fields(call: Call[Any], http: httpx.Client | httpx.AsyncClient) -> dict[str, str]:
    """The headers that the client itself adds to a request."""
    is_unnamed = http.headers.get("User-Agent", "").startswith("python-httpx/")
    return {"Accept": call.accept, **({"User-Agent": USER_AGENT} if is_unnamed else {})}


def call_of(
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None,
    headers: Mapping[str, Any] | None,
    json: Any,
    form: Mapping[str, Any] | None,
    content: Any,
) -> Call[Any]:
    """The call of a path that the reference leaves out.  Raises ValueError where the path is an address."""
    if "://" in path or path.startswith("//"):
        raise ValueError(f"the path has to be one below the address of the API, not {path}")
    kind: Kind = "json"
    body, media_type = json, "application/json"
    if form is not None:
        kind, media_type = "form", "application/x-www-form-urlencoded"
        if has_files(form):
            kind, media_type = "multipart", "multipart/form-data"
        body = form
    elif content is not None:
        kind, body = ("text", content) if isinstance(content, str) else ("binary", content)
        media_type = "text/plain; charset=utf-8" if kind == "text" else "application/octet-stream"
    place, mark, given = path.partition("?")
    place = "/" + place.lstrip("/")
    return Call(
        operation=f"{method.upper()} {place}",
        method=method.upper(),
        path=place,
        ready=mark + given,
        query=query or {},
        fields=headers or {},
        body=body,
        body_type=Any,
        media_type=media_type,
        form=kind,
        parses=Any,
    )
