"""Life cycles of other APIs: creates that respond with ids or a Location, and patches with the changed properties."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from tests.contract.small import STRING, Json, document, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest, serving

PLANT: Json = {**properties(id=STRING, name=STRING), "required": ["id", "name"]}
NEW: Json = {**properties(name=STRING), "required": ["name"], "additionalProperties": False}
LIST: Json = {"type": "array", "items": STRING}
CREATED: dict[str, Any] = {
    "plant": PLANT,
    "ids": {**properties(ids=LIST), "required": ["ids"]},
    "list": {"type": "array", "items": PLANT, "minItems": 1},
    "location": None,
}


def plants(created: str) -> Json:
    """A document of plants, whose create answers in one of the ways of CREATED."""
    create = operation("Plant", body=NEW, answer=CREATED[created], status="201")
    if created == "location":
        create["responses"]["201"]["headers"] = {"Location": {"schema": STRING}}
    patch = operation("Prune", body={**properties(name=STRING), "minProperties": 1}, answer=PLANT)
    at_id = {
        "parameters": [parameter("id", schema=STRING)],
        "get": operation("Look", answer=PLANT),
        "put": operation("Replace", body=NEW, answer=PLANT),
        "patch": patch,
        "delete": operation("Dig", status="204"),
    }
    steps: list[Any] = [create, *(given for method, given in at_id.items() if method != "parameters")]
    for step in steps:
        step["responses"].update({status: {"description": "Refused."} for status in ("400", "404", "415", "422")})
    return document({"/plants": {"post": create}, "/plants/{id}": at_id}, {})


class Garden:
    """A server of plants. It forgets what the methods in `forgotten` do."""

    def __init__(self, created: str, forgotten: Sequence[str] = ()) -> None:
        self.created, self.forgotten = created, forgotten
        self.plants: dict[str, Json] = {}
        self.last = 0

    def __call__(self, request: ReceivedRequest) -> tuple[int, dict[str, str], bytes]:
        status, value, more = self.respond(request)
        return status, {**JSON, **more}, b"" if value is None else json.dumps(value).encode()

    def respond(self, request: ReceivedRequest) -> tuple[int, Any, dict[str, str]]:
        _, _, identity = request.target.removeprefix("/").partition("/")
        methods = ["GET", "PUT", "PATCH", "DELETE"] if identity else ["POST"]
        if request.method not in methods:
            return 405, {}, {"Allow": ", ".join(methods)}
        body: Any = None
        if request.method in ("POST", "PUT", "PATCH"):
            if request.headers.get("content-type") != "application/json":
                return 415, {}, {}
            try:
                body = json.loads(request.body)
            except ValueError:
                return 400, {}, {}
            if not isinstance(body, dict) or list(body) != ["name"] or not isinstance(body["name"], str):
                return 422, {}, {}
        if request.method == "POST":
            self.last += 1
            plant = {"id": str(self.last), **body}
            if "POST" not in self.forgotten:
                self.plants[plant["id"]] = plant
            value = {"ids": {"ids": [plant["id"]]}, "list": [plant], "location": None}.get(self.created, plant)
            return 201, value, {"Location": f"/plants/{plant['id']}"} if self.created == "location" else {}
        if identity not in self.plants:
            return 404, {}, {}
        plant = {**self.plants[identity], **(body or {})}
        if request.method == "DELETE":
            if "DELETE" not in self.forgotten:
                del self.plants[identity]
            return 204, None, {}
        if request.method not in self.forgotten:
            self.plants[identity] = plant
        return 200, plant, {}


def report_of(garden: Garden, folder: Path) -> Json:
    """The report of a run without the engine."""
    spec, report = folder / "plants.json", folder / "report.json"
    spec.write_text(json.dumps(plants(garden.created)))
    with serving(garden) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet", "--report-json", str(report)])
    found: Json = json.loads(report.read_text())
    return found


@pytest.mark.parametrize("created", CREATED)
def test_each_operation_succeeds_with_the_id_of_what_was_created(
    created: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_of(Garden(created), tmp_path)["findings"] == []
    assert "As documented at least once: 5 operations (100 %)" in capsys.readouterr().out


@pytest.mark.parametrize("created", CREATED)
@pytest.mark.parametrize(
    ("method", "check"),
    [
        ("POST", "created_is_readable"),
        ("PUT", "stale_read"),
        ("PATCH", "stale_read"),
        ("DELETE", "read_after_delete"),
    ],
)
def test_a_server_that_forgets_is_found(created: str, method: str, check: str, tmp_path: Path) -> None:
    (finding,) = report_of(Garden(created, [method]), tmp_path)["findings"]
    assert finding["check"] == check
    assert finding["sent"][0]["method"] == method
