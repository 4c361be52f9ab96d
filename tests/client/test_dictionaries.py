"""Bodies with many properties as typed dictionaries: what type checkers see, and what the client sends."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.client.echo import document, operation, serving
from tests.client.type_faults import type_faults
from tests.client.wire import imported

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
WIDE = {f"size{number}": WHOLE for number in range(9)}
DOCUMENT = document(
    {
        "/kites": {
            "post": operation(
                "make_kite",
                requestBody={
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}},
                },
            )
        },
        "/odd": {
            "post": operation(
                "make_odd",
                requestBody={"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Odd"}}}},
            )
        },
    },
    schemas={
        "Kite": {
            "type": "object",
            "required": ["name", "id", "tail"],
            "properties": {
                "id": {**WHOLE, "readOnly": True},
                "name": TEXT,
                "made": {"type": "string", "format": "date-time"},
                "tail": {"$ref": "#/components/schemas/Tail"},
                "bows": {"type": "array", "items": {"$ref": "#/components/schemas/Tail"}},
                "state": {"type": "string", "enum": ["up", "down"]},
                **WIDE,
            },
        },
        "Tail": {"type": "object", "properties": {"length": WHOLE}},
        "Odd": {"type": "object", "properties": {"a-b": TEXT, "class": TEXT, **WIDE}},
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dictionaries")


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[ModuleType]:
    with imported(DOCUMENT, folder, "wide_kites") as (_, module):
        yield module


def test_a_dictionary_is_sent_as_it_is(package: ModuleType) -> None:
    made = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    body = {"name": "n", "tail": {"length": 2}, "bows": [package.models.Tail(length=1)], "state": "up", "size1": 5}
    with serving() as server, package.Client(server.url) as client:
        client.kites.make_kite({**body, "made": made})
        assert json.loads(server.last.body) == {**body, "bows": [{"length": 1}], "made": "2026-01-02T00:00:00Z"}
        client.kites.make_odd({"a-b": "x", "class": None})
        assert json.loads(server.last.body) == {"a-b": "x", "class": None}
        client.kites.make_odd()
        assert server.last.body == b""
    assert package.models.KiteDict.__total__ is False
    assert "KiteDict" in dir(package.models)


def test_a_typed_dictionary_may_contain_one_of_another_module(tmp_path: Path) -> None:
    """`Sail` is a body of its own and a part of `Boat`, so two resources share it."""
    boat = {"type": "object", "properties": {"sail": {"$ref": "#/components/schemas/Sail"}, **WIDE}}
    sail = {"type": "object", "properties": {"cloth": TEXT, **WIDE}}
    bodies = {
        name: {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
        for name in ("Boat", "Sail")
    }
    fleet = document(
        {
            "/boats": {"post": operation("make_boat", tags=["boats"], requestBody=bodies["Boat"])},
            "/sails": {"post": operation("make_sail", tags=["sails"], requestBody=bodies["Sail"])},
        },
        schemas={"Boat": boat, "Sail": sail},
    )
    with imported(fleet, tmp_path, "fleet") as (_, package):
        (tmp_path / "use.py").write_text(
            "from fleet.models import BoatDict, SailDict\n"
            'sail: SailDict = {"cloth": "linen"}\n'
            'boat: BoatDict = {"sail": sail}\n'
        )
        assert package.models.BoatDict.__module__ != package.models.SailDict.__module__
    assert type_faults(tmp_path, "use.py", "fleet") == []


def test_a_body_with_an_empty_name_has_no_dictionary_and_is_written_as_its_model(tmp_path: Path) -> None:
    """Type checkers refuse an empty name in a typed dictionary."""
    nameless = {"type": "object", "required": [""], "properties": {"": TEXT, **WIDE}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Nameless"}}}}
    made = document({"/kites": {"post": operation("make", requestBody=body)}}, schemas={"Nameless": nameless})
    with imported(made, tmp_path, "nameless") as (_, package), serving() as server:
        assert "NamelessDict" not in dir(package.models)
        with package.Client(server.url) as client:
            client.kites.make(package.models.Nameless.model_validate({"": "x", "size1": 2}))
            assert json.loads(server.last.body) == {"": "x", "size1": 2}


def test_type_checkers_report_wrong_dictionaries(package: ModuleType, folder: Path) -> None:
    program = folder / "use.py"
    program.write_text(
        "from wide_kites import Client\n"
        "from wide_kites.models import KiteDict, Tail\n"
        'body: KiteDict = {"name": "n", "tail": {"length": 1}, "bows": [Tail(length=2)], "state": "up"}\n'
        'kites = Client("http://x").kites\n'
        "kites.make_kite(body)\n"
        'kites.make_kite({"name": "n", "tail": {}, "made": "2026-01-02T00:00:00Z"})\n'
        'kites.make_odd({"a-b": "x"})\n'
        'kites.make_kite({"name": "n", "tail": {}, "colour": "red"})\n'
        'kites.make_kite({"tail": {}})\n'
        'kites.make_kite({"name": 5, "tail": {}})\n'
        'kites.make_odd({"a_b": "x"})\n'
        "found: str = Client('http://x').kites.make_kite.__name__\n"
    )
    faults = type_faults(folder, "use.py", "wide_kites")
    lines = {int(line.split(":")[1]) for line in faults if ": error:" in line}
    assert lines == {8, 9, 10, 11}, faults
    assert not [line for line in faults if line.startswith("wide_kites")]
