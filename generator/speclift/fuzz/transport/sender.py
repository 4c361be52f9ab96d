"""The requests to the server under test that speclift makes itself: the documented samples and the probes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import requests

from speclift.contract.records import Contract, Operation
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.contract.serialization.writing import body_of, field_text, path_text, query_pairs
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.secrets.credentials import made_up


class Sender:
    """Sends requests, one after the other; `timeout` is in seconds."""

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
        #: Names of the headers with credentials, in lower case.
        self.credentials = frozenset(name.lower() for name in headers)
        #: Headers with the same names that no server should accept.
        self.made_up = made_up(headers)
        self.sent = 0
        #: The last response, for checks of schemathesis.
        self.last = requests.Response()

    def sample(
        self, operation: Operation, *, values: Mapping[str, Any] | None = None, body: Any = None, with_body: bool = True
    ) -> Request:
        """A request with the required parts and the given ones.

        `values` has values of parameters by name, and `body` replaces the sample of the body.
        """
        values = values or {}
        path = operation.path
        query: list[tuple[str, str]] = []
        headers = dict(self._headers)
        cookies: list[str] = []
        for parameter in operation.parameters:
            if not (parameter.is_required or parameter.name in values):
                continue
            given = values.get(parameter.name)
            value = parameter_value(self.contract, operation, parameter) if given is None else given
            if parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", path_text(parameter, value))
            elif parameter.location == "query":
                query += query_pairs(parameter, value)
            elif parameter.location == "header":
                headers[parameter.name] = field_text(parameter, value)
            elif parameter.location == "cookie":
                cookies.append(f"{parameter.name}={quote(field_text(parameter, value), safe='')}")
        if cookies:
            headers["Cookie"] = "; ".join([*filter(None, (headers.get("Cookie"),)), *cookies])
        data = b""
        sample = sample_body(self.contract, operation) if with_body else None
        if sample:
            media, shown = sample
            headers["Content-Type"], data = body_of(media, shown if body is None else body)
        tail = f"?{urlencode(query, safe='$,/')}" if query else ""
        return Request(operation.http_method, f"{self._url}{path}{tail}", headers, data)

    def send(self, operation: Operation, request: Request) -> Exchange:
        """Send a request and return it with its response.  Raises requests.RequestException if there is none."""
        self.sent += 1
        self.last = sent(self._session, request, self._timeout)
        return exchange_of(operation, request, self.last)


def sent(session: requests.Session, request: Request, timeout: float) -> requests.Response:
    """The response to a request; `timeout` is in seconds.  Raises requests.RequestException if there is none."""
    prepared = requests.Request(
        request.method, request.url, headers=dict(request.headers), data=request.body or None
    ).prepare()
    return session.send(prepared, timeout=timeout)


def exchange_of(operation: Operation, request: Request, response: requests.Response) -> Exchange:
    """A request of an operation with its response."""
    return Exchange(
        operation,
        request,
        response.status_code,
        {name.lower(): value for name, value in response.headers.items()},
        response.content,
        response.elapsed.total_seconds(),
    )
