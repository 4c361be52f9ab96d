"""The errors that a call can end with."""

from __future__ import annotations

import json
from typing import Any

import httpx


class ApiError(Exception):
    """Base of all errors of a call. `operation` is the id of the operation."""

    def __init__(self, message: str, *, operation: str) -> None:
        super().__init__(message)
        self.operation = operation


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
        super().__init__(message, operation=operation)
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


def failure(error: httpx.TransportError, operation: str) -> ApiError:
    """The error of a call that ended without an answer, or in the middle of one."""
    kind = TimedOutError if isinstance(error, httpx.TimeoutException) else ConnectionFailedError
    return kind(f"{operation}: {str(error) or type(error).__name__}", operation=operation)


def status_error(response: httpx.Response, operation: str, body: Any = None) -> StatusError:
    """The error of an answer whose status is no success; its body must have been read.

    `body` is what the reference says that it is, None where it says nothing.
    """
    kind = _BY_STATUS.get(response.status_code, ServerError if response.status_code >= 500 else StatusError)
    text = " ".join(response.text.split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."
    message = f"{operation}: {response.status_code} {response.reason_phrase}".rstrip()
    return kind(f"{message}: {shown}" if shown else message, operation=operation, response=response, body=body)
