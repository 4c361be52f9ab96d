"""Every command on many documents: whether it works, how long it takes and how much memory it needs.

    python -m bench.documents [FILE...]

For each document, in a process of its own: the client is generated, imported and checked by `mypy --strict`, the mock
responds to each operation once and the response is validated against its own schema, the catalogue of `serve` is made,
and the document is compared with itself.  A response that breaks the schema only where a sample of the document does is
counted separately.  Without files, the documents of the references and oracles beside the checkout are measured.

All clients are made in the same place, so that mypy reads the packages that they need, and the modules that all clients
have, only once.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from bench.figure import Figure
from bench.measurement import ROOT
from speclift.contract.records import Contract, MediaType, Operation, json_of

SHARED = ROOT.parent / "shared"
PLACES = ("references/*/oracle/*", "oracle/*/*")
SUFFIXES = (".json", ".yaml", ".yml")
HOW = "client, mock, serve and diff on a document, in one process; mypy apart"
#: Seconds that one document may take.
PATIENCE = 900

_Made = TypeVar("_Made")


class Row(msgspec.Struct):
    """The results for a document: counts, seconds, and the first problem."""

    name: str
    kibibytes: int = 0
    operations: int = 0
    faults: int = 0
    load: float = 0
    client: float = 0
    mypy_errors: int | None = None
    succeeded: int = 0
    refused: int = 0
    wrong: int = 0
    samples: int = 0
    served: int = 0
    changes: int = 0
    mebibytes: int = 0
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether every command works on it."""
        is_typed = self.mypy_errors in (0, None)
        return is_typed and not (self.wrong or self.changes or self.problem or self.served != self.operations)


def figures() -> list[Figure]:
    """A figure for each document beside the checkout: the seconds of all commands together."""
    files = documents()
    if not files:
        return [Figure("documents", None, "", HOW, note="not measured: ../shared is not there")]
    with tempfile.TemporaryDirectory() as folder:
        return [_figure(measured(file, folder)) for file in files]


def documents() -> list[Path]:
    """The documents beside the checkout."""
    found = (file for place in PLACES for file in SHARED.glob(place))
    return sorted(file for file in found if file.suffix in SUFFIXES)


def measured(file: Path, folder: str) -> Row:
    """The results for a document, from a process of low priority that makes the client in `folder`."""
    command = ["nice", "-n", "10", sys.executable, "-m", "bench.documents", "--one", str(file), folder]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "generator"), str(ROOT)))}
    try:
        run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return Row(_name(file), problem=f"takes more than {PATIENCE} s")
    if run.returncode:
        return Row(_name(file), problem=(run.stderr.strip() or f"exit {run.returncode}").splitlines()[-1][:200])
    return msgspec.json.decode(run.stdout, type=Row)


def table(rows: list[Row]) -> str:
    """Rows as a markdown table."""
    counts = "succeeded, refused, wrong, wrong samples"
    head = f"| document | KiB | operations | faults | load s | client s | mypy errors | {counts} | MiB | |"
    lines = [head, "| --- |" + " --- |" * 9]
    for row in rows:
        mypy = "-" if row.mypy_errors is None else row.mypy_errors
        counts = f"{row.succeeded}, {row.refused}, {row.wrong}, {row.samples}"
        seconds = f"{row.load:.1f} | {row.client:.1f}"
        problem = row.problem or ("ok" if row.is_good else f"served {row.served}, changes {row.changes}")
        lines.append(
            f"| {row.name} | {row.kibibytes:,} | {row.operations:,} | {row.faults:,} | {seconds} "
            f"| {mypy} | {counts} | {row.mebibytes:,} | {problem} |"
        )
    return "\n".join(lines)


def _figure(row: Row) -> Figure:
    note = f"{row.operations:,} operations, {row.faults:,} faults; {'ok' if row.is_good else row.problem or 'not ok'}"
    return Figure(row.name, row.load + row.client, "s", HOW, memory=row.mebibytes, note=note)


def _name(file: Path) -> str:
    return (
        f"{file.parent.parent.name}/{file.name}" if file.parent.name == "oracle" else f"{file.parent.name}/{file.name}"
    )


def _one(file: Path, folder: Path) -> Row:
    from speclift.contract.view import contract_of
    from speclift.diff.compare import compare
    from speclift.diff.description import describe
    from speclift.openapi.load import load
    from speclift.serve.catalogue import catalogue_of

    row = Row(_name(file), file.stat().st_size // 1024)
    row.load, loaded = _timed(lambda: load(str(file)))
    row.faults = len(loaded.faults)
    contract = contract_of(loaded.document)
    row.operations = len(contract.operations)
    with _Problems(row, "mock"):
        _call_mock(row, contract)
    with _Problems(row, "serve"):
        row.served = catalogue_of(loaded.document).whole.operations
    with _Problems(row, "diff"):
        row.changes = len(compare(describe(loaded.document, "a"), describe(loaded.document, "a")).changes)
    row.mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with _Problems(row, "client"):
        _make_client(row, loaded.document, folder)
    return row


class _Problems:
    """Keeps the first exception as the problem of a row."""

    def __init__(self, row: Row, what: str) -> None:
        self._row, self._what = row, what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Exception) and not self._row.problem:
            self._row.problem = f"{self._what}: {type(error).__name__}: {' '.join(str(error).split())[:160]}"
        return isinstance(error, Exception)


def _timed(make: Callable[[], _Made]) -> tuple[float, _Made]:
    start = time.perf_counter()
    found = make()
    return time.perf_counter() - start, found


