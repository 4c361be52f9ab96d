"""Webhooks and callbacks: requests that the server of a document makes, sent once to an address that the user names."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from speclift.contract.connection_headers import CONNECTION, folded
from speclift.contract.generation.valid_values import fitting
from speclift.contract.json_bytes import json_bytes
from speclift.contract.records import Contract, MediaType, Operation
from speclift.contract.validators import Validators
from speclift.errors import SourceError, UnreachableError, UsageError
from speclift.http.bounded_answers import BoundedAnswer
from speclift.mock.responses.bodies import content_of
from speclift.mock.responses.headers import header_value
from speclift.openapi.structure.media_types import is_json
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.servers import PORTS, has_credentials

#: The longest silence of the server, and the longest time of its whole response, in seconds.
_SECONDS = 30.0
_LONGEST = 200


class Sent(msgspec.Struct, frozen=True):
    """The request that was sent, and the status of the response; `is_documented` says whether the document has it."""

    method: str
    url: str
    status: int
    is_documented: bool


class Event(msgspec.Struct, frozen=True):
    """A request that a server makes: the method, the headers and the body.  `responses` has the documented statuses."""

    method: str
    headers: Mapping[str, str]
    body: bytes
    responses: tuple[str, ...]


def event_of(contract: Contract, operation: Operation, seed: int = 0) -> Event:
    """The request of a webhook or callback: with the documented samples, else with values generated for the schemas."""
    validators = Validators(contract.schemas, frozenset({"readOnly"}))

    def made(schema: Json | None) -> Any:
        try:
            validator = None if schema is None else validators.of(schema)
        except SourceError:
            # The schema is not valid, so no value can be checked.
            validator = None
        return fitting(contract.schemas, schema, validator, f"{seed} {operation.operation_id}")

    headers = {
        p.name: str(made(p.schema) if p.example is None else p.example)
        for p in operation.parameters_in("header")
        # The document must not set headers that frame the message: the body could then smuggle in a second request.
        if (p.is_required or p.example is not None) and folded(p.name) not in CONNECTION
    }
    types = operation.body.media_types if operation.body else ()
    media = next((media for media in types if is_json(media.name)), next(iter(types), None))
    body = b"" if media is None else _body(contract, media, made)
    if media is not None:
        headers["Content-Type"] = "application/json" if "*" in media.name else media.name
    return Event(operation.method.upper(), headers, body, tuple(r.status for r in operation.responses))


def _body(contract: Contract, media: MediaType, made: Any) -> bytes:
    if not is_json(media.name) and "*" not in media.name:
        return content_of(contract, media, made)
    shown = next(iter(media.examples.values()), None)
    return json_bytes(made(media.schema) if shown is None else shown)


def send(event: Event, url: str, *, anywhere: bool = False) -> Sent:
    """Send an event once, without redirects, proxies and stored credentials.

    Raises UsageError for a URL that is invalid, has credentials, or leads to another machine (unless `anywhere` is
    set), and UnreachableError if no server responds. Their messages name the host at most: the rest may be secret.
    """
    if has_credentials(url):
        raise UsageError(
            "The URL of --send contains credentials, which speclift does not send.",
            expected="a URL without a name and password",
            advice="leave them out",
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = "", 0
    if not host or parts.scheme not in PORTS:
        raise UsageError("The URL of --send is not valid.", expected="http://HOST:PORT/PATH")
    address = _address(host, port, anywhere=anywhere)
    connection = http.client.HTTPConnection(host, port)
    connection.response_class = BoundedAnswer
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        # Connect to the address that was checked: another look-up of the name could lead elsewhere.
        connection.sock = socket.create_connection(address, _SECONDS)
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        connection.putrequest(event.method, target, skip_accept_encoding=True)
        for name, value in event.headers.items():
            connection.putheader(name, header_value(value))
        if event.body or event.method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(event.body)))
        connection.endheaders(event.body or None)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(
            f"{parts.netloc[:_LONGEST]} does not answer: {error}.",
            expected="a server that accepts the request",
            advice="start it, or name another address",
        ) from error
    finally:
        connection.close()
    known = {str(status), f"{status // 100}XX", f"{status // 100}xx", "default"}
    return Sent(event.method, url, status, not event.responses or bool(known & {*event.responses}))


def _address(host: str, port: int, *, anywhere: bool) -> tuple[str, int]:
    """The IP address and port of a host. Raises UsageError for another machine, unless `anywhere` is set, and
    UnreachableError for an unknown name.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(f"The host {host[:_LONGEST]} is unknown: {error}.") from error
    numbers = [str(given[4][0]) for given in found]
    allowed = numbers if anywhere else [n for n in numbers if ipaddress.ip_address(n.partition("%")[0]).is_loopback]
    if not allowed:
        raise UsageError(
            f"{host[:_LONGEST]} is another machine.",
            expected="an address of this machine",
            advice="use one, or add --anywhere to call that host",
        )
    return allowed[0], port
