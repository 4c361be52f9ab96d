"""Webhooks and callbacks are sent once, and only to this machine unless the user allows any address."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.mock import webhooks
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref

PAID: Json = {**properties(id=INTEGER, state={"enum": ["paid"]}), "required": ["id", "state"]}


class Receiver(HTTPServer):
    """A server that records the requests it receives, and responds with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 204
        self.received: list[tuple[str, str, dict[str, str], bytes]] = []


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.received.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_PUT(self) -> None:
        self.do_POST()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def spec(tmp_path: Path) -> str:
    hook = operation("onPaid", body=ref("Paid"), status="204")
    hook["parameters"] = [parameter("X-Signature", "header", STRING, required=True, example="s1")]
    # With these, a server would read the body as a request of its own.
    framing = {"Content-Length": "0", "Transfer_Encoding": "chunked", "Host": "kites.example", "Connection": "close"}
    hook["parameters"] += [parameter(n, "header", STRING, required=True, example=v) for n, v in framing.items()]
    hook_with_sample = operation("onShown", status="204")
    hook_with_sample["requestBody"] = {"content": content(ref("Paid"), shown={"id": 7, "state": "paid"})}
    subscribe = operation("subscribe", body=properties(url=STRING), status="201")
    subscribe["callbacks"] = {"done": {"{$request.body#/url}": {"put": operation("onDone", body=ref("Paid"))}}}
    whole = document({"/hooks": {"post": subscribe}}, {"Paid": PAID})
    whole["webhooks"] = {
        "paid": {"post": hook},
        "shown": {"post": hook_with_sample},
        "two": {"post": hook_with_sample, "put": hook},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(whole))
    return str(path)


def test_a_webhook_is_sent_with_a_body_that_fits_its_schema(spec: str, receiver: Receiver) -> None:
    assert main(["mock", spec, "--send", "paid", f"http://127.0.0.1:{receiver.server_port}/in?a=1"]) == 0
    ((method, path, headers, body),) = receiver.received
    assert (method, path, headers["x-signature"], headers["content-type"]) == (
        "POST",
        "/in?a=1",
        "s1",
        "application/json",
    )
    sent = json.loads(body)
    assert isinstance(sent["id"], int)
    assert sent["state"] == "paid"


def test_samples_callbacks_and_methods_are_sent_by_name(spec: str, receiver: Receiver) -> None:
    url = f"http://localhost:{receiver.server_port}"
    for name in ("shown", "subscribe.done", "two.put"):
        assert main(["mock", spec, "--send", name, url, "--quiet"]) == 0
    assert [(method, path) for method, path, _, _ in receiver.received] == [("POST", "/"), ("PUT", "/"), ("PUT", "/")]
    assert json.loads(receiver.received[0][3]) == {"id": 7, "state": "paid"}


@pytest.mark.parametrize("status", [302, 400, 500])
def test_an_undocumented_status_is_reported_and_no_redirect_is_followed(
    spec: str, receiver: Receiver, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.status = status
    assert main(["mock", spec, "--send", "paid", f"http://127.0.0.1:{receiver.server_port}/"]) == 1
    assert f": {status}, which the document does not have" in capsys.readouterr().err
    assert len(receiver.received) == 1


@pytest.mark.parametrize("url", ["http://192.0.2.1/", "https://198.51.100.7:8443/x", "http://0.0.0.0:9/"])
def test_nothing_is_sent_to_another_machine(spec: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mock", spec, "--send", "paid", url]) == 2
    assert "--anywhere" in capsys.readouterr().err


def test_proxies_and_logins_of_the_machine_take_no_part(
    spec: str, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password of-this-machine\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert main(["mock", spec, "--send", "paid", f"http://127.0.0.1:{receiver.server_port}/"]) == 0
    ((_, _, headers, _),) = receiver.received
    assert not {"authorization", "proxy-authorization"} & headers.keys()


def test_anywhere_allows_any_address(spec: str, receiver: Receiver) -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        # The second address reaches this machine too, but is not a loopback address.
        assert main(["mock", spec, "--send", "paid", f"http://{host}:{receiver.server_port}", "--anywhere"]) == 0
    assert len(receiver.received) == 2


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "127.0.0.1:80", "http://[::1", "http://127.0.0.1:99999/"])
def test_an_invalid_url_is_refused(spec: str, url: str) -> None:
    assert main(["mock", spec, "--send", "paid", url]) == 2


@pytest.mark.parametrize(
    "url",
    [
        *("http://me:sesame@127.0.0.1:9/", "http://sesame@127.0.0.1:99999/", "http://me:sesame@[::1", "me:sesame@host"),
        *("ftp://me:sesame@127.0.0.1/", "http://127.0.0.1:99999/sesame", "127.0.0.1/?token=sesame"),
    ],
)
def test_an_address_that_is_refused_is_not_repeated(spec: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mock", spec, "--send", "paid", url]) == 2
    assert "sesame" not in capsys.readouterr().err


def test_an_unknown_event_is_an_error_that_lists_the_known_ones(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mock", spec, "--send", "nothing", "http://127.0.0.1:9/"]) == 2
    assert "paid, shown, subscribe.done, two.post, two.put" in capsys.readouterr().err


def test_a_receiver_that_is_not_there_is_reported(
    spec: str, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    port = receiver.server_port
    receiver.shutdown()
    receiver.server_close()
    assert main(["mock", spec, "--send", "paid", f"http://127.0.0.1:{port}/hook?token=sesame"]) == 4
    stderr = capsys.readouterr().err
    assert f"127.0.0.1:{port} does not answer" in stderr
    assert "sesame" not in stderr


@pytest.mark.parametrize(
    ("start", "more", "pause"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2**8, 0),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1),
        (b"HTTP/1.1 204 No Content\r\nX: ", b"a", 0.1),
    ],
    ids=["informational responses", "slow informational responses", "endless header"],
)
def test_a_response_without_an_end_is_given_up(
    spec: str,
    start: bytes,
    more: bytes,
    pause: float,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Endless(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.wfile.write(start)
                while True:
                    self.wfile.write(more)
                    time.sleep(pause)

    monkeypatch.setattr(webhooks, "_SECONDS", 1)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Endless) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        exit_codes: list[int] = []
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(
            target=lambda: exit_codes.append(main(["mock", spec, "--send", "paid", url])), daemon=True
        )
        thread.start()
        thread.join(30)
        server.shutdown()
    assert exit_codes == [4]
    assert " does not answer: " in capsys.readouterr().err
