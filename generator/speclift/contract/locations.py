"""The Location header of a response (RFC 9110, section 10.2.2): the address of the resource that a request created."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from speclift.contract.records import Operation

_PARAMETER = re.compile(r"\{[^{}]+\}")


def has_location(operation: Operation) -> bool:
    """Whether the document says that a successful response has a Location header."""
    success = operation.success
    return success is not None and any(header.name.lower() == "location" for header in success.headers)


def located_id(path: str, location: str) -> str | None:
    """The id at the end of a Location, which leads to a resource at `path` (`/things/{id}`); None if it does not."""
    parts = [re.escape(part) for part in _PARAMETER.split(path.rstrip("/"))]
    # The base URL of the server may have a path of its own, which comes first.
    found = re.search(f"{'([^/]+?)'.join(parts)}/?$", urlsplit(location).path)
    return unquote(found[len(parts) - 1]) if found and len(parts) > 1 else None
