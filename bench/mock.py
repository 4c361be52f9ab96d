"""The mock: start, memory, speed beside a constant body on the same stack and beside Prism, and many clients.

    python -m bench.mock

The reference is the 2023 corpus beside the checkout, else spec/docs.  `wrk` makes the load; without it, only the start
and the memory are measured.  Prism is installed with npm, if there is npm, into a scratch folder.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figure import Figure, of_runs, table
from bench.load import free_port, load, mebibytes, response_size, server
from bench.measurement import make_spec
from speclift.mock.process import running

#: The turns of each server, and the seconds of a turn; how many clients stay connected, and for how many seconds.
TURNS = 5
SECONDS = 3
CLIENTS = 500
HELD = 60

_BARE = """
import sys, uvicorn
body = b"x" * int(sys.argv[2])
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await receive()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
"""

#: The requests to the mock: name, method, path, and the body if there is one.
_REQUESTS = (
    ("an entity", "GET", "/api/v1/Contact/4", ""),
    ("an entity, `$select`", "GET", "/api/v1/Contact/4?$select=Name", ""),
    ("five rows of a list", "GET", "/api/v1/Contact?$top=5", ""),
    ("an agent, body checked", "POST", "/api/v1/Agents/Batch/GetBatchTaskInfo", '{"Id": 7}'),
    ("a refusal (400)", "GET", "/api/v1/Contact/none", ""),
)
_ENTITY = _REQUESTS[0][2]

HOW = (
    f"`wrk -t1 -c16`, median of {TURNS} turns of {SECONDS} s; ratio: to bare uvicorn that responds to the same "
    "requests with a constant body of the same length"
)
HOW_START = f"until it first responds, median of {TURNS}"


def figures() -> list[Figure]:
    """The start and the memory of the mock, its responses a second, and those to many clients."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = make_spec(folder)
        prism = _install_prism(folder)
        found = [_start(spec)]
        if shutil.which("wrk") is None:
            note = "wrk is not installed (Debian and Ubuntu: apt install wrk)"
            return [*found, Figure("responses", None, "/s", HOW, note=note)]
        found += _speed(spec)
        return found + (
            _prism(spec, prism) if prism else [Figure("Prism", None, "/s", HOW, note="npm cannot install it")]
        )


def _start(spec: Path) -> Figure:
    seconds: list[float] = []
    memory = 0.0
    for _ in range(TURNS):
        start = time.perf_counter()
        with running(str(spec)) as mock:
            seconds.append(time.perf_counter() - start)
            memory = max(memory, mebibytes(mock.pid))
    return of_runs("the mock is ready", seconds, "s", HOW_START, memory=memory)


def _speed(spec: Path) -> list[Figure]:
    found = []
    port = free_port()
    bare = f"http://127.0.0.1:{port}/"
    with running(str(spec)) as mock:
        for name, method, path, body in _REQUESTS:
            size = response_size(f"{mock.url}{path}", method, body)
            with server([sys.executable, "-c", _BARE, str(port), str(size)], port):
                # They take turns, so that a busy moment of the machine affects both.
                pairs = [
                    (
                        load(f"{mock.url}{path}", SECONDS, method, body).speed,
                        load(bare, SECONDS, method, body).speed,
                    )
                    for _ in range(TURNS)
                ]
            ratio = statistics.median(ours / theirs for ours, theirs in pairs)
            found.append(of_runs(f"the mock: {name}", [ours for ours, _ in pairs], "/s", HOW, ratio=ratio))
        held = load(f"{mock.url}{_ENTITY}", HELD, connections=CLIENTS)
        how = f"`wrk -t1 -c{CLIENTS}` for {HELD} s"
        note = f"failures: {held.failures}, socket errors: {held.errors}"
        clients = f"the mock: responses to {CLIENTS} clients"
        found.append(Figure(clients, held.responses, "", how, note=note, memory=mebibytes(mock.pid)))
    return found


def _prism(spec: Path, prism: str) -> list[Figure]:
    port = free_port()
    with server([prism, "mock", str(spec), "--port", str(port), "--errors"], port) as (process, started):
        speeds = [load(f"http://127.0.0.1:{port}{_ENTITY}", SECONDS).speed for _ in range(TURNS)]
        memory = mebibytes(process.pid)
    how = f"`wrk -t1 -c16`, median of {TURNS} times {SECONDS} s"
    return [
        Figure(f"Prism {_version(prism)} listens", started, "s", "one start on the same document"),
        of_runs("Prism: an entity", speeds, "/s", how, memory=memory),
    ]


def _install_prism(folder: Path) -> str | None:
    """The command of Prism; None if npm cannot install it."""
    command = ["npm", "install", "--silent", "--prefix", str(folder), "@stoplight/prism-cli"]
    if shutil.which("npm") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        return None
    return str(folder / "node_modules" / ".bin" / "prism")


def _version(prism: str) -> str:
    package = Path(prism).parent.parent / "@stoplight" / "prism-cli" / "package.json"
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


if __name__ == "__main__":
    print(table(figures()))
