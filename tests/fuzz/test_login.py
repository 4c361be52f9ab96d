"""A run notices when it loses its credential: it logs in again, or it ends and says since when."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.login import Credentials
from speclift.fuzz.secrets.credentials import Redactor
from tests.contract.small import STRING, Json, document, operation, properties
from tests.fuzz.answers import JSON, ReceivedRequest, serving

THING: Json = properties(name=STRING)
Response = tuple[int, Mapping[str, str], bytes]
UNAUTHORIZED: Response = (401, {**JSON, "WWW-Authenticate": "Bearer"}, b"{}")
#: Headers of a login page, which some servers send in place of a 401.
LOGIN_PAGE = {"Content-Type": "text/html; charset=utf-8"}


def paths(**session: Json) -> Json:
    """Three reads, and one path with an operation that ends the session."""
    reads = {f"/{name}": {"get": operation(name, answer=THING)} for name in ("first", "second", "third")}
    return {"/session": session, **reads}


class Accounts:
    """A server with one valid token at a time: it ends after `lasts` requests, or with a call of the method `ends`.

    Requests without it get the response `refusal`.
    """

    def __init__(self, ends: str, lasts: int = 10**9, refusal: Response = UNAUTHORIZED) -> None:
        self.ends = ends
        self.refusal = refusal
        self.lasts = lasts
        self.current = 0
        self.requests_left = lasts

    def __call__(self, request: ReceivedRequest) -> Response:
        if request.headers.get("authorization") != f"Bearer token-{self.current}" or not self.requests_left:
            return self.refusal
        self.requests_left -= 1
        if request.target == "/session":
            if request.method != self.ends:
                return 405, {**JSON, "Allow": self.ends}, b"{}"
            self.current, self.requests_left = self.current + 1, self.lasts
            return 204, {}, b""
        return (200, JSON, b'{"name": "a"}') if request.method == "GET" else (405, {**JSON, "Allow": "GET"}, b"{}")


@pytest.fixture(autouse=True)
def credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_AUTH", "Authorization: Bearer token-0")


def spec_of(folder: Path, api_paths: Json) -> str:
    path = folder / "api.json"
    path.write_text(json.dumps(document(api_paths)))
    return str(path)


@pytest.mark.parametrize(("method", "phases"), [("post", "none"), ("delete", "none"), ("delete", "coverage")])
def test_a_run_ends_when_its_credential_is_lost(
    tmp_path: Path, method: str, phases: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = spec_of(tmp_path, paths(**{method: operation("leave", status="204")}))
    with serving(Accounts(method.upper())) as server:
        options = ["--auth-env", "API_AUTH", "--phases", phases, "--report-json", str(tmp_path / "report.json")]
        assert main(["fuzz", spec, "--url", server.url, *options]) == 1
    output = capsys.readouterr().out
    assert f"The last call in between that writes was {method.upper()} /session (leave)" in output
    assert "The run ended early: the credential was lost." in output
    assert "--auth-command" in json.loads((tmp_path / "report.json").read_text())["shortfall"]
    # It sends only a few requests without a valid credential.
    assert len(server.requests) < 20


@pytest.mark.parametrize(
    "refusal",
    [(403, JSON, b"{}"), (302, {"Location": "/login"}, b""), (200, LOGIN_PAGE, b"<form>"), (400, JSON, b"{}")],
)
def test_a_lost_credential_is_noticed_however_the_server_refuses_it(
    tmp_path: Path, refusal: Response, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = spec_of(tmp_path, paths(post=operation("leave", status="204")))
    with serving(Accounts("POST", refusal=refusal)) as server:
        assert main(["fuzz", spec, "--url", server.url, "--auth-env", "API_AUTH", "--phases", "none"]) == 1
    assert "The last call in between that writes was POST /session (leave)" in capsys.readouterr().out
    assert len(server.requests) < 25


def test_a_credential_that_stops_working_without_a_write_may_have_expired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = spec_of(tmp_path, paths())
    with serving(Accounts("POST", lasts=6)) as server:
        assert main(["fuzz", spec, "--url", server.url, "--auth-env", "API_AUTH"]) == 1
    assert "the credential may have expired" in capsys.readouterr().out


def test_a_run_logs_in_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = spec_of(tmp_path, paths(post=operation("leave", status="204")))
    accounts, count = Accounts("POST"), tmp_path / "count"
    # Each call prints the token of the next session.
    code = (
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); n = len(p.read_text()) if p.exists() else 0; "
        "p.write_text('x' * (n + 1)); print(f'Authorization: Bearer token-{n}')"
    )
    command = shlex.join([sys.executable, "-c", code, str(count)])
    report = tmp_path / "report.json"
    with serving(accounts) as server:
        options = ["--auth-command", command, "--phases", "none", "--report-json", str(report)]
        assert main(["fuzz", spec, "--url", server.url, *options]) == 0
    assert accounts.current > 0
    output = capsys.readouterr().out
    assert "--auth-command gave a new one" in output
    text = report.read_text()
    assert all(f"token-{number}" not in text + output for number in range(accounts.current + 1))
    assert json.loads(text)["stopped"] == ""


def test_the_credential_of_a_new_login_is_as_secret_as_the_first() -> None:
    redactor = Redactor({"Authorization": "Bearer the-first-token"})
    command = shlex.join([sys.executable, "-c", "print('Bearer another-one')"])
    renew = Sources(command=command).renewal(redactor)
    assert renew is not None
    assert renew() == {"Authorization": "Bearer another-one"}
    assert redactor.text("the-first-token, then another-one") == "[redacted], then [redacted]"


def test_a_read_that_is_forbidden_does_not_mean_a_lost_credential(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = spec_of(tmp_path, paths())

    def respond(request: ReceivedRequest) -> Response:
        if request.target == "/second":
            return 403, JSON, b"{}"
        return Accounts("POST")(request)

    with serving(respond) as server:
        main(["fuzz", spec, "--url", server.url, "--auth-env", "API_AUTH", "--phases", "none"])
    assert "credential was lost" not in capsys.readouterr().out


def test_a_request_with_a_made_up_credential_keeps_it() -> None:
    credentials = Credentials({"X-Key": "old"})
    credentials.replace({"x-key": "new"})
    ours, made_up = {"x-key": "old", "Accept": "old"}, {"X-Key": "older"}
    credentials.refresh(ours)
    credentials.refresh(made_up)
    assert (ours, made_up) == ({"x-key": "new", "Accept": "old"}, {"X-Key": "older"})
    assert credentials.are_in(ours)
    assert not credentials.are_in(made_up)
