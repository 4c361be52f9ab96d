"""The methods of requests: those of OpenAPI, and what else references print in the place of one."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

#: A method that a path item has (OpenAPI 3.1.1, 4.8.9).
Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]

OPENAPI_METHODS: tuple[str, ...] = get_args(Method)

#: What may state an operation: those of OpenAPI, and LIST, which some servers take for a GET of a collection.
METHODS = (*OPENAPI_METHODS, "LIST")

#: What a sample may send, that is also methods of WebDAV (RFC 4918, RFC 5323) and QUERY.
SENT_METHODS = (*METHODS, "SEARCH", "QUERY", "COPY", "MOVE")
