"""The phases of schemathesis: what its events say about each response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping

from schemathesis.engine import Status, StopReason, events, from_schema
from schemathesis.engine.errors import RuntimeErrorKind
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import IgnoredAuth
from schemathesis.schemas import BaseSchema

from speclift.contract.records import Operation
from speclift.fuzz.checks.probes import ignored_auth
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.engine.adapter import exchange_of
from speclift.fuzz.engine.negation import wrong_part
from speclift.fuzz.engine.scenario import before, phase_name
from speclift.fuzz.login import LostCredentialError
from speclift.fuzz.runs.access import wrongly_accepted
from speclift.fuzz.runs.heartbeat import Heartbeat
from speclift.fuzz.runs.record import Record

#: The seconds that the engine gets when no time is left, so that it ends by itself.
_LEAST = 0.001


def go_through(schema: BaseSchema, record: Record, heartbeat: Heartbeat, deadline: Deadline) -> str:
    """Go through each phase once.  Returns why the engine stopped early, which is empty if it did not.  Raises
    LostCredentialError.
    """
    by_label = {operation.label: operation for operation in record.operations}
    left = deadline.left
    if left is not None:
        # The engine shares the remaining time among the phases and the operations of each.
        schema.config.max_time = max(left, _LEAST)  # type: ignore[assignment]
    stream = from_schema(schema).execute()
    stopped, finished = "", set[str]()
    unmade: defaultdict[str, set[str]] = defaultdict(set)
    lost: LostCredentialError | None = None
    for event in stream:
        if isinstance(event, events.ScenarioFinished):
            _record(event.recorder, event.phase.value, by_label, record)
        elif isinstance(event, events.PhaseFinished):
            finished.add(event.phase.name.value)
        elif isinstance(event, events.PhaseStarted) and _is_again(event, finished):
            # With a time limit, the engine repeats its phases until the end, but a run goes through each phase once.
            stream.stop()
            break
        elif isinstance(event, events.NonFatalError) and left is not None and event.phase and _is_unmade(event):
            unmade[event.phase.value].add(str(event.label))
        elif isinstance(event, events.NonFatalError) and not deadline.is_over:
            record.collector.problems[f"{event.label}: {event.info.title}"] = None
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.EngineFinished) and not stopped:
            stopped = "" if event.stop_reason is StopReason.COMPLETED else event.stop_reason.value.replace("_", " ")
        if lost is not None:
            continue
        label = getattr(event, "label", None)
        try:
            heartbeat.beat((getattr(event, "phase", None) and phase_name(event)) or "", by_label.get(str(label)))
        except OutOfTimeError:
            stopped = deadline.reason
            stream.stop()
        except LostCredentialError as error:
            lost = error
            stream.stop()
    for phase, labels in unmade.items():
        text = f"{phase}: no time was left for requests to {len(labels)} operations: raise --max-time"
        record.collector.problems[text] = None
    if lost is not None:
        raise lost
    return stopped


def _is_unmade(event: events.NonFatalError) -> bool:
    """Whether an operation had no time left for a request, which the engine takes for a fault of its schema."""
    return event.info._kind is RuntimeErrorKind.HYPOTHESIS_UNSATISFIABLE


def _record(recorder: ScenarioRecorder, phase: str, by_label: Mapping[str, Operation], record: Record) -> None:
    for case_id, nodes in recorder.checks.items():
        case = recorder.cases[case_id].value
        operation = by_label.get(case.operation.label)
        response = recorder.interactions[case_id].response if case_id in recorder.interactions else None
        if operation is None:
            continue
        for node in nodes:
            if node.status is not Status.FAILURE or node.failure_info is None:
                record.collector.passed(operation.operation_id, node.name)
                continue
            failure = node.failure_info.failure
            if isinstance(failure, IgnoredAuth):
                for exchange, broken in wrongly_accepted(failure, recorder, operation):
                    if broken is not None:
                        record.collector.broken(ignored_auth.__name__, broken, exchange, phase)
            elif response is not None:
                earlier = before(recorder, case_id, failure.related_case_ids(), by_label)
                exchange = exchange_of(operation, case, response)
                record.collector.failure(node.name, failure, exchange, phase, earlier, wrong_part(case))


def _is_again(event: events.PhaseStarted, finished: Container[str]) -> bool:
    """Whether a phase starts once more for all operations."""
    return event.phase.name.value in finished and event.operations is None
