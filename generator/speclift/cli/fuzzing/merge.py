"""`speclift fuzz merge`: the reports of shards as one report, with one exit code."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from speclift.cli.fuzzing.reports import judged, known_failures, tell
from speclift.errors import UsageError

#: Options that need requests; a merge sends none.
_OF_RUNS = ("url", "mock", "dry_run", "replay", "shard", "weights", "scheduler")


def merge(arguments: argparse.Namespace, paths: Sequence[str]) -> int:
    """Merge the reports, print what they say, and return the exit code.  Raises UsageError and SourceError."""
    import msgspec

    from speclift.fuzz.distribution.merge import merged, missing
    from speclift.fuzz.report.reading import read_result

    for name in _OF_RUNS:
        if getattr(arguments, name):
            raise UsageError(
                f"A merge sends nothing, so it cannot take --{name.replace('_', '-')}.",
                expected="speclift fuzz merge REPORT…, with --report-…, --baseline, --min-covered or --quiet",
                advice="leave it out",
            )
    if not paths:
        raise UsageError(
            "There is nothing to merge.",
            expected="the JSON reports of shards",
            advice="name the files that --report-json wrote",
        )
    read = [read_result(path) for path in paths]
    known = known_failures(arguments).union(*(keys for _, keys in read))
    parts = [result for result, _ in read]
    result = judged(merged(parts), arguments)
    absent = missing(parts)
    if absent:
        text = f"The reports of these shards are missing: {', '.join(absent)}. Merge the reports of all shards."
        result = msgspec.structs.replace(result, shortfall=f"{text} {result.shortfall}".strip())
    return tell(arguments, result, known, "API")
