"""A document of things that stand below others: rooms below their owner."""

from __future__ import annotations

from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref

ROOM: Json = {**properties(OwnerId=INTEGER, RoomId=INTEGER, Name=STRING), "required": ["OwnerId", "RoomId"]}
SAMPLE: Json = {"OwnerId": 1, "RoomId": 2, "Name": "shown"}


def rooms(owner: Json = INTEGER) -> Json:
    """A document of rooms that stand below owners."""
    one, things = ref("Room"), {"type": "array", "items": ref("Room")}
    above = [parameter("owner", schema=owner)]
    read, listed = operation("Get", answer=one), operation("List", answer=things)
    read["responses"]["200"]["content"]["application/json"]["example"] = SAMPLE
    listed["responses"]["200"]["content"]["application/json"]["example"] = [SAMPLE, {**SAMPLE, "RoomId": 3}]
    patch = operation("Patch", answer=one)
    patch["requestBody"] = {
        "required": True,
        "content": {f"application/{kind}+json": {"schema": {}} for kind in ("json-patch", "merge-patch")},
    }
    make = operation("Make", body={"type": "object"}, answer=one, status="201")
    paths = {
        "/Owner/{owner}/Room": {"parameters": above, "get": listed, "post": make},
        "/Owner/{owner}/Room/{id}": {
            "parameters": [*above, parameter("id")],
            "get": read,
            "put": operation("Put", body={"type": "object"}, answer=one),
            "patch": patch,
            "delete": operation("Delete", status="204"),
        },
    }
    return document(paths, {"Room": ROOM})
