"""Sample HTTP messages: start line, headers, body (RFC 9112, section 2.1)."""

from __future__ import annotations

import re

from speclift.model.methods import OPENAPI_METHODS
from speclift.model.page import Sample
from speclift.model.schema import Place

REQUEST_LINE = re.compile(rf"({'|'.join(OPENAPI_METHODS)})[ \t]+(/\S*)")
STATUS_LINE = re.compile(r"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")


def parse_message(text: str, place: Place) -> Sample:
    """The sample message that a code block holds; `place` is that of its start line."""
    head, _, body = text.partition("\n\n")
    lines = head.split("\n")
    fields = (field.partition(":") for field in lines[1:] if ":" in field)
    headers = tuple((name.strip(), value.strip()) for name, _, value in fields)
    leading = len(lines) + 1
    stripped = body.lstrip("\n")
    return Sample(
        lines[0].strip(), headers, stripped.strip(), place.file, place.line + leading + len(body) - len(stripped)
    )


def sample_media_types(sample: Sample | None) -> tuple[str, ...]:
    """The media types in the Content-Type headers of a sample, in lower case and without parameters."""
    values = (value for name, value in sample.headers if name.lower() == "content-type") if sample else ()
    return tuple(value.split(";")[0].strip().lower() for value in values)


def status_of(sample: Sample | None) -> str:
    """The status code of a sample response; empty where its start line has none."""
    found = STATUS_LINE.match(sample.start) if sample else None
    return found[1] if found else ""
