"""Other syntax is rewritten as markdown before a page is parsed. No line may be added or lost: places name lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speclift.reading.syntaxes.alerts import with_bold_alerts
from speclift.reading.syntaxes.asciidoc import without_asciidoc
from speclift.reading.syntaxes.attribute_lists import without_attribute_lists
from speclift.reading.syntaxes.magic_blocks import without_magic_blocks
from speclift.reading.syntaxes.mdx_layout import without_layout
from speclift.reading.syntaxes.myst import without_myst
from speclift.reading.syntaxes.named_blocks import without_named_blocks
from speclift.reading.syntaxes.nested_definitions import with_nested_definitions
from speclift.reading.syntaxes.site_syntax import without_site_syntax
from speclift.reading.syntaxes.toml_front_matter import with_yaml_front_matter
from speclift.reading.syntaxes.wide_tables import without_wide_tables

PIECES = st.sampled_from(
    [
        "|===",
        "+++",
        "{: .wide }",
        "{: #id }",
        "1. Contents",
        "{:toc}",
        "{::comment}",
        "> [!NOTE]",
        "```{note}",
        ":class: wide",
        "(owls)=",
        "{% comment %}",
        "{% endcomment %}",
        "import {",
        "[TOC]",
        "{:/comment}",
        'title = "Owls"',
        "| name | type",
        "|`id`",
        "|Its id \\| more",
        "",
        "[source,json]",
        "----",
        '[cols="1,2", options="header"]',
        ".Fields",
        "./owls/{id}",
        "[[owls]]",
        ":toc: left",
        "====",
        "== Owls",
        "Responses::",
        "include::owls.adoc[]",
        "+",
        "`size`",
        ":   (integer) How many",
        "    `tree`",
        "    :   Where",
        "```json",
        "```",
        "See link:owls.md[the owls] and <<owls,them>>.",
        "plain text",
        "#|",
        "|| name | what",
        "it is ||",
        "|#",
        "/// details | More",
        "    open: True",
        "///",
        "<Row>",
        "  <CodeGroup title='Response'>",
        "    indented",
        "</Row>",
        "## Owls {{ tag: 'GET', label: '/owls/{id}' }}",
        "[block:parameters]",
        '{"data": {"h-0": "Name",',
        '"0-0": "id\\n", "1-0": "size"}}',
        '[block:code]{"codes": [{"code": "{\\n}", "language": "json", "name": "200 OK"}]}',
        "[/block]",
    ]
)

REWRITERS = (
    with_yaml_front_matter,
    without_attribute_lists,
    with_bold_alerts,
    without_myst,
    without_site_syntax,
    without_asciidoc,
    with_nested_definitions,
    without_magic_blocks,
    without_named_blocks,
    without_wide_tables,
    without_layout,
)


@given(st.lists(PIECES, max_size=30).map("\n".join))
def test_the_number_of_lines_stays_the_same(text: str) -> None:
    for rewrite in REWRITERS:
        assert rewrite(text).count("\n") == text.count("\n")


def test_a_page_without_such_syntax_is_left_alone() -> None:
    text = "# Owls\n\n----\n\nTerm\n: Text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert all(rewrite(text) == text for rewrite in REWRITERS)
