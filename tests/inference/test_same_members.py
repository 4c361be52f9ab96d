"""The members that one page lists for a property apply to other properties with its name, unless a page contradicts
them."""

from __future__ import annotations

import pytest

from speclift.model.facts import Enumerated, Field, OperationFacts, PageFacts, PrintedType
from speclift.model.operation import Api
from speclift.model.schema import Place, Property, Ref, Scalar
from tests.inference.facts import (
    OPEN,
    STRING,
    body,
    by_name,
    component,
    described,
    field,
    inferred,
    operation,
    response,
)
from tests.inference.facts import page as page_of

PERIODS = Enumerated(("DAILY", "WEEKLY"))


def page(
    *fields: Field, file: str, sample_values: tuple[object, ...] = (), parameters: tuple[Field, ...] = ()
) -> PageFacts:
    facts: OperationFacts = operation(
        f"GET /{file}",
        *parameters,
        responses=(response(content=body(*fields, sample_values=sample_values)),),
        place=Place(file, 1),
    )
    return page_of(facts, file=file)


def response_properties(api: Api, path: str) -> dict[str, Property]:
    (content,) = (one.responses[0].content for one in api.operations if one.path == path)
    assert content
    return by_name(content.schema)


def unlisted(name: str = "billingPeriod", kind: PrintedType = STRING, line: int = 9) -> Field:
    return field(name, kind, place=Place("b.md", line))


def test_a_string_has_the_members_that_another_page_lists() -> None:
    listing = page(field("billingPeriod", PERIODS, place=Place("a.md", 7)), file="a.md")
    api = inferred(listing, page(unlisted(), file="b.md", sample_values=({"billingPeriod": "DAILY"},)))
    found = response_properties(api, "/b.md")["billingPeriod"]
    assert found.schema == Scalar("string", values=("DAILY", "WEEKLY"))
    assert (found.facts[-1].rule, found.facts[-1].places) == ("same-property", (Place("a.md", 7),))


def test_members_of_a_parameter_apply_too() -> None:
    listing = page(file="a.md", parameters=(field("billingPeriod", PERIODS, location="query"),))
    api = inferred(listing, page(unlisted(), file="b.md"))
    assert response_properties(api, "/b.md")["billingPeriod"].schema == Scalar("string", values=("DAILY", "WEEKLY"))


def test_an_enumeration_named_like_the_property_applies_too() -> None:
    kind = described("Billing period", values=("DAILY", "WEEKLY"))
    api = inferred(kind, page(unlisted(), file="b.md"))
    assert response_properties(api, "/b.md")["billingPeriod"].schema == Ref("BillingPeriod")
    assert [member for member, _, _ in component(api, "BillingPeriod").members] == ["DAILY", "WEEKLY"]


@pytest.mark.parametrize(
    ("name", "other", "shown"),
    [
        ("billingPeriod", (), {"billingPeriod": "YEARLY"}),
        ("billingPeriod", (), {"inner": [{"billingPeriod": "YEARLY"}]}),
        ("billingPeriod", (field("billingPeriod", Enumerated(("DAILY", "YEARLY"))),), {}),
        ("period", (), {}),
    ],
    ids=["another value", "another nested value", "another list", "one-word name"],
)
def test_a_contradicted_property_stays_a_string(name: str, other: tuple[Field, ...], shown: dict[str, object]) -> None:
    pages = [
        page(field(name, PERIODS), file="a.md"),
        page(*other, file="c.md", sample_values=(shown,) if shown else ()),
    ]
    api = inferred(*pages, page(unlisted(name), file="b.md"))
    assert response_properties(api, "/b.md")[name].schema == Scalar("string")


def test_a_property_named_by_one_word_must_be_shown_often() -> None:
    sample_values = tuple({"period": period} for period in ("DAILY", "WEEKLY", "DAILY"))
    api = inferred(
        page(field("period", PERIODS), file="a.md"), page(unlisted("period"), file="b.md", sample_values=sample_values)
    )
    assert response_properties(api, "/b.md")["period"].schema == Scalar("string", values=("DAILY", "WEEKLY"))


def test_a_property_that_samples_show_as_a_number_stays_a_number() -> None:
    listing = page(field("billingPeriod", PERIODS), file="a.md")
    api = inferred(listing, page(unlisted(kind=OPEN), file="b.md", sample_values=({"billingPeriod": 3},)))
    assert response_properties(api, "/b.md")["billingPeriod"].schema == Scalar("integer")
