"""Names of security schemes, as docs print them, in one spelling each; other texts are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KNOWN = {
    "basic": "Basic",
    "basicauth": "Basic",
    "httpbasic": "Basic",
    "bearer": "Bearer",
    "bearerauth": "Bearer",
    "digest": "Digest",
    "oauth": "OAuth2",
    "oauth2": "OAuth2",
    "oauth20": "OAuth2",
}
_LOCATED = re.compile(r"(?:header|query|cookie):[A-Za-z0-9_.~$-]{1,100}")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,60}")
_NO_SCHEME = frozenset({"none", "no", "yes", "true", "false", "apikey", "token", "authorization"})


def schemes(names: Iterable[str]) -> tuple[str, ...]:
    """The schemes of the names: HTTP schemes, `header:X-Key` and the like, prefixes of Authorization.

    `Basic + header:X-Key` needs both.
    """
    found = (" + ".join(filter(None, map(_scheme, name.split(" + ")))) for name in names)
    return tuple(dict.fromkeys(filter(None, found)))


def _scheme(name: str) -> str:
    name = name.strip()
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    if key in _KNOWN:
        return _KNOWN[key]
    if _LOCATED.fullmatch(name):
        return name
    return name if _TOKEN.fullmatch(name) and key not in _NO_SCHEME else ""
