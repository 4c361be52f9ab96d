"""Each command, finding, error, change, check and setting has its page, and the pages are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.manual.checks import checks
from docs.manual.codes import EXAMPLES
from docs.manual.commands import commands_of
from docs.manual.settings import keys
from docs.manual.site import DOCS, filled, made_pages
from speclift.cli.main import build_parser
from speclift.diff.rules.catalogue import RULES as CHANGES
from speclift.errors import SpecliftError
from speclift.mock.faults.catalogue import FAULTS
from speclift.model.finding import RULES
from tests.conftest import ROOT

COMMANDS = list(commands_of(build_parser()))
ERRORS = sorted(error.code for error in SpecliftError.__subclasses__())
#: No known input causes these.
WITHOUT_EXAMPLE = {"E006", "E009", "SL116", "SL211"}
LINK = re.compile(r"(?<!!)\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^)\s#]+)(?:#[^)\s]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """All generated pages; this runs the examples of the codes."""
    return made_pages()


def test_there_is_a_page_for_each_code_and_command_and_no_other(pages: dict[str, str]) -> None:
    names = {path.removeprefix("reference/").removesuffix(".md") for path in pages}
    assert len(ERRORS) == len(set(ERRORS))
    assert names == {
        *(f"commands/{name}" for name in COMMANDS),
        *(f"findings/{code}" for code in ("index", *(rule.code for rule in RULES))),
        *(f"errors/{code}" for code in ("index", *ERRORS)),
        *(f"changes/{code}" for code in ("index", *(rule.code for rule in CHANGES))),
        *(f"checks/{name}" for name in ("index", *(check.name for check in checks()))),
    }


def test_there_is_an_example_for_each_code_and_no_other() -> None:
    codes_with_example = {path.stem for path in EXAMPLES.glob("*/*.md")}
    assert codes_with_example == {*ERRORS, *(rule.code for rule in RULES)}


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.code not in WITHOUT_EXAMPLE])
def test_the_example_of_a_finding_shows_it(code: str, pages: dict[str, str]) -> None:
    page = pages[f"reference/findings/{code}.md"]
    assert re.search(rf"^\S+:\d+: {code} ", page, re.M), page


@pytest.mark.parametrize("code", [code for code in ERRORS if code not in WITHOUT_EXAMPLE])
def test_the_example_of_an_error_ends_with_it(code: str, pages: dict[str, str]) -> None:
    page = pages[f"reference/errors/{code}.md"]
    assert re.search(rf"^speclift: .*\b{code} ", page, re.M), page


@pytest.mark.parametrize("code", [rule.code for rule in CHANGES])
def test_the_page_of_a_change_shows_one(code: str, pages: dict[str, str]) -> None:
    assert re.search(r"^[+-]", pages[f"reference/changes/{code}.md"], re.M)


def test_the_index_pages_list_every_code(pages: dict[str, str]) -> None:
    for kind, codes in (
        ("findings", [rule.code for rule in RULES]),
        ("errors", ERRORS),
        ("changes", [rule.code for rule in CHANGES]),
    ):
        listed = re.findall(r"^\| \[([\w-]+)\]\(\1\.md\) \|", pages[f"reference/{kind}/index.md"], re.M)
        assert sorted(listed) == sorted(codes)


def test_the_example_of_a_check_has_a_fault_that_the_check_finds(pages: dict[str, str]) -> None:
    page = pages["reference/checks/no_content.md"]
    (fault,) = re.findall(r"--faults (\S+)", page)
    assert "no_content" in FAULTS[fault].found_by


def test_the_page_of_a_command_has_its_options_examples_and_exit_codes(pages: dict[str, str]) -> None:
    assert r"| `--openapi 3.2\|3.1\|3.0` |" in pages["reference/commands/spec.md"]
    assert "## Examples" in pages["reference/commands/diff.md"]
    assert "## Exit codes" in pages["reference/commands/fuzz.md"]


def test_the_reference_lists_every_command() -> None:
    page = (DOCS / "reference" / "commands" / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^speclift (\w+) ", page, re.M)
    assert sorted(listed) == sorted(COMMANDS)


def test_the_page_of_the_settings_has_every_key() -> None:
    page = filled((DOCS / "reference" / "settings.md").read_text(encoding="utf-8"))
    assert {"title", "form.columns", "client.paging[].by", "overrides[].target", "diff.severity"} <= {
        key for key, *_ in keys()
    }
    assert all(f"| `{key}` |" in page for key, *_ in keys())


def test_the_documentation_has_the_table_of_scores() -> None:
    page = filled((DOCS / "explanation" / "scores.md").read_text(encoding="utf-8"))
    assert "| rocketchat |" in page
    assert "stands here" not in page


def _handwritten_pages() -> list[Path]:
    """The pages that are written by hand; the files below `manual` are parts of generated pages."""
    return [path for path in DOCS.rglob("*.md") if not path.is_relative_to(DOCS / "manual")]


def test_every_link_leads_to_a_page_or_file(pages: dict[str, str]) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (*_handwritten_pages(), *ROOT.glob("*.md"))}
    texts |= {DOCS / name: text for name, text in pages.items()}
    known = {DOCS / name for name in pages}
    for page, text in texts.items():
        for link in _links(filled(text) if page.is_relative_to(DOCS) else text):
            target = Path(page.parent, link).resolve()
            assert target.exists() or target in known, f"{page.relative_to(ROOT)}: {link}"


def _links(text: str) -> list[str]:
    """The relative links of a page, without those in code."""
    text = re.sub(r"^(`{3,}).*?^\1[ \t]*$", "", text, flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`", "", text)
    found = [one or other for one, other in LINK.findall(text)]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    for path in _handwritten_pages():
        name = path.relative_to(DOCS).as_posix()
        assert name in navigation or f"{name.rpartition('/')[0]}/\n" in navigation, name


def test_every_decision_says_what_was_measured_and_decided() -> None:
    for path in (DOCS / "decisions").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        headings = re.findall(r"^## (.*)$", text, re.M)
        assert headings == ["Context", "Measured", "Decision", "Consequences"] or path.name == "index.md", path.name
    listed = filled((DOCS / "decisions" / "index.md").read_text(encoding="utf-8"))
    for name in ("swagger-ui", "validator", "yaml"):
        assert f"({name}.md)" in listed
