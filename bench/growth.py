"""Time and memory of whole runs as the reference grows: copies of its pages with other names.

    python -m bench.growth [--times 1,2,4,8,9]

Needs the 2023 corpus beside the checkout.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.copies import write_copies
from bench.figure import Figure, of_runs, table
from bench.measurement import CORPORA, SPECLIFT, Measurement, environment_in, take_turns

TIMES = (1, 2, 4, 8, 9)
RUNS = 3
HOW = f"`speclift spec --no-cache`, a new process, median of {RUNS}; ratio: of the time per page, to the reference"
HOW_MEMORY = "the largest process of the same runs; ratio: of the memory per page, to the reference"


def figures(times: tuple[int, ...] = TIMES) -> list[Figure]:
    """The seconds and MiB for each size, first with new types in each copy, then with the same types in all."""
    corpus = CORPORA / "2023"
    if not corpus.is_dir():
        return [Figure("growth", None, "s", HOW, note="the 2023 corpus is not beside the checkout")]
    found: list[Figure] = []
    for kind, same_types in (("new types", False), ("the same types", True)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            wanted = []
            for size in times:
                docs = folder / f"docs-{size}"
                files = write_copies(corpus, docs, size, same_types=same_types)
                command = [*SPECLIFT, "spec", str(docs), "--quiet", "--no-cache", "-o", str(folder / f"{size}.yaml")]
                wanted.append(Measurement(f"{size}x the pages ({files:,} files), {kind}", command))
            take_turns(wanted, environment_in(folder), RUNS)
        first = wanted[0]
        for size, item in zip(times, wanted, strict=True):
            share = size / times[0]
            found.append(of_runs(item.name, item.seconds, "s", HOW, ratio=item.median / first.median / share))
            memory = max(item.mebibytes)
            ratio = memory / max(first.mebibytes) / share
            found.append(Figure(f"{item.name}: memory", memory, "MiB", HOW_MEMORY, ratio))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--times", default=",".join(map(str, TIMES)), help="how many copies of the pages, separated by commas"
    )
    sizes = parser.parse_args().times.split(",")
    print(table(figures(tuple(int(size) for size in sizes))))


if __name__ == "__main__":
    main()
