"""A run on an OpenAPI 3.2 document calls what it can, and says why it leaves out the rest."""

from __future__ import annotations

from speclift.contract.view import contract_of
from speclift.fuzz.documents.query_pairs import with_pairs
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.transport.selection import Choice, select
from speclift.fuzz.unsupported import limits
from tests.openapi.lending import DOCUMENT


def test_operations_are_called_or_left_out_with_a_reason() -> None:
    selection = select(with_pairs(contract_of(DOCUMENT)), Choice(), "http://localhost")
    called = [operation.label for operation in selection.called]
    assert called == ["GET /books", "QUERY /books", "GET /lines", "GET /records", "GET /events", "GET /medium"]
    assert {operation.label: reason for operation, reason in selection.left_out} == {
        "COPY /books": "no requests are made up for its method",
        "GET /search": "its query is one value, which is not made up",
        "POST /lines": "its body is application/jsonl, which is not made up",
        "POST /records": "its body is application/json-seq, which is not made up",
    }
    pointers = [fault.pointer for fault in limits(DOCUMENT)]
    assert "/paths/~1books/additionalOperations" in pointers
    assert "/paths/~1search/get/parameters/0/in" in pointers
    assert "/paths/~1books/get/parameters/0/in" not in pointers


def test_a_query_that_is_one_form_becomes_a_parameter_for_each_property() -> None:
    contract = with_pairs(contract_of(DOCUMENT))
    document = document_of(contract, [contract.operations[0]], [])
    parameters = {(p["name"], p["in"], p["required"]) for p in document["paths"]["/books"]["get"]["parameters"]}
    assert parameters == {("author", "query", True), ("years", "query", False)}
