"""What is so all over a server is one thing, and is said once: whom it lets in, and what else it does not refuse."""

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
#: The check of undocumented methods; the code that answers them knows no operation.
_OF_METHODS = "unsupported_method"
#: Checks that ask each operation the same.
ASKED_OF_ALL = frozenset({*PROBES, _OF_METHODS})
#: The part of all operations that have the same there, where it is so all over the server: they share paths.
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
    """The findings, with one in place of those that are alike on many operations.

    So it is where none of many operations refuses whom it should not let in, where those that answer a method that is
    not there in the same wrong way are many of all `operations`, and where many accept what another probe sends.

    It takes the place of the first of them, and names the others.  `refused` are the causes of `ignored_auth` that at
    least one operation has not.
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
    """What findings have in common that are one thing.

    A check says the same of each operation under one cause, but for numbers.  Which success that is (200, 201) follows
    from the operation.
    """
    kind = finding.check, finding.cause
    if finding.check in (_CHECK, _OF_METHODS):
        return kind
    return *kind, finding.title, 2 if 200 <= finding.status <= 299 else finding.status


def _advice(check: str, count: int) -> str:
    if check != _CHECK:
        return f"So it is on {count} operations."
    return (
        f"So it is on all {count} operations that were asked. "
        "A mock may take any: speclift mock --secret-env VARIABLE takes one."
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
