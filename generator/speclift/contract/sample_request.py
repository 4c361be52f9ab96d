"""The request of an operation as its document shows it: documented values, and made ones where it shows none."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from speclift.contract.connection_headers import CONNECTION, folded
from speclift.contract.json_bytes import json_bytes
from speclift.contract.records import Contract, MediaType, Operation, Parameter
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.openapi.structure.media_types import is_json

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_BOUNDARY = "speclift-sample"


class Request(msgspec.Struct, frozen=True):
    """A request: the path with its query, below the address of the server."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None


def sample_request(contract: Contract, operation: Operation, secret: str = "sample") -> Request:
    """The documented request: its required parameters and its body.

    `secret` is the credential for the first alternative whose schemes are all known.
    """
    path, query, headers, cookies = operation.path, list[tuple[str, str]](), {"Accept": "*/*"}, list[str]()
    for parameter in operation.parameters:
        if not parameter.is_required:
            # Parameters that narrow an answer would make it differ from the documented one.
            continue
        value = parameter_value(contract, operation, parameter)
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", _in_path(parameter, value))
        elif parameter.location == "query":
            query += _pairs(parameter, value)
        elif parameter.location == "header":
            headers[parameter.name] = _text(value)
        elif parameter.location == "cookie":
            cookies.append(f"{parameter.name}={_text(value)}")
    body = None
    if sample := sample_body(contract, operation):
        headers["Content-Type"], body = _body(*sample)
    for name in next((names for names in operation.security if all(n in contract.schemes for n in names)), ()):
        scheme = contract.schemes[name]
        if scheme.location == "query":
            query.append((scheme.parameter, secret))
        elif scheme.location == "cookie":
            cookies.append(f"{scheme.parameter}={secret}")
        elif folded(scheme.parameter) not in CONNECTION:
            headers[scheme.parameter] = f"{scheme.prefix} {_credential(scheme.prefix, secret)}".strip()
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    target = f"{path}?{urlencode(query)}" if query else path
    return Request(operation.http_method, target, headers, body)


def _credential(prefix: str, secret: str) -> str:
    """A secret as it is sent; by RFC 7617 it is the password of some user."""
    return base64.b64encode(f"sample:{secret}".encode()).decode() if prefix.lower() == "basic" else secret


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return value if isinstance(value, str) else json.dumps(value)


def _in_path(parameter: Parameter, value: Any) -> str:
    prefix = {"label": ".", "matrix": f";{parameter.name}="}.get(parameter.style, "")
    return prefix + quote(_text(value), safe="")


def _pairs(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """A query parameter as pairs (OpenAPI 3.1.1, section 4.8.12.3)."""
    if parameter.style == "content":
        yield parameter.name, json.dumps(value)
    elif isinstance(value, dict) and parameter.style == "deepObject":
        yield from ((f"{parameter.name}[{key}]", _text(item)) for key, item in value.items())
    elif isinstance(value, dict) and parameter.is_exploded:
        yield from ((key, _text(item)) for key, item in value.items())
    elif isinstance(value, dict):
        yield parameter.name, ",".join(f"{key},{_text(item)}" for key, item in value.items())
    elif isinstance(value, list) and parameter.is_exploded and parameter.style == "form":
        yield from ((parameter.name, _text(item)) for item in value)
    elif isinstance(value, list):
        yield parameter.name, _SEPARATORS.get(parameter.style, ",").join(map(_text, value))
    else:
        yield parameter.name, _text(value)


def _body(media: MediaType, value: Any) -> tuple[str, bytes]:
    """The media type of a body, and the body."""
    kind = media.name.partition(";")[0].strip().lower()
    if is_json(kind) or (not isinstance(value, str) and not kind.startswith(("multipart/", "application/x-www-form"))):
        return media.name if is_json(kind) else "application/json", json_bytes(value)
    if kind == "application/x-www-form-urlencoded" and isinstance(value, dict):
        return kind, urlencode([(key, _text(item)) for key, item in value.items()]).encode()
    if kind.startswith("multipart/") and isinstance(value, dict):
        parts = (_part(str(key), item) for key, item in value.items())
        return f"{kind}; boundary={_BOUNDARY}", b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
    return media.name, _text(value).encode()


def _part(name: str, value: Any) -> bytes:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n'
    if isinstance(value, dict):
        head += "Content-Type: application/json\r\n"
    return f"{head}\r\n{_text(value)}\r\n".encode()
