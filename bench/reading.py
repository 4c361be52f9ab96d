"""The page reader under coverage-guided fuzzing, and real pages mutated end to end: how many, and what failed.

    python -m bench.reading [--seconds 600] [--pages DIR]...

The pages are those below each `--pages`, else all pages in the project and beside it.  `bench/mutated_pages.py` says
what is mutated, `bench/fuzz_reader.py` what is fuzzed.  atheris is installed from the package index into the cache
folder, outside of the checkout and of its environment; if it cannot be installed, the table has the reason.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.figure import Figure, table
from bench.measurement import ROOT
from bench.mutated_pages import campaign, page_folders

SECONDS = 600
#: The prefixes of the names of pages that libFuzzer keeps, and what each means.
FAULTS = {"crash": "crashes and hangs over 2 s", "timeout": "hangs over 20 s", "oom": "more than 1 GiB of memory"}


def figures(seconds: int = SECONDS, folders: Sequence[Path] | None = None) -> list[Figure]:
    """The pages, the faults of each kind, and the peak memory, of the reader alone and of whole runs."""
    pages = list(folders or page_folders())
    return [*_fuzzed(seconds, pages), *_mutated(seconds, pages)]


def _mutated(seconds: int, folders: Sequence[Path]) -> list[Figure]:
    how = f"`bench/mutated_pages.py` for {seconds} s, pages of {len(folders)} folders"
    found = campaign(seconds, folders=folders)
    what = f"{found.runs:,} runs of `speclift spec`, {found.documents:,} documents"
    fault = f"; run {found.faults[0][0]}: {found.faults[0][1]}" if found.faults else ""
    return [
        Figure("pages mutated end to end", found.pages, "", how, note=what),
        Figure("E006, tracebacks and hangs over 20 s", len(found.faults), "", how + fault.replace("|", " ")),
    ]


def _fuzzed(seconds: int, folders: Sequence[Path]) -> list[Figure]:
    how = f"`bench/fuzz_reader.py` (atheris) for {seconds} s, pages of {len(folders)} folders"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speclift-bench"
    atheris = cache / "atheris"
    if not (atheris / "atheris").is_dir():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(atheris), "atheris"]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            return [Figure("pages read", None, "", how, note="atheris cannot be installed here")]
    with tempfile.TemporaryDirectory() as name:
        findings = Path(name) / "findings"
        command = [sys.executable, str(ROOT / "bench" / "fuzz_reader.py"), "--seconds", str(seconds)]
        command += [word for folder in folders for word in ("--pages", str(folder.resolve()))]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(atheris), str(ROOT / "generator")])}
        done = subprocess.run(
            [*command, "--findings", str(findings)],
            cwd=name,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        kept = [path.name for path in findings.iterdir()] if findings.is_dir() else []
    statistics = {key: int(number) for key, number in re.findall(r"stat::(\w+):\s+(\d+)", done.stderr)}
    if not statistics or (done.returncode and not kept):
        # A fuzzer that did not run found nothing either.
        raise SystemExit(f"bench: the fuzzer ended with {done.returncode}: {done.stderr[-2000:]}")
    read = statistics["number_of_executed_units"]
    memory = statistics["peak_rss_mb"]
    return [
        Figure("pages read", read, "", how, memory=memory),
        *(Figure(text, sum(file.startswith(f"{kind}-") for file in kept), "", how) for kind, text in FAULTS.items()),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--pages", type=Path, action="append", metavar="DIR")
    arguments = parser.parse_args()
    print(table(figures(arguments.seconds, arguments.pages)))


if __name__ == "__main__":
    main()
