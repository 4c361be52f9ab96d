"""The bytes of answers that are no JSON: what the document shows, else a value or a file of the media type."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from speclift.contract.shapes import types_of
from speclift.contract.wire import json_bytes
from speclift.mock.files import any_file, file_of
from speclift.mock.xml_values import xml_of
from speclift.openapi.records import Contract, Json, MediaType

#: Media types of one JSON value after the other, and what stands before and after each
#: (ndjson.org; RFC 7464, section 2.2; HTML standard, section 9.2.6).
_SEQUENCES = {
    "application/x-ndjson": (b"", b"\n"),
    "application/ndjson": (b"", b"\n"),
    "application/jsonl": (b"", b"\n"),
    "application/x-jsonlines": (b"", b"\n"),
    "application/json-lines": (b"", b"\n"),
    "application/json-seq": (b"\x1e", b"\n"),
    "application/geo+json-seq": (b"\x1e", b"\n"),
    "text/event-stream": (b"data: ", b"\n\n"),
}
_BINARY = frozenset({"binary", "byte", "base64"})
#: What a schema says of a text beside its type.
_OF_TEXTS = frozenset({"enum", "const", "pattern", "examples", "default", "minLength", "maxLength", "format"})


def content_of(contract: Contract, media: MediaType, made: Callable[[Json | None], Any], example: str = "") -> bytes:
    """The content of an answer of a media type that is no JSON.

    It is the example of that name, else the first; where there is none, what `made` gives for the schema, where that
    says something of it, and else a file.
    """
    name = bare(media.name)
    shown = media.examples[example] if example in media.examples else next(iter(media.examples.values()), None)
    if isinstance(shown, str):
        return shown.encode()
    schema = contract.schema_of(media.schema)
    if shown is None:
        if not _says_something(contract, name, schema):
            found = any_file(name)
            return base64.b64encode(found) if _is_encoded(schema) else found
        shown = made(media.schema)
    return _written(contract, name, media.schema, shown)


def bare(media_type: str) -> str:
    """A media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML (RFC 7303, section 3 and 4.2)."""
    return bare(media_type).endswith(("/xml", "+xml"))


def _says_something(contract: Contract, name: str, schema: Json) -> bool:
    """Whether a schema says what a content of this type is, more than that it is some text or some bytes."""
    types = types_of(schema, contract.schemas)
    if not types and not schema.keys() & {"enum", "const", "examples"}:
        return is_xml(name) and bool(schema) and file_of(name) is None
    if types <= {"string"}:
        if schema.get("format") in _BINARY or "contentEncoding" in schema or "contentMediaType" in schema:
            return False
        return bool(schema.keys() & _OF_TEXTS) or (file_of(name) is None and not is_xml(name))
    return file_of(name) is None


def _is_encoded(schema: Json) -> bool:
    return schema.get("format") in ("byte", "base64") or schema.get("contentEncoding") == "base64"


def _written(contract: Contract, name: str, schema: Json | None, value: Any) -> bytes:
    if is_xml(name):
        return value.encode() if isinstance(value, str) else xml_of(contract, schema, value)
    if name in _SEQUENCES:
        start, end = _SEQUENCES[name]
        rows = value if isinstance(value, list) else [value]
        return b"".join(start + (row.encode() if isinstance(row, str) else json_bytes(row)) + end for row in rows)
    if name in ("text/csv", "text/tab-separated-values"):
        return _rows(value, "\t" if name.endswith("values") else ",")
    if isinstance(value, str):
        return value.encode()
    return json_bytes(value)


def _rows(value: Any, separator: str) -> bytes:
    """Objects as the rows of a table (RFC 4180), with their names as the first."""
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(row, dict) for row in rows):
        return value.encode() if isinstance(value, str) else "\r\n".join(map(_cell, rows)).encode()
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name) for name in names] for row in rows)]
    return "".join(separator.join(map(_cell, line)) + "\r\n" for line in lines).encode()


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json_bytes(value).decode()
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",\r\n\t') else text
