"""The methods of requests: those of OpenAPI, and others that references print."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

#: A method that a path item can have (OpenAPI 3.1.1, 4.8.9).
Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]

OPENAPI_METHODS: tuple[str, ...] = get_args(Method)

#: Methods of WebDAV (RFC 4918) and of caches, which OpenAPI does not have: an operation with one is reported and left
#: out.
OTHER_METHODS = ("COPY", "MOVE", "PURGE", "PROPFIND", "PROPPATCH", "MKCOL", "LOCK", "UNLOCK")

#: Methods that may state an operation: those of OpenAPI, those above, and LIST, which some servers take for the GET of
#: a collection.
METHODS = (*OPENAPI_METHODS, "LIST", *OTHER_METHODS)

#: Methods that a sample may send, which also include SEARCH (RFC 5323) and QUERY.
SENT_METHODS = (*METHODS, "SEARCH", "QUERY")
