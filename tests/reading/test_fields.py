"""Fields of tables and lists, read from markdown."""

from __future__ import annotations

from speclift.model.facts import Field, Primitive
from speclift.model.schema import Place
from speclift.reading.facts import read_facts
from speclift.reading.fields.lists import fields_of_list, is_field_list
from speclift.reading.fields.tables import fields_of_table
from speclift.reading.files.includes import read_from
from speclift.reading.markdown.block_parser import parse
from speclift.reading.markdown.blocks import Bullets, Table


def fields(text: str) -> dict[str, Field]:
    """The fields of the only table of a text, by name."""
    _, blocks = parse(text)
    (table,) = (block for block in blocks if isinstance(block, Table))
    return {field.name: field for field in fields_of_table(table, lambda line: Place("crates.md", line))}


def test_fields_without_a_mark_are_required_where_notes_mark_the_optional_ones() -> None:
    found = fields("| Name | Notes |\n|--|--|\n| id | |\n| color | optional |\n")
    assert [field.printed.is_required for field in found.values()] == [True, False]


def test_a_description_that_says_optional_makes_no_other_field_required() -> None:
    found = fields(
        "| Name | Notes | Description |\n|--|--|--|\n| id | server | The id |\n| color | | Optional color |\n"
    )
    assert [field.printed.is_required for field in found.values()] == [None, False]


def test_a_default_in_quotes_is_a_string_even_if_it_says_none() -> None:
    found = fields('| Name | Default |\n|--|--|\n| a | "NONE" |\n| b | none |\n| c | "null" |\n| d | "-" |\n')
    assert [field.printed.default for field in found.values()] == ["NONE", None, None, None]


def test_details_that_are_indented_too_little_are_no_fields() -> None:
    text = "- **a** - first\n- **filters** - one of these:\n  - `x=1`, so\n  - `y=2`\n  - more\n- **b** - last\n"
    _, blocks = parse(text)
    (bullets,) = (block for block in blocks if isinstance(block, Bullets))
    assert is_field_list(bullets, is_expected=True)
    found = fields_of_list(bullets, lambda line: Place("crates.md", line))
    assert [field.name for field in found] == ["a", "filters", "b"]


def test_json_parameters_after_a_response_belong_to_the_request() -> None:
    text = (
        "## Join\n\n`POST /join`\n\n**Example response**:\n\n    HTTP/1.1 200 OK\n\n**Status codes**:\n\n"
        "- **200** - no error\n\n**JSON parameters**:\n\n- **color** - a text\n"
    )
    (found,) = read_facts("crates.md", text, read_from(".")).operations
    assert found.request
    assert [field.name for field in found.request.fields] == ["color"]
    assert not any(response.body and response.body.fields for response in found.responses)


def test_a_sentence_that_starts_like_a_type_stays_a_description() -> None:
    text = (
        "- **t** - number of seconds to wait\n"
        + "- **f** - a JSON encoded value of the filters (a `map[string]`) to use on\n  crates\n- **c** - string\n"
    )
    _, blocks = parse(text)
    (bullets,) = (block for block in blocks if isinstance(block, Bullets))
    found = fields_of_list(bullets, lambda line: Place("crates.md", line))
    assert [field.printed.type for field in found] == [Primitive("integer"), Primitive("string"), Primitive("string")]
    assert found[0].description.startswith("number of seconds")
