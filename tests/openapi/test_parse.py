"""OpenAPI documents are read as people and other programs write them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.openapi.files.parse import parsed, read_data
from speclift.openapi.load import load

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
    ("key", "message"),
    [
        ("? [a, b]", "a key is a list or a mapping"),
        ("? {a: 1}", "a key is a list or a mapping"),
        ("? 0x" + "f" * 3_000, "a key is a number with too many digits"),
        ("9" * 5_000, "The file is neither JSON nor YAML"),
    ],
    ids=["list", "mapping", "hexadecimals", "digits"],
)
def test_a_key_that_cannot_be_a_string_is_a_named_error(tmp_path: Path, key: str, message: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(
        f"openapi: 3.1.1\nx-names:\n  {key}: two\n"
        if key[0] != "?"
        else f"openapi: 3.1.1\nx-names:\n  {key}\n  : two\n"
    )
    with pytest.raises(SourceError) as caught:
        load(str(path))
    assert message in caught.value.message
    assert caught.value.file == str(path)


NUMBER = "wrong-value: #/x-names/{key}: the key {key} is a number where a string belongs; it is read as a string"
TWICE = "duplicate-key: #/x-names/{key}: the key is here twice; the last one counts"


@pytest.mark.parametrize("is_fast", [True, False], ids=["fastyaml-rs", "PyYAML"])
@pytest.mark.parametrize(
    ("entries", "names", "faults"),
    [
        ("  1.10: two", {"1.10": "two"}, [(3, NUMBER.format(key="1.10"))]),
        ("  .nan: two\n  3: x", {".nan": "two", "3": "x"}, [(3, NUMBER.format(key=".nan"))]),
        ("  1: one\n  '1': two", {"1": "two"}, [(4, TWICE.format(key="1"))]),
        ("  '1': one\n  1: two", {"1": "two"}, [(4, TWICE.format(key="1"))]),
        ("  1.0: one\n  1: two", {"1.0": "one", "1": "two"}, [(3, NUMBER.format(key="1.0"))]),
        ("  a: &a 1.5\n  *a : two", {"a": 1.5, "1.5": "two"}, [(4, NUMBER.format(key="1.5"))]),
        ("  x: y\n  x: z\n  2.50: two", {"x": "z", "2.50": "two"},
         [(4, TWICE.format(key="x")), (5, NUMBER.format(key="2.50"))]),
    ],
    ids=["decimal", "nan", "twice", "twice-the-other-way", "equal-numbers", "alias", "both"],
)  # fmt: skip
def test_a_number_as_a_key_is_read_as_it_is_written_and_the_last_of_two_keys_counts(
    entries: str,
    names: dict[str, object],
    faults: list[tuple[int, str]],
    is_fast: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not is_fast:
        monkeypatch.setitem(sys.modules, "fast_yaml", None)
    path = tmp_path / "openapi.yaml"
    path.write_text(f"openapi: 3.1.1\nx-names:\n{entries}\ninfo: {{title: a, version: b}}\npaths: {{}}\n")
    loaded = load(str(path))
    assert loaded.document["x-names"] == names
    assert [(fault.line, f"{fault.kind}: {fault}") for fault in loaded.faults] == faults


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", ['{"openapi": "3.1.1", "x": "é"}', "openapi: 3.1.1\nx: é\n"], ids=["json", "yaml"])
def test_a_byte_order_mark_is_not_part_of_the_document(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text, encoding=encoding)
    assert read_data(str(path)) == {"openapi": "3.1.1", "x": "é"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_after_a_byte_order_mark_is_still_read_as_json(tmp_path: Path, encoding: str) -> None:
    """Only JSON makes one character of two escapes."""
    path = tmp_path / "openapi.json"
    path.write_text('{"openapi": "3.1.1", "x": "\\ud83d\\ude00"}', encoding=encoding)
    assert read_data(str(path))["x"] == "\U0001f600"


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16-le", "latin-1"])
def test_another_encoding_is_a_named_error(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.1\nx: é\n", encoding=encoding)
    with pytest.raises(SourceError) as caught:
        load(str(path))
    assert caught.value.expected == "an OpenAPI document in UTF-8"


def test_an_error_in_yaml_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.1\n\ninfo: *nobody\n")
    with pytest.raises(SourceError, match="nobody") as caught:
        load(str(path))
    assert caught.value.line == 3


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml", "schemas.json", "schemas.yaml"])
def test_the_last_of_duplicate_keys_counts_and_the_fault_is_reported(name: str, tmp_path: Path) -> None:
    """JSON parsers keep the last one in silence, so an operation could be lost."""
    schemas = '{"a": {"type": "string"},\n "b": [{"c":1 , "c": 2}],\n"a": {"type": "integer"}}'
    head = '{"openapi": "3.1.1", "info": {"title": "", "version": "1"}, "paths": {}, "components": {"schemas": %s}}'
    references = '{"A": {"$ref": "schemas.json#/a"}, "B": {"$ref": "schemas.yaml#/a"}}'
    (tmp_path / "openapi.yaml").write_text(head % references)
    for file in ("schemas.json", "schemas.yaml"):
        (tmp_path / file).write_text('{"a": {"type": "integer"}}')
    own = '{"a": {"type": "string"},\n\n"a": {"type": "integer"}}'
    text = schemas if name.startswith("schemas") else head % own
    (tmp_path / name).write_text(("---\n" if name.endswith("yaml") else "") + text)
    found = load(str(tmp_path / (name if name == "openapi.json" else "openapi.yaml")))
    pointers = {"/a", "/b/0/c"} if name.startswith("schemas") else {"/components/schemas/a"}
    reported = [fault for fault in found.faults if fault.kind == "duplicate-key"]
    assert {fault.pointer for fault in reported} == pointers
    assert {fault.file.rpartition("/")[2] for fault in reported} == {name if name.startswith("schemas") else ""}
    assert all(fault.line for fault in reported)
    assert {"type": "string"} not in found.document["components"]["schemas"].values()
    assert {"type": "integer"} in found.document["components"]["schemas"].values()


def test_duplicate_merge_keys_add_up(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    schemas = "A: &a {title: A}\n  B: &b {type: string}\n  C: {<<: *a, <<: *b}\n"
    path.write_text(
        f"openapi: 3.1.1\ninfo: {{title: A, version: '1'}}\npaths: {{}}\ncomponents:\n schemas:\n  {schemas}"
    )
    found = load(str(path))
    assert found.document["components"]["schemas"]["C"] == {"title": "A", "type": "string"}
    assert ("duplicate-key", "/components/schemas/C/<<") in {(fault.kind, fault.pointer) for fault in found.faults}


def test_keys_that_are_equal_in_python_stay_separate(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.1\nx: {1: a, true: b, 0: c, false: d}\n")
    assert read_data(str(path))["x"] == {"1": "a", "true": "b", "0": "c", "false": "d"}


def test_duplicate_keys_are_reported_only_where_there_are_some(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text('{"openapi": "3.1.1",\n "x" : {"a": "\\"b\\":", "\\u0022c": 1}}')
    assert parsed(str(path)).faults == ()
    path.write_text('{"overlay": "1.0.0", "overlay": "1.0.0"}')
    with pytest.raises(SourceError, match="is here twice"):
        read_data(str(path))


def test_an_integer_of_more_than_64_bits_becomes_a_float(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    file.write_text("a: [100000000000000000000, 18446744073709551615]\nb: -9223372036854775809\n")
    assert read_data(str(file)) == {"a": [1e20, 18446744073709551615], "b": -9223372036854775809.0}
    file.write_text(f"a: {'9' * 400}\n")
    with pytest.raises(SourceError, match="too many digits"):
        read_data(str(file))


@pytest.mark.parametrize("is_collecting", [True, False])
def test_loading_leaves_the_garbage_collector_as_it_was(tmp_path: Path, is_collecting: bool) -> None:
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
