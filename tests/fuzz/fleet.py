"""An API of several kinds of ships that needs a credential, and a server that breaks it in the same way each time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest

SECRET = "sesame-of-the-fleet"
KINDS = 8
SHIP: Json = {**properties(id=INTEGER, name=STRING), "required": ["id", "name"]}
Response = tuple[int, Mapping[str, str], bytes]


def fleet() -> Json:
    """For each kind of ship, an operation that lists them, one that makes one, and one that reads one by its id."""
    paths: Json = {}
    for number in range(KINDS):
        name = f"ships{number}"
        security: list[Json] = [{"bearer": []}]
        list_ships = operation(f"list{number}", answer={"type": "array", "items": SHIP}, security=security)
        create = operation(f"make{number}", answer=SHIP, status="201", security=security)
        create["requestBody"] = {"required": True, "content": content(SHIP, shown={"id": 1, "name": "a"})}
        read_ship = operation(f"read{number}", answer=SHIP, parameters=[parameter("id", example=1)], security=security)
        paths[f"/{name}"] = {"get": list_ships, "post": create}
        paths[f"/{name}/{{id}}"] = {"get": read_ship}
    return document(paths, securitySchemes={"bearer": {"type": "http", "scheme": "bearer"}})


def spec_of(folder: Path) -> Path:
    """Write the document to a file."""
    path = folder / "fleet.json"
    path.write_text(json.dumps(fleet()))
    return path


def faulty_fleet(request: ReceivedRequest) -> Response:
    """Kinds with an odd number have a number as name, kind 4 needs no credential, and creating one of kind 6 fails."""
    number = int(match[1]) if (match := re.match(r"/ships(\d)", request.target)) else -1
    if request.headers.get("authorization") != f"Bearer {SECRET}" and number != 4:
        return 401, {**JSON, "WWW-Authenticate": "Bearer"}, b"{}"
    has_id = re.fullmatch(r"/ships\d/-?\d{1,9}", request.target)
    ship = {"id": 1, "name": 7 if number % 2 else "a"}
    if request.method == "GET" and has_id:
        return 200, JSON, json.dumps(ship).encode()
    if request.method == "GET" and re.fullmatch(r"/ships\d", request.target):
        return 200, JSON, json.dumps([ship]).encode()
    if request.method == "POST" and re.fullmatch(r"/ships\d", request.target):
        if request.headers.get("content-type") != "application/json":
            return 415, JSON, b"{}"
        return (500, JSON, b"{}") if number == 6 else _made_ship(request.body, ship)
    if request.method in ("GET", "POST"):
        return 404, JSON, b"{}"
    return 405, {**JSON, "Allow": "GET" if "/" in request.target[1:] else "GET, POST"}, b"{}"


def _made_ship(body: bytes, ship: Json) -> Response:
    try:
        value = json.loads(body)
    except ValueError:
        return 400, JSON, b"{}"
    is_good = isinstance(value, dict) and type(value.get("id")) is int and isinstance(value.get("name"), str)
    return (201, JSON, json.dumps(ship).encode()) if is_good else (422, JSON, b"{}")
