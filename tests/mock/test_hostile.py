"""The server on a socket holds out against clients that send anything but good requests."""

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
EACH = 2500
#: Seconds after which a head that does not end is given up by the server, with a margin for a slow machine.
HEAD = 25
GOOD = request(b"GET", MEMBER + b"/7")
SLOW = """
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


FEW = """
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
    """Starts servers, and stops them in the end."""
    started: list[Server] = []

    def begin(*command: str) -> Server:
        log = tmp_path / f"{len(started)}.log"
        started.append(Server(log, *(command or ("-m", "speclift", "mock", str(SPEC), "--port", "0"))))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


def good(server: Server) -> int | None:
    """The status that a good request is answered with."""
    connection = Connection(server)
    connection.send(GOOD)
    status = connection.answer()
    connection.close()
    return status


def attacked(server: Server, seed: int, count: int) -> list[str]:
    """What went wrong in so many attacks."""
    rng = random.Random(seed)
    wrong: list[str] = []
    connection = Connection(server)
    for _ in range(count):
        each = attack(rng)
        if not connection.is_open or (each.is_whole and rng.random() < 0.05):
            connection.close()
            connection = Connection(server)
        try:
            fault = _whole(connection, each) if each.is_whole else _broken(server, each)
        except TimeoutError:
            fault = "no answer"
            connection.close()
        if fault:
            wrong.append(f"{each.name}: {fault}: {each.data[:200]!r}")
    connection.close()
    return wrong


def _whole(connection: Connection, each: Attack) -> str:
    connection.send(each.data)
    status = connection.answer()
    # Who sends a large head, and reads the answer later, may find the connection reset.
    is_refused = status is None and len(each.data) > 65_536
    return "" if is_refused or (status and 400 <= status <= 499) else f"answered {status}"


def _broken(server: Server, each: Attack) -> str:
    connection = Connection(server)
    connection.send(each.data)
    connection.end()
    found = []
    while (status := connection.answer()) is not None:
        found.append(status)
    connection.close()
    return "" if all(400 <= status <= 499 for status in found) else f"answered {found}"


def closed_after(server: Server, data: bytes) -> float:
    """The seconds after which the server hangs up on someone who sends no more than this."""
    begin = time.monotonic()
    with server.connect(HEAD) as client:
        client.sendall(data)
        while client.recv(65_536):
            pass
    return time.monotonic() - begin


@pytest.mark.slow
def test_ten_thousand_attacks_are_refused_and_leave_no_trace(start: Callable[..., Server]) -> None:
    server = start()
    assert good(server) == 200
    attacked(server, 99, 300)
    before = server.memory()
    with ThreadPoolExecutor(THREADS + 4) as pool:
        heads = [b"", b"GET ", GOOD[:-2], b"GET /nowhere HTTP/1.1\r\nHost: a\r\nX-A: "]
        idle = [pool.submit(closed_after, server, data) for data in heads]
        runs = [pool.submit(attacked, server, seed, EACH) for seed in range(THREADS)]
        wrong = [line for run in runs for line in run.result()]
        assert wrong == []
        assert max(each.result() for each in idle) < HEAD
    assert good(server) == 200
    assert server.memory() - before < 100 * 2**20
    assert "Traceback" not in server.log.read_text()


def test_a_head_without_an_end_is_not_kept(start: Callable[..., Server]) -> None:
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
    assert good(server) == 200


def test_fields_after_a_body_are_no_credential(start: Callable[..., Server]) -> None:
    connection = Connection(start())
    fields = [(b"Host", b"localhost"), (b"Content-Type", b"application/json"), (b"Transfer-Encoding", b"chunked")]
    body = b'9\r\n{"Id": 1}\r\n0\r\nAuthorization: Bearer x\r\n\r\n'
    connection.send(head(b"POST", TASK, fields) + body)
    assert connection.answer() == 401
    connection.send(head(b"POST", TASK, [*fields, (b"Authorization", b"Bearer x")]) + body)
    assert connection.answer() == 200
    connection.close()


def test_a_body_that_comes_byte_by_byte_is_given_up(start: Callable[..., Server]) -> None:
    server = start("-c", SLOW, str(SPEC))
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
        assert connection.answer() == 408
    finally:
        stopped.set()
        dripping.join()
        connection.close()
    assert 1.5 < time.monotonic() - begin < HEAD
    assert good(server) == 200


@pytest.mark.parametrize("field", [(b"Content-Length", b"20"), (b"Transfer-Encoding", b"chunked")])
def test_a_body_of_which_nothing_comes_is_given_up(start: Callable[..., Server], field: tuple[bytes, bytes]) -> None:
    server = start("-c", SLOW, str(SPEC))
    connection = Connection(server)
    begin = time.monotonic()
    connection.send(head(b"POST", TASK, [(b"Host", b"localhost"), (b"Content-Type", b"application/json"), field]))
    assert connection.answer() == 408
    connection.close()
    assert 1.5 < time.monotonic() - begin < HEAD
    assert good(server) == 200


def test_connections_are_bounded(start: Callable[..., Server]) -> None:
    server = start("-c", FEW, str(SPEC))
    held = [Connection(server) for _ in range(3)]
    assert good(server) == 200
    held += [Connection(server) for _ in range(4)]
    assert good(server) == 503
    held += [Connection(server) for _ in range(3)]
    beyond = Connection(server)
    beyond.send(GOOD)
    assert beyond.answer() is None
    for connection in (*held, beyond):
        connection.close()
    time.sleep(0.2)
    assert good(server) == 200


def test_many_requests_may_be_sent_at_once(start: Callable[..., Server]) -> None:
    connection = Connection(start())
    connection.send((GOOD + post(b"{") + post(b'{"Id": 1}')) * 200)
    assert [connection.answer() for _ in range(600)] == [200, 400, 200] * 200
    connection.close()


@pytest.mark.parametrize("busy", [False, True])
def test_an_interrupt_ends_the_server(start: Callable[..., Server], busy: bool) -> None:
    server = start()
    assert good(server) == 200
    clients = [server.connect() for _ in range(3)] if busy else []
    for client, data in zip(clients, (b"GET ", GOOD, post(b" " * 100)[:-50]), strict=False):
        client.sendall(data)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(10) == 0
    assert "Traceback" not in server.log.read_text()
    for client in clients:
        client.close()
