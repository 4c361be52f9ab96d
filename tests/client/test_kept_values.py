"""Values that do not have the documented type or format are kept, reported as problems, and written back unchanged."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any, get_args, get_type_hints

import pytest

from tests.client.echo import Server, document
from tests.client.schemas import NUMBER, TEXT, client_of, object_schema, read, ref, written
from tests.client.wire import imported


def text(form: str) -> dict[str, str]:
    return {"type": "string", "format": form}


SCHEMAS = {
    "Kite": object_schema(
        "id",
        "name",
        "note",
        id=NUMBER,
        name=TEXT,
        note={"type": ["string", "null"]},
        length={"type": "number"},
        flies={"type": "boolean"},
        made=text("date-time"),
        born=text("date"),
        every=text("duration"),
        code=text("uuid"),
        price=text("decimal"),
        rate={"type": "number", "format": "decimal"},
        sizes={"type": "array", "items": NUMBER},
        tail={"anyOf": [NUMBER, {"type": "null"}]},
        counts={"type": "object", "additionalProperties": NUMBER},
        day={"oneOf": [text("date"), text("date-time")]},
        count={"anyOf": [NUMBER, {"type": "number"}, {"type": "boolean"}]},
        when={"oneOf": [NUMBER, text("date-time"), {"type": "number"}]},
        token={"anyOf": [text("uuid"), NUMBER]},
        wait={"anyOf": [{"type": "number"}, text("duration")]},
        cost={"oneOf": [{"type": "boolean"}, NUMBER, text("decimal")]},
        moments={"oneOf": [{"type": "array", "items": NUMBER}, {"type": "array", "items": text("date-time")}]},
        nested={"anyOf": [{"anyOf": [TEXT, {"anyOf": [NUMBER, ref("Token")]}]}, {"type": "boolean"}]},
        grade=ref("Grade"),
        version={"const": 1},
        done={"const": True},
        grades={"type": "array", "items": ref("Grade")},
        level={"anyOf": [ref("Grade"), TEXT]},
        on={"oneOf": [object_schema("ok", ok={"type": "boolean", "enum": [truth]}) for truth in (True, False)]},
    ),
    "Numbers": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "number"}}},
    "Grade": {"type": "integer", "enum": [0, 1, 2]},
    "Token": object_schema("value", value=TEXT),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with client_of(SCHEMAS, tmp_path_factory.mktemp("kept")) as module:
        yield module


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "7"),
        ("id", True),
        ("id", 7.5),
        ("length", "1.5"),
        ("flies", "true"),
        ("flies", 1),
        ("made", "soon"),
        ("made", ""),
        ("made", {"at": "noon"}),
        ("born", "2024-01-02T00:00:00"),
        ("born", 19000),
        ("every", "often"),
        ("code", "none"),
        ("price", "much"),
        ("price", ["1.5"]),
        ("rate", []),
        ("tail", "7"),
        ("name", 7),
        ("grade", True),
        ("grade", False),
        ("grade", "1"),
        ("version", True),
        ("done", 1),
        ("done", 1.0),
        ("level", True),
    ],
)
def test_a_value_of_another_type_is_kept_and_written_back(
    name: str, value: Any, package: ModuleType, server: Server
) -> None:
    sent = {"id": 1, "name": "n", "note": None, "length": 2.5, name: value}
    found = read(package, server, "Kite", sent)
    assert getattr(found, name) == value
    assert [problem.path for problem in found.problems] == [(name,)]
    assert found.to_wire() == sent
    received = written(package, server, "Kite", found)
    assert received == sent
    # In Python, True equals 1.
    assert type(received[name]) is type(value)
    server.respond_with(sent)
    with package.Client(server.url, strict=True) as client, pytest.raises(package.ParseError):
        client.kites.get_kite()


def test_a_boolean_among_integers_of_an_enumeration_is_kept(package: ModuleType, server: Server) -> None:
    sent = {"id": 1, "name": "n", "note": None, "grades": [1, True, 5]}
    found = read(package, server, "Kite", sent)
    assert [problem.path for problem in found.problems] == [("grades", 1)]
    assert [type(grade).__name__ for grade in found.grades] == ["Grade", "bool", "Grade"]
    assert str(found.to_wire()) == str(sent)


@pytest.mark.parametrize(("name", "value"), [("grade", 1), ("grade", 1.0), ("grade", 7), ("version", 1.0)])
def test_each_number_fits_an_enumeration_of_integers(
    name: str, value: Any, package: ModuleType, server: Server
) -> None:
    found = read(package, server, "Kite", {"id": 1, "name": "n", "note": None, name: value})
    assert getattr(found, name) == value
    assert found.problems == ()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("made", "2024-01-02T03:04:05+02:00", "datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=TzInfo(7200))"),
        ("every", "P1DT2S", "datetime.timedelta(days=1, seconds=2)"),
        ("code", "1E30D217-3D78-4F8C-B244-79381DC6A254", "UUID('1e30d217-3d78-4f8c-b244-79381dc6a254')"),
        ("price", "1.50", "Decimal('1.50')"),
    ],
)
def test_a_value_has_the_repr_of_its_type_and_is_written_back_unchanged(
    name: str, value: str, shown: str, package: ModuleType, server: Server
) -> None:
    found = read(package, server, "Kite", {"id": 1, "name": "n", "note": None, name: value})
    assert repr(getattr(found, name)) == shown
    assert found.to_wire()[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("when", "2024-01-02T03:04:05.100+00:00"),
        ("when", 7),
        ("when", 7.5),
        ("token", "1E30D217-3D78-4F8C-B244-79381DC6A254"),
        ("token", 7),
        ("wait", "PT60S"),
        ("wait", 7),
        ("wait", 7.5),
        ("cost", "1.50"),
        ("cost", "1E3"),
        ("cost", True),
        ("cost", 7),
        ("moments", ["2024-01-02T03:04:05.10+02:00"]),
        ("moments", [7]),
    ],
)
def test_a_value_of_a_type_beside_numbers_is_written_back_unchanged(
    name: str, value: Any, package: ModuleType, server: Server
) -> None:
    sent = {"id": 1, "name": "n", "note": None, name: value}
    found = read(package, server, "Kite", sent)
    assert found.problems == ()
    assert written(package, server, "Kite", found) == sent
    assert repr(found.to_wire()[name]) == repr(value)


@pytest.mark.parametrize(
    ("name", "value", "parsed"),
    [
        ("id", 7.0, 7),
        ("length", 7, 7.0),
        ("count", True, True),
        ("nested", True, True),
        ("count", 1, 1),
        ("made", 1700000000, datetime.datetime.fromtimestamp(1700000000, datetime.UTC)),
        ("every", 90, datetime.timedelta(seconds=90)),
        ("price", "1.50", decimal.Decimal("1.50")),
        ("price", "1e3", decimal.Decimal(1000)),
        ("price", 1.5, decimal.Decimal("1.5")),
        ("rate", "1.50", decimal.Decimal("1.5")),
        ("rate", 1.5, decimal.Decimal("1.5")),
        ("day", "2024-01-02", datetime.date(2024, 1, 2)),
        ("day", "2024-01-02T00:00:00Z", datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC)),
    ],
)
def test_another_way_to_write_a_value_is_parsed_and_written_back(
    name: str, value: Any, parsed: Any, package: ModuleType, server: Server
) -> None:
    sent = {"id": 1, "name": "n", "note": None, name: value}
    found = read(package, server, "Kite", sent)
    assert getattr(found, name) == parsed
    assert not found.problems
    assert found.to_wire() == sent
    assert type(found.to_wire()[name]) is type(value) or name in ("id", "length")


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [("sizes", [1, "2"], ("sizes", 1)), ("counts", {"a": 1, "b": "2"}, ("counts", "b"))],
)
def test_a_problem_names_the_path_of_its_value(
    name: str, value: Any, path: tuple[str | int, ...], package: ModuleType, server: Server
) -> None:
    found = read(package, server, "Kite", {"id": 1, "name": "n", "note": None, name: value})
    assert getattr(found, name) == value
    assert [problem.path for problem in found.problems] == [path]


def test_an_enumeration_of_one_boolean_tells_types_apart(package: ModuleType, server: Server) -> None:
    for truth in (True, False):
        found = read(package, server, "Kite", {"id": 1, "name": "n", "note": None, "on": {"ok": truth}})
        assert found.on.ok is truth
        assert not found.problems


def test_a_problem_in_the_only_property_does_not_lose_the_response(package: ModuleType, server: Server) -> None:
    found = read(package, server, "Token", {"value": None})
    assert found.to_wire() == {"value": None}
    assert [str(problem) for problem in found.problems] == ["value: input should be a valid string"]


@pytest.mark.parametrize("length", ["2", "2.0", "2.5"])
def test_numbers_are_written_back_digit_for_digit(length: str, package: ModuleType, server: Server) -> None:
    text = f'{{"id":1,"name":"n","note":null,"length":{length}}}'
    server.respond_with(text.encode())
    with package.Client(server.url) as client:
        found = client.kites.get_kite()
        assert not found.problems
        client.kites.put_kite(found)
        assert server.last.body.decode() == text
        server.respond_with(b'{"x":[1,2.5]}')
        client.kites.put_numbers(client.kites.get_numbers())
    assert server.last.body == b'{"x":[1,2.5]}'


def test_decimal_numbers_are_sent_as_their_documented_type(package: ModuleType) -> None:
    kite = package.models.Kite(id=1, name="n", note=None, price=decimal.Decimal("1.50"), rate=decimal.Decimal("1.50"))
    assert kite.to_wire() == {"id": 1, "name": "n", "note": None, "price": "1.50", "rate": 1.5}


def test_a_list_of_fixed_length_has_the_types_of_its_items(tmp_path: Path) -> None:
    pair = {"type": "array", "prefixItems": [NUMBER, TEXT], "minItems": 2, "maxItems": 2}
    with imported(document({}, schemas={"Kite": object_schema(pair=pair)}), tmp_path, "paired_kites") as (_, module):
        assert get_type_hints(module.models.Kite)["pair"] == list[int | str] | None


def test_type_checkers_see_none_unless_a_property_is_required_and_not_nullable(package: ModuleType) -> None:
    hints = get_type_hints(package.models.Kite)
    optional = {name for name, hint in hints.items() if NoneType in get_args(hint)}
    assert optional == set(SCHEMAS["Kite"]["properties"]) - {"id", "name"}
