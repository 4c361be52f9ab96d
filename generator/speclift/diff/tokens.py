"""Where clients get their tokens: the addresses of the security schemes that two operations ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from speclift.contract.records import Operation
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import dereferenced
from speclift.openapi.structure.servers import PORTS

#: The addresses of each security scheme, each after its flow and its key: `password tokenUrl https://example.com/`.
Addresses: TypeAlias = Mapping[str, frozenset[str]]

_DISCOVERY = ("openIdConnectUrl", "oauth2MetadataUrl")


def token_addresses(document: Json) -> Addresses:
    """The addresses that the security schemes of a document name."""
    components = document.get("components") or {}
    schemes = components.get("securitySchemes") or {}
    return {str(name): frozenset(_addresses(dereferenced(given, schemes))) for name, given in schemes.items()}


def address_changes(
    old: Operation, before: Addresses, new: Operation, after: Addresses
) -> Iterator[tuple[str, str, str]]:
    """The code, the old and the new address of each change; none where one operation names no addresses."""
    was, now = _asked(old, before), _asked(new, after)
    if was and now:
        for address in sorted(was - now):
            yield "security-address-removed", address, ""
        for address in sorted(now - was):
            yield "security-address-added", "", address


def _asked(operation: Operation, known: Addresses) -> frozenset[str]:
    names = {name for names in operation.security for name in names}
    return frozenset().union(*(known.get(name, frozenset()) for name in names))


def _addresses(scheme: Mapping[str, Any]) -> Iterator[str]:
    for name in _DISCOVERY:
        if url := scheme.get(name):
            yield f"{name} {_plain(str(url))}"
    flows = scheme.get("flows")
    for flow, given in flows.items() if isinstance(flows, Mapping) else ():
        for name, url in given.items() if isinstance(given, Mapping) else ():
            if str(name).endswith("Url") and url:
                yield f"{flow} {name} {_plain(str(url))}"


def _plain(url: str) -> str:
    """An address with scheme and host in lower case, and without the default port of the scheme."""
    try:
        parts = urlsplit(url)
        is_usual = parts.port is not None and parts.port == PORTS.get(parts.scheme)
    except ValueError:
        return url
    host = parts.netloc.lower()
    return parts._replace(netloc=host.rpartition(":")[0] if is_usual else host).geturl()
