"""Which regular expressions are accepted does not depend on the version of Python."""

from __future__ import annotations

import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
import warnings

import pytest

from speclift.openapi.structure.patterns import in_ecma, is_pattern


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
