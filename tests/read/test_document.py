"""OpenAPI documents as other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.read.document import read_document
from speclift.run import load_document

BY_HAND = """openapi: 3.1.1
info: {title: Kites, version: "1"}
paths:
  /kite:
    get:
      responses:
        200: {description: There it is.}
        404: {description: None.}
components:
  schemas:
    Kind:
      x-names: [{1: one, -2: two, 0: zero}, {true: yes, null: none}]
"""


def test_a_date_in_yaml_is_a_string(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text('openapi: 3.1.1\nquoted: "2024-03-03T14:25:40+01:00"\nplain: 2024-03-03\n')
    assert read_document(str(path)) == {
        "openapi": "3.1.1",
        "quoted": "2024-03-03T14:25:40+01:00",
        "plain": "2024-03-03",
    }


def test_keys_without_quotes_are_strings(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(BY_HAND)
    document = load_document(str(path))
    assert list(document["paths"]["/kite"]["get"]["responses"]) == ["200", "404"]
    assert document["components"]["schemas"]["Kind"]["x-names"] == [
        {"1": "one", "-2": "two", "0": "zero"},
        {"true": "yes", "null": "none"},
    ]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("1.10", "The mapping key 1.1 is no string."),
        ("? [a, b]", "A mapping key is no string."),
        ("? {a: 1}", "A mapping key is no string."),
        ("? 0x" + "f" * 4_000, "A mapping key is no string."),
        ("9" * 5_000, "The file is neither JSON nor YAML"),
        (".nan", "The mapping key nan is no string."),
        ("1: one\n  '1'", "The mapping key 1 is there twice."),
        ("'1': one\n  1", "The mapping key 1 is there twice."),
    ],
    ids=["decimal", "list", "mapping", "hexadecimals", "digits", "nan", "twice", "twice-the-other-way"],
)
def test_a_key_that_cannot_be_a_string_is_a_named_error(tmp_path: Path, key: str, what: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(
        f"openapi: 3.1.1\nx-names:\n  {key}: two\n"
        if key[0] != "?"
        else f"openapi: 3.1.1\nx-names:\n  {key}\n  : two\n"
    )
    with pytest.raises(SourceError) as caught:
        read_document(str(path))
    assert what in caught.value.message
    assert caught.value.file == str(path)
