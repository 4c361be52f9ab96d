"""A contract: the operations of an OpenAPI document with all references followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import unquote

import msgspec

Json: TypeAlias = dict[str, Any]


#: The methods of a path item (OpenAPI 3.1.1, section 4.8.9).
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Parameter(msgspec.Struct, frozen=True):
    """A path, query, header or cookie parameter; `location` is the OpenAPI `in`, `example` what the document shows.

    One that `allows_empty` may stand in the query without a value, whatever its schema.
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


class MediaType(msgspec.Struct, frozen=True):
    """A media type of a body, and its examples by name; `schema` is None where the document gives none.

    `encodings` are the style of fields of a form, and whether it is exploded, where the document says it.
    """

    name: str
    schema: Json | None
    examples: Mapping[str, Any]
    encodings: Mapping[str, tuple[str, bool]] = {}


class Body(msgspec.Struct, frozen=True):
    """The body of a request."""

    is_required: bool
    media_types: tuple[MediaType, ...]


class Response(msgspec.Struct, frozen=True):
    """A documented answer; `status` is as the document writes it (`200`, `4XX`, `default`)."""

    status: str
    description: str
    media_types: tuple[MediaType, ...]
    headers: tuple[Parameter, ...]


class SecurityScheme(msgspec.Struct, frozen=True):
    """A way to show who asks.

    `prefix` is what the credential stands behind in its header field: `Basic`, `Bearer` or one that only the document
    knows (`x-credential-prefix`).
    """

    name: str
    location: str
    parameter: str
    prefix: str = ""


class Operation(msgspec.Struct, frozen=True):
    """One method on one path.

    `security` are alternatives, each the names of schemes that are needed together; an empty alternative lets everyone
    in; `scopes` are those that each scheme of an alternative must grant.  `source` is the page and line that the
    operation comes from, where the document says it.  `servers` are the addresses that it is called at.
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

    @property
    def label(self) -> str:
        """Method and path: `GET /api/v1/Contact/{id}`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def success(self) -> Response | None:
        """What it answers when all is well; None where only failures are documented."""
        found = [response for response in self.responses if response.status.startswith("2")]
        return min(found, key=lambda response: response.status, default=None)

    def parameters_in(self, location: str) -> Iterator[Parameter]:
        """The parameters of a location."""
        return (parameter for parameter in self.parameters if parameter.location == location)

    def query_option(self, name: str) -> Parameter | None:
        """The query parameter of this name, whatever its case: `$select`, `$top`."""
        return next((p for p in self.parameters_in("query") if p.name.lower() == name), None)


class Contract(msgspec.Struct, frozen=True):
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

    def schema_of(self, schema: Json | None) -> Json:
        """A schema, or the component that it refers to."""
        seen = 0
        while schema and isinstance(target := schema.get("$ref"), str) and seen < _LONGEST_CHAIN:
            schema, seen = self.schemas.get(component_name(target)), seen + 1
        return schema or {}


#: How many references may lead to each other.
_LONGEST_CHAIN = 10

_JSON = "application/json"
_JSON_RANGES = ("*/*", "application/*")


def component_name(target: str) -> str:
    """The component that a reference names (escapes of RFC 6901, section 6, undone)."""
    name = target.rpartition("/")[2]
    return unquote(name).replace("~1", "/").replace("~0", "~") if "~" in name or "%" in name else name


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON: `application/json`, `text/json` or a structured suffix (RFC 6839, section 3.1)."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind.endswith(("/json", "+json"))


def json_of(types: Sequence[MediaType]) -> tuple[MediaType, ...]:
    """Those of the media types of a body that are JSON; where none is, the ranges that JSON falls into, as JSON.

    Who writes `*/*` (RFC 9110, section 12.5.1) says nothing of the media type, but the schema is one of JSON values.
    """
    found = tuple(media for media in types if is_json(media.name))
    ranges = (media for media in types if media.name.partition(";")[0].strip() in _JSON_RANGES)
    return found or tuple(msgspec.structs.replace(media, name=_JSON) for media in ranges)
