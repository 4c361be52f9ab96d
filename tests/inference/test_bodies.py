"""The schemas of bodies and types, from fields, samples and described types: one test per rule."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.model.facts import Enumerated, ListOf, MapOf, Named, OneOf, PrintedType
from speclift.model.schema import Anything, ArrayOf, ObjectOf, Ref, Scalar, Schema
from speclift.model.schema import MapOf as MapSchema
from speclift.model.schema import OneOf as OneOfSchema
from tests.inference.facts import (
    ARRAY,
    INTEGER,
    NUMBER,
    OBJECT,
    OPEN,
    STRING,
    at,
    body,
    by_name,
    codes,
    component,
    described,
    field,
    inferred,
    operation,
    page,
    request_schema,
    response,
    response_schema,
    sample,
)

USER = described("User object", field("id", INTEGER, required=True), field("name", STRING), field("mail", STRING))
FULL = {"id": 1, "name": "jo", "mail": "jo@example.com"}


def api_of(
    *sample_values: Any, kind: PrintedType = OPEN, fields: tuple[Any, ...] = (), types: tuple[Any, ...] = ()
) -> Any:
    """The API of an operation whose response has these samples, this type and these fields."""
    return inferred(
        operation("GET /x", responses=(response("200", body(*fields, kind=kind, sample_values=sample_values)),)), *types
    )


def shape(schema: Schema) -> Any:
    """The types of a schema as plain data, without descriptions and the like."""
    match schema:
        case ObjectOf():
            return {name: shape(item.schema) for name, item in by_name(schema).items()}
        case ArrayOf(items=items):
            return [shape(items)]
        case MapSchema(values=values):
            return {"*": shape(values)}
        case Scalar(type=kind, format=form):
            return f"{kind}/{form}" if form else kind
        case Ref(name=name):
            return f"#{name}"
        case OneOfSchema(options=options):
            return {shape(option) for option in options}
        case Anything(is_object=is_object):
            return "object" if is_object else None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["a", "a.b", "a.c"], {"a": {"b": None, "c": None}}),
        (["a[].b"], {"a": [{"b": None}]}),
        (["a[0][b]"], {"a": [{"b": None}]}),
        (["a.*.b"], {"a": {"*": {"b": None}}}),
        (["a[b][c]"], {"a": {"b": {"c": None}}}),
        (["@odata.type", "v1.0", "a..b"], {"@odata.type": None, "v1.0": None, "a..b": None}),
    ],
)
def test_dotted_names_become_nested_objects(fields: list[str], expected: Any) -> None:
    assert shape(response_schema(api_of(fields=tuple(map(field, fields))))) == expected


def test_a_dotted_name_that_is_a_key_of_a_sample_is_not_split() -> None:
    assert shape(response_schema(api_of({"a.b": 1}, fields=(field("a.b"),)))) == {"a.b": "integer"}


@pytest.mark.parametrize(
    ("sample_values", "expected"),
    [
        ([{"at": "2024-05-01T10:00:00Z"}, {"at": "2024-05-02T10:00:00.5+02:00"}], {"at": "string/date-time"}),
        ([{"at": "2024-05-01"}, {"at": "soon"}], {"at": "string"}),
        ([{"id": "0b0c8d1e-1111-4222-8333-444455556666"}], {"id": "string/uuid"}),
        ([{"n": 1}, {"n": 2.5}], {"n": "number"}),
        ([{"n": 1}, {"n": "one"}], {"n": {"integer", "string"}}),
        ([[{"a": 1}, {"b": "x"}]], [{"a": "integer", "b": "string"}]),
        ([{"users": {"7": {"n": 1}, "12": {"n": 2}}}], {"users": {"*": {"n": "integer"}}}),
        ([{"ports": {"80/tcp": {}, "53/udp": {}}}], {"ports": {"*": "object"}}),
        ([{"line1": "a", "line2": "b"}], {"line1": "string", "line2": "string"}),
        ([{"none": None}], {"none": None}),
    ],
)
def test_samples_alone_give_a_schema(sample_values: list[Any], expected: Any) -> None:
    assert shape(response_schema(api_of(*sample_values))) == expected


def test_a_stated_type_stays_unless_a_sample_says_more() -> None:
    fields = (field("n", NUMBER), field("list", ARRAY), field("map", OBJECT), field("any"), field("text", STRING))
    shown = {"n": 1, "list": [1], "map": {"k": "v"}, "any": True, "text": "2024-05-01", "more": None}
    found = response_schema(api_of(shown, fields=fields))
    assert shape(found) == {
        "n": "number",
        "list": ["integer"],
        "map": {"k": "string"},
        "any": "boolean",
        "text": "string/date",
        "more": None,
    }
    assert by_name(found)["more"].is_nullable


def test_null_in_a_sample_makes_a_property_nullable() -> None:
    found = by_name(response_schema(api_of({"a": None}, fields=(field("a", STRING),))))
    assert (found["a"].schema, found["a"].is_nullable) == (Scalar("string"), True)


def test_a_property_from_a_sample_has_the_line_of_its_key() -> None:
    found = by_name(response_schema(api_of({"first": 1, "second": 2})))
    assert [item.facts[0].places[0].line for item in found.values()] == [51, 52]


def test_only_fields_make_a_property_required() -> None:
    fields = (field("a", STRING, required=True), field("b", STRING, required=False), field("c"))
    found = by_name(response_schema(api_of({"a": "", "b": "", "c": 1, "d": 1}, fields=fields)))
    assert [name for name, item in found.items() if item.is_required] == ["a"]


@pytest.mark.parametrize(
    ("shown", "kind", "expected"),
    [
        ([FULL], Named("user"), ["#User"]),
        (FULL, Named("user"), "#User"),
        (FULL, ListOf(Named("user")), "#User"),
        ({"data": [FULL], "total": 1}, ListOf(Named("user")), {"data": ["#User"], "total": "integer"}),
        ({"user": FULL, "ok": True}, Named("user"), {"user": "#User", "ok": "boolean"}),
        ({"data": {"items": [FULL]}}, ListOf(Named("Users")), {"data": {"items": ["#User"]}}),
        ({"ok": True}, Named("user"), {"ok": "boolean"}),
        ("pong", Named("user"), "string"),
    ],
)
def test_the_sample_shows_where_the_named_type_belongs(shown: Any, kind: PrintedType, expected: Any) -> None:
    assert shape(response_schema(api_of(shown, kind=kind, types=(USER,)))) == expected


def test_fields_of_list_items_are_not_fields_of_the_envelope() -> None:
    fields = (field("id", INTEGER), field("name", STRING, description="What it is called."))
    found = response_schema(api_of({"results": [{"id": 1, "name": "jo"}], "next": None}, fields=fields))
    assert shape(found) == {"results": [{"id": "integer", "name": "string"}], "next": None}


def test_samples_add_properties_that_the_fields_of_a_type_lack() -> None:
    api = api_of({**FULL, "born": "2000-01-01"}, kind=Named("user"), types=(USER,))
    assert shape(by_name(component(api, "User"))["born"].schema) == "string/date"
    assert codes(api) == ["SL209"]


def test_fields_that_narrow_a_type_are_merged_with_it() -> None:
    api = inferred(
        operation("POST /users", request=body(field("name", STRING, required=True), kind=Named("user"))), USER
    )
    found = by_name(request_schema(api))
    assert list(found) == ["id", "name", "mail"]
    assert [name for name, item in found.items() if item.is_required] == ["id", "name"]
    unchanged = inferred(operation("POST /users", request=body(field("name", STRING), kind=Named("user"))), USER)
    assert request_schema(unchanged) == Ref("User")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("user", ""),
        ("Users", ""),
        ("user object", ""),
        ("microsoft.user", ""),
        ("see below", "#user-object"),
        ("it", "users.md#user-object"),
        ("it", "../docs/users/#user-object"),
        ("it", "/reference/docs/users/#user-object"),
        ("it", "https://docs.example.com/docs/users.html#user-object"),
    ],
)
def test_a_type_is_found_by_its_name_and_by_links(name: str, target: str) -> None:
    user = described("User object", field("id", INTEGER), anchors=("user-object",))
    api = inferred(
        page(user),
        page(operation("GET /x", responses=(response("200", body(kind=Named(name, target))),)), file="docs/x.md"),
    )
    assert response_schema(api) == Ref("User")


def test_a_link_to_a_section_is_no_enumeration_of_that_name_on_another_page() -> None:
    link = described("Link", values=("self", "next"), place=at(3, "docs/other.md"))
    linked = field("links", Named("Links", "#links-object"))
    shown = body(linked, sample_values=[{"links": {"self": "/a"}}])
    api = inferred(page(operation("GET /a", responses=(response("200", shown),))), page(link, file="docs/other.md"))
    schema = response_schema(api)
    assert isinstance(schema, ObjectOf)
    (links,) = schema.properties
    assert isinstance(links.schema, ObjectOf)
    assert [item.name for item in links.schema.properties] == ["self"]


def test_different_types_of_one_name_are_named_after_their_pages() -> None:
    def described_in(file: str, name: str) -> Any:
        return page(
            described("Item", field(name, STRING), field("id", INTEGER)),
            operation(f"GET /{name}", responses=(response("200", body(kind=Named("Item"), place=at(9, file))),)),
            file=file,
        )

    api = inferred(described_in("shop.md", "price"), described_in("store/index.md", "shelf"))
    assert [item.name for item in api.components] == ["ShopItem", "StoreItem"]
    contents = [item.responses[0].content for item in api.operations]
    assert [item.schema for item in contents if item] == [Ref("ShopItem"), Ref("StoreItem")]


def test_a_type_that_no_page_describes_is_a_finding_and_the_sample_decides() -> None:
    api = api_of({"id": 1}, kind=Named("Crate"))
    assert shape(response_schema(api)) == {"id": "integer"}
    assert codes(api) == ["SL106"]


def test_types_may_be_recursive_and_extend_each_other() -> None:
    base = described("Node", field("parent", Named("Node"), nullable=True))
    leaf = described("Leaf", field("value", INTEGER), base=Named("Node"))
    api = inferred(base, leaf)
    assert {name: item.schema for name, item in by_name(component(api, "Leaf")).items()} == {
        "parent": Ref("Node"),
        "value": Scalar("integer"),
    }


def test_types_and_fields_may_be_enumerations() -> None:
    color = described("Color", values=("red", "blue"))
    level = described("Level", values=("1", "2"), base=INTEGER)
    fields = (field("color", Named("Color")), field("size", Enumerated(("S", "M"))), field("n", INTEGER, values=("1",)))
    api = api_of(fields=fields, types=(color, level))
    assert [name for name, _, _ in component(api, "Color").members] == ["red", "blue"]
    assert component(api, "Level").schema == Scalar("integer", values=("1", "2"))
    found = by_name(response_schema(api))
    assert found["color"].schema == Ref("Color")
    assert found["size"].schema == Scalar("string", values=("S", "M"))
    assert found["n"].schema == Scalar("integer", values=("1",))


def test_maps_and_alternatives_have_their_schemas() -> None:
    fields = (
        field("m", MapOf(STRING)),
        field("o", OneOf((STRING, ListOf(STRING)))),
        field("s", OneOf((STRING, STRING))),
    )
    assert shape(response_schema(api_of(fields=tuple(fields[:1])))) == {"m": {"*": "string"}}
    found = by_name(response_schema(api_of(fields=fields)))
    assert found["o"].schema == OneOfSchema((Scalar("string"), ArrayOf(Scalar("string"))))
    assert found["s"].schema == Scalar("string")


def test_a_type_without_fields_has_the_schema_of_its_samples() -> None:
    names = inferred(described("Names", samples=(sample(["a"]),)))
    assert component(names, "Names").schema == ArrayOf(Scalar("string"))
    crate = described("Crate", samples=(sample({"id": 1, "label": "figs"}),))
    api = api_of({"id": 1, "label": "figs", "tags": []}, kind=Named("Crate"), types=(crate,))
    assert list(by_name(component(api, "Crate"))) == ["id", "label", "tags"]


def test_a_null_property_has_the_type_that_other_properties_of_its_name_agree_on() -> None:
    api = inferred(
        operation("GET /a", responses=(response("200", body(sample_values=({"locale": None, "x": None},))),)),
        operation("GET /b", responses=(response("200", body(sample_values=({"locale": "en", "x": 1},))),)),
        operation("GET /c", responses=(response("200", body(sample_values=({"x": "one"},))),)),
    )
    content = api.operations[0].responses[0].content
    assert content
    found = by_name(content.schema)
    assert (found["locale"].schema, found["locale"].facts[-1].rule) == (Scalar("string"), "same-property")
    assert found["x"].schema == Anything()
