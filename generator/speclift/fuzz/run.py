"""A run: the documented samples, the probes, the life cycles, then the phases of schemathesis."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Container, Iterator
from typing import Any, TypeAlias

import msgspec
import requests
from schemathesis import Case
from schemathesis.core.errors import SchemathesisError
from schemathesis.core.failures import FailureGroup
from schemathesis.core.rate_limit import ratelimit
from schemathesis.engine import Status, StopReason, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import IgnoredAuth
from schemathesis.specs.openapi.checks import ignored_auth as engine_ignored_auth

from speclift.contract.lifecycle import resources_of
from speclift.errors import UnreachableError, UsageError
from speclift.fuzz.cases import Cases
from speclift.fuzz.collector import SAMPLES, Collector
from speclift.fuzz.document import document_of
from speclift.fuzz.doors import opened, said_once
from speclift.fuzz.engine import Settings, checks_of, exchange_of, failures_of, load
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.gate import Gate
from speclift.fuzz.login import Credentials, LostCredentialError, Renew, Watch
from speclift.fuzz.probes import PROBES, LifeCycle, ignored_auth
from speclift.fuzz.promises import OF_EVERY_ANSWER, PROMISES, Broken
from speclift.fuzz.proof import Answers
from speclift.fuzz.recheck import Rechecker
from speclift.fuzz.reduce import reduced_finding
from speclift.fuzz.scenario import before, phase_name
from speclift.fuzz.selection import Selection
from speclift.fuzz.sender import Sender
from speclift.fuzz.session import OutOfTimeError, RefusedRequestError, contained, session_of
from speclift.fuzz.shares import shared
from speclift.openapi.records import Contract, Operation

#: Told of the phase, the operation, and the number of requests and findings so far.
Progress: TypeAlias = Callable[[str, str, int, int], None]

_PROBES = "probes"
_LIFE = "life cycle"
_REDUCTION = "reduction"
#: Told of the result so far, now and then.
Keep: TypeAlias = Callable[[Result], None]

#: What a report says of a run that did not end.
RUNNING = "still running when this was written"
#: Seconds until the result is first kept, and how much longer than keeping it the run has to go on until the next time.
_FIRST_KEPT = 5.0
_MOST_OFTEN = 20
#: Seconds that the engine gets where none are left, so that it ends by itself.
_LEAST = 0.001


def fuzz(
    contract: Contract,
    selection: Selection,
    settings: Settings,
    *,
    seconds: float | None,
    progress: Progress,
    renew: Renew | None = None,
    keep: Keep | None = None,
) -> Result:
    """What a server breaks of a contract.

    An interrupt or the end of `seconds` ends the run with what was found so far.  Where the server lets the credential
    in no more, `renew` gives another, or the run ends as well.  Raises UnreachableError where the server does not
    answer the first request, and UsageError where it takes none of the credentials.
    """
    gate = Gate(settings.url, selection)
    deadline = time.monotonic() + seconds if seconds else None
    credentials = Credentials(settings.headers)
    session = session_of(gate, settings.ca_file, deadline, credentials.wear)
    with contained(session, settings.url, settings.timeout), shared():
        run = _Run(contract, selection, settings, deadline, progress, gate, session(), credentials, renew, keep)
        return run.result()


class _Run:
    def __init__(
        self,
        contract: Contract,
        selection: Selection,
        settings: Settings,
        deadline: float | None,
        progress: Progress,
        gate: Gate,
        session: requests.Session,
        credentials: Credentials,
        renew: Renew | None,
        keep: Keep | None,
    ) -> None:
        self._contract = contract
        self._selection = selection
        self._operations = selection.called
        self._settings = settings
        self._deadline = deadline
        self._progress = progress
        self._collector = Collector(contract)
        called = {operation.operation_id for operation in self._operations}
        self._resources = [r for r in resources_of(contract) if called >= {s.operation.operation_id for s in r.steps}]
        self._schema = load(document_of(contract, self._operations, self._resources), settings, gate)
        limit = self._schema.config.rate_limit_for(operation=None)
        self._cases = Cases(contract, self._schema)
        #: What the samples were answered with, by operation.
        self._statuses: set[tuple[str, int]] = set()
        self._unanswered: set[str] = set()
        self._came = Answers()
        #: What came to requests without a good credential.
        self._doors: list[tuple[Exchange, Broken | None]] = []
        self._session = session
        self._sender = Sender(
            contract,
            settings.url,
            settings.headers,
            settings.timeout,
            lambda: ratelimit(limit, settings.url),
            self._session,
        )
        self._watch = Watch(self._sender, credentials, renew)
        self._keep = keep
        self._next_keep = time.monotonic() + _FIRST_KEPT

    def result(self) -> Result:
        self._reach()
        stopped = lost = ""
        try:
            with checks_of(self._contract, self._operations, PROMISES, self._seen):
                if self._settings.headers:
                    self._watch.choose(self._operations)
                for operation in self._operations:
                    self._sample(operation)
                self._is_let_in()
                for operation in self._operations:
                    self._probe(operation)
                self._live()
                stopped = self._phases()
        except KeyboardInterrupt:
            stopped = "interrupted"
        except OutOfTimeError:
            stopped = "time is over"
        except LostCredentialError as error:
            stopped, lost = "the credential was lost", str(error)
        for exchange, broken in said_once(self._doors, self._sender.credentials):
            self._collector.broken(ignored_auth.__name__, broken, exchange, _PROBES)
        found = self._found(stopped, lost)
        return found if stopped else self._reduced(found)

    def _found(self, stopped: str, lost: str = "") -> Result:
        """What was found so far."""
        found = self._collector.result(len(self._operations), self._sender.sent, stopped, self._settings.url)
        return msgspec.structs.replace(
            found,
            unanswered=len(self._unanswered),
            notes=tuple(self._watch.notes),
            shortfall=lost,
            proof=self._came.proof(self._operations, (operation for operation, _ in self._selection.left_out)),
        )

    def _reduced(self, result: Result) -> Result:
        """The result with smaller requests, as far as there is time."""
        rechecker = Rechecker(self._contract, self._sender, lambda op: self._cases.sample(op, with_options=False))
        by_id = {operation.operation_id: operation for operation in self._operations}
        smaller: list[Finding] = []
        try:
            for finding in result.findings:
                self._tell(_REDUCTION, by_id[finding.operation_id])
                with self._answers(by_id[finding.operation_id]):
                    smaller.append(
                        reduced_finding(finding, by_id[finding.operation_id], rechecker, self._settings.headers)
                    )
        except (KeyboardInterrupt, OutOfTimeError, LostCredentialError):
            # What is left is shown as it was found.
            pass
        by_key = {finding.key: finding for finding in smaller}
        findings = tuple(by_key.get(finding.key, finding) for finding in result.findings)
        sent = self._collector.requests + self._sender.sent
        return msgspec.structs.replace(result, findings=findings, seconds=self._collector.seconds, requests=sent)

    def _reach(self) -> None:
        try:
            self._session.get(self._settings.url, timeout=self._settings.timeout)
        except RefusedRequestError:
            # The root is an operation that is left out: the samples will tell.
            return
        except requests.exceptions.SSLError as error:
            raise UnreachableError(
                f"{self._settings.url} has no certificate that is trusted here, or speaks no TLS.",
                expected="a server whose certificate comes from an authority that is trusted",
                advice="name the certificate of its authority with --ca-file",
            ) from error
        except requests.RequestException as error:
            raise UnreachableError(
                f"{self._settings.url} does not answer: {type(error).__name__}.",
                expected="a server that speaks HTTP there",
                advice="start it, or name another one with --url",
            ) from error

    def _seen(self, exchange: Exchange) -> None:
        self._collector.requests += 1
        self._noted(exchange)

    def _noted(self, exchange: Exchange) -> None:
        self._watch.saw(exchange)
        self._came.saw(exchange)

    def _is_over(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline

    def _tell(self, phase: str, operation: Operation | None) -> None:
        if self._is_over():
            raise OutOfTimeError
        self._watch.look()
        self._keep_now_and_then()
        name = operation.operation_id if operation else ""
        self._progress(phase, name, self._collector.requests + self._sender.sent, self._collector.found)

    def _keep_now_and_then(self) -> None:
        """Hand out what was found so far: whoever is killed has no time to."""
        began = time.monotonic()
        if self._keep is None or began < self._next_keep:
            return
        self._keep(self._found(RUNNING))
        now = time.monotonic()
        self._next_keep = now + max(_FIRST_KEPT, _MOST_OFTEN * (now - began))

    def _sample(self, operation: Operation) -> None:
        """Send the documented sample as it stands, and without what it may leave out, with all checks."""
        shown = [p for p in operation.parameters_in("query") if p.example is not None and not p.is_required]
        for options in [True, False] if shown else [False]:
            self._tell(SAMPLES, operation)
            with self._answers(operation):
                self._validate(operation, self._cases.sample(operation, with_options=options))

    def _validate(self, operation: Operation, case: Case[Any]) -> None:
        headers, timeout = dict(self._settings.headers), self._settings.timeout
        response = case.call(headers=headers, timeout=timeout, session=self._session)
        exchange = exchange_of(operation, case, response)
        self._statuses.add((operation.operation_id, exchange.status))
        failed: set[str] = set()
        try:
            case.validate_response(
                response,
                # It asks again, as somebody else; a probe does.
                excluded_checks=[engine_ignored_auth],
                headers=headers,
                transport_kwargs={"headers": headers, "timeout": timeout, "session": self._session},
            )
        except FailureGroup as group:
            for failure in failures_of(group):
                name = _check_name(failure)
                failed.add(name)
                self._collector.failure(name, failure, exchange, SAMPLES)
        for name in PROMISES:
            if name not in failed:
                self._collector.passed(operation.operation_id, name)

    def _is_let_in(self) -> None:
        """Raises UsageError where credentials were given and open no door: what is behind them was not tested."""
        needing = {op.operation_id for op in self._operations if op.security and all(op.security)}
        statuses = {status for name, status in self._statuses if name in needing}
        if self._settings.headers and statuses == {401}:
            raise UsageError(
                f"{self._settings.url} lets nobody in with these credentials: 401 wherever one is needed.",
                expected="a credential that is valid, in the header field that the document names",
                advice="check --auth-env, --auth-file or --auth-command",
            )

    def _probe(self, operation: Operation) -> None:
        for name, probe in PROBES.items():
            self._tell(_PROBES, operation)
            with self._answers(operation):
                for exchange, broken in probe(operation, self._sender):
                    if name == ignored_auth.__name__:
                        self._doors.append((exchange, broken))
                        broken = None
                    self._look(name, exchange, broken, _PROBES)

    def _live(self) -> None:
        for resource in self._resources:
            self._tell(_LIFE, resource.steps[0].operation)
            with self._answers(resource.steps[0].operation):
                for name, exchange, broken in LifeCycle(resource, self._sender).checks():
                    self._look(name, exchange, broken, _LIFE)

    def _look(self, name: str, exchange: Exchange, broken: Broken | None, phase: str) -> None:
        """Count what a probe asked, and make those checks on its answer that need nothing but the answer."""
        operation_id = exchange.operation.operation_id
        self._noted(exchange)
        if broken:
            self._collector.broken(name, broken, exchange, phase)
        else:
            self._collector.passed(operation_id, name)
        for check, promise in OF_EVERY_ANSWER.items():
            for found in promise(exchange, self._contract):
                self._collector.broken(check, found, exchange, phase)

    @contextlib.contextmanager
    def _answers(self, operation: Operation) -> Iterator[None]:
        """What cannot be sent, and what a server does not answer, is a problem of the run, and no finding."""
        try:
            yield
        except RefusedRequestError as error:
            self._unanswered.add(operation.operation_id)
            self._collector.problems[f"{operation.label}: {error}"] = None
        except (requests.RequestException, SchemathesisError, UnicodeError) as error:
            self._unanswered.add(operation.operation_id)
            self._collector.problems[f"{operation.label}: {type(error).__name__}"] = None

    def _phases(self) -> str:
        if not self._settings.phases:
            return ""
        by_label = {operation.label: operation for operation in self._operations}
        if self._deadline is not None:
            # The engine shares what is left among the phases and the operations of each.
            self._schema.config.max_time = max(self._deadline - time.monotonic(), _LEAST)  # type: ignore[assignment]
        stream = from_schema(self._schema).execute()
        stopped, finished = "", set[str]()
        lost: LostCredentialError | None = None
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                self._record(event.recorder, event.phase.value, by_label)
            elif isinstance(event, events.PhaseFinished):
                finished.add(event.phase.name.value)
            elif isinstance(event, events.PhaseStarted) and _is_again(event, finished):
                # With a limit of time it begins anew until that is reached; each phase once is what is promised.
                stream.stop()
                return stopped
            elif isinstance(event, events.NonFatalError) and not self._is_over():
                self._collector.problems[f"{event.label}: {event.info.title}"] = None
            elif isinstance(event, events.FatalError):
                raise event.exception
            elif isinstance(event, events.EngineFinished) and not stopped:
                stopped = "" if event.stop_reason is StopReason.COMPLETED else event.stop_reason.value.replace("_", " ")
            if lost is not None:
                continue
            label = getattr(event, "label", None)
            try:
                self._tell((getattr(event, "phase", None) and phase_name(event)) or "", by_label.get(str(label)))
            except OutOfTimeError:
                stopped = "time is over"
                stream.stop()
            except LostCredentialError as error:
                lost = error
                stream.stop()
        if lost is not None:
            raise lost
        return stopped

    def _record(self, recorder: ScenarioRecorder, phase: str, by_label: dict[str, Operation]) -> None:
        for case_id, nodes in recorder.checks.items():
            case = recorder.cases[case_id].value
            operation = by_label.get(case.operation.label)
            response = recorder.interactions[case_id].response if case_id in recorder.interactions else None
            if operation is None:
                continue
            for node in nodes:
                if node.status is not Status.FAILURE or node.failure_info is None:
                    self._collector.passed(operation.operation_id, node.name)
                    continue
                failure = node.failure_info.failure
                if isinstance(failure, IgnoredAuth):
                    self._doors += opened(failure, recorder, operation)
                elif response is not None:
                    earlier = before(recorder, case_id, failure.related_case_ids(), by_label)
                    exchange = exchange_of(operation, case, response)
                    self._collector.failure(node.name, failure, exchange, phase, earlier)


def _is_again(event: events.PhaseStarted, finished: Container[str]) -> bool:
    """Whether a phase begins that was done already, and for all operations."""
    return event.phase.name.value in finished and event.operations is None


def _check_name(failure: Any) -> str:
    found = getattr(failure, "check", None)
    return str(found or (failure.checks[0] if failure.checks else type(failure).__name__))
