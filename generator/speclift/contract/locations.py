"""The Location header of a response (RFC 9110, section 10.2.2): the address of the resource that a request created."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from speclift.contract.records import Operation


def has_location(operation: Operation) -> bool:
    """Whether the document says that a successful response has a Location header."""
    success = operation.success
    return success is not None and any(header.name.lower() == "location" for header in success.headers)


def located_id(path: str, location: str) -> str | None:
    """The id at the end of a Location, which leads to a resource at `path` (`/things/{id}`); None if it does not."""
    wanted = path.strip("/").split("/")
    # The base URL of the server may have a path of its own, which comes first.
    given = urlsplit(location).path.strip("/").split("/")[-len(wanted) :]
    if len(given) < len(wanted):
        return None
    values = [_value(segment, text) for segment, text in zip(wanted, given, strict=True)]
    if None in values:
        return None
    return next((unquote(value) for value in reversed(values) if value), None)


def _value(segment: str, text: str) -> str | None:
    """The value of the parameter in a segment of a path, empty where it has none; None where a text is not of it."""
    before, brace, rest = segment.partition("{")
    after = rest.partition("}")[2]
    if not brace:
        return "" if text == segment else None
    value = text.removeprefix(before).removesuffix(after)
    return value if value and text == f"{before}{value}{after}" else None
