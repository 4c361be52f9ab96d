"""The fuzzer against a server that is not ours: its real bugs are found, and what is right is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.contract.view import read_contract
from speclift.fuzz.runs.run import fuzz
from speclift.fuzz.transport.selection import Choice, select
from speclift.openapi.load import load
from tests.fuzz.runs import settings_of
from tests.fuzz.servers import SECRET, python_server

HERE = Path(__file__).parent

#: The bugs that the docstring of the shop names.
BUGS = {
    ("createItem", "not_a_server_error"),
    ("listItems", "response_schema_conformance"),
    ("listItems", "negative_data_rejection"),
    ("deleteItem", "read_after_delete"),
    ("deleteItem", "ignored_auth"),
}

pytestmark = pytest.mark.slow


def test_the_bugs_of_a_foreign_server_are_found() -> None:
    contract = read_contract(load(str(HERE / "shop.yaml")).document)
    with python_server(HERE / "shop.py") as running:
        settings = settings_of(running.url, headers={"Authorization": f"Bearer {SECRET}"}, max_examples=50)
        result = fuzz(
            contract, select(contract, Choice(), running.url), settings, seconds=None, progress=lambda *_: None
        )
    named = {(finding.operation_id, finding.check) for finding in result.findings if finding.level == "failure"}
    assert named >= BUGS
    # It knows no method of a path from that of another, which is a finding of its own; all else about /health is right.
    health = {check for operation_id, check in named if operation_id == "health"}
    assert health <= {"unsupported_method", "allow_header_conformance"}
