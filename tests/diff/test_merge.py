"""One API in several documents."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.contract.view import read_contract
from speclift.diff.inputs.merge import merged
from speclift.errors import SourceError


def part(path: str, operation: Any, **more: Any) -> Any:
    return {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {path: {"get": operation}}, **more}


def test_security_and_servers_of_a_document_apply_only_to_its_operations() -> None:
    # In 3.1 an operation may have no responses (OpenAPI 3.1.1, section 4.8.10).
    parts = {
        "a.yaml": part("/a", {"operationId": "a"}, security=[{"key": []}], servers=[{"url": "/one"}]),
        "b.yaml": part("/b", {"operationId": "b", "security": [], "servers": [{"url": "/own"}]}, security=[{"x": []}]),
        "c.yaml": part("/c", {"operationId": "c"}, servers=[{"url": "/three"}]),
    }
    found = read_contract(merged(parts)).operations
    assert [(op.security, op.servers) for op in found] == [
        ((("key",),), ("/one",)),
        ((), ("/own",)),
        ((), ("/three",)),
    ]


def test_webhooks_of_all_documents_are_kept() -> None:
    parts = [part(f"/{name}", {}, webhooks={name: {"post": {}}, "both": {"put": {}}}) for name in "ab"]
    assert merged({"a.yaml": parts[0], "b.yaml": parts[1]})["webhooks"].keys() == {"a", "b", "both"}
    parts[1]["webhooks"]["both"] = {"get": {}}
    with pytest.raises(SourceError, match="webhook both is not the same here"):
        merged({"a.yaml": parts[0], "b.yaml": parts[1]})
