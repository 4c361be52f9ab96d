"""Composed schemas: `allOf` in each use, null, read-only and additional properties, recursion, and formats."""

from __future__ import annotations

import datetime
import decimal
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

from tests.client.echo import Server, document, operation
from tests.client.schemas import NUMBER, TEXT, client_of, object_schema, read, ref
from tests.client.type_faults import type_faults
from tests.client.wire import imported

DATE = {"type": "string", "format": "date"}
COLOUR = {"type": "string", "enum": ["red", "blue"]}

SCHEMAS: dict[str, Any] = {
    "Colour": COLOUR,
    "Day": DATE,
    "Animal": object_schema("name", name=TEXT, born=DATE, kind=TEXT),
    # `allOf` next to `type: object`, with inline objects, with references to references, and with refined properties.
    "Dog": {"type": "object", "allOf": [ref("Animal"), object_schema("bark", bark=TEXT)]},
    "Puppy": {"allOf": [ref("Dog"), {"required": ["born"]}, {"properties": {"kind": COLOUR}}], "description": "Small."},
    "Alone": {"allOf": [ref("Animal")]},
    "Alias": ref("Dog"),
    "Own": {"allOf": [ref("Animal")], "properties": {"owner": ref("Animal")}, "required": ["owner"]},
    "Ranked": {"allOf": [{"type": "string"}, {"maxLength": 3}]},
    "Numbers": {"allOf": [{"type": "array", "items": NUMBER}, {"minItems": 1}]},
    "Wrapped": object_schema(
        colour={"allOf": [ref("Colour")], "default": "red", "description": "Of the sail."},
        day={"allOf": [ref("Day")], "nullable": True},
        dog={"nullable": True, "allOf": [ref("Dog")]},
        rank=ref("Ranked"),
        numbers=ref("Numbers"),
        inline={"allOf": [ref("Animal"), {"type": "object", "properties": {"more": DATE}}]},
    ),
    "Options": {
        "allOf": [ref("Animal"), {"oneOf": [object_schema("fur", fur=TEXT), object_schema("scale", scale=NUMBER)]}]
    },
    "Needs": {**object_schema(a=NUMBER, b=NUMBER), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    # Additional properties, patterns of properties, and items.
    "Budget": {**object_schema("year", year=NUMBER), "additionalProperties": ref("Animal")},
    "Patterns": {"type": "object", "patternProperties": {"^x-": DATE}, "additionalProperties": False},
    "Opened": {**object_schema("id", id=NUMBER), "additionalProperties": True},
    "Place": {"type": "array", "prefixItems": [{"type": "number"}, object_schema(name=TEXT)]},
    "Odds": {"enum": ["one", 2, 2.5, None]},
    "Sets": object_schema(values={"type": "object", "additionalProperties": {"type": "array", "items": DATE}}),
    "Node": object_schema(children={"type": "array", "items": ref("Node")}, byName=ref("Nodes"), grid=ref("Grid")),
    "Nodes": {"type": "object", "additionalProperties": ref("Node")},
    "Grid": {"type": "array", "items": ref("Grid")},
    "Dates": {"type": "array", "items": {"anyOf": [DATE, ref("Dates")]}},
    "Rooms": {"type": "object", "additionalProperties": {"oneOf": [ref("Rooms"), DATE]}},
    "Open": True,
    "Closed": False,
    "Free": object_schema(open=ref("Open"), true=True, false=False, empty={}, nothing={"type": "null"}),
    "Note": object_schema(
        "id",
        "text",
        "secret",
        id={**NUMBER, "readOnly": True},
        madeAt={"type": "string", "format": "date-time", "readOnly": True},
        text=TEXT,
        secret={**TEXT, "writeOnly": True},
    ),
    "Formats": object_schema(
        price={"type": "string", "format": "decimal"},
        rate={"type": "number", "format": "decimal"},
        id={"type": "string", "format": "uuid"},
        every={"type": "string", "format": "duration"},
        data={"type": "string", "contentEncoding": "base64"},
        when={"type": "string", "format": "date-time"},
        pair={"type": "array", "prefixItems": [TEXT, NUMBER], "items": False},
    ),
    # A base that is the union of its own subtypes.
    "Lock": {**object_schema(maker=TEXT), "oneOf": [ref("Padlock"), ref("Dial")]},
    "Padlock": {
        "allOf": [ref("Lock"), object_schema("is", **{"is": {"type": "string", "enum": ["padlock"]}, "keys": NUMBER})]
    },
    "Dial": {
        "allOf": [ref("Lock"), object_schema("is", **{"is": {"type": "string", "enum": ["dial"]}, "digits": NUMBER})]
    },
    # A base whose subtype repeats properties, some unchanged and some not.
    "Parcel": {
        **object_schema(
            "size",
            size=TEXT,
            marks={"type": "array", "items": {"enum": ["fragile", "wet"]}},
            to=object_schema(street=TEXT),
        ),
        "discriminator": {"propertyName": "size"},
    },
    "Large": {"allOf": [ref("Parcel"), object_schema(to=object_schema(street=TEXT, ramp={"type": "boolean"}))]},
    # Keywords next to a reference apply too.
    "Beside": {**ref("Animal"), "properties": {"wings": NUMBER}},
    "Hidden": object_schema(to_wire=TEXT, is_given=NUMBER, problems=TEXT, model_fields=TEXT, copy=TEXT),
}
for version in ("3.0", "3.1"):
    null = {"nullable": True} if version == "3.0" else {}
    text = {**TEXT, **null} if version == "3.0" else {"type": ["string", "null"]}
    SCHEMAS[f"Null{version[-1]}"] = object_schema(
        "text", "colour", "object", "union", "list",
        text=text,
        colour={**COLOUR, **null, "enum": ["red", None]} if null else {"enum": ["red", "blue", None]},
        object={**object_schema(x=NUMBER), **null} if null else {**object_schema(x=NUMBER), "type": ["object", "null"]},
        union={**null, "oneOf": [ref("Animal"), ref("Node")]} if null else {"oneOf": [ref("Animal"), {"type": "null"}]},
        list={"type": "array", "items": text},
    )  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with client_of(SCHEMAS, tmp_path_factory.mktemp("composed")) as module:
        yield module


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Dog", {"name": "Rex", "born": "2020-01-02", "bark": "wuff"}),
        ("Puppy", {"name": "Rex", "born": "2020-01-02", "bark": "w", "kind": "red"}),
        ("Alone", {"name": "Rex"}),
        ("Alias", {"name": "Rex", "bark": "w"}),
        ("Own", {"name": "Rex", "owner": {"name": "Ann", "born": "2000-01-02"}}),
        ("Wrapped", {"colour": "red", "day": None, "dog": None, "rank": "abc", "numbers": [1]}),
        (
            "Wrapped",
            {"day": "2020-01-02", "dog": {"name": "R", "bark": "w"}, "inline": {"name": "I", "more": "2020-01-02"}},
        ),
        ("Options", {"name": "n", "fur": "f"}),
        ("Options", {"name": "n", "scale": 3}),
        ("Needs", {"a": 1}),
        ("Budget", {"year": 2026, "rent": {"name": "r", "born": "2020-01-02"}}),
        ("Sets", {"values": {"a": ["2020-01-02"]}}),
        ("Opened", {"id": 1, "more": {"deep": 2}}),
        ("Node", {"children": [{"children": []}], "byName": {"x": {"grid": [[], [[]]]}}}),
        ("Free", {"open": [1, "a"], "true": {"x": None}, "empty": 5, "nothing": None}),
        ("Note", {"id": 1, "madeAt": "2024-01-02T03:04:05Z", "text": "t"}),
        ("Formats", {"price": "1.10", "rate": 0.1, "every": "P1DT60S", "data": "AAE=", "pair": ["a", 1]}),
        ("Formats", {"id": "C2B0F2A1-0000-4000-8000-00000000ABCD", "when": "2024-01-02T03:04:05.120Z"}),
        ("Lock", {"is": "padlock", "maker": "m", "keys": 2}),
        ("Lock", {"is": "dial", "digits": 4}),
        ("Padlock", {"is": "padlock", "maker": "m", "keys": 2}),
        ("Parcel", {"size": "Large", "marks": ["wet"], "to": {"street": "s", "ramp": True}}),
        ("Large", {"size": "Large", "marks": ["wet"], "to": {"street": "s", "ramp": True}}),
        ("Beside", {"name": "n", "wings": 2}),
        ("Hidden", {"to_wire": "a", "is_given": 1, "problems": "p", "model_fields": "m", "copy": "c"}),
        ("Null0", {"text": None, "colour": None, "object": None, "union": None, "list": [None, "x"]}),
        ("Null1", {"text": None, "colour": None, "object": None, "union": None, "list": [None, "x"]}),
        ("Null0", {"text": "t", "colour": "red", "object": {"x": 1}, "union": {"name": "n"}, "list": []}),
        ("Null1", {"text": "t", "colour": "red", "object": {"x": 1}, "union": {"name": "n"}, "list": []}),
    ],
)
def test_every_schema_is_typed_and_written_back(name: str, value: Any, package: ModuleType, server: Server) -> None:
    found = read(package, server, name, value)
    assert isinstance(found, package.Model)
    assert found.to_wire() == value
    assert not found.problems
    with package.Client(server.url) as client:
        getattr(client.kites, f"put_{name.lower()}")(found)
    assert json.loads(server.last.body) == value


