"""Laws and examples of how names are split into words and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.inference.known_forms.words import affinity, listed, singular, split_words, subjects, told, type_words
from speclift.model.wording import NO_WORDING
from speclift.reading.known_forms.forms import FORMS

WORD = st.from_regex(r"[A-Z][a-z]{1,6}", fullmatch=True)
NAMES = st.lists(WORD, min_size=1, max_size=4).map("".join)
ANY_NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True)


@given(st.lists(WORD, min_size=1, max_size=4))
def test_a_name_is_split_at_its_capitals(words: list[str]) -> None:
    assert list(split_words("".join(words))) == words


@given(ANY_NAME)
def test_splitting_loses_nothing_but_underscores(name: str) -> None:
    assert "".join(split_words(name)) == name.replace("_", "")


@given(ANY_NAME)
def test_a_singular_is_never_empty_and_never_longer(name: str) -> None:
    assert 0 < len(singular(name)) <= len(name)


@given(NAMES.filter(lambda name: not name.endswith(("s", "x", "ch", "sh", "y", "e", "i", "u", "List", "Array"))))
def test_a_regular_plural_becomes_its_singular(name: str) -> None:
    assert singular(name + "s") == name


@given(NAMES, ANY_NAME)
def test_affinity_is_above_zero_and_at_most_one(name: str, property_name: str) -> None:
    assert 0.0 < affinity(name, property_name) <= 1.0


@given(NAMES)
def test_a_name_fits_itself_best_in_any_case(name: str) -> None:
    assert affinity(name, name) == affinity(name, name.lower()) == affinity(name, name.upper()) == 1.0


@given(NAMES)
def test_subjects_are_distinct_and_not_empty(name: str) -> None:
    found = subjects(f"Get{name}")
    assert all(found)
    assert len(set(found)) == len(found)
    assert name in found


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("Addresses", "Address"),
        ("Entities", "Entity"),
        ("Statuses", "Status"),
        ("Boxes", "Box"),
        ("KiteList", "Kite"),
        ("Kites", "Kite"),
        ("Status", "Status"),
        ("Class", "Class"),
        ("Analysis", "Analysis"),
        ("List", "List"),
    ],
)
def test_a_plural_has_its_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


def test_subjects_leave_out_the_verb_and_the_condition() -> None:
    assert subjects("GetTailBowsByColour")[0] == "TailBow"
    assert "TailBows" in subjects("GetAllTailBows")


def test_descriptions_name_types() -> None:
    text = "What flies. Carrier object for KiteEntity. More."
    assert told(text, FORMS[0].wording) == ("KiteEntity",)
    assert told(text, NO_WORDING) == ()
    assert listed("An array of TailBows and more") == ("TailBow",)
    assert listed("a list of things") == ()
    assert type_words("The TailBow of a Kite is a TailBow, see {Toys.KiteTail}") == ("TailBow",)
