"""A property that a sample shows, or that the run made up itself, does not count as undocumented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.fuzz.distribution.merge import merged
from speclift.fuzz.finding import Result
from speclift.fuzz.report.html import to_html
from speclift.fuzz.report.machine import to_sarif
from speclift.fuzz.report.text import as_text
from tests.contract.small import INTEGER, STRING, content, document, operation, parameter, properties, ref
from tests.fuzz.answers import JSON, ReceivedRequest, serving
from tests.fuzz.findings import finding_of
from tests.fuzz.test_alarms import always, findings, read_with


def test_a_property_that_the_sample_shows_is_not_undocumented(tmp_path: Path) -> None:
    reads = {"/things": {"get": read_with("read", {"name": "a", "colour": "red"})}}
    body = json.dumps({"name": "b", "colour": "blue", "weight": 3}).encode()
    report = findings(tmp_path, reads, always(200, JSON, body), "--phases", "none")
    assert [(f["level"], f["message"], f["places"]) for f in report["findings"]] == [
        ("contradiction", "The sample has properties that its schema does not have.", ["/colour"]),
        ("drift", "", ["/weight"]),
    ]


def test_all_undocumented_properties_of_a_response_are_one_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = [f"p{number:02}" for number in range(12)]
    options = [parameter("size", "query", {"type": "string", "enum": ["small", "large"]}) | {"example": "large"}]
    read = operation("read", answer=properties(name=STRING), parameters=options)
    read["responses"]["202"] = {"description": "Later.", "content": content(properties(name=STRING))}
    paths = {"/things": {"get": read}, "/others": {"get": operation("other", answer=properties(name=STRING))}}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if "/others" in request.target:
            return 200, JSON, b'{"name": "a", "colour": 1}'
        if "large" in request.target:
            return 202, JSON, json.dumps(dict.fromkeys(many, 1)).encode()
        return 200, JSON, b'{"name": "a", "colour": 1, "weight": 2}'

    all_findings = findings(tmp_path, paths, respond, "--phases", "none")["findings"]
    reported = [(f["operation_id"], f["status"], f["places"]) for f in all_findings]
    assert reported == [
        ("other", 200, ["/colour"]),
        ("read", 200, ["/colour", "/weight"]),
        ("read", 202, [f"/{name}" for name in many[:10]]),
    ]
    assert len({f["key"] for f in all_findings}) == 3


def test_undocumented_properties_of_two_parts_of_a_run_are_one_finding() -> None:
    one, other = (finding_of(check="unknown_property", cause="200", places=(place,), times=1) for place in ("/b", "/a"))
    result = merged([Result((finding,), (), 1, 1, 1.0) for finding in (one, other)])
    assert [(f.places, f.times) for f in result.findings] == [(("/a", "/b"), 2)]


def test_a_report_lists_the_first_places_and_counts_the_others() -> None:
    places = tuple(f"/p{number:02}" for number in range(22))
    result = Result((finding_of(check="unknown_property", level="drift", places=places),), (), 1, 1, 1.0)
    text = " ".join(as_text(result, ()).split())
    assert "/p00, /p01," in text
    assert "/p19 and 2 more" in text
    assert "1 drift" in text
    assert "/p19 and 2 more" in to_html(result, (), "API").decode()
    assert "/p19 and 2 more" in to_sarif(result, ()).decode()


def test_a_property_that_an_example_within_a_schema_shows_is_not_undocumented(tmp_path: Path) -> None:
    owner = {**properties(name=STRING), "examples": [{"name": "a", "mail": {"home": "a@b.example"}}]}
    thing = {**properties(owners={"type": "array", "items": owner}), "examples": [{"size": 1}]}
    reads = {"/things": {"get": operation("read", answer=thing)}}
    body = json.dumps({"owners": [{"mail": {"home": "c@d.example"}, "phone": "1"}], "size": 2, "mail": "e"}).encode()
    report = findings(tmp_path, reads, always(200, JSON, body), "--phases", "none")
    levels = {place: f["level"] for f in report["findings"] for place in f["places"]}
    assert levels == {
        "/owners/*/mail": "contradiction",
        "/owners/*/phone": "drift",
        "/size": "contradiction",
        "/mail": "drift",
    }


@pytest.mark.parametrize(("is_same", "level"), [(True, "contradiction"), (False, "drift")])
def test_an_example_within_a_schema_counts_only_for_that_schema(tmp_path: Path, is_same: bool, level: str) -> None:
    key = properties(data={**properties(name=STRING), "examples": [{"name": "a", "secret": "b"}]})
    thing = properties(data=properties(name=STRING))
    schemas = {"Key": key, "Keys": {"allOf": [ref("Key")]}, "Thing": thing}
    reads = operation("read", answer=ref("Keys" if is_same else "Thing"))
    api = document({"/things": {"get": reads}, "/keys": {"get": operation("keys", answer=ref("Key"))}}, schemas)
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(api))
    with serving(always(200, JSON, b'{"data": {"name": "c", "secret": "d"}}')) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)])
    levels = {f["operation_id"]: f["level"] for f in json.loads(report.read_text())["findings"]}
    assert levels == {"read": level, "keys": "contradiction"}


def test_samples_of_one_type_may_show_different_properties(tmp_path: Path) -> None:
    long, short = operation("long"), operation("short")
    for read, sample in ((long, {"name": "a", "size": 1}), (short, {"name": "a"})):
        read["responses"]["200"]["content"] = content(ref("Thing"), shown=sample)
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    thing = properties(name=STRING, size=INTEGER)
    spec.write_text(json.dumps(document({"/long": {"get": long}, "/short": {"get": short}}, {"Thing": thing})))
    with serving(always(200, JSON, b'{"name": "b"}')) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)])
    reported = [(f["level"], f["message"].splitlines()[0]) for f in json.loads(report.read_text())["findings"]]
    assert reported == [("contradiction", "Another sample of the same type does not have it either.")]


@pytest.mark.parametrize(
    ("returned", "checks"), [("", []), ("colour", ["unknown_property"]), ("shown", ["unknown_property"])]
)
def test_a_server_may_return_a_property_that_the_run_made_up(tmp_path: Path, returned: str, checks: list[str]) -> None:
    change, create = operation("change", body=properties(colour=STRING), status="204"), operation("make", status="204")
    change["requestBody"]["content"] = content(properties(colour=STRING), shown={"shown": 1, "colour": "red"})
    create["requestBody"] = {"content": content({"type": "object", "additionalProperties": STRING, "minProperties": 1})}
    reads = {"get": operation("list", answer=properties(name=STRING))}
    paths = {"/new": {"put": change, "post": create}, "/things": reads}
    sent: set[str] = set()

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method == "GET":
            return 200, JSON, json.dumps(dict.fromkeys([returned] if returned else sent, 1)).encode()
        if request.method == "POST":
            with suppress(ValueError):
                sent.update(json.loads(request.body))
        return 204, {}, b""

    report = findings(tmp_path, paths, respond, "--phases", "none")
    assert sent
    assert [f["check"] for f in report["findings"] if f["operation_id"] == "list"] == checks


def test_a_value_that_the_sample_shows_is_not_an_unknown_enum_value(tmp_path: Path) -> None:
    read = operation("read")
    size = properties(size={"type": "string", "enum": ["small", "large"]})
    read["responses"]["200"]["content"] = content(size, shown={"size": "huge"})
    # The value of the sample, and a value that the docs do not show.
    for text, level in (("huge", "contradiction"), ("tiny", "drift")):
        body = json.dumps({"size": text}).encode()
        report = findings(tmp_path, {"/things": {"get": read}}, always(200, JSON, body), "--phases", "none")
        assert [(f["check"], f["level"]) for f in report["findings"]] == [("unknown_enum_value", level)]
