"""Fields of tables and lists, read from markdown."""

from __future__ import annotations

from speclift.model.facts import Field
from speclift.model.schema import Place
from speclift.reading.blocks import Table, parse
from speclift.reading.field_table import fields_of_table


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


def test_a_default_in_quotes_is_a_text_even_if_it_says_none() -> None:
    found = fields('| Name | Default |\n|--|--|\n| a | "NONE" |\n| b | none |\n| c | "null" |\n| d | "-" |\n')
    assert [field.printed.default for field in found.values()] == ["NONE", None, None, None]
