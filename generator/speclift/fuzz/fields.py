"""Names in a request that make another request of it: another method, another path, another host, a second message."""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import unquote

import msgspec

from speclift.openapi.records import Contract, Operation

#: Header fields that belong to the connection (RFC 9110, section 7.6.1), name the host (7.2) or frame the message
#: (RFC 9112, section 6): with one of them a body could hold a second request.
CONNECTION = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)

#: Header fields, query parameters and fields of a form that many servers take the method from.
OVERRIDES = frozenset({"-method", "x-http-method", "x-http-method-override", "x-method-override"})

#: Header fields that some servers take the path from.
REWRITES = frozenset({"x-original-url", "x-original-uri", "x-rewrite-url"})

_FORMS = ("application/x-www-form-urlencoded", "multipart/")
_MOST_DECODINGS = 3


def folded(name: str) -> str:
    """A name as servers compare it: those behind CGI (RFC 3875, section 4.1.18) know no `_` from a `-`."""
    return name.strip().lower().replace("_", "-")


def without_connection_fields(contract: Contract) -> Contract:
    """The contract without header parameters that HTTP itself sets, whatever a document gives for them."""
    return msgspec.structs.replace(contract, operations=tuple(map(_without_them, contract.operations)))


def override_of(operation: Operation) -> str:
    """The parameter, or field of a form, that may make another method or path of an operation; empty if none does."""
    names = OVERRIDES | REWRITES
    found = (p.name for p in operation.parameters if p.location in ("header", "query") and folded(p.name) in names)
    types = operation.body.media_types if operation.body else ()
    fields = (
        name
        for media in types
        if media.name.startswith(_FORMS)
        for name in (media.schema or {}).get("properties", {})
        if folded(name) in names
    )
    return next(chain(found, fields), "")


def climbs(path: str) -> bool:
    """Whether a server may understand another path than the one that is written (RFC 3986, section 5.2.4).

    That is so of `.` and `..`, however often they are percent-encoded, and of `//` at the start, which begins a host.
    """
    if path.startswith(("//", "/\\")):
        return True
    for _ in range(_MOST_DECODINGS + 1):
        if any(segment.partition(";")[0] in (".", "..") for segment in re.split(r"[/\\]", path)):
            return True
        path = unquote(path)
    return False


def _without_them(operation: Operation) -> Operation:
    kept = [p for p in operation.parameters if p.location != "header" or folded(p.name) not in CONNECTION]
    return msgspec.structs.replace(operation, parameters=tuple(kept))
