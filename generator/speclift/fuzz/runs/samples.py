"""Sends the documented samples, as they are and without their optional parts, and makes all checks."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from typing import Any

import msgspec
import requests
from schemathesis import Case, Response
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth

from speclift.contract.records import Contract, Operation
from speclift.errors import UsageError
from speclift.fuzz.checks.responses import PROMISES
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.engine.adapter import exchange_of, failures_of
from speclift.fuzz.engine.cases import Cases
from speclift.fuzz.engine.registered_checks import watching
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.login import LostCredentialError
from speclift.fuzz.runs.collector import SAMPLES
from speclift.fuzz.runs.heartbeat import Heartbeat
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.runs.learning import LEARNING, learned
from speclift.fuzz.runs.record import Record

#: The most bytes of responses that wait for their checks until every operation has been called.
_MOST_WAITING = 128 * 2**20
#: The seconds in which every operation is called once, if that is possible.
_FIRST_ROUND = 60.0
#: In that time, checks get at least this share of the time of the calls, and at most as much time as the calls.
_LEAST_SHARE = 0.1
#: The seconds for the checks of waiting responses if the run ends early.
_LAST_CHECKS = 1.0


class _SentSample(msgspec.Struct, frozen=True):
    """A sample that was sent, with its response."""

    case: Case[Any]
    response: Response
    exchange: Exchange
    phase: str


class Samples:
    """Sends samples and checks the responses."""

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
        #: The statuses of the responses, each with the id of its operation.
        self._statuses: set[tuple[str, int]] = set()

    def send_all(self) -> None:
        """Send the sample of every operation, so that each one is called before any is called again; then send the
        samples without optional parts.

        A check takes several times as long as a call.  Until each operation has been called, the checks get as much
        time as the calls, or less if the calls alone fill a minute, and the other responses wait.  If the run ends
        early, as many are checked as a second allows, and the report says how many were not.
        """
        waiting: deque[_SentSample] = deque()
        taken, left, calling = 0, 0.0, 0.0
        end = time.monotonic() + _FIRST_ROUND
        try:
            for number, operation in enumerate(self._record.operations, 1):
                self._heartbeat.beat(SAMPLES, operation)
                start = time.monotonic()
                with self._record.noting_problems(operation):
                    waiting.append(self._called(operation, with_options=_has_options(operation), phase=SAMPLES))
                    taken += len(waiting[-1].exchange.content)
                called = time.monotonic()
                calling += called - start
                ahead = calling / number * (len(self._record.operations) - number)
                left += (called - start) * _share(end - called - ahead, ahead)
                while waiting and (left > 0 or taken > _MOST_WAITING):
                    taken -= len(waiting[0].exchange.content)
                    self._check_next(waiting)
                    checked = time.monotonic()
                    left, called = left - (checked - called), checked
            while waiting:
                self._heartbeat.beat(SAMPLES, waiting[0].exchange.operation)
                self._check_next(waiting)
        except (KeyboardInterrupt, OutOfTimeError, LostCredentialError):
            self._check_last(waiting)
            raise
        for operation in filter(_has_options, self._record.operations):
            self.send(operation, SAMPLES)

    def send(self, operation: Operation, phase: str) -> Exchange | None:
        """Send the sample of an operation without its optional parts.  Returns None if there is no response."""
        self._heartbeat.beat(phase, operation)
        with self._record.noting_problems(operation):
            sent = self._called(operation, with_options=False, phase=phase)
            self._check(sent)
            return sent.exchange
        return None

    def _check_last(self, waiting: deque[_SentSample]) -> None:
        end = time.monotonic() + _LAST_CHECKS
        while waiting and time.monotonic() < end:
            self._check_next(waiting)
        if waiting:
            text = f"{SAMPLES}: no time was left to check {len(waiting)} responses: raise --max-time"
            self._record.collector.problems[text] = None

    def _check_next(self, waiting: deque[_SentSample]) -> None:
        sent = waiting.popleft()
        with self._record.noting_problems(sent.exchange.operation):
            self._check(sent)

    def learn(self, contract: Contract, share: Deadline) -> Mapping[str, Operation]:
        """The operations whose sample failed, by id, each with a sample that worked."""
        return learned(contract, self._record, self._ids, lambda operation: self.send(operation, LEARNING), share)

    def check_credentials(self) -> None:
        """Raise UsageError if no operation accepts the credentials: what they protect was not tested."""
        needing = {op.operation_id for op in self._record.operations if op.security and all(op.security)}
        statuses = {status for name, status in self._statuses if name in needing}
        if self._settings.headers and statuses == {401}:
            raise UsageError(
                f"{self._settings.url} refuses these credentials: it responds with 401 wherever one is needed.",
                expected="a valid credential, in the header that the document names",
                advice="check --auth-env, --auth-file or --auth-command",
            )

    def _called(self, operation: Operation, *, with_options: bool, phase: str) -> _SentSample:
        case = self._cases.sample(operation, with_options=with_options)
        headers, timeout = dict(self._settings.headers), self._settings.timeout
        response = case.call(headers=headers, timeout=timeout, session=self._session)
        exchange = exchange_of(operation, case, response)
        self._record.seen(exchange)
        self._ids.saw(exchange)
        self._statuses.add((operation.operation_id, exchange.status))
        return _SentSample(case, response, exchange, phase)

    def _check(self, sent: _SentSample) -> None:
        headers, timeout = dict(self._settings.headers), self._settings.timeout
        failed: set[str] = set()
        try:
            sent.case.validate_response(
                sent.response,
                # A probe does the first, which sends the request again without the credential; the second passes on the
                # exchange, which is recorded already.
                excluded_checks=[ignored_auth, watching()],
                headers=headers,
                transport_kwargs={"headers": headers, "timeout": timeout, "session": self._session},
            )
        except FailureGroup as group:
            for failure in failures_of(group):
                name = _check_name(failure)
                failed.add(name)
                self._record.collector.failure(name, failure, sent.exchange, sent.phase)
        for name in PROMISES:
            if name not in failed:
                self._record.collector.passed(sent.exchange.operation.operation_id, name)


def _share(spare: float, ahead: float) -> float:
    """The seconds of checks for each second of calls, if calls of `ahead` seconds are to come, and `spare` seconds are
    left for checks.
    """
    return min(max(spare / ahead, _LEAST_SHARE), 1.0) if ahead > 0 else 1.0


def _has_options(operation: Operation) -> bool:
    """Whether the docs show query parameters that may be left out."""
    return any(p.example is not None and not p.is_required for p in operation.parameters_in("query"))


def _check_name(failure: Any) -> str:
    found = getattr(failure, "check", None)
    return str(found or (failure.checks[0] if failure.checks else type(failure).__name__))
