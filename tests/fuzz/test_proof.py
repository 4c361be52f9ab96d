"""A run says what it proved, and a run that proved nothing fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from speclift.cli.main import main
from speclift.contract.view import read_contract
from speclift.fuzz.coverage import Answers, Coverage, shortfall
from speclift.fuzz.exchange import Exchange, Request
from tests.contract.small import STRING, Json, document, operation, properties
from tests.fuzz.answers import JSON, ReceivedRequest, Responder, serving

THING: Json = properties(name=STRING)
READS: Json = {f"/{name}": {"get": operation(name, answer=THING)} for name in ("one", "two", "three", "four")}


def fuzzed(folder: Path, respond: Responder, *options: str, kind: str = "json") -> tuple[int, Path]:
    """Exit code and report of a run on a server with these responses."""
    spec, report = folder / "api.json", folder / f"report.{kind}"
    spec.write_text(json.dumps(document(READS)))
    with serving(respond) as server:
        code = main(["fuzz", str(spec), "--url", server.url, f"--report-{kind}", str(report), *options])
    return code, report


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (404, "Check the base URL in --url"),
        (401, "Give credentials that the server accepts"),
        (403, "Give credentials that the server accepts"),
    ],
)
@pytest.mark.parametrize("phases", ["none", "examples,coverage,fuzzing,stateful"])
def test_a_run_on_a_server_that_refuses_everything_fails(
    tmp_path: Path, status: int, advice: str, phases: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method != "GET":
            return 405, {**JSON, "Allow": "GET"}, b"{}"
        return status, {**JSON, "WWW-Authenticate": "Bearer"}, b"{}"

    code, report = fuzzed(tmp_path, respond, "--phases", phases, "--max-examples", "1", "--quiet")
    output = capsys.readouterr().out
    assert code == 1
    assert "0 failures" in output
    assert "0 of 4 operations responded as documented" in output
    assert advice in output
    assert "0 of 4 operations" in json.loads(report.read_text())["shortfall"]


def test_a_404_to_every_method_is_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def respond(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return 404, JSON, b"{}"

    code, report = fuzzed(tmp_path, respond, "--phases", "coverage")
    assert code == 1
    assert ": 0 failures, 0 drifts\n" in capsys.readouterr().out
    assert json.loads(report.read_text())["findings"] == []


@pytest.mark.parametrize(("least", "code"), [(None, 0), ("50", 0), ("50%", 0), ("51", 1), ("0", 0)])
def test_the_user_chooses_the_least_share_of_operations(tmp_path: Path, least: str | None, code: int) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.target in ("/one", "/two"):
            return 200, JSON, b'{"name": "a"}'
        return (404 if request.target == "/three" else 403), JSON, b"{}"

    options = ["--phases", "none", *(["--min-covered", least] if least else [])]
    exit_code, report = fuzzed(tmp_path, respond, *options)
    assert exit_code == code
    proof = json.loads(report.read_text())["proof"]
    assert (proof["covered"], proof["never"], proof["refused"]) == (["one", "two"], ["three"], ["four"])


def test_a_request_without_the_credential_says_nothing_about_the_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.headers.get("authorization") != "Bearer s3cret":
            return 401, {**JSON, "WWW-Authenticate": "Bearer"}, b"{}"
        if request.target == "/one":
            return 200, JSON, b'{"name": "a"}'
        return (403 if request.target == "/four" else 404), JSON, b"{}"

    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    secured = {**document(READS), "security": [{"token": []}]}
    secured["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    spec.write_text(json.dumps(secured))
    monkeypatch.setenv("TOKEN", "Bearer s3cret")
    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--auth-env", "TOKEN", "--report-json", str(report)])
    proof = json.loads(report.read_text())["proof"]
    # Each operation was also called without the credential, and refused.
    assert proof["statuses"]["401"] >= 4
    assert (proof["covered"], proof["never"], proof["refused"]) == (["one"], ["two", "three"], ["four"])


@pytest.mark.parametrize("least", ["-1", "101", "some"])
def test_the_least_share_has_to_be_a_percentage(tmp_path: Path, least: str) -> None:
    assert main(["fuzz", str(tmp_path), "--url", "http://127.0.0.1:9", "--min-covered", least]) == 2


def test_operations_that_are_left_out_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--phases", "none", "--exclude-operation", "t*"]
    _, report = fuzzed(tmp_path, lambda _: (200, JSON, b'{"name": "a"}'), *options)
    assert json.loads(report.read_text())["proof"]["left_out"] == ["two", "three"]
    output = "As documented at least once: 2 operations (100 %), never: 0, refused with 401 or 403: 0, left out: 2"
    assert output in capsys.readouterr().out


def test_every_report_says_that_too_little_was_proved(tmp_path: Path) -> None:
    def respond(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return 404, JSON, b"{}"

    _, junit = fuzzed(tmp_path, respond, "--phases", "none", kind="junit")
    assert [case.get("name") for case in ElementTree.parse(junit).getroot().findall(".//failure/..")] == ["min_covered"]
    _, sarif = fuzzed(tmp_path, respond, "--phases", "none", kind="sarif")
    (result,) = json.loads(sarif.read_text())["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("min_covered", "error")
    _, html = fuzzed(tmp_path, respond, "--phases", "none", kind="html")
    assert "0 of 4 operations responded as documented" in html.read_text()


@pytest.mark.parametrize(
    ("documented", "status", "is_covered"),
    [
        (["200"], 200, True),
        (["200"], 201, False),
        (["2XX"], 201, True),
        (["default"], 302, False),
        (["default"], 404, False),
        (["200", "default"], 201, True),
        (["200", "default"], 302, False),
        (["302", "default"], 302, True),
        (["200", "404"], 404, False),
        (["302"], 302, True),
        (["405"], 200, True),
        (["405"], 405, False),
    ],
)
def test_only_a_documented_success_counts(documented: list[str], status: int, is_covered: bool) -> None:
    responses: Json = {known: {"description": ""} for known in documented}
    contract = read_contract(document({"/a": {"get": {"operationId": "a", "responses": responses}}}))
    responses_seen = Answers()
    responses_seen.saw(Exchange(contract.operations[0], Request("GET", "http://x/a", {}), status, {}, b"", 0.1))
    proof = responses_seen.proof(contract.operations, ())
    assert proof.covered == (("a",) if is_covered else ())
    assert bool(shortfall(proof, None)) is not is_covered


@pytest.mark.parametrize(
    ("kinds", "kind", "is_covered"),
    [
        (["application/json"], "text/html; charset=utf-8", False),
        (["application/json", "text/html"], "text/html", True),
        (["application/vnd.thing+json"], "application/json", True),
        (["application/*"], "application/pdf", True),
        (["image/png"], "text/html", False),
        (["application/json"], "", True),
        ([], "text/html", True),
    ],
)
def test_a_page_in_place_of_the_documented_media_type_proves_nothing(
    kinds: list[str], kind: str, is_covered: bool
) -> None:
    """A server that gives its login page to every request responds with 200 too."""
    responses: Json = {"200": {"description": "", "content": {name: {} for name in kinds}}}
    contract = read_contract(document({"/a": {"get": {"operationId": "a", "responses": responses}}}))
    responses_seen = Answers()
    headers = {"content-type": kind} if kind else {}
    exchange = Exchange(contract.operations[0], Request("GET", "http://x/a", {}), 200, headers, b"<p>", 0.1)
    responses_seen.saw(exchange)
    assert responses_seen.proof(contract.operations, ()).covered == (("a",) if is_covered else ())


def test_a_run_that_proved_nothing_lists_the_responses() -> None:
    assert "Responses: none. No response came in time" in shortfall(Coverage(never=("a",)), None)
    refused = shortfall(Coverage(never=("a",), statuses={400: 3}), None)
    assert "Responses: 400 (3 times). Show good values" in refused


@pytest.mark.parametrize(
    ("statuses", "advice"),
    [
        ({302: 9, 404: 1}, "No redirect is followed"),
        ({429: 9, 400: 1}, "with --rate-limit"),
        ({503: 9, 404: 1}, "look at its log"),
        ({404: 1, 500: 9}, "look at its log"),
        ({405: 9, 404: 1}, "Check the base URL"),
        ({200: 9, 404: 1}, "what responds there"),
        ({422: 9, 500: 1}, "Show good values"),
    ],
)
def test_the_advice_depends_on_the_usual_status(statuses: dict[int, int], advice: str) -> None:
    assert advice in shortfall(Coverage(never=("a",), statuses=statuses), None)
