"""The fuzzer in several processes: how long it takes and what it finds, on a fast mock and on a slow one.

    python -m bench.machines [SPEC]

The document is that of the 2023 reference, or SPEC.  The mock has all its faults.  The runs send samples, probes and
life cycles, but no requests of the engine, so that all of them send the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figure import Figure, table
from bench.load import SECRET
from bench.measurement import SPECLIFT, make_spec
from speclift.mock.process import running

WORKERS = (1, 2, 4)
#: Seconds that the mock waits before it responds.
DELAYS = (0.0, 0.05)
HOW = "`speclift fuzz --phases none {}` on the mock of {} with all its faults{}; ratio: to one"


def figures(document: str = "") -> list[Figure]:
    """Seconds and faults found by `--workers` and `--scheduler local:N`, for each delay."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = Path(document) if document else make_spec(folder)
        of = spec.name if document else "the 2023 reference"
        return [figure for delay in DELAYS for figure in _with_delay(spec, of, delay, folder / "report.json")]


def _with_delay(spec: Path, of: str, delay: float, report: Path) -> Iterator[Figure]:
    slow = f", which waits {delay * 1000:.0f} ms" if delay else ""
    first = 0.0
    ways = [*(("--workers", str(number)) for number in WORKERS), ("--scheduler", f"local:{WORKERS[-1]}")]
    for way in ways:
        # Each run has a mock of its own: otherwise it would miss resources that an earlier run removed.
        with running(str(spec), "--faults", "all", secret=SECRET) as mock:
            found = _run(spec, mock.url, delay, way, report)
        how = HOW.format(" ".join(way), of, slow)
        hit = {finding["operation_id"] for finding in found["findings"]} & mock.faults.keys()
        first = first or found["seconds"]
        name = f"{' '.join(way)}{slow}"
        yield Figure(name, found["seconds"], "s", how, ratio=found["seconds"] / first)
        yield Figure(f"{name}: faults found", len(hit), "", how, note=f"of {len(mock.faults)}")
        yield Figure(f"{name}: requests a second", found["requests"] / found["seconds"], "", how)


def _run(spec: Path, url: str, delay: float, way: tuple[str, str], report: Path) -> Any:
    prefer = f"\nPrefer: delay={delay}" if delay else ""
    environment = {**os.environ, "API_AUTH": f"Authorization: Bearer {SECRET}{prefer}"}
    command = [*SPECLIFT, "fuzz", str(spec), "--url", url, "--auth-env", "API_AUTH", "--quiet", "--phases", "none"]
    done = subprocess.run(
        [*command, *way, "--report-json", str(report)], env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"bench: {' '.join(way)} ended with {done.returncode}: {done.stderr}")
    return json.loads(report.read_text())


if __name__ == "__main__":
    print(table(figures(*sys.argv[1:2])))
