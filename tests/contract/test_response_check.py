"""What is said about a response that breaks its document."""

from __future__ import annotations

import pytest

from speclift.contract.response_check import broken
from speclift.contract.view import contract_of
from tests.contract.small import INTEGER, document, operation


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[1e400", "has a number that is too large to be read"),
        (b"1e400", "has a number that is too large to be read"),
        (b"1e4]", "is not JSON"),
    ],
)
def test_a_body_that_is_not_read_has_its_reason(body: bytes, words: str) -> None:
    contract = contract_of(document({"/a": {"get": operation("a", answer=INTEGER)}}))
    headers = {"content-type": "application/json"}
    found = list(broken(contract, contract.operations[0], 200, headers, body))
    assert found == [f"The body {words}. {body.decode()}"]
