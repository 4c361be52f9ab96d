"""Mends of security: its schemes (OpenAPI 3.1.1, sections 4.8.27 to 4.8.29) and where they are required (4.8.30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.mends.edits import Edit
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.path_items import operations_of
from speclift.openapi.structure.scheme_names import scheme_named
from speclift.openapi.structure.steps import Steps, steps_of

_TYPES = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_LOCATIONS = ("query", "header", "cookie")
#: The addresses that a flow needs; only the author knows them.
_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "implicit": ("authorizationUrl",),
    "password": ("tokenUrl",),
    "clientCredentials": ("tokenUrl",),
    "authorizationCode": ("authorizationUrl", "tokenUrl"),
    "deviceAuthorization": ("deviceAuthorizationUrl", "tokenUrl"),
}


def schemes(node: Json, site: Site) -> Iterator[Change]:
    """A scheme has a known type, and what is needed to use it."""
    given = node.get("type")
    if not isinstance(given, str) or "$ref" in node:
        return
    kind = next((name for name in _TYPES if name.lower() == given.strip().lower()), "")
    if given.strip().lower() == "basic":
        message = "basic is a type of Swagger 2.0; it is read as http"
        yield Change("security-scheme", message, "type", fields={"type": "http", "scheme": "basic"})
        return
    if not kind or (kind == "mutualTLS" and site.version == "3.0"):
        message = f"{given[:40]!r} is not a type of a security scheme; the scheme is left out"
        yield Change("security-scheme", message, is_gone=True)
        return
    if kind != given:
        message = f"{given!r} is not a type of a security scheme; it is read as {kind}"
        yield Change("security-scheme", message, "type", fields={"type": kind})
    if kind == "apiKey":
        yield from _api_key(node)
    elif kind == "http" and "scheme" not in node:
        yield Change("security-scheme", "the security scheme names no scheme of HTTP; it is left out", is_gone=True)
    elif kind == "openIdConnect" and "openIdConnectUrl" not in node:
        message = "openIdConnectUrl is missing; it is taken as empty"
        yield Change("missing-field", message, fields={"openIdConnectUrl": ""})
    elif kind == "oauth2" and not isinstance(node.get("flows"), Mapping):
        yield Change("missing-field", "flows is missing; it is taken as empty", fields={"flows": {}})


def _api_key(node: Json) -> Iterator[Change]:
    location = node.get("in")
    word = location.strip().lower() if isinstance(location, str) else ""
    if "name" not in node or word not in _LOCATIONS:
        message = "the scheme does not say where the key is sent; it is left out"
        yield Change("security-scheme", message, is_gone=True)
    elif word != location:
        yield Change("security-scheme", f"in is {location!r}; it is read as {word}", "in", fields={"in": word})


def flows(node: Json, site: Site) -> Iterator[Change]:
    """A flow has its addresses."""
    for name in _ADDRESSES.get(site.name, ()):
        if name not in node:
            yield Change("missing-field", f"{name} is missing; it is taken as empty", fields={name: ""})


def requirements(document: Json) -> Iterator[Edit]:
    """Security names schemes that the document has, with lists of scopes."""
    owners: list[tuple[Steps, Mapping[str, Any]]] = [((), document)]
    owners += [(steps_of(place), operation) for place, operation in operations_of(document) if "security" in operation]
    for place, owner in owners:
        if "security" in owner:
            yield from _security(owner["security"], (*place, "security"), document)


def _security(given: Any, place: Steps, document: Json) -> Iterator[Edit]:
    if not isinstance(given, list):
        alternatives = [given] if isinstance(given, Mapping) and given else None
        message = f"security is not a list; it is {'read as one' if alternatives else 'left out'}"
        yield Edit("wrong-value", message, place, place, alternatives or GONE)
        return
    for index, alternative in enumerate(given):
        here = (*place, str(index))
        if not isinstance(alternative, Mapping):
            if isinstance(alternative, str) and scheme_named(document, alternative):
                message = f"security lists the name {alternative}; it is read as that scheme"
                yield Edit("wrong-value", message, here, here, {alternative: []})
            else:
                yield Edit("wrong-value", "this is not the name of a security scheme; it is left out", here)
            continue
        for name, scopes in alternative.items():
            if not scheme_named(document, name):
                message = f"there is no security scheme {name}; it is not required"
                yield Edit("unknown-scheme", message, (*here, name))
            elif not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
                kept = [str(scope) for scope in scopes if isinstance(scope, str)] if isinstance(scopes, list) else []
                message = f"the scopes of {name} are not a list of strings; the strings count"
                yield Edit("wrong-value", message, (*here, name), (*here, name), kept)
