"""schemathesis as the engine: a document as its schema, and the exchanges and failures of its cases."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import requests
import schemathesis
from schemathesis import Case, Response
from schemathesis.core.errors import SchemathesisError
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.hooks import HookContext
from schemathesis.schemas import BaseSchema

from speclift.contract.records import Operation
from speclift.fuzz.engine.coverage_cases import bounded
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.transport.gate import Gate
from speclift.openapi.structure.nodes import Json


def load(document: Json, settings: Settings, gate: Gate, overfull: Callable[[str], None] | None = None) -> BaseSchema:
    """The document as a schema of schemathesis, which makes no cases that the gate would stop.  `overfull` gets the
    label of each operation that has more cases than the coverage phase sends.  `document` is not changed.
    """
    found = schemathesis.openapi.from_dict(copy.deepcopy(document), config=settings.config())

    def filter_case(_: HookContext, case: Case[Any]) -> bool:
        try:
            base = case.operation.base_url or settings.url
            url = requests.Request("GET", case.operation.schema.build_request_url(case, base)).prepare().url
        except (requests.RequestException, SchemathesisError, ValueError):
            # The case cannot be sent, and the engine reports that.
            return True
        return not gate.refusal(case.method, str(url), {})

    found.hook(filter_case)
    if overfull is not None:
        bounded(found, overfull)
    return found


def exchange_of(operation: Operation, case: Case[Any], response: Response) -> Exchange:
    """The exchange on the wire for a case."""
    sent = response.request
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    return Exchange(
        operation=operation,
        request=Request(
            str(sent.method),
            str(sent.url),
            {str(k): _text(v) for k, v in sent.headers.items()},
            body if isinstance(body, bytes) else b"",
        ),
        status=response.status_code,
        headers={name: ", ".join(values) for name, values in response.headers.items()},
        content=response.content or b"",
        seconds=response.elapsed,
    )


def failures_of(error: FailureGroup) -> list[Failure]:
    """The failures in a group and in the groups within it."""
    found: list[Failure] = []
    for item in error.exceptions:
        found += failures_of(item) if isinstance(item, FailureGroup) else [item]
    return found


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
