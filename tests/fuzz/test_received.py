"""Requests are judged as they arrive: a server may refuse what does not fit, and accept a fault that it cannot see."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest

from speclift.contract.view import contract_of
from speclift.fuzz.checks.received import ReceivedRequests
from speclift.fuzz.exchange import Exchange, Request
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest
from tests.fuzz.test_alarms import always, findings
from tests.fuzz.test_unsaid import run_on_mock

DAY: Json = {"type": "string", "format": "date"}
FORM = "application/x-www-form-urlencoded"


def refusals(folder: Path, path: str, item: Json) -> list[tuple[str, str]]:
    """Level and message of each refused sample in a run on a server that refuses everything."""
    report = findings(folder, {path: item}, always(400, JSON, b"{}"), "--phases", "examples,coverage")
    return [(f["level"], f["message"]) for f in report["findings"] if f["check"] == "positive_data_acceptance"]


def test_a_sample_of_a_parameter_that_does_not_fit_may_be_refused(tmp_path: Path) -> None:
    since = parameter("since", "query", DAY, example="the first day")
    read = {"get": operation("read", answer=properties(name=STRING), parameters=[since])}
    message = 'The sample does not fit its schema: query since: "the first day" is not a "date".'
    assert ("contradiction", message) in refusals(tmp_path, "/days", read)


def test_a_sample_that_does_not_fit_is_reported_though_other_values_have_no_sample(tmp_path: Path) -> None:
    many = properties(ids={"type": "array", "items": INTEGER})
    change = operation("change", body=many, status="204", parameters=[parameter("name", "path", STRING)])
    change["requestBody"]["content"] = content(many, shown={"ids": ["1"]})
    message = 'The sample does not fit its schema: body at /ids/0: "1" is not of type "integer".'
    assert ("contradiction", message) in refusals(tmp_path, "/things/{name}", {"put": change})
    # If the sample fits, the refusal is drift of the server.
    change["requestBody"]["content"] = content(many, shown={"ids": [1]})
    levels = {level for level, _ in refusals(tmp_path, "/things/{name}", {"put": change})}
    assert levels == {"drift"}


def test_an_example_of_a_schema_is_sent_only_if_it_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = {**DAY, "examples": ["the first day"]}
    create = operation("make", body={**properties(day=day), "required": ["day"]}, status="204")
    read = operation("read", answer=STRING, parameters=[parameter("day", "path", day)])
    assert run_on_mock(tmp_path, {"/days": {"post": create}, "/days/{day}": {"get": read}}, phases="none") == 0
    output = capsys.readouterr().out
    assert "0 failures, 0 drifts" in output
    assert "As documented at least once: 2 operations" in output


def test_an_empty_object_cannot_be_sent_in_a_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = {**properties(name=STRING, place=properties(city=STRING)), "required": ["name", "place"]}
    create = operation("make", status="204")
    example = {"to": {"name": "a", "place": {}}}
    create["requestBody"] = {"required": True, "content": content(properties(to=address), FORM, shown=example)}
    create["requestBody"]["content"][FORM]["encoding"] = {"to": {"style": "deepObject", "explode": True}}
    assert run_on_mock(tmp_path, {"/parcels": {"post": create}}, phases="none") == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out


def received(declared: Json, target: str = "/things", headers: Mapping[str, str] | None = None) -> Exchange:
    """An exchange of an operation whose request the server accepted."""
    method = "POST" if "requestBody" in declared else "GET"
    contract = contract_of(document({"/things": {method.lower(): declared}}))
    request = Request(method, f"http://127.0.0.1/api{target}", headers or {})
    return Exchange(contract.operations[0], request, 200, {}, b"{}", 0.1)


def judge(exchange: Exchange, declared: Json) -> ReceivedRequests:
    """The judge of requests of an operation."""
    return ReceivedRequests(contract_of(document({"/things": {exchange.request.method.lower(): declared}})))


@pytest.mark.parametrize(
    ("query", "is_good"),
    [
        ("", True),
        ("?brief=", True),
        ("?brief=true", True),
        ("?brief=1", False),
        ("?brief=true&brief=true", False),
        ("?ids=1&ids=2", True),
        ("?ids=1&ids=b", False),
        ("?at[x]=1", True),
        ("?at[x]=b", False),
        ("?to[x]=b", False),
    ],
)
def test_a_query_is_read_as_its_parameters_are_declared(query: str, is_good: bool) -> None:
    declared = operation(
        "list",
        parameters=[
            parameter("brief", "query", {"type": "boolean"}, allowEmptyValue=True),
            parameter("ids", "query", {"type": "array", "items": INTEGER}),
            parameter("at", "query", properties(x=INTEGER), style="deepObject", explode=True),
            parameter("to", "query", properties(x=INTEGER), style="deepObject", explode=True, allowEmptyValue=True),
        ],
    )
    exchange = received(declared, f"/things{query}")
    assert judge(exchange, declared).has_good_query(exchange) is is_good


@pytest.mark.parametrize("is_required", [True, False])
def test_a_form_without_fields_is_no_body(is_required: bool) -> None:
    declared = operation("make")
    fields = {**properties(name=STRING), "required": ["name"]}
    declared["requestBody"] = {"required": is_required, "content": content(fields, FORM)}
    exchange = received(declared, headers={"Content-Type": FORM})
    assert judge(exchange, declared).has_good_body(exchange) is not is_required


@pytest.mark.parametrize(
    ("media_type", "text", "is_good"),
    [(FORM, b"n=1", True), (FORM, b"n=b", False), ("text/plain", b"a", True), ("text/plain", b"b", False)],
)
def test_a_body_is_judged_by_the_media_type_that_it_has(media_type: str, text: bytes, is_good: bool) -> None:
    declared = operation("make")
    form, letter = content(properties(n=INTEGER), FORM), content({"type": "string", "enum": ["a"]}, "text/plain")
    declared["requestBody"] = {"content": {**content(STRING), **form, **letter}}
    exchange = received(declared, headers={"Content-Type": media_type})
    exchange = msgspec.structs.replace(exchange, request=msgspec.structs.replace(exchange.request, body=text))
    assert judge(exchange, declared).has_good_body(exchange) is is_good


@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize("is_careful", [True, False])
def test_a_media_type_is_not_checked_without_a_body(tmp_path: Path, method: str, is_careful: bool) -> None:
    create = operation("make", status="204")
    create["requestBody"] = {"content": content(properties(), FORM)}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method != method.upper():
            return 405, {"Allow": method.upper()}, b""
        is_unknown = is_careful and request.body and request.headers.get("content-type") != FORM
        return (415, {}, b"") if is_unknown else (204, {}, b"")

    report = findings(tmp_path, {"/things": {method: create}}, respond, "--phases", "none")
    checks = [f["check"] for f in report["findings"]]
    assert checks == ([] if is_careful or method == "delete" else ["unsupported_media_type"])


def test_a_required_form_without_required_fields_may_be_empty(tmp_path: Path) -> None:
    create = operation("make", status="204")
    create["requestBody"] = {"required": True, "content": content(properties(), FORM)}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (415, {}, b"") if request.body else (204, {}, b"")

    report = findings(tmp_path, {"/things": {"post": create}}, respond, "--phases", "none")
    assert [f["check"] for f in report["findings"] if f["check"] == "missing_body"] == []


def test_a_sample_in_the_path_stays_one_segment(tmp_path: Path) -> None:
    text = "heads/a b 100% é?#;"
    read = operation("read", answer=STRING, parameters=[parameter("ref", "path", STRING, example=text)])
    targets: list[str] = []

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        targets.append(request.target)
        return 200, JSON, b'"a"'

    report = findings(tmp_path, {"/refs/{ref}": {"get": read}}, respond, "--phases", "none")
    assert (report["problems"], report["unanswered"]) == ([], 0)
    segments = [target.removeprefix("/refs/") for target in targets if target.startswith("/refs/")]
    assert [unquote(segment) for segment in segments if "/" not in segment] == [text] * len(segments) != []
