"""Published Swagger 2.0 documents of large APIs are converted, and every tool can use the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from speclift.openapi.checking.faults import faults
from speclift.openapi.files.parse import read_data
from speclift.openapi.load import load
from speclift.openapi.structure.paths import METHODS
from tests.openapi.every_tool import use_in_every_tool

DOCUMENTS = {
    "docker": "references/docker/oracle/v1.25.yaml",
    "killbill": "references/killbill/oracle/swagger.json",
    "okta": "references/okta/oracle/spec-2023-03-21.yaml",
    "superoffice": "oracle/2023/Swagger-v1-REST.json",
}


def operations_of(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(path, method) for path, item in document["paths"].items() for method in item if method in METHODS}


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_tool_can_use_a_published_document(name: str, shared: Path) -> None:
    file = shared / DOCUMENTS[name]
    if not file.is_file():
        pytest.skip(f"the document is not at ../shared/{DOCUMENTS[name]}")
    document = load(str(file)).document
    assert operations_of(document) == operations_of(read_data(str(file)))
    assert list(faults(document)) == []
    use_in_every_tool(document)
