"""Whole runs of the command, measured from outside: wall time and peak memory, as a table.

    python bench/run.py [DOCS...] [--runs N]

DOCS is a reference (default: the 2023 corpus beside the checkout, else spec/docs).  Each measurement starts a new
process; the runs of all measurements take turns, so that a busy moment of the machine falls on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "pyproject.toml"
CORPUS = ROOT.parent / "shared" / "corpus" / "2023"
BASELINE = "python -c pass"


class Measurement:
    """A command that is run again and again; `prepare` runs before each, unmeasured."""

    def __init__(self, name: str, command: list[str], prepare: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self.command = command
        self.prepare = prepare
        self.seconds: list[float] = []
        self.mebibytes: list[float] = []

    def run(self, environment: dict[str, str]) -> None:
        """One run. Raises SystemExit where the command fails: a failure has no speed."""
        self.prepare()
        start = time.perf_counter()
        child = os.posix_spawn(self.command[0], self.command, environment, file_actions=QUIET)
        # The kernel's figure is of this child and of those that it waited for: the processes that read pages.
        _, status, usage = os.wait4(child, 0)
        self.seconds.append(time.perf_counter() - start)
        self.mebibytes.append(usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
        if status:
            raise SystemExit(f"bench: failed with {os.waitstatus_to_exitcode(status)}: {' '.join(self.command)}")

    def row(self, baseline: float) -> str:
        """The line of the table: median, extremes, ratio to the baseline, peak memory of the largest process."""
        middle = statistics.median(self.seconds)
        return (
            f"{self.name:28} {middle:9.3f} {min(self.seconds):8.3f} {max(self.seconds):8.3f}"
            f" {middle / baseline:8.1f} {max(self.mebibytes):9.0f}"
        )


#: Neither output nor messages of the measured commands belong into the table.
QUIET = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]


def measurements(docs: Path, folder: Path) -> list[Measurement]:
    """What is measured on a copy of the reference `docs`; all files are written below `folder`."""
    python = sys.executable
    speclift = [python, "-m", "speclift"]
    spec = [*speclift, "spec", str(docs), "--quiet", "-o"]
    page = max(docs.rglob("*.md"), key=lambda path: path.stat().st_size)
    text = page.read_bytes()
    changes = iter(range(10**6))

    def change_page() -> None:
        # A new comment each time, else the second change would be found in the cache.
        page.write_bytes(text + f"\n<!-- change {next(changes)} -->\n".encode())

    return [
        Measurement(BASELINE, [python, "-c", "pass"]),
        Measurement("speclift --help", [*speclift, "--help"]),
        Measurement("spec, no cache", [*spec, str(folder / "cold.yaml"), "--no-cache"]),
        Measurement("spec, no cache, one process", [*spec, str(folder / "one.yaml"), "--no-cache", "--jobs", "1"]),
        Measurement("spec, no cache, JSON", [*spec, str(folder / "cold.json"), "--no-cache"]),
        Measurement("spec, one page changed", [*spec, str(folder / "warm.yaml")], change_page),
        Measurement("spec, nothing changed", [*spec, str(folder / "warm.yaml")]),
        Measurement("check, no cache", [*speclift, "check", str(docs), "--quiet", "--no-cache"]),
    ]


def client_measurements(docs: Path, folder: Path, environment: dict[str, str]) -> list[Measurement]:
    """The client of a reference: what it takes to make it, and to use it."""
    python = sys.executable
    speclift = [python, "-m", "speclift"]
    made = folder / "made"
    generated = made / "generated"
    spec = str(made / "spec" / "openapi.yaml")
    generate = [*speclift, "generate", str(docs), "--quiet", "--settings", str(SETTINGS), "-o"]

    def use(code: str) -> list[str]:
        return [python, "-c", f"import sys; sys.path.insert(0, {str(generated)!r}); {code}"]

    def refresh() -> None:
        # Another measurement may have changed a page since.
        subprocess.run([*generate, str(made)], check=True, env=environment)

    def forget() -> None:
        shutil.rmtree(folder / "cold", ignore_errors=True)

    return [
        Measurement("generate, no cache", [*generate, str(folder / "cold"), "--no-cache"], forget),
        Measurement("generate, nothing changed", [*generate, str(made)], refresh),
        Measurement("client of the document", [*speclift, "client", spec, "-o", str(folder / "client"), "--quiet"]),
        Measurement("import superoffice", use("import superoffice")),
        Measurement("client, one resource", use("from superoffice import Client; Client('https://x').contact")),
        Measurement("all models", use("from superoffice import models as m; [getattr(m, n) for n in m.__all__]")),
    ]


def client_size(generated: Path) -> str:
    """Files, size, longest path and what the type checkers say of a client, as lines."""
    files = [path for path in generated.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    size = sum(path.stat().st_size for path in files)
    longest = max(len(path.relative_to(generated).as_posix()) for path in files)
    (generated / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.11"}))
    mypy = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(generated / "superoffice")], capture_output=True, text=True
    )
    pyright = subprocess.run(
        [str(Path(sys.executable).parent / "basedpyright"), "-p", str(generated), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
    )
    return (
        f"{len(files)} files, {size / 1e6:.1f} MB, longest path {longest} characters\n"
        f"mypy --strict: {mypy.stdout.strip().splitlines()[-1]}\n"
        f"pyright strict: {pyright.stdout.strip().splitlines()[-1]}"
    )


def copy(source: Path, target: Path) -> None:
    """Copy the files below a folder without their modes: a read-only copy could be neither changed nor removed."""
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", nargs="?", type=Path, default=CORPUS if CORPUS.is_dir() else ROOT / "spec" / "docs")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each command (default: 5)")
    arguments = parser.parse_args()
    if not arguments.docs.is_dir():
        parser.error(f"there is no folder {arguments.docs}")
    if arguments.runs < 1:
        parser.error("--runs must be 1 or more")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        docs = folder / "docs"
        copy(arguments.docs, docs)
        environment = dict(os.environ, SPECLIFT_CACHE_DIR=str(folder / "cache"), PYTHONPATH=str(ROOT / "generator"))
        specification = measurements(docs, folder)
        wanted = [*specification, *client_measurements(docs, folder, environment)]
        for measurement in wanted:
            # The first run fills the disk cache, writes byte code and the cache of pages; it does not count.
            measurement.run(environment)
            measurement.seconds.clear()
            measurement.mebibytes.clear()
        for _ in range(arguments.runs):
            for measurement in wanted:
                measurement.run(environment)
        pages = sum(1 for _ in docs.rglob("*.md"))
        bytes_written = (folder / "cold.yaml").stat().st_size
        client = client_size(folder / "made" / "generated")
    baseline = statistics.median(wanted[0].seconds)
    print(f"{pages} pages, {bytes_written / 1e6:.1f} MB of YAML; median of {arguments.runs} runs, seconds")
    print(f"{'':28} {'median':>9} {'min':>8} {'max':>8} {'ratio':>8} {'peak MiB':>9}")
    for measurement in wanted:
        print(measurement.row(baseline))
    print(client)
    print(f"ratio: to {BASELINE!r}; peak MiB: resident memory of the largest process")


if __name__ == "__main__":
    main()
