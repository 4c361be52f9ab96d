"""The headers of responses: those that the document describes, and the values that HTTP can send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from speclift.contract.generation.generator import Generator
from speclift.contract.records import Response

#: The name of a header (RFC 9110, section 5.6.2), and the characters that its value cannot have (section 5.5).
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_CONTENT = re.compile("[^\t -~\x80-\xff]")

#: Headers about how a response is sent: the server sets these.
_OF_THE_SERVER = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "keep-alive",
        "server",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


def documented_headers(response: Response, generator: Generator) -> Iterator[tuple[str, str]]:
    """(name, value) of each documented header of a response: its example, else a value generated for the schema.

    Names that HTTP cannot send, and headers that the server sets, are left out.
    """
    for header in response.headers:
        name = header.name.lower()
        if _TOKEN.fullmatch(name) and name not in _OF_THE_SERVER:
            value = generator.value(header.schema) if header.example is None else header.example
            yield name, _simple(value, is_exploded=header.is_exploded)


def header_value(text: str) -> bytes:
    """A string as the value of a header: on one line, with spaces for characters that HTTP cannot send."""
    return _NO_CONTENT.sub(" ", text.encode("latin-1", "replace").decode("latin-1")).strip().encode("latin-1")


def _simple(value: Any, *, is_exploded: bool) -> str:
    """A value in the style `simple`, the only style of headers (OpenAPI 3.1.1, section 4.8.12.3)."""
    match value:
        case dict():
            sign = "=" if is_exploded else ","
            return ",".join(f"{name}{sign}{_scalar(item)}" for name, item in value.items())
        case list():
            return ",".join(map(_scalar, value))
    return _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
    return str(value)
