"""The addresses of an API, and their paths (OpenAPI 3.1.1, section 4.8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from speclift.errors import SourceError
from speclift.openapi.structure.paths import TEMPLATE_PART, operations_in, paths_of

#: The port of an address that names no port (RFC 9110, sections 4.2.1 and 4.2.2), by its scheme.
PORTS = {"http": 80, "https": 443}

#: The most characters that the variables of a server may add to its address. Few servers take a tenth of it.
_LONGEST_ADDRESS = 10_000
_END_OF_AUTHORITY = re.compile(r"[/?#\\]")


def has_credentials(url: str) -> bool:
    """Whether a URL has a name or password before its host (RFC 3986, section 3.2.1), or seems to."""
    return "@" in _END_OF_AUTHORITY.split(url.partition("//")[2] or url, maxsplit=1)[0]


def addresses_of(owner: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses of the servers of a document, a path or an operation, with the defaults of their variables.

    Raises SourceError where one of them is too long.
    """
    return tuple(_address(server) for server in owner.get("servers") or () if isinstance(server, Mapping))


def base_path_of(address: str) -> str:
    """The path of an address, without a slash at its end; empty where the address cannot be read."""
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""


def base_paths_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths of all servers: of the document, of paths and of operations; the longest first."""
    found = {base_path_of(address) for owner in _owners(document) for address in addresses_of(owner)}
    return tuple(sorted(found - {""}, key=lambda path: (-len(path), path)))


def _address(server: Mapping[str, Any]) -> str:
    """The address of a server.  Raises SourceError where its variables make it longer than any address may be."""
    url, variables = str(server.get("url", "")), server.get("variables")
    described = variables.items() if isinstance(variables, Mapping) else ()
    defaults = {
        str(name): str(variable.get("default", "")) for name, variable in described if isinstance(variable, Mapping)
    }
    if sum(len(defaults.get(name, "")) for name in TEMPLATE_PART.findall(url)) > _LONGEST_ADDRESS:
        raise SourceError(
            f"The address of a server is too long: its variables add more than {_LONGEST_ADDRESS:,} characters.",
            expected="an address that requests can be sent to",
            advice="give the variables of the server short defaults",
        )
    return TEMPLATE_PART.sub(lambda part: defaults.get(part[1], part[0]), url)


def _owners(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield document
    for _, item in paths_of(document):
        if isinstance(item, Mapping):
            yield item
            yield from (operation for _, operation in operations_in(item))
