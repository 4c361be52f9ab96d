"""Operations that let in whom they should not: where all of them do, that is one thing, and is said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import IgnoredAuth

from speclift.fuzz.engine import exchange_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Finding
from speclift.fuzz.probes import ignored_auth, let_in
from speclift.fuzz.promises import Broken
from speclift.openapi.records import Operation

#: Fewer operations than this are told one by one.
_LEAST = 3
_CHECK = ignored_auth.__name__


def opened(
    failure: IgnoredAuth, recorder: ScenarioRecorder, operation: Operation
) -> Iterator[tuple[Exchange, Broken | None]]:
    """What the engine sent to an operation without a good credential, and was let in with."""
    asked = str(failure.case_id)
    response = recorder.interactions[asked].response if asked in recorder.interactions else None
    if response is not None:
        exchange = exchange_of(operation, recorder.cases[asked].value, response)
        is_made_up = failure.scenario.name != "NO_AUTH"
        yield exchange, let_in(exchange, is_made_up=is_made_up)


def said_once(findings: Sequence[Finding], refused: Collection[str]) -> tuple[Finding, ...]:
    """The findings, with one for all operations that let in whom they should not, where none of many refuses.

    It takes the place of the first of them.  `refused` are the causes that at least one operation has not.
    """
    by_cause: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.check == _CHECK and finding.cause not in refused:
            by_cause[finding.cause].append(finding)
    once: dict[str, Finding] = {}
    dropped: set[str] = set()
    for cause, alike in by_cause.items():
        if len({finding.operation_id for finding in alike}) >= _LEAST:
            once[alike[0].key] = _of_all(cause, alike)
            dropped |= {finding.key for finding in alike[1:]}
    return tuple(once.get(finding.key, finding) for finding in findings if finding.key not in dropped)


def _of_all(cause: str, alike: Sequence[Finding]) -> Finding:
    operations = {finding.operation_id for finding in alike}
    message = (
        f"{alike[0].message} So it is on all {len(operations)} operations that were asked. "
        "A mock may take any: speclift mock --secret-env VARIABLE takes one."
    )
    times, after = sum(finding.times for finding in alike), min(finding.after for finding in alike)
    return msgspec.structs.replace(
        alike[0], message=message, cause=f"{cause} everywhere".strip(), times=times, after=after
    )
