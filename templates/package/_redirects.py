"""Redirects: which of them are followed, and what goes along (RFC 9110, section 15.4)."""

from __future__ import annotations

from urllib.parse import urljoin

import httpx

#: How many redirects of one call are followed.
MOST_REDIRECTS = 10

#: Header fields that say how a body was written that is left out.
_OF_BODY = ("Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding")

#: Header fields of a request that no server but the one that was asked may need, and that give nothing away.
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "user-agent", "range", "if-none-match"})


def is_same_origin(first: httpx.URL, second: httpx.URL) -> bool:
    """Whether two addresses are on one server (RFC 6454, section 5)."""
    return (first.scheme, first.host, _port(first)) == (second.scheme, second.host, _port(second))


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


def redirected(request: httpx.Request, response: httpx.Response, *, can_repeat: bool) -> httpx.Request | None:
    """The request that a redirect leads to, None where following it would not be safe."""
    location = response.headers.get("Location", "")
    try:
        target = httpx.URL(urljoin(str(request.url), location))
    except (httpx.InvalidURL, ValueError):
        return None
    is_same = is_same_origin(request.url, target)
    is_downgrade = request.url.scheme == "https" and target.scheme != "https"
    if not location or target.scheme not in ("http", "https") or is_downgrade:
        return None
    is_reading = request.method in ("GET", "HEAD")
    status = response.status_code
    if status == 303 and not is_reading:
        # See other: the outcome is read there.
        return _request("GET", target, request, is_same=is_same, has_body=False)
    if is_reading and status in (301, 302, 303, 307, 308):
        return _request(request.method, target, request, is_same=is_same, has_body=is_same and can_repeat)
    if status in (307, 308) and is_same and can_repeat:
        return _request(request.method, target, request, is_same=True, has_body=True)
    return None


def _request(method: str, target: httpx.URL, request: httpx.Request, *, is_same: bool, has_body: bool) -> httpx.Request:
    headers = httpx.Headers(request.headers)
    if not is_same:
        # A key may stand in a field of any name.
        headers = httpx.Headers({name: value for name, value in headers.items() if name.lower() in _HARMLESS})
    headers["Host"] = target.netloc.decode("ascii")
    if has_body:
        return httpx.Request(method, target, headers=headers, stream=request.stream, extensions=request.extensions)
    for name in _OF_BODY:
        headers.pop(name, None)
    return httpx.Request(method, target, headers=headers, extensions=request.extensions)
