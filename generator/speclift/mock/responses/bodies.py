"""The bytes of responses that are not JSON: an example of the document, else a value or a file of the media type."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from speclift.contract.json_bytes import json_bytes
from speclift.contract.records import Contract, MediaType
from speclift.contract.shapes import types_of
from speclift.mock.responses.minimal_files import any_file, file_of
from speclift.mock.responses.xml import xml_of
from speclift.openapi.structure.media_types import EVENT_STREAM, is_json_sequence, is_xml, plain_kind
from speclift.openapi.structure.nodes import Json

#: The fields of an event, in the order in which they are written (HTML standard, section 9.2.6).
_OF_EVENTS = ("event", "id", "retry", "data")
_BINARY = frozenset({"binary", "byte", "base64"})
#: Keywords that describe a string beyond its type.
_OF_TEXTS = frozenset({"enum", "const", "pattern", "examples", "default", "minLength", "maxLength", "format"})


def content_of(contract: Contract, media: MediaType, made: Callable[[Json | None], Any], example: str = "") -> bytes:
    """The content of a response with a media type other than JSON: the example of that name, else the first example. If
    there is none, it is the value that `made` returns for the schema if the schema describes the content, else a file.
    """
    name = plain_kind(media.name)
    shown = media.examples[example] if example in media.examples else next(iter(media.examples.values()), None)
    if isinstance(shown, str):
        return shown.encode()
    schema = contract.schema_of(media.schema)
    if shown is None:
        if not _describes(contract, name, schema):
            found = any_file(name)
            return base64.b64encode(found) if _is_encoded(schema) else found
        shown = made(media.schema)
    return _written(contract, media, shown)


def _describes(contract: Contract, name: str, schema: Json) -> bool:
    """Whether a schema says more about the content than that it is text or bytes; `name` is the media type."""
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


def _written(contract: Contract, media: MediaType, value: Any) -> bytes:
    name = plain_kind(media.name)
    if is_xml(name):
        return value.encode() if isinstance(value, str) else xml_of(contract, media.schema, value)
    if is_json_sequence(name):
        start = b"\x1e" if name.endswith("json-seq") else b""
        return b"".join(start + _text(row) + b"\n" for row in _listed(value))
    if name == EVENT_STREAM:
        return b"".join(_event(row, is_event=media.item_schema is not None) for row in _listed(value))
    if name in ("text/csv", "text/tab-separated-values"):
        return _rows(value, "\t" if name.endswith("values") else ",")
    if isinstance(value, str):
        return value.encode()
    return json_bytes(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json_bytes(value)


def _event(value: Any, *, is_event: bool) -> bytes:
    """An event. Its fields are the properties of the value if that has `data` and `is_event` is set; else the value is
    the data.
    """
    fields = value if is_event and isinstance(value, dict) and "data" in value else {"data": value}
    lines = [
        f"{field}: {line}\n"
        for field in _OF_EVENTS
        if fields.get(field) is not None
        for line in _text(fields[field]).decode().splitlines() or [""]
    ]
    return "".join([*lines, "\n"]).encode()


def _rows(value: Any, separator: str) -> bytes:
    """Objects as the rows of a table (RFC 4180) below their names of properties; other values one on each line."""
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(row, dict) for row in rows):
        return value.encode() if isinstance(value, str) else "\r\n".join(map(_cell, rows)).encode()
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name) for name in names] for row in rows)]
    return "".join(separator.join(map(_cell, line)) + "\r\n" for line in lines).encode()


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json_bytes(value).decode()
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",\r\n\t') else text
