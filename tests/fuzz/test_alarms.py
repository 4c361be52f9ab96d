"""No false alarms: nothing that a server may do is a failure, and one fault is one finding."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.fuzz.answers import JSON, ReceivedRequest, Responder, serving


def findings(folder: Path, paths: Json, respond: Responder, *options: str) -> Json:
    """The report of a run on a server with these responses."""
    spec, report = folder / "api.json", folder / "report.json"
    spec.write_text(json.dumps(document(paths)))
    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--report-json", str(report), *options])
    result: Json = json.loads(report.read_text())
    return result


def always(status: int, fields: Mapping[str, str], data: bytes) -> Responder:
    """The same response to every request."""
    return lambda _: (status, fields, data)


@pytest.mark.parametrize(
    ("extra", "level"),
    [
        ({}, "drift"),
        ({"example": "harbour"}, "failure"),
        ({"schema": {"type": "string", "enum": ["north", "south"]}}, "failure"),
        ({"schema": {"type": "string", "default": "north"}}, "failure"),
    ],
)
def test_only_a_value_that_the_docs_show_has_to_be_accepted(tmp_path: Path, extra: Json, level: str) -> None:
    place = parameter("place", "path", STRING) | extra
    read = operation("read", answer=properties(name=STRING), parameters=[place])
    read["responses"]["422"] = {"description": "no such place"}

    report = findings(tmp_path, {"/places/{place}": {"get": read}}, lambda _: (422, JSON, b"{}"), "--phases", "none")
    levels = {f["level"] for f in report["findings"] if f["check"] == "positive_data_acceptance"}
    assert levels == {level}


def test_a_server_error_is_one_finding_whatever_was_sent(tmp_path: Path) -> None:
    create = operation("make", body=properties(n=INTEGER) | {"required": ["n"]}, status="204")
    create["responses"]["400"] = {"description": "refused"}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if "json" not in request.headers.get("content-type", ""):
            return 415, JSON, b"{}"
        try:
            value = json.loads(request.body)
        except ValueError:
            return 400, JSON, b"{}"
        if not isinstance(value, dict):
            return 500, JSON, b"{}"
        return (204, {}, b"") if type(value.get("n")) is int else (400, JSON, b"{}")

    report = findings(tmp_path, {"/things": {"post": create}}, respond, "--phases", "coverage")
    assert [f["check"] for f in report["findings"] if f["status"] == 500] == ["not_a_server_error"]


def test_a_connection_that_the_server_closed_is_opened_again(tmp_path: Path) -> None:
    create = operation("make", body=properties(name=STRING), status="204")
    closing: list[bool] = []

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes] | None:
        if closing:
            # The server closed the connection after its last response, and the client notices only now.
            closing.clear()
            return None
        if request.method != "POST":
            return 405, {"Allow": "POST"}, b""
        if request.headers.get("content-type") != "application/json":
            closing.append(True)
            return 500, {}, b""
        return (204, {}, b"") if request.body.endswith(b'"}') else (400, {}, b"")

    report = findings(tmp_path, {"/things": {"post": create}}, respond, "--phases", "none")
    assert {f["status"] for f in report["findings"] if f["check"] == "not_a_server_error"} == {500}
    assert report["problems"] == []


def read_with(operation_id: str, sample: Json) -> Json:
    """A read with this sample and a schema in which the name is a string."""
    read = operation(operation_id)
    read["responses"]["200"]["content"] = content(properties(name=STRING, size=INTEGER), shown=sample)
    read["x-source"] = f"docs/{operation_id}.md:7"
    return read


@pytest.mark.parametrize(
    ("check", "value", "status"), [("top", "1", 200), ("select", "name", 200), ("required_header", None, 401)]
)
def test_a_sample_excuses_only_faults_of_content(tmp_path: Path, check: str, value: object, status: int) -> None:
    """A sample shows neither what the request asked for nor the headers of the response."""
    options = [] if value is None else [parameter(f"${check}", "query", STRING, example=value)]
    read = operation("read", parameters=options)
    rows = [{"name": "a", "size": 1}, {"name": "b", "size": 2}]
    entry = content({"type": "array", "items": properties(name=STRING, size=INTEGER)}, shown=rows)
    read["responses"][str(status)] = {"description": "", "content": entry}
    respond = always(status, JSON, json.dumps(rows).encode())
    report = findings(tmp_path, {"/things": {"get": read}}, respond, "--phases", "none")
    assert [(f["check"], f["level"]) for f in report["findings"]] == [(check, "failure")]


def test_a_sample_that_does_not_fit_its_schema_is_a_contradiction(tmp_path: Path) -> None:
    faulty, good = {"name": 3, "size": 1}, {"name": "a", "size": 1}
    reads = {"/faulty": {"get": read_with("faulty", faulty)}, "/good": {"get": read_with("good", good)}}

    # Both responses are the faulty sample: it is documented for one path and wrong for the other.
    report = findings(tmp_path, reads, lambda _: (200, JSON, json.dumps(faulty).encode()), "--phases", "none")
    by_operation = {f["operation_id"]: f for f in report["findings"]}
    assert {name: f["level"] for name, f in by_operation.items()} == {"faulty": "contradiction", "good": "failure"}
    contradiction = by_operation["faulty"]
    assert contradiction["title"].startswith("The document contradicts itself: ")
    assert contradiction["message"].startswith("The documented sample does not fit its schema")
    assert contradiction["source"] == "docs/faulty.md:7"


def test_a_fault_that_the_sample_does_not_show_is_a_failure(tmp_path: Path) -> None:
    reads = {"/faulty": {"get": read_with("faulty", {"name": 3, "size": 1})}}
    body = json.dumps({"name": 3, "size": "large"}).encode()
    report = findings(tmp_path, reads, lambda _: (200, JSON, body), "--phases", "none")
    assert sorted((f["level"], f["cause"].split()[1]) for f in report["findings"]) == [
        ("contradiction", "/name"),
        ("failure", "/size"),
    ]


def test_a_sample_body_that_does_not_fit_its_schema_may_be_refused(tmp_path: Path) -> None:
    create = operation("make", body=properties(n=INTEGER), status="204")
    create["requestBody"]["content"] = content(properties(n=INTEGER), shown={"n": "three"})

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (204, {}, b"") if re.fullmatch(rb'\{"n": ?-?[0-9]+\}', request.body) else (422, JSON, b"{}")

    report = findings(tmp_path, {"/things": {"post": create}}, respond, "--phases", "none")
    assert {f["level"] for f in report["findings"] if f["check"] == "positive_data_acceptance"} == {"contradiction"}


@pytest.mark.parametrize(("other_path", "is_fault"), [("/things/{id}", False), ("/other/{id}", True)])
def test_an_undocumented_method_is_no_failure_where_a_template_may_match(
    tmp_path: Path, other_path: str, is_fault: bool
) -> None:
    read = operation("read", answer=properties(name=STRING), parameters=[parameter("id")])
    paths = {"/things/newest": {"get": operation("newest", answer=properties(name=STRING))}, other_path: {"get": read}}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        # The server has all methods for things, and looks for a thing with the id `newest`.
        return (200, JSON, b'{"name": "a"}') if request.method == "GET" else (404, JSON, b"{}")

    report = findings(tmp_path, paths, respond, "--phases", "coverage")
    checks = {f["check"] for f in report["findings"] if f["operation_id"] == "newest"}
    assert ("unsupported_method" in checks) is is_fault


def test_a_server_error_for_an_undocumented_method_is_one_finding(tmp_path: Path) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (200, JSON, b'{"name": "a"}') if request.method == "GET" else (500, JSON, b"{}")

    paths = {"/things": {"get": operation("list", answer=properties(name=STRING))}}
    report = findings(tmp_path, paths, respond, "--phases", "coverage")
    assert [finding["check"] for finding in report["findings"]] == ["not_a_server_error"]


def test_paths_that_cannot_be_told_apart_contradict_each_other(tmp_path: Path) -> None:
    def mounted(name: str, answer: Json | None = None) -> Json:
        return {"get": operation(name, answer=answer, parameters=[parameter(f"{name}_mount", schema=STRING)])}

    paths = {
        "/{first_mount}/config": mounted("first", answer=properties(size=INTEGER)),
        "/{second_mount}/config": mounted("second"),
    }
    # A response that the second allows, and one that neither allows.
    for response, levels in (((200, {}, b""), {"contradiction"}), ((200, JSON, b'{"size": "large"}'), {"failure"})):
        paths["/{second_mount}/config"] = mounted("second", answer=STRING) if response[2] else mounted("second")
        report = findings(tmp_path, paths, always(*response), "--phases", "none")
        assert {f["level"] for f in report["findings"] if f["check"] == "response_schema_conformance"} == levels


def test_methods_and_bodies_of_paths_that_cannot_be_told_apart_are_no_failures(tmp_path: Path) -> None:
    first, second = parameter("one", "path", STRING), parameter("other", "path", STRING)
    paths = {
        "/{one}/config": {"post": operation("text", body=properties(at=STRING), status="204", parameters=[first])},
        "/{other}/config": {
            "post": operation("number", body=properties(at=INTEGER), status="204", parameters=[second]),
            "delete": operation("remove", status="204", parameters=[second]),
        },
    }
    allow = {"Allow": "DELETE, OPTIONS, POST"}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method in ("POST", "DELETE", "OPTIONS"):
            is_body = request.method != "POST" or request.headers.get("content-type") == "application/json"
            return (204, allow, b"") if is_body else (415, {}, b"")
        return 405, allow, b""

    report = findings(tmp_path, paths, respond, "--phases", "coverage", "--include-operation", "text")
    levels = {(f["level"], f["check"]) for f in report["findings"] if f["status"] == 204 and f["phase"] == "coverage"}
    assert levels == {("contradiction", "negative_data_rejection"), ("contradiction", "allow_header_conformance")}


def test_a_sample_of_a_type_counts_for_all_operations_with_this_type(tmp_path: Path) -> None:
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    thing = {**properties(name=STRING), "required": ["name"]}
    read, other = operation("read", answer=ref("Thing")), operation("other", answer=ref("Thing"))
    read["responses"]["200"]["content"] = content(ref("Thing"), shown={"name": None})
    spec.write_text(json.dumps(document({"/one": {"get": read}, "/two": {"get": other}}, {"Thing": thing})))
    # The other operation responds with the sample of the first, and then with something that no sample shows.
    for body, level in ((b'{"name": null}', "contradiction"), (b"{}", "failure")):
        with serving(always(200, JSON, body)) as server:
            options = ["--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)]
            main(["fuzz", str(spec), *options])
        levels = {f["level"] for f in json.loads(report.read_text())["findings"] if f["operation_id"] == "other"}
        assert levels == {level}


def test_a_204_may_lack_the_content_that_is_documented(tmp_path: Path) -> None:
    remove = operation("drop", answer=properties(name=STRING), status="204", parameters=[parameter("id")])
    report = findings(tmp_path, {"/things/{id}": {"delete": remove}}, always(204, {}, b""), "--phases", "examples")
    assert [f for f in report["findings"] if f["check"] != "unsupported_method"] == []


def test_a_response_that_equals_the_sample_is_as_documented(tmp_path: Path) -> None:
    alternatives = {
        "oneOf": [{**properties(kind={"const": kind}), "required": ["kind"]} for kind in ("square", "round")],
        "discriminator": {"propertyName": "kind"},
    }
    read = operation("read")
    read["responses"]["200"]["content"] = content(alternatives, shown={"kind": "oval"})
    report = findings(tmp_path, {"/one": {"get": read}}, always(200, JSON, b'{"kind": "oval"}'), "--phases", "none")
    assert {f["level"] for f in report["findings"]} == {"contradiction"}


def test_a_sample_of_a_row_counts_for_a_list_of_rows(tmp_path: Path) -> None:
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    thing = properties(names={"type": "string"})
    read = operation("read", answer=ref("Thing"))
    read["responses"]["200"]["content"] = content(ref("Thing"), shown={"names": ["a"]})
    listed = operation("list", answer={"type": "array", "items": ref("Thing")})
    spec.write_text(json.dumps(document({"/one": {"get": read}, "/all": {"get": listed}}, {"Thing": thing})))
    with serving(always(200, JSON, b'[{"names": ["b", "c"]}]')) as server:
        options = ["--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)]
        main(["fuzz", str(spec), *options])
    levels = {(f["operation_id"], f["level"]) for f in json.loads(report.read_text())["findings"]}
    assert ("list", "contradiction") in levels
    assert ("list", "failure") not in levels


def test_a_string_that_a_sample_shows_is_a_contradiction_and_not_a_failure(tmp_path: Path) -> None:
    day: Json = {"type": "string", "format": "date"}
    full = operation("full", answer=properties(made=day, more=STRING))
    full["responses"]["200"]["content"] = content(properties(made=day, more=STRING), shown={"made": "the first day"})
    short = operation("short", answer={"type": "array", "items": properties(made=day)})
    paths = {"/full": {"get": full}, "/all": {"get": short}}
    # The list has the string that the other operation shows, and then one that no sample shows.
    for text, level in (("the first day", "contradiction"), ("the second day", "failure")):
        body = json.dumps([{"made": text}]).encode()
        report = findings(tmp_path, paths, always(200, JSON, body), "--phases", "none")
        assert {f["level"] for f in report["findings"] if f["operation_id"] == "short"} == {level}


def test_a_number_is_a_valid_text_in_a_plain_body(tmp_path: Path) -> None:
    create = operation("make", status="204")
    create["requestBody"] = {"required": True, "content": content(STRING, "text/plain")}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method != "POST":
            return 405, {"Allow": "POST"}, b""
        if not request.headers.get("content-type", "").startswith("text/plain"):
            return 415, {}, b""
        return (204, {}, b"") if request.body else (400, {}, b"")

    report = findings(tmp_path, {"/notes": {"post": create}}, respond, "--phases", "coverage")
    assert report["proof"]["covered"] == ["make"]
    assert {f["level"] for f in report["findings"]} <= {"drift"}


@pytest.mark.parametrize(
    ("rows", "skips", "is_found"),
    [("aaaa", True, False), ("aaaa", False, False), ("aab", True, False), ("aab", False, True), ("ab", False, True)],
)
def test_rows_that_are_all_the_same_do_not_show_that_skip_is_ignored(
    tmp_path: Path, rows: str, skips: bool, is_found: bool
) -> None:
    options = [parameter("$top", "query"), parameter("$skip", "query")]
    listed = operation("list", answer=properties(value={"type": "array", "items": STRING}), parameters=options)

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        skip = int(re.findall(r"skip=(\d+)", request.target)[0]) if skips and "skip=" in request.target else 0
        return 200, JSON, json.dumps({"value": list(rows[skip:])}).encode()

    report = findings(tmp_path, {"/things": {"get": listed}}, respond, "--phases", "none")
    assert [f["cause"] for f in report["findings"] if f["check"] == "paging"] == (["skip"] if is_found else [])


def test_a_server_may_say_that_it_does_not_know_a_method(tmp_path: Path) -> None:
    """RFC 9110, section 15.6.2: 501 is right for a method that a server does not recognize."""

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        known = {"GET": 200, "POST": 405, "PUT": 405, "PATCH": 405, "DELETE": 405}
        return known.get(request.method, 501), {**JSON, "Allow": "GET"}, b"{}"

    paths = {"/things": {"get": operation("read", answer={"type": "object"})}}
    assert findings(tmp_path, paths, respond, "--phases", "coverage")["findings"] == []
