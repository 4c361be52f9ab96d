"""Time and memory of whole runs as the reference grows: copies of its pages with other names.

    python -m bench.growth [--times 1,2,4,8,10]

Needs the 2023 corpus beside the checkout.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.copies import write_copies
from bench.figure import Figure, table
from bench.run import CORPUS, ROOT, Measurement

HOW = "`speclift spec --no-cache`, a new process, one run; ratio: per page, to the reference itself"


def figures(times: tuple[int, ...] = (1, 2, 4, 8, 10)) -> list[Figure]:
    """Seconds and MiB for each size, with new types in each copy and with the same ones."""
    if not CORPUS.is_dir():
        return [Figure("growth", None, "s", HOW, note="the 2023 corpus is not beside the checkout")]
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "generator"))
    found: list[Figure] = []
    for kind, same_types in (("new types", False), ("the same types", True)):
        first = (0.0, 0.0)
        for size in times:
            with tempfile.TemporaryDirectory() as name:
                docs = Path(name) / "docs"
                pages = write_copies(CORPUS, docs, size, same_types=same_types)
                command = [sys.executable, "-m", "speclift", "spec", str(docs), "--quiet", "--no-cache"]
                run = Measurement(kind, [*command, "-o", str(Path(name) / "openapi.yaml")])
                run.run(environment)
            seconds, memory = min(run.seconds) / size, max(run.mebibytes) / size
            first = first if found and size != times[0] else (seconds, memory)
            label = f"{size}x the pages ({pages:,}), {kind}"
            found.append(Figure(f"{label}: time", min(run.seconds), "s", HOW, seconds / first[0]))
            found.append(Figure(f"{label}: memory", max(run.mebibytes), "MiB", HOW, memory / first[1]))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", default="1,2,4,8,10", help="how often the pages are there, with commas")
    sizes = parser.parse_args().times.split(",")
    print(table(figures(tuple(int(size) for size in sizes))))


if __name__ == "__main__":
    main()
