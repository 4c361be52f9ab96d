"""Parameters that a sentence links to, and rows that name several fields."""

from __future__ import annotations

from speclift.inference.api import infer
from speclift.model.facts import PageFacts, SharedParameters
from speclift.model.schema import Place
from speclift.reading.facts import read_facts
from speclift.reading.files.includes import read_from
from speclift.reading.operations.shared_parameters import shared_parameters
from speclift.settings import Settings

PLACE = Place("crates.md", 9)
PAGING = (
    "# Overview\n\n## Paging\n\nLong answers come in parts.\n\n### Query parameters\n\n"
    "| Name | Description |\n|--|--|\n| `offset` | first |\n| `count` | how many |\n"
)


def page(file: str, text: str) -> PageFacts:
    return read_facts(file, text, read_from("."))


def parameter_names(sentence: str) -> list[str]:
    """The parameters of an operation whose page has this sentence, next to a page about paging."""
    crates = page("crates.md", f"# List crates\n\n`GET /crates`\n\n{sentence}\n")
    (found,) = infer([crates, page("index.md", PAGING)], Settings()).operations
    return [item.name for item in found.parameters]


def test_a_sentence_links_to_parameters() -> None:
    text = 'It supports the `count` parameter of [paging](../x.md#paging "see"), and [sorting](#s) parameters.'
    assert shared_parameters(text, PLACE) == (
        SharedParameters("../x.md#paging", PLACE, ("count",)),
        SharedParameters("#s", PLACE),
    )
    assert not shared_parameters("It returns [crates](#crate). All parameters are optional.", PLACE)


def test_an_operation_has_the_parameters_that_a_link_leads_to() -> None:
    assert parameter_names("It supports the [paging](index.md#paging) parameters.") == ["offset", "count"]
    assert parameter_names("It supports the `count` parameter of [paging](index.md#paging).") == ["count"]
    assert parameter_names("It supports [paging](index.md#paging).") == []


def test_a_parameter_of_the_operation_itself_stays() -> None:
    own = "**Query parameters**\n\n| Name | Type |\n|--|--|\n| Count | integer |\n\n"
    assert parameter_names(f"It supports the [paging](index.md#paging) parameters.\n\n{own}") == ["Count", "offset"]


def test_a_row_may_name_one_field_or_another() -> None:
    table = "| Key | Example |\n|--|--|\n| `id`* or `name`* | `x` or `y` |\n| `color or shade` | |\n"
    (found,) = page("crates.md", f"# Show\n\n`GET /crate`\n\n## Query parameters\n\n{table}").operations
    assert [(field.name, field.printed.is_required) for field in found.parameters][:2] == [
        ("id", False),
        ("name", False),
    ]


def test_a_linked_mark_is_no_title() -> None:
    text = "# Show a crate\n\n| Method | URL | Requires Auth |\n|--|--|--|\n| `GET` | `/crate` | [yes](auth.md) |\n"
    (found,) = page("crates.md", text).operations
    assert found.title == "Show a crate"
