"""The fuzzer against a server that shares no code with it: it finds the real bugs and reports nothing that is right."""

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


def test_the_bugs_of_an_independent_server_are_found() -> None:
    contract = read_contract(load(str(HERE / "shop.yaml")).document)
    with python_server(HERE / "shop.py") as running:
        settings = settings_of(running.url, headers={"Authorization": f"Bearer {SECRET}"}, max_examples=50)
        result = fuzz(
            contract, select(contract, Choice(), running.url), settings, seconds=None, progress=lambda *_: None
        )
    failures = {(finding.operation_id, finding.check) for finding in result.findings if finding.level == "failure"}
    assert failures >= BUGS
    # The server routes by method before it looks at the path, which is a finding; all else of /health is right.
    of_health = {check for operation_id, check in failures if operation_id == "health"}
    assert of_health <= {"unsupported_method", "allow_header_conformance"}
