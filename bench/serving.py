"""The mock and the fuzzer, measured from outside.

    python bench/serving.py [SPEC] [--seconds N] [--prism]

SPEC is a document to serve (default: the 2023 corpus beside the checkout made into one, else spec/openapi.yaml).
`wrk` makes the load and has to be installed; without it only start and memory are measured.  `--prism` installs Prism
with npm into a scratch folder and measures it on the same document.  The fuzzer always meets the mock of
spec/openapi.yaml.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from speclift.mock.process import running

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "2023"
EMBEDDED = ROOT / "spec" / "openapi.yaml"
SECRET = "bench-secret"
#: How often the mock and the constant body take turns; how many clients are held, for twenty times as long as a turn.
TURNS = 5
CLIENTS = 500

BARE = """
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

#: What is asked of the mock, and the body where there is one.
REQUESTS = (
    ("an entity", "GET", "/api/v1/Contact/4", ""),
    ("an entity, $select", "GET", "/api/v1/Contact/4?$select=Name", ""),
    ("five rows of a list", "GET", "/api/v1/Contact?$top=5", ""),
    ("an agent, body checked", "POST", "/api/v1/Agents/Batch/GetBatchTaskInfo", '{"Id": 7}'),
    ("a refusal (400)", "GET", "/api/v1/Contact/none", ""),
)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(command: list[str], port: int) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A server, and the seconds until it first answered."""
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
    """The largest memory that a process has had."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


class Load(NamedTuple):
    """What `wrk` saw: answers a second, how many answers were no success, and the errors of sockets by their kind."""

    speed: float
    answers: int
    failures: int
    errors: str


