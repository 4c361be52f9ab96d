"""The mock compiles the components that many schemas lead to once, not for each of these schemas."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.served import Server

KINDS, EXPANDED, LINKED = 15, 8, 400


def _expandable() -> Json:
    """Resources whose properties have an id or the whole other object, as many APIs have them; each object leads to
    all other ones.
    """
    linked = {
        f"Object{number}": properties(id=STRING, next=ref(f"Object{(number + 1) % LINKED}"), **_columns())
        for number in range(LINKED)
    }
    paths, kinds = {}, {}
    for number in range(KINDS):
        name = f"Kind{number}"
        objects = {f"object{i}": {"anyOf": [STRING, ref(f"Object{number * EXPANDED + i}")]} for i in range(EXPANDED)}
        kinds[name] = properties(id=INTEGER, **objects)
        paths[f"/{name}"] = {"post": operation(f"Create{name}", body={"type": "object"}, answer=ref(name))}
        paths[f"/{name}/{{id}}"] = {"get": operation(f"Get{name}", parameters=[parameter("id")], answer=ref(name))}
    return document(paths, {**linked, **kinds})


def _columns() -> dict[str, Json]:
    return {f"column{i}": {"type": "string", "maxLength": 10 + i} for i in range(8)}


def test_resources_whose_properties_lead_to_the_same_components_share_their_validators(tmp_path: Path) -> None:
    file = tmp_path / "expandable.json"
    file.write_text(json.dumps(_expandable()))
    server = Server(tmp_path / "log", "-m", "speclift", "mock", str(file), "--port", "0")
    try:
        address = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=address, timeout=60) as client:
            before = server.memory()
            for number in range(KINDS):
                # A number fits no property, so each property is checked by itself.
                body = {f"object{i}": 5 for i in range(EXPANDED)}
                response = client.post(f"/Kind{number}", json=body)
                assert response.status_code == 200
                assert 5 not in response.json().values()
        grown = server.memory() - before
    finally:
        server.stop()
    assert grown < 60 * 2**20
