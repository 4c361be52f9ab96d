"""A run learns from responses: which resources exist, and which bodies the server accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.contract.view import read_contract
from speclift.fuzz.engine.adapter import load
from speclift.fuzz.runs.run import fuzz
from speclift.fuzz.transport.selection import Choice, select
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest, serving
from tests.fuzz.runs import settings_of

Response = tuple[int, Mapping[str, str], bytes]
UUID: Json = {"type": "string", "format": "uuid"}


def json_response(status: int, value: Any) -> Response:
    return status, JSON, json.dumps(value).encode()


class Harbour:
    """A server of ships: each belongs to an owner that exists, is read by its name, and has its crew below it.

    The list accepts a limit of at most 50, which the document does not say.
    """

    def __init__(self) -> None:
        self.owners: dict[str, Json] = {}
        self.ships: dict[str, Json] = {}

    def __call__(self, request: ReceivedRequest) -> Response:
        path = request.target.partition("?")[0]
        body = json.loads(request.body) if request.method == "POST" and request.body.endswith(b"}") else {}
        if (request.method, path) == ("POST", "/owners/"):
            owner = {"id": f"0000000{len(self.owners)}-0000-4000-8000-000000000000", "called": body.get("called", "")}
            self.owners[owner["id"]] = owner
            return json_response(201, owner)
        if match := re.fullmatch(r"/owners/([^/]+)/", path):
            return json_response(200, self.owners[match[1]]) if match[1] in self.owners else json_response(404, {})
        if (request.method, path) == ("POST", "/ships/"):
            if body.get("owner_id") not in self.owners:
                return json_response(409, {})
            self.ships[str(body.get("name"))] = body
            # A client that chooses the name gets no id in the response.
            return json_response(201, {})
        if (request.method, path) == ("POST", "/ships/filter"):
            return (
                json_response(200, list(self.ships.values())) if body.get("limit", 0) <= 50 else json_response(422, {})
            )
        if match := re.fullmatch(r"/ships/([^/]+)/crew", path):
            return json_response(200, [{"id": 3}]) if match[1] in self.ships else json_response(404, {})
        if match := re.fullmatch(r"/ships/([^/]+)/crew/3", path):
            return json_response(200, {"id": 3}) if match[1] in self.ships else json_response(404, {})
        return json_response(404, {})


def harbour() -> Json:
    owner = {**properties(id=UUID, called=STRING), "required": ["id"]}
    ship = {**properties(name=STRING, owner_id=UUID, length=INTEGER), "required": ["name", "owner_id"]}
    crew = {**properties(id=INTEGER), "required": ["id"]}
    ship_filter = properties(limit={"type": "integer", "minimum": 51})
    name = parameter("ship_name", schema=STRING)
    return document(
        {
            "/ships/": {"post": operation("addShip", body=ship, status="201", answer=properties())},
            "/ships/filter": {
                "post": operation("findShips", body=ship_filter, answer={"type": "array", "items": ship})
            },
            "/ships/{ship_name}/crew": {
                "get": operation("crew", answer={"type": "array", "items": crew}, parameters=[name])
            },
            "/ships/{ship_name}/crew/{sailor}": {
                "get": operation("sailor", answer=crew, parameters=[name, parameter("sailor")])
            },
            "/owners/": {"post": operation("addOwner", body=properties(called=STRING), status="201", answer=owner)},
            "/owners/{id}/": {"get": operation("owner", answer=owner, parameters=[parameter("id", schema=UUID)])},
        }
    )


def test_resources_that_exist_are_requested(tmp_path: Path) -> None:
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(harbour()))
    with serving(Harbour()) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet", "--report-json", str(report)])
    result = json.loads(report.read_text())
    assert sorted(result["proof"]["covered"]) == ["addOwner", "addShip", "crew", "findShips", "owner", "sailor"]


def test_a_resource_that_was_removed_is_created_again_for_what_follows(tmp_path: Path) -> None:
    log: list[tuple[str, str, int]] = []
    shelves: dict[str, set[str]] = {}

    def respond(request: ReceivedRequest) -> Response:
        status, value = _shelved(request, shelves)
        log.append((request.method, request.target.partition("?")[0], status))
        return json_response(status, value)

    created = properties(id=STRING)
    shelf, book = parameter("id", schema=STRING), parameter("book", schema=STRING)
    paths: Json = {
        "/shelves": {"post": operation("addShelf", body=properties(called=STRING), status="201", answer=created)},
        "/shelves/{id}": {
            "get": operation("shelf", answer=created, parameters=[shelf]),
            "delete": operation("removeShelf", status="204", parameters=[shelf]),
        },
        "/shelves/{id}/books": {
            "post": operation(
                "addBook", body=properties(called=STRING), status="201", answer=created, parameters=[shelf]
            )
        },
        "/shelves/{id}/books/{book}": {"get": operation("book", answer=created, parameters=[shelf, book])},
    }
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))
    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "coverage", "--report-json", str(report)])
    assert len(json.loads(report.read_text())["proof"]["covered"]) == 5
    removed_at = next(number for number, (method, _, status) in enumerate(log) if (method, status) == ("DELETE", 204))
    added = [status for method, path, status in log[removed_at:] if method == "POST" and path.endswith("/books")]
    assert added[:3] == [201, 201, 201]


def test_an_operation_that_creates_nothing_is_not_repeated_after_a_removal(tmp_path: Path) -> None:
    created = properties(id=STRING)
    shelf = parameter("id", schema=STRING)
    paths: Json = {
        "/shelves": {"post": operation("addShelf", body=properties(called=STRING), status="201", answer=created)},
        "/shelves/{id}": {"delete": operation("removeShelf", status="204", parameters=[shelf])},
        "/logout": {"post": operation("logOut", status="204")},
    }
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document(paths)))
    shelves: dict[str, set[str]] = {}

    def respond(request: ReceivedRequest) -> Response:
        return json_response(204, None) if request.target == "/logout" else json_response(*_shelved(request, shelves))

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet"])
        posted = [request.target for request in server.requests if request.method == "POST"]
    removed = [request.target for request in server.requests if request.method == "DELETE"]
    assert removed[-1] == "/shelves/shelf0"
    assert posted.count("/shelves") > 1
    assert posted.count("/logout") == 1


def test_a_resource_of_the_docs_is_replaced_by_a_new_one_once_it_is_removed(tmp_path: Path) -> None:
    log: list[tuple[str, str, int]] = []
    books = {"book0": True}

    def respond(request: ReceivedRequest) -> Response:
        status, value = 404, ""
        match request.method, *request.target.partition("?")[0].strip("/").split("/"):
            case "POST", "books":
                status, value = 201, f"book{len(books)}"
                books[value] = True
            case "DELETE", "books", value if books.get(value):
                status, books[value] = 204, False
            case "PUT", "books", value if books.get(value):
                status = 200
        log.append((request.method, value, status))
        return json_response(status, {"id": value})

    created, book = properties(id=STRING), parameter("book", schema=STRING, example="book0")
    called = properties(called=STRING)
    paths: Json = {
        "/books": {"post": operation("add", body=called, status="201", answer=created)},
        "/books/{book}": {
            "put": operation("change", body=called, answer=created, parameters=[book]),
            "delete": operation("remove", status="204", parameters=[book]),
        },
    }
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))
    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet", "--report-json", str(report)])
    assert log.index(("PUT", "book0", 200)) < log.index(("DELETE", "book0", 204))
    # The server reads no body, which shows only for a resource that exists.
    probes = ["malformed_body", "missing_body", "unsupported_media_type"]
    findings = json.loads(report.read_text())["findings"]
    assert sorted(f["check"] for f in findings if f["operation_id"] == "change") == probes


def test_a_resource_with_a_path_of_its_own_is_read_after_it_was_created(tmp_path: Path) -> None:
    """A book is created below a shelf, and read and removed under a path of its own."""
    log: list[tuple[str, int]] = []
    books: dict[str, bool] = {}

    def respond(request: ReceivedRequest) -> Response:
        match request.method, *request.target.partition("?")[0].strip("/").split("/"):
            case "POST", "shelves", "north", "books":
                created = f"book{len(books)}"
                books[created] = True
                return json_response(201, {"id": created})
            case "DELETE", "books", book if books.get(book):
                books[book] = False
                return json_response(204, None)
            case "GET", "books", book:
                status = 200 if books.get(book) else 404
                log.append((book, status))
                return json_response(status, {"id": book})
        return json_response(404, {})

    created = properties(id=STRING)
    shelf, book = parameter("shelf", schema=STRING, example="north"), parameter("book", schema=STRING)
    paths: Json = {
        "/shelves/{shelf}/books": {
            "post": operation(
                "addBook", body=properties(called=STRING), status="201", answer=created, parameters=[shelf]
            )
        },
        "/books/{book}": {
            "get": operation("book", answer=created, parameters=[book]),
            "delete": operation("removeBook", status="204", parameters=[book]),
        },
    }
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document(paths)))
    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet"])
    read = [book for book, status in log if status == 200]
    assert len(set(read)) == 2


def _shelved(request: ReceivedRequest, shelves: dict[str, set[str]]) -> tuple[int, Any]:
    match request.method, *request.target.partition("?")[0].strip("/").split("/"):
        case "POST", "shelves":
            created = f"shelf{len(shelves)}"
            shelves[created] = set()
            return 201, {"id": created}
        case "DELETE", "shelves", one if one in shelves:
            # No id is used twice.
            shelves[f"{one} (gone)"] = shelves.pop(one)
            return 204, None
        case "GET", "shelves", one if one in shelves:
            return 200, {"id": one}
        case "POST", "shelves", one, "books" if one in shelves:
            created = f"book{len(shelves[one])}"
            shelves[one].add(created)
            return 201, {"id": created}
        case "GET", "shelves", one, "books", book if book in shelves.get(one, ()):
            return 200, {"id": book}
    return 404, {}


def test_lists_are_read_again_for_what_is_left_after_removals(tmp_path: Path) -> None:
    identity = parameter("id")
    thing = {**properties(id=INTEGER), "required": ["id"]}
    paths: Json = {
        "/things": {"get": operation("list", answer={"type": "array", "items": thing})},
        "/things/{id}": {
            "get": operation("read", answer=thing, parameters=[identity]),
            "delete": operation("remove", status="204", parameters=[identity]),
        },
    }
    spec, left, log = tmp_path / "api.json", {5, 6, 7}, list[tuple[str, str, int]]()
    spec.write_text(json.dumps(document(paths)))

    def respond(request: ReceivedRequest) -> Response:
        number = request.target.rpartition("/")[2]
        if request.target == "/things":
            response = json_response(200, [{"id": number} for number in sorted(left)])
        elif not (number.isdecimal() and int(number) in left):
            response = json_response(404, {})
        else:
            response = json_response(200, {"id": int(number)}) if request.method == "GET" else (204, {}, b"")
            left.difference_update({int(number)} if request.method == "DELETE" else ())
        log.append((request.method, request.target, response[0]))
        return response

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet"])
    removed_at = log.index(("DELETE", "/things/5", 204))
    assert ("GET", "/things/6", 200) in log[removed_at:]


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_sample_that_does_not_fit_its_schema_is_replaced_by_one_that_does(tmp_path: Path, media_type: str) -> None:
    size = {"type": "integer", "minimum": 1}
    body = {**properties(name=STRING, size=size), "required": ["name", "size"]}
    query = [parameter("step", "query", size) | {"required": True, "example": 0}]
    sample = {"name": "Ada", "size": 0}
    make = operation("make", status="204", parameters=query)
    make["requestBody"] = {"required": True, "content": {media_type: {"schema": body, "example": sample}}}
    make["responses"]["422"] = {"description": "It does not fit."}
    spec, report, accepted = tmp_path / "api.json", tmp_path / "report.json", list[str]()
    spec.write_text(json.dumps(document({"/things": {"post": make}})))

    def respond(request: ReceivedRequest) -> Response:
        text = re.sub(r'[{}":, ]+', "&", request.body.decode()).replace("size&", "size=")
        if re.search(r"step=0", request.target) or re.search(r"size=0", text) or "size=" not in text:
            return json_response(422, {})
        accepted.append(text)
        return 204, {}, b""

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet", "--report-json", str(report)])
    result = json.loads(report.read_text())
    assert result["proof"]["covered"] == ["make"]
    # The values that fit stay as documented.
    assert "Ada" in accepted[0]
    assert [f["level"] for f in result["findings"] if f["check"] == "positive_data_acceptance"] == ["contradiction"]


def test_a_value_that_was_learned_is_not_a_documented_sample(tmp_path: Path) -> None:
    """A server that refuses it breaks no promise of the docs."""
    paths: Json = {
        "/things": {"get": operation("list", answer={"type": "array", "items": properties(id=INTEGER)})},
        "/things/{id}": {"get": operation("read", answer=properties(id=INTEGER), parameters=[parameter("id")])},
    }
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))

    def respond(request: ReceivedRequest) -> Response:
        return json_response(200, [{"id": 5}]) if request.target == "/things" else json_response(422, {})

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet", "--report-json", str(report)])
        assert "/things/5" in {request.target for request in server.requests}
    assert {(f["level"], f["check"]) for f in json.loads(report.read_text())["findings"] if f["status"] == 422} <= {
        ("drift", "positive_data_acceptance")
    }


class Clock:
    """A clock that advances only when a document is loaded."""

    def __init__(self) -> None:
        self.now = 0.0
        self.loads = 0

    def monotonic(self) -> float:
        return self.now

    def load(self, *arguments: Any) -> Any:
        self.now += 10
        self.loads += 1
        return load(*arguments)


@pytest.mark.parametrize(("seconds", "loads"), [(15, 1), (25, 2)])
def test_what_was_learned_is_used_if_there_is_time_to_load_the_document_again(
    seconds: int, loads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("speclift.fuzz.deadline.time", clock)
    monkeypatch.setattr("speclift.fuzz.runs.run.time", clock)
    monkeypatch.setattr("speclift.fuzz.runs.run.load", clock.load)
    with serving(Harbour()) as server:
        contract, settings = read_contract(harbour()), settings_of(server.url, phases=())
        selection = select(contract, Choice(), server.url)
        fuzz(contract, selection, settings, seconds=seconds, progress=lambda *_: None)
    assert clock.loads == loads


def test_a_primary_key_is_an_id(tmp_path: Path) -> None:
    """Django calls it `pk`."""
    export = {**properties(pk=INTEGER), "required": ["pk"]}
    query = parameter("export_pk", "query", required=True)
    paths: Json = {
        "/exports": {"get": operation("exports", answer={"type": "array", "items": export})},
        "/download": {"get": operation("download", answer=properties(size=INTEGER), parameters=[query])},
    }
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))

    def respond(request: ReceivedRequest) -> Response:
        if request.target == "/exports":
            return json_response(200, [{"pk": 70_123}])
        return (
            json_response(200, {"size": 1}) if request.target == "/download?export_pk=70123" else json_response(404, {})
        )

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--phases", "none", "--quiet", "--report-json", str(report)])
    assert sorted(json.loads(report.read_text())["proof"]["covered"]) == ["download", "exports"]
