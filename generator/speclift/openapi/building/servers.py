"""The address of a server as a Server Object (OpenAPI 3.1.1, 4.8.5)."""

from __future__ import annotations

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import TEMPLATE_PART


def server_of(url: str) -> Json:
    """A Server Object for an address; each `{variable}` in it becomes a server variable with its name as default."""
    names = dict.fromkeys(TEMPLATE_PART.findall(url))
    if not names:
        return {"url": url}
    return {"url": url, "variables": {name: {"default": name} for name in names}}
