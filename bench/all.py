"""Every figure of the project in one table: bench/RESULTS.md.

    python -m bench.all [NAME...]

Without names all are measured and the file is written; with names (`growth`, `peers` …) only those are, and printed.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import importlib.metadata
import os
import platform
import sys
from pathlib import Path

from bench.figure import HEAD, Figure, rows, table
from bench.measurement import ROOT

RESULTS = ROOT / "bench" / "RESULTS.md"

#: What is measured, each by the module of that name, whose `figures` gives the rows.
PARTS = (
    "references",
    "fidelity",
    "reading",
    "spec",
    "growth",
    "client",
    "peers",
    "mock",
    "bounds",
    "fuzzing",
    "machines",
    "browsing",
    "comparing",
    "documents",
    "examples",
)

PACKAGES = ("speclift", "pyromark", "msgspec", "orjson", "pydantic", "httpx", "uvicorn", "schemathesis")


def machine() -> str:
    """Cores, processor and memory, as a line."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = information.read_text().splitlines()
        processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), processor)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({processor}), {memory:.0f} GiB, {platform.system()} {platform.release()}"


def figures_of(name: str) -> list[Figure]:
    """The figures of a part."""
    found: list[Figure] = importlib.import_module(f"bench.{name}").figures()
    return found


def main() -> None:
    """Measure what is asked for; all of it goes into the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PARTS))
    names = parser.parse_args().names
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(PARTS)}")
    if names:
        print(table(figure for name in names for figure in figures_of(name)))
        return
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    text = (
        "# Every figure, measured\n\n"
        "Written by `make bench`; `make bench ONLY=PART` measures one part and prints it.\n\n"
        f"- machine: {machine()}\n- date: {datetime.datetime.now(datetime.UTC):%Y-%m-%d}\n"
        f"- versions: Python {platform.python_version()}, {versions}\n\n{HEAD}\n"
    )
    for name in PARTS:
        print(f"measuring: {name}", file=sys.stderr)
        text += f"| **{name}** | | | | | `make bench ONLY={name}` |\n{rows(figures_of(name))}\n"
        # What was measured stays where a later part fails.
        RESULTS.write_text(text, encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
