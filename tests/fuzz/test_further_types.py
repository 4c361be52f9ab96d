"""A body that may have several media types is sent in each of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from speclift.cli.main import main
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, properties
from tests.fuzz.answers import JSON, ReceivedRequest, Responder, serving

FORM, PARTS, TEXT, XML = "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "application/xml"
THING: Json = {
    **properties(n=INTEGER, names={"type": "array", "items": STRING, "minItems": 1}, point=properties(a=INTEGER)),
    "required": ["n", "names", "point"],
}
ROWS: Json = {**properties(rows={"type": "array", "items": {"type": "array", "items": STRING}}), "required": ["rows"]}
ROWS_EXAMPLE: Json = {"rows": [["a"], ["b"]]}
EXAMPLE: Json = {"n": 5, "names": ["a", "b"], "point": {"a": 1}}


def create(name: str, *types: Json) -> Json:
    """An operation that creates a resource from a body of any of these types."""
    created = operation(name, answer=properties(n=INTEGER))
    entries: Json = {}
    for entry in types:
        entries |= entry
    return {**created, "requestBody": {"required": True, "content": entries}}


def kind_of(request: ReceivedRequest) -> str:
    """The media type of a request."""
    return request.headers.get("content-type", "").partition(";")[0]


def good_response(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
    return 200, JSON, b'{"n": 5}'


def fuzzed(folder: Path, paths: Json, respond: Responder, *options: str) -> tuple[list[ReceivedRequest], Json]:
    """The requests of a run, without the first, which checks that the server responds, and the report."""
    spec, report = folder / "api.json", folder / "report.json"
    spec.write_text(json.dumps(document(paths)))
    with serving(respond) as server:
        usual = ["--quiet", "--phases", "none", "--report-json", str(report)]
        main(["fuzz", str(spec), "--url", server.url, *usual, *options])
    return server.requests[1:], json.loads(report.read_text())


def test_each_media_type_is_sent_once_after_each_operation_was_called(tmp_path: Path) -> None:
    types = [content(THING, kind, shown=EXAMPLE) for kind in ("application/json", FORM)]
    types += [content(THING, PARTS), content(STRING, TEXT), content(STRING, XML, shown="<thing><n>5</n></thing>")]
    # The run cannot make bodies of these types.
    types += [content(THING, "text/xml"), content({}, "image/png"), content(STRING, "text/csv"), content({}, "image/*")]
    paths: Json = {
        "/things": {"post": create("make", *types)},
        "/others": {"post": create("other", content(THING, FORM), content(THING), content(THING, "text/json"))},
        # A form cannot have a list of lists.
        "/rows": {"post": create("rows", content(ROWS, shown=ROWS_EXAMPLE), content(ROWS, FORM), content(ROWS, PARTS))},
        "/reads": {"get": operation("read", answer=properties(n=INTEGER))},
    }
    requests, _ = fuzzed(tmp_path, paths, good_response)
    assert [request.target for request in requests[:4]] == [*paths]
    further = requests[4:10]
    kinds = [(request.target, kind_of(request)) for request in further]
    expected = [("/things", kind) for kind in (FORM, PARTS, TEXT, XML)] + [("/others", FORM), ("/others", "text/json")]
    assert sorted(kinds) == sorted(expected)
    body = {kind: request.body for (target, kind), request in zip(kinds, further, strict=True) if target == "/things"}
    fields = parse_qs(body[FORM].decode())
    assert (fields["n"], fields["names"], json.loads(fields["point"][0])) == (["5"], ["a", "b"], {"a": 1})
    assert all(b'name="%s"' % name in body[PARTS] for name in (b"n", b"names", b"point"))
    assert body[XML] == b"<thing><n>5</n></thing>"


def test_the_mock_accepts_every_media_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = ("application/json", FORM, PARTS)
    paths: Json = {
        "/shown": {"post": create("shown", *(content(THING, kind, shown=EXAMPLE) for kind in kinds))},
        "/made": {"post": create("made", *(content(THING, kind) for kind in kinds), content(STRING, TEXT))},
    }
    encoding = {"point": {"style": "deepObject", "explode": True}, "names": {"style": "form", "explode": False}}
    paths["/shown"]["post"]["requestBody"]["content"][FORM]["encoding"] = encoding
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document(paths)))
    options = ["--phases", "examples,coverage", "--max-examples", "1", "--min-covered", "100"]
    assert main(["fuzz", str(spec), "--mock", *options]) == 0
    output = capsys.readouterr().out
    assert "0 failures, 0 drifts" in output
    assert "Not done" not in output


def test_a_failure_with_one_media_type_is_found_and_replayed(tmp_path: Path) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (500, JSON, b"{}") if kind_of(request) == FORM else good_response(request)

    paths: Json = {
        "/things": {"post": create("make", content(THING, shown=EXAMPLE), content(THING, FORM, shown=EXAMPLE))}
    }
    _, report = fuzzed(tmp_path, paths, respond)
    crash = next(finding for finding in report["findings"] if finding["check"] == "not_a_server_error")
    assert (crash["level"], crash["phase"]) == ("failure", "samples")
    assert {name.lower(): text for name, text in crash["sent"][-1]["headers"].items()}["content-type"] == FORM
    assert parse_qs(crash["sent"][-1]["text"])["n"] == ["5"]
    replay = ["fuzz", str(tmp_path / "api.json"), "--quiet", "--replay", str(tmp_path / "report.json"), "--url"]
    with serving(respond) as server:
        assert main([*replay, server.url]) == 1
        assert FORM in map(kind_of, server.requests)


def test_a_success_with_one_media_type_covers_the_operation(tmp_path: Path) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return good_response(request) if kind_of(request) == PARTS else (415, JSON, b"{}")

    paths: Json = {"/things": {"post": create("make", content(THING), content(THING, PARTS))}}
    _, report = fuzzed(tmp_path, paths, respond)
    assert report["proof"]["covered"] == ["make"]


def test_a_documented_sample_that_is_refused_is_a_failure(tmp_path: Path) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (422, JSON, b"{}") if kind_of(request) == FORM else good_response(request)

    for form, level in ((content(THING, FORM, shown=EXAMPLE), "failure"), (content(THING, FORM), "drift")):
        paths: Json = {"/things": {"post": create("make", content(THING, shown=EXAMPLE), form)}}
        _, report = fuzzed(tmp_path, paths, respond)
        levels = {found["level"] for found in report["findings"] if found["check"] == "positive_data_acceptance"}
        assert levels == {level}


def test_an_excluded_operation_is_called_with_no_media_type(tmp_path: Path) -> None:
    types = content(THING, shown=EXAMPLE), content(THING, FORM, shown=EXAMPLE)
    paths: Json = {"/things": {"post": create("make", *types)}, "/others": {"post": create("other", *types)}}
    requests, _ = fuzzed(tmp_path, paths, good_response, "--exclude-operation", "make")
    assert {request.target for request in requests} == {"/others"}
    assert FORM in map(kind_of, requests)
