"""Operations and the whole API, ready to be mapped to an OpenAPI version."""

from __future__ import annotations

from typing import Any

import msgspec

from speclift.model.finding import Finding
from speclift.model.schema import Component, Fact, Place, Schema


class Parameter(msgspec.Struct, frozen=True):
    """A path, query or header parameter; `location` is the OpenAPI `in`."""

    name: str
    location: str
    schema: Schema
    description: str
    is_required: bool
    place: Place
    example: str = ""
    facts: tuple[Fact, ...] = ()


class Example(msgspec.Struct, frozen=True):
    """A sample body: what its JSON says (the text itself where `is_json` is false) and where it stands."""

    value: Any
    is_json: bool
    place: Place


class Content(msgspec.Struct, frozen=True):
    """The body of a request or response: media types, schema (None: no body is described) and the sample."""

    media_types: tuple[str, ...]
    schema: Schema
    description: str
    example: Example | None
    is_nullable: bool = False
    facts: tuple[Fact, ...] = ()


class Response(msgspec.Struct, frozen=True):
    """One documented status."""

    status: str
    description: str
    content: Content | None


class Operation(msgspec.Struct, frozen=True):
    """One method on one path. `is_read_only`: a POST that changes nothing, which its method does not tell."""

    operation_id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    request: Content | None
    responses: tuple[Response, ...]
    is_deprecated: bool
    restriction: str
    place: Place
    is_read_only: bool = False


class Tag(msgspec.Struct, frozen=True):
    """A group of operations."""

    name: str
    description: str


class Api(msgspec.Struct, frozen=True):
    """Everything that was recovered, and what was wrong with the docs."""

    operations: tuple[Operation, ...]
    components: tuple[Component, ...]
    tags: tuple[Tag, ...]
    security: tuple[str, ...]
    findings: tuple[Finding, ...]
