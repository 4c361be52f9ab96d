"""What a run makes of OpenAPI 3.2: it calls what it can, and says of the rest why it does not."""

from __future__ import annotations

from speclift.contract.view import contract_of
from speclift.fuzz.documents.query_pairs import with_pairs
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.transport.selection import Choice, select
from speclift.fuzz.unsupported import limits
from tests.openapi.lending import DOCUMENT


def test_what_is_called_and_what_is_left_out() -> None:
    selection = select(with_pairs(contract_of(DOCUMENT)), Choice(), "http://localhost")
    called = [operation.label for operation in selection.called]
    assert called == ["GET /books", "QUERY /books", "GET /lines", "GET /records", "GET /events", "GET /medium"]
    assert {operation.label: reason for operation, reason in selection.left_out} == {
        "COPY /books": "no requests are made up for its method",
        "GET /search": "its query is one value, which is not made up",
        "POST /lines": "its body is application/jsonl, which is not made up",
        "POST /records": "its body is application/json-seq, which is not made up",
    }
    told = [fault.pointer for fault in limits(DOCUMENT)]
    assert "/paths/~1books/additionalOperations" in told
    assert "/paths/~1search/get/parameters/0/in" in told
    assert "/paths/~1books/get/parameters/0/in" not in told


def test_a_form_that_is_the_query_is_made_up_pair_by_pair() -> None:
    contract = with_pairs(contract_of(DOCUMENT))
    document = document_of(contract, [contract.operations[0]], [])
    found = {(p["name"], p["in"], p["required"]) for p in document["paths"]["/books"]["get"]["parameters"]}
    assert found == {("author", "query", True), ("years", "query", False)}
