"""Names in a request that turn it into another request, with another method or path."""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import unquote

from speclift.contract.connection_headers import folded
from speclift.contract.records import Operation

#: Headers, query parameters and form fields that many servers take the method from.
OVERRIDES = frozenset(
    {
        *("-method", "http-method-override", "method-override", "x-http-method", "x-http-method-override"),
        *("x-http-verb", "x-method-override", "x-tunneled-method"),
    }
)

#: Headers that some servers take the path from.
REWRITES = frozenset(
    {
        *("x-envoy-original-path", "x-original-path", "x-original-uri", "x-original-url"),
        *("x-override-url", "x-rewrite-uri", "x-rewrite-url"),
    }
)

#: Text that lenient decoders take for a dot or a slash: overlong UTF-8, `%u…`, and wide characters before NFKC.
_DOT = re.compile("%u002e|%c0%ae|%e0%80%ae|%ef%bc%8e|\uff0e", re.I)
_SLASH = re.compile("%u00(?:2f|5c)|%c0%af|%c1%9c|%e0%80%af|%ef%bc%8f|%ef%bc%bc|[\uff0f\uff3c]", re.I)

_MOST_DECODINGS = 3


def override_of(operation: Operation) -> str:
    """The name of a parameter, or of a property of the body, from which a server may take another method or path; empty
    if an operation has none.
    """
    names = OVERRIDES | REWRITES
    found = (p.name for p in operation.parameters if p.location in ("header", "query") and folded(p.name) in names)
    types = operation.body.media_types if operation.body else ()
    fields = (name for media in types for name in (media.schema or {}).get("properties", {}) if folded(name) in names)
    return next(chain(found, fields), "")


def climbs(path: str) -> bool:
    """Whether a server may read a path as another one (RFC 3986, section 5.2.4).

    This may happen with the segments `.` and `..`, even if they are percent-encoded, and with `//` at the start, which
    introduces a host.
    """
    if path.startswith(("//", "/\\")):
        return True
    for _ in range(_MOST_DECODINGS + 1):
        path = _SLASH.sub("/", _DOT.sub(".", path))
        if any(segment.partition(";")[0] in (".", "..") for segment in re.split(r"[/\\]", path)):
            return True
        path = unquote(path)
    return False