def load(url: str, seconds: int, method: str = "GET", body: str = "", connections: int = 16) -> Load:
    """Requests that `wrk` makes for so long, on so many connections."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f'wrk.method = "{method}"\nwrk.headers["Authorization"] = "Bearer {SECRET}"\n')
        if body:
            script.write(f'wrk.body = \'{body}\'\nwrk.headers["Content-Type"] = "application/json"\n')
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "10", "-s", script.name, url]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    speed = re.search(r"Requests/sec:\s+([\d.]+)", shown)
    answers = re.search(r"(\d+) requests in", shown)
    failures = re.search(r"Non-2xx or 3xx responses: (\d+)", shown)
    errors = re.search(r"Socket errors: (.+)", shown)
    return Load(
        float(speed[1]) if speed else float("nan"),
        int(answers[1]) if answers else 0,
        int(failures[1]) if failures else 0,
        errors[1] if errors else "none",
    )


def bench_mock(spec: Path, seconds: int, prism: str | None) -> None:
    """Start, memory and speed of the mock, beside a constant body and Prism."""
    has_wrk = shutil.which("wrk") is not None
    bare_port = free_port()
    start = time.perf_counter()
    with running(str(spec)) as mock:
        started = time.perf_counter() - start
        request = urllib.request.Request(f"{mock.url}/api/v1/Contact/4")
        request.add_header("Authorization", f"Bearer {SECRET}")
        with urllib.request.urlopen(request) as answer:
            size = len(answer.read())
        print(f"mock of {spec.name}: ready after {started:.2f} s, {mebibytes(mock.pid):.0f} MiB")
        if not has_wrk:
            print("wrk is not installed: no load was made (Debian and Ubuntu: apt install wrk)")
            return
        with server([sys.executable, "-c", BARE, str(bare_port), str(size)], bare_port):
            print(f"{'':28} {'mock/s':>8} {'bare/s':>8} {'ratio':>6}")
            for name, method, path, body in REQUESTS:
                # Taking turns, so that a busy moment of the machine falls on both.
                bare_url = f"http://127.0.0.1:{bare_port}/"
                pairs = [
                    (load(f"{mock.url}{path}", seconds, method, body).speed, load(bare_url, seconds).speed)
                    for _ in range(TURNS)
                ]
                pairs.sort(key=lambda pair: pair[0] / pair[1])
                ours, bare = pairs[TURNS // 2]
                print(f"{name:28} {ours:8.0f} {bare:8.0f} {ours / bare:6.2f}")
        held = load(f"{mock.url}/api/v1/Contact/4", 20 * seconds, connections=CLIENTS)
        print(
            f"{CLIENTS} clients for {20 * seconds} s: {held.answers} answers, {held.speed:.0f}/s, "
            f"{held.failures} that are no success, errors of sockets: {held.errors}"
        )
        print(f"after the load: {mebibytes(mock.pid):.0f} MiB")
    if prism:
        port = free_port()
        with server([prism, "mock", str(spec), "--port", str(port), "--errors"], port) as (process, started):
            speed = load(f"http://127.0.0.1:{port}/api/v1/Contact/4", seconds).speed
            print(f"Prism: listens after {started:.2f} s, {mebibytes(process.pid):.0f} MiB, an entity {speed:.0f}/s")


def install_prism(folder: Path) -> str | None:
    """The command of Prism, None where npm has it not."""
    command = ["npm", "install", "--silent", "--prefix", str(folder), "@stoplight/prism-cli"]
    if shutil.which("npm") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        print("Prism cannot be installed: no npm, or no registry")
        return None
    return str(folder / "node_modules" / ".bin" / "prism")


def bench_fuzz(folder: Path) -> None:
    """How many faults are found, by speclift and by schemathesis alone, and how soon."""
    environment = {**os.environ, "API_AUTH": f"Bearer {SECRET}"}
    report = folder / "fuzz.json"
    with running(str(EMBEDDED), "--faults", "all", secret=SECRET) as mock:
        command = [sys.executable, "-m", "speclift", "fuzz", str(EMBEDDED), "--url", mock.url, "--auth-env", "API_AUTH"]
        command += ["--quiet", "--max-response-time", "0.5", "--max-examples", "10", "--report-json", str(report)]
        subprocess.run(command, env=environment, check=False, capture_output=True)
        found = json.loads(report.read_text())
        hit = {f["operation_id"] for f in found["findings"]} & mock.faults.keys()
        first = min((f["after"] for f in found["findings"]), default=float("nan"))
        print(
            f"speclift fuzz: {len(hit)} of {len(mock.faults)} faults, {found['requests']} requests, "
            f"{found['seconds']:.1f} s, first finding after {first:.2f} s"
        )
        _bench_schemathesis(mock.url, folder, mock.faults)


def _bench_schemathesis(url: str, folder: Path, faults: Mapping[str, str]) -> None:
    from speclift.contract.read import read_contract
    from speclift.read.document import read_document

    by_label = {op.label: op.operation_id for op in read_contract(read_document(str(EMBEDDED))).operations}
    report = folder / "st.ndjson"
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", str(EMBEDDED), "--url", url, "--no-color"]
    command += [
        "-H",
        f"Authorization: Bearer {SECRET}",
        "--max-response-time",
        "0.5",
        "--max-examples",
        "10",
        "--seed",
        "0",
    ]
    command += ["--continue-on-failure", "--report-ndjson-path", str(report), "--max-time", "60"]
    start = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True, cwd=folder)
    seconds = time.perf_counter() - start
    text = report.read_text(errors="replace") if report.exists() else ""
    failed = {
        by_label[failure["operation"]]
        for line in text.splitlines()
        for failure in _failures(json.loads(line))
        if failure.get("operation") in by_label
    }
    clean = failed - faults.keys()
    print(
        f"schemathesis run, 60 s: failures on {len(failed & faults.keys())} of {len(faults)} faulty operations, "
        f"and on {len(clean)} of {len(by_label) - len(faults)} good ones; {seconds:.1f} s"
    )


def _failures(node: object) -> Iterator[dict[str, str]]:
    """Everything in an event of the report that is a failure: it has a code and an operation."""
    if isinstance(node, dict):
        if str(node.get("code", "")).startswith("ST") and isinstance(node.get("operation"), str):
            yield node
        for value in node.values():
            yield from _failures(value)
    elif isinstance(node, list):
        for value in node:
            yield from _failures(value)


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure the mock and the fuzzer.")
    parser.add_argument("spec", nargs="?", type=Path, help="the document to serve")
    parser.add_argument("--seconds", type=int, default=3, help="how long each load lasts (default: 3)")
    parser.add_argument("--prism", action="store_true", help="measure Prism too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = arguments.spec or EMBEDDED
        if arguments.spec is None and CORPUS.is_dir():
            spec = folder / "2023.yaml"
            made = [sys.executable, "-m", "speclift", "spec", str(CORPUS), "-o", str(spec), "--quiet", "--no-cache"]
            subprocess.run(made, check=True)
        bench_mock(spec, arguments.seconds, install_prism(folder) if arguments.prism else None)
        bench_fuzz(folder)


if __name__ == "__main__":
    main()
