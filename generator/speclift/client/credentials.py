"""The security schemes of a document as credentials: classes made for them, and classes of the runtime."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from speclift.client.literals import docstring, string
from speclift.client.names import pascal, unique
from speclift.client.records import Credential
from speclift.openapi.structure.credential_words import prefix_of
from speclift.openapi.structure.nodes import Node

#: HTTP authentication schemes whose credentials are more than a text (RFC 9110, section 16.4.1, and its registry).
NEGOTIATED = frozenset({"digest", "hoba", "mutual", "negotiate", "privatetoken", "vapid", "gnap", "concealed"})

#: The characters of the name of a scheme (RFC 9110, section 5.6.2).
_TOKEN = re.compile(r"(?!scram-)[a-z0-9!#$%&'*+.^_`|~-]+")

#: The names of the credential classes of the runtime, without `Auth`.
AUTH_RESERVED = frozenset({"Basic", "Bearer", "ClientCredentials", "RefreshToken"})


def credentials_of(document: Node) -> tuple[Credential, ...]:
    """The security schemes as classes; those that most APIs have are part of the runtime."""
    schemes = {key: scheme for key, scheme in _schemes(document).items() if _is_key(scheme)}
    names = unique(schemes, pascal, AUTH_RESERVED)
    return tuple(_credential(names[key], key, schemes[key]) for key in sorted(names))


def _is_key(scheme: Node) -> bool:
    """Whether a credential is a text that is sent as it is, perhaps after the name of an HTTP scheme."""
    name = str(scheme.get("scheme", "")).lower()
    is_own = bool(_TOKEN.fullmatch(name)) and "bearer" not in name and name not in ("basic", *NEGOTIATED)
    return scheme.get("type") == "apiKey" or (scheme.get("type") == "http" and is_own)


def _credential(name: str, key: str, scheme: Node) -> Credential:
    is_http = scheme.get("type") == "http"
    wire = "Authorization" if is_http else str(scheme.get("name", ""))
    location = "header" if is_http else str(scheme.get("in", "header"))
    prefix = str(scheme.get("scheme", "")) if is_http else prefix_of(scheme)
    return Credential(
        name=f"{name}Auth",
        header=string(wire),
        prefix=string(prefix),
        location=location,
        docstring=docstring(_described(key, scheme, prefix), 4),
        scheme=string(key),
        wire=wire,
    )


def _described(key: str, scheme: Node, prefix: str) -> str:
    text = str(scheme.get("description") or f"The credential of `{key}`.")
    text = f"{text}\n\nGive it without the prefix `{prefix}`, which the client adds." if prefix else text
    return f"{text}\n\nDeprecated." if scheme.get("deprecated") is True else text


def http_schemes_of(document: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names of the security schemes that each credential class of the runtime is for."""
    found: dict[str, list[str]] = {"BasicAuth": [], "BearerAuth": []}
    for key, scheme in _schemes(document).items():
        kind = scheme.get("type")
        if kind == "http" and str(scheme.get("scheme", "")).lower() == "basic":
            found["BasicAuth"].append(key)
        elif kind in ("oauth2", "openIdConnect") or (kind == "http" and "bearer" in str(scheme.get("scheme")).lower()):
            found["BearerAuth"].append(key)
    return tuple((name, tuple(keys)) for name, keys in found.items())


def brought_schemes_of(document: Node) -> tuple[tuple[str, str], ...]:
    """The security schemes whose credentials the caller's own HTTP client has, each with its kind."""
    found = []
    for key, scheme in _schemes(document).items():
        name = str(scheme.get("scheme", "")).lower()
        if scheme.get("type") == "mutualTLS":
            found.append((key, "mutualTLS"))
        elif scheme.get("type") == "http" and name in NEGOTIATED:
            found.append((key, name))
    return tuple(found)


def token_url_of(document: Node) -> str:
    """The first token URL of the OAuth flows, those first that need no person; empty where there is none."""
    order = ("clientCredentials", "application", "authorizationCode", "password")
    return next((str(flow["tokenUrl"]) for flow in _flows(document, order) if flow.get("tokenUrl")), "")


def refresh_url_of(document: Node) -> str:
    """The URL where the first of the OAuth flows renews tokens, those of users first; empty where there is none.

    Without a refresh URL, that is the URL that issues them (RFC 6749, section 6).
    """
    order = ("authorizationCode", "password", "implicit", "clientCredentials")
    urls = (flow.get("refreshUrl") or flow.get("tokenUrl") for flow in _flows(document, order))
    return next((str(url) for url in urls if url), "")


def _flows(document: Node, order: Iterable[str]) -> Iterator[Node]:
    """The OAuth flows of all schemes, with their kinds in the given order."""
    schemes = [scheme.get("flows") for scheme in _schemes(document).values() if scheme.get("type") == "oauth2"]
    found = [given.get(name) for name in order for given in schemes if isinstance(given, Mapping)]
    yield from (flow for flow in found if isinstance(flow, Mapping))


def _schemes(document: Node) -> dict[str, Node]:
    given = document["components"].get("securitySchemes") or {}
    return {str(key): scheme for key, scheme in given.items() if isinstance(scheme, Mapping)}
