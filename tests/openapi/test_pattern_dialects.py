"""Which regular expressions are accepted does not depend on the version of Python."""

from __future__ import annotations

import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
import warnings
from random import Random

import pytest

from speclift.contract.generation.patterns import matching
from speclift.contract.generation.work import Work
from speclift.openapi.structure.patterns import in_ecma, is_found, is_pattern


@pytest.fixture
def end_of_python_3_14(monkeypatch: pytest.MonkeyPatch) -> None:
    r"""From Python 3.14 on, `\z` is the end of the text, as `\Z` is in all versions."""
    monkeypatch.setitem(parser.CATEGORIES, r"\z", parser.CATEGORIES[r"\Z"])


@pytest.mark.usefixtures("end_of_python_3_14")
@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        (r"kite\z", "kite$"),
        (r"(kite\z)?", "(kite$)?"),
        (r"kite\\\z", r"kite\\$"),
        (r"\A\\\\\z", r"^\\\\$"),
        (r"a\z|b\\z", r"a$|b\\z"),
    ],
)
def test_the_end_of_ruby_and_java_is_another_dialect(pattern: str, meant: str) -> None:
    parser.parse(pattern)
    assert not is_pattern(pattern)
    assert in_ecma(pattern) == meant


@pytest.mark.usefixtures("end_of_python_3_14")
@pytest.mark.parametrize("pattern", [r"a\\z(?P<n>b)", r"\\\\z(?P<n>b)", r"z\Z"])
def test_a_backslash_before_a_letter_is_no_end(pattern: str) -> None:
    assert is_pattern(pattern)


@pytest.mark.parametrize("pattern", [r"()(?(+1)a|b)", "()(?(\u0661)a|b)"])
def test_a_number_of_a_group_has_digits_of_ascii(pattern: str) -> None:
    # Python 3.11 accepts others, with a warning that later versions do not.
    assert not is_pattern(pattern)


def test_a_warning_about_later_meanings_refuses_no_pattern() -> None:
    with warnings.catch_warnings(action="error"):
        assert is_pattern("[[a](?P<n>b)")


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        (r"^(?<quote>['\"])\w+\k<quote>$", "'kite'", "'kite\""),
        (r"^(?P<quote>['\"])\w+(?P=quote)$", "'kite'", "'kite\""),
        (r"^(a)(?:b)(?<=b)(?<c>[cd])\k<c>$", "abcc", "abcd"),
        (r"^[(\]](?<a>[ab])\k<a>0$", "(aa0", "(ab0"),
        (r"^\((?<$a>[ab])\k<$a>{2}$", "(bbb", "(bba"),
    ],
)
def test_a_reference_to_a_named_group_is_checked(pattern: str, fitting: str, other: str) -> None:
    assert is_found(pattern, fitting)
    assert not is_found(pattern, other)


def test_a_reference_to_no_group_is_no_pattern() -> None:
    assert in_ecma(r"(?<a>b)\k<c>") is None


def test_a_string_is_made_for_named_groups() -> None:
    assert matching(r"(?<quote>')kite\k<quote>", Random(1), 0, None, Work()) == "'kite'"
