"""Request bodies: bytes of a media type to values."""

from __future__ import annotations

import email.parser
import email.policy
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl
from xml.parsers import expat

import orjson

from speclift.contract.serialization.forms import Encodings, form_reader_of
from speclift.contract.serialization.parameters import JsonText, Schemas
from speclift.openapi.structure.media_types import FORM, FORM_DATA, is_json, is_json_sequence, is_xml
from speclift.openapi.structure.nodes import Json

_MOST_FIELDS = 1000
#: The most bytes of the head of a part, and of a form, which takes eighty times as much memory while it is read.
_LARGEST_PART_HEAD = 16 * 2**10
_LARGEST_FORM = 2**20
#: The most values of JSON, and tags of XML: each takes up to some hundred bytes of memory, however short it is.
_MOST_VALUES = 250_000

#: The deepest nesting: deeper than any real body, and well within what can be written again.
_DEEPEST = 100

_UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})


#: The texts of a form by the names of its fields.
Fields: TypeAlias = dict[str, list[str]]


class MalformedBodyError(Exception):
    """The body is not what its media type says; `status` is the status of the response to it."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def reader_of(
    content_type: str, schema: Json | None, schemas: Schemas, encodings: Encodings | None = None
) -> Callable[[bytes], Any]:
    """The function that reads a body: JSON and forms as their values, everything else as bytes.

    `encodings` say how fields of forms are written.  The function raises MalformedBodyError.
    """
    name, parameters = _content_type(content_type)
    if is_json(name):
        return _json if parameters.get("charset", "utf-8").lower() in _UTF8 else _refuse_charset
    if is_json_sequence(name):
        return _sequence
    if name == FORM:
        read = form_reader_of(schema, schemas, encodings or {})
        return lambda body: read(_form(body))
    if name == FORM_DATA:
        read = form_reader_of(schema, schemas, encodings or {})
        return lambda body: read(_parts(body, content_type, parameters))
    return _xml if is_xml(name) else bytes


def _content_type(text: str) -> tuple[str, Mapping[str, str]]:
    name, *rest = text.split(";")
    pairs = (part.partition("=") for part in rest)
    return name.strip().lower(), {key.strip().lower(): value.strip().strip('"') for key, _, value in pairs}


def _refuse_charset(_: bytes) -> None:
    raise MalformedBodyError("JSON is UTF-8 (RFC 8259, section 8.1).", 415)


#: A string in JSON, whose end may be missing.
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.S)


def _sequence(body: bytes) -> list[Any]:
    """Values of JSON, one per line or record (RFC 7464)."""
    parts = body.split(b"\x1e" if b"\x1e" in body else b"\n")
    texts = [text for part in parts if (text := part.strip(b" \t\r\n"))]
    value = _json(b"[" + b",".join(texts) + b"]")
    if len(value) != len(texts):
        raise MalformedBodyError("A line of the body is not exactly one JSON value.")
    found: list[Any] = value
    return found


def has_too_large_number(error: orjson.JSONDecodeError) -> bool:
    """Whether a text was not read for a number beyond what a double holds, which JSON allows (RFC 8259, section 6)."""
    return error.msg.startswith("number is infinity")


def _values(body: bytes) -> int:
    """How many values JSON has, at most."""
    return body.count(b",") + body.count(b"[") + body.count(b"{")


def _json(body: bytes) -> Any:
    if len(body) > _MOST_VALUES and _values(body) > _MOST_VALUES and _values(_TEXT.sub(b"", body)) > _MOST_VALUES:
        raise MalformedBodyError(f"The body has more than {_MOST_VALUES} values.", 413)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if has_too_large_number(error):
            place = f"line {error.lineno}, column {error.colno}"
            raise MalformedBodyError(f"The body has a number that is too large to be read, at {place}.") from error
        raise MalformedBodyError(f"The body is not JSON: {error}.") from error
    if body.count(b"[") + body.count(b"{") > _DEEPEST and _is_deeper(value, _DEEPEST):
        raise MalformedBodyError(f"The body is nested more than {_DEEPEST} levels deep.")
    return value


def _is_deeper(value: Any, depth: int) -> bool:
    """Whether a value has more levels than `depth`, found without recursion."""
    level = [value]
    for _ in range(depth):
        level = [
            item
            for node in level
            for item in (node.values() if isinstance(node, dict) else node)
            if isinstance(item, (dict, list))
        ]
        if not level:
            return False
    return True


def _form(body: bytes) -> Fields:
    """The texts of each field (URL standard, section 5.1)."""
    if len(body) > _LARGEST_FORM:
        raise MalformedBodyError(f"The form has more than {_LARGEST_FORM} bytes.", 413)
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise MalformedBodyError(f"The body is not a form: {error}.") from error
    found: Fields = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
    return found


def _parts(body: bytes, content_type: str, parameters: Mapping[str, str]) -> Fields:
    """The parts of each name, their bytes as text (RFC 7578)."""
    if not parameters.get("boundary"):
        raise MalformedBodyError("multipart/form-data needs a boundary.")
    delimiter = b"\r\n--" + parameters["boundary"].encode("latin-1", "replace")
    _, *parts = (b"\r\n" + body).split(delimiter, _MOST_FIELDS + 2)
    if not parts:
        raise MalformedBodyError("The body has no part: its boundary does not occur in it.")
    if len(parts) > _MOST_FIELDS + 1:
        raise MalformedBodyError(f"The body has more than {_MOST_FIELDS} parts.", 413)
    found: Fields = {}
    for part in parts:
        # Text after the last boundary is ignored (RFC 2046, section 5.1.1).
        if part.startswith(b"--"):
            break
        name, text = _part(part)
        if name is not None:
            found.setdefault(name, []).append(text)
    return found


def _part(part: bytes) -> tuple[str | None, str]:
    """The name of a part and its bytes as text."""
    # A part without fields starts with the empty line that ends its head.
    _, _, rest = part.partition(b"\r\n")
    head, _, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if len(head) > _LARGEST_PART_HEAD:
        raise MalformedBodyError(f"The head of a part has more than {_LARGEST_PART_HEAD} bytes.", 413)
    try:
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head.lstrip(), headersonly=True)
        name = message.get_param("name", header="content-disposition")
        message.set_payload(content.decode("ascii", "surrogateescape"))
        payload = message.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, IndexError, TypeError, RecursionError) as error:
        raise MalformedBodyError("The parts of the body cannot be read.") from error
    text = payload.decode(errors="replace") if isinstance(payload, bytes) else ""
    says_json = message.get("content-type") is not None and is_json(message.get_content_type())
    return name if isinstance(name, str) else None, JsonText(text) if says_json else text


def _xml(body: bytes) -> bytes:
    """The body as it is. Malformed XML is refused, and so is a document type: its entities can grow without bound."""
    if body.count(b"<") > _MOST_VALUES:
        raise MalformedBodyError(f"The body has more than {_MOST_VALUES} tags.", 413)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise MalformedBodyError(f"The body is not XML: {error}.") from error
    return body


def _refuse_doctype(*_: object) -> None:
    raise MalformedBodyError("The body declares a document type, which is not read.")
