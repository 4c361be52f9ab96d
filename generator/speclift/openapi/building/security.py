"""Names of security schemes, as docs print them, to Security Scheme Objects (OpenAPI 3.1.1, 4.8.27)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from speclift.model.text import component_key
from speclift.openapi.structure.nodes import Json

_SECURITY: dict[str, tuple[str, Json]] = {
    "Basic": ("basic", {"type": "http", "scheme": "basic"}),
    "Bearer": ("bearer", {"type": "http", "scheme": "bearer"}),
    "Digest": ("digest", {"type": "http", "scheme": "digest"}),
    "OAuth2": ("oauth2", {"type": "oauth2", "flows": {}}),
}

#: A key that travels in a field of a name: `header:X-Token`, `query:api_key`, `cookie:session`, or a header's name.
#: A name for the scheme may come before it, as in `token=header:X-Token`; else the scheme has the name of the field.
_KEY = re.compile(r"(?:([\w.-]{1,100})=)?(header|query|cookie):(\S{1,100})")
_HEADER = re.compile(r"[A-Za-z0-9]{1,50}-[A-Za-z0-9-]{1,100}")


def scheme_of(name: str) -> tuple[str, Json]:
    """The key and the security scheme of a printed name.

    One that HTTP does not register is a prefix of Authorization.
    """
    known = _SECURITY.get(name)
    if known:
        return known[0], dict(known[1])
    key = _KEY.fullmatch(name)
    if key or _HEADER.fullmatch(name):
        called, location, field = (key[1] or key[3], key[2], key[3]) if key else (name, "header", name)
        return component_key(called), {"type": "apiKey", "in": location, "name": field}
    description = f"The value is `{name}` and the credential, separated by a space."
    return component_key(name[:1].lower() + name[1:]), {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": description,
        "x-credential-prefix": name,
    }


def requirements(names: Iterable[str]) -> list[Json]:
    """Security requirements of which any one suffices (OpenAPI 3.1.1, 4.8.30); all parts of one are needed."""
    found = dict.fromkeys(tuple(scheme_of(part)[0] for part in parts_of(name)) for name in names)
    return [{key: [] for key in keys} for keys in found]


def parts_of(name: str) -> list[str]:
    """The schemes of a printed name: `Basic + header:X-Token` needs both."""
    return name.split(" + ")
