"""Values as a request carries them: parameters in their style, bodies in their media type.

The styles are those of OpenAPI 3.1.1, section 4.8.12.3 (RFC 6570, sections 3.2.5 to 3.2.8). The fields of a form are
written as their `encoding` says (sections 4.8.15.1 and 4.8.15.2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

from speclift.contract.json_bytes import json_bytes
from speclift.contract.records import Encoding, MediaType, Parameter
from speclift.contract.serialization.parameters import SEPARATORS
from speclift.openapi.structure.media_types import FORM, is_json, is_json_sequence, is_multipart, plain_kind

#: A name of the query or of a form, and its text.
Pair: TypeAlias = tuple[str, str]

_BOUNDARY = "speclift-sample"
#: What stands in front of a value in a path, and between its parts where it is exploded, by style.
_IN_PATH = {"label": (".", "."), "matrix": (";", ";")}


def text_of(value: Any) -> str:
    """A value as one text; the items of a list stand between commas."""
    if isinstance(value, list):
        return ",".join(map(text_of, value))
    return value if isinstance(value, str) else json.dumps(value)


def path_text(parameter: Parameter, value: Any) -> str:
    """A parameter as it stands in the path."""
    if parameter.style == "content":
        return quote(json.dumps(value), safe="")
    front, between = _IN_PATH.get(parameter.style, ("", ","))
    name = f"{parameter.name}=" if parameter.style == "matrix" else ""
    if isinstance(value, (dict, list)) and parameter.is_exploded:
        repeated = name if isinstance(value, list) else ""
        return front + between.join(repeated + part for part in _parts(value, is_exploded=True, written=_quoted))
    return front + name + ",".join(_parts(value, is_exploded=False, written=_quoted))


def field_text(parameter: Parameter, value: Any) -> str:
    """A parameter as the text of a header or of a cookie."""
    if parameter.style == "content":
        return json.dumps(value)
    return ",".join(_parts(value, is_exploded=parameter.is_exploded, written=text_of))


def query_pairs(parameter: Parameter, value: Any) -> Iterator[Pair]:
    """A parameter as it stands in the query."""
    if parameter.style == "content":
        yield parameter.name, json.dumps(value)
    else:
        yield from _pairs(parameter.name, value, parameter.style, parameter.is_exploded)


def body_of(media: MediaType, value: Any) -> tuple[str, bytes]:
    """The `Content-Type` of a body, and the body. Where a media type cannot have objects and lists, they are JSON; in a
    sequence of JSON, each item of a list is a value of its own.
    """
    kind = plain_kind(media.name)
    if isinstance(value, dict) and kind == FORM:
        fields = [pair for name, item in value.items() for pair in _field(str(name), item, media.parts.get(name))]
        return kind, urlencode(fields).encode()
    if isinstance(value, dict) and is_multipart(kind):
        parts = (part for name, item in value.items() for part in _part(str(name), item, media.parts.get(name)))
        return f"{kind}; boundary={_BOUNDARY}", b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
    if is_json(kind):
        return media.name, json_bytes(value)
    if is_json_sequence(kind):
        start = b"\x1e" if kind.endswith("json-seq") else b""
        rows = value if isinstance(value, list) else [value]
        return media.name, b"".join(start + json_bytes(row) + b"\n" for row in rows)
    if not isinstance(value, (dict, list)) or kind == FORM or is_multipart(kind):
        return media.name, text_of(value).encode()
    return "application/json", json_bytes(value)


def _quoted(value: Any) -> str:
    return quote(text_of(value), safe="")


def _parts(value: Any, *, is_exploded: bool, written: Callable[[Any], str]) -> Iterator[str]:
    """The parts of a value: the items of a list, `a=1` for each property where it is exploded, else `a` and `1`."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [f"{written(key)}={written(item)}"] if is_exploded else (written(key), written(item))
    elif isinstance(value, list):
        yield from map(written, value)
    else:
        yield written(value)


def _pairs(name: str, value: Any, style: str, is_exploded: bool) -> Iterator[Pair]:
    if isinstance(value, dict) and style == "deepObject":
        for key, item in value.items():
            yield from _pairs(f"{name}[{key}]", item, style, True)
    elif isinstance(value, dict) and is_exploded:
        yield from ((str(key), text_of(item)) for key, item in value.items())
    elif isinstance(value, list) and is_exploded and style in ("form", "deepObject"):
        yield from ((name, text_of(item)) for item in value)
    else:
        yield name, SEPARATORS.get(style, ",").join(_parts(value, is_exploded=False, written=text_of))


def _field(name: str, value: Any, encoding: Encoding | None) -> Iterator[Pair]:
    """A field of a form: without an `encoding`, the items of a list are fields of one name, and an object is JSON."""
    style = encoding.style if encoding else ""
    if encoding and style:
        yield from _pairs(name, value, style, encoding.is_exploded)
    elif isinstance(value, list) and not is_json(_kind(encoding)):
        yield from ((name, _whole(item)) for item in value)
    else:
        yield name, _whole(value)


def _part(name: str, value: Any, encoding: Encoding | None) -> Iterator[bytes]:
    """The parts of a form with a field: the items of a list are parts of one name, and an object is JSON."""
    kind = _kind(encoding)
    items = value if isinstance(value, list) and not is_json(kind) else [value]
    for item in items:
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{_in_quotes(name)}"\r\n'
        own = kind or ("application/json" if isinstance(item, (dict, list)) else "")
        head += f"Content-Type: {own}\r\n" if own and "*" not in own else ""
        yield f"{head}\r\n{_whole(item)}\r\n".encode()


def _in_quotes(name: str) -> str:
    """A name that ends neither its quotes nor its line (HTML Standard, section 4.10.21.8)."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _kind(encoding: Encoding | None) -> str:
    """The first media type that a field may have; empty where the document names none."""
    return encoding.content_type.partition(",")[0].strip() if encoding else ""


def _whole(value: Any) -> str:
    """A value of a form: its text, or JSON where it has parts."""
    return json.dumps(value) if isinstance(value, (dict, list)) else text_of(value)
