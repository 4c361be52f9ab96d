"""The fuzzer: how many of the mock's faults it finds and how soon, compared with plain schemathesis on the same mock.

    python -m bench.fuzzing

The document is spec/openapi.yaml.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.figure import Figure, of_runs, table
from bench.load import SECRET
from bench.measurement import ROOT, SPECLIFT
from speclift.mock.process import running

EMBEDDED = ROOT / "spec" / "openapi.yaml"
REFERENCES = ROOT.parent / "shared" / "references"
#: Documents of other people: REST and RPC, YAML and JSON, small and large, one of Swagger 2.0.
OTHERS = (
    "github-2016/oracle/api.github.com-2021-03.json",
    "killbill/oracle/swagger.json",
    "meilisearch/oracle/open-api.yaml",
    "okta/oracle/idp-minimal-2026.yaml",
    "widdershins/oracle/airflow-v2.yaml",
)
LIMIT = 60
SEEDS = 20
HOW = "`speclift fuzz --max-examples 10` on the mock of spec/openapi.yaml with all its faults"
HOW_CLEAN = f"`speclift fuzz --mock` on spec/openapi.yaml, seeds 1 to {SEEDS}"
HOW_OTHERS = "`speclift fuzz --mock --max-time 60` on a document of other people"
HOW_PEER = f"`schemathesis run --max-examples 10 --max-time {LIMIT}` on such a mock, all its checks"


def figures() -> list[Figure]:
    """Faults found, requests, seconds, and failures on the faultless mock."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found: list[Figure] = []
        # Each has a mock of its own: otherwise the second would miss resources that the first removed.
        for measured in (_speclift, _schemathesis):
            with running(str(EMBEDDED), "--faults", "all", secret=SECRET) as mock:
                found += measured(mock.url, mock.faults, folder)
        return [*found, *_clean(folder / "clean.json"), *_of_others(folder / "other.json")]


def _speclift(url: str, faults: Mapping[str, str], folder: Path) -> list[Figure]:
    report = folder / "fuzz.json"
    command = [*SPECLIFT, "fuzz", str(EMBEDDED), "--url", url, "--auth-env", "API_AUTH", "--quiet"]
    command += ["--max-response-time", "0.5", "--max-examples", "10", "--report-json", str(report)]
    environment = {**os.environ, "API_AUTH": f"Bearer {SECRET}"}
    subprocess.run(command, env=environment, check=False, capture_output=True)
    found = json.loads(report.read_text())
    hit = {finding["operation_id"] for finding in found["findings"]} & faults.keys()
    first = min(finding["after"] for finding in found["findings"])
    return [
        Figure("faults found", len(hit), "", HOW, note=f"of {len(faults)}"),
        Figure("requests", found["requests"], "", HOW),
        Figure("the whole run", found["seconds"], "s", HOW),
        Figure("the first finding", first, "s", HOW),
    ]


def _schemathesis(url: str, faults: Mapping[str, str], folder: Path) -> list[Figure]:
    from speclift.contract.view import read_contract
    from speclift.openapi.load import load

    by_label = {op.label: op.operation_id for op in read_contract(load(str(EMBEDDED)).document).operations}
    report = folder / "schemathesis.ndjson"
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", str(EMBEDDED), "--url", url, "--no-color"]
    command += ["-H", f"Authorization: Bearer {SECRET}", "--max-response-time", "0.5", "--max-examples", "10"]
    command += ["--seed", "0", "--continue-on-failure", "--report-ndjson-path", str(report), "--max-time", str(LIMIT)]
    start = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True, cwd=folder)
    seconds = time.perf_counter() - start
    text = report.read_text(errors="replace") if report.exists() else ""
    failed = {
        by_label[failure["operation"]]
        for line in text.splitlines()
        for failure in failures_in(json.loads(line))
        if failure["operation"] in by_label
    }
    good = by_label.values() - faults.keys()
    return [
        Figure("plain schemathesis: faulty operations with a failure", len(failed & faults.keys()), "", HOW_PEER),
        Figure(
            "plain schemathesis: good operations with a failure",
            len(failed & good),
            "",
            HOW_PEER,
            note=f"of {len(good)}",
        ),
        Figure("plain schemathesis: the whole run", seconds, "s", HOW_PEER),
    ]


def failures_in(node: object) -> Iterator[dict[str, str]]:
    """The failures in an event of schemathesis' report: the objects with a code and an operation."""
    if isinstance(node, dict):
        if str(node.get("code", "")).startswith("ST") and isinstance(node.get("operation"), str):
            yield node
        for value in node.values():
            yield from failures_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from failures_in(value)


def _clean(report: Path) -> list[Figure]:
    runs = []
    for seed in range(1, SEEDS + 1):
        command = [*SPECLIFT, "fuzz", str(EMBEDDED), "--mock", "--seed", str(seed), "--report-json", str(report)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            # The report is still that of the run before.
            raise SystemExit(f"bench: seed {seed} ended with {done.returncode}: {done.stderr}")
        runs.append(json.loads(report.read_text()))
    return [
        Figure("findings on the faultless mock", sum(len(run["findings"]) for run in runs), "", HOW_CLEAN),
        of_runs("a run on the faultless mock", [run["seconds"] for run in runs], "s", HOW_CLEAN),
    ]


def _of_others(report: Path) -> Iterator[Figure]:
    """Failures on mocks of published documents, all of them false alarms: contradictions in a document do not count."""
    for given in OTHERS:
        name, path = f"failures on the mock of {given}", REFERENCES / given
        if not path.exists():
            yield Figure(name, None, "", HOW_OTHERS, note="it is not beside the checkout")
            continue
        command = [*SPECLIFT, "fuzz", str(path), "--mock", "--max-time", str(LIMIT), "--report-json", str(report)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            # The report is still that of the document before.
            yield Figure(name, None, "", HOW_OTHERS, note=f"ended with {done.returncode}")
            continue
        levels = Counter(finding["level"] for finding in json.loads(report.read_text())["findings"])
        yield Figure(name, levels["failure"], "", HOW_OTHERS, note=f"{levels['contradiction']} contradictions")


if __name__ == "__main__":
    print(table(figures()))
