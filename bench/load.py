"""Servers to measure, and the load that is put on them."""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.http.answer import answer_to

#: The credential of all requests.
SECRET = "bench-secret"


def free_port() -> int:
    """A port on which no process listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(command: Sequence[str], port: int) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A server, and the seconds until it first responded.  Raises SystemExit if it does not within two minutes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - start > 120:
                    raise SystemExit(f"bench: did not start: {' '.join(command)}") from None
                time.sleep(0.01)
        yield process, time.perf_counter() - start
    finally:
        process.kill()
        process.wait()


def mebibytes(pid: int) -> float:
    """The peak memory of a process in MiB; NaN if the process is gone."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


class Load(NamedTuple):
    """What `wrk` saw: responses a second, responses, failures among these, and socket errors by kind, or `none`."""

    speed: float
    responses: int
    failures: int
    errors: str


def response_size(url: str, method: str = "GET", body: str = "") -> int:
    """The bytes of the body of the response to a request."""
    _, content = answer_to(url, method, body.encode() or None, Authorization=f"Bearer {SECRET}")
    return len(content)


def load(url: str, seconds: int, method: str = "GET", body: str = "", connections: int = 16) -> Load:
    """The result of requests that `wrk` makes for some seconds, on some connections."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f'wrk.method = "{method}"\nwrk.headers["Authorization"] = "Bearer {SECRET}"\n')
        if body:
            script.write(f'wrk.body = \'{body}\'\nwrk.headers["Content-Type"] = "application/json"\n')
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "10", "-s", script.name, url]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    speed = re.search(r"Requests/sec:\s+([\d.]+)", shown)
    responses = re.search(r"(\d+) requests in", shown)
    failures = re.search(r"Non-2xx or 3xx responses: (\d+)", shown)
    errors = re.search(r"Socket errors: (.+)", shown)
    return Load(
        float(speed[1]) if speed else float("nan"),
        int(responses[1]) if responses else 0,
        int(failures[1]) if failures else 0,
        errors[1] if errors else "none",
    )
