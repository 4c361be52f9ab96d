"""A whole document as the records that the templates receive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from speclift.client.annotations import SchemaReader
from speclift.client.credentials import (
    brought_schemes_of,
    credentials_of,
    http_schemes_of,
    refresh_url_of,
    token_url_of,
)
from speclift.client.frameworks import subjects
from speclift.client.names import LONGEST_FILE, identifier, snake, unique
from speclift.client.operation_names import by_tag, security_of
from speclift.client.operations.attributes import CLIENT_RESERVED, entity_module
from speclift.client.operations.methods import is_idempotency_key
from speclift.client.operations.resources import build_resources, client_attributes, resource_classes
from speclift.client.records import HeaderOption, Package, ServerVariable
from speclift.client.schemas.composition import composed
from speclift.client.schemas.cycles import large_cycles
from speclift.client.schemas.families import too_many
from speclift.client.schemas.hoist import hoist, is_object
from speclift.client.schemas.inputs import input_names
from speclift.client.schemas.models import alias_style, class_names, model_modules
from speclift.client.schemas.parts import ANNOTATIONS
from speclift.client.schemas.places import SHARED, module_of_components
from speclift.contract.records import Operation
from speclift.contract.view import operations_of, schemas_of
from speclift.model.client_settings import PagingHint
from speclift.model.package_names import is_taken
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import components_in, is_reference, refers_to

#: Names of the arguments of the client and of the options of a call, and of the methods of these options.
OPTION_RESERVED = frozenset(
    {
        "self",
        "base_url",
        "auth",
        "timeout",
        "retry",
        "strict",
        "headers",
        "hooks",
        "http_client",
        "idempotency_header",
        "environment",
        "changes",
        "found",
        "cls",
        "content_type",
        "options",
        "over",
        "header_fields",
        "httpx",
        "str",
        "float",
        "bool",
    }
)


#: Keywords of a scalar's schema, none of which refers to a component.
_OF_SCALARS = ANNOTATIONS | {"enum", "format", "maximum", "maxLength", "minimum", "minLength", "pattern", "type"}


def package_name(title: str) -> str:
    """The import package of an API of this title; it ends in `_client` where that is another package."""
    name = identifier(snake(title), title)
    return f"{name}_client" if is_taken(name) else name


def build_package(
    document: Node, name: str, paging: Sequence[PagingHint] = (), *, has_decimals: bool = False
) -> Package:
    """The package of a client: modules of models, resources, credentials and the options of the client.

    `paging` is what the settings say about lists that the document does not. With `has_decimals` all numbers are
    decimal ones. Raises SourceError where the document is too large.
    """
    try:
        return _built(document, name, paging, has_decimals)
    except RecursionError as error:
        raise too_many("its types lead to each other over too many steps") from error


def _built(document: Node, name: str, paging: Sequence[PagingHint], has_decimals: bool) -> Package:
    document = hoist(composed(document))
    schemas: dict[str, Any] = document["components"]["schemas"]
    operations = by_tag(operations_of(document))
    reader = SchemaReader(schemas, class_names(schemas, resource_classes(operations).values()))
    own_types = (operation for own in operations.values() for operation in own)
    reader = SchemaReader(schemas, reader.class_names, input_names(own_types, reader), has_decimals=has_decimals)
    called = subjects(operations)
    modules = unique(operations, lambda tag: snake(called[tag]), CLIENT_RESERVED, LONGEST_FILE)
    # A service and its entity have most of their models in common.
    homes = {tag: _home(module) for tag, module in modules.items()}
    needed: dict[str, set[str]] = {home: set() for home in homes.values()}
    for tag, own in operations.items():
        needed[homes[tag]].update(_components_of(own))
    places = module_of_components(schemas, needed)
    options = _header_options(document)
    style = alias_style(schemas)
    titles = {home: f"Models of {_listed(tag for tag in homes if homes[tag] == home)}." for home in homes.values()}
    listed = [tag for tag in document.get("tags") or () if isinstance(tag, Mapping)]
    tags = {str(tag.get("name")): str(tag.get("description") or tag.get("summary") or "") for tag in listed}
    information = document.get("info", {})
    resources = build_resources(
        operations, modules, reader, places, frozenset(option.wire.lower() for option in options), tags, paging
    )
    return Package(
        name=name,
        title=str(information.get("title", name)),
        version=str(information.get("version", "")),
        description=str(information.get("description", "")),
        alias_style=style,
        modules=model_modules(reader, places, style, titles),
        resources=resources,
        attributes=client_attributes(resources),
        credentials=credentials_of(document),
        header_options=options,
        servers=tuple(server_templates(document)),
        variables=_variables(document),
        security=security_of(document),
        http_schemes=http_schemes_of(document),
        brought_schemes=brought_schemes_of(document),
        token_url=token_url_of(document),
        refresh_url=refresh_url_of(document) or token_url_of(document),
        circular=tuple(
            sorted(
                reader.class_names[name]
                for name in large_cycles(schemas, reader.class_names)
                if is_object(schemas[name])
            )
        ),
    )


def _components_of(operations: Iterable[Operation]) -> Iterator[str]:
    """The components that operations name.  Most of their schemas are only a reference, or contain none."""
    for operation in operations:
        for schema in schemas_of(operation):
            if isinstance(schema, dict) and is_reference(schema):
                yield refers_to(schema)
            elif isinstance(schema, dict) and not _OF_SCALARS.issuperset(schema):
                yield from components_in(schema)


def server_templates(document: Node) -> list[str]:
    """The server URLs of the document as it writes them, with their variables."""
    return [str(server.get("url", "")) for server in document.get("servers") or () if isinstance(server, Mapping)]


def _variables(document: Node) -> tuple[ServerVariable, ...]:
    """The variables of the first server with a full address: they are options of the client."""
    servers = [server for server in document.get("servers") or () if isinstance(server, Mapping)]
    first: Node = next((server for server in servers if is_address(str(server.get("url", "")))), {})
    given = {
        str(wire): variable
        for wire, variable in (first.get("variables") or {}).items()
        if isinstance(variable, Mapping) and f"{{{wire}}}" in str(first.get("url"))
    }
    names = unique(given, snake, OPTION_RESERVED)
    found = []
    for wire, variable in given.items():
        values = [str(value) for value in variable.get("enum") or ()]
        notes = [str(variable.get("description", "")), f"One of {', '.join(values)}." if values else ""]
        doc = " ".join(" ".join(filter(None, notes)).split())
        found.append(ServerVariable(names[wire], wire, str(variable.get("default", "")), doc))
    return tuple(found)


def is_address(url: str) -> bool:
    """Whether a server has a full address, with or without variables."""
    return url.startswith(("http://", "https://")) or bool(re.match(r"\{[^{}]+\}://", url))


#: A path without variables, and without characters that mean something else where it is shown.
_PLAIN_PATH = re.compile(r"[\w.~-]+(?:/[\w.~-]+)*", re.A)


def server_path(servers: Sequence[str]) -> str:
    """The path of a server without a host, such as `/api/v1`; empty where a server has a full address."""
    if any(map(is_address, servers)):
        return ""
    first = next(iter(servers), "").strip("/")
    return f"/{first}" if _PLAIN_PATH.fullmatch(first) else ""


def _home(module: str) -> str:
    """The module of the models of a resource."""
    name = entity_module(module)
    return f"{name}_" if name.startswith(SHARED) else name


def _listed(tags: Iterable[str]) -> str:
    return " and ".join(f"`{tag}`" for tag in sorted(tags))


def _header_options(document: Node) -> tuple[HeaderOption, ...]:
    """The headers that operations share: they are options of the client that a call can override."""
    shared = document["components"].get("parameters", {}).values()
    # A key that is new for every call is not an option.
    fields = {
        item["name"]: str(item.get("description", ""))
        for item in shared
        if item.get("in") == "header" and not is_idempotency_key(item["name"])
    }
    names = unique(fields, snake, OPTION_RESERVED)
    return tuple(HeaderOption(names[wire], wire, " ".join(text.split())) for wire, text in sorted(fields.items()))
