"""What a run may send: only requests to the server that the user named, for operations that the run calls.

Documents, reports and responses come from strangers, and all of them influence what a run sends.  So every request is
checked as it would be on the wire, wherever it comes from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec
import requests
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from speclift.contract.connection_headers import CONNECTION, folded
from speclift.contract.records import Operation
from speclift.contract.routes import Routes
from speclift.errors import UsageError
from speclift.fuzz.transport.method_overrides import OVERRIDES, REWRITES, climbs
from speclift.fuzz.transport.selection import Selection
from speclift.openapi.structure.paths import METHODS
from speclift.openapi.structure.servers import PORTS

#: The allowed values of Connection: to stay open or to close.
_PERSISTENCE = ("", "keep-alive", "close")
#: The name of a form field or JSON property that some frameworks take the method from.
_METHOD_IN_BODY = re.compile(
    rb"(?<![\w-])(?:_method|x[_-]http[_-]method(?:[_-]override)?|x[_-]method[_-]override)(?![\w-])", re.I
)
_UNDERSCORE = re.compile(rb"\\u005f|%(?:25){0,2}5f|&#(?:95|x5f);|\\_", re.I)
_MOST_DECODINGS = 3
#: The characters of a header name (RFC 9110, section 5.6.2). Each server reads other characters in its own way.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class _Target(msgspec.Struct, frozen=True):
    """An operation at a path; `query` is what its path in the document has after a `?`."""

    query: str
    is_called: bool


class Gate:
    """Decides which requests of a run against `url` may be sent.

    A run that may write also tries undocumented methods, and every run requests the root to see whether the server
    responds; with `documented`, neither is allowed.  Raises UsageError if `url` is not the URL of a server.
    """

    def __init__(self, url: str, selection: Selection, *, documented: bool = False) -> None:
        try:
            # The library connects to what it reads from the address.
            address = urlsplit(str(requests.Request("GET", url).prepare().url))
        except (requests.RequestException, ValueError) as error:
            raise UsageError(
                "The value of --url is not the base URL of a server.",
                advice="name it with its scheme, such as http://localhost:8080",
            ) from error
        self._server = _server(address)
        self._base = address.path.rstrip("/")
        self._with_writes = selection.with_writes
        self._documented = documented
        self._routes: dict[str, Routes[list[_Target]]] = defaultdict(Routes)
        targets: dict[tuple[str, str], list[_Target]] = defaultdict(list)
        # Paths that differ only in the names of parameters are one path, which may be called if one of them may be.
        self._add(targets, (operation for operation, _ in selection.left_out), is_called=False)
        self._add(targets, selection.called, is_called=True)

    def _add(
        self, targets: dict[tuple[str, str], list[_Target]], operations: Iterable[Operation], *, is_called: bool
    ) -> None:
        for operation in operations:
            path, _, query = operation.path.partition("?")
            method = operation.method.lower()
            found = targets[method, path]
            found.append(_Target(query, is_called))
            self._routes[method].add(path, method, found)

    def refusal(self, method: str, url: str, headers: Mapping[str, str | bytes], body: bytes = b"") -> str:
        """Why a request may not be sent, as the end of a sentence; empty if it may be sent."""
        try:
            address = urlsplit(url)
            is_there = _server(address) == self._server and _is_read_alike(url, self._server)
        except (ValueError, LocationParseError):
            return "its address is not a URL"
        if not is_there:
            return "it goes to another server"
        path = address.path or "/"
        if not path.startswith(f"{self._base}/") and path != self._base:
            return "it is outside the base URL"
        path = path[len(self._base) :] or "/"
        return (
            self._of_target(method, path, address.query)
            or _of_headers(headers, address.netloc, body)
            or self._of_overrides(path, address.query, headers, body)
        )

    def _of_target(self, method: str, path: str, query: str) -> str:
        if climbs(path):
            return "its path leads elsewhere"
        found = self._is_called(method, path, query)
        if found is None:
            is_root = method == "GET" and path == "/" and not query
            is_other = self._with_writes and method.lower() in METHODS and self._is_known(path, query)
            is_let = not self._documented and (is_root or is_other)
            return "" if is_let else "the run calls no operation with this method and path"
        decoded = path
        for _ in range(_MOST_DECODINGS):
            # A server that decodes before it routes sees another path.
            decoded = unquote(decoded)
            found = found and self._is_called(method, decoded, query) is not False
        return "" if found else "the operation that has this method and path is left out"

    def _is_called(self, method: str, path: str, query: str) -> bool | None:
        """Whether the operation at a path is called; None if there is none with this method."""
        method = method.lower()
        match = self._routes[method].find(path) if method in self._routes else None
        fitting = [target for target in match.targets[method] if query.startswith(target.query)] if match else ()
        return max(fitting, key=lambda target: (len(target.query), target.is_called)).is_called if fitting else None

    def _is_other(self, method: str, path: str, query: str) -> bool:
        """Whether a request with this method would be refused, so that no override may stand for it."""
        is_any = self._with_writes and not self._documented and method.lower() not in METHODS
        return not is_any and bool(self._of_target(method, path, query))

    def _is_known(self, path: str, query: str) -> bool:
        return any(self._is_called(method, path, query) for method in METHODS)

    def _of_overrides(self, path: str, query: str, headers: Mapping[str, str | bytes], body: bytes) -> str:
        """Why a request may not be sent: a server may take another method or path from its query, headers or body.

        The reason is empty if the request may be sent.
        """
        given = {folded(name): _text(value) for name, value in headers.items()}
        # For some servers, a semicolon separates pairs, too.
        pairs = parse_qsl(query.replace(";", "&"), keep_blank_values=True)
        asked = [(folded(name), value) for name, value in pairs]
        for name, value in (*given.items(), *asked):
            if name in REWRITES:
                return f"{name} may change its path"
            if name in OVERRIDES and self._is_other(value.strip().upper(), path, query):
                return f"{name} may change its method"
        has_left_out = any(self._is_called(method, path, query) is False for method in METHODS)
        if (has_left_out or not self._with_writes) and _METHOD_IN_BODY.search(_UNDERSCORE.sub(b"_", body)):
            return "_method may change its method"
        return ""


def _server(address: SplitResult) -> tuple[str, str, int | None]:
    return address.scheme, address.hostname or "", address.port or PORTS.get(address.scheme)


def _is_read_alike(url: str, server: tuple[str, str, int | None]) -> bool:
    """Whether urllib3 reads the same server from a URL, and no credentials: it parses the URL once more."""
    found = parse_url(url)
    host = (found.host or "").strip("[]")
    return (found.scheme, host, found.port or PORTS.get(found.scheme or "")) == server and not found.auth


def _of_headers(headers: Mapping[str, str | bytes], netloc: str, body: bytes) -> str:
    for name, given in headers.items():
        header, value = folded(name), _text(given).strip().lower()
        if not _TOKEN.fullmatch(name):
            return "it has a header with an invalid name"
        is_usual = (
            (header == "connection" and value in _PERSISTENCE)
            or (header == "content-length" and value == str(len(body)))
            or (header == "host" and value == netloc.lower())
        )
        if header in CONNECTION and not is_usual:
            return f"its header {header} belongs to the connection"
    return ""


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
