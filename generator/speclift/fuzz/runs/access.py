"""Faults of the whole server are reported once: whom it lets in, and how it answers unknown methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import IgnoredAuth

from speclift.contract.records import Operation
from speclift.fuzz.checks.probes import ignored_auth, let_in
from speclift.fuzz.checks.responses import Broken
from speclift.fuzz.engine.adapter import exchange_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Finding

#: Fewer operations than this are reported one by one.
_LEAST = 3
_CHECK = ignored_auth.__name__
#: The check of undocumented methods; the code that answers them knows no operation.
_OF_METHODS = "unsupported_method"
#: The share of all operations from which a fault counts for the whole server: operations share paths.
_PART_OF_ALL = 0.25


def opened(
    failure: IgnoredAuth, recorder: ScenarioRecorder, operation: Operation
) -> Iterator[tuple[Exchange, Broken | None]]:
    """A request that the engine sent without a good credential, and that was let in."""
    asked = str(failure.case_id)
    response = recorder.interactions[asked].response if asked in recorder.interactions else None
    if response is not None:
        exchange = exchange_of(operation, recorder.cases[asked].value, response)
        is_made_up = failure.scenario.name != "NO_AUTH"
        yield exchange, let_in(exchange, is_made_up=is_made_up)


def said_once(findings: Sequence[Finding], refused: Collection[str], operations: int) -> tuple[Finding, ...]:
    """The findings, joined in two cases: one finding for all operations that let in requests wrongly, where none of
    many refuses; and one for all that answer an undocumented method in the same wrong way, where they are many of all
    `operations`. It takes the place of the first of them.  `refused` are the causes that at least one operation has
    not.
    """
    by_cause: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if (finding.check == _CHECK and finding.cause not in refused) or finding.check == _OF_METHODS:
            by_cause[finding.check, finding.cause].append(finding)
    once: dict[str, Finding] = {}
    dropped: set[str] = set()
    for (check, cause), alike in by_cause.items():
        count = len({finding.operation_id for finding in alike})
        if count >= (_LEAST if check == _CHECK else max(_LEAST, _PART_OF_ALL * operations)):
            once[alike[0].key] = _of_all(cause, alike, _advice(check, count))
            dropped |= {finding.key for finding in alike[1:]}
    return tuple(once.get(finding.key, finding) for finding in findings if finding.key not in dropped)


def _advice(check: str, count: int) -> str:
    if check == _OF_METHODS:
        return f"This is the same on {count} operations."
    return (
        f"So it is on all {count} operations that were asked. "
        "A mock may take any: speclift mock --secret-env VARIABLE takes one."
    )


def _of_all(cause: str, alike: Sequence[Finding], advice: str) -> Finding:
    message = f"{alike[0].message} {advice}"
    times, after = sum(finding.times for finding in alike), min(finding.after for finding in alike)
    return msgspec.structs.replace(
        alike[0], message=message, cause=f"{cause} everywhere".strip(), times=times, after=after
    )
