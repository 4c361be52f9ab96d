"""A parameter that may be null takes None, which leaves it out; no other parameter does."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Server, document, operation
from tests.client.wire import imported

TEXT, NULL = {"type": "string"}, {"type": "null"}
STATES = ["on", "off"]
#: The schema of each parameter, and whether None is among its types.
QUERY: dict[str, tuple[Any, bool]] = {
    "plain": (TEXT, False),
    "text": ({"type": ["string", "null"]}, True),
    "number": ({"anyOf": [{"type": "integer"}, NULL]}, True),
    "state": ({"type": ["string", "null"], "enum": [*STATES, None]}, True),
    "listed": ({"anyOf": [{"type": "string", "enum": STATES}, NULL]}, True),
    "many": ({"type": ["array", "null"], "items": TEXT}, True),
    "items": ({"type": "array", "items": {"type": ["string", "null"]}}, False),
    "named": ({"$ref": "#/components/schemas/Maybe"}, True),
    "$select": ({"type": ["string", "null"]}, True),
}
PATH = "/kites/{id}"
PARAMETERS: list[dict[str, Any]] = [
    {"name": "id", "in": "path", "required": True, "schema": {"type": ["string", "null"]}},
    {"name": "needed", "in": "query", "required": True, "schema": {"type": ["integer", "null"]}},
    *({"name": name, "in": "query", "schema": schema} for name, (schema, _) in QUERY.items()),
    {"name": "X-Tail", "in": "header", "schema": {"type": ["string", "null"]}},
    {"name": "wing", "in": "cookie", "schema": {"type": ["string", "null"]}},
]


@pytest.fixture(scope="module", params=["3.1.0", "3.0.3"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    parameters, maybe = PARAMETERS, {"type": ["integer", "null"]}
    if request.param == "3.0.3":
        parameters = [{**parameter, "schema": _in_30(parameter["schema"])} for parameter in PARAMETERS]
        maybe = _in_30(maybe)
    paths = {PATH: {"get": operation("get_kite", parameters=parameters)}}
    name = f"null_{request.param[2]}_kites"
    whole = document(paths, request.param, schemas={"Maybe": maybe})
    with imported(whole, tmp_path_factory.mktemp("nullable"), name) as (_, module):
        yield module


def _in_30(schema: Any) -> Any:
    """A schema in the words of OpenAPI 3.0."""
    if "anyOf" in schema:
        return {**schema["anyOf"][0], "nullable": True}
    kinds = schema.get("type")
    found = {**schema, "items": _in_30(schema["items"])} if "items" in schema else schema
    return {**found, "type": kinds[0], "nullable": True} if isinstance(kinds, list) else found


def test_none_is_a_value_of_parameters_that_may_be_null(package: ModuleType) -> None:
    with package.Client("http://127.0.0.1:9") as client:
        found = inspect.signature(client.kites.get_kite).parameters
    takes_none = {name: str(item.annotation).endswith("| None") for name, item in found.items() if name != "options"}
    others = {"id": False, "needed": True, "x_tail": True, "wing": True}
    assert takes_none == {**others, **{name.strip("$"): is_nullable for name, (_, is_nullable) in QUERY.items()}}


def test_none_leaves_a_parameter_out(package: ModuleType, server: Server) -> None:
    names = [name.strip("$") for name, (_, is_nullable) in QUERY.items() if is_nullable]
    with package.Client(server.url) as client:
        client.kites.get_kite("1", None, **dict.fromkeys([*names, "x_tail", "wing"]))
        assert server.last.target == "/kites/1"
        assert not {"x-tail", "cookie"} & {name.lower() for name in server.last.headers}
        client.kites.get_kite("1", 2, text="a", state="on", x_tail="t")
    assert server.last.target == "/kites/1?needed=2&text=a&state=on"
