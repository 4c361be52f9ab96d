"""Page forms are recognised by what a page contains; each form is a row of a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speclift
from speclift.reading.known_forms import forms
from speclift.reading.known_forms.forms import FORMS, PageForm, form_of
from speclift.reading.reference import discover, read_reference

#: Words of the site whose forms are known: names of its API, of its pages and of its types.
SITE_WORDS = re.compile(
    r"super\s?office|(?<!user)(?<!user[-_ ])(?<!super)agents?(?![a-z])|carrier|x-xsrf|\bv1[A-Z]\w"
    r"|TableRight|FieldRight|RecurrenceInfo|BatchTask|ConsentPerson|ContactEntity|crm(?![a-z])",
    re.I,
)


def test_only_the_data_of_the_forms_has_words_of_the_known_site() -> None:
    root = Path(speclift.__file__).parent
    found = {
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for path in root.rglob("*.py")
        if path != Path(forms.__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if SITE_WORDS.search(line)
    }
    assert found == set()
    assert SITE_WORDS.search(Path(forms.__file__).read_text())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_is_recognised_by_its_keys_alone(form: PageForm) -> None:
    keys = dict.fromkeys((form.id_key, *form.other_keys, "author"), "x")
    assert form_of(keys) is form
    assert form_of({**keys, "title": "GET Thing/{id}"}) is form


def test_a_page_whose_title_is_no_operation_has_no_known_form() -> None:
    # Site generators give pages an `id` of their own.
    assert form_of({"id": "guide", "title": "How to start"}) is None


@given(st.permutations(["uid", "generated", "content_type", "title"]))
def test_the_order_of_the_keys_changes_nothing(keys: list[str]) -> None:
    found = form_of({key: "GET x" if key == "title" else "x" for key in keys})
    assert found is not None
    assert found.name == "current"


@pytest.mark.parametrize("keys", [{}, {"title": "x"}, {"generated": "true", "content_type": "reference"}])
def test_a_page_without_an_operation_id_has_no_known_form(keys: dict[str, str]) -> None:
    assert form_of(keys) is None


@pytest.mark.parametrize(
    ("heading", "section", "groups"),
    [
        ("Query String Parameters", "query", ()),
        ("Request Headers", "headers", ()),
        ("Request Body: request ", "request", ("request", None)),
        ("Request Body: request  array", "request", ("request", "array")),
        ("Request Body", "request", (None, None)),
        ("Response: object", "response", ("object",)),
        ("Response:array", "response", ("array",)),
        ("Response:", "response", ("",)),
        ("Response body: Kite", "response-type", ("Kite",)),
        ("Sample Request", "request-sample", ()),
        ("Sample response", "response-sample", ()),
    ],
)
def test_a_heading_starts_one_section(heading: str, section: str, groups: tuple[str | None, ...]) -> None:
    matches = [
        (name, found.groups()) for name, pattern in FORMS[0].sections if (found := pattern.match(heading.strip()))
    ]
    assert matches == [(section, groups)]


@pytest.mark.parametrize("heading", ["Responses of kites", "Sample", "See also", "Request"])
def test_any_other_heading_starts_no_section(heading: str) -> None:
    assert not any(pattern.match(heading) for form in FORMS for _, pattern in form.sections)


@pytest.mark.parametrize("version", ["2022", "2023"])
def test_all_pages_of_a_corpus_have_its_form(corpus: Path, version: str) -> None:
    reference, _ = read_reference(discover([str(corpus / version)]))
    assert {page.form for page in reference.operations} == {version}
    assert not [finding for finding in reference.findings if finding.code in ("SL101", "SL104")]


def test_the_embedded_reference_has_every_form(embedded: Path) -> None:
    reference, _ = read_reference(discover([str(embedded)]))
    assert {page.form for page in reference.operations} == {form.name for form in FORMS}
