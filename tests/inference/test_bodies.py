"""What bodies and types hold: fields, samples and described types together, one test a rule."""

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
    answer,
    answered,
    asked,
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
    sample,
)

USER = described("User object", field("id", INTEGER, required=True), field("name", STRING), field("mail", STRING))
FULL = {"id": 1, "name": "jo", "mail": "jo@example.com"}


def answer_of(*shows: Any, kind: PrintedType = OPEN, fields: tuple[Any, ...] = (), types: tuple[Any, ...] = ()) -> Any:
    return inferred(operation("GET /x", responses=(answer("200", body(*fields, kind=kind, shows=shows)),)), *types)


def shape(schema: Schema) -> Any:
    """A schema as plain data, without what is said about it."""
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
def test_dotted_names_are_a_tree(fields: list[str], expected: Any) -> None:
    assert shape(answered(answer_of(fields=tuple(map(field, fields))))) == expected


def test_a_name_that_a_sample_has_whole_is_no_tree() -> None:
    assert shape(answered(answer_of({"a.b": 1}, fields=(field("a.b"),)))) == {"a.b": "integer"}


@pytest.mark.parametrize(
    ("shows", "expected"),
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
def test_samples_alone_are_a_schema(shows: list[Any], expected: Any) -> None:
    assert shape(answered(answer_of(*shows))) == expected


def test_a_stated_type_stays_unless_it_says_less() -> None:
    fields = (field("n", NUMBER), field("list", ARRAY), field("map", OBJECT), field("any"), field("text", STRING))
    shown = {"n": 1, "list": [1], "map": {"k": "v"}, "any": True, "text": "2024-05-01", "more": None}
    found = answered(answer_of(shown, fields=fields))
    assert shape(found) == {
        "n": "number",
        "list": ["integer"],
        "map": {"k": "string"},
        "any": "boolean",
        "text": "string/date",
        "more": None,
    }
    assert by_name(found)["more"].is_nullable


def test_null_in_a_sample_allows_null() -> None:
    found = by_name(answered(answer_of({"a": None}, fields=(field("a", STRING),))))
    assert (found["a"].schema, found["a"].is_nullable) == (Scalar("string"), True)


def test_a_property_of_a_sample_stands_on_its_line() -> None:
    found = by_name(answered(answer_of({"first": 1, "second": 2})))
    assert [item.facts[0].places[0].line for item in found.values()] == [51, 52]


def test_required_is_what_the_fields_say() -> None:
    fields = (field("a", STRING, required=True), field("b", STRING, required=False), field("c"))
    found = by_name(answered(answer_of({"a": "", "b": "", "c": 1, "d": 1}, fields=fields)))
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
def test_the_sample_tells_where_the_named_type_stands(shown: Any, kind: PrintedType, expected: Any) -> None:
    assert shape(answered(answer_of(shown, kind=kind, types=(USER,)))) == expected


def test_fields_of_the_things_in_a_list_are_not_those_of_its_envelope() -> None:
    fields = (field("id", INTEGER), field("name", STRING, description="What it is called."))
    found = answered(answer_of({"results": [{"id": 1, "name": "jo"}], "next": None}, fields=fields))
    assert shape(found) == {"results": [{"id": "integer", "name": "string"}], "next": None}


def test_samples_add_to_a_type_what_its_fields_lack() -> None:
    api = answer_of({**FULL, "born": "2000-01-01"}, kind=Named("user"), types=(USER,))
    assert shape(by_name(component(api, "User"))["born"].schema) == "string/date"
    assert codes(api) == ["SL209"]


def test_fields_that_narrow_a_type_are_merged_with_it() -> None:
    api = inferred(
        operation("POST /users", request=body(field("name", STRING, required=True), kind=Named("user"))), USER
    )
    found = by_name(asked(api))
    assert list(found) == ["id", "name", "mail"]
    assert [name for name, item in found.items() if item.is_required] == ["id", "name"]
    same = inferred(operation("POST /users", request=body(field("name", STRING), kind=Named("user"))), USER)
    assert asked(same) == Ref("User")


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
        page(operation("GET /x", responses=(answer("200", body(kind=Named(name, target))),)), file="docs/x.md"),
    )
    assert answered(api) == Ref("User")


