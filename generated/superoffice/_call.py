"""One call of an operation, before anything is sent: both clients make the same request of it."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter

from ._binary import Parts, stream_of
from ._models import Model
from ._retry import IDEMPOTENT
from ._types import NOT_GIVEN, is_list

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """An operation with the values of its arguments; it answers with a T.

    Attributes:
        operation: The id of the operation.
        method: The HTTP method.
        path: The path with its parts in braces.
        parts: The values of the path parts.
        query: The values of the query parameters; those that were not given are left out.
        fields: The values of the header parameters.
        body: The body, or NOT_GIVEN.
        body_type: The type that the body is written as.
        media_type: The media type of the body.
        form: How a body is written that is not JSON.
        accept: The media types that the answer may have.
        parses: The type that the answer is read as.
        is_read_only: Whether the operation changes nothing, whatever its method.
    """

    operation: str
    method: str
    path: str
    parts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = NOT_GIVEN
    body_type: Any = None
    media_type: str = "application/json"
    form: Literal["json", "patch", "form", "multipart", "binary"] = "json"
    accept: str = "*/*"
    parses: Any = None
    is_read_only: bool = False

    @property
    def is_safe(self) -> bool:
        """Whether the call may be made twice."""
        return self.is_read_only or self.method in IDEMPOTENT

    def url(self) -> str:
        """The path with its parts filled in, and the query."""
        filled = quote(self.path, safe="/{}%:@!$&'()*+,;=~")
        for name, value in self.parts.items():
            filled = filled.replace(quote(f"{{{name}}}", safe="{}%:@!$&'()*+,;=~"), quote(text_of(value), safe=""))
        pairs = [(name, text) for name, value in self.query.items() for text in _texts(value)]
        query = "&".join(f"{quote(name, safe='$')}={quote(text, safe='')}" for name, text in pairs)
        return f"{filled}?{query}" if query else filled

    def payload(self) -> Payload:
        """The body as it travels."""
        if self.body is NOT_GIVEN or self.body is None:
            return Payload()
        if self.form == "patch":
            return Payload({"content": self.body.content()}, self.body.media_type)
        if self.form == "binary":
            return Payload({}, self.media_type, stream_of(self.body))
        if self.form == "json":
            return Payload({"content": _json(self.body, self.body_type)}, self.media_type)
        values: dict[str, Any]
        # Not as JSON, which has no bytes.
        values = self.body.model_dump(by_alias=True, exclude_unset=True) if isinstance(self.body, Model) else self.body
        if self.form == "form":
            return Payload({"data": {key: _texts(value) for key, value in values.items()}})
        files = {key: value for key, value in values.items() if isinstance(value, bytes) or hasattr(value, "read")}
        texts = {key: _texts(value) for key, value in values.items() if key not in files}
        return Payload({"data": texts, "files": files})


@dataclass(frozen=True, slots=True)
class Payload:
    """The arguments of httpx for a body or the parts that it comes in, and its media type where it is known."""

    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    media_type: str = ""
    parts: Parts | None = None

    @property
    def can_repeat(self) -> bool:
        """Whether the body can be sent again."""
        return self.parts.can_repeat if self.parts else "files" not in self.arguments


def with_properties(model: type[M], body: M | None, properties: Mapping[str, Any]) -> M:
    """The body as it was given, or one made of properties by their wire names.

    Raises TypeError where both were given.
    """
    given = {name: value for name, value in properties.items() if value is not NOT_GIVEN}
    if body is None:
        return model.model_validate(given)
    if given:
        raise TypeError(f"give the body or its properties ({', '.join(given)}), not both")
    return body


def text_of(value: Any) -> str:
    """A scalar as it stands in a URL or a header field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def commas(value: Any) -> Any:
    """A list as one string with commas; everything else as it is."""
    return ",".join(text_of(item) for item in value) if is_list(value) else value


def _texts(value: Any) -> list[str]:
    """The values of a parameter: none where it was not given, several for a list."""
    if value is NOT_GIVEN or value is None:
        return []
    return [text_of(item) for item in value] if is_list(value) else [text_of(value)]


def _json(body: Any, body_type: Any) -> bytes:
    if isinstance(body, Model):
        return body.model_dump_json(by_alias=True, exclude_unset=True).encode()
    return adapter(body_type).dump_json(body, by_alias=True, exclude_unset=True, warnings=False)


@functools.lru_cache(maxsize=1024)
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The reader and writer of a type."""
    return TypeAdapter(kind)


def request_of(
    call: Call[Any], http: httpx.Client | httpx.AsyncClient, base_url: str, headers: Mapping[str, str], timeout: Any
) -> tuple[httpx.Request, bool]:
    """The request of a call, and whether it can be sent again."""
    payload = call.payload()
    own = {"Accept": call.accept}
    if payload.media_type:
        own["Content-Type"] = payload.media_type
    given = {name: ",".join(texts) for name, value in call.fields.items() if (texts := _texts(value))}
    request = http.build_request(
        call.method, base_url + call.url(), headers={**own, **headers, **given}, timeout=timeout, **payload.arguments
    )
    if payload.parts:
        # Given as content, parts would be read the way of one of the two clients alone.
        fields = httpx.Headers(request.headers)
        fields.pop("Content-Length", None)
        fields.update(payload.parts.framing())
        request = httpx.Request(
            request.method, request.url, headers=fields, stream=payload.parts, extensions=request.extensions
        )
    return request, payload.can_repeat
