"""JSON reports of earlier runs, for `--replay`, `--weights` and `fuzz merge`."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from speclift.errors import SourceError, UsageError
from speclift.fuzz.coverage import Coverage
from speclift.fuzz.distribution.shards import read_shard
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import LARGEST_REPORT, Finding, Result, Tally
from speclift.fuzz.secrets.redaction import LONGEST_MESSAGE


class Report(msgspec.Struct, frozen=True):
    """The findings of a run, and the base URL of the server that it fuzzed."""

    findings: tuple[Finding, ...]
    url: str


class _Tally(msgspec.Struct, frozen=True):
    operation: str
    check: str
    passed: int
    failed: int


class _Whole(msgspec.Struct, frozen=True):
    """A report as `report.machine.to_json` writes it."""

    findings: tuple[dict[str, Any], ...]
    checks: tuple[_Tally, ...]
    operations: int
    requests: int
    seconds: float
    url: str = ""
    stopped: str = ""
    shortfall: str = ""
    proof: Coverage = Coverage()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unanswered: int = 0
    shard: str = ""
    spent: dict[str, float] = {}
    refused: tuple[str, ...] = ()
    lost: str = ""


def read_report(path: str) -> Report:
    """The findings of a JSON report, and the URL of the server that has them.  Raises SourceError."""
    with _reading(path):
        found = msgspec.json.decode(_bytes(path), type=dict[str, Any])
        return Report(tuple(_finding(entry) for entry in found["findings"]), str(found.get("url", "")))


def read_result(path: str) -> tuple[Result, frozenset[str]]:
    """The result in a JSON report, and the keys of the findings that were known.  Raises SourceError."""
    with _reading(path):
        found = msgspec.json.decode(_bytes(path), type=_Whole)
        findings = tuple(_finding(entry) for entry in found.findings)
        known = frozenset(f.key for f, entry in zip(findings, found.findings, strict=True) if entry.get("known"))
        if found.shard:
            read_shard(found.shard)
        result = Result(
            findings=findings,
            tallies=tuple(Tally(t.operation, t.check, t.passed, t.failed) for t in found.checks),
            operations=found.operations,
            requests=found.requests,
            seconds=found.seconds,
            stopped=found.stopped,
            problems=found.problems,
            url=found.url,
            unanswered=found.unanswered,
            notes=found.notes,
            shortfall=found.shortfall,
            proof=found.proof,
            shard=found.shard,
            spent=found.spent,
            refused=found.refused,
            lost=found.lost,
        )
        return result, known


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, msgspec.DecodeError, LookupError, TypeError, ValueError, RecursionError, UsageError) as error:
        raise SourceError(
            f"The report cannot be read: {_reason(error)}",
            file=path,
            expected="a file that speclift fuzz --report-json wrote",
            advice="check the path",
        ) from error


def _reason(error: Exception) -> str:
    """Why a report cannot be read, as a clause with a full stop."""
    if isinstance(error, UsageError):
        return error.message
    if isinstance(error, OSError):
        return f"{error.strerror}."
    if isinstance(error, LookupError | TypeError):
        return "it is not a report of the fuzzer."
    return f"{str(error)[:LONGEST_MESSAGE]}."


def _bytes(path: str) -> bytes:
    with open(path, "rb") as stream:
        found = stream.read(LARGEST_REPORT + 1)
    if len(found) > LARGEST_REPORT:
        raise ValueError(f"it has more than {LARGEST_REPORT:,} bytes")
    return found


def _finding(entry: Mapping[str, Any]) -> Finding:
    sent = tuple(
        msgspec.convert({**item, "body": base64.b64decode(item["body"], validate=True)}, Request)
        for item in entry["sent"]
    )
    rest = {name: value for name, value in entry.items() if name in Finding.__struct_fields__}
    found: Finding = msgspec.convert({**rest, "sent": (), "content": b""}, Finding)
    # The report has a text with escapes for the bytes of a response that were not text.
    return msgspec.structs.replace(found, sent=sent, content=str(entry.get("content", "")).encode())
