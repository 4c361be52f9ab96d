"""From pages to a document: whole runs of the command.

    python -m bench.spec

The reference is the 2023 corpus beside the checkout, else spec/docs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, table
from bench.measurement import RUNS, SPECLIFT, Measurement, copy, environment_in, reference, take_turns

HOW = f"a new process, median of {RUNS}; ratio: to `python -c pass`"


def figures() -> list[Figure]:
    """The seconds and MiB of each run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docs = copy(reference(), folder / "docs")
        environment = environment_in(folder)
        wanted = _measurements(docs, folder)
        take_turns(wanted, environment)
        files = sum(1 for _ in docs.rglob("*.md"))
        size = (folder / "cold.yaml").stat().st_size / 1e6
    how = f"{HOW}; {files:,} files, {size:.1f} MB of YAML"
    return [item.figure(how, item.median / wanted[0].median) for item in wanted]


def _measurements(docs: Path, folder: Path) -> list[Measurement]:
    spec = [*SPECLIFT, "spec", str(docs), "--quiet", "-o"]
    page = max(docs.rglob("*.md"), key=lambda path: path.stat().st_size)
    text = page.read_bytes()
    changes = iter(range(10**6))

    def change_page() -> None:
        # A new comment each time; otherwise the cache would have the second change.
        page.write_bytes(text + f"\n<!-- change {next(changes)} -->\n".encode())

    return [
        Measurement("`python -c pass`", [sys.executable, "-c", "pass"]),
        Measurement("`speclift --help`", [*SPECLIFT, "--help"]),
        Measurement("spec, cold", [*spec, str(folder / "cold.yaml"), "--no-cache"]),
        Measurement("spec, cold, one process", [*spec, str(folder / "one.yaml"), "--no-cache", "--jobs", "1"]),
        Measurement("spec, cold, JSON", [*spec, str(folder / "cold.json"), "--no-cache"]),
        Measurement("spec, one page changed", [*spec, str(folder / "warm.yaml")], change_page),
        Measurement("spec, warm", [*spec, str(folder / "warm.yaml")]),
        Measurement("check, cold", [*SPECLIFT, "check", str(docs), "--quiet", "--no-cache"]),
    ]


if __name__ == "__main__":
    print(table(figures()))
