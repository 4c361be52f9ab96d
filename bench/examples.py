"""Examples of responses and request bodies in documents, read by the client and written back.

    python -m bench.examples [FILE...]

Each document has a process of its own.  An example is right if the client reads it as the document says and writes it
back unchanged; an example that contradicts its own schema is counted separately.  Without files, the documents of the
references and oracles beside the checkout are measured.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from bench.documents import documents
from bench.figure import Figure
from bench.measurement import ROOT
from speclift.client.records import Method, Package
from speclift.contract.records import Contract, MediaType

HOW = "examples of responses and bodies, read by the client and written back"
#: Seconds that one document may take.
PATIENCE = 900


class Row(msgspec.Struct):
    """The results for a document: its examples, how many come back unchanged, and how many contradict their own schema.

    `wrong` has the first of the others; `untyped` names the operations whose results are `Any` or a map of `Any`.
    """

    name: str
    examples: int = 0
    equal: int = 0
    contradicting: int = 0
    wrong: list[str] = []
    untyped: list[str] = []
    operations: int = 0
    problem: str = ""


def figures() -> list[Figure]:
    """A figure for each document beside the checkout: the share of its examples that are right, in percent."""
    files = documents()
    if not files:
        return [Figure("examples", None, "", HOW, note="not measured: ../shared is not there")]
    return [figure_of(measured(file)) for file in files]


def figure_of(row: Row) -> Figure:
    """The share of the examples of a document that are right, and how many of its results have no type."""
    sound = row.examples - row.contradicting
    untyped = f"{len(row.untyped):,} of {row.operations:,} results untyped"
    if row.problem or not sound:
        return Figure(row.name, None, "%", HOW, note=row.problem or f"shows no examples; {untyped}")
    note = f"{sound:,} examples, {row.contradicting:,} more contradict their schemas; {untyped}"
    return Figure(row.name, 100 * (sound - len(row.wrong)) / sound, "%", HOW, note=note)


def measured(file: Path) -> Row:
    """The results for a document, from a process of low priority."""
    command = ["nice", "-n", "10", sys.executable, "-m", "bench.examples", "--one", str(file)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "generator"), str(ROOT)))}
    name = f"{file.parent.parent.name}/{file.name}"
    try:
        run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return Row(name, problem=f"takes more than {PATIENCE} s")
    if run.returncode:
        return Row(name, problem=(run.stderr.strip() or f"exit {run.returncode}").splitlines()[-1][:200])
    return msgspec.json.decode(run.stdout, type=Row)


def _one(file: Path) -> Row:
    from speclift.client.package import build_package
    from speclift.client.rendering.render import render_package
    from speclift.client.templates import Templates
    from speclift.contract.view import contract_of
    from speclift.openapi.load import load

    row = Row(f"{file.parent.parent.name}/{file.name}")
    document = load(str(file)).document
    package = build_package(document, "api_client")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in render_package(package, Templates(None)).items():
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        sys.path.insert(0, folder)
        _read_all(row, contract_of(document), package)
    return row


def _read_all(row: Row, contract: Contract, package: Package) -> None:
    from speclift.client.literals import string
    from speclift.contract.validators import Validators

    methods = {
        method.operation_id: (resource.module, method) for resource in package.resources for method in resource.methods
    }
    schemas = [media.schema for media in _media_types(contract)]
    faults = {
        direction: Validators(contract.schemas, frozenset({direction}), tuple(filter(None, schemas)))
        for direction in ("writeOnly", "readOnly")
    }
    for operation in contract.operations:
        row.operations += 1
        module, method = methods[string(operation.operation_id)]
        names = vars(importlib.import_module(f"api_client.resources.{module}"))
        if "Any" in method.returns:
            row.untyped.append(f"{operation.label}: {method.returns}")
        for kind, media, direction, place in _shown(operation, method):
            for key, value in media.examples.items():
                if not kind or media.schema is None:
                    continue
                row.examples += 1
                fault = _fault(eval(kind, dict(names)), value)
                if not fault:
                    row.equal += 1
                elif any(faults[direction].of(media.schema).faults(value)):
                    row.contradicting += 1
                else:
                    row.wrong.append(f"{operation.label} {place} {key}: {fault}"[:400])


def _media_types(contract: Contract) -> Iterator[MediaType]:
    for operation in contract.operations:
        yield from operation.body.media_types if operation.body else ()
        for response in operation.responses:
            yield from response.media_types


def _shown(operation: Any, method: Method) -> Iterator[tuple[str, MediaType, str, str]]:
    """(type as an expression, media type, direction, place) of each body that a method of the client sends or reads."""
    from speclift.openapi.structure.media_types import is_json

    answers = {status.strip("\"'"): kind for status, kind in method.answers}
    errors = {status.strip("\"'"): kind for status, kind in method.errors}
    for response in operation.responses:
        usual = method.parses if response.status[:1] == "2" and method.kind in ("value", "pages") else ""
        kind = answers.get(response.status) or errors.get(response.status) or usual
        for media in response.media_types:
            if is_json(media.name):
                yield kind, media, "writeOnly", response.status
    if operation.body and method.body:
        for media in operation.body.media_types:
            if is_json(media.name) and method.body.kind == "json":
                yield method.body.type, media, "readOnly", "body"


def _fault(kind: Any, value: Any) -> str:
    """How a value differs after it was read and written back, empty if it does not."""
    reader = importlib.import_module("api_client._models").reader(kind)
    sent = json.dumps(value)
    try:
        found = reader.validate_json(sent)
    except ValueError as error:
        return f"not read: {' '.join(str(error).split())[:300]}"
    back = reader.dump_json(found, by_alias=True, exclude_unset=True, warnings=False)
    difference = difference_of(json.loads(sent), json.loads(back))
    return f"written as {difference}" if difference else ""


def difference_of(first: Any, second: Any, place: str = "") -> str:
    """The first difference between two JSON values, with its place; empty if there is none.

    1, 1.0 and true are equal in Python, but readers of JSON may tell them apart.  The order of properties does not
    count.
    """
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        pairs = [(f"{place}.{key}", first.get(key, ...), second.get(key, ...)) for key in {**first, **second}]
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = [(f"{place}[{number}]", *both) for number, both in enumerate(zip(first, second, strict=True))]
    else:
        is_same = type(first) is type(second) and repr(first) == repr(second)
        return "" if is_same else f"{place}: {repr(first)[:80]} became {repr(second)[:80]}"
    return next(filter(None, (difference_of(one, two, where) for where, one, two in pairs)), "")


def main() -> None:
    """Measure the named files, else those beside the checkout."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(msgspec.json.encode(_one(Path(sys.argv[2]))).decode())
        return
    for file in [Path(name).resolve() for name in sys.argv[1:]] or documents():
        row = measured(file)
        print(
            f"{row.name}: {row.examples} examples, {row.equal} equal, {row.contradicting} contradict, "
            f"{len(row.wrong)} wrong; {len(row.untyped)} of {row.operations} untyped {row.problem}",
            *row.wrong[:8],
            sep="\n    ",
            flush=True,
        )


if __name__ == "__main__":
    main()
