"""`speclift diff` and `speclift report`: whole runs of the command.

    python -m bench.comparing

Needs the 2022 and 2023 corpora beside the checkout.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from bench.figure import Figure, table
from bench.measurement import CORPORA, RUNS, SETTINGS, SPECLIFT, Measurement, environment_in, take_turns

HOW = f"a new process, median of {RUNS}"


def figures() -> list[Figure]:
    """The seconds and MiB of each run."""
    years = [CORPORA / "2022", CORPORA / "2023"]
    if not all(path.is_dir() for path in years):
        return [Figure("diff and report", None, "s", HOW, note="the corpora are not beside the checkout")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = environment_in(folder)
        specs = [str(folder / f"{path.name}.yaml") for path in years]
        for docs, spec in zip(years, specs, strict=True):
            command = [*SPECLIFT, "spec", str(docs), "-o", spec, "--settings", str(SETTINGS), "--quiet"]
            subprocess.run(command, check=True, env=environment)
        both = [str(path) for path in years]
        report = [*SPECLIFT, "report", both[1], "--settings", str(SETTINGS), "--quiet", "-o", str(folder / "r.html")]
        wanted = [
            Measurement("diff 2022 → 2023, two YAML files", [*SPECLIFT, "diff", *specs]),
            Measurement("diff 2022 → 2023, pages, cold", [*SPECLIFT, "diff", *both, "--no-cache"]),
            Measurement("diff 2022 → 2023, pages, warm", [*SPECLIFT, "diff", *both]),
            Measurement("report 2023, cold", [*report, "--no-cache"]),
            Measurement("report 2023, warm", report),
        ]
        take_turns(wanted, environment)
        size = (folder / "r.html").stat().st_size / 1e6
    return [*(item.figure(HOW) for item in wanted), Figure("report 2023, size", size, "MB", "the file")]


if __name__ == "__main__":
    print(table(figures()))
