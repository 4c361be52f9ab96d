"""Undocumented properties with the name of a Python attribute: neither of the two changes the other."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Server, document, operation
from tests.client.schemas import NUMBER, TEXT, object_schema, ref
from tests.client.wire import imported

JSON = "application/json"


def many(schema: Any) -> dict[str, Any]:
    return {"type": "array", "items": schema}


SCHEMAS: dict[str, Any] = {
    "Kite": object_schema(
        clientId=NUMBER, tailLength={"type": ["number", "null"]}, madeOn={"type": "string", "format": "date"}
    ),
    "Needy": object_schema("clientId", clientId=NUMBER),
    "Cased": object_schema(ID=NUMBER, Name=TEXT, _schema=TEXT, **{"made-of": TEXT}),
    "Open": {**object_schema(clientId=NUMBER), "additionalProperties": NUMBER},
    "Flock": {**object_schema(bestKite=ref("Kite")), "additionalProperties": ref("Kite")},
    # Within other objects, and in unions of each kind.
    "Nest": object_schema(
        bestKite=ref("Kite"),
        allKites=many(ref("Kite")),
        byName={"type": "object", "additionalProperties": ref("Kite")},
        inAUnion=ref("Closest"),
        ofATag=ref("Either"),
        ofAFamily=ref("Person"),
        orNull={"anyOf": [ref("Kite"), {"type": "null"}]},
        orText={"anyOf": [many(ref("Kite")), TEXT]},
    ),
    "Left": object_schema("leftWing", leftWing=NUMBER),
    "Right": object_schema("rightWing", rightWing=NUMBER),
    "Closest": {"anyOf": [ref("Left"), ref("Right")]},
    "Box": object_schema("kindOf", kindOf=TEXT, boxSize=NUMBER),
    "Delta": object_schema("kindOf", kindOf=TEXT, wingSpan=NUMBER),
    "Either": {"oneOf": [ref("Box"), ref("Delta")], "discriminator": {"propertyName": "kindOf"}},
    "Person": {**object_schema("roleOf", roleOf=TEXT, firstName=TEXT), "discriminator": {"propertyName": "roleOf"}},
    "Pilot": {"allOf": [ref("Person"), object_schema(flownKites=many(ref("Kite")))]},
    "Page": object_schema(allKites=many(ref("Kite")), nextPage=TEXT),
}

#: Values that differ from the reference only in undocumented properties.
VALUES: list[tuple[str, Any]] = [
    ("Kite", {"client_id": 5}),
    ("Kite", {"clientId": 6, "client_id": 5}),
    ("Kite", {"client_id": 5, "clientId": 6, "more": 1, "tail_length": [2]}),
    ("Kite", {"tailLength": None, "tail_length": 2}),
    ("Kite", {"madeOn": "2026-01-02", "made_on": "yesterday"}),
    ("Needy", {"clientId": 6, "client_id": "x"}),
    ("Cased", {"id": 1, "ID": 2, "name": {"a": 1}, "schema_": 3, "made_of": "x", "schema": 4, "Id": 5}),
    ("Open", {"client_id": 5}),
    ("Open", {"clientId": 6, "client_id": 5}),
    ("Flock", {"best_kite": {"client_id": 5, "clientId": 6}, "bestKite": {"client_id": 7}}),
    ("Nest", {"bestKite": {"client_id": 5}, "best_kite": {"client_id": 5}, "all_kites": [1]}),
    ("Nest", {"allKites": [{"client_id": 5}, {"client_id": 5, "clientId": 6}]}),
    ("Nest", {"byName": {"a": {"client_id": 5}, "by_name": {"client_id": "x"}}}),
    ("Nest", {"inAUnion": {"rightWing": 1, "left_wing": 2, "right_wing": 3}}),
    ("Nest", {"ofATag": {"kindOf": "Box", "box_size": "large", "kind_of": "Delta"}}),
    ("Nest", {"ofATag": {"kindOf": "Odd", "kind_of": "Box", "box_size": 1}}),
    ("Nest", {"ofAFamily": {"roleOf": "Pilot", "flownKites": [{"client_id": 5}], "flown_kites": 3}}),
    ("Nest", {"ofAFamily": {"roleOf": "Person", "first_name": 1, "role_of": "Pilot"}}),
    ("Nest", {"orNull": {"client_id": 5}, "orText": [{"client_id": 5, "tail_length": 1}]}),
    ("Closest", {"leftWing": 1, "right_wing": 2}),
    ("Closest", {"left_wing": 2, "rightWing": 1}),
    ("Either", {"kindOf": "Delta", "wing_span": "wide"}),
    ("Person", {"roleOf": "Pilot", "first_name": 1, "flown_kites": [{"client_id": 5}]}),
]


def _operations() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SCHEMAS:
        body = {"required": True, "content": {JSON: {"schema": ref(name)}}}
        get = operation(f"get_{name}", ref(name))
        get["responses"]["default"] = {"description": "No.", "content": {JSON: {"schema": ref(name)}}}
        found[f"/{name}"] = {"get": get, "put": operation(f"put_{name}", requestBody=body)}
        for way, media_type in (("events", "text/event-stream"), ("lines", "application/x-ndjson")):
            streamed = operation(f"{way}_of_{name}")
            streamed["responses"] = {"200": {"description": "So.", "content": {media_type: {"schema": ref(name)}}}}
            found[f"/{name}/{way}"] = {"get": streamed}
    next_page = {"name": "nextPage", "in": "query", "schema": TEXT}
    found["/pages"] = {"get": operation("pages", ref("Page"), parameters=[next_page])}
    return found


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    given = document(_operations(), schemas=SCHEMAS)
    with imported(given, tmp_path_factory.mktemp("namesakes"), "namesake_kites") as (_, module):
        yield module


Read = Callable[[ModuleType, Server, str, Any], Any]


def _from_call(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    server.respond_with(value)
    with package.Client(server.url) as client:
        return getattr(client.kites, f"get_{name.lower()}")()


def _from_async_call(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    server.respond_with(value)

    async def main() -> Any:
        async with package.AsyncClient(server.url) as client:
            return await getattr(client.kites, f"get_{name.lower()}")()

    return asyncio.run(main())


def _from_error(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    server.respond_with(value, 409)
    with package.Client(server.url) as client, pytest.raises(package.StatusError) as caught:
        getattr(client.kites, f"get_{name.lower()}")()
    return caught.value.body


def _from_raw_response(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    server.respond_with(value)
    with package.Client(server.url) as client:
        return client.raw(getattr(client.kites, f"get_{name.lower()}")).parse()


def _from_events(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    server.respond_with(f"data: {json.dumps(value)}\n\n".encode(), media_type="text/event-stream")
    with package.Client(server.url) as client:
        return next(iter(getattr(client.kites, f"events_of_{name.lower()}")()))


def _from_lines(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    server.respond_with(f"{json.dumps(value)}\n".encode(), media_type="application/x-ndjson")
    with package.Client(server.url) as client:
        return next(iter(getattr(client.kites, f"lines_of_{name.lower()}")()))


def _from_json(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    return _model_class(package, name).model_validate_json(json.dumps(value))


def _from_python(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    return _model_class(package, name).model_validate(value)


def _model_class(package: ModuleType, name: str) -> Any:
    model = getattr(package.models, name)
    if not hasattr(model, "model_validate"):
        pytest.skip("a union is not a class that can parse a value")
    return model


READERS = (
    _from_call,
    _from_async_call,
    _from_error,
    _from_raw_response,
    _from_events,
    _from_lines,
    _from_json,
    _from_python,
)


@pytest.mark.parametrize(("name", "value"), VALUES)
@pytest.mark.parametrize("read", READERS)
def test_values_are_written_back_unchanged(
    read: Read, name: str, value: dict[str, Any], package: ModuleType, server: Server
) -> None:
    found = read(package, server, name, value)
    assert found.to_wire() == value
    assert not found.problems
    assert json.loads(found.model_dump_json(by_alias=True, exclude_unset=True)) == value
    server.respond_with(b"", 204)
    with package.Client(server.url) as client:
        getattr(client.kites, f"put_{name.lower()}")(found)
    assert json.loads(server.last.body) == value


@pytest.mark.parametrize("read", READERS)
def test_an_attribute_is_the_documented_property(read: Read, package: ModuleType, server: Server) -> None:
    both = read(package, server, "Kite", {"client_id": 5, "clientId": 6, "more": 7})
    assert (both.client_id, both.model_extra) == (6, {"client_id": 5, "more": 7})
    assert both.is_given("client_id")
    assert {type(name) for name in both.model_extra} == {str}
    alone = read(package, server, "Kite", {"client_id": 5})
    assert (alone.client_id, alone.model_extra) == (None, {"client_id": 5})
    assert not alone.is_given("client_id")
    null = read(package, server, "Kite", {"tail_length": 5, "tailLength": None})
    assert null.is_given("tail_length")


@pytest.mark.parametrize(("name", "value"), [item for item in VALUES if item[0] == "Kite"])
def test_an_invalid_value_does_not_change_undocumented_properties(
    name: str, value: dict[str, Any], package: ModuleType, server: Server
) -> None:
    value = {"bestKite": {**value, "madeOn": "soon"}, "best_kite": value, "allKites": []}
    for found in (_from_call(package, server, "Nest", value), _from_error(package, server, "Nest", value)):
        assert [problem.path for problem in found.problems] == [("bestKite", "madeOn")]
        assert found.to_wire() == value
        assert found.best_kite.client_id == value["bestKite"].get("clientId")
        assert found.best_kite.is_given("client_id") == ("clientId" in value["bestKite"])
        assert {type(key) for key in found.best_kite.model_extra} <= {str}


def test_an_undocumented_property_does_not_replace_a_missing_one(package: ModuleType, server: Server) -> None:
    found = _from_call(package, server, "Needy", {"client_id": 5})
    assert [str(problem) for problem in found.problems] == ["clientId: it is missing"]
    assert found.to_wire() == {"client_id": 5}


def test_undocumented_properties_do_not_decide_the_type_in_a_union(package: ModuleType, server: Server) -> None:
    assert type(_from_call(package, server, "Closest", {"left_wing": 1, "rightWing": 2})) is package.models.Right
    assert type(_from_call(package, server, "Closest", {"leftWing": 1, "right_wing": 2})) is package.models.Left


def test_pages_keep_undocumented_properties(package: ModuleType, server: Server) -> None:
    pages: list[dict[str, Any]] = [
        {"allKites": [{"client_id": 5}], "next_page": 3, "nextPage": "b"},
        {"allKites": [{"client_id": 6, "clientId": 7}], "next_page": "c"},
    ]
    with package.Client(server.url) as client:
        server.respond_with(pages[1])
        server.responses = [*_responses(server, pages[0]), *server.responses]
        found = client.kites.pages()
        assert [page.to_wire() for page in found.pages()] == pages
    assert server.last.query == "nextPage=b"


def _responses(server: Server, value: Any) -> list[Any]:
    """What `respond_with` sets for a value; the responses of the server stay as they are."""
    server.responses, before = [], server.responses
    server.respond_with(value)
    found, server.responses = server.responses, before
    return found


def test_strict_clients_report_undocumented_properties(package: ModuleType, server: Server) -> None:
    server.respond_with({"client_id": 5, "clientId": 6})
    with package.Client(server.url, strict=True) as client:
        with pytest.raises(package.ParseError, match="has the property 'client_id'"):
            client.kites.get_kite()
        assert client.kites.get_open().to_wire() == {"client_id": 5, "clientId": 6}
        server.respond_with({"best_kite": {"clientId": 1, "odd": 2}})
        with pytest.raises(package.ParseError, match="has the property 'odd'"):
            client.kites.get_flock()


def test_python_code_uses_attributes_at_every_depth(package: ModuleType) -> None:
    models = package.models
    assert models.Kite(client_id=5).to_wire() == {"clientId": 5}
    assert models.Kite(clientId=5).to_wire() == {"clientId": 5}
    assert models.Kite(client_id=5, clientId=6).to_wire() == {"client_id": 5, "clientId": 6}
    assert models.Kite.model_validate({"client_id": 5}, by_name=True).to_wire() == {"clientId": 5}
    made = models.Nest(
        best_kite={"client_id": 5},
        all_kites=[{"clientId": 5}, models.Kite(client_id=6)],
        by_name={"by_name": {"client_id": 5}},
        in_a_union={"right_wing": 1},
        of_a_tag={"kindOf": "Box", "box_size": 1},
        of_a_family={"roleOf": "Pilot", "flown_kites": [{"client_id": 5}]},
        or_text=[{"client_id": 5}],
    )
    assert made.to_wire() == {
        "bestKite": {"clientId": 5},
        "allKites": [{"clientId": 5}, {"clientId": 6}],
        "byName": {"by_name": {"clientId": 5}},
        "inAUnion": {"rightWing": 1},
        "ofATag": {"kindOf": "Box", "boxSize": 1},
        "ofAFamily": {"roleOf": "Pilot", "flownKites": [{"clientId": 5}]},
        "orText": [{"clientId": 5}],
    }


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda it: it.model_copy(), lambda it: pickle.loads(pickle.dumps(it))]
)
@pytest.mark.parametrize("value", [{"client_id": 5}, {"client_id": 5, "clientId": 6}])
def test_copies_keep_undocumented_properties(
    again: Callable[[Any], Any], value: Any, package: ModuleType, server: Server
) -> None:
    for name, whole in (("Kite", value), ("Nest", {"bestKite": value})):
        found = _from_call(package, server, name, whole)
        other = again(found)
        assert other == found
        assert other.to_wire() == whole
        assert other.model_fields_set == found.model_fields_set


def test_equality_takes_undocumented_properties_into_account(package: ModuleType) -> None:
    read = package.models.Kite.model_validate
    assert read({"clientId": 5}) == package.models.Kite(client_id=5)
    assert read({"client_id": 5}) != read({"clientId": 5})
    assert read({"client_id": 5, "clientId": 6}) != read({"client_id": 6, "clientId": 5})


def test_setting_an_attribute_keeps_the_undocumented_property(package: ModuleType) -> None:
    found = package.models.Kite.model_validate({"client_id": 5})
    found.client_id = 6
    assert found.to_wire() == {"client_id": 5, "clientId": 6}
    other = found.model_copy(update={"client_id": 7})
    assert other.to_wire() == {"client_id": 5, "clientId": 7}
    found.model_extra["client_id"] = 8
    assert found.to_wire() == {"client_id": 8, "clientId": 6}