def test_a_base_is_parsed_as_one_of_its_subtypes(package: ModuleType, server: Server) -> None:
    assert type(read(package, server, "Lock", {"is": "dial", "digits": 4})) is package.models.Dial
    parcel = read(package, server, "Parcel", {"size": "Large", "to": {"ramp": True}})
    assert type(parcel) is package.models.Large
    assert parcel.to.ramp is True
    # A property that is repeated unchanged keeps its type.
    assert not hasattr(package.models, "LargeMarksItem")
    assert read(package, server, "Beside", {"name": "n", "born": "2020-01-02", "wings": 2}).wings == 2


def test_composed_types_hold_typed_values(package: ModuleType, server: Server) -> None:
    day = datetime.date(2020, 1, 2)
    puppy = read(package, server, "Puppy", {"name": "R", "born": "2020-01-02", "bark": "w", "kind": "red"})
    assert (puppy.born, puppy.kind.is_known) == (day, True)
    assert read(package, server, "Wrapped", {"inline": {"name": "I", "more": "2020-01-02"}}).inline.more == day
    budget = read(package, server, "Budget", {"year": 1, "rent": {"name": "r", "born": "2020-01-02"}})
    assert budget.model_extra["rent"].born == day
    assert read(package, server, "Patterns", {"x-a": "2020-01-02"}) == {"x-a": day}
    node = read(package, server, "Node", {"byName": {"x": {"children": [{}]}}})
    assert type(node.by_name["x"].children[0]) is package.models.Node
    formats = read(
        package,
        server,
        "Formats",
        {"price": "1.10", "rate": 0.1, "every": "PT60S", "id": "c2b0f2a1-0000-4000-8000-00000000abcd"},
    )
    assert (formats.price, formats.rate) == (decimal.Decimal("1.10"), decimal.Decimal("0.1"))
    assert formats.every == datetime.timedelta(minutes=1)
    assert formats.id == uuid.UUID("c2b0f2a1-0000-4000-8000-00000000abcd")


