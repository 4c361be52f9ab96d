"""`[form]` in the settings gives the words of one reference, for pages whose words no reader knows."""

from __future__ import annotations

import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.errors import SettingsError
from speclift.model.facts import Field, ListOf, PageFacts, Primitive
from speclift.model.form import (
    HEAD_OF,
    LANGUAGE_OF,
    ColumnMeaning,
    Form,
    HeadingMeaning,
    LanguageMeaning,
    MarkMeaning,
)
from speclift.reading.facts import read_facts
from speclift.reading.fields.columns import column_of
from speclift.reading.fingerprints import fingerprint
from speclift.reading.markdown.block_parser import parse
from speclift.reading.markdown.roles import role_of
from speclift.reading.reference import discover, read_reference
from speclift.reading.samples.languages import is_other_language
from speclift.reading.syntaxes.vocabulary import Vocabulary
from speclift.reading.types.printed import printed
from speclift.settings_files import load_settings
from tests.patience import patience
from tests.reading.hostile import PATIENCE

PAGE = """\
# Kites

## Show a kite

<Route art="FETCH" goal="/kites/:no" />

### What you send

| Label | Goes in | Sort | Must | Sense |
| --- | --- | --- | --- | --- |
| no | the address | Handle | aye | The kite. |
| tail | the search | row of Handle | nay | Surely. Its tail. |

**What comes back:**

* **no** (Handle) - The kite.
* **colour** (Word, nay): Its colour.
"""

FORM = Form(
    headings={"What you send": "parameters", "what comes back": "response body"},
    columns={"Label": "name", "Goes in": "location", "Sort": "type", "MUST": "required", "sense": "description"},
    locations={"the address": "path", "the search": "query"},
    types={"Handle": "string (uuid)", "row of": "array of", "Word": "string"},
    marks={"aye": "yes", "nay": "optional", "Surely": "required"},
    methods={"FETCH": "GET"},
    attributes={"art": "method", "goal": "path"},
)


def facts(text: str, form: Form) -> PageFacts:
    return read_facts("page.md", text, lambda _: None, None if form.is_empty else Vocabulary(form))


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {field.name: field for field in fields}


def test_a_page_is_read_by_its_own_words() -> None:
    assert not facts(PAGE, Form()).operations
    (operation,) = facts(PAGE, FORM).operations
    assert (operation.method, operation.path, operation.place.line) == ("GET", "/kites/{no}", 5)
    sent = by_name(operation.parameters)
    assert {name: (field.location, field.printed.is_required) for name, field in sent.items()} == {
        "no": ("path", True),
        "tail": ("query", False),
    }
    uuid = Primitive("string", "uuid")
    assert (sent["no"].printed.type, sent["tail"].printed.type) == (uuid, ListOf(uuid))
    (response,) = operation.responses
    assert response.body is not None
    returned = by_name(response.body.fields)
    assert (returned["no"].printed.type, returned["no"].place.line) == (uuid, 16)
    assert (returned["colour"].printed.type, returned["colour"].printed.is_required) == (Primitive("string"), False)
    assert returned["colour"].description == "Its colour."


def test_words_of_the_form_override_known_words() -> None:
    text = "# A\n\nGET /a\n\n## Query parameters\n\n| Code | Name |\n| --- | --- |\n| q | text |\n"
    assert [field.name for field in facts(text, Form()).operations[0].parameters] != ["q"]
    form = Form(columns={"code": "name", "Name": "type"}, types={"text": "integer"})
    (field,) = facts(text, form).operations[0].parameters
    assert (field.name, field.printed.type, field.location) == ("q", Primitive("integer"), "query")


def test_a_heading_can_be_a_name_or_a_response() -> None:
    text = "# API\n\n## Search\n\n`GET /find`\n\n| Name | Type |\n| --- | --- |\n| q | string |\n"
    named = facts(text, Form(headings={"search": "name"}))
    assert [operation.title for operation in named.operations] == ["Search"]
    text = "# A\n\nGET /a\n\n## Reply: Kite\n\n```json\n{}\n```\n"
    (response,) = facts(text, Form(headings={"Reply": "response"})).operations[0].responses
    assert response.body is not None


def test_methods_and_languages_may_have_other_spellings() -> None:
    text = "# A\n\n```acme\nDEL /a/{id}\n```\n\n## B\n\n| Verb | Path |\n| --- | --- |\n| DEL | /b |\n"
    form = Form(methods={"DEL": "DELETE"}, languages={"acme": "http"})
    found = facts(text, form).operations
    assert [(operation.method, operation.path) for operation in found] == [("DELETE", "/a/{id}"), ("DELETE", "/b")]


