"""A value of a union is parsed as the type that it has, and written back unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Server, document, operation
from tests.client.schemas import NUMBER, TEXT, client_of, object_schema, read, ref, written
from tests.client.wire import imported

SCHEMAS: dict[str, Any] = {
    # Told apart by a discriminator, with and without a mapping.
    "Box": object_schema("kind", kind=TEXT, size=NUMBER),
    "Delta": object_schema("kind", kind=TEXT, size=NUMBER, span=NUMBER),
    "Mapped": {
        "oneOf": [ref("Box"), ref("Delta")],
        "discriminator": {"propertyName": "kind", "mapping": {"b": "#/components/schemas/Box", "d": "Delta"}},
    },
    "Named": {"oneOf": [ref("Box"), ref("Delta")], "discriminator": {"propertyName": "kind"}},
    "Swapped": {
        "oneOf": [ref("Box"), ref("Delta")],
        "discriminator": {"propertyName": "kind", "mapping": {"Delta": "Box", "Box": "Delta"}},
    },
    "Stated": {
        "oneOf": [ref("Rain"), ref("Wind")],
        "discriminator": {"propertyName": "is", "mapping": {"rain": "Rain"}},
    },
    # Told apart by constants and by enumerations of one member, without a discriminator.
    "Rain": object_schema("is", **{"is": {"const": "rain"}, "mm": NUMBER}),
    "Wind": object_schema("is", **{"is": {"type": "string", "enum": ["wind"]}, "mm": NUMBER}),
    "Weather": {"anyOf": [ref("Rain"), ref("Wind")]},
    # Told apart by integers: without a discriminator, and with one whose mapping has strings.
    "First": object_schema("version", version={"const": 1}, mm=NUMBER),
    "Second": object_schema("version", version={"type": "integer", "enum": [2]}, mm=NUMBER),
    "Numbered": {"oneOf": [ref("First"), ref("Second")]},
    "Coded": {
        "oneOf": [ref("Gust"), ref("Lull")],
        "discriminator": {"propertyName": "code", "mapping": {"1": "#/components/schemas/Gust", "2": "Lull"}},
    },
    "Gust": object_schema("code", code=NUMBER, mm=NUMBER),
    "Lull": object_schema("code", code=NUMBER, mm=NUMBER),
    "Frame": object_schema("id", "kite", id=NUMBER, kite=ref("Mapped")),
    # Told apart only by the properties that a value has.
    "Short": object_schema("name", name=TEXT),
    "Long": object_schema("name", name=TEXT, tail=NUMBER, knots={"type": "array", "items": NUMBER}),
    "Closest": {"anyOf": [ref("Short"), ref("Long")]},
    "Ratio": object_schema("left", left=NUMBER, right=NUMBER),
    "Label": object_schema("left", left=TEXT, right=NUMBER),
    "Guessed": {"anyOf": [ref("Ratio"), ref("Label")]},
    # A base type with its subtypes.
    "Person": {**object_schema("role", role=TEXT, name=TEXT), "discriminator": {"propertyName": "role"}},
    "Guest": {
        **object_schema("role", role=TEXT),
        "discriminator": {"propertyName": "role", "mapping": {"host": "#/components/schemas/Host"}},
    },
    "Host": {"allOf": [ref("Guest"), object_schema(shop=ref("Shop"))]},
    "Visitor": {"allOf": [ref("Guest"), object_schema(mm=NUMBER)]},
    "Member": {
        **object_schema("role", role={"type": "string", "enum": ["lead", "Member"]}),
        "discriminator": {"propertyName": "role", "mapping": {"lead": "#/components/schemas/Lead"}},
    },
    "Lead": {"allOf": [ref("Member"), object_schema(mm=NUMBER)]},
    "Pilot": {"allOf": [ref("Person"), object_schema("licence", licence=NUMBER)]},
    "Maker": {"allOf": [ref("Person"), {"properties": {"shop": ref("Shop")}}]},
    "Chief": {"allOf": [ref("Maker"), object_schema(staff={"type": "array", "items": ref("Person")})]},
    "Shop": object_schema(owner=ref("Person")),
    # A union of subtypes without a discriminator of its own; a discriminator that the types do not have as a property.
    "Crew": {"oneOf": [ref("Pilot"), ref("Maker")]},
    "Rope": object_schema(long=NUMBER),
    "Line": object_schema(long=NUMBER),
    "Told": {"oneOf": [ref("Rope"), ref("Line")], "discriminator": {"propertyName": "made-of"}},
    # A union of enumerations, and a type that may be an object or something else.
    "Calm": {"type": "string", "enum": ["low"]},
    "Wild": {"type": "string", "enum": ["high", ""]},
    "Mood": {"anyOf": [ref("Calm"), ref("Wild")]},
    "Loose": {**object_schema("knot", knot=NUMBER), "type": ["object", "string", "null"], "maxLength": 9},
    # Unions within unions that have discriminators of their own: of the same property, or of another.
    "Parted": {
        "oneOf": [ref("Mapped"), ref("Rain")],
        "discriminator": {"propertyName": "kind", "mapping": {"b": "#/components/schemas/Mapped", "d": "Mapped"}},
    },
    "Unparted": {"oneOf": [ref("Parted"), ref("Wind")], "discriminator": {"propertyName": "kind"}},
    "Sorted": {
        "oneOf": [ref("Mapped"), ref("Short"), ref("Gear")],
        "discriminator": {"propertyName": "sort", "mapping": {"m": "#/components/schemas/Mapped"}},
    },
    "Gear": {"oneOf": [ref("Reel"), ref("Hook")], "discriminator": {"propertyName": "name"}},
    "Reel": object_schema("name", "sort", name=TEXT, sort={"const": "gear"}),
    "Hook": object_schema("name", "sort", name=TEXT, sort={"const": "gear"}),
    # Each of these is an alternative of the other.
    "Warp": {"oneOf": [ref("Weft"), ref("Short")], "discriminator": {"propertyName": "a"}},
    "Weft": {"oneOf": [ref("Warp"), ref("Long")], "discriminator": {"propertyName": "b"}},
    # Unions that lead back to themselves, with values of their own: two, three, one, through another name, without any.
    "Ebb": {"oneOf": [ref("Flow"), object_schema("low", low=NUMBER)]},
    "Flow": {"oneOf": [ref("Ebb"), object_schema("high", high=NUMBER), {"type": "null"}]},
    "Dawn": {"anyOf": [ref("Noon"), ref("Short")]},
    "Noon": {"oneOf": [ref("Dusk"), {"oneOf": [ref("Noon"), ref("Rope")]}, TEXT]},
    "Dusk": {"oneOf": [ref("Again"), ref("Short"), {"type": "array", "items": ref("Dusk")}]},
    "Again": ref("Dawn"),
    "Self": {"oneOf": [ref("Self"), ref("Short"), NUMBER]},
    "Chicken": {"oneOf": [ref("Egg")]},
    "Egg": {"oneOf": [ref("Chicken"), ref("Egg")]},
    "Tide": object_schema("now", now=ref("Ebb"), sun=ref("Dusk"), own=ref("Self"), first=ref("Egg")),
    # Unions within unions, of lists, of scalars, and with null.
    "Any": {"oneOf": [ref("Mapped"), ref("Weather")]},
    "Lists": {"oneOf": [{"type": "array", "items": ref("Short")}, {"type": "array", "items": ref("Rain")}]},
    "Mixed": {"oneOf": [TEXT, NUMBER, ref("Short"), {"type": "array", "items": TEXT}, {"type": "null"}]},
    "Tree": {"oneOf": [TEXT, {"type": "array", "items": ref("Tree")}, ref("Branch")]},
    "Branch": object_schema("leaves", leaves=ref("Tree")),
    "Beside": {
        **object_schema("id", id=NUMBER),
        "oneOf": [object_schema("iban", iban=TEXT), object_schema("card", card=ref("Short"))],
    },
    "Payment": {
        **object_schema("id", id=NUMBER),
        "anyOf": [object_schema(iban=TEXT), object_schema(card=ref("Short"))],
    },
    "Cell": object_schema(
        any=ref("Any"),
        lists=ref("Lists"),
        mixed=ref("Mixed"),
        tree=ref("Tree"),
        beside=ref("Beside"),
        inline={"oneOf": [object_schema("a", a=NUMBER), object_schema("b", b=TEXT)]},
        maybe={"anyOf": [ref("Mapped"), {"type": "null"}]},
        many={"type": "array", "items": ref("Mapped")},
        byName={"type": "object", "additionalProperties": ref("Person")},
        number={"anyOf": [NUMBER, TEXT]},
        constant={"const": 5},
    ),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with client_of(SCHEMAS, tmp_path_factory.mktemp("unions")) as module:
        yield module


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Mapped", {"kind": "b", "size": 1}, "Box"),
        ("Mapped", {"kind": "d", "size": 1}, "Delta"),
        # The mapping adds names: that of a component stays valid, unless the type says which values the tag has.
        ("Mapped", {"kind": "Box", "size": 1}, "Box"),
        ("Mapped", {"kind": "Delta", "size": 1}, "Delta"),
        ("Unparted", {"kind": "Box"}, "Box"),
        ("Swapped", {"kind": "Delta"}, "Box"),
        ("Swapped", {"kind": "Box"}, "Delta"),
        ("Stated", {"is": "rain"}, "Rain"),
        ("Stated", {"is": "Wind"}, "Wind"),
        ("Stated", {"is": "Rain"}, "UnknownVariant"),
        ("Guest", {"role": "host"}, "Host"),
        ("Guest", {"role": "Host"}, "Host"),
        ("Guest", {"role": "Visitor"}, "Visitor"),
        ("Member", {"role": "lead"}, "Lead"),
        ("Member", {"role": "Lead"}, "Member"),
        ("Named", {"kind": "Delta"}, "Delta"),
        ("Named", {"kind": "Box"}, "Box"),
        ("Weather", {"is": "wind", "mm": 3}, "Wind"),
        ("Weather", {"is": "rain", "mm": 3}, "Rain"),
        ("Numbered", {"version": 1, "mm": 3}, "First"),
        ("Numbered", {"version": 2, "mm": 3}, "Second"),
        ("Coded", {"code": 1, "mm": 3}, "Gust"),
        ("Coded", {"code": 2, "mm": 3}, "Lull"),
        ("Closest", {"name": "n"}, "Short"),
        ("Closest", {"name": "n", "tail": 3}, "Long"),
        ("Closest", {"name": "n", "knots": [1]}, "Long"),
        ("Closest", {"name": "n", "tail": 3, "more": 4}, "Long"),
        ("Guessed", {"left": "1"}, "Label"),
        ("Guessed", {"left": 1}, "Ratio"),
        ("Person", {"role": "Pilot", "licence": 5}, "Pilot"),
        ("Person", {"role": "Person", "name": "n"}, "Person"),
        ("Person", {"role": "Chief", "staff": []}, "Chief"),
        ("Maker", {"role": "Chief"}, "Chief"),
        ("Any", {"kind": "d"}, "Delta"),
        ("Any", {"is": "rain"}, "Rain"),
        ("Parted", {"kind": "b", "size": 1}, "Box"),
        ("Parted", {"kind": "d", "size": 1}, "Delta"),
        ("Parted", {"kind": "Rain"}, "Rain"),
        ("Parted", {"kind": "new"}, "UnknownVariant"),
        ("Unparted", {"kind": "d", "size": 1}, "Delta"),
        ("Unparted", {"kind": "Wind"}, "Wind"),
        ("Sorted", {"sort": "m", "kind": "d"}, "Delta"),
        ("Sorted", {"sort": "m", "kind": "new"}, "UnknownVariant"),
        ("Sorted", {"sort": "Short", "name": "n"}, "Short"),
        ("Sorted", {"sort": "gear", "name": "Hook"}, "Hook"),
        ("Warp", {"a": "Short", "name": "n"}, "Short"),
        ("Ebb", {"low": 1}, "EbbOption2"),
        ("Ebb", {"high": 1}, "FlowOption2"),
        ("Flow", {"low": 1}, "EbbOption2"),
        ("Dawn", {"name": "n"}, "Short"),
        ("Dawn", {"long": 1}, "Rope"),
        ("Dusk", {"long": 1}, "Rope"),
        ("Noon", {"name": "n"}, "Short"),
        ("Again", {"long": 1}, "Rope"),
        ("Self", {"name": "n"}, "Short"),
        ("Crew", {"role": "Maker", "name": "n"}, "Maker"),
        ("Crew", {"role": "Pilot", "licence": 1}, "Pilot"),
        ("Told", {"made-of": "Line", "long": 1}, "Line"),
        ("Loose", {"knot": 1}, "LooseOption1"),
    ],
)
def test_each_value_is_parsed_as_the_type_that_it_has(
    name: str, value: Any, expected: str, package: ModuleType, server: Server
) -> None:
    found = read(package, server, name, value)
    assert type(found).__name__ == expected
    assert found.to_wire() == value


def test_enumerations_are_told_apart_by_their_members(package: ModuleType, server: Server) -> None:
    assert type(read(package, server, "Mood", "")).__name__ == "Wild"
    assert type(read(package, server, "Mood", "low")).__name__ == "Calm"
    assert not read(package, server, "Mood", "new").is_known


def test_a_type_may_be_an_object_or_something_else(package: ModuleType, server: Server) -> None:
    assert read(package, server, "Loose", "text", strict=True) == "text"
    assert read(package, server, "Loose", None, strict=True) is None


def test_unions_that_lead_only_to_themselves_are_any_value(package: ModuleType, server: Server) -> None:
    for value in ({"name": "n"}, 5, None):
        assert read(package, server, "Egg", value, strict=True) == value


def test_unions_that_lead_to_themselves_take_null_of_one_of_them(package: ModuleType, server: Server) -> None:
    assert read(package, server, "Ebb", None, strict=True) is None
    value = {"now": None, "sun": [[{"name": "n"}, "text"]], "own": 5, "first": [1]}
    found = read(package, server, "Tide", value, strict=True)
    assert type(found.sun[0][0]) is package.models.Short
    assert found.to_wire() == value


def test_types_have_the_property_of_their_discriminator(package: ModuleType, server: Server) -> None:
    assert read(package, server, "Told", {"made-of": "Rope"}, strict=True).made_of == "Rope"
    assert package.models.Line(made_of="Line", long=2).to_wire() == {"made-of": "Line", "long": 2}


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Mapped", {"kind": "new"}),
        ("Weather", {"is": "new"}),
        ("Person", {"role": "new"}),
        ("Numbered", {"version": 3}),
        ("Coded", {"code": 3}),
    ],
)
def test_a_value_with_an_undocumented_tag_is_kept(
    name: str, tag: dict[str, Any], package: ModuleType, server: Server
) -> None:
    found = read(package, server, name, {**tag, "size": 5})
    assert (getattr(found, "model_extra", None) or {})["size"] == 5
    assert found.to_wire() == {**tag, "size": 5}
    assert type(found) is (package.models.Person if name == "Person" else package.UnknownVariant)


@pytest.mark.parametrize(
    "value",
    [
        {"lists": [{"name": "n"}]},
        {"lists": [{"is": "rain"}]},
        {"mixed": "text"},
        {"mixed": 5},
        {"mixed": {"name": "n"}},
        {"mixed": ["a"]},
        {"mixed": None},
        {"tree": "leaf"},
        {"tree": ["leaf", ["leaf", {"leaves": ["leaf", {"leaves": "leaf"}]}]]},
        {"beside": {"id": 1, "iban": "i"}},
        {"beside": {"id": 1, "card": {"name": "n"}}},
        {"inline": {"a": 1}},
        {"inline": {"b": "x"}},
        {"maybe": None},
        {"maybe": {"kind": "d", "span": 4}},
        {"many": [{"kind": "b"}, {"kind": "d", "span": 1}, {"kind": "?"}]},
        {"byName": {"x": {"role": "Chief", "staff": [{"role": "Pilot", "licence": 1}]}}},
        {"number": 5},
        {"number": "5"},
        {"constant": 5},
    ],
)
def test_values_of_unions_are_written_back_unchanged(value: Any, package: ModuleType, server: Server) -> None:
    found = read(package, server, "Cell", value)
    assert found.to_wire() == value
    assert not found.problems
    with package.Client(server.url) as client:
        client.kites.put_cell(found)
    assert package.models.Cell.model_validate_json(server.last.body).to_wire() == value


def test_unions_hold_typed_values(package: ModuleType, server: Server) -> None:
    value = {
        "many": [{"kind": "b"}, {"kind": "d"}],
        "byName": {"x": {"role": "Chief", "staff": [{"role": "Pilot", "licence": 1}]}},
        "tree": ["leaf", {"leaves": "x"}],
        "beside": {"id": 1, "card": {"name": "n"}},
        "inline": {"b": "x"},
    }
    found = read(package, server, "Cell", value)
    assert [type(item).__name__ for item in found.many] == ["Box", "Delta"]
    chief = found.by_name["x"]
    assert isinstance(chief, package.models.Maker)
    assert type(chief.staff[0]) is package.models.Pilot
    assert type(found.tree[1]) is package.models.Branch
    assert found.beside.card.name == "n"
    assert found.inline.b == "x"
    assert type(found.inline).__name__ == "CellInlineOption2"


def test_a_type_with_any_of_beside_its_properties_has_the_properties_of_all(
    package: ModuleType, server: Server
) -> None:
    found = read(package, server, "Payment", {"id": 1, "iban": "i", "card": {"name": "n"}}, strict=True)
    assert (found.id, found.iban, found.card.name) == (1, "i", "n")


def test_null_instead_of_a_union_of_objects_does_not_lose_the_response(package: ModuleType, server: Server) -> None:
    found = read(package, server, "Frame", {"id": 1, "kite": None})
    assert (found.id, found.kite) == (1, None)
    assert [problem.path for problem in found.problems] == [("kite",)]


def test_a_value_that_fits_none_of_the_types_is_of_the_one_with_the_fewest_problems(
    package: ModuleType, server: Server
) -> None:
    for value, expected in (({"left": "l", "right": "r"}, "Label"), ({"left": 1, "right": "r"}, "Ratio")):
        found = read(package, server, "Guessed", value)
        assert (type(found).__name__, found.to_wire()) == (expected, value)
        assert [problem.path for problem in found.problems] == [("right",)]


def test_a_problem_of_a_tagged_value_does_not_change_its_type(package: ModuleType, server: Server) -> None:
    """The value also fits another type, whose tag it does not have."""
    for name, value in (("Mapped", {"kind": "d", "span": "x"}), ("Sorted", {"sort": "m", "kind": "d", "span": "x"})):
        found = read(package, server, name, value)
        assert (type(found).__name__, found.to_wire()) == ("Delta", value)
        assert [problem.path for problem in found.problems] == [("span",)]


def test_a_value_that_lacks_its_tag_is_typed_as_far_as_it_fits(package: ModuleType, server: Server) -> None:
    for name, value, expected in (("Mapped", {"size": 1, "span": 2}, "Delta"), ("Weather", {"mm": 3}, "Rain")):
        found = read(package, server, name, value)
        assert (type(found).__name__, found.to_wire()) == (expected, value)
        assert [problem.message for problem in found.problems] == ["it is missing"]
    # A program may leave it out.
    cell = package.models.Cell(many=[{"size": 1}])
    assert written(package, server, "Cell", cell) == {"many": [{"size": 1}]}


def test_a_value_that_fits_none_of_the_types_is_an_error_if_strict(package: ModuleType, server: Server) -> None:
    for name, value in (("Mapped", [1]), ("Weather", {"is": "rain", "mm": "much"}), ("Lists", {"name": "n"})):
        server.respond_with(value)
        client = package.Client(server.url, strict=True)
        with pytest.raises(package.ParseError):
            getattr(client.kites, f"get_{name.lower()}")()


def test_a_union_that_is_the_whole_body_is_sent(package: ModuleType, server: Server) -> None:
    models = package.models
    with package.Client(server.url) as client:
        client.kites.put_mapped(models.Delta(kind="d", span=3))
        assert server.last.body == b'{"kind":"d","span":3}'
        client.kites.put_person(models.Pilot(role="Pilot", licence=3, name="n"))
        assert json.loads(server.last.body) == {"role": "Pilot", "licence": 3, "name": "n"}


@pytest.mark.parametrize("first", ["Person", "Pilot", "Maker", "Chief", "Shop", "Cell"])
def test_subtypes_are_parsed_alike_whichever_class_is_built_first(first: str, tmp_path: Path) -> None:
    value = {"role": "Chief", "staff": [{"role": "Pilot", "licence": 1}], "shop": {"owner": {"role": "Maker"}}}
    with imported(document({}, schemas=SCHEMAS), tmp_path, "family_kites") as (_, module):
        getattr(module.models, first).model_rebuild(force=True)
        for found in (module.models.Chief.model_validate(value), module.models.Person.model_validate(value)):
            assert type(found.staff[0]) is module.models.Pilot
            assert type(found.shop.owner) is module.models.Maker
            assert found.to_wire() == value


def test_types_that_contain_each_other_are_parsed_once_at_each_depth(tmp_path: Path) -> None:
    """If each depth were tried as each of the types, this value would take eight to the power of fourteen attempts."""
    kinds = {f"Kind{number}": object_schema(f"part{number}", **{f"part{number}": ref("Either")}) for number in range(8)}
    kinds["Either"] = {"oneOf": [*(ref(name) for name in kinds), TEXT]}
    value: Any = "leaf"
    for depth in range(14):
        value = {f"part{depth % 8}": value}
    with imported(document({}, schemas=kinds), tmp_path, "deep_kites") as (_, module):
        found = module.models.Kind5.model_validate(value)
    assert found.to_wire() == value
    assert type(found.part5.part4).__name__ == "Kind3"


def test_the_name_of_an_alternative_does_not_depend_on_its_properties(tmp_path: Path) -> None:
    names = []
    for number, more in enumerate(({}, {"extra": TEXT})):
        schema = {
            "oneOf": [
                object_schema("a", a=NUMBER, **more),
                {**object_schema("b", b=TEXT), "title": "Named by its title"},
            ]
        }
        paths = {"/x": {"get": operation("getX", object_schema(part=schema))}}
        with imported(document(paths), tmp_path / str(number), f"stable_kites{number}") as (_, module):
            names.append(sorted(module.models.__all__))
    assert names[0] == names[1]


def test_an_alias_is_defined_after_the_aliases_that_it_names_in_a_list(tmp_path: Path) -> None:
    schemas = {
        "Easy": object_schema(content={"oneOf": [{"type": "string"}, ref("Parts")]}),
        "Parts": {"type": "array", "items": ref("Zone")},
        "Zone": {"oneOf": [ref("Text"), ref("Image")]},
        "Text": object_schema("text", text={"type": "string"}),
        "Image": object_schema("url", url={"type": "string"}),
    }
    with imported(document({}, schemas=schemas), tmp_path, "listed_kites") as (_, module):
        found = module.models.Easy.model_validate({"content": [{"text": "a"}]})
        assert found.content == [module.models.Text(text="a")]
