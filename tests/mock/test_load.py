"""Many clients at once: each of them gets every answer."""

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
    found = Server(tmp_path / "log", "-m", "speclift", "mock", str(SPEC), "--port", "0")
    yield found
    found.stop()


async def client(port: int, number: int, end: float, everyone: asyncio.Barrier) -> Counter[str]:
    """What happened to one client, which asks again and again on one connection until the end."""
    found: Counter[str] = Counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await everyone.wait()
        while time.monotonic() < end or not found:
            data, status = REQUESTS[number % len(REQUESTS)]
            number += 1
            writer.write(data)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
            await reader.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
            found["good" if head.startswith(b"HTTP/1.1 %d " % status) else head.split(b"\r\n")[0].decode()] += 1
    except (OSError, EOFError, TimeoutError) as error:
        found[type(error).__name__] += 1
    finally:
        writer.close()
    return found


async def load(port: int) -> list[Counter[str]]:
    """What happened to each of all clients, who are connected at the same time."""
    everyone = asyncio.Barrier(CLIENTS)
    end = time.monotonic() + SECONDS
    return await asyncio.gather(*(client(port, number, end, everyone) for number in range(CLIENTS)))


def test_five_hundred_clients_get_every_answer(server: Server) -> None:
    found = asyncio.run(load(server.port))
    everything: Counter[str] = sum(found, Counter())
    assert everything.keys() == {"good"}
    assert all(each["good"] for each in found)
    assert everything["good"] >= CLIENTS
    assert "Traceback" not in server.log.read_text()
