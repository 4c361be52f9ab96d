"""The errors that a call can raise, and how they and logs show requests and responses: without credentials."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

import httpx

#: The headers, query parameters and cookies that carry the credentials of this API, in small letters.
SECRETS: frozenset[str] = frozenset({"authorization", "x-xsrf-token"})

#: Names that credentials usually have.
_SECRET_NAME = re.compile(r"auth|token|secret|passw|pwd|cookie|session|credential|signature|key$|^sig$", re.IGNORECASE)

#: What is shown in place of a secret.
HIDDEN = "***"

#: A name and its value in the query of an address.
_IN_QUERY = re.compile(r"([?&])([^?&=\s]{1,100})=([^&#\s\"'<>]*)")

#: Shorter texts are not hidden: they are no secrets, and occur in many words.
_SHORTEST = 4

#: The headers in which servers give the id of a request, the most common first.
_REQUEST_IDS = ("X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Trace-Id", "X-Amzn-RequestId", "CF-Ray")


def is_secret(name: str) -> bool:
    """Whether a header or query parameter of this name may hold a credential."""
    return name.lower() in SECRETS or bool(_SECRET_NAME.search(name))


def shown_url(url: httpx.URL) -> str:
    """An address without user, password and the values of query parameters that may be credentials."""
    plain = url.copy_with(userinfo=b"", query=None, fragment=None)
    pairs = [part.partition("=") for part in url.query.decode("ascii", "replace").split("&") if part]
    shown = [f"{name}{mark}{HIDDEN if is_secret(unquote_plus(name)) else value}" for name, mark, value in pairs]
    return f"{plain}?{'&'.join(shown)}" if shown else str(plain)


def shown_fields(headers: Mapping[str, str], request: httpx.Request) -> dict[str, str]:
    """Headers of a request, or of its response, without what may be a credential."""
    return {name: HIDDEN if is_secret(name) else shown_text(value, request) for name, value in headers.items()}


def shown_text(text: str, request: httpx.Request | None) -> str:
    """A text about a request, without the request's credentials and those in addresses."""
    for secret in _secrets_of(request) if request else ():
        text = text.replace(secret, HIDDEN)
    return _IN_QUERY.sub(_without_secret, text)


