"""A request is judged by what arrives: what does not fit may be refused, and what cannot be seen may be let through."""

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
    """Level and message of each refusal that a run finds where a server refuses everything."""
    found = findings(folder, {path: item}, always(400, JSON, b"{}"), "--phases", "examples,coverage")
    return [(f["level"], f["message"]) for f in found["findings"] if f["check"] == "positive_data_acceptance"]


def test_a_sample_of_a_parameter_that_does_not_fit_may_be_refused(tmp_path: Path) -> None:
    since = parameter("since", "query", DAY, example="the first day")
    read = {"get": operation("read", answer=properties(name=STRING), parameters=[since])}
    said = 'The sample does not fit its schema: query since: "the first day" is not a "date".'
    assert ("contradiction", said) in refusals(tmp_path, "/days", read)


def test_a_sample_that_does_not_fit_is_one_whatever_else_the_docs_leave_open(tmp_path: Path) -> None:
    many = properties(ids={"type": "array", "items": INTEGER})
    change = operation("change", body=many, status="204", parameters=[parameter("name", "path", STRING)])
    change["requestBody"]["content"] = content(many, shown={"ids": ["1"]})
    said = 'The sample does not fit its schema: body at /ids/0: "1" is not of type "integer".'
    assert ("contradiction", said) in refusals(tmp_path, "/things/{name}", {"put": change})
    # Where nothing is wrong with the sample, the refusal is the server's.
    change["requestBody"]["content"] = content(many, shown={"ids": [1]})
    levels = {level for level, _ in refusals(tmp_path, "/things/{name}", {"put": change})}
    assert levels == {"drift"}


def test_a_value_that_is_shown_is_sent_only_if_it_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = {**DAY, "examples": ["the first day"]}
    make = operation("make", body={**properties(day=day), "required": ["day"]}, status="204")
    read = operation("read", answer=STRING, parameters=[parameter("day", "path", day)])
    assert run_on_mock(tmp_path, {"/days": {"post": make}, "/days/{day}": {"get": read}}, phases="none") == 0
    said = capsys.readouterr().out
    assert "0 failures, 0 drifts" in said
    assert "As documented at least once: 2 operations" in said


def test_an_empty_object_is_in_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = {**properties(name=STRING, place=properties(city=STRING)), "required": ["name", "place"]}
    make = operation("make", status="204")
    shown = {"to": {"name": "a", "place": {}}}
    make["requestBody"] = {"required": True, "content": content(properties(to=address), FORM, shown=shown)}
    make["requestBody"]["content"][FORM]["encoding"] = {"to": {"style": "deepObject", "explode": True}}
    assert run_on_mock(tmp_path, {"/parcels": {"post": make}}, phases="none") == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out


def received(given: Json, target: str = "/things", fields: Mapping[str, str] | None = None) -> Exchange:
    """A request of an operation, which the server let through."""
    method = "POST" if "requestBody" in given else "GET"
    contract = contract_of(document({"/things": {method.lower(): given}}))
    request = Request(method, f"http://127.0.0.1/api{target}", fields or {})
    return Exchange(contract.operations[0], request, 200, {}, b"{}", 0.1)


def judge(exchange: Exchange, given: Json) -> ReceivedRequests:
    """What judges requests of an operation."""
    return ReceivedRequests(contract_of(document({"/things": {exchange.request.method.lower(): given}})))


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
    given = operation(
        "list",
        parameters=[
            parameter("brief", "query", {"type": "boolean"}, allowEmptyValue=True),
            parameter("ids", "query", {"type": "array", "items": INTEGER}),
            parameter("at", "query", properties(x=INTEGER), style="deepObject", explode=True),
            parameter("to", "query", properties(x=INTEGER), style="deepObject", explode=True, allowEmptyValue=True),
        ],
    )
    exchange = received(given, f"/things{query}")
    assert judge(exchange, given).has_good_query(exchange) is is_good


@pytest.mark.parametrize("is_required", [True, False])
def test_a_form_without_fields_is_no_body(is_required: bool) -> None:
    given = operation("make")
    fields = {**properties(name=STRING), "required": ["name"]}
    given["requestBody"] = {"required": is_required, "content": content(fields, FORM)}
    exchange = received(given, fields={"Content-Type": FORM})
    assert judge(exchange, given).has_good_body(exchange) is not is_required


@pytest.mark.parametrize(
    ("media_type", "text", "is_good"),
    [(FORM, b"n=1", True), (FORM, b"n=b", False), ("text/plain", b"a", True), ("text/plain", b"b", False)],
)
def test_a_body_is_judged_by_the_media_type_that_it_has(media_type: str, text: bytes, is_good: bool) -> None:
    given = operation("make")
    form, letter = content(properties(n=INTEGER), FORM), content({"type": "string", "enum": ["a"]}, "text/plain")
    given["requestBody"] = {"content": {**content(STRING), **form, **letter}}
    exchange = received(given, fields={"Content-Type": media_type})
    exchange = msgspec.structs.replace(exchange, request=msgspec.structs.replace(exchange.request, body=text))
    assert judge(exchange, given).has_good_body(exchange) is is_good


@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize("is_careful", [True, False])
def test_a_media_type_says_nothing_without_content(tmp_path: Path, method: str, is_careful: bool) -> None:
    make = operation("make", status="204")
    make["requestBody"] = {"content": content(properties(), FORM)}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method != method.upper():
            return 405, {"Allow": method.upper()}, b""
        is_unknown = is_careful and request.body and request.headers.get("content-type") != FORM
        return (415, {}, b"") if is_unknown else (204, {}, b"")

    found = findings(tmp_path, {"/things": {method: make}}, respond, "--phases", "none")
    checks = [f["check"] for f in found["findings"]]
    assert checks == ([] if is_careful or method == "delete" else ["unsupported_media_type"])


def test_a_body_that_is_a_form_without_fields_is_not_missed(tmp_path: Path) -> None:
    make = operation("make", status="204")
    make["requestBody"] = {"required": True, "content": content(properties(), FORM)}

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (415, {}, b"") if request.body else (204, {}, b"")

    found = findings(tmp_path, {"/things": {"post": make}}, respond, "--phases", "none")
    assert [f["check"] for f in found["findings"] if f["check"] == "missing_body"] == []


def test_a_sample_in_the_path_stays_one_part_of_it(tmp_path: Path) -> None:
    text = "heads/a b 100% é?#;"
    read = operation("read", answer=STRING, parameters=[parameter("ref", "path", STRING, example=text)])
    targets: list[str] = []

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        targets.append(request.target)
        return 200, JSON, b'"a"'

    found = findings(tmp_path, {"/refs/{ref}": {"get": read}}, respond, "--phases", "none")
    assert (found["problems"], found["unanswered"]) == ([], 0)
    parts = [target.removeprefix("/refs/") for target in targets if target.startswith("/refs/")]
    assert [unquote(part) for part in parts if "/" not in part] == [text] * len(parts) != []
