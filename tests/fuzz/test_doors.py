"""A fault of the whole server, such as access without a credential, is one finding with a request that shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding
from speclift.fuzz.report.reading import read_result
from speclift.fuzz.runs.access import said_once
from speclift.fuzz.secrets.credentials import REDACTED, Redactor, made_up
from tests.contract.small import STRING, Json, document, operation, properties
from tests.fuzz.answers import JSON, ReceivedRequest, serving

NAMES = ("one", "two", "three", "four")


def findings(folder: Path, accepts: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> list[Json]:
    """The findings about credentials on a server that needs `none`, or accepts `any`, or accepts any on one path."""
    monkeypatch.setenv("API_AUTH", "Authorization: Bearer good-token")
    reads = [operation(name, answer=properties(name=STRING), security=[{"bearer": []}]) for name in NAMES]
    paths: Json = {f"/{read['operationId']}": {"get": read} for read in reads}
    spec, report = folder / "api.json", folder / "report.json"
    scheme = {"type": "http", "scheme": "bearer"}
    spec.write_text(json.dumps(document(paths, securitySchemes={"bearer": scheme})))

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        credential = request.headers.get("authorization", "")
        is_authorized = accepts == "none" or credential == "Bearer good-token"
        is_authorized |= bool(credential) and (accepts == "any" or request.target.startswith(f"/{accepts}"))
        if not is_authorized:
            return 401, {**JSON, "WWW-Authenticate": "Bearer"}, b"{}"
        return (200, JSON, b'{"name": "a"}') if request.method == "GET" else (405, {**JSON, "Allow": "GET"}, b"{}")

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--report-json", str(report), *options])
    return [found for found in json.loads(report.read_text())["findings"] if found["check"] == "ignored_auth"]


@pytest.mark.parametrize("phases", ["none", "coverage,fuzzing"])
def test_a_server_that_accepts_any_credential_is_one_finding(
    tmp_path: Path, phases: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--auth-env", "API_AUTH", "--phases", phases, "--max-examples", "2"]
    (finding,) = findings(tmp_path, "any", monkeypatch, *options)
    assert "for all 4 operations" in finding["message"]
    # The line shows the credential that was sent, and nothing of the valid one.
    assert "Bearer made-up" in finding["curl"][-1]
    assert "good-token" not in json.dumps(finding)


def test_a_server_that_needs_no_credential_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ([], ["--auth-env", "API_AUTH"]):
        (finding,) = findings(tmp_path, "none", monkeypatch, "--phases", "none", *given)
        assert finding["title"] == "No credential is needed"
        assert "uthorization" not in finding["curl"][-1]


def test_one_operation_that_accepts_any_credential_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = findings(tmp_path, "two", monkeypatch, "--auth-env", "API_AUTH", "--phases", "none")
    assert (finding["operation_id"], finding["title"]) == ("two", "Any credential is accepted")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer sesame-open"),
        ("Authorization", "Basic c2VzYW1lOm9wZW4="),
        ("Cookie", "sid=sesame-open; csrf=other-secret"),
        ("X-Key", "sesame-open"),
    ],
)
def test_a_made_up_credential_has_nothing_of_the_secret_and_is_shown(name: str, value: str) -> None:
    replacement = made_up({name: value})
    assert replacement[name] != value
    assert not any(part in replacement[name] for part in ("sesame", "open", "other", "c2Vz"))
    redactor = Redactor({name: value})
    assert redactor.headers(replacement.items()) == replacement
    assert redactor.headers([(name, value)]) == {name: REDACTED}


@pytest.mark.parametrize(("faulty", "count"), [(NAMES, 1), (NAMES[:2], 2)])
def test_the_same_wrong_response_to_a_method_on_all_operations_is_one_finding(
    tmp_path: Path, faulty: tuple[str, ...], count: int
) -> None:
    paths: Json = {f"/{name}": {"get": operation(name, answer=properties(name=STRING))} for name in NAMES}
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method == "GET":
            return 200, JSON, b'{"name": "a"}'
        is_wrong = request.target[1:] in faulty
        return (404, {}, b"") if is_wrong else (405, {"Allow": "GET"}, b"")

    with serving(respond) as server:
        options = ["--phases", "coverage", "--quiet", "--report-json", str(report)]
        assert main(["fuzz", str(spec), "--url", server.url, *options]) == 1
    found = [found for found in json.loads(report.read_text())["findings"] if found["check"] == "unsupported_method"]
    assert len(found) == count
    assert ("The same holds for 4 operations." in found[0]["message"]) == (count == 1)


@pytest.mark.parametrize(("faulty", "count"), [(3, 3), (4, 1)])
def test_the_same_wrong_response_on_less_than_a_quarter_of_the_operations_is_not_combined(
    faulty: int, count: int
) -> None:
    sent = Request("TRACE", "http://127.0.0.1/x", {}, b"")
    found = [
        Finding(
            *(f"o{n}", f"GET /{n}", "unsupported_method", "TRACE", "failure", "Unsupported method", "It is answered."),
            *("kites.md:1", "coverage", (sent,), 404, {}, b"", 0.1),
        )
        for n in range(faulty)
    ]
    combined = said_once(found, (), 16)
    assert len(combined) == count
    assert combined[0].others == (tuple(f"GET /{n}" for n in range(1, faulty)) if count == 1 else ())


@pytest.mark.parametrize(("lax", "count"), [(NAMES, 1), (NAMES[:3], 1), (NAMES[:2], 2)])
def test_an_unknown_media_type_that_many_operations_accept_is_one_finding(
    tmp_path: Path, lax: tuple[str, ...], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = dict(zip(NAMES, ("200", "201", "201", "202"), strict=True))
    thing = properties(name=STRING)
    paths: Json = {
        f"/{name}": {"post": operation(name, body=thing, answer=thing, status=statuses[name])} for name in NAMES
    }
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        name = request.target[1:]
        is_unknown = "speclift" in request.headers.get("content-type", "")
        if is_unknown and name not in lax:
            return 415, JSON, b"{}"
        if not request.body.endswith(b'"}'):
            return 400, JSON, b"{}"
        return int(statuses.get(name, "404")), JSON, b'{"name": "a"}'

    with serving(respond) as server:
        options = [f"--report-{kind}={tmp_path / 'report'}.{kind}" for kind in ("json", "sarif", "html", "junit")]
        assert main(["fuzz", str(spec), "--url", server.url, "--phases", "none", *options]) == 1
    check = "unsupported_media_type"
    found = [found for found in json.loads(report.read_text())["findings"] if found["check"] == check]
    assert len(found) == count
    named = {found[0]["label"], *found[0]["others"]}
    assert named == ({f"POST /{name}" for name in lax} if count == 1 else {found[0]["label"]})
    assert (f"The same holds for {len(lax)} operations." in found[0]["message"]) == (count == 1)
    also = f"also: {', '.join(found[0]['others'])}"
    printed = capsys.readouterr()
    assert printed.out.count(f"FAILURE {check}") == count
    assert printed.err.count(check) == 1
    assert (also in printed.out) == (count == 1)
    for kind in ("sarif", "junit"):
        assert (also in (tmp_path / f"report.{kind}").read_text()) == (count == 1)
    page = (tmp_path / "report.html").read_text()
    assert (f"The same holds for {len(lax) - 1} other operations" in page) == (count == 1)
    result, known = read_result(str(report))
    assert next(finding.others for finding in result.findings if finding.check == check) == tuple(found[0]["others"])
    assert not known