def _without_secret(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    return f"{mark}{name}={HIDDEN if is_secret(unquote_plus(name)) else value}"


def _secrets_of(request: httpx.Request) -> list[str]:
    """The credentials of a request, both as sent and decoded, the longest first."""
    found: set[str] = set()
    for name, value in request.headers.items():
        if is_secret(name):
            found.update((value, value.partition(" ")[2], *(pair.partition("=")[2] for pair in value.split(";"))))
    for part in request.url.query.decode("ascii", "replace").split("&"):
        name, _, value = part.partition("=")
        if is_secret(unquote_plus(name)):
            found.update((value, unquote_plus(value)))
    return sorted((secret.strip() for secret in found if len(secret.strip()) >= _SHORTEST), key=len, reverse=True)


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The id that the server gave to a request; None where it gave none."""
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)


class ApiError(Exception):
    """Base of all errors of a call.

    Attributes:
        operation: The id of the operation.
        request: The last request, with its credentials; None where none could be made.
    """

    def __init__(self, message: str, *, operation: str, request: httpx.Request | None = None) -> None:
        # A response may repeat what was sent.
        super().__init__(shown_text(message, request))
        self.operation = operation
        self.request = request

    @property
    def method(self) -> str | None:
        """The HTTP method; None where there was no request."""
        return self.request.method if self.request else None

    @property
    def url(self) -> str | None:
        """The address without what may be a credential; None where there was no request."""
        return shown_url(self.request.url) if self.request else None


class InvalidUrlError(ApiError):
    """The address is malformed, or has an unknown scheme. The call is not tried again."""


class ConnectionFailedError(ApiError):
    """There is no response: the server could not be reached, or the connection broke."""


class TimedOutError(ConnectionFailedError):
    """There was no response in time."""


class AnsweredError(ApiError):
    """Base of the errors of a call to which the server responded.

    Attributes:
        response: The whole response.
        body: Its body: the model that the reference has for this status, else the bytes as received.
    """

    def __init__(self, message: str, *, operation: str, response: httpx.Response, body: Any = None) -> None:
        super().__init__(message, operation=operation, request=_request_of(response))
        self.response = response
        self.body: Any = self.content if body is None else body

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the response."""
        return self.response.headers

    @property
    def request_id(self) -> str | None:
        """The id that the server gave to the request, by which its logs name it; None where it gave none."""
        return request_id_of(self.response.headers)

    @property
    def content(self) -> bytes:
        """The body of the response as received; empty where it was not read as a whole."""
        try:
            return self.response.content
        except httpx.ResponseNotRead:
            return b""

    def json(self) -> Any:
        """The body as JSON; None where it is not JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


class ParseError(AnsweredError):
    """The response is not as the reference says. `__cause__` says what is wrong with it."""


class UnsafeLinkError(AnsweredError):
    """The next page is on another server, which must not get the credentials, or is one that was read before."""


class StatusError(AnsweredError):
    """The status says that the operation was not done."""


class BadRequestError(StatusError):
    """400: the server does not understand the request."""


class UnauthorizedError(StatusError):
    """401: the credentials are missing or not valid."""


class ForbiddenError(StatusError):
    """403: the credentials do not allow this."""


class NotFoundError(StatusError):
    """404: there is no such resource."""


class ConflictError(StatusError):
    """409: the request conflicts with the state of the resource."""


class PreconditionFailedError(StatusError):
    """412: the resource does not meet a condition of the request; often it has changed since."""


class UnprocessableError(StatusError):
    """422: the request is well-formed, but its content is not valid."""


class TooManyRequestsError(StatusError):
    """429: too many requests in too short a time."""


class ServerError(StatusError):
    """5xx: the server failed."""


_BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    412: PreconditionFailedError,
    422: UnprocessableError,
    429: TooManyRequestsError,
}

#: The most characters of a body that an error message shows.
_SHOWN = 300

#: What no header value can contain (RFC 9110, section 5.5).
_NO_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|^\s|\s$")


def failure(error: httpx.TransportError, operation: str, request: httpx.Request | None = None) -> ApiError:
    """The error of a call without a response, or whose response broke off."""
    kind: type[ApiError] = ConnectionFailedError
    if isinstance(error, httpx.TimeoutException):
        kind = TimedOutError
    elif isinstance(error, httpx.UnsupportedProtocol):
        kind = InvalidUrlError
    message = f"{operation}: {told(error, request)}"
    return kind(f"{message} ({_shown(request)})" if request else message, operation=operation, request=request)


def told(error: httpx.TransportError, request: httpx.Request | None) -> str:
    """The message of an error, without the credentials of the request."""
    if isinstance(error, httpx.LocalProtocolError) and request:
        # httpx quotes the value that it cannot send, which may be a credential.
        names = [name for name, value in request.headers.items() if _NO_VALUE.search(value)]
        if names:
            return f"the value of {', '.join(names)} cannot be sent in a header"
    return shown_text(str(error), request) or type(error).__name__


def cause_of(error: httpx.TransportError) -> httpx.TransportError | None:
    """The error to show as the cause; None where it would quote what was to be sent."""
    return None if isinstance(error, httpx.LocalProtocolError) else error


def status_error(response: httpx.Response, operation: str, body: Any = None) -> StatusError:
    """The error for a response whose status is not a success; its body must have been read.

    `body` is the body as the type that the reference has; None where it has none.
    """
    kind = _BY_STATUS.get(response.status_code, ServerError if response.status_code >= 500 else StatusError)
    request, request_id = _request_of(response), request_id_of(response.headers)
    text = shown_text(" ".join(response.text.split()), request)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."
    message = f"{operation}: {response.status_code} {shown_text(response.reason_phrase, request)}".rstrip()
    notes = [_shown(request) if request else "", f"request id {request_id}" if request_id else ""]
    message = f"{message}: {shown}" if shown else message
    message += f" ({', '.join(filter(None, notes))})" if any(notes) else ""
    return kind(message, operation=operation, response=response, body=body)


def _shown(request: httpx.Request) -> str:
    return f"{request.method} {shown_url(request.url)}"


def _request_of(response: httpx.Response) -> httpx.Request | None:
    try:
        return response.request
    except RuntimeError:
        # The response was made without a request.
        return None