def test_no_property_hides_a_method_of_its_model(package: ModuleType, server: Server) -> None:
    value = {"to_wire": "a", "is_given": "yes"}
    found = read(package, server, "Hidden", value)
    assert (found.to_wire_, found.is_given_) == ("a", "yes")
    assert (found.is_given("is_given_"), found.is_given("copy_")) == (True, False)
    assert [problem.path for problem in found.problems] == [("is_given",)]
    assert found.to_wire() == value


def test_composed_types_have_the_types_of_their_parts(package: ModuleType) -> None:
    models = package.models
    wrapped = get_type_hints(models.Wrapped)
    assert wrapped == {
        **get_type_hints(package.Model),
        "colour": models.Colour | None,
        "day": datetime.date | None,
        "dog": models.Dog | None,
        "rank": str | None,
        "numbers": list[int] | None,
        "inline": models.WrappedInline | None,
    }
    assert get_type_hints(models.Puppy)["born"] is datetime.date
    assert get_type_hints(models.Dog)["born"] == datetime.date | None
    assert get_type_hints(models.Own)["owner"] is models.Animal
    assert get_type_hints(models.Sets)["values"] == dict[str, list[datetime.date]] | None
    for name in ("Null0", "Null1"):
        hints = get_type_hints(getattr(models, name))
        assert hints["text"] == str | None
        assert hints["list_"] == list[str | None]
        assert hints["object_"] == getattr(models, f"{name}Object") | None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Dog", {"name": "Rex"}),
        ("Dog", {"bark": "w"}),
        ("Puppy", {"name": "Rex", "bark": "w"}),
        ("Own", {"name": "Rex"}),
        ("Budget", {"year": 1, "rent": "five"}),
        ("Null1", {"text": "t", "colour": None, "object": None, "union": None, "list": None}),
    ],
)
def test_strict_clients_require_what_the_parts_require(
    name: str, value: Any, package: ModuleType, server: Server
) -> None:
    with pytest.raises(package.ParseError):
        read(package, server, name, value, strict=True)


