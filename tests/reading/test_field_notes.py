"""Notes about a field below its table, and headers that a section describes for all operations."""

from __future__ import annotations

import pytest

from speclift.inference.api import infer
from speclift.model.facts import Field, ListOf, PageFacts, Unknown
from speclift.reading.facts import read_facts
from speclift.reading.files.includes import read_from
from speclift.settings import Settings

TABLE = (
    "| Name | Type | Description |\n|--|--|--|\n"
    + "| color | string | Color (see below) |\n| size | string | Size |\n\n"
)


def page(text: str, file: str = "crates.md") -> PageFacts:
    return read_facts(file, text, read_from("."))


def fields_with_notes(notes: str) -> dict[str, Field]:
    """The fields of a type whose table has notes below it."""
    (found,) = page(f"# Crates\n\n## Crate resource\n\n{TABLE}{notes}\n").types
    return {field.name: field for field in found.fields}


@pytest.mark.parametrize(
    "note",
    [
        "**color**: Possible values are RED, BLUE (the default), or GREEN.",
        "`color` - Possible values are `RED`, `BLUE` or `GREEN`.",
        "Possible values for **color** are RED, BLUE, GREEN.",
        "* **color**: Possible values are: RED, BLUE, GREEN\n* **size**: Any size.",
        "**color**: These are supported:\n\n* `RED`: warm\n* `BLUE`: cold\n* `GREEN`: so-so",
    ],
)
def test_a_note_lists_the_values_of_a_field(note: str) -> None:
    found = fields_with_notes(note)
    assert found["color"].values == ("RED", "BLUE", "GREEN")
    assert list(found) == ["color", "size"]
    assert not found["size"].values


def test_a_note_on_another_name_is_ignored() -> None:
    assert not fields_with_notes("**weight**: Possible values are RED, BLUE, or GREEN.")["color"].values


def test_parameters_have_notes_too() -> None:
    text = f"# List\n\n`GET /crates`\n\n**Query parameters**\n\n{TABLE}Possible values for **color** are RED, BLUE.\n"
    (found,) = page(text).operations
    assert {field.name: field.values for field in found.parameters} == {"color": ("RED", "BLUE"), "size": ()}


def test_a_section_says_for_all_operations_which_headers_are_required() -> None:
    general = page(
        "# Overview\n\n## Audit\n\n* **`X-By`** : Mandatory header with a name.\n* **`X-Why`** : Optional header.\n",
        "a.md",
    )
    curl = "```shell\ncurl -X DELETE -H 'X-By: a' -H 'X-Why: b' http://h.test/crates\n```\n"
    api = infer([general, page(f"# Delete\n\n`DELETE /crates`\n\n{curl}")], Settings())
    (found,) = api.operations
    assert [(item.name, item.location, item.is_required) for item in found.parameters] == [
        ("X-By", "header", True),
        ("X-Why", "header", False),
    ]
    assert not api.components


@pytest.mark.parametrize(
    ("description", "item_type"),
    [
        ("List of packing crate objects", "packing crate"),
        ("An array of the `PackingCrate` that are full", "PackingCrate"),
        ("List of packing crates", ""),
        ("The crates", ""),
    ],
)
def test_a_description_says_what_a_list_holds(description: str, item_type: str) -> None:
    text = f"## Room resource\n\n| Name | Type | Description |\n|--|--|--|\n| crates | array | {description} |\n"
    (found,) = page(text).types
    assert found.fields[0].printed.type == ListOf(Unknown(item_type))


def test_a_note_says_what_a_list_holds() -> None:
    text = (
        "## Room resource\n\n| Name | Type |\n|--|--|\n| crates | array |\n\n"
        + "**crates** is an array of crate resources.\n"
    )
    (found,) = page(text).types
    assert found.fields[0].printed.type == ListOf(Unknown("crate"))
