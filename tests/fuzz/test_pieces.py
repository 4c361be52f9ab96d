"""The parts of the fuzzer that need no server."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import msgspec
import orjson
import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.generation.modes import GenerationMode

from speclift import __version__
from speclift.contract.records import Contract
from speclift.contract.view import read_contract
from speclift.errors import SourceError, UsageError
from speclift.fuzz.baseline import read_baseline
from speclift.fuzz.checks.responses import PROMISES, Broken
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.curl import curl_line
from speclift.fuzz.distribution.merge import merged
from speclift.fuzz.distribution.task import Outcome, Task, work
from speclift.fuzz.engine.coverage_cases import MOST_CASES, bounded
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.finding import Finding, Result, Tally
from speclift.fuzz.report.html import to_html
from speclift.fuzz.report.machine import to_json, to_junit, to_sarif
from speclift.fuzz.report.text import as_text
from speclift.fuzz.runs.reduce import reduced
from speclift.fuzz.secrets.credentials import REDACTED, Redactor, from_command, from_environment, from_file
from speclift.fuzz.transport.selection import Choice, is_loopback
from tests.contract.small import STRING, Json, document, operation, parameter, properties
from tests.fuzz.findings import finding_of


def test_credentials_come_from_the_environment_a_file_or_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "Bearer abc")
    assert from_environment("TOKEN") == {"Authorization": "Bearer abc"}
    path = tmp_path / "headers"
    path.write_text("Authorization: SoTicket t1\nX-XSRF-TOKEN: t2\n")
    assert from_file(str(path)) == {"Authorization": "SoTicket t1", "X-XSRF-TOKEN": "t2"}
    assert from_command("printf 'Authorization: Basic eA=='") == {"Authorization": "Basic eA=="}
    with pytest.raises(UsageError):
        from_command("sh -c 'exit 3'")


@given(st.text(alphabet="abcdefghijklmnop0123456789+/=%&", min_size=8, max_size=40), st.text(), st.text())
def test_no_secret_stays_in_a_text(secret: str, before: str, after: str) -> None:
    redactor = Redactor({"Authorization": f"Bearer {secret}"})
    assert secret not in redactor.text(f"{before} {secret} {after}").replace(REDACTED, "")
    assert redactor.headers([("authorization", f"Bearer {secret}")]) == {"authorization": REDACTED}


def test_a_curl_line_takes_a_redacted_header_from_the_environment() -> None:
    line = curl_line(Request("GET", "http://x/", {"X-XSRF-TOKEN": REDACTED}))
    assert """-H 'X-XSRF-TOKEN: '"$X_XSRF_TOKEN" """ in line
    assert shlex.split(line)[-1] == "http://x/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("http://192.168.0.1", False),
        ("https://staging.example.com", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected


def test_a_file_that_is_not_a_baseline_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text('{"version": 1}')
    with pytest.raises(SourceError):
        read_baseline(str(path))


def test_a_request_is_reduced_to_what_shows_the_fault() -> None:
    body = {"a": 1, "b": {"c": [1, 2, 3], "bad": True}, "d": "text"}
    request = Request("POST", "http://x/?p=1&q=2", {"Authorization": "t", "X-Other": "y"}, orjson.dumps(body))

    def send(smaller: Request) -> Exchange | None:
        return exchange({}, smaller) if b'"bad":true' in smaller.body and "q=2" in smaller.url else None

    small, last = reduced(request, send, frozenset())
    assert last is not None
    assert orjson.loads(small.body) == {"b": {"bad": True}}
    assert small.url == "http://x/?q=2"
    assert small.headers == {"Authorization": "t"}


CONTRACT: Contract = read_contract(
    {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/thing": {
                "get": {
                    "operationId": "thing",
                    "parameters": [
                        {"name": "$select", "in": "query", "schema": {"type": "string"}},
                        {"name": "$top", "in": "query", "schema": {"type": "integer"}},
                    ],
                    "responses": {
                        "200": {
                            "description": "",
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Thing"},
                                    "example": {"Name": "a", "State": "On", "Made": "2024-01-01T00:00:00Z"},
                                }
                            },
                        }
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {
                        "Name": {"type": "string"},
                        "State": {"type": "string", "x-extensible-enum": ["On", "Off"]},
                        "Made": {"type": "string", "format": "date-time"},
                        "Parts": {"type": ["array", "null"], "items": {"type": "integer"}},
                    },
                }
            }
        },
    }
)
THING = {"Name": "a", "State": "On", "Made": "2024-01-01T00:00:00Z"}


def exchange(value: object, request: Request | None = None, status: int = 200, **headers: str) -> Exchange:
    return Exchange(
        operation=CONTRACT.operations[0],
        request=request or Request("GET", "http://x/thing", {}),
        status=status,
        headers={"content-type": "application/json", **headers},
        content=orjson.dumps(value),
        seconds=0.0,
    )


def broken(check: str, seen: Exchange) -> list[Broken]:
    return list(PROMISES[check](seen, CONTRACT))


def request_with(query: str) -> Request:
    return Request("GET", f"http://x/thing?{query}", {})


@pytest.mark.parametrize("check", PROMISES)
def test_a_good_response_breaks_no_promise(check: str) -> None:
    assert not broken(check, exchange(THING))


@pytest.mark.parametrize(
    ("check", "received"),
    [
        ("unknown_property", exchange({**THING, "Colour": 1})),
        ("unknown_enum_value", exchange({**THING, "State": "Broken"})),
        ("documented_properties", exchange({"Name": "a", "State": "On"})),
        ("null_conformance", exchange({**THING, "Name": None})),
        ("date_offset", exchange({**THING, "Made": "2024-01-01T00:00:00"})),
        ("select", exchange(THING, request_with("$select=Name"))),
        ("select", exchange({"State": None}, request_with("$select=State,Name"))),
        ("top", exchange({"value": [1, 2, 3]}, request_with("$top=2"))),
        ("required_header", exchange({}, status=401)),
        ("required_header", exchange({}, status=405)),
        ("no_content", exchange({"a": 1}, status=204)),
    ],
)
def test_a_broken_promise_is_found(check: str, received: Exchange) -> None:
    assert broken(check, received)


def test_a_property_that_select_leaves_out_may_be_null() -> None:
    response = exchange({"Name": "a", "State": None, "Made": None}, request_with("$select=name"))
    assert not broken("select", response)
    assert not broken("null_conformance", response)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        ("unknown_property", {**THING, "Colour": 1}),
        ("unknown_enum_value", {**THING, "State": "Broken"}),
        ("documented_properties", {"Name": "a", "State": "On"}),
    ],
)
def test_undocumented_content_is_drift_and_not_a_failure(check: str, value: object) -> None:
    (drift,) = broken(check, exchange(value))
    assert drift.level == "drift"


def ignored_option(check: str) -> Finding:
    """A finding with one request."""
    return finding_of(
        operation_id="listThings",
        check=check,
        title="It is ignored",
        message="Much was there.",
        source="rest/things.md:12",
        sent=(Request("GET", "http://x/things", {}),),
        status=200,
    )


def test_every_report_names_operation_check_and_page_and_has_a_curl_line() -> None:
    tallies = (Tally("listThings", "select", 3, 1), Tally("listThings", "top", 17, 0), Tally("other", "top", 5, 0))
    result = Result((ignored_option("select"),), tallies, 2, 26, 1.0)
    texts = [as_text(result, ()), *(write(result, ()).decode() for write in (to_json, to_junit))]
    page = to_html(result, (), "API").decode()
    for text in (*texts, page):
        for part in ("listThings" if text in texts[1:] else "GET /things", "select", "rest/things.md", "12", "curl -i"):
            assert part in text
    (shown,) = orjson.loads(to_sarif(result, ()))["runs"][0]["results"]
    place = shown["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("rest/things.md", 12)
    assert (shown["ruleId"], shown["message"]["text"][:12]) == ("select", "GET /things:")

    # The table of operations and checks: each row has the checks that failed, and how often the others passed.
    lines = [re.sub(r"<[^>]*>", " ", row).split() for row in page.partition("<tbody>")[2].split("</tr>")[:2]]
    assert lines == [["listThings", "1", "failure", "17"], ["other", "5"]]


def test_known_findings_are_distinguished_from_new_ones() -> None:
    known, new = ignored_option("select"), ignored_option("top")
    result = Result((known, new), (), 1, 2, 1.0)
    assert known.key not in (text := as_text(result, {known.key}))
    assert new.key in text
    assert [f["known"] for f in orjson.loads(to_json(result, {known.key}))["findings"]] == [True, False]
    assert to_junit(result, {known.key}).count(b"<failure") == to_junit(result, {known.key}).count(b"<skipped") == 1
    states = [r["baselineState"] for r in orjson.loads(to_sarif(result, {known.key}))["runs"][0]["results"]]
    assert states == ["unchanged", "new"]


def test_coverage_makes_a_bounded_number_of_cases_and_names_operations_with_more() -> None:
    either: Json = {"type": "integer"}
    for _ in range(4):
        either = {"oneOf": [STRING, properties(**{f"p{number}": either for number in range(6)})]}
    wide = operation("wide", body=either)
    small = operation("small", parameters=[parameter("a", "query", STRING)])
    schema = schemathesis.openapi.from_dict(document({"/wide": {"post": wide}, "/small": {"get": small}}))
    cut_short: list[str] = []
    bounded(schema, cut_short.append)
    counts = {
        path: sum(
            1
            for _ in schema.iter_coverage_cases(
                schema[path][method],
                generation_modes=list(GenerationMode),
                generation_config=schema.config.generation_for(),
            )
        )
        for path, method in (("/wide", "POST"), ("/small", "GET"))
    }
    assert counts["/wide"] == MOST_CASES
    assert 0 < counts["/small"] < MOST_CASES
    assert cut_short == ["POST /wide"]


def test_a_worker_of_another_version_refuses_its_part() -> None:
    task = Task(
        version="0.0.1",
        number=0,
        operations=(),
        choice=Choice(),
        sources=Sources(),
        options={},
        seconds=None,
        shard="1/1",
        stage="all",
        topic="",
        stop="",
        terms=None,
    )
    outcome = msgspec.msgpack.decode(work(b"", msgspec.msgpack.encode(task)), type=Outcome)
    assert (outcome.result, outcome.code) == (None, "E001")
    assert "0.0.1" in outcome.error["message"]
    assert __version__ in outcome.error["message"]


def test_a_merge_keeps_the_smallest_request_that_any_part_found() -> None:
    small = ignored_option("paging")
    large = msgspec.structs.replace(small, sent=(Request("GET", "http://x/things?with=more", {}),))
    for parts in ((large, small), (small, large)):
        (finding,) = merged([Result((part,), (), 1, 1, 0.1) for part in parts]).findings
        assert finding.sent == small.sent
        assert finding.times == small.times + large.times