def _make_client(row: Row, document: dict[str, Any], folder: Path) -> None:
    from speclift.client.templates import Templates
    from speclift.pipeline.client import client_files

    row.client, files = _timed(lambda: client_files(document, "api_client", Templates(None)))
    shutil.rmtree(folder / "api_client", ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    imported = (
        "import importlib, pkgutil, api_client, pydantic\n"
        "for m in pkgutil.walk_packages(api_client.__path__, 'api_client.'): importlib.import_module(m.name)\n"
        "todo = [pydantic.BaseModel]\n"
        "while todo:\n"
        "    for c in todo.pop().__subclasses__():\n"
        "        todo.append(c)\n"
        "        if c.__module__.startswith('api_client'): c.model_rebuild(force=True)\n"
    )
    run = subprocess.run([sys.executable, "-c", imported], capture_output=True, text=True, cwd=folder)
    if run.returncode:
        raise RuntimeError(f"import: {(run.stderr.strip().splitlines() or [''])[-1]}")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy_cache", "api_client"]
    types = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    errors = [line for line in types.stdout.splitlines() if ": error:" in line]
    row.mypy_errors = len(errors)
    if errors:
        raise RuntimeError(f"mypy: {errors[0]}")


def _call_mock(row: Row, contract: Contract) -> None:
    import asyncio

    from speclift.contract.validators import Validators
    from speclift.mock.app import Mock, Options

    mock = Mock(contract, Options())
    responses = [response for operation in contract.operations for response in operation.responses]
    schemas = [media.schema for response in responses for media in response.media_types]
    validators = Validators(contract.schemas, frozenset({"writeOnly"}), tuple(filter(None, schemas)))

    async def call_all() -> None:
        for operation in contract.operations:
            wrong = await _call(mock, contract, operation, validators, row)
            if wrong:
                row.wrong += 1
                row.problem = row.problem or f"mock: {operation.label}: {wrong}"[:200]

    asyncio.run(call_all())


async def _call(mock: Any, contract: Contract, operation: Operation, validators: Any, row: Row) -> str:
    """What is wrong with the response to one request, empty if nothing is."""
    import httpx

    transport = httpx.ASGITransport(mock, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://mock.example") as client:
        response = await client.request(**_request(contract, operation))
    status = str(response.status_code)
    known = {each.status: each for each in operation.responses}
    documented = known.get(status) or known.get(f"{status[0]}XX") or known.get("default")
    row.succeeded += status < "400"
    row.refused += "400" <= status < "500"
    if status >= "500" and status not in known:
        return f"{status} {response.text[:80]}"
    kind = response.headers.get("content-type", "").partition(";")[0]
    media = (
        next((media for media in documented.media_types if media.name.partition(";")[0] == kind), None)
        if documented
        else None
    )
    if media is None or media.schema is None or not kind.endswith("json") or not response.content:
        return ""
    value = response.json()
    faults = list(validators.of(media.schema).faults(value))
    if faults and {(fault.pointer, fault.rule) for fault in faults} <= _shown_faults(contract, media, validators):
        row.samples += 1
        return ""
    return f"{status} {faults[0].pointer}: {faults[0].message}"[:160] if faults else ""


def _shown_faults(contract: Contract, media: MediaType, validators: Any) -> set[tuple[str, str]]:
    """(place, keyword) of each fault in samples of responses with the schema of a media type.

    The mock responds with one of these samples, with the id of the request, even if another operation shows the sample.
    """
    media_types = (
        each
        for operation in contract.operations
        for response in operation.responses
        for each in json_of(response.media_types)
    )
    shown = [value for each in media_types if each.schema == media.schema for value in each.examples.values()]
    return {(fault.pointer, fault.rule) for value in shown for fault in validators.of(media.schema).faults(value)}


def _request(contract: Contract, operation: Operation) -> dict[str, Any]:
    """A request with every required parameter and a body, documented or generated."""
    from speclift.contract.json_bytes import json_bytes
    from speclift.contract.sample_values import parameter_value, sample_body
    from speclift.fuzz.mock_server import credentials_for
    from speclift.openapi.structure.media_types import is_json

    path, query = operation.path, []
    headers = credentials_for(contract, "secret")
    for parameter in operation.parameters:
        if not parameter.is_required:
            continue
        value = parameter_value(contract, operation, parameter)
        text = json.dumps(value) if parameter.style == "content" else _text(value)
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(text, safe="") or "1")
        elif parameter.location == "query":
            is_list = isinstance(value, list) and parameter.is_exploded
            query += [(parameter.name, _text(item)) for item in value] if is_list else [(parameter.name, text)]
        elif parameter.location == "header":
            headers[parameter.name] = quote(text, safe=" ,:/;=-_.*")
    request: dict[str, Any] = {
        "method": operation.method.upper(),
        "url": f"{re.sub(r'[?#].*', '', path)}?{urlencode(query)}",
    }
    sample = sample_body(contract, operation)
    if sample is not None:
        media, value = sample
        headers["Content-Type"] = media.name
        request["content"] = json_bytes(value) if is_json(media.name) else _form(media.name, value)
    return {**request, "headers": headers}


def _form(kind: str, value: Any) -> bytes:
    if kind.startswith("application/x-www-form-urlencoded") and isinstance(value, dict):
        return urlencode({name: _text(item) for name, item in value.items()}).encode()
    return _text(value).encode()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _rows(files: list[Path]) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            row = measured(file, folder)
            print(f"{row.name}: {'ok' if row.is_good else row.problem or 'not ok'}", file=sys.stderr, flush=True)
            yield row


def main() -> None:
    """Measure the named files, else those beside the checkout."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(msgspec.json.encode(_one(Path(sys.argv[2]), Path(sys.argv[3]))).decode())
        return
    files = [Path(name).resolve() for name in sys.argv[1:]] or documents()
    print(table(list(_rows(files))))


if __name__ == "__main__":
    main()
