"""The paths that an API stands at: those of its servers (OpenAPI 3.1.1, section 4.8.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from speclift.contract.records import METHODS


def base_path_of(server: Any) -> str:
    """The path of a server with the defaults of its variables, without a slash at its end."""
    given = server if isinstance(server, Mapping) else {}
    url = str(given.get("url", ""))
    for name, variable in (given.get("variables") or {}).items():
        if isinstance(variable, Mapping):
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def base_paths_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths of all servers: of the document, of paths and of operations; the longest first."""
    found = {base_path_of(server) for server in _servers(document)}
    return tuple(sorted(found - {""}, key=lambda path: (-len(path), path)))


def _servers(document: Mapping[str, Any]) -> Iterator[Any]:
    yield from document.get("servers") or ()
    for item in (document.get("paths") or {}).values():
        for owner in (item, *(item.get(method) for method in METHODS)) if isinstance(item, Mapping) else ():
            if isinstance(owner, Mapping):
                yield from owner.get("servers") or ()
