"""The address of a server as a Server Object (OpenAPI 3.1.1, 4.8.5)."""

from __future__ import annotations

import re

from speclift.openapi.structure.nodes import Json

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def server_of(url: str) -> Json:
    """A server; each `{variable}` of its address becomes one, with its name as the value until a user sets another."""
    names = dict.fromkeys(_VARIABLE.findall(url))
    if not names:
        return {"url": url}
    return {"url": url, "variables": {name: {"default": name} for name in names}}
