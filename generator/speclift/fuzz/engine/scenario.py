"""What schemathesis says about a scenario: the requests before a given request, and its phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemathesis.engine import events
from schemathesis.engine.recorder import ScenarioRecorder

from speclift.contract.records import Operation
from speclift.fuzz.engine.adapter import exchange_of
from speclift.fuzz.exchange import Request


def before(
    recorder: ScenarioRecorder, case_id: str, related: tuple[str, ...], by_label: Mapping[str, Operation]
) -> Sequence[Request]:
    """The requests that come before the request of a case in its chain, and that got a response."""
    found = []
    for case in recorder.iter_chain_cases(case_id=case_id, related_case_ids=related):
        interaction = recorder.interactions.get(case.id)
        operation = by_label.get(case.operation.label)
        if case.id != case_id and operation and interaction and interaction.response:
            found.append(exchange_of(operation, case, interaction.response).request)
    return found


def phase_name(event: events.EngineEvent) -> str:
    """The engine's name for the phase of an event."""
    phase = getattr(event, "phase", None)
    name = getattr(phase, "name", phase)
    return str(getattr(name, "value", name))
