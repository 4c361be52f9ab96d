"""The fuzzer on servers of other people, compared with schemathesis for the same time on the same server.

    SPECLIFT_BENCH_SERVERS=FOLDER python -m bench.servers [NAME...]

FOLDER has a virtual environment for each server, with its name in `SERVERS`: `python -m venv FOLDER/chroma` and
`FOLDER/chroma/bin/pip install chromadb`.  A server without one is skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from bench.figure import Figure, table
from bench.fuzzing import failures_in
from bench.load import SECRET, free_port
from bench.measurement import SPECLIFT

#: The seconds that each of the two fuzzers has for a server.
TIME = int(os.environ.get("SPECLIFT_BENCH_SECONDS", "120"))
#: The seconds that a server may take until it responds.
_STARTING = 180
#: The codes of schemathesis for a 5xx, with which a server responds to good and to wrong requests.
_SERVER_ERRORS = ("ST101", "ST102")
#: The status of a server that is busy.
_BUSY = 503
HOW = f"{{}} for {TIME} s on {{}} started afresh"


class Server(msgspec.Struct, frozen=True):
    """A server: its package, and how it is started in a folder of its own.

    `command` begins with the name of a program of its environment; `{port}` and `{folder}` are replaced by the port and
    the folder.  `document` is the path of its OpenAPI document, and `base` is what comes before the paths in that
    document. Neither fuzzer calls the paths in `without`, since a call there ends the credential.
    """

    name: str
    package: str
    command: tuple[str, ...]
    document: str
    base: str = ""
    environment: Mapping[str, str] = {}
    header: str = ""
    without: tuple[str, ...] = ()


SERVERS = (
    Server(
        "jupyter",
        "jupyter-server",
        ("jupyter", "server", "--no-browser", "--allow-root", "--port={port}", "--ServerApp.root_dir={folder}"),
        "/api/spec.yaml",
        environment={
            "JUPYTER_TOKEN": SECRET,
            "JUPYTER_CONFIG_DIR": "{folder}/config",
            "JUPYTER_DATA_DIR": "{folder}/data",
        },
        header=f"Authorization: token {SECRET}",
    ),
    Server("chroma", "chromadb", ("chroma", "run", "--port", "{port}", "--path", "{folder}"), "/openapi.json"),
    Server(
        "prefect",
        "prefect",
        ("prefect", "server", "start", "--host", "127.0.0.1", "--port", "{port}"),
        "/openapi.json",
        "/api",
        environment={"PREFECT_HOME": "{folder}", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"},
    ),
    Server(
        "phoenix",
        "arize-phoenix",
        ("phoenix", "serve"),
        "/openapi.json",
        environment={
            "PHOENIX_PORT": "{port}",
            "PHOENIX_HOST": "127.0.0.1",
            "PHOENIX_GRPC_PORT": "0",
            "PHOENIX_WORKING_DIR": "{folder}",
            "PHOENIX_TELEMETRY_ENABLED": "false",
        },
    ),
    Server(
        "label-studio",
        "label-studio",
        ("label-studio", "start", "--port", "{port}", "--data-dir", "{folder}", "--no-browser", "--username",
         "bench@example.com", "--password", SECRET, "--user-token", SECRET),
        "/docs/api/schema/json/",
        environment={"LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "COLLECT_ANALYTICS": "false"},
        header=f"Authorization: Token {SECRET}",
        without=("/api/current-user/reset-token/", "/api/jwt/settings"),
    ),
)  # fmt: skip


class Seen(msgspec.Struct, frozen=True):
    """The operations (`GET /crates`) with each kind of fault that a run found, and its responses by status.

    `failing` are those with a 5xx; those in `crashing` had one that is not 503, which says that a server is
    busy (RFC 9110, section 15.6.4).
    """

    failing: frozenset[str]
    crashing: frozenset[str]
    wrong_schema: frozenset[str]
    wrong_type: frozenset[str]
    statuses: Mapping[int, int]

    @property
    def share(self) -> float:
        """The share of responses that are a success, in percent."""
        count = sum(self.statuses.values())
        good = sum(count for status, count in self.statuses.items() if 200 <= status <= 299)
        return 100 * good / count if count else 0.0


def figures(names: Iterable[str] = ()) -> list[Figure]:
    """The number of operations with each kind of fault, and the share of successes, for both fuzzers."""
    given = os.environ.get("SPECLIFT_BENCH_SERVERS", "")
    chosen = [server for server in SERVERS if server.name in (names := tuple(names)) or not names]
    return [figure for server in chosen for figure in _of_server(server, Path(given or "servers"))]


def _of_server(server: Server, environments: Path) -> Iterator[Figure]:
    programs = environments.resolve() / server.name / "bin"
    if not (programs / server.command[0]).exists():
        note = f"{server.package} is not installed: see bench/servers.py"
        yield Figure(server.name, None, "", HOW.format("both", server.name), note=note)
        return
    version = _version(programs, server.package)
    for who, run in (("speclift", _speclift), ("schemathesis", _schemathesis)):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            with _started(server, programs, folder / "state") as url:
                spec = _document(server, url, folder)
                seen = run(server, spec, f"{url}{server.base}", folder)
        how = HOW.format("`speclift fuzz`" if who == "speclift" else "`schemathesis run --seed 0`", version)
        for what, found in (
            ("a 5xx", seen.failing),
            ("a wrong schema", seen.wrong_schema),
            ("a wrong media type", seen.wrong_type),
        ):
            busy = len(seen.failing - seen.crashing)
            note = f"{busy} of them only with 503" if found is seen.failing and busy else ""
            yield Figure(f"{server.name}, {who}: operations with {what}", len(found), "", how, note=note)
        count = sum(seen.statuses.values())
        yield Figure(f"{server.name}, {who}: successful responses", seen.share, "%", how, note=f"of {count:,}")


@contextmanager
def _started(server: Server, programs: Path, folder: Path) -> Iterator[str]:
    """The address of a server without data.  Raises SystemExit if it does not start."""
    folder.mkdir()
    port = str(free_port())
    fields = {"port": port, "folder": str(folder)}
    environment = {name: value.format(**fields) for name, value in server.environment.items()}
    program, *arguments = (part.format(**fields) for part in server.command)
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / program), *arguments],
            cwd=folder,
            env={**os.environ, "PATH": path, "HOME": str(folder), **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        start = time.monotonic()
        while not _responds(url + server.document, server.header):
            if process.poll() is not None or time.monotonic() - start > _STARTING:
                raise SystemExit(f"bench: {server.name} did not start: {(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.5)
        yield url
    finally:
        # The whole process group, with all that the server started.
        os.killpg(process.pid, 9)
        process.wait()


def _responds(url: str, header: str) -> bool:
    try:
        return bool(_get(url, header))
    except (urllib.error.URLError, OSError):
        return False


def _get(url: str, header: str) -> bytes:
    name, _, value = header.partition(": ")
    request = urllib.request.Request(url, headers={name: value} if name else {})
    with urllib.request.urlopen(request, timeout=10) as response:
        found: bytes = response.read()
    return found


def _document(server: Server, url: str, folder: Path) -> Path:
    spec = folder / ("document" + (Path(server.document).suffix or ".json"))
    spec.write_bytes(_get(url + server.document, server.header))
    return spec


def _speclift(server: Server, spec: Path, url: str, folder: Path) -> Seen:
    report = folder / "fuzz.json"
    command = [*SPECLIFT, "fuzz", str(spec), "--url", url, "--quiet", "--max-time", str(TIME)]
    command += ["--auth-env", "API_AUTH"] if server.header else []
    command += [f"--exclude-path={path}" for path in server.without]
    environment = {**os.environ, "API_AUTH": server.header}
    done = subprocess.run([*command, "--report-json", str(report)], env=environment, check=False, capture_output=True)
    if not report.exists():
        raise SystemExit(f"bench: speclift fuzz ended with {done.returncode}: {done.stderr.decode()}")
    found = json.loads(report.read_text())
    kept(spec, report)
    by_check: dict[str, set[str]] = {}
    crashing: set[str] = set()
    for finding in found["findings"]:
        if finding["check"] == "not_a_server_error" and finding["status"] != _BUSY:
            crashing.add(finding["label"])
        if finding["level"] != "drift":
            by_check.setdefault(finding["check"], set()).update((finding["label"], *finding["others"]))
    schemas = ("response_schema_conformance", "null_conformance", "date_offset")
    return Seen(
        frozenset(by_check.get("not_a_server_error", ())),
        frozenset(crashing),
        frozenset(label for check in schemas for label in by_check.get(check, ())),
        frozenset(by_check.get("content_type_conformance", ())),
        {int(status): count for status, count in found["proof"]["statuses"].items()},
    )


def _schemathesis(server: Server, spec: Path, url: str, folder: Path) -> Seen:
    report = folder / "schemathesis.ndjson"
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", str(spec), "--url", url, "--no-color"]
    command += ["-H", server.header] if server.header else []
    command += [f"--exclude-path={path}" for path in server.without]
    command += ["--seed", "0", "--report-ndjson-path", str(report), "--max-time", str(TIME)]
    subprocess.run(command, check=False, capture_output=True, cwd=folder, timeout=10 * TIME)
    kept(spec, report)
    by_code: dict[str, set[str]] = {}
    crashing: set[str] = set()
    statuses: Counter[int] = Counter()
    with report.open(errors="replace") as lines:
        for event in map(json.loads, lines):
            for failure in failures_in(event):
                by_code.setdefault(failure["code"], set()).add(failure["operation"])
            statuses.update(_statuses(event))
            crashing.update(_crashing(event))
    return Seen(
        frozenset(label for code in _SERVER_ERRORS for label in by_code.get(code, ())),
        frozenset(crashing),
        frozenset(label for code in ("ST108", "ST109", "ST110", "ST111") for label in by_code.get(code, ())),
        frozenset(label for code in ("ST104", "ST105") for label in by_code.get(code, ())),
        statuses,
    )


def _crashing(event: Mapping[str, Any]) -> Iterator[str]:
    """The operations with a server error other than 503 in an event of schemathesis' report."""
    recorder = event.get("ScenarioFinished", {}).get("recorder", {})
    for case, checks in recorder.get("checks", {}).items():
        response = recorder.get("interactions", {}).get(case, {}).get("response") or {}
        for failure in failures_in(checks):
            if failure["code"] in _SERVER_ERRORS and response.get("status_code") != _BUSY:
                yield failure["operation"]


def _statuses(node: object) -> Iterator[int]:
    """The statuses of all responses in an event of schemathesis' report."""
    if isinstance(node, dict):
        if isinstance(node.get("status_code"), int) and "elapsed" in node:
            yield node["status_code"]
        else:
            for value in node.values():
                yield from _statuses(value)
    elif isinstance(node, list):
        for value in node:
            yield from _statuses(value)


def kept(spec: Path, report: Path) -> None:
    """Copy a report and its document to where the user asks for them, to look at what was found."""
    folder = os.environ.get("SPECLIFT_BENCH_KEEP")
    if folder:
        target = Path(folder) / spec.parent.name
        target.mkdir(parents=True, exist_ok=True)
        for path in (spec, report):
            (target / path.name).write_bytes(path.read_bytes())


def _version(programs: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([str(programs / "python"), "-c", code], capture_output=True, text=True, check=True)
    return f"{package} {done.stdout.strip()}"


if __name__ == "__main__":
    print(table(figures(sys.argv[1:])))
