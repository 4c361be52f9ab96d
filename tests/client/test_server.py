"""The generated client against a real server on a real socket."""

from __future__ import annotations

import asyncio
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from superoffice import AsyncClient, CallOptions, Client, ConnectionFailedError, Retry, TimedOutError

SIZE = 20_000_000
PART = b"\x00\xff" * 5000


class Handler(BaseHTTPRequestHandler):
    """Counts the bytes that it receives, sends a large file, and is slow for one contact."""

    protocol_version = "HTTP/1.1"
    received: ClassVar[list[int]] = []

    def do_GET(self) -> None:
        if self.path.endswith("/Contact/1"):
            time.sleep(1)
        if "Content" in self.path:
            self._start_response(SIZE, "image/png")
            for _ in range(SIZE // len(PART)):
                self.wfile.write(PART)
        else:
            self._start_response(2, "application/json")
            self.wfile.write(b"{}")

    def do_POST(self) -> None:
        left = length = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, 1 << 16)))
        self.received.append(length)
        self._start_response(2, "application/json")
        self.wfile.write(b"{}")

    def _start_response(self, length: int, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def test_large_files_are_not_held_in_memory(server: str, tmp_path: Path) -> None:
    source, target = tmp_path / "up.bin", tmp_path / "down.bin"
    source.write_bytes(b"x" * SIZE)
    with Client(server) as so:
        so.contact.get_contact_entity(42)
        tracemalloc.start()
        so.attachment.upload_attachment(7, source)
        assert so.attachment.get_attachment_stream(7).save(target) == SIZE
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert Handler.received[-1] == SIZE
    assert target.read_bytes() == PART * (SIZE // len(PART))
    assert peak < SIZE / 4


def test_many_concurrent_calls_share_a_client(server: str) -> None:
    async def main() -> None:
        async with AsyncClient(server) as so:
            found = await asyncio.gather(*(so.contact.get_contact_entity(number) for number in range(2, 42)))
        assert len(found) == 40

    asyncio.run(main())


def test_a_slow_server_and_a_missing_one_are_told_apart(server: str) -> None:
    once = CallOptions(retry=Retry(attempts=1), timeout=0.1)
    with Client(server) as so, pytest.raises(TimedOutError):
        so.contact.get_contact_entity(1, options=once)
    with Client("http://127.0.0.1:1") as so, pytest.raises(ConnectionFailedError) as caught:
        so.contact.get_contact_entity(1, options=once)
    assert not isinstance(caught.value, TimedOutError)
