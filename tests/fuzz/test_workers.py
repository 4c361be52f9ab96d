"""`--workers`: how many requests are on their way at the same time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from speclift.cli import main

SHOP = Path(__file__).parent / "shop.yaml"

pytestmark = pytest.mark.xdist_group("fuzz")


class Counting(ThreadingHTTPServer):
    """A slow server that counts the requests which it answers at the same time."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Slow)
        self.lock = threading.Lock()
        self.now = 0
        self.most = 0


class Slow(BaseHTTPRequestHandler):
    """Answers everything, after a while."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        assert isinstance(self.server, Counting)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        time.sleep(0.02)
        with self.server.lock:
            self.server.now -= 1
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Counting]:
    found = Counting()
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.mark.parametrize(("workers", "least", "most"), [(1, 1, 1), (3, 2, 3)])
def test_so_many_requests_are_sent_at_the_same_time(server: Counting, workers: int, least: int, most: int) -> None:
    url = f"http://127.0.0.1:{server.server_port}"
    bounds = ["--phases", "fuzzing", "--max-examples", "5", "--max-time", "20", "--quiet"]
    assert main(["fuzz", str(SHOP), "--url", url, "--workers", str(workers), *bounds]) == 1
    assert least <= server.most <= most
