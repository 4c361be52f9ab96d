"""The fuzzer against the mock: the right check finds each fault, and a mock without faults is clean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from speclift.contract.records import Contract
from speclift.contract.view import read_contract
from speclift.fuzz.finding import Result
from speclift.fuzz.runs.run import fuzz
from speclift.fuzz.transport.selection import Choice, select
from speclift.mock.faults.catalogue import FAULTS
from speclift.mock.process import Running
from speclift.openapi.load import load
from tests.conftest import ROOT
from tests.fuzz.runs import settings_of
from tests.fuzz.servers import SECRET, mock_server
from tests.patience import patience

SPEC = ROOT / "spec" / "openapi.yaml"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def contract() -> Contract:
    return read_contract(load(str(SPEC)).document)


@pytest.fixture(scope="module")
def faulty() -> Iterator[Running]:
    with mock_server(SPEC, "all") as running:
        yield running


@pytest.fixture(scope="module")
def result(contract: Contract, faulty: Running) -> Result:
    return run(contract, faulty, seed=1, max_response_time=0.5)


def run(contract: Contract, running: Running, *, seed: int, max_response_time: float = 5) -> Result:
    settings = settings_of(
        running.url,
        headers={"Authorization": f"Bearer {SECRET}"},
        seed=seed,
        max_examples=10,
        max_response_time=max_response_time,
    )
    selection = select(contract, Choice(), running.url)
    return fuzz(contract, selection, settings, seconds=None, progress=lambda *_: None)


def test_the_mock_has_at_least_fifty_faults(faulty: Running) -> None:
    assert len(faulty.faults) >= 50
    assert len({FAULTS[name].family for name in faulty.faults.values()}) >= 15


def test_every_fault_is_found_by_the_right_check(faulty: Running, result: Result) -> None:
    findings = {(finding.operation_id, finding.check) for finding in result.findings}
    missed = [
        name
        for operation_id, name in faulty.faults.items()
        if not any((operation_id, check) in findings for check in FAULTS[name].found_by)
    ]
    assert not missed


def test_nearly_every_fault_is_found_within_two_minutes(faulty: Running, result: Result) -> None:
    # `patience` doubles the minute, and gives slow machines more than two.
    two_minutes = patience(60)
    in_time = {(finding.operation_id, finding.check) for finding in result.findings if finding.after < two_minutes}
    hit = [
        name
        for operation_id, name in faulty.faults.items()
        if any((operation_id, check) in in_time for check in FAULTS[name].found_by)
    ]
    assert len(hit) >= 0.95 * len(faulty.faults)


def test_findings_name_the_page_and_line_of_the_promise(result: Result) -> None:
    for finding in result.findings:
        file, _, line = finding.source.rpartition(":")
        assert (ROOT / "spec" / "docs" / file).is_file()
        assert int(line) > 0


def test_operations_without_a_fault_have_no_finding(faulty: Running, result: Result) -> None:
    # An operation that reads a resource may show a fault of the operation that changed it.
    readers = {"v1ProjectMember_GetProjectMember", "v1BatchAgent_GetBatchTaskInfo"}
    others = {finding.operation_id for finding in result.findings} - faulty.faults.keys()
    assert others <= readers


@pytest.mark.parametrize("seed", [0, 7])
def test_a_mock_without_faults_is_clean(contract: Contract, seed: int) -> None:
    with mock_server(SPEC) as running:
        result = run(contract, running, seed=seed)
    assert [(f.label, f.check, f.message) for f in result.findings] == []
    assert not result.stopped
    assert result.requests > 1000


def test_every_fault_of_the_catalogue_names_checks_that_exist() -> None:
    import schemathesis.checks
    from schemathesis.checks import CHECKS

    from speclift.fuzz.checks.probes import PROBES
    from speclift.fuzz.checks.responses import PROMISES

    schemathesis.checks.load_all_checks()
    known = {*CHECKS.get_all_names(), *PROBES, *PROMISES, "stale_read", "read_after_delete", "created_is_readable"}
    for fault in FAULTS.values():
        assert set(fault.found_by) <= known | {"max_response_time"}


def test_the_page_on_the_fuzzer_lists_every_check_of_speclift() -> None:
    from speclift.fuzz.checks.probes import PROBES
    from speclift.fuzz.checks.responses import PROMISES

    page = (ROOT / "docs" / "reference" / "fuzzer.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| ([a-z_, ]+) \| (failure|drift) \|", page.partition("| check | level | what holds |")[2], re.M
    )
    listed = {name for names, _ in rows for name in names.split(", ")}
    assert listed == {*PROBES, *PROMISES, "stale_read", "read_after_delete", "created_is_readable"}


def test_fuzzing_leaves_the_checks_of_schemathesis_as_they_were(contract: Contract, tmp_path: Path) -> None:
    from schemathesis.checks import CHECKS, load_all_checks

    load_all_checks()
    before = list(CHECKS.get_all_names())
    with mock_server(SPEC) as running:
        settings = settings_of(running.url, max_examples=1, phases=(), with_writes=False)
        selection = select(contract, Choice(operations=("v1ChatPresence_GetChatPresence",)), running.url)
        fuzz(contract, selection, settings, seconds=None, progress=lambda *_: None)
    assert list(CHECKS.get_all_names()) == before
