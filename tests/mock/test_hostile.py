"""The server withstands clients that send anything but valid requests."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.mock.calls import SPEC
from tests.mock.hostile import MEMBER, TASK, Attack, attack, head, post, request
from tests.mock.served import Connection, Server

THREADS = 4
ATTACKS_PER_THREAD = 2500
#: Seconds after which the server gives up on a request head that does not end, with a margin for a slow machine.
HEAD_TIMEOUT = 25
GOOD = request(b"GET", MEMBER + b"/7")
SERVER_WITH_SHORT_TIMEOUT = """
import sys
from speclift.contract.view import read_contract
from speclift.mock.app import Mock, Options
from speclift.http.server import listen, serve
from speclift.openapi.load import load
mock = Mock(read_contract(load(sys.argv[1]).document), Options(slowest_body=2, largest_body=1000))
listening = listen("127.0.0.1", 0)
host, port = listening.getsockname()
serve(mock, listening, lambda: print(f"http://{host}:{port}", file=sys.stderr, flush=True))
"""


SERVER_WITH_FEW_CONNECTIONS = """
import sys
from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.openapi.load import load
from speclift.http.server import listen, serve
mock = Mock(read_contract(load(sys.argv[1]).document))
listening = listen("127.0.0.1", 0)
host, port = listening.getsockname()
serve(mock, listening, lambda: print(f"http://{host}:{port}", file=sys.stderr, flush=True), most_connections=5)
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers, and stops them at the end of the test."""
    started: list[Server] = []

    def begin(*command: str) -> Server:
        log = tmp_path / f"{len(started)}.log"
        started.append(Server(log, *(command or ("-m", "speclift", "mock", str(SPEC), "--port", "0"))))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


def good_status(server: Server) -> int | None:
    """The status of the response to a valid request."""
    connection = Connection(server)
    connection.send(GOOD)
    status = connection.read_status()
    connection.close()
    return status


def failures_of_attacks(server: Server, seed: int, count: int) -> list[str]:
    """Send `count` attacks; returns what went wrong."""
    rng = random.Random(seed)
    failures: list[str] = []
    connection = Connection(server)
    for _ in range(count):
        sent = attack(rng)
        if not connection.is_open or (sent.is_whole and rng.random() < 0.05):
            connection.close()
            connection = Connection(server)
        try:
            failure = _failure_of_complete(connection, sent) if sent.is_whole else _failure_of_broken(server, sent)
        except TimeoutError:
            failure = "no response"
            connection.close()
        if failure:
            failures.append(f"{sent.name}: {failure}: {sent.data[:200]!r}")
    connection.close()
    return failures


def _failure_of_complete(connection: Connection, sent: Attack) -> str:
    connection.send(sent.data)
    status = connection.read_status()
    # A client that sends a large head before it reads the response may find the connection reset.
    is_refused = status is None and len(sent.data) > 65_536
    return "" if is_refused or (status and 400 <= status <= 499) else f"responded {status}"


def _failure_of_broken(server: Server, sent: Attack) -> str:
    connection = Connection(server)
    connection.send(sent.data)
    connection.end()
    statuses = []
    while (status := connection.read_status()) is not None:
        statuses.append(status)
    connection.close()
    return "" if all(400 <= status <= 499 for status in statuses) else f"responded {statuses}"


def closed_after(server: Server, data: bytes) -> float:
    """The seconds after which the server closes a connection on which only this data is sent."""
    begin = time.monotonic()
    with server.connect(HEAD_TIMEOUT) as client:
        client.sendall(data)
        while client.recv(65_536):
            pass
    return time.monotonic() - begin


@pytest.mark.slow
def test_ten_thousand_attacks_are_refused_and_leave_no_trace(start: Callable[..., Server]) -> None:
    server = start()
    assert good_status(server) == 200
    failures_of_attacks(server, 99, 300)
    before = server.memory()
    with ThreadPoolExecutor(THREADS + 4) as pool:
        heads = [b"", b"GET ", GOOD[:-2], b"GET /nowhere HTTP/1.1\r\nHost: a\r\nX-A: "]
        idle = [pool.submit(closed_after, server, data) for data in heads]
        runs = [pool.submit(failures_of_attacks, server, seed, ATTACKS_PER_THREAD) for seed in range(THREADS)]
        failures = [failure for run in runs for failure in run.result()]
        assert failures == []
        assert max(each.result() for each in idle) < HEAD_TIMEOUT
    assert good_status(server) == 200
    assert server.memory() - before < 100 * 2**20
    assert "Traceback" not in server.log.read_text()


def test_a_head_without_an_end_is_not_buffered(start: Callable[..., Server]) -> None:
    server = start()
    before = server.memory()
    for beginning in (
        b"GET /nowhere HTTP/1.1\r\nX-A: ",
        b"GET /",
        post(b"")[:-4].replace(b"Content-Length: 0", b"Transfer-Encoding: chunked") + b"\r\n\r\n0\r\nX-Trailer: ",
    ):
        with server.connect() as client:
            sent = 0
            try:
                client.sendall(beginning)
                while sent < 100 * 2**20:
                    client.sendall(b"a" * 2**20)
                    sent += 2**20
            except OSError:
                pass
            assert sent < 20 * 2**20
    assert server.memory() - before < 30 * 2**20
    assert good_status(server) == 200


def test_trailers_are_not_accepted_as_credentials(start: Callable[..., Server]) -> None:
    connection = Connection(start())
    headers = [(b"Host", b"localhost"), (b"Content-Type", b"application/json"), (b"Transfer-Encoding", b"chunked")]
    body = b'9\r\n{"Id": 1}\r\n0\r\nAuthorization: Bearer x\r\n\r\n'
    connection.send(head(b"POST", TASK, headers) + body)
    assert connection.read_status() == 401
    connection.send(head(b"POST", TASK, [*headers, (b"Authorization", b"Bearer x")]) + body)
    assert connection.read_status() == 200
    connection.close()


def test_a_body_that_comes_byte_by_byte_is_given_up(start: Callable[..., Server]) -> None:
    server = start("-c", SERVER_WITH_SHORT_TIMEOUT, str(SPEC))
    connection = Connection(server)
    connection.send(post(b" " * 100)[:-100])
    stopped = threading.Event()

    def drip() -> None:
        while not stopped.wait(0.5):
            connection.send(b" ")

    dripping = threading.Thread(target=drip)
    begin = time.monotonic()
    dripping.start()
    try:
        assert connection.read_status() == 408
    finally:
        stopped.set()
        dripping.join()
        connection.close()
    assert 1.5 < time.monotonic() - begin < HEAD_TIMEOUT
    assert good_status(server) == 200


@pytest.mark.parametrize("header", [(b"Content-Length", b"20"), (b"Transfer-Encoding", b"chunked")])
def test_a_body_that_never_arrives_is_given_up(start: Callable[..., Server], header: tuple[bytes, bytes]) -> None:
    server = start("-c", SERVER_WITH_SHORT_TIMEOUT, str(SPEC))
    connection = Connection(server)
    begin = time.monotonic()
    connection.send(head(b"POST", TASK, [(b"Host", b"localhost"), (b"Content-Type", b"application/json"), header]))
    assert connection.read_status() == 408
    connection.close()
    assert 1.5 < time.monotonic() - begin < HEAD_TIMEOUT
    assert good_status(server) == 200


def test_connections_are_bounded(start: Callable[..., Server]) -> None:
    server = start("-c", SERVER_WITH_FEW_CONNECTIONS, str(SPEC))
    held = [Connection(server) for _ in range(3)]
    assert good_status(server) == 200
    held += [Connection(server) for _ in range(4)]
    assert good_status(server) == 503
    held += [Connection(server) for _ in range(3)]
    one_too_many = Connection(server)
    one_too_many.send(GOOD)
    assert one_too_many.read_status() is None
    for connection in (*held, one_too_many):
        connection.close()
    time.sleep(0.2)
    assert good_status(server) == 200


def test_many_requests_may_be_pipelined(start: Callable[..., Server]) -> None:
    connection = Connection(start())
    connection.send((GOOD + post(b"{") + post(b'{"Id": 1}')) * 200)
    assert [connection.read_status() for _ in range(600)] == [200, 400, 200] * 200
    connection.close()


@pytest.mark.parametrize("busy", [False, True])
def test_an_interrupt_stops_the_server(start: Callable[..., Server], busy: bool) -> None:
    server = start()
    assert good_status(server) == 200
    clients = [server.connect() for _ in range(3)] if busy else []
    for client, data in zip(clients, (b"GET ", GOOD, post(b" " * 100)[:-50]), strict=False):
        client.sendall(data)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(10) == 0
    assert "Traceback" not in server.log.read_text()
    for client in clients:
        client.close()