def test_read_only_properties_are_not_sent(package: ModuleType, server: Server) -> None:
    note = package.models.Note(text="t", secret="s")
    with package.Client(server.url) as client:
        client.kites.put_note(note)
        assert json.loads(server.last.body) == {"text": "t", "secret": "s"}
        client.kites.put_note(text="t", secret="s")
        assert json.loads(server.last.body) == {"text": "t", "secret": "s"}
        with pytest.raises(TypeError):
            client.kites.put_note(text="t", secret="s", id=3)


def test_strict_clients_require_read_only_properties_in_a_response(package: ModuleType, server: Server) -> None:
    with pytest.raises(package.ParseError, match="lacks the property 'id'"):
        read(package, server, "Note", {"text": "t"}, strict=True)
    assert read(package, server, "Note", {"text": "t", "id": 1}, strict=True).id == 1
    assert read(package, server, "Note", {"text": "t"}).id is None
    assert read(package, server, "Budget", {"year": 1, "rent": {"name": "r"}}, strict=True).year == 1
    assert read(package, server, "Opened", {"id": 1, "more": 2}, strict=True).model_extra == {"more": 2}


def test_items_of_tuples_and_enumerations_of_several_types_are_typed(package: ModuleType, server: Server) -> None:
    assert read(package, server, "Place", [1, {"name": "n"}], strict=True)[1].name == "n"
    for value in ("one", 2, 2.5, None):
        assert read(package, server, "Odds", value, strict=True) == value
    kites = __import__(f"{package.__name__}.resources.kites", fromlist=["KitesResource"])
    assert get_type_hints(kites.KitesResource.get_odds)["return"] == str | int | float | None


def test_type_checkers_find_no_error(tmp_path: Path) -> None:
    """A request does not require read-only properties, and the type of a required property never includes None."""
    user = """\
from typed_kites import Client
from typed_kites.models import Animal, Note


def notes(client: Client) -> int:
    client.kites.put_note(Note(text="t", secret="s"))
    return client.kites.get_note().id + len(client.kites.get_note().secret)


def born(client: Client) -> Animal | None:
    return client.kites.get_own().owner
"""
    paths = {f"/{name}": {"get": operation(f"get_{name}", ref(name))} for name in SCHEMAS}
    body = {"required": True, "content": {"application/json": {"schema": ref("Note")}}}
    paths["/Note"]["put"] = operation("put_Note", requestBody=body)
    with imported(document(paths, schemas=SCHEMAS), tmp_path, "typed_kites"):
        (tmp_path / "user.py").write_text(user)
        assert type_faults(tmp_path, "user.py", "typed_kites") == []


def test_boolean_schemas_are_accepted_as_parts(tmp_path: Path, server: Server) -> None:
    # True and false are schemas since OpenAPI 3.1 (JSON Schema 2020-12, section 4.3.2).
    schemas = {
        "Wind": object_schema("speed", speed=NUMBER),
        "Gust": {"allOf": [True, ref("Wind")]},
        "Storm": {"allOf": [True, ref("Gust"), object_schema(name=TEXT), False]},
        "Any": {"allOf": [True]},
        "None": {"allOf": [False, ref("Any")]},
    }
    paths = {f"/{name}": {"get": operation(f"get_{name}", ref(name))} for name in schemas}
    with imported(document(paths, schemas=schemas), tmp_path, "windy_kites") as (_, package):
        assert read(package, server, "Gust", {"speed": 3}).speed == 3
        storm = read(package, server, "Storm", {"speed": 9, "name": "Ann"})
        assert (storm.speed, storm.name) == (9, "Ann")
        assert read(package, server, "Any", [1]) == [1]


