"""What a Swagger 2.0 document says, behind whichever references."""

from __future__ import annotations

import pytest

from speclift.errors import SourceError
from speclift.openapi.swagger import openapi_of
from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}


def swagger(answer: Json, **more: Json) -> Json:
    """An operation that answers so, and definitions of which one is called like a property of the other."""
    return {
        "swagger": "2.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": answer}}}, **more},
        "definitions": {"A": {"type": "object", "properties": {"b": STRING}}, "b": {"type": "integer"}},
    }


def test_a_reference_into_a_definition_is_what_it_points_at() -> None:
    plain = {"description": "", "schema": {"type": "string"}}
    behind = {"description": "", "schema": {"$ref": "#/definitions/A/properties/b"}}
    found = changes(openapi_of(swagger(plain), "a"), openapi_of(swagger(behind), "b"))
    assert {change.level for change in found} <= {"info"}


def test_path_items_and_answers_are_found_by_their_place() -> None:
    answer = {"description": "", "schema": STRING}
    old = swagger(answer, **{"/b": {"get": {"responses": {"200": answer}}}})
    new = swagger(answer, **{"/b": {"$ref": "#/paths/~1a"}})
    assert changes(openapi_of(old, "a"), openapi_of(new, "b")) == ()
    new = swagger(answer, **{"/b": {"get": {"responses": {"200": {"$ref": "#/paths/~1a/get/responses/200"}}}}})
    assert changes(openapi_of(old, "a"), openapi_of(new, "b")) == ()


@pytest.mark.parametrize("reference", ["other.yaml", "#/paths/~1c", "#/paths/~1b"])
def test_a_path_item_elsewhere_is_refused(reference: str) -> None:
    with pytest.raises(SourceError, match=r"leads (out of|nowhere|to itself)"):
        openapi_of(swagger({"description": ""}, **{"/b": {"$ref": reference}}), "a")


def test_a_discriminator_is_one_there_too() -> None:
    def told_by(name: str) -> Json:
        found = swagger({"description": "", "schema": {"$ref": "#/definitions/A"}})
        found["definitions"]["A"]["discriminator"] = name
        return openapi_of(found, name)

    assert {change.code for change in changes(told_by("b"), told_by("c"))} == {
        "response-discriminator-property-changed"
    }
