"""A fault of the whole server is reported once: that it accepts any credential, or does not refuse something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import IgnoredAuth

from speclift.contract.records import Operation
from speclift.fuzz.checks.probes import PROBES, ignored_auth, let_in
from speclift.fuzz.checks.responses import Broken
from speclift.fuzz.engine.adapter import exchange_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Finding

#: Fewer operations than this are reported one by one.
_LEAST = 3
_CHECK = ignored_auth.__name__
#: The check of undocumented methods; the code of a server that handles these does not depend on the operation.
_OF_METHODS = "unsupported_method"
#: Checks that test the same of each operation.
ASKED_OF_ALL = frozenset({*PROBES, _OF_METHODS})
#: The share of all operations from which the same finding of `unsupported_method` is a fault of the whole server; it is
#: low, since operations share paths.
_PART_OF_ALL = 0.25


def wrongly_accepted(
    failure: IgnoredAuth, recorder: ScenarioRecorder, operation: Operation
) -> Iterator[tuple[Exchange, Broken | None]]:
    """The request that the engine sent without a good credential and that was accepted, with the broken promise."""
    asked = str(failure.case_id)
    response = recorder.interactions[asked].response if asked in recorder.interactions else None
    if response is not None:
        exchange = exchange_of(operation, recorder.cases[asked].value, response)
        is_made_up = failure.scenario.name != "NO_AUTH"
        yield exchange, let_in(exchange, is_made_up=is_made_up)


def said_once(findings: Sequence[Finding], refused: Collection[str], operations: int) -> tuple[Finding, ...]:
    """The findings, with one in place of those that are alike on many operations.

    Findings of `ignored_auth` are joined if no operation refuses such requests, those of `unsupported_method` if they
    are many of all `operations`, and those of other probes if many operations have them.

    The joined finding takes the place of the first one, and names the other operations.  `refused` are the causes of
    `ignored_auth` that at least one operation does not have.
    """
    alike: dict[tuple[str | int, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        is_of_some = finding.check == _CHECK and finding.cause in refused
        if finding.check in ASKED_OF_ALL and not is_of_some:
            alike[_kind(finding)].append(finding)
    once: dict[str, Finding] = {}
    dropped: set[str] = set()
    for group in alike.values():
        count = len({finding.operation_id for finding in group})
        least = max(_LEAST, _PART_OF_ALL * operations) if group[0].check == _OF_METHODS else _LEAST
        if count >= least:
            once[group[0].key] = _of_all(group, count)
            dropped |= {finding.key for finding in group[1:]}
    return tuple(once.get(finding.key, finding) for finding in findings if finding.key not in dropped)


def _kind(finding: Finding) -> tuple[str | int, ...]:
    """What findings have in common if they are one fault.

    With the same cause, a check has the same message for each operation, but for numbers.  All successes are alike:
    the operation decides which one it is (200, 201).
    """
    kind = finding.check, finding.cause
    if finding.check in (_CHECK, _OF_METHODS):
        return kind
    return *kind, finding.title, 2 if 200 <= finding.status <= 299 else finding.status


def _advice(check: str, count: int) -> str:
    if check != _CHECK:
        return f"The same holds for {count} operations."
    return (
        f"The same holds for all {count} operations that were tested. "
        "A mock may accept any credential; speclift mock --secret-env VARIABLE accepts only one."
    )


def _of_all(alike: Sequence[Finding], count: int) -> Finding:
    first = alike[0]
    message = f"{first.message} {_advice(first.check, count)}"
    times, after = sum(finding.times for finding in alike), min(finding.after for finding in alike)
    return msgspec.structs.replace(
        first,
        message=message,
        cause=f"{first.cause} everywhere".strip(),
        times=times,
        after=after,
        others=tuple(dict.fromkeys(finding.label for finding in alike if finding.label != first.label)),
    )
