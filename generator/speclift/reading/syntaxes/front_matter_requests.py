"""Requests in front matter: `api: "GET /v1/users"`, `openapi: get /users`, `method: GET` with `path: /users`."""

from __future__ import annotations

from collections.abc import Mapping

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Paragraph
from speclift.reading.requests.lines import request_line, requests_of

_REQUEST_KEYS = ("api", "openapi", "endpoint", "request", "api_call")
_METHOD_KEYS = ("method", "http_method", "verb", "api_method", "request_method")
_PATH_KEYS = ("path", "endpoint", "url", "route", "uri", "request_path", "api_path")


def stated_blocks(keys: Mapping[str, str]) -> list[Block]:
    """The request that front matter states, as the paragraph that another page would have; else nothing."""
    for key in _REQUEST_KEYS:
        # A document may be named before the request: `openapi: spec.json GET /users`.
        words = keys.get(key, "").split()
        for start in range(min(2, len(words))):
            line = " ".join(words[start:])
            if request_line(line):
                return [Paragraph(line, 1)]
    method = next((keys[key] for key in _METHOD_KEYS if keys.get(key, "").strip().upper() in METHODS), "")
    path = next((keys[key] for key in _PATH_KEYS if "/" in keys.get(key, "")), "")
    if method and path and requests_of(method, path):
        return [Paragraph(f"{method.upper()} {path}", 1)]
    return []
