"""OpenAPI documents as other programs write them."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.openapi.load import load
from speclift.openapi.parse import read_data

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
    assert read_data(str(path)) == {
        "openapi": "3.1.1",
        "quoted": "2024-03-03T14:25:40+01:00",
        "plain": "2024-03-03",
    }


def test_keys_without_quotes_are_strings(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(BY_HAND)
    document = load(str(path)).document
    assert list(document["paths"]["/kite"]["get"]["responses"]) == ["200", "404"]
    assert document["components"]["schemas"]["Kind"]["x-names"] == [
        {"1": "one", "-2": "two", "0": "zero"},
        {"true": "yes", "null": "none"},
    ]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("1.10", "The mapping key 1.1 is no string."),
        ("? [a, b]", "a key is a list or a mapping"),
        ("? {a: 1}", "a key is a list or a mapping"),
        ("? 0x" + "f" * 3_000, "a key is a number of too many digits"),
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
        load(str(path))
    assert what in caught.value.message
    assert caught.value.file == str(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", ['{"openapi": "3.1.1", "x": "é"}', "openapi: 3.1.1\nx: é\n"], ids=["json", "yaml"])
def test_a_byte_order_mark_is_none_of_the_document(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text, encoding=encoding)
    assert read_data(str(path)) == {"openapi": "3.1.1", "x": "é"}


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16-le", "latin-1"])
def test_another_encoding_is_a_named_error(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.1\nx: é\n", encoding=encoding)
    with pytest.raises(SourceError) as caught:
        load(str(path))
    assert caught.value.expected == "an OpenAPI document in UTF-8"


def test_a_fault_of_yaml_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.1\ninfo: 1\ninfo: 2\n")
    with pytest.raises(SourceError, match="the key info stands twice") as caught:
        load(str(path))
    assert caught.value.line == 3


def test_a_number_of_more_than_64_bits_is_a_floating_point_one(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    file.write_text("a: [100000000000000000000, 18446744073709551615]\nb: -9223372036854775809\n")
    assert read_data(str(file)) == {"a": [1e20, 18446744073709551615], "b": -9223372036854775809.0}
    file.write_text(f"a: {'9' * 400}\n")
    with pytest.raises(SourceError, match="too many digits"):
        read_data(str(file))


@pytest.mark.parametrize("is_collecting", [True, False])
def test_loading_leaves_the_collector_of_cycles_as_it_was(tmp_path: Path, is_collecting: bool) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(BY_HAND)
    bad.write_text("a: [")
    was_collecting = gc.isenabled()
    try:
        (gc.enable if is_collecting else gc.disable)()
        load(str(good))
        assert gc.isenabled() is is_collecting
        with pytest.raises(SourceError):
            load(str(bad))
        assert gc.isenabled() is is_collecting
    finally:
        (gc.enable if was_collecting else gc.disable)()
