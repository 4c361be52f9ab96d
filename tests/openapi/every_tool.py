"""Run every tool on a document through its library call, and check the least that a user relies on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from speclift.client.templates import Templates
from speclift.contract.connection_headers import without_connection_fields
from speclift.contract.lifecycle import resources_of
from speclift.contract.view import contract_of
from speclift.diff.compare import compare
from speclift.diff.description import describe
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.transport.selection import Choice, select
from speclift.mock.app import Mock, Options
from speclift.openapi.load import Loaded, Loading, load
from speclift.pipeline.client import client_files
from speclift.serve.catalogue import catalogue_of
from tests.mock.calls import ask


def loaded(folder: Path, text: str, *, is_strict: bool = False) -> Loaded:
    """Write a document to a file and load it."""
    file = folder / "api.json"
    file.write_text(text, encoding="utf-8")
    return load(str(file), loading=Loading(is_strict=is_strict))


def use_in_every_tool(document: dict[str, Any]) -> None:
    """Fail if a tool cannot use a loaded document."""
    make_client(document)
    call_mock(document)
    assert compare(describe(document, "a"), describe(document, "a")).changes == ()
    found = catalogue_of(document)
    contract = without_connection_fields(contract_of(document))
    assert found.whole.operations == len(contract.operations)
    selection = select(contract, Choice(with_writes=True), "http://127.0.0.1:1")
    assert len(selection.called) + len(selection.left_out) == len(contract.operations)
    document_of(contract, selection.called, resources_of(contract))


def make_client(document: dict[str, Any]) -> None:
    """Fail if a generated file is not valid Python."""
    for name, data in client_files(document, "api_client", Templates(None)).items():
        if name.endswith(".py"):
            compile(data, name, "exec")


def call_mock(document: dict[str, Any]) -> None:
    """Fail if the mock responds with a server error that the document does not describe."""
    mock = Mock(contract_of(document), Options())
    for operation in mock.contract.operations:
        path = re.sub(r"\{[^{}]*\}", "1", operation.path)
        response = ask(mock, operation.method.upper(), path.replace("#", "%23").replace("?", "%3F"))
        known = {described.status for described in operation.responses}
        assert response.status_code < 500 or str(response.status_code) in known or known & {"5XX"}, (
            operation.label,
            response.text,
        )
