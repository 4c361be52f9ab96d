"""Which strings are enumerations."""

from __future__ import annotations

from speclift.model.schema import Ref, Scalar
from tests.inference.pages import component, enumeration, operation, prop, recovered, rows


def test_a_listed_enumeration_is_a_closed_component() -> None:
    page = operation(
        "GetCrate",
        response=rows(CrateId="int32", State="string"),
        body="Crate",
        answered={"CrateId": 1, "State": "Empty"},
    )
    api = recovered(page, enums=[enumeration("CrateState", ["Full", "Empty", "Sealed"])])
    assert prop(api, "Crate.State").schema == Ref("CrateState")
    assert [name for name, _, _ in component(api, "CrateState").members] == ["Full", "Empty", "Sealed"]


def test_a_list_without_the_shown_value_is_not_used() -> None:
    page = operation(
        "GetCrate",
        response=rows(CrateId="int32", State="string"),
        body="Crate",
        answered={"CrateId": 1, "State": "Torn"},
    )
    api = recovered(page, enums=[enumeration("CrateState", ["Full", "Empty"])])
    assert prop(api, "Crate.State").schema == Scalar("string")


def test_the_members_of_a_parameter_apply_to_a_property_of_its_name() -> None:
    page = operation(
        "GetCrate",
        query=[("size", "Enum: Large, Small", "")],
        response=rows(CrateId="int32", Size="string"),
        body="Crate",
        answered={"CrateId": 1, "Size": "Large"},
    )
    assert prop(recovered(page), "Crate.Size").schema == Scalar("string", values=("Large", "Small"))


def test_a_value_that_is_shown_repeatedly_is_an_open_enumeration() -> None:
    pages = [
        operation(
            f"Get{n}",
            response=rows(CrateId="int32", Grade="string"),
            body="Crate",
            answered={"CrateId": 1, "Grade": "TopShelf"},
        )
        for n in range(3)
    ]
    assert prop(recovered(*pages), "Crate.Grade").schema == Scalar("string", values=("TopShelf",), is_open=True)


def test_different_words_are_no_enumeration() -> None:
    words = ("Abel", "Bertha", "Caesar", "Dora")
    pages = [
        operation(
            f"Get{n}",
            response=rows(CrateId="int32", Maker="string"),
            body="Crate",
            answered={"CrateId": 1, "Maker": word},
        )
        for n, word in enumerate(words)
    ]
    assert prop(recovered(*pages), "Crate.Maker").schema == Scalar("string")


def test_a_rights_mask_that_shows_one_sql_privilege_may_hold_the_others() -> None:
    answered = {"CrateId": 1, "CrateRight": {"Mask": "Delete", "Why": "x"}}
    pages = [
        operation(f"Get{n}", response=rows(CrateId="int32", CrateRight="CrateRight"), body="Crate", answered=answered)
        for n in range(3)
    ]
    expected = Scalar("string", values=("Delete", "Insert", "None", "Select", "Update"), is_open=True)
    assert prop(recovered(*pages), "CrateRight.Mask").schema == expected
