"""A contract: the operations of an OpenAPI document with all references followed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from speclift.contract.read_write_only import READ_ONLY, WRITE_ONLY
from speclift.contract.validators import Validators
from speclift.openapi.structure.media_types import JSON_RANGES, is_json, plain_kind
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import METHODS
from speclift.openapi.structure.references import dereferenced


class Parameter(msgspec.Struct, frozen=True):
    """A path, query, header or cookie parameter; `location` is the OpenAPI `in`, `example` what the document shows.

    At `querystring` the whole query is one value (OpenAPI 3.2.0, section 4.12.1); a form is read as a query parameter
    with an exploded object, which is written in the same way. One that `allows_empty` may be in the query without a
    value, whatever its schema.  `media_type` is that of its content, where the style is `content`; where it
    `is_reserved`, reserved characters stay as they are.
    """

    name: str
    location: str
    is_required: bool
    schema: Json
    style: str
    is_exploded: bool
    example: Any = None
    is_deprecated: bool = False
    allows_empty: bool = False
    description: str = ""
    media_type: str = ""
    is_reserved: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Its location and name, by which an operation has it once; names of headers ignore case
        (RFC 9110, section 5.1).
        """
        return self.location, self.name.lower() if self.location == "header" else self.name


class Encoding(msgspec.Struct, frozen=True):
    """How a field of a form, or a part, is written, as far as the document says (OpenAPI 3.2.0, section 4.15). `style`
    is empty where the media type decides, `content_type` is the media types that it may have, between commas, and
    `headers` are the headers of a part.
    """

    style: str = ""
    is_exploded: bool = True
    is_reserved: bool = False
    content_type: str = ""
    headers: tuple[Parameter, ...] = ()


class MediaType(msgspec.Struct, frozen=True):
    """A media type of a body, and its examples by name; `schema` is None where the document gives none.

    `item_schema` is that of each value in a sequence; `schema` is then that of the whole, an array.

    `parts` are how the fields of a form are written, by name, where the document says it.
    """

    name: str
    schema: Json | None
    examples: Mapping[str, Any]
    parts: Mapping[str, Encoding] = {}
    item_schema: Json | None = None

    @property
    def encodings(self) -> dict[str, tuple[str, bool]]:
        """The style of fields of a form, and whether it is exploded, where the document says it."""
        return {name: (part.style, part.is_exploded) for name, part in self.parts.items() if part.style}

    @property
    def content_types(self) -> dict[str, str]:
        """The media types that parts may have, between commas, where the document says it."""
        return {name: part.content_type for name, part in self.parts.items() if part.content_type}


class Body(msgspec.Struct, frozen=True):
    """The body of a request."""

    is_required: bool
    media_types: tuple[MediaType, ...]
    description: str = ""


class Response(msgspec.Struct, frozen=True):
    """A documented response; `status` is as the document writes it (`200`, `4XX`, `default`).

    `description` is the summary where the document gives no other.
    """

    status: str
    description: str
    media_types: tuple[MediaType, ...]
    headers: tuple[Parameter, ...]


class SecurityScheme(msgspec.Struct, frozen=True):
    """A way to authenticate. `prefix` is the text before the credential in its header: `Basic`, `Bearer` or one that
    only the document knows (`x-credential-prefix`, or its description).
    """

    name: str
    location: str
    parameter: str
    prefix: str = ""


class Operation(msgspec.Struct, frozen=True):
    """One method on one path.

    `method` is in lower case where it is one of METHODS, else as the document writes it: methods are case-sensitive
    (RFC 9110, section 9.1). `security` are alternatives, each the names of schemes that are needed together; an empty
    alternative lets everyone in; `scopes` are those that each scheme of an alternative must grant.  `source` is the
    page and line that the operation comes from, where the document says it.  `servers` are the addresses that it is
    called at.  Security and servers are those of the document unless the operation, or its path, `has_own` ones.
    `documentation` is the address of its external documentation, `restriction` who may call it (`x-restriction`).
    """

    operation_id: str
    method: str
    path: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[str, ...], ...]
    is_read_only: bool
    source: str
    summary: str = ""
    description: str = ""
    is_deprecated: bool = False
    scopes: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    servers: tuple[str, ...] = ()
    has_own_security: bool = False
    has_own_servers: bool = False
    documentation: str = ""
    restriction: str = ""

    @property
    def label(self) -> str:
        """Method and path: `GET /api/v1/Contact/{id}`."""
        return f"{self.http_method} {self.path}"

    @property
    def http_method(self) -> str:
        """The method as it is sent."""
        return sent_method(self.method)

    @property
    def success(self) -> Response | None:
        """The successful response with the lowest status; None where only failures are documented."""
        found = [response for response in self.responses if response.status.startswith("2")]
        return min(found, key=lambda response: response.status, default=None)

    def parameters_in(self, location: str) -> Iterator[Parameter]:
        """The parameters of a location."""
        return (parameter for parameter in self.parameters if parameter.location == location)

    def query_option(self, name: str) -> Parameter | None:
        """The query parameter of this name, whatever its case: `$select`, `$top`."""
        return next((p for p in self.parameters_in("query") if p.name.lower() == name), None)


class Contract(msgspec.Struct, frozen=True, dict=True):
    """All operations of a document, its security schemes, and its schemas in JSON Schema 2020-12.

    `servers` are the addresses as the document gives them, with the defaults of their variables; `base_path` is the
    path of the first, without a slash at its end, `base_paths` are those of all servers, of operations too.
    """

    title: str
    operations: tuple[Operation, ...]
    schemes: Mapping[str, SecurityScheme]
    schemas: Mapping[str, Json]
    base_path: str
    servers: tuple[str, ...] = ()
    base_paths: tuple[str, ...] = ()

    @functools.cached_property
    def of_requests(self) -> Validators:
        """The validators of requests, in which read-only properties may be missing.  Raises SourceError."""
        return Validators(self.schemas, READ_ONLY, self._request_schemas())

    @functools.cached_property
    def of_responses(self) -> Validators:
        """The validators of responses, in which write-only properties may be missing.  Raises SourceError."""
        return Validators(self.schemas, WRITE_ONLY, self.response_schemas())

    def response_schemas(self) -> Iterator[Json]:
        """The schemas of all response bodies."""
        for operation in self.operations:
            for response in operation.responses:
                yield from (media.schema for media in response.media_types if media.schema)

    def _request_schemas(self) -> Iterator[Json]:
        for operation in self.operations:
            yield from (parameter.schema for parameter in operation.parameters)
            yield from (
                media.schema for media in (operation.body.media_types if operation.body else ()) if media.schema
            )

    def schema_of(self, schema: Json | None) -> Json:
        """A schema, or the component that it refers to."""
        return dereferenced(schema, self.schemas)


_JSON = "application/json"


def sent_method(method: str) -> str:
    """A method of a document as it is sent: the fields of a path item are in lower case."""
    return method.upper() if method in METHODS else method


def json_of(types: Sequence[MediaType]) -> tuple[MediaType, ...]:
    """The media types of a body that are JSON; without any, the ranges that include JSON, as JSON. An author who writes
    `*/*` (RFC 9110, section 12.5.1) says nothing about the media type, but the schema is about JSON values.
    """
    found = tuple(media for media in types if is_json(media.name))
    ranges = (media for media in types if plain_kind(media.name) in JSON_RANGES)
    return found or tuple(msgspec.structs.replace(media, name=_JSON) for media in ranges)
