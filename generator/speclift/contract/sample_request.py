"""The request of an operation as its document shows it: documented values, and made ones where it shows none."""

from __future__ import annotations

import base64
from urllib.parse import urlencode

import msgspec

from speclift.contract.connection_headers import CONNECTION, folded
from speclift.contract.records import Contract, Operation
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.contract.serialization.writing import body_of, field_text, path_text, query_pairs


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
            # Parameters that narrow a response would make it differ from the documented one.
            continue
        value = parameter_value(contract, operation, parameter)
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", path_text(parameter, value))
        elif parameter.location == "query":
            query += query_pairs(parameter, value)
        elif parameter.location == "header":
            headers[parameter.name] = field_text(parameter, value)
        elif parameter.location == "cookie":
            cookies.append(f"{parameter.name}={field_text(parameter, value)}")
    body = None
    if sample := sample_body(contract, operation):
        headers["Content-Type"], body = body_of(*sample)
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
    """A secret as it is sent: for `Basic`, it is the password of a made-up user (RFC 7617)."""
    return base64.b64encode(f"sample:{secret}".encode()).decode() if prefix.lower() == "basic" else secret
