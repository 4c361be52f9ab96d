"""A response that does not end, or that is too large, ends its request and not the run."""

from __future__ import annotations

import gzip
import socketserver
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
import requests

from speclift import pytest_plugin
from speclift.contract.sample_request import sample_request
from speclift.contract.view import read_contract
from speclift.fuzz.secrets.credentials import Redactor
from speclift.fuzz.transport.bounded_responses import LARGEST_RESPONSE, LargeResponseError
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.selection import Choice, select
from speclift.fuzz.transport.session import session_of
from tests.contract.small import document, operation

READ = document({"/things": {"get": operation("list")}})
#: Seconds that a response may take, and seconds until the test gives up, even on a busy machine.
TIMEOUT, PATIENCE = 1, 30
#: Bytes of a response and of its copies while it is read and decoded.
MOST_MEMORY = 6 * LARGEST_RESPONSE

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def sending(start: bytes, more: bytes, pause: float = 0) -> Iterator[str]:
    """A server that sends `start`, and then `more` again and again as long as the client reads."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            with suppress(OSError):
                self.wfile.write(start)
                while more:
                    self.wfile.write(more)
                    time.sleep(pause)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def get_things(url: str, timeout: float = TIMEOUT) -> requests.Response:
    session = session_of(Gate(url, select(read_contract(READ), Choice(), url)))
    with session() as opened:
        return opened.get(f"{url}/things", timeout=timeout)


@pytest.mark.parametrize(
    ("start", "more", "pause"),
    [
        (OK + b"\r\n", b"x" * 2**16, 0),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 2**16 + b"\r\n", 0),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 2**16, 0),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n" * 2**12, 0),
        (OK + b"Content-Type: text/event-stream\r\n\r\n", b"data: " + b"x" * 2**16, 0),
        (OK, b"a: b\r\n" * 2**12, 0),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2**8, 0),
        (OK + b"\r\n", b" ", TIMEOUT / 10),
        (OK + b"X: ", b"a", TIMEOUT / 10),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", TIMEOUT / 10),
    ],
    ids=[
        "body",
        "chunks",
        "size of a chunk",
        "trailers",
        "events",
        "headers",
        "interim responses",
        "slow body",
        "slow header",
        "slow interim responses",
    ],
)
def test_a_response_without_an_end_is_given_up(start: bytes, more: bytes, pause: float) -> None:
    raised: list[Callable[[], None] | Exception] = []

    def send_request(url: str) -> None:
        try:
            get_things(url)
        except requests.RequestException as error:
            raised.append(error)

    with sending(start, more, pause) as url:
        tracemalloc.start()
        try:
            thread = threading.Thread(target=send_request, args=(url,), daemon=True)
            thread.start()
            thread.join(PATIENCE)
            assert raised
            assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 2**16),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n" * 2**12),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2**8),
    ],
    ids=["size of a chunk", "trailers", "interim responses"],
)
def test_bytes_around_a_body_are_bounded_too(start: bytes, more: bytes) -> None:
    """A server cannot fill the memory while the request still has time."""
    raised: list[requests.RequestException] = []

    def send_request(url: str) -> None:
        try:
            get_things(url, timeout=100 * PATIENCE)
        except requests.RequestException as error:
            raised.append(error)

    with sending(start, more) as url:
        thread = threading.Thread(target=send_request, args=(url,), daemon=True)
        thread.start()
        thread.join(PATIENCE)
    assert raised


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
def test_a_compressed_response_is_limited_by_its_decoded_size(coding: str) -> None:
    data = bytes(64 * LARGEST_RESPONSE)
    for _ in coding.split(","):
        data = gzip.compress(data)
    head = OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(data)}\r\n\r\n".encode()
    with sending(head + data, b"") as url:
        del data
        tracemalloc.start()
        try:
            with pytest.raises(LargeResponseError, match="more than"):
                get_things(url)
            assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
        finally:
            tracemalloc.stop()


def test_a_large_response_within_the_limit_arrives_whole() -> None:
    data = b"[" + b"1," * (LARGEST_RESPONSE // 2 - 2) + b"1 ]"
    with sending(OK + f"Content-Length: {len(data)}\r\n\r\n".encode() + data, b"") as url:
        assert get_things(url).content == data


@pytest.mark.parametrize(
    ("name", "limit", "more", "pause", "reason"),
    [
        ("_LARGEST_RESPONSE", 2**20, b"x" * 2**16, 0, "it has more than 1,048,576 bytes"),
        ("_LONGEST_WAIT", TIMEOUT, b" ", TIMEOUT / 10, "TimeoutError"),
    ],
    ids=["large", "slow"],
)
def test_the_pytest_plugin_gives_up_a_response_without_an_end(
    name: str, limit: int, more: bytes, pause: float, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytest_plugin, name, limit)
    contract = read_contract(READ)
    request = sample_request(contract, contract.operations[0])
    raised: list[pytest_plugin.BrokenPromiseError] = []

    def send_request(url: str) -> None:
        gate = pytest_plugin._gate(url, contract.operations)
        try:
            pytest_plugin._response_to(request, url, gate, contract, Redactor({}))
        except pytest_plugin.BrokenPromiseError as error:
            raised.append(error)

    with sending(OK + b"\r\n", more, pause) as url:
        thread = threading.Thread(target=send_request, args=(url,), daemon=True)
        thread.start()
        thread.join(PATIENCE)
        assert len(raised) == 1
        assert "The server sends no response" in str(raised[0])
        assert reason in str(raised[0])
