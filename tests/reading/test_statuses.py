"""The types of bodies that sentences about requests and responses name."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.model.facts import ListOf, Named, Primitive, PrintedType, Unknown
from speclift.pipeline.run import assemble
from speclift.reading.operations.body_types import stated_body
from speclift.reading.operations.request_types import requested_body
from speclift.settings import Settings

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
        ("Returns a list of phone calls.", ListOf(Unknown("phone calls"))),
        ("Returns a list of time entries", ListOf(Unknown("time entries"))),
        ("Creates a new crate object. Returns a label object and `201 Created`.", Unknown("label")),
        ("Returns the updated crate object.", Unknown("crate")),
        ("Returns 201. A `Location` header is returned with the URL of the crate object.", None),
    ],
)
def test_a_sentence_names_the_type_of_the_response(text: str, type_: PrintedType | None) -> None:
    assert stated_body(text) == type_


@pytest.mark.parametrize(
    ("section", "descriptions"),
    [
        ("- **200** - Found it\n- **404** \u2013 Not (at all)\n", {"200": "Found it", "404": "Not (at all)"}),
        ("- `200`: Found it\n- `404`: Not there\n", {"200": "Found it", "404": "Not there"}),
        ("#### 200: OK\n\nThe crate, with its label.\n\n#### 404: Not found\n\nNo such crate.\n",
         {"200": "The crate, with its label.", "404": "No such crate."}),
        ("#### 200\n\nFor example:\n\n```json\n{}\n```\n", {"200": "OK"}),
        ("#### 204\n\nNone.\n", {"204": "No Content"}),
        ("* `200 OK`\n* `404 Not Found` - no such crate\n", {"200": "OK", "404": "no such crate"}),
        ("- [200 OK](https://x/#a) - Found\n- [404 Gone](https://x/#b)\n", {"200": "Found", "404": "Gone"}),
        ("- HTTP code 200 - Here it is\n- 4xx, 5xx - Gone\n", {"200": "Here it is", "4XX": "Gone", "5XX": "Gone"}),
        ("* **Code:** 200 <br />\n  **Content:** `{\"id\": 1}`\n", {"200": "OK"}),
        ("| code | content-type | response |\n|---|---|---|\n| `201` | `text/plain` | Made. |\n", {"201": "Made."}),
    ],
)  # fmt: skip
def test_the_text_below_a_status_describes_its_response(
    tmp_path: Path, section: str, descriptions: dict[str, str]
) -> None:
    page = f"# Crates\n\n## Get a crate\n\n`GET /crates/{{id}}`\n\n### Responses\n\n{section}"
    (tmp_path / "crates.md").write_text(page)
    operation = assemble([str(tmp_path)], Settings()).document["paths"]["/crates/{id}"]["get"]
    assert {status: found["description"] for status, found in operation["responses"].items()} == descriptions
