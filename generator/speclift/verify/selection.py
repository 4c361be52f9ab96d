"""Which disagreements a user wants to see."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

import msgspec

from speclift.verify.records import Verification


def without(found: Verification, ignored: Sequence[str]) -> Verification:
    """A verification without the facts that a pattern names (`*`, `?`, `[…]`)."""
    kept = tuple(
        row for row in found.disagreements if not any(fnmatch.fnmatchcase(row.fact, pattern) for pattern in ignored)
    )
    return msgspec.structs.replace(found, disagreements=kept)
