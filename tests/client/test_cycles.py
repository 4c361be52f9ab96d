"""Many types that refer to each other: values are parsed and written correctly, and no class contains all others."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from speclift.client.schemas.cycles import MOST_TOGETHER, large_cycles
from tests.client.echo import document, operation, serving
from tests.client.wire import imported
from tests.conftest import ROOT

COUNT = MOST_TOGETHER + 5


def part(number: int) -> dict[str, Any]:
    target = {"$ref": f"#/components/schemas/Part{(number + 1) % COUNT}"}
    others = {"type": "array", "items": {"$ref": f"#/components/schemas/Part{(number + 7) % COUNT}"}}
    made = {"type": "string", "format": "date-time"}
    properties = {"id": {"type": "integer"}, "made": made, "next": target, "nextOne": target, "others": others}
    return {"type": "object", "required": ["id"], "properties": properties}


SCHEMAS = {f"Part{number}": part(number) for number in range(COUNT)}
DOCUMENT = document(
    {"/part": {"get": operation("get_part", {"$ref": "#/components/schemas/Part0"})}},
    schemas={**SCHEMAS, "Alone": {"type": "object", "properties": {"part": {"$ref": "#/components/schemas/Part1"}}}},
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with imported(DOCUMENT, tmp_path_factory.mktemp("cycles"), "round_kites") as (_, module):
        yield module


def test_only_large_cycles_are_found() -> None:
    assert large_cycles(DOCUMENT["components"]["schemas"], [*SCHEMAS, "Alone"]) == frozenset(SCHEMAS)
    few = {f"Part{number}": part(number) for number in range(5)}
    assert not large_cycles({**few, "Part5": {"$ref": "#/components/schemas/Part0"}}, few)


def test_the_documentation_names_the_size_of_a_large_cycle() -> None:
    text = " ".join((ROOT / "docs" / "explanation" / "design" / "client.md").read_text(encoding="utf-8").split())
    assert f"Classes of a cycle of more than {MOST_TOGETHER} " in text


def test_values_are_typed_all_the_way_down(package: ModuleType) -> None:
    value = {"id": 0, "next": {"id": 1, "made": "2026-01-02T03:04:05Z", "next": {"id": 2}}, "others": [{"id": 7}]}
    with serving() as server, package.Client(server.url) as client:
        server.respond_with(value)
        found = client.kites.get_part()
        assert type(found.next.next) is package.models.Part2
        assert type(found.others[0]) is package.models.Part7
        assert found.next.made == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
        assert found.to_wire() == value
        server.respond_with({**value, "next": {"id": 1, "made": "soon", "next": {"id": "x"}}})
        found = client.kites.get_part()
        assert [str(problem).split(":")[0] for problem in found.problems] == ["next.made", "next.next.id"]
        with pytest.raises(package.ParseError, match=r"next\.next\.id"):
            client.with_options(strict=True).kites.get_part()
    made = package.models.Alone(part=package.models.Part1(id=1, next=package.models.Part2(id=2)))
    assert made.to_wire() == {"part": {"id": 1, "next": {"id": 2}}}


def test_no_class_contains_all_the_others(package: ModuleType) -> None:
    package.models.Part0.model_rebuild()
    text = repr(package.models.Part0.__pydantic_core_schema__)
    assert len(text) < 20_000
    assert "Part9" not in text


def test_undocumented_properties_named_like_an_attribute_are_written_back_unchanged(package: ModuleType) -> None:
    kind = package.models.Part0
    value = {"id": 0, "nextOne": {"id": 1, "next_one": {"id": 2}}, "next_one": 3, "others": [{"id": 7, "next_one": 4}]}
    assert kind.model_validate(value).to_wire() == value
    made = kind(id=0, next_one={"id": 1, "next_one": {"id": 2}})
    assert made.to_wire() == {"id": 0, "nextOne": {"id": 1, "nextOne": {"id": 2}}}
