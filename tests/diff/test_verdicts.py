"""What a comparison reports when a schema changes, for the data that a client sends and for what it receives."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from speclift.diff.rules.catalogue import RULES_BY_CODE
from tests.diff.small import changes, codes, document

STRING = {"type": "string"}
KINDS = [STRING, {"type": "integer"}]


def with_discriminator(property_name: str, **mapping: str) -> dict[str, Any]:
    """Alternatives with a discriminator."""
    return {"oneOf": KINDS, "discriminator": {"propertyName": property_name, "mapping": mapping}}


PAIRS: tuple[tuple[str, Any, Any, str], ...] = (
    ("integer to number", {"type": "integer"}, {"type": "number"}, "type-widened"),
    ("one of two types", {"type": ["string", "integer"]}, STRING, "type-narrowed"),
    ("another type", STRING, {"type": "boolean"}, "type-changed"),
    ("anything to string", {}, STRING, "type-stated"),
    ("string to anything", STRING, {}, "type-no-longer-stated"),
    (
        "int32 to int64",
        {"type": "integer", "format": "int32"},
        {"type": "integer", "format": "int64"},
        "format-widened",
    ),
    ("a format", STRING, {"type": "string", "format": "date"}, "format-narrowed"),
    ("another format", {"type": "string", "format": "uuid"}, {"type": "string", "format": "date"}, "format-changed"),
    ("null", STRING, {"type": ["string", "null"]}, "became-nullable"),
    ("null as an alternative", {"anyOf": [STRING, {"type": "null"}]}, STRING, "became-not-nullable"),
    (
        "null as a member",
        {"type": ["string", "null"], "enum": ["a"]},
        {"type": ["string", "null"], "enum": ["a", None]},
        "became-nullable",
    ),
    (
        "null as a member of a part",
        {"allOf": [{"type": ["string", "null"], "enum": ["a"]}, {"title": "A", "maxLength": 3}]},
        {"allOf": [{"type": ["string", "null"], "enum": ["a", None]}, {"title": "A", "maxLength": 3}]},
        "became-nullable",
    ),
    ("a member", {"enum": ["a"]}, {"enum": ["a", "b"]}, "enum-value-added"),
    ("one member fewer", {"enum": ["a", "b"]}, {"const": "a"}, "enum-value-removed"),
    (
        "a known member",
        {**STRING, "x-extensible-enum": ["a"]},
        {**STRING, "x-extensible-enum": ["a", "b"]},
        "known-value-added",
    ),
    ("an enumeration", STRING, {**STRING, "enum": ["a"]}, "became-enum"),
    ("no enumeration", {**STRING, "enum": ["a"]}, STRING, "no-longer-enum"),
    ("an open enumeration", {**STRING, "enum": ["a"]}, {**STRING, "x-extensible-enum": ["a"]}, "enum-opened"),
    ("a smaller maximum", {"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 8}, "bound-tightened"),
    ("a smaller minimum", {**STRING, "minLength": 9}, {**STRING, "minLength": 8}, "bound-loosened"),
    ("a limit", {"type": "array"}, {"type": "array", "maxItems": 3}, "bound-tightened"),
    ("a pattern", STRING, {**STRING, "pattern": "a"}, "pattern-added"),
    ("another pattern", {**STRING, "pattern": "a"}, {**STRING, "pattern": "b"}, "pattern-changed"),
    ("a condition", STRING, {**STRING, "not": {"const": ""}}, "condition-tightened"),
    ("a default", STRING, {**STRING, "default": "a"}, "default-changed"),
    (
        "a closed object",
        {"type": "object"},
        {"type": "object", "additionalProperties": False},
        "unknown-properties-forbidden",
    ),
    ("items", {"type": "array", "items": STRING}, {"type": "array", "items": {"type": "integer"}}, "type-changed"),
    (
        "a discriminator",
        {"oneOf": KINDS},
        {"oneOf": KINDS, "discriminator": {"propertyName": "a"}},
        "discriminator-added",
    ),
    ("another discriminator", with_discriminator("a"), with_discriminator("b"), "discriminator-property-changed"),
    ("a value", with_discriminator("a", x="A"), with_discriminator("a", x="A", y="B"), "discriminator-value-added"),
    (
        "another meaning of a value",
        with_discriminator("a", x="A"),
        with_discriminator("a", x="B"),
        "discriminator-value-changed",
    ),
    (
        "an alternative",
        {"oneOf": [STRING, {"type": "integer"}]},
        {"oneOf": [STRING, {"type": "integer"}, {"type": "boolean"}]},
        "alternative-added",
    ),
)


@pytest.mark.parametrize(("old", "new", "name"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_a_change_has_one_name_and_the_reverse_change_the_opposite_one(old: Any, new: Any, name: str) -> None:
    found = codes(document(old), document(new))
    assert found == {f"request-{name}", f"response-{name}"}
    assert codes(document(new), document(old)) == {RULES_BY_CODE[code].opposite for code in found}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({**STRING, "nullable": True}, {"type": ["string", "null"]}),
        ({"type": ["string", "null"]}, {"oneOf": [{"type": "null"}, STRING]}),
        ({"enum": ["a"]}, {"const": "a"}),
        ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int32", "maximum": 2**31 - 1}),
        ({"allOf": [STRING]}, STRING),
        ({"anyOf": [STRING]}, STRING),
        (
            {"allOf": [{"properties": {"a": STRING}}, {"properties": {"b": STRING}}]},
            {"properties": {"b": STRING, "a": STRING}},
        ),
        ({"type": "object", "additionalProperties": True}, {"type": "object"}),
        ({"oneOf": [STRING, {"type": "integer"}]}, {"oneOf": [{"type": "integer"}, STRING]}),
    ],
)
def test_two_forms_of_the_same_schema_are_no_change(old: Any, new: Any) -> None:
    assert codes(document(old), document(new)) == set()


def test_becoming_required_breaks_requests_and_becoming_optional_breaks_responses() -> None:
    levels = {c.code: c.level for c in changes(document(STRING), document(STRING, required=True))}
    assert levels == {
        "request-property-became-required": "breaking",
        "response-property-became-required": "compatible",
    }
    levels = {c.code: c.level for c in changes(document(STRING, required=True), document(STRING))}
    assert levels["response-property-became-optional"] == "breaking"


def test_a_component_is_compared_once_for_each_direction_and_lists_its_operations() -> None:
    old = document(
        {"$ref": "#/components/schemas/Crate"}, Crate={"type": "object", "properties": {"a": STRING, "b": STRING}}
    )
    old["paths"]["/second"] = copy.deepcopy(old["paths"]["/swap"])
    old["paths"]["/second"]["post"]["operationId"] = "second"
    new = copy.deepcopy(old)
    del new["components"]["schemas"]["Crate"]["properties"]["b"]
    found = changes(old, new)
    assert [(c.code, c.components, c.place, c.operations) for c in found] == [
        ("response-property-removed", ("Crate",), ".b", ("POST /second", "POST /swap")),
        ("request-property-removed", ("Crate",), ".b", ("POST /second", "POST /swap")),
    ]


def test_a_renamed_schema_is_not_one_removed_and_one_added() -> None:
    crate = {"type": "object", "properties": {"a": STRING, "b": STRING}}
    found = codes(
        document({"$ref": "#/components/schemas/A"}, A=crate), document({"$ref": "#/components/schemas/B"}, B=crate)
    )
    assert found == {"component-renamed"}
    other = {"type": "object", "properties": {"x": STRING}}
    found = codes(
        document({"$ref": "#/components/schemas/A"}, A=crate), document({"$ref": "#/components/schemas/B"}, B=other)
    )
    assert {"request-type-changed", "response-type-changed"} < found


def test_another_namespace_is_not_another_name() -> None:
    crate = {"type": "object", "properties": {"a": STRING}}
    old = document({"$ref": "#/components/schemas/Vendor.Crate"}, **{"Vendor.Crate": crate})  # type: ignore[arg-type]
    found = changes(old, document({"$ref": "#/components/schemas/Crate"}, Crate=crate))
    assert [(c.code, c.old, c.new) for c in found] == [("component-namespace-changed", "Vendor.", "")]


def test_recursive_schemas_end() -> None:
    def tree(kind: str) -> Any:
        properties = {
            "value": {"type": kind},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        }
        return {"allOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "object", "properties": properties}]}

    reference = {"$ref": "#/components/schemas/Tree"}
    found = changes(document(reference, Tree=tree("string")), document(reference, Tree=tree("boolean")))
    assert {(c.code, c.place) for c in found} == {
        ("request-type-changed", ".value"),
        ("response-type-changed", ".value"),
    }


def test_read_only_properties_do_not_matter_in_a_request() -> None:
    old, new = ({"type": kind, "readOnly": True} for kind in ("string", "integer"))
    assert codes(document(old), document(new)) == {"response-type-changed"}
    assert codes(document(STRING), document({**STRING, "readOnly": True})) == {"request-property-became-read-only"}


def test_credentials_are_compared_by_what_is_sent() -> None:
    def secured(name: str, scheme: Any, *security: Any) -> Any:
        found = document(STRING)
        found["components"]["securitySchemes"] = {name: scheme}
        return {**found, "security": list(security)}

    bearer, oauth = {"type": "http", "scheme": "bearer"}, {"type": "oauth2", "flows": {}}
    assert codes(secured("a", bearer, {"a": []}), secured("b", oauth, {"b": []})) == set()
    assert codes(secured("a", bearer), secured("a", bearer, {"a": []})) == {"security-required"}
    assert codes(secured("a", oauth, {"a": ["x"]}), secured("a", oauth, {"a": ["x", "y"]})) == {"security-scope-added"}
