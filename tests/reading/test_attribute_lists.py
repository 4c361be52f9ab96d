"""Attribute lists of kramdown, Pandoc and MkDocs reach no description; ids of headings stay, and so does code."""

from __future__ import annotations

import pytest

from speclift.reading.facts import read_facts
from speclift.reading.syntaxes.attribute_lists import without_attribute_lists

PAGE = """\
# Kites
{: .no_toc }

1. Contents
{:toc}

All kites of the club.

## List kites
{: #list .wide }

`GET /kites`{: .request }

The oldest first, as [always](always.md){: .button target="_blank" }.
{: .note }

{: .warning }
> Beware the wind.

{::comment}
Nobody reads this.
{:/comment}

- In *red*{:.red} and `{: .code }`
{: .list }

### Query parameters
{: #parameters }

{: .table }
| Name | Type | Description |
| --- | --- | --- |
| colour | string | Only this colour.{: .hint } |
{: .striped }

- `size` (integer): How big it is.{: .hint }
{: .list }
"""


def test_lists_of_kramdown_are_no_text() -> None:
    page = read_facts("kites.md", PAGE, lambda _: None)
    (listed,) = page.operations
    assert (page.title, page.description, listed.path) == ("Kites", "All kites of the club.", "/kites")
    assert listed.description == (
        "The oldest first, as [always](always.md).\n\n> Beware the wind.\n\n- In *red* and `{: .code }`"
    )
    assert [(field.name, field.description) for field in listed.parameters] == [
        ("colour", "Only this colour."),
        ("size", "How big it is."),
    ]
    assert page.findings == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## Kites {#kites .wide key=val}", "## Kites {#kites}"),
        ("## Kites { #kites data-toc-label='All kites' }", "## Kites {#kites}"),
        ("## Kites {: #kites}", "## Kites {#kites}"),
        ("## Kites {#kites}", "## Kites {#kites}"),
        ("## Kites {-}", "## Kites"),
        ("## Kites {.unnumbered} ##", "## Kites"),
        ("`GET /kites`{.http}", "`GET /kites`"),
        ("[Try it](try.md){ .button .wide }", "[Try it](try.md)"),
        ("[Try it](try.md){:target=_blank}", "[Try it](try.md)"),
        ("{ .annotate }", ""),
        ("{: .note }", ""),
        ("{:refdef: .wide }", ""),
        ("- item{: .wide}", "- item"),
    ],
)
def test_a_line_is_left_without_its_lists(line: str, expected: str) -> None:
    assert without_attribute_lists(line) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`{: .note }` styles a text",
        "```text\n{: .note }\n```",
        "````\n```\n{: .note }\n```\n{: .note }\n````",
        "Code:\n\n    {: .note }\n    [a](b){: .c}",
        "## GET /kites/{id}",
        "## GET /kites{.format}",
        "GET /kites/{:id}/size",
        "GET /kites{?size,colour}",
        "GET /kites('{id}')",
        '{"a": {"b": 1}}',
        "{{#tip}}",
        "## Kites {{#if}}",
        "{::comment}\nwithout an end",
        "{}",
    ],
)
def test_other_braces_stay(text: str) -> None:
    assert without_attribute_lists(text) == text


def test_a_list_below_a_heading_gives_it_its_id() -> None:
    assert without_attribute_lists("## Kites ##\n{: .wide #kites }\n\nText") == "## Kites {#kites}\n\n\nText"
