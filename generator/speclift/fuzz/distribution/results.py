"""What the parts of a run have reported so far, and the result of all of them, even of a part that broke off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

import msgspec

from speclift.contract.records import Operation
from speclift.fuzz.coverage import Coverage
from speclift.fuzz.distribution.merge import merged
from speclift.fuzz.finding import Finding, Result, in_order

#: Why a part has no result.
INTERRUPTED, OUT_OF_TIME, DIED = "interrupted", "its time was up", "a process ended early"


class PartResults:
    """What the parts reported, by the number of the part; `operations` are those of each part."""

    def __init__(
        self,
        operations: Sequence[Sequence[Operation]],
        url: str,
        shard: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._started = clock()
        self._operations = operations
        self._url = url
        self._shard = shard
        self._results: dict[int, Result] = {}
        self._found: dict[str, dict[str, Finding]] = {}
        self._seen: dict[int, dict[str, Finding]] = {}
        self._broken: dict[int, tuple[str, str]] = {}

    def told(self, number: int, finding: Finding) -> bool:
        """Record that a part has seen a finding.  Returns whether no part saw it before."""
        is_new = not any(finding.key in found for found in self._seen.values())
        self._seen.setdefault(number, {}).setdefault(finding.key, finding)
        return is_new

    def has(self, number: int, result: Result) -> None:
        """Record the result of a part, either its last one or an intermediate one."""
        self._results[number] = result
        for finding in result.findings:
            self._found.setdefault(finding.operation_id, {})[finding.key] = finding

    def findings_of(self, operations: Iterable[str]) -> tuple[Finding, ...]:
        """The findings about operations, given by their ids, in the results so far."""
        return tuple(finding for operation in operations for finding in self._found.get(operation, {}).values())

    def breaks_off(self, number: int, stopped: str, problem: str = "") -> None:
        """Record that a part will never have its last result: `stopped` says why, `problem` what went wrong."""
        self._broken[number] = stopped, problem

    @property
    def findings(self) -> int:
        """The number of different findings that were reported."""
        return len({key for found in self._seen.values() for key in found})

    def result(self, left_out: Sequence[Operation]) -> Result:
        """The result of all parts, with the seconds since the run began: a process may take several parts in turn."""
        names = tuple(operation.operation_id for operation in left_out)
        found = merged([self._of(number, names) for number in range(len(self._operations))], self._shard)
        return msgspec.structs.replace(found, seconds=self._clock() - self._started)

    def _of(self, number: int, left_out: tuple[str, ...]) -> Result:
        """The result of a part; if it broke off, the result has all findings that it reported."""
        operations = self._operations[number]
        never = tuple(operation.operation_id for operation in operations)
        empty = Result((), (), len(operations), 0, 0.0, url=self._url, proof=Coverage(never=never, left_out=left_out))
        result = self._results.get(number, empty)
        if number not in self._broken:
            return result
        stopped, problem = self._broken[number]
        findings = {**self._seen.get(number, {}), **{finding.key: finding for finding in result.findings}}
        others = f" and {len(operations) - 1} more" if len(operations) > 1 else ""
        return msgspec.structs.replace(
            result,
            findings=in_order(findings.values()),
            stopped=stopped,
            problems=(*result.problems, *([f"{operations[0].label}{others}: {problem}"] if problem else ())),
            unanswered=result.unanswered or (len(operations) if problem else 0),
        )
