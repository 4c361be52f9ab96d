"""Our own requests to the server under test: the documented samples and the probes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson
import requests

from speclift.contract.records import Contract, Operation
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.secrets.credentials import made_up
from speclift.openapi.structure.media_types import is_json


class Sender:
    """Sends requests one after the other."""

    def __init__(
        self,
        contract: Contract,
        url: str,
        headers: Mapping[str, str],
        timeout: float,
        session: requests.Session,
    ) -> None:
        self.contract = contract
        self._url = url.rstrip("/")
        self._headers = dict(headers)
        self._timeout = timeout
        self._session = session
        #: Names of the header fields with credentials, in lower case.
        self.credentials = frozenset(name.lower() for name in headers)
        #: Header fields with the same names that should let nobody in.
        self.made_up = made_up(headers)
        self.sent = 0
        #: The last answer, for checks of schemathesis.
        self.last = requests.Response()

    def sample(
        self, operation: Operation, *, values: Mapping[str, Any] | None = None, body: Any = None, with_body: bool = True
    ) -> Request:
        """A request with what is required; `values` replace parameters, `body` replaces the sample."""
        values = values or {}
        path = operation.path
        query: list[tuple[str, str]] = []
        headers = dict(self._headers)
        cookies: list[str] = []
        for parameter in operation.parameters:
            if not (parameter.is_required or parameter.name in values):
                continue
            given = values.get(parameter.name)
            shown = parameter_value(self.contract, operation, parameter) if given is None else given
            value = orjson.dumps(shown).decode() if parameter.style == "content" else _text(shown)
            if parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", quote(value, safe=""))
            elif parameter.location == "query":
                query.append((parameter.name, value))
            elif parameter.location == "header":
                headers[parameter.name] = value
            elif parameter.location == "cookie":
                cookies.append(f"{parameter.name}={quote(value, safe='')}")
        if cookies:
            headers["Cookie"] = "; ".join([*filter(None, (headers.get("Cookie"),)), *cookies])
        data = b""
        sample = sample_body(self.contract, operation) if with_body else None
        if sample:
            media, shown = sample
            headers["Content-Type"] = media.name
            content = shown if body is None else body
            data = orjson.dumps(content) if is_json(media.name) else _bytes(content)
        tail = f"?{urlencode(query, safe='$,/')}" if query else ""
        return Request(operation.http_method, f"{self._url}{path}{tail}", headers, data)

    def send(self, operation: Operation, request: Request) -> Exchange:
        """The answer to a request.  Raises requests.RequestException where there is none."""
        self.sent += 1
        self.last = sent(self._session, request, self._timeout)
        return exchange_of(operation, request, self.last)


def sent(session: requests.Session, request: Request, timeout: float) -> requests.Response:
    """What is answered to a request.  Raises requests.RequestException where nothing is."""
    prepared = requests.Request(
        request.method, request.url, headers=dict(request.headers), data=request.body or None
    ).prepare()
    return session.send(prepared, timeout=timeout)


def exchange_of(operation: Operation, request: Request, answer: requests.Response) -> Exchange:
    """A request of an operation with its answer."""
    return Exchange(
        operation,
        request,
        answer.status_code,
        {name.lower(): value for name, value in answer.headers.items()},
        answer.content,
        answer.elapsed.total_seconds(),
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ",".join(map(_text, value))
    return str(value)


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