def test_a_link_to_a_section_means_no_enumeration_of_another_page_that_is_called_so() -> None:
    link = described("Link", values=("self", "next"), place=at(3, "docs/other.md"))
    linked = field("links", Named("Links", "#links-object"))
    shown = body(linked, shows=[{"links": {"self": "/a"}}])
    api = inferred(page(operation("GET /a", responses=(answer("200", shown),))), page(link, file="docs/other.md"))
    schema = answered(api)
    assert isinstance(schema, ObjectOf)
    (links,) = schema.properties
    assert isinstance(links.schema, ObjectOf)
    assert [item.name for item in links.schema.properties] == ["self"]


def test_types_of_one_name_that_differ_are_kept_apart_by_their_pages() -> None:
    def described_in(file: str, name: str) -> Any:
        return page(
            described("Item", field(name, STRING), field("id", INTEGER)),
            operation(f"GET /{name}", responses=(answer("200", body(kind=Named("Item"), place=at(9, file))),)),
            file=file,
        )

    api = inferred(described_in("shop.md", "price"), described_in("store/index.md", "shelf"))
    assert [item.name for item in api.components] == ["ShopItem", "StoreItem"]
    contents = [item.responses[0].content for item in api.operations]
    assert [item.schema for item in contents if item] == [Ref("ShopItem"), Ref("StoreItem")]


def test_a_name_that_no_page_describes_is_a_finding_and_the_sample_decides() -> None:
    api = answer_of({"id": 1}, kind=Named("Crate"))
    assert shape(answered(api)) == {"id": "integer"}
    assert codes(api) == ["SL106"]


def test_types_may_be_recursive_and_extend_each_other() -> None:
    base = described("Node", field("parent", Named("Node"), nullable=True))
    leaf = described("Leaf", field("value", INTEGER), base=Named("Node"))
    api = inferred(base, leaf)
    assert {name: item.schema for name, item in by_name(component(api, "Leaf")).items()} == {
        "parent": Ref("Node"),
        "value": Scalar("integer"),
    }


def test_enumerations() -> None:
    color = described("Color", values=("red", "blue"))
    level = described("Level", values=("1", "2"), base=INTEGER)
    fields = (field("color", Named("Color")), field("size", Enumerated(("S", "M"))), field("n", INTEGER, values=("1",)))
    api = answer_of(fields=fields, types=(color, level))
    assert [name for name, _, _ in component(api, "Color").members] == ["red", "blue"]
    assert component(api, "Level").schema == Scalar("integer", values=("1", "2"))
    found = by_name(answered(api))
    assert found["color"].schema == Ref("Color")
    assert found["size"].schema == Scalar("string", values=("S", "M"))
    assert found["n"].schema == Scalar("integer", values=("1",))


def test_other_types() -> None:
    fields = (
        field("m", MapOf(STRING)),
        field("o", OneOf((STRING, ListOf(STRING)))),
        field("s", OneOf((STRING, STRING))),
    )
    assert shape(answered(answer_of(fields=tuple(fields[:1])))) == {"m": {"*": "string"}}
    found = by_name(answered(answer_of(fields=fields)))
    assert found["o"].schema == OneOfSchema((Scalar("string"), ArrayOf(Scalar("string"))))
    assert found["s"].schema == Scalar("string")


def test_a_type_without_fields_is_what_samples_show() -> None:
    names = inferred(described("Names", samples=(sample(["a"]),)))
    assert component(names, "Names").schema == ArrayOf(Scalar("string"))
    crate = described("Crate", samples=(sample({"id": 1, "label": "figs"}),))
    api = answer_of({"id": 1, "label": "figs", "tags": []}, kind=Named("Crate"), types=(crate,))
    assert list(by_name(component(api, "Crate"))) == ["id", "label", "tags"]


def test_properties_of_one_name_hold_the_same_thing() -> None:
    api = inferred(
        operation("GET /a", responses=(answer("200", body(shows=({"locale": None, "x": None},))),)),
        operation("GET /b", responses=(answer("200", body(shows=({"locale": "en", "x": 1},))),)),
        operation("GET /c", responses=(answer("200", body(shows=({"x": "one"},))),)),
    )
    content = api.operations[0].responses[0].content
    assert content
    found = by_name(content.schema)
    assert (found["locale"].schema, found["locale"].facts[-1].rule) == (Scalar("string"), "same-property")
    assert found["x"].schema == Anything()
