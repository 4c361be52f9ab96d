"""An API of many ships that need a credential, and a server that is wrong in the same way however often it is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.answers import JSON, Asked

SECRET = "sesame-of-the-fleet"
NUMBER = 8
SHIP: Json = {**properties(id=INTEGER, name=STRING), "required": ["id", "name"]}
Reply = tuple[int, Mapping[str, str], bytes]


def fleet() -> Json:
    """Each kind of ship has a list, one that is made, and one by its number."""
    paths: Json = {}
    for number in range(NUMBER):
        name = f"ships{number}"
        security: list[Json] = [{"bearer": []}]
        listed = operation(f"list{number}", answer={"type": "array", "items": SHIP}, security=security)
        made = operation(f"make{number}", answer=SHIP, status="201", security=security)
        made["requestBody"] = {"required": True, "content": content(SHIP, shown={"id": 1, "name": "a"})}
        read = operation(f"read{number}", answer=SHIP, parameters=[parameter("id", example=1)], security=security)
        paths[f"/{name}"] = {"get": listed, "post": made}
        paths[f"/{name}/{{id}}"] = {"get": read}
    return document(paths, securitySchemes={"bearer": {"type": "http", "scheme": "bearer"}})


def spec_of(folder: Path) -> Path:
    """The document as a file."""
    path = folder / "fleet.json"
    path.write_text(json.dumps(fleet()))
    return path


def wrong(asked: Asked) -> Reply:
    """On ships of odd numbers the name is a number, those of 4 let anybody in, and 6 cannot be made."""
    number = int(found[1]) if (found := re.match(r"/ships(\d)", asked.target)) else -1
    if asked.headers.get("authorization") != f"Bearer {SECRET}" and number != 4:
        return 401, {**JSON, "WWW-Authenticate": "Bearer"}, b"{}"
    has_id = re.fullmatch(r"/ships\d/-?\d{1,9}", asked.target)
    ship = {"id": 1, "name": 7 if number % 2 else "a"}
    if asked.method == "GET" and has_id:
        return 200, JSON, json.dumps(ship).encode()
    if asked.method == "GET" and re.fullmatch(r"/ships\d", asked.target):
        return 200, JSON, json.dumps([ship]).encode()
    if asked.method == "POST" and re.fullmatch(r"/ships\d", asked.target):
        if asked.headers.get("content-type") != "application/json":
            return 415, JSON, b"{}"
        return (500, JSON, b"{}") if number == 6 else _made(asked.body, ship)
    if asked.method in ("GET", "POST"):
        return 404, JSON, b"{}"
    return 405, {**JSON, "Allow": "GET" if "/" in asked.target[1:] else "GET, POST"}, b"{}"


def _made(body: bytes, ship: Json) -> Reply:
    try:
        given = json.loads(body)
    except ValueError:
        return 400, JSON, b"{}"
    is_good = isinstance(given, dict) and type(given.get("id")) is int and isinstance(given.get("name"), str)
    return (201, JSON, json.dumps(ship).encode()) if is_good else (422, JSON, b"{}")
