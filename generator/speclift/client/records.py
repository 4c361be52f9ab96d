"""What the templates of the client receive: plain records, in which every name and literal is ready to be printed."""

from __future__ import annotations

import msgspec


class Field(msgspec.Struct, frozen=True):
    """An attribute of a model. `alias` is the wire name as a literal where the models' alias rule does not give it.

    With `narrows`, its type is narrower than in the base class of the model; with `clashes`, type checkers see the two
    types as incompatible.
    """

    name: str
    annotation: str
    default: str
    alias: str
    docstring: str
    narrows: bool = False
    clashes: bool = False


class Model(msgspec.Struct, frozen=True):
    """A model class: an object type.

    `base` is the class that it derives from, `extra` the annotation of its additional properties, empty where they may
    be anything.  `tag` is the wire name, a literal, of the property that distinguishes its subclasses, `subtypes` the
    subclass for each value of it: pairs of a literal and the name of a class.
    """

    name: str
    docstring: str
    fields: tuple[Field, ...]
    base: str = "Model"
    extra: str = ""
    tag: str = ""
    subtypes: tuple[tuple[str, str], ...] = ()


class Union(msgspec.Struct, frozen=True):
    """A named union, or a recursive type.

    `members` are its alternatives; `tag` is the wire name, a literal, of the property that distinguishes them, `tags`
    the alternative for each value of it: pairs of a literal and the name of a class or union.  `default` is the class
    for values that no tag names, empty where the document gives none.  A recursive union is evaluated when everything
    is defined.
    """

    name: str
    docstring: str
    members: tuple[str, ...]
    tag: str
    tags: tuple[tuple[str, str], ...]
    is_recursive: bool
    default: str = ""


class Input(msgspec.Struct, frozen=True):
    """A body as a typed dictionary: its name, the statement that defines it, and the components whose dictionaries
    it names.
    """

    name: str
    source: str
    named: frozenset[str] = frozenset()


class Member(msgspec.Struct, frozen=True):
    """A member of an enumeration: the name of its constant, and its value as a literal."""

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
    """A module of the models that one or several parts of the API need.

    `typing` and `abstract` are what it imports from `typing` and from `collections.abc`.
    """

    name: str
    title: str
    typing: tuple[str, ...]
    imports: tuple[Imports, ...]
    enumerations: tuple[Enumeration, ...]
    models: tuple[Model, ...]
    unions: tuple[Union, ...] = ()
    inputs: tuple[Input, ...] = ()
    abstract: tuple[str, ...] = ()


class Argument(msgspec.Struct, frozen=True):
    """An argument of a method.

    `location` is `path`, `query`, `querystring`, `header`, `cookie` or `property`; `wire` its name there, a literal;
    `written` the expression for its value where the default style of its location does not apply. A property
    `is_needed` where the body must have it: it is not required, because the caller may give the body instead.
    """

    name: str
    annotation: str
    location: str
    wire: str
    is_required: bool
    doc: str
    written: str = ""
    is_needed: bool = False


class Media(msgspec.Struct, frozen=True):
    """A further way to send a body: its kind, the type that is written as JSON, and its media type as a literal.

    `encoding` says how properties of a form are written: a literal of each name, and the arguments of Encoding.
    """

    kind: str
    type: str
    media_type: str
    encoding: tuple[tuple[str, tuple[str, ...]], ...] = ()


class BodyArgument(msgspec.Struct, frozen=True):
    """The body argument of a method.

    `kind` is `json`, `patch`, `form`, `multipart`, `lines`, `binary` or `text`; `model` the class whose properties may
    be given as keyword arguments instead, else empty; `media_type` a literal; `type` what is written as JSON; `others`
    are the further ways in which it may be sent.  With `is_nullable` it may be null; without `is_needed` it may be left
    out; with `is_partial` it need not have every property that its model requires.
    """

    kind: str
    annotation: str
    media_type: str
    model: str
    is_required: bool
    doc: str
    type: str = ""
    encoding: tuple[tuple[str, tuple[str, ...]], ...] = ()
    others: tuple[Media, ...] = ()
    is_nullable: bool = False
    is_needed: bool = True
    is_partial: bool = False


class Method(msgspec.Struct, frozen=True):
    """An operation as a method.

    `returns` is the annotation of the result, `parses` the expression of the type that the content is parsed as; `kind`
    is `value`, `nothing`, `binary`, `stream`, `either` (a value or a stream) or `pages`.  `item` is the type of the
    values of a page or stream, `paging` the arguments of `Paging` of the runtime.  `answers` and `errors` are the types
    of results and of bodies of errors by status, the status as a literal.  `security` are alternatives, each the names
    of schemes as literals, None where it is that of the document; `server` is a literal of an address, empty where it
    is that of the document; `idempotency_header` a literal of the header by which the server recognises a repeated
    call, empty where the document names none.
    """

    name: str
    operation_id: str
    http_method: str
    path: str
    arguments: tuple[Argument, ...]
    body: BodyArgument | None
    kind: str
    returns: str
    parses: str
    item: str
    paging: tuple[str, ...]
    accept: str
    is_read_only: bool
    is_deprecated: bool
    docstring: str
    answers: tuple[tuple[str, str], ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    server: str = ""
    idempotency_header: str = ""


class Alias(msgspec.Struct, frozen=True):
    """A type alias for the values that a parameter may have, which are literals."""

    name: str
    values: tuple[str, ...]


class Entity(msgspec.Struct, frozen=True):
    """The entity that a service is about: module and class, and those of its methods that the service does not have."""

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
    """A class for a key: the name of the header, query parameter or cookie that carries it, the prefix of the key, and
    the location. `header`, `prefix` and `scheme` are literals; `wire` is the plain name.
    """

    name: str
    header: str
    prefix: str
    location: str
    docstring: str
    scheme: str = '""'
    wire: str = ""


class ServerVariable(msgspec.Struct, frozen=True):
    """A variable in the address of a server: the name of the client option, its own name, and its default."""

    name: str
    wire: str
    default: str
    doc: str


class HeaderOption(msgspec.Struct, frozen=True):
    """A header that every call may carry: the name of the client option and the name of the header."""

    name: str
    wire: str
    doc: str


class Package(msgspec.Struct, frozen=True):
    """Everything that the templates need of a whole document.

    `circular` are the classes in large cycles of types that refer to each other; `brought_schemes` the names of the
    security schemes that the caller's own HTTP client handles, each with its kind.
    """

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
    variables: tuple[ServerVariable, ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    http_schemes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    brought_schemes: tuple[tuple[str, str], ...] = ()
    token_url: str = ""
    refresh_url: str = ""
    circular: tuple[str, ...] = ()
