"""What the templates of the client are given: plain records, every name and literal in them ready to be printed."""

from __future__ import annotations

import msgspec


class Field(msgspec.Struct, frozen=True):
    """An attribute of a model. `alias` is the wire name as a literal where the models' alias rule does not give it."""

    name: str
    annotation: str
    default: str
    alias: str
    docstring: str


class Model(msgspec.Struct, frozen=True):
    """A model class: an object type."""

    name: str
    docstring: str
    fields: tuple[Field, ...]


class Member(msgspec.Struct, frozen=True):
    """A member of an enumeration: constant name and value as a literal."""

    name: str
    value: str
    docstring: str


class Enumeration(msgspec.Struct, frozen=True):
    """An enumeration class. `base` is `OpenStr` or `OpenInt`."""

    name: str
    docstring: str
    base: str
    members: tuple[Member, ...]


class Imports(msgspec.Struct, frozen=True):
    """Names imported from one module."""

    module: str
    names: tuple[str, ...]


class ModelModule(msgspec.Struct, frozen=True):
    """A module of models that one part of the API needs, or several."""

    name: str
    title: str
    typing: tuple[str, ...]
    imports: tuple[Imports, ...]
    enumerations: tuple[Enumeration, ...]
    models: tuple[Model, ...]


class Argument(msgspec.Struct, frozen=True):
    """An argument of a method.

    `location` is `path`, `query`, `header`, `cookie` or `property`; `wire` its name there, a literal.
    """

    name: str
    annotation: str
    location: str
    wire: str
    is_required: bool
    doc: str


class Body(msgspec.Struct, frozen=True):
    """The body argument of a method.

    `kind` is `json`, `patch`, `form`, `multipart`, `binary` or `text`; `model` the class whose properties may be given
    as keyword arguments instead, else empty; `media_type` a literal.
    """

    kind: str
    annotation: str
    media_type: str
    model: str
    is_required: bool
    doc: str


class Method(msgspec.Struct, frozen=True):
    """An operation as a method.

    `returns` is the annotation of the result, `parses` the expression of the type that the content is parsed as;
    `kind` is `value`, `nothing`, `binary`, `text` or `pages`.  For pages, `items` and `next_link` are the wire names
    of the list and of the link to the next page, literals.
    """

    name: str
    operation_id: str
    http_method: str
    path: str
    arguments: tuple[Argument, ...]
    body: Body | None
    kind: str
    returns: str
    parses: str
    item: str
    items: str
    next_link: str
    accept: str
    is_read_only: bool
    is_deprecated: bool
    docstring: str


class Alias(msgspec.Struct, frozen=True):
    """A type alias for the values that a parameter may have."""

    name: str
    values: tuple[str, ...]


class Entity(msgspec.Struct, frozen=True):
    """The entity that an agent is about: module and class, and those of its methods that the agent does not have."""

    module: str
    name: str
    methods: tuple[str, ...]


class Attribute(msgspec.Struct, frozen=True):
    """An attribute of the client: the resource that it leads to."""

    name: str
    module: str
    class_name: str
    doc: str


class Resource(msgspec.Struct, frozen=True):
    """The operations of one tag: a class for each of the two clients in one module."""

    tag: str
    module: str
    name: str
    docstring: str
    entity: Entity | None
    typing: tuple[str, ...]
    imports: tuple[Imports, ...]
    aliases: tuple[Alias, ...]
    methods: tuple[Method, ...]


class Credential(msgspec.Struct, frozen=True):
    """A key as a class: the field that it travels in, where that is, and what stands before it. Both are literals."""

    name: str
    header: str
    prefix: str
    location: str
    docstring: str


class HeaderOption(msgspec.Struct, frozen=True):
    """A header field that every call may carry: the name of the client option and the field's own."""

    name: str
    wire: str
    doc: str


class Package(msgspec.Struct, frozen=True):
    """Everything that the templates need of a whole document."""

    name: str
    title: str
    version: str
    description: str
    alias_style: str
    modules: tuple[ModelModule, ...]
    resources: tuple[Resource, ...]
    attributes: tuple[Attribute, ...]
    credentials: tuple[Credential, ...]
    header_options: tuple[HeaderOption, ...]
    servers: tuple[str, ...]
