"""How much memory one client can make the mock use: by responses that it does not read, and by what it stores.

    python -m bench.bounds

The document is of the 2023 corpus beside the checkout, else of spec/docs.
"""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from bench.figure import Figure, table
from bench.load import SECRET, mebibytes
from bench.measurement import make_spec
from speclift.mock.process import running

#: How many seconds one connection sends requests and hardly reads.
HELD = 30
#: How many resources are stored, and how many bytes each has.
RESOURCES = 60
BYTES = 9 << 20

_PATH = "/api/v1/Contact/{}"
_REQUEST = f"GET {_PATH.format(4)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {SECRET}\r\n\r\n".encode()


def figures() -> list[Figure]:
    """How much the memory of the mock grows in each case, and how long another client waits meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        spec = str(make_spec(Path(name)))
        return [*_pipelined(spec), _stored(spec)]


def _pipelined(spec: str) -> list[Figure]:
    how = f"one connection sends GETs for {HELD} s and reads as little as it may"
    with running(spec) as mock:
        _ask(mock.url, "GET", 4)
        before = mebibytes(mock.pid)
        waits: list[float] = []
        ended = time.monotonic() + HELD
        other = threading.Thread(target=_wait_for_responses, args=(mock.url, ended, waits))
        other.start()
        sent = _send_without_end(mock.url, ended)
        other.join()
        after = mebibytes(mock.pid)
    grown = Figure(
        "the mock grows by, pipelined", after - before, "MiB", how, memory=after, note=f"{sent >> 20} MiB sent"
    )
    waited = Figure("another client waits meanwhile", statistics.median(waits), "s", how, extremes=(0, max(waits)))
    return [grown, waited]


def _send_without_end(url: str, ended: float) -> int:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port)
    connection.connect()
    data = memoryview(_REQUEST * 4000)
    sent = at = 0
    with connection.sock as wire:
        wire.setblocking(False)
        while time.monotonic() < ended:
            try:
                step = wire.send(data[at:])
                sent, at = sent + step, (at + step) % len(data)
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:
                break
            try:
                wire.recv(1 << 20)
            except BlockingIOError:
                continue
            except OSError:
                break
    return sent


def _wait_for_responses(url: str, ended: float, waits: list[float]) -> None:
    while time.monotonic() < ended:
        start = time.monotonic()
        _ask(url, "GET", 5)
        waits.append(time.monotonic() - start)


def _stored(spec: str) -> Figure:
    with running(spec) as mock:
        shown = json.loads(_ask(mock.url, "GET", 7)[1])
        text = next(name for name, value in shown.items() if isinstance(value, str))
        body = json.dumps({**shown, text: "x" * BYTES})
        before = mebibytes(mock.pid)
        statuses = [_ask(mock.url, "PUT", number, body)[0] for number in range(1, RESOURCES + 1)]
        after = mebibytes(mock.pid)
    note = ", ".join(f"{statuses.count(status)} responses with {status}" for status in sorted(set(statuses)))
    how = f"{RESOURCES} PUTs of {BYTES >> 20} MiB each, to resources of their own"
    return Figure("the mock grows by, storing", after - before, "MiB", how, memory=after, note=note)


def _ask(url: str, method: str, number: int, body: str | None = None) -> tuple[int, bytes]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
    connection.request(method, _PATH.format(number), body, headers)
    response = connection.getresponse()
    received = response.status, response.read()
    connection.close()
    return received


if __name__ == "__main__":
    print(table(figures()))
