"""The documented samples, as they are and without their optional parts, with all checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from schemathesis import Case
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth

from speclift.contract.records import Contract, Operation
from speclift.errors import UsageError
from speclift.fuzz.checks.responses import PROMISES
from speclift.fuzz.deadline import Deadline
from speclift.fuzz.engine.adapter import Settings, exchange_of, failures_of
from speclift.fuzz.engine.cases import Cases
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.runs.collector import SAMPLES
from speclift.fuzz.runs.heartbeat import Heartbeat
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.runs.learning import LEARNING, learned
from speclift.fuzz.runs.record import Record


class Samples:
    """Sends samples."""

    def __init__(
        self,
        cases: Cases,
        settings: Settings,
        session: requests.Session,
        record: Record,
        heartbeat: Heartbeat,
        ids: Ids,
    ) -> None:
        self._cases = cases
        self._settings = settings
        self._session = session
        self._ids = ids
        self._record = record
        self._heartbeat = heartbeat
        #: Their answers, by operation.
        self._statuses: set[tuple[str, int]] = set()

    def send_all(self) -> None:
        """Send the sample of every operation, so that each is called before any is called again; then the others."""
        for operation in self._record.operations:
            self._send(operation, with_options=_has_options(operation))
        for operation in filter(_has_options, self._record.operations):
            self._send(operation, with_options=False)

    def learn(self, contract: Contract, share: Deadline) -> Mapping[str, Operation]:
        """Operations whose sample failed, with a sample that worked, by their ids."""
        return learned(contract, self._record, self._ids, self._try, share)

    def check_credentials(self) -> None:
        """Raises UsageError where credentials were given and nothing accepts them: what they protect was not tested."""
        needing = {op.operation_id for op in self._record.operations if op.security and all(op.security)}
        statuses = {status for name, status in self._statuses if name in needing}
        if self._settings.headers and statuses == {401}:
            raise UsageError(
                f"{self._settings.url} refuses these credentials: it answers 401 wherever one is needed.",
                expected="a credential that is valid, in the header field that the document names",
                advice="check --auth-env, --auth-file or --auth-command",
            )

    def _send(self, operation: Operation, *, with_options: bool) -> None:
        self._heartbeat.beat(SAMPLES, operation)
        with self._record.answers(operation):
            self._validate(operation, self._cases.sample(operation, with_options=with_options), SAMPLES)

    def _try(self, operation: Operation) -> Exchange | None:
        self._heartbeat.beat(LEARNING, operation)
        with self._record.answers(operation):
            return self._validate(operation, self._cases.sample(operation, with_options=False), LEARNING)
        return None

    def _validate(self, operation: Operation, case: Case[Any], phase: str) -> Exchange:
        headers, timeout = dict(self._settings.headers), self._settings.timeout
        response = case.call(headers=headers, timeout=timeout, session=self._session)
        exchange = exchange_of(operation, case, response)
        self._ids.saw(exchange)
        self._statuses.add((operation.operation_id, exchange.status))
        failed: set[str] = set()
        try:
            case.validate_response(
                response,
                # It sends the request again with another identity; a probe does that.
                excluded_checks=[ignored_auth],
                headers=headers,
                transport_kwargs={"headers": headers, "timeout": timeout, "session": self._session},
            )
        except FailureGroup as group:
            for failure in failures_of(group):
                name = _check_name(failure)
                failed.add(name)
                self._record.collector.failure(name, failure, exchange, phase)
        for name in PROMISES:
            if name not in failed:
                self._record.collector.passed(operation.operation_id, name)
        return exchange


def _has_options(operation: Operation) -> bool:
    """Whether the docs show query parameters that may be left out."""
    return any(p.example is not None and not p.is_required for p in operation.parameters_in("query"))


def _check_name(failure: Any) -> str:
    found = getattr(failure, "check", None)
    return str(found or (failure.checks[0] if failure.checks else type(failure).__name__))
