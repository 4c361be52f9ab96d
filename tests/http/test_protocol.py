"""Whatever a client sends or leaves unread, it neither fills the memory of a server nor makes other clients wait."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mock.calls import SPEC
from tests.mock.hostile import MEMBER, TASK, post, request
from tests.mock.served import Connection, Server

GET = request(b"GET", MEMBER)
SHORTEST = b"GET / HTTP/1.1\r\nHost:localhost\r\n\r\n"
MEBIBYTE = 2**20

#: An application that counts its requests, and whose responses are as slow and as large as the path says.
APPLICATION = """
import asyncio, sys
from speclift.http.server import listen, serve

asked = 0
LARGE = b"x" * (4 * 2**20)

async def app(scope, receive, send):
    global asked
    if scope["type"] != "http":
        return
    if scope["path"] == "/asked":
        body = str(asked).encode()
    else:
        asked += 1
        body = LARGE + str(asked).encode() if scope["path"] == "/large" else b"" 
    if scope["path"] == "/slow":
        await asyncio.sleep(3600)
    message = await receive()
    size = len(message.get("body", b""))
    while message.get("more_body"):
        message = await receive()
        size += len(message.get("body", b""))
    if scope["path"] == "/size":
        body = str(size).encode()
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})

listening = listen("127.0.0.1", 0)
host, port = listening.getsockname()
serve(app, listening, lambda: print(f"http://{host}:{port}", file=sys.stderr, flush=True))
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers, and stops them at the end of the test."""
    started: list[Server] = []

    def begin(*command: str) -> Server:
        started.append(Server(tmp_path / f"{len(started)}.log", *(command or ("-c", APPLICATION))))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


def flooded(server: Server, data: bytes, rounds: int, *, reads: bool = False) -> socket.socket:
    """A connection on which data was sent as often as the server took it, and which read all responses or none."""
    client = server.connect(2)
    stopped = threading.Event()

    def read() -> None:
        with contextlib.suppress(OSError):
            while not stopped.is_set() and client.recv(MEBIBYTE):
                pass

    reader = threading.Thread(target=read)
    if reads:
        reader.start()
    with contextlib.suppress(OSError):
        for _ in range(rounds):
            client.sendall(data)
    stopped.set()
    if reads:
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        reader.join()
    return client


def body_of(server: Server, path: bytes) -> bytes:
    """The body of the response for this path."""
    with server.connect() as client:
        client.sendall(b"GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % path)
        response = b""
        while part := client.recv(65_536):
            response += part
    return response.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("command", ["mock", "serve"])
@pytest.mark.parametrize("reads", [False, True])
def test_pipelined_requests_wait_where_they_take_no_memory(
    start: Callable[..., Server], command: str, reads: bool
) -> None:
    server = start("-m", "speclift", command, str(SPEC), "--port", "0")
    data = (GET if command == "mock" else SHORTEST.replace(b" / ", b" /-/version.json ")) * 2000
    flooded(server, data, 2, reads=reads).close()
    before = server.memory()
    clients = [flooded(server, data, 30, reads=reads) for _ in range(3)]
    assert server.memory() - before < 60 * MEBIBYTE
    connection = Connection(server)
    connection.send(SHORTEST)
    assert connection.read_status()
    connection.close()
    for client in clients:
        client.close()


def test_the_application_gets_only_one_request_of_each_connection_at_a_time(start: Callable[..., Server]) -> None:
    server = start()
    slow = SHORTEST.replace(b" / ", b" /slow ")
    before = server.memory()
    clients = [flooded(server, slow * 10_000, 30) for _ in range(5)]
    assert body_of(server, b"/asked") == b"5"
    # If all requests were parsed, they would take some 100 MiB; their bytes alone, some 50 MiB.
    assert server.memory() - before < 20 * MEBIBYTE
    for client in clients:
        client.close()


def test_waiting_requests_of_all_connections_are_bounded(start: Callable[..., Server]) -> None:
    lower_limit = "from speclift.http import protocol\nprotocol.MOST_UNPARSED = 2**20\n"
    server = start("-c", lower_limit + APPLICATION)
    slow = SHORTEST.replace(b" / ", b" /slow ")
    clients = [flooded(server, slow * 10_000, 1) for _ in range(20)]
    assert int(body_of(server, b"/asked")) >= 4
    closed = 0
    for client in clients:
        client.settimeout(0.1)
        try:
            assert client.recv(1) == b""
            closed += 1
        except ConnectionError:
            closed += 1
        except TimeoutError:
            # This connection waits.
            pass
        client.close()
    # The server reads 256 KiB at once, and the limit has room for four of them.
    assert 4 <= len(clients) - closed <= 12


def test_the_next_request_waits_until_a_response_is_read(start: Callable[..., Server]) -> None:
    server = start()
    before = server.memory()
    client = flooded(server, SHORTEST.replace(b" / ", b" /large ") * 1000, 1)
    assert int(body_of(server, b"/asked")) < 10
    assert server.memory() - before < 30 * MEBIBYTE
    # The other responses come as soon as the client reads.
    part, size = b"", 0
    client.settimeout(30)
    while size < 20 * 4 * MEBIBYTE:
        size += len(part := client.recv(MEBIBYTE))
        assert part
    assert 18 <= int(body_of(server, b"/asked")) < 40
    client.close()


def test_unread_responses_of_all_connections_are_bounded(start: Callable[..., Server]) -> None:
    server = start()
    before = server.memory()
    large = SHORTEST.replace(b" / ", b" /large ")
    clients = [flooded(server, large, 1) for _ in range(150)]
    assert int(body_of(server, b"/asked")) == 150
    assert server.memory() - before < 330 * MEBIBYTE
    # The last client is served: the server disconnects the one that has waited longest.
    clients[-1].settimeout(30)
    size = 0
    while size < 4 * MEBIBYTE:
        size += len(part := clients[-1].recv(MEBIBYTE))
        assert part
    for client in clients:
        client.close()


@pytest.mark.parametrize(
    "beginning", [b"", b"GET", b"GET / HTTP/1.1\r\nX-A: "], ids=["nothing", "request line", "header"]
)
def test_a_head_that_takes_too_long_is_given_up(start: Callable[..., Server], beginning: bytes) -> None:
    short_limits = "from speclift.http import protocol\nprotocol.LOOK, protocol.SLOWEST_HEAD = 0.1, 1\n"
    server = start("-c", short_limits + APPLICATION)
    is_over = False
    with server.connect() as client, contextlib.suppress(ConnectionError):
        client.sendall(beginning)
        client.settimeout(0.1)
        end = time.monotonic() + 20
        while not is_over and time.monotonic() < end:
            try:
                is_over = client.recv(1) == b""
            except TimeoutError:
                # An unfinished header grows, a byte at a time.
                client.sendall(b"a" if beginning.endswith(b" ") else b"")
    assert time.monotonic() < end
    assert body_of(server, b"/asked") == b"0"


def test_a_client_that_reads_too_slowly_is_disconnected(start: Callable[..., Server]) -> None:
    short_limits = "from speclift.http import protocol\nprotocol.LOOK, protocol.LONGEST_READ = 0.1, 1\n"
    server = start("-c", short_limits + APPLICATION)
    idle, slow = (flooded(server, SHORTEST.replace(b" / ", b" /large "), 1) for _ in range(2))
    size = 0
    # A client that reads slowly, but keeps reading, gets everything.
    while size < 4 * MEBIBYTE:
        time.sleep(0.02)
        size += len(part := slow.recv(40_000))
        assert part
    size_of_idle = 0
    with contextlib.suppress(ConnectionError):
        while part := idle.recv(MEBIBYTE):
            size_of_idle += len(part)
    assert size_of_idle < 4 * MEBIBYTE
    idle.close()
    slow.close()


@pytest.mark.parametrize("size", [1, 7, 1023, 1024, 1025, 300_000])
def test_a_body_arrives_whole_however_it_is_split(start: Callable[..., Server], size: int) -> None:
    server = start()
    body = b"b" * min(size * 400, 3_000_000)
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    head = b"POST /size HTTP/1.1\r\nHost: a\r\n"
    whole = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nX-Trailer: a\r\n\r\n"
    with server.connect() as client:
        sender = threading.Thread(target=client.sendall, args=((whole + chunked) * 2,))
        sender.start()
        responses = b""
        while responses.count(b"HTTP/1.1 200 OK") < 4 or not responses.endswith(b"%d" % len(body)):
            part = client.recv(65_536)
            assert part
            responses += part
        sender.join()
    assert responses.count(b"\r\n\r\n%d" % len(body)) == 4


def test_requests_after_an_upgrade_that_is_not_offered_are_still_http(start: Callable[..., Server]) -> None:
    server = start("-m", "speclift", "mock", str(SPEC), "--port", "0")
    upgrade = [(b"Connection", b"Upgrade"), (b"Upgrade", b"websocket"), (b"Sec-WebSocket-Version", b"13")]
    connection = Connection(server)
    upgrading = request(b"GET", MEMBER + b"/7", *upgrade)
    connection.send((upgrading + request(b"GET", MEMBER + b"/none") + post(b'{"Id": 1}', target=TASK)) * 100)
    assert [connection.read_status() for _ in range(300)] == [200, 400, 200] * 100
    connection.close()


@pytest.mark.parametrize("place", ["head", "trailers"])
def test_headers_without_an_end_are_not_buffered(start: Callable[..., Server], place: str) -> None:
    server = start()
    beginning = b"GET / HTTP/1.1\r\nHost: a\r\n"
    if place == "trailers":
        beginning = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    clients = []
    before = server.memory()
    for _ in range(100):
        clients.append(flooded(server, beginning + b"a:\r\n" * 30_000, 1))
    assert server.memory() - before < 60 * MEBIBYTE
    assert body_of(server, b"/asked").isdigit()
    for client in clients:
        client.close()


@pytest.mark.parametrize("place", ["head", "trailers"])
def test_unfinished_heads_of_all_connections_are_bounded(start: Callable[..., Server], place: str) -> None:
    """Each of them is within the limits of one connection."""
    lower_limit = "from speclift.http import protocol\nprotocol.MOST_UNFINISHED = 4 * 2**20\n"
    server = start("-c", lower_limit + APPLICATION)
    beginning = b"GET / HTTP/1.1\r\nHost: a\r\n"
    if place == "trailers":
        beginning = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    before = server.memory()
    clients = [flooded(server, beginning + b"a: %s\r\n" % (b"a" * 100) * 900, 1) for _ in range(150)]
    assert body_of(server, b"/asked").isdigit()
    assert server.memory() - before < 20 * MEBIBYTE
    for client in clients:
        client.close()


def follow(client: socket.socket, requests: bytes) -> bytes:
    """Send requests, and read the first event of the stream that the first of them asks for, or its refusal."""
    client.sendall(requests)
    found = b""
    while b"data:" not in found and b"503" not in found:
        part = client.recv(65_536)
        assert part
        found += part
    return found


@pytest.mark.parametrize("loop", ["auto", "asyncio"])
def test_a_connection_that_is_reset_is_forgotten_with_all_that_waits_on_it(
    start: Callable[..., Server], loop: str
) -> None:
    other_loop = "import uvicorn, functools\nuvicorn.Config = functools.partial(uvicorn.Config, loop=sys.argv.pop(1))\n"
    program = f"import sys\n{other_loop}from speclift.__main__ import main\nmain()\n"
    server = start("-c", program, loop, "serve", str(SPEC), "--watch", "--port", "0")
    events = b"GET /-/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for _ in range(70):
        # These are more pages than may follow the changes, and on each connection other requests wait.
        with server.connect() as client:
            assert follow(client, events * 3).startswith(b"HTTP/1.1 200 ")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    with server.connect() as client:
        assert follow(client, events).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_client_that_only_reads_after_its_requests_gets_all_responses(
    start: Callable[..., Server], count: int
) -> None:
    server = start()
    with server.connect() as client:
        client.sendall(SHORTEST * count)
        client.shutdown(socket.SHUT_WR)
        responses = b""
        while part := client.recv(65_536):
            responses += part
    assert responses.count(b"HTTP/1.1 200 OK") == count
