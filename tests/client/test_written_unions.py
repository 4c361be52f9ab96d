"""A value of a union is written as what it is: a boolean as one, and a model without what was not given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Server
from tests.client.schemas import NUMBER, TEXT, client_of, object_schema, read, ref, written

FLOAT = {"type": "number"}
SCALARS: dict[str, Any] = {
    "integer": NUMBER,
    "number": FLOAT,
    "moment": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"},
    "duration": {"type": "string", "format": "duration"},
    "text": {"type": "string", "format": "decimal"},
    "decimal": {"type": "number", "format": "decimal"},
    "bytes": {"type": "string", "format": "byte"},
}


def many(schema: Any) -> dict[str, Any]:
    return {"type": "array", "items": schema}


UNIONS = {
    f"{name}{suffix}": {"anyOf": [schema, *others]}
    for name, schema in SCALARS.items()
    for suffix, others in {
        "OrModel": [ref("Sub")],
        "OrModels": [many(ref("Sub")), {"type": "object", "additionalProperties": ref("Sub")}],
        "OrText": [TEXT, many(schema)],
    }.items()
}
SCHEMAS: dict[str, Any] = {
    "Sub": object_schema(firstOf=NUMBER, last=TEXT),
    "Cell": object_schema(**UNIONS, tree=ref("Tree"), nest=ref("Nest")),
    # Types that lead to themselves without a class in between.
    "Tree": {"anyOf": [NUMBER, many(ref("Tree")), ref("Sub")]},
    "Nest": {"type": "object", "additionalProperties": {"anyOf": [FLOAT, ref("Nest")]}},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with client_of(SCHEMAS, tmp_path_factory.mktemp("written")) as module:
        yield module


VALUES: list[tuple[str, Any]] = [
    *((f"{name}OrModel", value) for name in SCALARS for value in ({"firstOf": 1}, {}, {"last": None}, True)),
    *((f"{name}OrModels", value) for name in SCALARS for value in ([{"firstOf": 1}, {}], {"a": {"last": "x"}}, True)),
    *((f"{name}OrText", value) for name in SCALARS for value in (True, False, [True], [1])),
    *(("tree", value) for value in (True, [True, [1, False]], [{"firstOf": 1}, "7"])),
    *(("nest", value) for value in ({"a": True}, {"a": {"b": False, "c": 1}})),
]


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_a_value_of_a_union_is_written_back_unchanged(
    name: str, value: Any, package: ModuleType, server: Server
) -> None:
    found = read(package, server, "Cell", {name: value}, strict=False)
    # In Python, True equals 1.
    expected = json.dumps({name: value})
    assert json.dumps(found.to_wire()) == expected
    assert json.dumps(written(package, server, "Cell", found)) == expected
