"""The client: what it costs to make it and to import it, and what type checkers say about it.

    python -m bench.client

The reference is the 2023 corpus beside the checkout, else spec/docs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, table
from bench.measurement import (
    RUNS,
    SETTINGS,
    SPECLIFT,
    Measurement,
    environment_in,
    make_spec,
    reference,
    take_turns,
)

HOW = f"a new process, median of {RUNS}; ratio: to `python -c pass`"


def figures() -> list[Figure]:
    """The seconds and MiB of each run, the size of the client, and the faults that type checkers find."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = environment_in(folder)
        generated = folder / "made" / "generated"
        wanted = _measurements(folder, generated)
        take_turns(wanted, environment)
        found = [item.figure(HOW, item.median / wanted[0].median) for item in wanted[1:]]
        return [*found, *_size(generated), *_faults(generated)]


def _measurements(folder: Path, generated: Path) -> list[Measurement]:
    generate = [*SPECLIFT, "generate", str(reference()), "--quiet", "--settings", str(SETTINGS), "-o"]

    def use(code: str) -> list[str]:
        return [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(generated)!r}); {code}"]

    return [
        Measurement("`python -c pass`", [sys.executable, "-c", "pass"]),
        Measurement("generate, warm", [*generate, str(generated.parent)]),
        Measurement(
            "generate, cold",
            [*generate, str(folder / "cold"), "--no-cache"],
            lambda: shutil.rmtree(folder / "cold", ignore_errors=True),
        ),
        Measurement(
            "client of the document",
            [*SPECLIFT, "client", str(make_spec(folder)), "-o", str(folder / "client"), "--quiet"],
        ),
        Measurement("`import superoffice`", use("import superoffice")),
        Measurement("client, one resource", use("from superoffice import Client; Client('https://x').contact")),
        Measurement("all models", use("from superoffice import models as m; [getattr(m, n) for n in m.__all__]")),
    ]


def _size(generated: Path) -> list[Figure]:
    files = [path for path in generated.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    longest = max(len(path.relative_to(generated).as_posix()) for path in files)
    how = "the files of the client, byte code left out"
    return [
        Figure("files", len(files), "", how, note=f"longest path {longest} characters"),
        Figure("size", sum(path.stat().st_size for path in files) / 1e6, "MB", how),
    ]


def _faults(generated: Path) -> list[Figure]:
    (generated / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.11"}))
    pyright = [str(Path(sys.executable).parent / "basedpyright"), "-p", str(generated), "--pythonpath", sys.executable]
    checks = {
        "mypy --strict": [sys.executable, "-m", "mypy", "--strict", str(generated / "superoffice")],
        "pyright, strict": [*pyright, "--outputjson"],
    }
    found = []
    for name, command in checks.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if name == "pyright, strict":
            count = int(json.loads(done.stdout)["summary"]["errorCount"])
        else:
            count = sum(": error: " in line for line in done.stdout.splitlines())
        found.append(Figure(f"faults, {name}", count, "", "the whole client"))
    return found


if __name__ == "__main__":
    print(table(figures()))
