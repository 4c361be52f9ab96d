"""Many clients at once: each of them gets every response."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mock.calls import SPEC
from tests.mock.hostile import MEMBER, TASK, post, request
from tests.mock.served import Server

CLIENTS = 500
SECONDS = 4
REQUESTS = (
    (request(b"GET", MEMBER + b"/7"), 200),
    (request(b"GET", MEMBER + b"/7?$select=Firstname"), 200),
    (request(b"GET", MEMBER + b"?$top=5"), 200),
    (post(b'{"Id": 7}', target=TASK), 200),
    (request(b"GET", MEMBER + b"/none"), 400),
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "log", "-m", "speclift", "mock", str(SPEC), "--port", "0")
    yield started
    started.stop()


async def client(port: int, number: int, end: float, all_connected: asyncio.Barrier) -> Counter[str]:
    """Counts the responses and errors of a client that sends request after request on one connection until `end`."""
    outcomes: Counter[str] = Counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await all_connected.wait()
        while time.monotonic() < end or not outcomes:
            data, status = REQUESTS[number % len(REQUESTS)]
            number += 1
            writer.write(data)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
            await reader.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
            outcomes["good" if head.startswith(b"HTTP/1.1 %d " % status) else head.split(b"\r\n")[0].decode()] += 1
    except (OSError, EOFError, TimeoutError) as error:
        outcomes[type(error).__name__] += 1
    finally:
        writer.close()
    return outcomes


async def load(port: int) -> list[Counter[str]]:
    """The counts of all clients, which are connected at the same time."""
    all_connected = asyncio.Barrier(CLIENTS)
    end = time.monotonic() + SECONDS
    return await asyncio.gather(*(client(port, number, end, all_connected) for number in range(CLIENTS)))


def test_five_hundred_clients_get_every_response(server: Server) -> None:
    outcomes = asyncio.run(load(server.port))
    total: Counter[str] = sum(outcomes, Counter())
    assert total.keys() == {"good"}
    assert all(outcome["good"] for outcome in outcomes)
    assert total["good"] >= CLIENTS
    assert "Traceback" not in server.log.read_text()
