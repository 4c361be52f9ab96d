"""Every figure of the project in one table: bench/RESULTS.md.

    python -m bench.all [NAME...]

Without names all are measured and the file is written; with names (`growth`, `peers` …) only those are, and printed.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "RESULTS.md"

#: The programs by what they measure. A further one needs a line here, and prints markdown or plain lines.
MODULES = {
    "fidelity": ("bench.fidelity",),
    "generate": ("bench.run",),
    "growth": ("bench.growth",),
    "peers": ("bench.peers",),
    "serving": ("bench.serving", "--prism"),
    "browsing": ("bench.browsing",),
}

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


def section(name: str) -> str:
    """What a program printed, with how to run it alone."""
    program, *options = MODULES[name]
    done = subprocess.run(
        [sys.executable, "-m", program, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: {program} failed with {done.returncode}:\n{done.stderr}")
    shown = done.stdout.strip()
    text = shown if shown.startswith("|") else f"```text\n{shown}\n```"
    return f"## {name}\n\nAlone: `make bench ONLY={name}`\n\n{text}\n"


def main() -> None:
    """Measure what is asked for; all of it goes into the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    names = parser.parse_args().names
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(MODULES)}")
    if names:
        for name in names:
            print(section(name))
        return
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    head = (
        "# Every figure, measured\n\nWritten by `make bench`.\n\n"
        f"- machine: {machine()}\n- date: {datetime.datetime.now(datetime.UTC):%Y-%m-%d}\n"
        f"- versions: Python {platform.python_version()}, {versions}\n"
    )
    text = head
    for name in MODULES:
        text += "\n" + section(name)
        # What was measured stays where a later program fails.
        RESULTS.write_text(text, encoding="utf-8")
    print(f"Written: {RESULTS.name}")


if __name__ == "__main__":
    main()
