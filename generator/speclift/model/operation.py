"""Operations and the whole API, ready to be mapped to an OpenAPI version."""

from __future__ import annotations

from typing import Any

import msgspec

from speclift.model.finding import Finding
from speclift.model.schema import Component, Fact, Place, Schema


class Parameter(msgspec.Struct, frozen=True):
    """A path, query, header or cookie parameter; `location` is the OpenAPI `in`.

    `style` and `is_exploded` are those of OpenAPI, empty and None where its defaults hold.  `default` is as printed.
    """

    name: str
    location: str
    schema: Schema
    description: str
    is_required: bool
    place: Place
    example: str = ""
    facts: tuple[Fact, ...] = ()
    default: str | None = None
    is_deprecated: bool = False
    style: str = ""
    is_exploded: bool | None = None


class Example(msgspec.Struct, frozen=True):
    """A sample body: its JSON (the text itself where `is_json` is false) and its place.

    `is_partial`: it leaves something out, so members that it lacks may still exist.
    """

    value: Any
    is_json: bool
    place: Place
    is_partial: bool = False


class Content(msgspec.Struct, frozen=True):
    """The body of a request or response: its media types, its schema, and its sample if it has one."""

    media_types: tuple[str, ...]
    schema: Schema
    description: str
    example: Example | None
    is_nullable: bool = False
    facts: tuple[Fact, ...] = ()
    is_required: bool = True


class Response(msgspec.Struct, frozen=True):
    """One documented response. `headers` are parameters whose location is `header`."""

    status: str
    description: str
    content: Content | None
    headers: tuple[Parameter, ...] = ()
    facts: tuple[Fact, ...] = ()


class Operation(msgspec.Struct, frozen=True):
    """One method on one path. `is_read_only`: it is a POST, but changes nothing.

    `security` are the schemes of this operation alone, empty where those of the API apply; `server` is its address,
    empty where that is the first server of the API.
    """

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
    security: tuple[str, ...] = ()
    server: str = ""
    facts: tuple[Fact, ...] = ()


class Tag(msgspec.Struct, frozen=True):
    """A group of operations."""

    name: str
    description: str


class Api(msgspec.Struct, frozen=True):
    """Everything that was recovered, and what was wrong with the docs.

    `servers`, `title` and `description` come from the docs and apply where the settings say nothing.
    """

    operations: tuple[Operation, ...]
    components: tuple[Component, ...]
    tags: tuple[Tag, ...]
    security: tuple[str, ...]
    findings: tuple[Finding, ...]
    servers: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
