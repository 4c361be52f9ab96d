"""A run: the documented samples, the probes, the life cycles, then the phases of schemathesis."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec
import requests

from speclift.contract.lifecycle import Resource, resources_of
from speclift.contract.records import Contract, Operation
from speclift.contract.sample_values import body_type
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.engine.adapter import load
from speclift.fuzz.engine.cases import Cases
from speclift.fuzz.engine.registered_checks import checks_of
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.engine.time_shares import shared
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding, Result, in_order
from speclift.fuzz.login import Credentials, LostCredentialError, Renew, Watch
from speclift.fuzz.runs.further_types import send_further
from speclift.fuzz.runs.heartbeat import RUNNING, Heartbeat, Keep, Progress
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.runs.phases import go_through
from speclift.fuzz.runs.probe_runs import Probing, Turn
from speclift.fuzz.runs.recheck import Rechecker
from speclift.fuzz.runs.record import Record
from speclift.fuzz.runs.reduce import reduced_finding
from speclift.fuzz.runs.samples import Samples
from speclift.fuzz.secrets.credentials import with_credentials
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.rate_limit import Pace, pace_of
from speclift.fuzz.transport.reachability import reach
from speclift.fuzz.transport.selection import Selection
from speclift.fuzz.transport.sender import Sender
from speclift.fuzz.transport.session import contained, forms_written, session_of, written_as_bytes

#: Gets each finding when it is first seen; the result may join those that are alike on many operations.
Told: TypeAlias = Callable[[Finding], None]
#: What a part of a run does.
Stage: TypeAlias = Literal["all", "samples", "rest"]

_REDUCTION = "reduction"
#: The phases of the engine that make other requests with another seed.
_ENDLESS = ("fuzzing", "stateful")


def fuzz(
    contract: Contract,
    selection: Selection,
    settings: Settings,
    *,
    seconds: float | None,
    progress: Progress,
    renew: Renew | None = None,
    keep: Keep | None = None,
    told: Told | None = None,
    part: Part | None = None,
) -> Result:
    """What a server breaks of a contract.

    An interrupt or the end of `seconds` ends the run with what was found so far.  If the server no longer accepts the
    credential, `renew` returns another one; without it, the run ends as well.  With a `part`, the run calls only its
    operations.  Raises UnreachableError if the server does not respond to the first request, and UsageError if it
    accepts none of the credentials.
    """
    part = part or Part(selection.called)
    gate = Gate(settings.url, selection)
    deadline = Deadline(seconds, part.is_asked_to_end)
    credentials = Credentials(settings.headers)
    pace = part.pace or pace_of(settings.rate_limit)
    session = session_of(gate, settings.ca_file, deadline, credentials.refresh, pace)
    bodies = (body_type(operation) for operation in part.operations)
    media_types = written_as_bytes(media.name for media in bodies if media is not None)
    forms = forms_written(part.operations)
    with contained(session, settings.url, settings.timeout), shared(), media_types, forms:
        opened = session()
        sender = Sender(contract, settings.url, settings.headers, settings.timeout, opened)
        watch = Watch(sender, credentials, renew)
        record = Record(contract, selection, part.operations, sender, watch, settings.url, told)
        run = _Run(contract, selection, settings, deadline, gate, opened, record, part)
        return run.result(progress, keep)


class Part(msgspec.Struct, frozen=True):
    """The operations of a run that one process calls.

    `shard` names the part and the number of parts (`2/4`), and is empty for a whole run.  `pace` is shared by all
    parts; without it, the rate of the settings applies.  `is_asked_to_end` says whether the part should end early.
    `stage` is `samples` for only the samples, and `rest` for everything after them.  `findings` are those of the
    samples, without secrets: the rest makes their requests smaller, so that no sample waits for that.
    """

    operations: Sequence[Operation]
    shard: str = ""
    pace: Pace | None = None
    is_asked_to_end: Callable[[], bool] | None = None
    stage: Stage = "all"
    findings: Sequence[Finding] = ()


class _Run:
    def __init__(
        self,
        contract: Contract,
        selection: Selection,
        settings: Settings,
        deadline: Deadline,
        gate: Gate,
        session: requests.Session,
        record: Record,
        part: Part,
    ) -> None:
        self._contract = contract
        self._selection = selection
        self._settings = settings
        self._deadline = deadline
        self._gate = gate
        self._session = session
        self._record = record
        self._part = part
        self._repeats = 0
        self._learned: frozenset[str] = frozenset()
        self._resources = self._resources_of(part.operations)
        started = time.monotonic()
        document = document_of(contract, part.operations, self._resources)
        self._schema = load(document, settings, gate, record.overfull)
        self._cases = Cases(contract, self._schema)
        self._loading = time.monotonic() - started

    def result(self, progress: Progress, keep: Keep | None) -> Result:
        heartbeat = Heartbeat(self._record, self._deadline, progress, keep, lambda: self._found(RUNNING))
        stopped = lost = ""
        try:
            reach(self._session, self._settings.url, self._settings.timeout)
            with checks_of(self._contract, self._part.operations, self._left_out(), self._record.seen):
                stopped = self._stages(heartbeat)
        except KeyboardInterrupt:
            stopped = "interrupted"
        except OutOfTimeError:
            stopped = self._deadline.reason
        except LostCredentialError as error:
            stopped, lost = "the credential was lost", str(error)
        found = self._found(stopped, lost)
        return found if stopped or self._part.stage == "samples" else self._reduced(found, heartbeat)

    def _stages(self, heartbeat: Heartbeat) -> str:
        """Run all stages.  Returns why the engine stopped early, which is empty if it did not."""
        if self._settings.headers:
            self._record.watch.choose(self._selection.called)
        if self._part.stage != "rest":
            ids = Ids(self._contract)
            samples = Samples(self._cases, self._settings, self._session, self._record, heartbeat, ids)
            samples.send_all()
            if not self._part.shard:
                samples.check_credentials()
            if self._part.stage == "all":
                self._take_over(samples.learn(self._contract, self._deadline.share(len(self._settings.phases) + 2)))
        stopped = ""
        if self._part.stage != "samples":
            # They come after the samples of all operations, also if workers of Dask share these.
            self._send_further(heartbeat)
            stopped = self._rest(heartbeat)
        self._record.watch.look(at_end=True)
        return stopped

    def _send_further(self, heartbeat: Heartbeat) -> None:
        share = self._deadline.share(len(self._settings.phases) + 3)
        contract, settings, record = self._contract, self._settings, self._record

        def samples_of(cases: Cases) -> Samples:
            return Samples(cases, settings, self._session, record, heartbeat, Ids(contract))

        send_further(contract, settings, self._gate, record, samples_of, share, self._learned)

    def _take_over(self, learned: Mapping[str, Operation]) -> None:
        """Use the learned samples in the later stages, if there is time to load the document once more."""
        left = self._deadline.left
        if not learned or (left is not None and left < self._loading):
            return

        def with_learned(operations: Sequence[Operation]) -> tuple[Operation, ...]:
            return tuple(learned.get(operation.operation_id, operation) for operation in operations)

        self._learned = frozenset(learned)
        self._contract = msgspec.structs.replace(self._contract, operations=with_learned(self._contract.operations))
        self._record.operations = with_learned(self._record.operations)
        self._resources = self._resources_of(self._record.operations)
        document = document_of(self._contract, self._record.operations, self._resources)
        self._schema = load(document, self._settings, self._gate, self._record.overfull)
        self._cases = Cases(self._contract, self._schema)

    def _resources_of(self, operations: Sequence[Operation]) -> list[Resource]:
        called = {operation.operation_id for operation in operations}
        found = resources_of(self._contract)
        return [r for r in found if called >= {s.operation.operation_id for s in r.steps}]

    def _rest(self, heartbeat: Heartbeat) -> str:
        """The stages after the samples.  Returns why the engine stopped early, which is empty if it did not.

        The probes, the life cycles and each phase of the engine get the same share of the time.  If time is left, the
        probes and life cycles that had none come next, and then the engine repeats its phases as long as that helps.
        """
        probing = Probing(self._contract, self._record, heartbeat)
        phases = len(self._settings.phases)
        left: list[Turn] = []
        left += probing.take(probing.probes(), self._deadline.share(phases + 1))
        left += probing.take(probing.lives(self._resources), self._deadline.share(phases))
        stopped = go_through(self._schema, self._record, heartbeat, self._deadline) if phases else ""
        if not stopped:
            faulty = self._record.collector.faulty
            left.sort(key=lambda turn: turn.operation.operation_id not in faulty)
            probing.take(left, self._deadline)
            self._go_on(heartbeat)
        return stopped

    def _go_on(self, heartbeat: Heartbeat) -> None:
        """Repeat the phases that make other requests, as long as they find something new and the run has time left;
        without a time limit, do nothing.
        """
        if self._deadline.left is None:
            return
        # The other half of the time is for making the requests of the findings smaller.
        end = self._deadline.share(1)
        known = -1
        while self._record.collector.found > known and not end.is_over:
            known = self._record.collector.found
            self._repeats += 1
            self._repeat(heartbeat, end)

    def _repeat(self, heartbeat: Heartbeat, deadline: Deadline) -> None:
        """Repeat the phases that make other requests, with another seed, for the operations that have findings."""
        faulty = self._record.collector.faulty
        operations = [operation for operation in self._record.operations if operation.operation_id in faulty]
        phases = [phase for phase in self._settings.phases if phase in _ENDLESS]
        if not operations or not phases:
            return
        settings = copy.copy(self._settings)
        settings.seed, settings.phases = settings.seed + self._repeats, phases
        resources = [r for r in self._resources if faulty >= {s.operation.operation_id for s in r.steps}]
        document = document_of(self._contract, operations, resources)
        schema = load(document, settings, self._gate, self._record.overfull)
        go_through(schema, self._record, heartbeat, deadline)

    def _left_out(self) -> frozenset[str]:
        return frozenset(operation.path for operation, _ in self._selection.left_out)

    def _found(self, stopped: str, lost: str = "") -> Result:
        return self._record.result(stopped, lost, self._part.shard)

    def _reduced(self, result: Result, heartbeat: Heartbeat) -> Result:
        """The result with smaller requests, as far as there is time."""
        sender = self._record.sender
        rechecker = Rechecker(self._contract, sender, lambda op: self._cases.sample(op, with_options=False))
        by_id = {operation.operation_id: operation for operation in self._part.operations}
        smaller: list[Finding] = []
        try:
            for finding in self._first_seen(result):
                operation = by_id[finding.operation_id]
                heartbeat.beat(_REDUCTION, operation)
                with self._record.noting_problems(operation):
                    smaller.append(reduced_finding(finding, operation, rechecker, self._settings.headers))
        except (KeyboardInterrupt, OutOfTimeError, LostCredentialError):
            # The remaining findings stay as they were found.
            pass
        by_key = {finding.key: finding for finding in (*result.findings, *smaller)}
        findings = in_order(by_key.values())
        seconds = self._record.collector.seconds
        return msgspec.structs.replace(result, findings=findings, seconds=seconds, requests=self._record.requests)

    def _first_seen(self, result: Result) -> Iterator[Finding]:
        """The findings as they were first seen, those of the samples with their credentials, which no report has."""
        found = {finding.key: finding for finding in result.findings}
        earlier = {finding.key: finding for finding in self._part.findings}
        for key in {**found, **earlier}:
            if key not in earlier:
                yield found[key]
                continue
            sent = tuple(_with_credentials(request, self._settings) for request in earlier[key].sent)
            # The part that sent the samples has counted the finding already.
            later = found.get(key, msgspec.structs.replace(earlier[key], times=0))
            places = tuple(sorted({*earlier[key].places, *later.places}))
            yield msgspec.structs.replace(earlier[key], sent=sent, times=later.times, places=places)


def _with_credentials(request: Request, settings: Settings) -> Request:
    return msgspec.structs.replace(request, headers=with_credentials(request.headers, settings.headers))
