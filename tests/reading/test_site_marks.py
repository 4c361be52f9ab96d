"""Marks of site generators reach no description, and the text between them is not lost."""

from __future__ import annotations

import pytest

from speclift.model.facts import PageFacts
from speclift.reading.facts import read_facts
from speclift.reading.syntaxes.alerts import with_bold_alerts
from speclift.reading.syntaxes.myst import without_myst
from speclift.reading.syntaxes.site_syntax import without_site_syntax


def page_of(text: str) -> PageFacts:
    return read_facts("kites.md", text, lambda _: None)


def description(text: str) -> str:
    """The description of an operation with this text below its request line."""
    page = page_of(f"# Kites\n\n## List kites\n\n`GET /kites`\n\n{text}\n")
    assert page.findings == ()
    return page.operations[0].description


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # GitHub, DocFX
        ("> [!NOTE]\n> The oldest first.", "> **Note:**\n> The oldest first."),
        ("> [!warning] Mind\n> the wind.", "> **Warning:** Mind\n> the wind."),
        ('> [!div class="next"]\n> [Fly](fly.md)', "> [Fly](fly.md)"),
        # Comments of HTML and MDX
        ("<!-- truncate -->\n\nThe oldest first.", "The oldest first."),
        ("The oldest {/* not\nyet */}first.", "The oldest first."),
        ("In `<!-- a -->` and `{/* b */}`.", "In `<!-- a -->` and `{/* b */}`."),
        ("An open <!-- comment", "An open <!-- comment"),
        # MyST
        ("```{note}\nThe oldest first.\n```", "The oldest first."),
        ("```{warning} Mind the wind\n:class: wide\nBeware.\n```", "**Mind the wind**\n\nBeware."),
        (":::{note}\n:class: wide\nThe oldest first.\n:::", "The oldest first."),
        ("% A comment\n\nSee {ref}`list-kites`.\n\n```{tip}\nNow.\n```", "See `list-kites`.\n\nNow."),
        # Liquid
        ("{% comment %}\nNobody reads this.\n{% endcomment %}\n\nThe oldest first.", "The oldest first."),
        ("The oldest {% comment %}not{% endcomment %}first.", "The oldest first."),
        ("As [always]({% link docs/always.md %}).", "As [always](docs/always.md)."),
        # Hugo
        ("{{< note >}}The oldest first.{{< /note >}}", "The oldest first."),
        ('Since {{< version "1.2" >}}.', "Since 1.2."),
        ('A {{< tooltip text="kite" id="k" >}} flies.', "A kite flies."),
        ("Write `{{< note >}}` here.", "Write `{{< note >}}` here."),
        # Contents
        ("[[toc]]\n\nThe oldest first.\n\n[TOC]\n\n[[_TOC_]]", "The oldest first."),
        # Words that only look like statements of JavaScript
        ("You can\nimport kites and\nexport kites. {% if x %}", "You can\nimport kites and\nexport kites."),
    ],
)
def test_a_text_is_described_without_marks(text: str, expected: str) -> None:
    assert description(text) == expected


def test_statements_of_several_lines_are_no_text() -> None:
    page = page_of(
        "import {\n  Tabs,\n  Tab,\n} from '@theme/Tabs'\nimport Note from './note';\n\n"
        "export const meta = {\n  title: 'Kites',\n}\n\n# Kites\n\nAll kites.\n\n## List kites\n\n`GET /kites`\n"
    )
    assert (page.description, page.outside) == ("All kites.", 1)


def test_a_target_of_myst_is_the_id_of_its_heading() -> None:
    assert without_myst("(list-kites)=\n\n## List kites\n") == "\n\n## List kites {#list-kites}\n"


def test_code_of_a_directive_is_code() -> None:
    text = "```{code-block} json\n:linenos:\n{}\n% no comment\n```\n"
    assert without_myst(text) == "```json\n\n{}\n% no comment\n```\n"


def test_a_request_line_does_not_describe_the_page() -> None:
    assert page_of("## List kites\n\n`GET /kites`\n\nThe oldest first.\n").description == ""


@pytest.mark.parametrize("rewrite", [with_bold_alerts, without_myst, without_site_syntax])
@pytest.mark.parametrize(
    "text",
    [
        "# Kites\n\nSee [!NOTE] and 50 %.\n\n% of all\n\n+++\n",
        "```md\n{% comment %}\n```\n\n(as above)=x\n",
        "{% comment %}\nThe oldest first.\n"[15:],
        "[TOC] of kites\n",
    ],
)
def test_other_text_stays(rewrite: object, text: str) -> None:
    assert callable(rewrite)
    assert rewrite(text) == text
