"""A document with nested resources: rooms below their owner."""

from __future__ import annotations

from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref

ROOM: Json = {**properties(OwnerId=INTEGER, RoomId=INTEGER, Name=STRING), "required": ["OwnerId", "RoomId"]}
SAMPLE: Json = {"OwnerId": 1, "RoomId": 2, "Name": "shown"}


def rooms(owner: Json = INTEGER) -> Json:
    """A document with rooms below owners."""
    room, many = ref("Room"), {"type": "array", "items": ref("Room")}
    owner_parameter = [parameter("owner", schema=owner)]
    read, list_all = operation("Get", answer=room), operation("List", answer=many)
    read["responses"]["200"]["content"]["application/json"]["example"] = SAMPLE
    list_all["responses"]["200"]["content"]["application/json"]["example"] = [SAMPLE, {**SAMPLE, "RoomId": 3}]
    patch = operation("Patch", answer=room)
    patch["requestBody"] = {
        "required": True,
        "content": {f"application/{kind}+json": {"schema": {}} for kind in ("json-patch", "merge-patch")},
    }
    create = operation("Make", body={"type": "object"}, answer=room, status="201")
    paths = {
        "/Owner/{owner}/Room": {"parameters": owner_parameter, "get": list_all, "post": create},
        "/Owner/{owner}/Room/{id}": {
            "parameters": [*owner_parameter, parameter("id")],
            "get": read,
            "put": operation("Put", body={"type": "object"}, answer=room),
            "patch": patch,
            "delete": operation("Delete", status="204"),
        },
    }
    return document(paths, {"Room": ROOM})
