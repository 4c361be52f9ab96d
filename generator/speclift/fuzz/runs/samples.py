"""The documented samples, as they are and without their optional parts, with all checks."""

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
from speclift.fuzz.engine.adapter import Settings, exchange_of, failures_of, watching
from speclift.fuzz.engine.cases import Cases
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.login import LostCredentialError
from speclift.fuzz.runs.collector import SAMPLES
from speclift.fuzz.runs.heartbeat import Heartbeat
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.runs.learning import LEARNING, learned
from speclift.fuzz.runs.record import Record

#: Bytes of answers that wait until every operation was called.
_MOST_WAITING = 128 * 2**20
#: Seconds in which every operation is called once, if that is possible.
_FIRST_ROUND = 60.0
#: The checks have at least this share of the time of the calls, and at most as much.
_LEAST_SHARE = 0.1
#: Seconds for the checks of what waits when the run ends before.
_LAST_CHECKS = 1.0


class _Answered(msgspec.Struct, frozen=True):
    """A sample that was sent, and what came."""

    case: Case[Any]
    response: Response
    exchange: Exchange
    phase: str


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
        """The sample of every operation, so that each was called before any is called again; then the other samples.

        A check takes several times as long as a call.  Until each operation was called, the checks get as much time as
        the calls, less where the calls alone fill a minute, and the other answers wait.  Where the run ends before, as
        many are checked as a second allows, and the report says how many were not.
        """
        waiting: deque[_Answered] = deque()
        taken, left, calling = 0, 0.0, 0.0
        end = time.monotonic() + _FIRST_ROUND
        try:
            for number, operation in enumerate(self._record.operations, 1):
                self._heartbeat.beat(SAMPLES, operation)
                start = time.monotonic()
                with self._record.answers(operation):
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
        """Send the sample of an operation without its optional parts.  Returns None where there is no answer."""
        self._heartbeat.beat(phase, operation)
        with self._record.answers(operation):
            answered = self._called(operation, with_options=False, phase=phase)
            self._check(answered)
            return answered.exchange
        return None

    def _check_last(self, waiting: deque[_Answered]) -> None:
        end = time.monotonic() + _LAST_CHECKS
        while waiting and time.monotonic() < end:
            self._check_next(waiting)
        if waiting:
            text = f"{SAMPLES}: {len(waiting)} answers had no time for their checks: raise --max-time"
            self._record.collector.problems[text] = None

    def _check_next(self, waiting: deque[_Answered]) -> None:
        answered = waiting.popleft()
        with self._record.answers(answered.exchange.operation):
            self._check(answered)

    def learn(self, contract: Contract, share: Deadline) -> Mapping[str, Operation]:
        """Operations whose sample failed, with a sample that worked, by their ids."""
        return learned(contract, self._record, self._ids, lambda operation: self.send(operation, LEARNING), share)

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

    def _called(self, operation: Operation, *, with_options: bool, phase: str) -> _Answered:
        case = self._cases.sample(operation, with_options=with_options)
        headers, timeout = dict(self._settings.headers), self._settings.timeout
        response = case.call(headers=headers, timeout=timeout, session=self._session)
        exchange = exchange_of(operation, case, response)
        self._record.seen(exchange)
        self._ids.saw(exchange)
        self._statuses.add((operation.operation_id, exchange.status))
        return _Answered(case, response, exchange, phase)

    def _check(self, answered: _Answered) -> None:
        headers, timeout = dict(self._settings.headers), self._settings.timeout
        failed: set[str] = set()
        try:
            answered.case.validate_response(
                answered.response,
                # One asks again, as somebody else, which a probe does; one tells of what was told of when it came.
                excluded_checks=[ignored_auth, watching()],
                headers=headers,
                transport_kwargs={"headers": headers, "timeout": timeout, "session": self._session},
            )
        except FailureGroup as group:
            for failure in failures_of(group):
                name = _check_name(failure)
                failed.add(name)
                self._record.collector.failure(name, failure, answered.exchange, answered.phase)
        for name in PROMISES:
            if name not in failed:
                self._record.collector.passed(answered.exchange.operation.operation_id, name)


def _share(spare: float, ahead: float) -> float:
    """The time for checks for a second of calls, where calls of `ahead` seconds are to come, and `spare` are left."""
    return min(max(spare / ahead, _LEAST_SHARE), 1.0) if ahead > 0 else 1.0


def _has_options(operation: Operation) -> bool:
    """Whether the docs show query parameters that may be left out."""
    return any(p.example is not None and not p.is_required for p in operation.parameters_in("query"))


def _check_name(failure: Any) -> str:
    found = getattr(failure, "check", None)
    return str(found or (failure.checks[0] if failure.checks else type(failure).__name__))
