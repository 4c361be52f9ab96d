"""The paths of a document: those entries of `paths` that are paths (OpenAPI 3.1.1, section 4.8.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def paths_of(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each path with what stands there, a path item or a reference to one.

    A path starts with `/`.  Every other key is an extension (`x-…`) or a mistake, and a client that appended it to the
    address of a server could end up at another server.
    """
    for path, item in (document.get("paths") or {}).items():
        if str(path).startswith("/"):
            yield str(path), item
