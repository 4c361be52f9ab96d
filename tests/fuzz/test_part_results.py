"""The results of the parts of a run, also of a part that broke off."""

from __future__ import annotations

from speclift.contract.view import read_contract
from speclift.fuzz.distribution.results import DIED, PartResults
from speclift.fuzz.finding import Finding, Result
from tests.fuzz.findings import finding_of
from tests.fuzz.fleet import fleet

OPERATIONS = read_contract(fleet()).operations
URL = "http://127.0.0.1:9"


def finding(cause: str) -> Finding:
    operation = OPERATIONS[0]
    return finding_of(operation_id=operation.operation_id, label=operation.label, cause=cause)


def test_a_part_that_breaks_off_keeps_its_findings_and_names_its_operations() -> None:
    parts = PartResults([OPERATIONS[:3], OPERATIONS[3:4]], URL, "")
    assert parts.told(0, finding("one"))
    parts.has(1, Result((), (), 1, 5, 1.0, url=URL))
    parts.breaks_off(0, DIED, "no worker finished it: KilledWorker")
    result = parts.result(())
    assert [found.cause for found in result.findings] == ["one"]
    assert result.stopped == DIED
    label = OPERATIONS[0].label
    assert result.problems == (f"{label} and 2 more: no worker finished it: KilledWorker",)
    assert result.unanswered == 3


def test_a_part_that_is_started_again_reports_nothing_twice() -> None:
    parts = PartResults([OPERATIONS[:2], OPERATIONS[2:4]], URL, "")
    assert parts.told(0, finding("one"))
    assert not parts.told(0, finding("one"))
    assert not parts.told(1, finding("one"))
    assert parts.findings == 1


def test_a_run_lasts_as_long_as_all_its_parts_one_after_the_other() -> None:
    """A worker of Dask takes several parts, so the longest one says nothing of the whole run."""
    times = iter([100.0, 165.0])
    parts = PartResults([[], []], "http://localhost", "", clock=lambda: next(times))
    for number in range(2):
        parts.has(number, Result((), (), 1, 1, seconds=32.0))
    assert parts.result([]).seconds == 65.0