@pytest.mark.parametrize("meaning", get_args(HeadingMeaning))
def test_each_meaning_of_a_heading_is_one_that_the_reader_knows(meaning: str) -> None:
    assert meaning == "name" or role_of(meaning.capitalize()).kind != "name"


@pytest.mark.parametrize("meaning", get_args(ColumnMeaning))
def test_each_meaning_of_a_column_is_one_that_the_reader_knows(meaning: ColumnMeaning) -> None:
    assert column_of(HEAD_OF[meaning]) == meaning


@pytest.mark.parametrize("meaning", get_args(MarkMeaning))
def test_each_mark_is_one_that_the_reader_knows(meaning: str) -> None:
    assert meaning in ("yes", "no") or printed(f"string, {meaning}") != printed("string")


@pytest.mark.parametrize("meaning", get_args(LanguageMeaning))
def test_each_language_is_one_that_the_reader_knows(meaning: LanguageMeaning) -> None:
    assert is_other_language(LANGUAGE_OF[meaning], "{}") is (meaning == "other")


def test_the_form_is_part_of_the_fingerprint_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE)
    sources = discover([str(tmp_path)])
    assert fingerprint(sources[0]) == fingerprint(sources[0], Form())
    assert fingerprint(sources[0]) != fingerprint(sources[0], FORM)
    assert read_reference(sources, form=FORM)[0].facts[0].operations


def test_settings_may_have_a_form(tmp_path: Path) -> None:
    file = tmp_path / "speclift.toml"
    file.write_text('[form.columns]\nLabel = "name"\n[form.types]\nHandle = "string (uuid)"\n')
    assert load_settings(str(file)).form == Form(columns={"Label": "name"}, types={"Handle": "string (uuid)"})
    project = tmp_path / "pyproject.toml"
    project.write_text('[tool.speclift.form.marks]\naye = "required"\n')
    assert load_settings(str(project)).form == Form(marks={"aye": "required"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[form.columns]\nLabel = "nonsense"\n', "name, type"),
        ('[form.headings]\nSent = "stuff"\n', "query parameters"),
        ('[form.shades]\nred = "name"\n', "headings, columns"),
        ('form = "german"\n', "headings, columns"),
        ("[form.types]\nHandle = 1\n", "headings, columns"),
        ('[form.types]\n"" = "string"\n', "headings, columns"),
        ("[form.types]\n" + "".join(f'a{n} = "string"\n' for n in range(501)), "headings, columns"),
    ],
)
def test_a_wrong_form_says_what_was_expected(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "speclift.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(str(file))
    assert expected in caught.value.expected
    assert "speclift learn" in caught.value.advice


WORDS = st.text(st.sampled_from("aß İ.*|`<>[]()_-:#\u0130é1"), min_size=1, max_size=6).filter(lambda word: word.strip())


@given(st.lists(WORDS, max_size=4), st.text(st.sampled_from('aß İ.*|`<>[]()_-:#\u0130é1\n="'), max_size=200))
def test_any_words_on_any_page_leave_its_blocks_where_they_are(words: list[str], text: str) -> None:
    form = Form(
        headings=dict.fromkeys(words, "parameters"),
        columns=dict.fromkeys(words, "name"),
        locations=dict.fromkeys(words, "query"),
        types=dict.fromkeys(words, "integer"),
        marks=dict.fromkeys(words, "required"),
        methods=dict.fromkeys(words, "GET"),
        attributes=dict.fromkeys(words, "path"),
        languages=dict.fromkeys(words, "json"),
    )
    blocks = parse(text)[1]
    known = Vocabulary(form).known(blocks)
    assert [(type(block), block.line) for block in known] == [(type(block), block.line) for block in blocks]
    facts(text, form)


def test_many_words_on_a_large_page_take_little_time() -> None:
    words = {f"a{'b' * number}": "integer" for number in range(190)}
    form = Form(types=words, marks=dict.fromkeys(words, "required"))
    cell = " ".join(["a" * 40, "a" + "b" * 60] * 4)
    page = "# A\n\nGET /a\n\n| Name | Type |\n| --- | --- |\n" + f"| x | {cell} |\n" * 1_000
    start = time.perf_counter()
    facts(page, form)
    assert time.perf_counter() - start < patience(PATIENCE)
