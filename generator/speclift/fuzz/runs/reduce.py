"""Makes the request of a finding as small as possible while it still shows the same (greedy delta debugging)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
import orjson

from speclift.contract.records import Operation
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.finding import Finding
from speclift.fuzz.runs.recheck import Rechecker

#: The most requests for the reduction of one finding.
MOST_REQUESTS = 40

_NEEDED = frozenset({"content-type", "authorization"})


def reduced(
    request: Request, shows: Callable[[Request], Exchange | None], keep: frozenset[str]
) -> tuple[Request, Exchange | None]:
    """The smallest request that still shows a finding, with its exchange.

    The exchange is None if not even `request` shows it.  `shows` sends a request, and returns None if the finding is
    gone.  `keep` are the names of headers with a credential, in lower case.
    """
    left = MOST_REQUESTS
    best = shows(request)
    if best is None:
        return request, None
    found = True
    while found and left > 0:
        found = False
        for smaller in _smaller(request, keep):
            left -= 1
            exchange = shows(smaller)
            if exchange is not None:
                request, best, found = smaller, exchange, True
                break
            if left <= 0:
                break
    return request, best


def reduced_finding(
    finding: Finding, operation: Operation, rechecker: Rechecker, credentials: Iterable[str]
) -> Finding:
    """A finding with the smallest request that shows it; unchanged if a single response cannot show it.

    `credentials` are the names of the headers with a credential.
    """
    if not rechecker.can_reduce(finding):
        return finding
    request, exchange = reduced(
        finding.sent[-1],
        lambda smaller: rechecker.broken_by(finding, operation, smaller),
        frozenset(name.lower() for name in credentials),
    )
    if exchange is None:
        return finding
    return msgspec.structs.replace(
        finding, sent=(request,), status=exchange.status, headers=dict(exchange.headers), content=exchange.content
    )


def _smaller(request: Request, keep: frozenset[str]) -> Iterator[Request]:
    headers = {name: text for name, text in request.headers.items() if name.lower() in _NEEDED | keep}
    if len(headers) < len(request.headers):
        yield msgspec.structs.replace(request, headers=headers)
    parts = urlsplit(request.url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for number in range(len(query)):
        left = urlencode([*query[:number], *query[number + 1 :]], safe="$,/")
        yield msgspec.structs.replace(request, url=urlunsplit(parts._replace(query=left)))
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return
    for value in _smaller_values(body):
        yield msgspec.structs.replace(request, body=orjson.dumps(value))


def _smaller_values(value: Any) -> Iterator[Any]:
    """Values with a part left out, those without a large part first."""
    if isinstance(value, dict):
        if len(value) > 2:
            names = list(value)
            yield {name: value[name] for name in names[: len(names) // 2]}
            yield {name: value[name] for name in names[len(names) // 2 :]}
        for name in value:
            yield {other: item for other, item in value.items() if other != name}
        for name, item in value.items():
            yield from ({**value, name: smaller} for smaller in _smaller_values(item))
    elif isinstance(value, list) and len(value) > 1:
        yield value[: len(value) // 2]
        yield value[len(value) // 2 :]
    elif isinstance(value, str) and len(value) > 1:
        yield value[: len(value) // 2]
