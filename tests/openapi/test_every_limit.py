"""Each part of a document that a tool does not support is reported by its own name and place.

`every_limit.txt` lists them for `every_keyword.yaml` and the document here: the place, the name of the warning, and the
tools that report it. A report of something around a part does not replace its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from speclift.client import unsupported as of_client
from speclift.diff import unsupported as of_comparison
from speclift.fuzz import unsupported as of_fuzzing
from speclift.mock import unsupported as of_mock
from speclift.openapi.load import load
from speclift.openapi.structure.fault import Fault
from speclift.openapi.unsupported import Limit
from speclift.serve import unsupported as of_page

HERE = Path(__file__).parent

REPORTED: Mapping[str, Callable[[dict[str, Any]], Sequence[Fault]]] = {
    "client": of_client.limits,
    "mock": of_mock.limits,
    "fuzz": of_fuzzing.limits,
    "diff": lambda document: [fault for fault, _ in of_comparison.uncompared(document)],
    "serve": of_page.limits,
}
LIMITS: Mapping[str, Sequence[Limit]] = {
    "client": of_client.LIMITS,
    "mock": of_mock.LIMITS,
    "fuzz": of_fuzzing.LIMITS,
    "diff": of_comparison.LIMITS,
    "serve": of_page.LIMITS,
}

LISTS = {"type": "array", "x-collection-format": "tsv", "items": {"type": "array", "items": {"type": "string"}}}
#: What `every_keyword.yaml` does not have.
MORE: dict[str, Any] = {
    "openapi": "3.2.0",
    "info": {"title": "More", "version": "1"},
    "paths": {
        "/more": {
            "post": {
                "parameters": [{"name": "q", "in": "query", "x-collection-format": "tsv", "schema": LISTS}],
                "requestBody": {"content": {"application/cbor": {"schema": {"type": "object"}}}},
                "responses": {
                    "200": {
                        "description": "Parts.",
                        "content": {"multipart/mixed": {"schema": {"type": "string", "contentEncoding": "base32"}}},
                    }
                },
            }
        }
    },
    "components": {
        "securitySchemes": {
            "login": {"type": "http", "scheme": "basic", "deprecated": True},
            "ticket": {"type": "http", "scheme": "negotiate"},
        }
    },
}


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    return [load(str(HERE / "every_keyword.yaml")).document, MORE]


def test_each_part_is_reported_by_name_and_place(documents: list[dict[str, Any]]) -> None:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for tool, reported in REPORTED.items():
        for document in documents:
            for fault in reported(document):
                found[fault.pointer, fault.kind].append(tool)
    lines = sorted(f"{pointer} {kind}: {' '.join(tools)}" for (pointer, kind), tools in found.items())
    listed = (HERE / "every_limit.txt").read_text().splitlines()
    assert lines == [line for line in listed if not line.startswith("#")]


@pytest.mark.parametrize("tool", LIMITS)
def test_the_list_has_each_limit_of_each_tool(tool: str, documents: list[dict[str, Any]]) -> None:
    faults = [fault for document in documents for fault in REPORTED[tool](document)]
    found = {(fault.kind, fault.pointer.rpartition("/")[2], fault.message) for fault in faults}
    assert {(limit.name, limit.key, limit.message) for limit in LIMITS[tool]} - found == set()
