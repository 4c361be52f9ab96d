"""The parts of a run as one result: each cause once, even if several parts found it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from speclift.fuzz.coverage import Coverage
from speclift.fuzz.distribution.shards import read_shard
from speclift.fuzz.finding import Finding, Result, Tally, in_order, joined
from speclift.fuzz.runs.access import said_once


def merged(parts: Sequence[Result], shard: str = "") -> Result:
    """The results of all parts as one; there must be at least one part.

    The result does not say whether the parts proved enough together.  Its seconds are those of the part that took
    longest.  `shard` is the shard that the result itself is of (`2/4`), and is empty for a whole run.
    """
    found: dict[str, Finding] = {}
    for finding in (finding for part in parts for finding in part.findings):
        known = found.get(finding.key)
        found[finding.key] = finding if known is None else joined(known, finding)
    refused = tuple(sorted({cause for part in parts for cause in part.refused}))
    findings = in_order(found.values())
    lost = " ".join(_distinct(part.lost for part in parts))
    proof = _proof([part.proof for part in parts])
    operations = len(proof.covered) + len(proof.never) + len(proof.refused)
    return Result(
        findings=findings if shard else said_once(findings, refused, operations),
        tallies=tuple(_tallies(parts)),
        operations=operations,
        requests=sum(part.requests for part in parts),
        seconds=max(part.seconds for part in parts),
        stopped=", ".join(_distinct(part.stopped for part in parts)),
        problems=tuple(_distinct(problem for part in parts for problem in part.problems)),
        url=parts[0].url,
        unanswered=sum(part.unanswered for part in parts),
        notes=tuple(_distinct(note for part in parts for note in part.notes)),
        lost=lost,
        shortfall=lost,
        proof=proof,
        shard=shard,
        spent=_spent(parts),
        refused=refused,
    )


def missing(parts: Iterable[Result]) -> tuple[str, ...]:
    """The names of the missing shards, such as `3/4`: each result names its shard and the number of shards."""
    names = {part.shard for part in parts if part.shard}
    counts = {read_shard(name).count for name in names}
    every = (f"{index}/{count}" for count in sorted(counts) for index in range(1, count + 1))
    return tuple(name for name in every if name not in names)


def _tallies(parts: Sequence[Result]) -> Iterator[Tally]:
    passed: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    for tally in (tally for part in parts for tally in part.tallies):
        passed[tally.operation_id, tally.check] += tally.passed
        failed[tally.operation_id, tally.check] += tally.failed
    for key in sorted({*passed, *failed}):
        yield Tally(*key, passed[key], failed[key])


def _proof(proofs: Sequence[Coverage]) -> Coverage:
    """An operation is covered if any part covered it, and not left out if any part called it."""
    covered = _distinct(name for proof in proofs for name in proof.covered)
    done = set(covered)
    refused = _distinct(name for proof in proofs for name in proof.refused if name not in done)
    done |= set(refused)
    never = _distinct(name for proof in proofs for name in proof.never if name not in done)
    done |= set(never)
    left_out = _distinct(name for proof in proofs for name in proof.left_out if name not in done)
    statuses: Counter[int] = Counter()
    for proof in proofs:
        statuses.update(proof.statuses)
    return Coverage(tuple(covered), tuple(never), tuple(refused), tuple(left_out), dict(statuses.most_common()))


def _spent(parts: Sequence[Result]) -> dict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        for name, seconds in part.spent.items():
            found[name] += seconds
    return {name: round(seconds, 3) for name, seconds in found.items()}


def _distinct(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
