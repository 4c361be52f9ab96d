"""Every figure of the project in one table: bench/RESULTS.md.

    python -m bench.all [--renew] [NAME...]

Without names it measures all parts and writes the file; with names (`growth`, `peers` …) it measures only those and
prints them.  With `--renew` they replace the same parts in the file.  Each part says on which day it was measured.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import importlib.metadata
import os
import platform
import re
import sys
from pathlib import Path

from bench.figure import HEAD, Figure, rows, table
from bench.measurement import ROOT

RESULTS = ROOT / "bench" / "RESULTS.md"

#: The parts; `figures` of the module of each name returns its rows.
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
    "servers",
    "browsing",
    "comparing",
    "documents",
    "multiplying",
    "examples",
)

_PART = re.compile(r"\| \*\*(\w+)\*\* \|")

PACKAGES = ("speclift", "pyromark", "msgspec", "orjson", "pydantic", "httpx", "uvicorn", "schemathesis")


def machine() -> str:
    """The cores, processor and memory of this machine, on one line."""
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
    """Measure the named parts, or all; without names, or with `--renew`, write them into the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--renew", action="store_true", help="replace the named parts in the file")
    arguments = parser.parse_args()
    names = arguments.names
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(PARTS)}")
    if names and not arguments.renew:
        print(table(figure for name in names for figure in figures_of(name)))
        return
    parts = parts_of(RESULTS.read_text(encoding="utf-8")) if names else {}
    for name in names or PARTS:
        print(f"measuring: {name}", file=sys.stderr)
        parts[name] = f"| **{name}** | {today()} | | | | `make bench ONLY={name}` |\n{rows(figures_of(name))}\n"
        # Written after each part, so that it stays if a later part fails.
        RESULTS.write_text(introduction() + "".join(parts[part] for part in PARTS if part in parts), encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(ROOT)}")


def introduction() -> str:
    """The text above the figures, and the head of their table."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return (
        "# Every figure, measured\n\n"
        "Written by `make bench`; `make bench ONLY=PART` measures one part and prints it, and `make bench RENEW=PART`\n"
        "renews it here. The day on which a part was measured stands beside its name.\n\n"
        f"- machine: {machine()}\n- date: {today()}\n"
        f"- versions: Python {platform.python_version()}, {versions}\n\n{HEAD}\n"
    )


def today() -> str:
    """The date of today in UTC, as in ISO 8601."""
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"


def parts_of(text: str) -> dict[str, str]:
    """The rows of each part in an earlier file, the row with its name included, by that name."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        named = _PART.match(line)
        name = named[1] if named else name
        if name:
            found[name] = found.get(name, "") + line
    return found


if __name__ == "__main__":
    main()
