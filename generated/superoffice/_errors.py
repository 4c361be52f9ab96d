"""The errors that a call can end with, and what they and logs say of requests and answers: never a credential."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

import httpx

#: The fields and query parameters that the credentials of this API travel in, in small letters.
SECRETS: frozenset[str] = frozenset({"authorization", "x-xsrf-token"})

#: Names that credentials usually have.
_SECRET_NAME = re.compile(r"auth|token|secret|passw|pwd|cookie|session|credential|signature|key$|^sig$", re.IGNORECASE)

#: What stands in place of a secret.
HIDDEN = "***"

#: A name and what stands behind it in the query of an address.
_IN_QUERY = re.compile(r"([?&])([^?&=\s]{1,100})=([^&#\s\"'<>]*)")

#: Texts of fewer characters are no secrets, and stand in many words.
_SHORTEST = 4

#: The header fields in which servers name a request, the most common first.
_REQUEST_IDS = ("X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Trace-Id", "X-Amzn-RequestId", "CF-Ray")


def is_secret(name: str) -> bool:
    """Whether a header field or query parameter may hold a credential."""
    return name.lower() in SECRETS or bool(_SECRET_NAME.search(name))


def shown_url(url: httpx.URL) -> str:
    """An address without user, password and the values of query parameters that may be credentials."""
    plain = url.copy_with(userinfo=b"", query=None, fragment=None)
    pairs = [part.partition("=") for part in url.query.decode("ascii", "replace").split("&") if part]
    shown = [f"{name}{mark}{HIDDEN if is_secret(unquote_plus(name)) else value}" for name, mark, value in pairs]
    return f"{plain}?{'&'.join(shown)}" if shown else str(plain)


def shown_fields(headers: Mapping[str, str], request: httpx.Request) -> dict[str, str]:
    """Header fields of a request, or of its answer, without what may be a credential."""
    return {name: HIDDEN if is_secret(name) else shown_text(value, request) for name, value in headers.items()}


def shown_text(text: str, request: httpx.Request | None) -> str:
    """What a server or a library says of a request, without its credentials and those that addresses may have."""
    for secret in _secrets_of(request) if request else ():
        text = text.replace(secret, HIDDEN)
    return _IN_QUERY.sub(_without_secret, text)


def _without_secret(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    return f"{mark}{name}={HIDDEN if is_secret(unquote_plus(name)) else value}"


def _secrets_of(request: httpx.Request) -> list[str]:
    """The credentials of a request, as they are sent and as they are meant, the longest first."""
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
    """The name that the server gave to a request, None where it gave none."""
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)


class ApiError(Exception):
    """Base of all errors of a call.

    Attributes:
        operation: The id of the operation.
        request: The request that was sent last, with its credentials; None where none could be made.
    """

    def __init__(self, message: str, *, operation: str, request: httpx.Request | None = None) -> None:
        # What a server answers may repeat what it was sent.
        super().__init__(shown_text(message, request))
        self.operation = operation
        self.request = request

    @property
    def method(self) -> str | None:
        """The HTTP method, None where there was no request."""
        return self.request.method if self.request else None

    @property
    def url(self) -> str | None:
        """The address without what may be a credential, None where there was no request."""
        return shown_url(self.request.url) if self.request else None


class InvalidUrlError(ApiError):
    """The address cannot be sent to: it is malformed, or of an unknown scheme. It is not tried again."""


class ConnectionFailedError(ApiError):
    """No answer came: the server could not be reached, or the connection broke."""


class TimedOutError(ConnectionFailedError):
    """No answer came in time."""


class AnsweredError(ApiError):
    """Base of the errors where the server answered.

    Attributes:
        response: The whole answer.
        body: Its body: the model that the reference has for this status, else the bytes as they came.
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
        """The header fields of the answer."""
        return self.response.headers

    @property
    def request_id(self) -> str | None:
        """The name that the server gave to the request, for those who look into its logs; None where it gave none."""
        return request_id_of(self.response.headers)

    @property
    def content(self) -> bytes:
        """The body of the answer as it came; empty where it was not read as a whole."""
        try:
            return self.response.content
        except httpx.ResponseNotRead:
            return b""

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


class ParseError(AnsweredError):
    """The answer is not what the operation promises. `__cause__` says what is wrong with it."""


class UnsafeLinkError(AnsweredError):
    """The answer leads to another server, which the credentials are not for, or round in a circle."""


class StatusError(AnsweredError):
    """The status says that the operation was not done."""


class BadRequestError(StatusError):
    """400: the server does not understand the request."""


class UnauthorizedError(StatusError):
    """401: the credentials are missing or not valid."""


class ForbiddenError(StatusError):
    """403: the credentials do not allow this."""


class NotFoundError(StatusError):
    """404: there is no such thing."""


class ConflictError(StatusError):
    """409: the request contradicts the state of what it is about."""


class PreconditionFailedError(StatusError):
    """412: what the request is about has changed since."""


class UnprocessableError(StatusError):
    """422: the request is well-formed and means nothing."""


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

#: How much of a body an error message shows.
_SHOWN = 300

#: What no header field can carry (RFC 9110, section 5.5).
_NO_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|^\s|\s$")


def failure(error: httpx.TransportError, operation: str, request: httpx.Request | None = None) -> ApiError:
    """The error of a call that ended without an answer, or in the middle of one."""
    kind: type[ApiError] = ConnectionFailedError
    if isinstance(error, httpx.TimeoutException):
        kind = TimedOutError
    elif isinstance(error, httpx.UnsupportedProtocol):
        kind = InvalidUrlError
    message = f"{operation}: {told(error, request)}"
    return kind(f"{message} ({_shown(request)})" if request else message, operation=operation, request=request)


def told(error: httpx.TransportError, request: httpx.Request | None) -> str:
    """What an error says, without the credentials of the request."""
    if isinstance(error, httpx.LocalProtocolError) and request:
        # The library quotes what cannot be sent, which may be a credential.
        names = [name for name, value in request.headers.items() if _NO_VALUE.search(value)]
        if names:
            return f"no header field can carry the value of {', '.join(names)}"
    return shown_text(str(error), request) or type(error).__name__


def cause_of(error: httpx.TransportError) -> httpx.TransportError | None:
    """What an error is shown to come from: not one that quotes what was to be sent."""
    return None if isinstance(error, httpx.LocalProtocolError) else error


def status_error(response: httpx.Response, operation: str, body: Any = None) -> StatusError:
    """The error of an answer whose status is no success; its body must have been read.

    `body` is what the reference says that it is, None where it says nothing.
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
        # An answer that was made without a request.
        return None
