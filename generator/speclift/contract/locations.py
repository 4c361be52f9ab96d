"""The Location header of a response (RFC 9110, section 10.2.2): the address of the resource that a request created."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from speclift.contract.records import Operation
from speclift.contract.routes import Routes


def has_location(operation: Operation) -> bool:
    """Whether the document says that a successful response has a Location header."""
    success = operation.success
    return success is not None and any(header.name.lower() == "location" for header in success.headers)


def located_id(path: str, location: str) -> str | None:
    """The id at the end of a Location, which leads to a resource at `path` (`/things/{id}`); None if it does not."""
    segments = path.strip("/").split("/")
    # The base URL of the server may have a path of its own, which comes first.
    given = urlsplit(location).path.strip("/").split("/")[-len(segments) :]
    routes: Routes[None] = Routes()
    routes.add("/".join(segments), "get", None)
    found = routes.find("/".join(given))
    return unquote(found.values[-1]) if found and found.values else None
