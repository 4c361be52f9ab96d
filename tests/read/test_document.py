"""OpenAPI documents as other programs write them."""

from __future__ import annotations

from pathlib import Path

from speclift.read.document import read_document


def test_a_date_in_yaml_is_a_string(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text('openapi: 3.1.1\nquoted: "2024-03-03T14:25:40+01:00"\nplain: 2024-03-03\n')
    assert read_document(str(path)) == {
        "openapi": "3.1.1",
        "quoted": "2024-03-03T14:25:40+01:00",
        "plain": "2024-03-03",
    }
