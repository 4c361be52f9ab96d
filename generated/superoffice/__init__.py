"""A typed client of SuperOffice WebAPI, example pages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._auth import Auth, BasicAuth, BearerAuth, ClientCredentialsAuth, RefreshTokenAuth, SoTicketAuth, XsrfAuth
    from ._bodies import JsonPatch, MergePatch
    from ._client import AsyncClient, Client
    from ._errors import (
        AnsweredError,
        ApiError,
        BadRequestError,
        ConflictError,
        ConnectionFailedError,
        ForbiddenError,
        InvalidUrlError,
        NotFoundError,
        ParseError,
        PreconditionFailedError,
        ServerError,
        StatusError,
        TimedOutError,
        TooManyRequestsError,
        UnauthorizedError,
        UnprocessableError,
        UnsafeLinkError,
    )
    from ._models import Model, OpenInt, OpenStr, Problem
    from ._options import CallOptions, Hooks, Retry
    from ._raw import AsyncDownload, Download, RawResponse
    from ._reading import UnknownVariant
    from ._resource import AsyncPages, Pages
    from ._streams import AsyncEventStream, EventStream, ServerSentEvent
    from ._values import NOT_GIVEN, NotGiven, Part

__version__ = "1"

__all__ = [
    "NOT_GIVEN",
    "AnsweredError",
    "ApiError",
    "AsyncClient",
    "AsyncDownload",
    "AsyncEventStream",
    "AsyncPages",
    "Auth",
    "BadRequestError",
    "BasicAuth",
    "BearerAuth",
    "CallOptions",
    "Client",
    "ClientCredentialsAuth",
    "ConflictError",
    "ConnectionFailedError",
    "Download",
    "EventStream",
    "ForbiddenError",
    "Hooks",
    "InvalidUrlError",
    "JsonPatch",
    "MergePatch",
    "Model",
    "NotFoundError",
    "NotGiven",
    "OpenInt",
    "OpenStr",
    "Pages",
    "ParseError",
    "Part",
    "PreconditionFailedError",
    "Problem",
    "RawResponse",
    "RefreshTokenAuth",
    "Retry",
    "ServerError",
    "ServerSentEvent",
    "SoTicketAuth",
    "StatusError",
    "TimedOutError",
    "TooManyRequestsError",
    "UnauthorizedError",
    "UnknownVariant",
    "UnprocessableError",
    "UnsafeLinkError",
    "XsrfAuth",
]

#: The module of each name; a module is loaded when one of its names is first used.
_MODULES = {
    "Auth": "_auth",
    "BasicAuth": "_auth",
    "BearerAuth": "_auth",
    "ClientCredentialsAuth": "_auth",
    "RefreshTokenAuth": "_auth",
    "SoTicketAuth": "_auth",
    "XsrfAuth": "_auth",
    "JsonPatch": "_bodies",
    "MergePatch": "_bodies",
    "AsyncClient": "_client",
    "Client": "_client",
    "AnsweredError": "_errors",
    "ApiError": "_errors",
    "BadRequestError": "_errors",
    "ConflictError": "_errors",
    "ConnectionFailedError": "_errors",
    "ForbiddenError": "_errors",
    "InvalidUrlError": "_errors",
    "NotFoundError": "_errors",
    "ParseError": "_errors",
    "PreconditionFailedError": "_errors",
    "ServerError": "_errors",
    "StatusError": "_errors",
    "TimedOutError": "_errors",
    "TooManyRequestsError": "_errors",
    "UnauthorizedError": "_errors",
    "UnprocessableError": "_errors",
    "UnsafeLinkError": "_errors",
    "Model": "_models",
    "OpenInt": "_models",
    "OpenStr": "_models",
    "Problem": "_models",
    "CallOptions": "_options",
    "Hooks": "_options",
    "Retry": "_options",
    "AsyncDownload": "_raw",
    "Download": "_raw",
    "RawResponse": "_raw",
    "UnknownVariant": "_reading",
    "AsyncPages": "_resource",
    "Pages": "_resource",
    "AsyncEventStream": "_streams",
    "EventStream": "_streams",
    "ServerSentEvent": "_streams",
    "NOT_GIVEN": "_values",
    "NotGiven": "_values",
    "Part": "_values",
}


def __getattr__(name: str) -> Any:
    if name == "models":
        return import_module(".models", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "models"})
