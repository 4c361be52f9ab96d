"""The arguments of `speclift fuzz`."""

from __future__ import annotations

import argparse
from typing import Any

from speclift.cli.arguments import names, percent, positive, seconds, whole
from speclift.cli.documents import add_loading
from speclift.cli.servers import add_authorities, add_choice, add_credentials, add_times

_PHASES = ("examples", "coverage", "fuzzing", "stateful")


def add_arguments(fuzz: argparse.ArgumentParser) -> None:
    """Add all arguments of the command."""
    fuzz.add_argument(
        "spec",
        nargs="+",
        metavar="SPEC",
        help="OpenAPI document, YAML or JSON; or merge and the JSON reports of shards",
    )
    add_loading(fuzz)
    server = fuzz.add_mutually_exclusive_group()
    server.add_argument("--url", help="base URL of the server; the paths of the document are appended to it")
    server.add_argument("--mock", action="store_true", help="fuzz the mock of the document, in a separate process")
    add_authorities(fuzz)
    add_choice(fuzz)
    _add_bounds(fuzz.add_argument_group("how"))
    _add_machines(fuzz.add_argument_group("many machines"))
    add_credentials(fuzz)
    _add_reports(fuzz.add_argument_group("reports"))


def _add_bounds(how: Any) -> None:
    how.add_argument(
        "--phases",
        type=_phases,
        default=_PHASES,
        metavar="LIST",
        help=f"phases to run, separated by commas: {', '.join(_PHASES)}, or none",
    )
    how.add_argument(
        "--max-examples",
        type=positive,
        default=20,
        metavar="N",
        help="fuzzed requests for each operation (default: 20)",
    )
    add_times(how)
    how.add_argument(
        "--min-covered",
        type=percent,
        metavar="PERCENT",
        help="fail where fewer operations answered as documented at least once (default: one is enough)",
    )
    how.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="processes that send side by side (default: 1)"
    )
    how.add_argument(
        "--max-response-time", type=seconds, metavar="SECONDS", help="a response that takes longer is a failure"
    )
    how.add_argument(
        "--seed", type=whole, default=0, metavar="N", help="the same seed gives the same requests (default: 0)"
    )


def _add_machines(where: Any) -> None:
    where.add_argument("--shard", metavar="I/N", help="run only part I of N; 'speclift fuzz merge' joins the reports")
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="share the run among the workers of this Dask scheduler, or N processes of this machine (local:N)",
    )
    where.add_argument(
        "--weights", metavar="FILE", help="JSON report of an earlier run; its times make the parts about equally long"
    )


def _add_reports(out: Any) -> None:
    out.add_argument(
        "--report-json", metavar="FILE", help="write everything as JSON, for --replay, --weights and merge"
    )
    out.add_argument("--report-junit", metavar="FILE", help="JUnit XML")
    out.add_argument("--report-sarif", metavar="FILE", help="SARIF 2.1.0")
    out.add_argument("--report-html", metavar="FILE", help="write one page: operations by checks, and every finding")
    out.add_argument("--baseline", metavar="FILE", help="file of known failures: only others count")
    out.add_argument("--write-baseline", metavar="FILE", help="make the failures of this run the known ones")
    out.add_argument("--replay", metavar="FILE", help="send the requests of a JSON report again, and nothing else")
    out.add_argument("--quiet", action="store_true", help="print only the counts")


def _phases(text: str) -> tuple[str, ...]:
    found = tuple(name for name in names(text) if name != "none")
    if not set(found) <= set(_PHASES):
        raise argparse.ArgumentTypeError(f"must be phases to run, separated by commas: {', '.join(_PHASES)}, or none")
    return found
