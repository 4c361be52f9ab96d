"""What one page lists of a property holds for others of its name, unless something contradicts it."""

from __future__ import annotations

import pytest

from speclift.model.facts import Enumerated, Field, OperationFacts, PageFacts, PrintedType
from speclift.model.operation import Api
from speclift.model.schema import Place, Property, Ref, Scalar
from tests.inference.facts import OPEN, STRING, answer, body, by_name, component, described, field, inferred, operation
from tests.inference.facts import page as page_of

PERIODS = Enumerated(("DAILY", "WEEKLY"))


def page(*fields: Field, file: str, shows: tuple[object, ...] = (), parameters: tuple[Field, ...] = ()) -> PageFacts:
    facts: OperationFacts = operation(
        f"GET /{file}", *parameters, responses=(answer(content=body(*fields, shows=shows)),), place=Place(file, 1)
    )
    return page_of(facts, file=file)


def answered(api: Api, path: str) -> dict[str, Property]:
    (content,) = (one.responses[0].content for one in api.operations if one.path == path)
    assert content
    return by_name(content.schema)


def plain(name: str = "billingPeriod", kind: PrintedType = STRING, line: int = 9) -> Field:
    return field(name, kind, place=Place("b.md", line))


def test_a_text_has_the_members_that_another_page_lists() -> None:
    listing = page(field("billingPeriod", PERIODS, place=Place("a.md", 7)), file="a.md")
    api = inferred(listing, page(plain(), file="b.md", shows=({"billingPeriod": "DAILY"},)))
    found = answered(api, "/b.md")["billingPeriod"]
    assert found.schema == Scalar("string", values=("DAILY", "WEEKLY"))
    assert (found.facts[-1].rule, found.facts[-1].places) == ("same-property", (Place("a.md", 7),))


def test_a_list_of_a_parameter_is_one_too() -> None:
    listing = page(file="a.md", parameters=(field("billingPeriod", PERIODS, location="query"),))
    api = inferred(listing, page(plain(), file="b.md"))
    assert answered(api, "/b.md")["billingPeriod"].schema == Scalar("string", values=("DAILY", "WEEKLY"))


def test_an_enumeration_that_is_called_like_the_property_is_one_too() -> None:
    kind = described("Billing period", values=("DAILY", "WEEKLY"))
    api = inferred(kind, page(plain(), file="b.md"))
    assert answered(api, "/b.md")["billingPeriod"].schema == Ref("BillingPeriod")
    assert [member for member, _, _ in component(api, "BillingPeriod").members] == ["DAILY", "WEEKLY"]


@pytest.mark.parametrize(
    ("name", "other", "shown"),
    [
        ("billingPeriod", (), {"billingPeriod": "YEARLY"}),
        ("billingPeriod", (), {"inner": [{"billingPeriod": "YEARLY"}]}),
        ("billingPeriod", (field("billingPeriod", Enumerated(("DAILY", "YEARLY"))),), {}),
        ("period", (), {}),
    ],
    ids=["another value", "another value below", "another list", "a name of one word"],
)
def test_what_something_contradicts_stays_a_text(name: str, other: tuple[Field, ...], shown: dict[str, object]) -> None:
    pages = [page(field(name, PERIODS), file="a.md"), page(*other, file="c.md", shows=(shown,) if shown else ())]
    api = inferred(*pages, page(plain(name), file="b.md"))
    assert answered(api, "/b.md")[name].schema == Scalar("string")


def test_a_name_of_one_word_must_be_shown_often() -> None:
    shows = tuple({"period": period} for period in ("DAILY", "WEEKLY", "DAILY"))
    api = inferred(page(field("period", PERIODS), file="a.md"), page(plain("period"), file="b.md", shows=shows))
    assert answered(api, "/b.md")["period"].schema == Scalar("string", values=("DAILY", "WEEKLY"))


def test_numbers_and_unknown_types_stay_what_they_are() -> None:
    listing = page(field("billingPeriod", PERIODS), file="a.md")
    api = inferred(listing, page(plain(kind=OPEN), file="b.md", shows=({"billingPeriod": 3},)))
    assert answered(api, "/b.md")["billingPeriod"].schema == Scalar("integer")
