"""Security Scheme Objects (OpenAPI 3.1.1, 4.8.27) for the names that docs print."""

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

#: An API key, by its location and its name there: `header:X-Token`, `query:api_key`, `cookie:session`. A name for the
#: scheme may come before it, as in `token=header:X-Token`; otherwise the scheme has the name of the key.
_KEY = re.compile(r"(?:([\w.-]{1,100})=)?(header|query|cookie):(\S{1,100})")
#: The name of a header alone, which holds an API key.
_HEADER = re.compile(r"[A-Za-z0-9]{1,50}-[A-Za-z0-9-]{1,100}")


def scheme_of(name: str) -> tuple[str, Json]:
    """The component key and the Security Scheme Object of a printed name.

    Any name that is neither known nor that of an API key is read as a scheme of the header Authorization.
    """
    known = _SECURITY.get(name)
    if known:
        return known[0], dict(known[1])
    key = _KEY.fullmatch(name)
    if key or _HEADER.fullmatch(name):
        label, location, key_name = (key[1] or key[3], key[2], key[3]) if key else (name, "header", name)
        return component_key(label), {"type": "apiKey", "in": location, "name": key_name}
    description = f"The value is `{name}` and the credential, separated by a space."
    return component_key(name[:1].lower() + name[1:]), {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": description,
        "x-credential-prefix": name,
    }


def requirements(names: Iterable[str]) -> list[Json]:
    """Security Requirement Objects (OpenAPI 3.1.1, 4.8.30) for printed names. One suffices, with all of its parts."""
    found = dict.fromkeys(tuple(scheme_of(part)[0] for part in parts_of(name)) for name in names)
    return [{key: [] for key in keys} for keys in found]


def parts_of(name: str) -> list[str]:
    """The schemes of a printed name: `Basic + header:X-Token` needs both."""
    return name.split(" + ")
