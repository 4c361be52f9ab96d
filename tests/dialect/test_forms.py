"""The page forms are told apart by what stands on the page; each is a row of a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.dialect.forms import DIALECTS, SECTIONS, dialect_of
from speclift.read.reference import discover, read_reference


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_form_is_known_by_its_keys_alone(dialect: object) -> None:
    form = next(known for known in DIALECTS if known is dialect)
    keys = dict.fromkeys((form.id_key, *form.other_keys, "author"), "x")
    assert dialect_of(keys) is form
    assert dialect_of({**keys, "title": "GET Thing/{id}"}) is form


def test_a_page_whose_title_is_no_operation_is_of_another_form() -> None:
    # Site generators give pages an `id` of their own.
    assert dialect_of({"id": "guide", "title": "How to start"}) is None


@given(st.permutations(["uid", "generated", "content_type", "title"]))
def test_the_order_of_the_keys_changes_nothing(keys: list[str]) -> None:
    found = dialect_of({key: "GET x" if key == "title" else "x" for key in keys})
    assert found is not None
    assert found.name == "current"


@pytest.mark.parametrize("keys", [{}, {"title": "x"}, {"generated": "true", "content_type": "reference"}])
def test_a_page_without_operation_id_has_no_form(keys: dict[str, str]) -> None:
    assert dialect_of(keys) is None


@pytest.mark.parametrize(
    ("heading", "section", "words"),
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
def test_headings(heading: str, section: str, words: tuple[str | None, ...]) -> None:
    matches = [(name, found.groups()) for name, pattern in SECTIONS if (found := pattern.match(heading.strip()))]
    assert matches == [(section, words)]


@pytest.mark.parametrize("heading", ["Responses of kites", "Sample", "See also", "Request"])
def test_other_headings_are_of_no_section(heading: str) -> None:
    assert not any(pattern.match(heading) for _, pattern in SECTIONS)


@pytest.mark.parametrize("version", ["2022", "2023"])
def test_all_pages_of_a_corpus_are_of_its_form(corpus: Path, version: str) -> None:
    reference, _ = read_reference(discover([str(corpus / version)]))
    assert {page.dialect for page in reference.operations} == {version}
    assert not [finding for finding in reference.findings if finding.code in ("SL101", "SL104")]


def test_embedded_reference_shows_every_form(embedded: Path) -> None:
    reference, _ = read_reference(discover([str(embedded)]))
    assert {page.dialect for page in reference.operations} == {form.name for form in DIALECTS}
