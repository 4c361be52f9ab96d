"""Known failures, so that a pipeline fails only on new ones."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import orjson

from speclift.errors import SourceError
from speclift.fuzz.finding import LARGEST_REPORT, Finding

_VERSION = 1


class Known(msgspec.Struct, frozen=True):
    """A known failure; the key identifies it, the rest is for people who read the file."""

    key: str
    operation: str
    check: str
    title: str


class _File(msgspec.Struct, frozen=True):
    version: int
    known: tuple[Known, ...]


def read_baseline(path: str) -> frozenset[str]:
    """The keys of the known failures in a file.  Raises SourceError."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_REPORT + 1)
        if len(data) > LARGEST_REPORT:
            raise ValueError(f"it has more than {LARGEST_REPORT:,} bytes")
        found = msgspec.json.decode(data, type=_File)
    except (OSError, msgspec.DecodeError, ValueError, RecursionError) as error:
        raise SourceError(
            f"The baseline cannot be read: {getattr(error, 'strerror', None) or error}.",
            file=path,
            expected="a file that --write-baseline wrote",
            advice="write it again with --write-baseline",
        ) from error
    return frozenset(item.key for item in found.known)


def baseline(findings: Iterable[Finding]) -> bytes:
    """The content of a file that makes the failures known.  No pipeline fails on findings of other levels."""
    known = tuple(
        Known(finding.key, finding.label, finding.check, finding.title)
        for finding in sorted(findings, key=lambda f: (f.label, f.check, f.key))
        if finding.level == "failure"
    )
    return orjson.dumps(msgspec.to_builtins(_File(_VERSION, known)), option=orjson.OPT_INDENT_2) + b"\n"
