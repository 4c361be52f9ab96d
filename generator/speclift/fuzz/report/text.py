"""The result for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Sequence

from speclift.fuzz.curl import curl_line
from speclift.fuzz.finding import Finding, Result
from speclift.model.text import counted, visible

_LONGEST = 4
#: The most other operations that are named if one finding is about many; the reports in files name all.
_MOST_OTHERS = 20


def as_text(result: Result, known: Collection[str], width: int = 100, *, counts_alone: bool = False) -> str:
    """Every new finding with its evidence, then the counts; `counts_alone` leaves the findings out.

    Findings whose key is in `known` are only counted.  Lines are wrapped to `width` characters.
    """
    new = [finding for finding in result.findings if finding.key not in known]
    lines = [] if counts_alone else [line for finding in new for line in _finding(finding, width)]
    lines += _summary(result, new, len(result.findings) - len(new))
    return "\n".join(map(visible, lines)) + "\n"


def as_line(finding: Finding) -> str:
    """A finding in one line, for people who watch a run."""
    return visible(f"{finding.level.upper()} {finding.check}: {finding.label}: {finding.title} ({finding.key})")


def _finding(finding: Finding, width: int) -> Iterator[str]:
    yield f"{finding.level.upper()} {finding.check}: {finding.label}"
    times = f", {finding.times} times" if finding.times > 1 else ""
    yield f"  {finding.title} ({finding.key}{times})"
    message = [line for line in finding.text.splitlines() if line.strip()][:_LONGEST]
    for line in message:
        yield from textwrap.wrap(line.strip(), max(width - 4, 20), initial_indent="  ", subsequent_indent="    ")
    if finding.others:
        more = len(finding.others) - _MOST_OTHERS
        named = ", ".join(finding.others[:_MOST_OTHERS]) + (f" and {more} more" if more > 0 else "")
        yield from textwrap.wrap(f"also: {named}", max(width - 4, 20), initial_indent="  ", subsequent_indent="    ")
    if finding.source:
        yield f"  promised in {finding.source}"
    for request in finding.sent:
        yield f"  {curl_line(request)}"
    yield f"  response: {finding.status}, {finding.seconds:.2f} s"
    yield ""


def _summary(result: Result, new: Sequence[Finding], known: int) -> Iterator[str]:
    failures = sum(finding.level == "failure" for finding in new)
    within = sum(finding.level == "contradiction" for finding in new)
    counts = f"{counted(failures, 'failure')}, {counted(len(new) - failures - within, 'drift')}"
    counts += f", {counted(within, 'contradiction')} within the document" if within else ""
    counts += f", {known} known" if known else ""
    part = f"shard {result.shard}: " if result.shard else ""
    size = f"{counted(result.operations, 'operation')}, {counted(result.requests, 'request')}"
    yield f"{part}{size}, {result.seconds:.1f} s: {counts}"
    if result.stopped:
        yield f"The run ended early: {result.stopped}."
    proof = result.proof
    others = f"never: {len(proof.never)}, refused with 401 or 403: {len(proof.refused)}"
    covered = f"As documented at least once: {counted(len(proof.covered), 'operation')} ({proof.share:.0f} %)"
    yield f"{covered}, {others}, left out: {len(proof.left_out)}"
    yield from result.notes
    if result.shortfall:
        yield f"FAILURE {result.shortfall}"
    for problem in result.problems:
        yield f"Not done: {problem}"
