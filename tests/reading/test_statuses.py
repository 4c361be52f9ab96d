"""The types of bodies that sentences about requests and responses name."""

from __future__ import annotations

import pytest

from speclift.model.facts import ListOf, Named, Primitive, PrintedType, Unknown
from speclift.reading.operations.body_types import stated_body
from speclift.reading.operations.request_types import requested_body

STRING = Primitive("string")


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("A list of packing crate objects. Each needs a name.", ListOf(Unknown("packing crate"))),
        ("A JSON array containing one or more strings giving the colors.", ListOf(STRING)),
        ("A list of `crateId` values to look at", ListOf(Unknown())),
        ("A `Crate` list.", ListOf(Named("Crate"))),
        ("A `Crate` object. At least `color` is needed.", Named("Crate")),
        ("A [crate](crates.md#crate) resource object, with at least a color", Named("crate", "crates.md#crate")),
        ("A packing crate resource with the new color", Unknown("packing crate")),
        ("A JSON string representing the crate object to be added.", Unknown("crate")),
        ("The request body is a JSON string representing the packing crate. See below.", Unknown("packing crate")),
        ("A ShippingLabel.", Unknown("ShippingLabel")),
        ("A JSON object with these members:", None),
        ("The catalog in XML format.", None),
        ("None", None),
        ("A table of translations. For example:", None),
    ],
)
def test_the_first_sentence_about_a_request_body_names_its_type(text: str, type_: PrintedType | None) -> None:
    assert requested_body(text) == type_


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Returns 200 and a list of crate audit logs with history.", ListOf(Unknown("crate audit logs"))),
        ("Returns 200 and a list of crates that are red.", ListOf(Unknown("crates"))),
        ("Returns 200 and a collection with one [crate](c.md) object.", ListOf(Named("crate", "c.md"))),
        ("Returns a list of one or more [crates](c.md).", ListOf(Named("crates", "c.md"))),
        ("Returns 201. A `Location` header is returned with the URL of the crate object.", None),
    ],
)
def test_a_sentence_names_the_type_of_the_response(text: str, type_: PrintedType | None) -> None:
    assert stated_body(text) == type_
