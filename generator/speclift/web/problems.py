"""Refusals as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson

MEDIA_TYPE = "application/problem+json"


def problem_document(
    status: int, kind: str, detail: str, instance: str, errors: Sequence[dict[str, Any]] = ()
) -> bytes:
    """A problem document; `instance` is the path of the request, `errors` name each thing that is wrong with it."""
    document: dict[str, Any] = {
        "type": f"urn:speclift:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
    }
    if errors:
        document["errors"] = list(errors)
    return orjson.dumps(document)