def test_true_is_a_schema_that_allows_every_value(tmp_path: Path, server: Server) -> None:
    schemas = {
        "Cell": object_schema(value=True, more={"type": "array", "items": True}, other=ref("Any")),
        "Any": True,
    }
    paths = {f"/{name}": {"get": operation(f"get_{name}", ref(name))} for name in schemas}
    with imported(document(paths, schemas=schemas), tmp_path, "open_kites") as (_, package):
        cell = read(package, server, "Cell", {"value": [1, "a"], "more": [None, "b"], "other": {"c": 2}})
        assert (cell.value, cell.more, cell.other) == ([1, "a"], [None, "b"], {"c": 2})
        assert read(package, server, "Any", 5) == 5


def test_lists_and_maps_that_contain_themselves_are_typed_at_every_depth(package: ModuleType, server: Server) -> None:
    dates: Any = "2020-01-02"
    rooms: Any = "2020-01-02"
    for _ in range(20):
        dates, rooms = [dates], {"door": rooms}
    dates = read(package, server, "Dates", dates, strict=True)
    rooms = read(package, server, "Rooms", rooms, strict=True)
    for _ in range(20):
        dates, rooms = dates[0], rooms["door"]
    assert dates == rooms == datetime.date(2020, 1, 2)


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1"])
def test_each_use_of_all_of_keeps_the_types_of_its_parts(version: str, tmp_path: Path) -> None:
    state = {"type": "string", "enum": ["new", "open", "done"]}
    rows = {"type": "array", "items": object_schema("a", a=NUMBER)}
    parts = [{"oneOf": [object_schema(c=NUMBER)]}, {"oneOf": [object_schema(d=TEXT)]}]
    schemas = {
        "Kite": object_schema(
            "old", "new", "state", "wrapped", "rows",
            old={"allOf": [ref("Animal")], "nullable": True, "description": "As in 3.0."},
            new={"allOf": [ref("Animal")], "type": ["object", "null"]},
            state={"allOf": [state, {"enum": ["closed", "done", "new"]}]},
            wrapped={"type": "string", "allOf": [ref("State")]},
            rows={"allOf": [rows, {"items": object_schema(b=TEXT)}]},
            text={"allOf": [{"type": ["string", "null"]}, {"type": ["string", "integer"]}]},
            both={"properties": {}, "allOf": parts},
            noted={"allOf": [ref("Animal"), {"properties": {"born": {"description": "In the nest."}}}]},
        ),
        "Animal": object_schema(name=TEXT, born=DATE),
        "State": state,
    }  # fmt: skip
    with imported(document({}, version, schemas=schemas), tmp_path, f"parted_kites_{version[2]}") as (_, package):
        models = package.models
        hints = get_type_hints(models.Kite)
        assert (hints["old"], hints["new"]) == (models.Animal | None, models.Animal | None)
        assert [member.value for member in hints["state"]] == ["new", "done"]
        assert (hints["wrapped"], hints["text"]) == (models.State, str | None)
        (rows,) = get_args(hints["rows"])
        both, _ = get_args(hints["both"])
        noted, _ = get_args(hints["noted"])
        assert get_type_hints(noted)["born"] == datetime.date | None
        assert (set(rows.model_fields), set(both.model_fields)) == ({"a", "b"}, {"c", "d"})


def test_comments_for_type_checkers_are_on_the_first_line_of_an_attribute(tmp_path: Path) -> None:
    """If a subtype gives a property another type, type checkers report that on the first line of the attribute."""
    name = "_embedded_by_the_server_and_by_whoever_asks_for_it"
    schemas = {
        "Rule": {
            **object_schema(
                "kind", kind=TEXT, **{name: {"type": "object", "additionalProperties": {"type": "object"}}}
            ),
            "discriminator": {"propertyName": "kind"},
        },
        "Access": {"allOf": [ref("Rule"), object_schema(**{name: object_schema(inner=NUMBER)})]},
    }
    with imported(document({}, schemas=schemas), tmp_path, "ruled_kites") as (_, package):
        lines = Path(package.models.__file__).with_name("shared.py").read_text("utf-8").splitlines()
    own = [line for line in lines if line.startswith("    embedded_by") and "dict[" not in line]
    assert len(own) == 1, own
    assert own[0].endswith(
        "Field(  # type: ignore[assignment, unused-ignore]  # pyright: ignore[reportIncompatibleVariableOverride]"
    )
