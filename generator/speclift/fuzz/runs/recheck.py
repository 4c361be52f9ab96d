"""Sends a request again, to see whether it breaks the same promise: for the reduction of requests and for a replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from schemathesis import Case
from schemathesis.checks import CheckFunction
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from speclift.contract.records import Contract, Operation
from speclift.fuzz.checks.probes import PROBES
from speclift.fuzz.checks.responses import OF_EVERY_RESPONSE, PROMISES, not_a_server_error
from speclift.fuzz.engine.adapter import failures_of
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.finding import Finding
from speclift.fuzz.runs.collector import cause_of
from speclift.fuzz.transport.sender import Sender

#: Checks of schemathesis that look only at the response.
_OF_RESPONSES: Mapping[str, CheckFunction] = {
    check.__name__: check
    for check in (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )
}
#: Checks that fail if a wrong request is accepted.
_OF_REFUSALS = frozenset({"negative_data_rejection", "ignored_auth", "missing_required_header"}) | PROBES.keys()


class Rechecker:
    """Checks single requests. `case` makes a case of schemathesis for an operation."""

    def __init__(self, contract: Contract, sender: Sender, case: Callable[[Operation], Case[Any]]) -> None:
        self._contract = contract
        self._sender = sender
        self._case = case

    def can_reduce(self, finding: Finding) -> bool:
        """Whether the request of a finding may be made smaller: its response alone must show the same finding."""
        return len(finding.sent) == 1 and finding.check in {*_OF_RESPONSES, *OF_EVERY_RESPONSE}

    def broken_by(self, finding: Finding, operation: Operation, request: Request) -> Exchange | None:
        """Send a request.  Returns the exchange if it breaks the same promise as the finding, else None."""
        exchange = self._sender.send(operation, request)
        return exchange if self._is_same(finding, exchange) else None

    def _is_same(self, finding: Finding, exchange: Exchange) -> bool:
        if finding.check in PROMISES:
            found = PROMISES[finding.check](exchange, self._contract)
            return any(broken.cause in (finding.places or (finding.cause,)) for broken in found)
        if finding.check in _OF_RESPONSES:
            return self._is_cause(finding, exchange)
        if finding.check == not_a_server_error.__name__:
            # The engine may have given it another cause, which does not matter.
            return any(not_a_server_error(exchange, self._contract))
        if finding.check in _OF_REFUSALS:
            return exchange.is_success
        if finding.check == "unsupported_method":
            return exchange.status != 405 or "allow" not in exchange.headers
        if finding.check == "max_response_time":
            return exchange.seconds >= finding.seconds / 2
        return exchange.status == finding.status

    def _is_cause(self, finding: Finding, exchange: Exchange) -> bool:
        try:
            self._case(exchange.operation).validate_response(self._sender.last, checks=[_OF_RESPONSES[finding.check]])
        except FailureGroup as group:
            return any(cause_of(failure) == finding.cause for failure in failures_of(group))
        return False
