"""Laws and examples of how the type names that pages print are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.inference.known_forms.parameters import parameter_schema
from speclift.inference.known_forms.sample_texts import is_date_time, looks_binary
from speclift.model.schema import ArrayOf, Scalar, Schema
from speclift.model.wording import NO_WORDING
from speclift.reading.known_forms.forms import FORMS

WORDING = FORMS[0].wording
MEMBERS = st.lists(st.from_regex(r"[A-Za-z][\w.\-]{0,8}", fullmatch=True), min_size=1, max_size=6)


@given(MEMBERS, st.sampled_from([", ", ",", " ,  "]), st.sampled_from(["Enum: ", "enum:", "ENUM:  "]))
def test_listed_members_are_read_back(members: list[str], comma: str, label: str) -> None:
    # JSON Schema 2020-12, Validation 6.1.2: the members of an enumeration are unique.
    assert parameter_schema(label + comma.join(members), WORDING) == Scalar(
        "string", values=tuple(dict.fromkeys(members))
    )


@given(st.text(max_size=12))
def test_every_printed_type_has_a_schema(printed: str) -> None:
    assert isinstance(parameter_schema(printed, WORDING), Scalar | ArrayOf)
    assert parameter_schema(printed, NO_WORDING) == Scalar("string")


@given(st.sampled_from(sorted({**WORDING.types, **WORDING.coarse_types})))
def test_primitives_mean_the_same_for_parameters_and_properties(printed: str) -> None:
    assert parameter_schema(printed, WORDING) == WORDING.scalar(printed)


@pytest.mark.parametrize(
    ("printed", "schema"),
    [
        ("int32", Scalar("integer", "int32")),
        ("Integer", Scalar("integer", "int32")),
        ("bool", Scalar("boolean")),
        ("Boolean", Scalar("boolean")),
        ("date-time", Scalar("string", "date-time")),
        ("array", ArrayOf(Scalar("string"))),
        ("Array", ArrayOf(Scalar("string"))),
        ("", Scalar("string")),
        ("Kite", Scalar("string")),
    ],
)
def test_the_printed_type_of_a_parameter_gives_its_schema(printed: str, schema: Schema) -> None:
    assert parameter_schema(printed, WORDING) == schema


def test_a_type_name_is_no_primitive() -> None:
    assert WORDING.scalar("Kite") is None
    assert WORDING.scalar("object") is None


@given(st.datetimes(), st.sampled_from(["", "Z", "+02:00", "-11:30"]))
def test_date_times_are_recognised(moment: object, offset: str) -> None:
    assert is_date_time(str(moment).replace(" ", "T") + offset)


@given(st.from_regex(r"[A-Za-z]{1,20}(?: [a-z]{1,10}){0,3}", fullmatch=True))
def test_words_are_neither_times_nor_bytes(text: str) -> None:
    assert not is_date_time(text)
    assert not looks_binary(text)
