"""A fault of an OpenAPI document."""

from __future__ import annotations

import msgspec

from speclift.limits import LONGEST_MESSAGE
from speclift.model.text import visible


class Fault(msgspec.Struct, frozen=True):
    """One violation: the place in the document as a JSON Pointer (RFC 6901), and a sentence without a full stop.

    `kind` is a stable name for what is wrong (`docs/reference/faulty-documents.md` lists them). `line` is its line in
    the file, counted from 1, or 0 where it is unknown. `file` is empty for the file of the document itself.
    """

    pointer: str
    message: str
    kind: str = "invalid"
    line: int = 0
    file: str = ""

    def __str__(self) -> str:
        return visible(f"#{self.pointer}: {self.message}")


def shortened(message: str) -> str:
    """The message of a validator, cut short: it may quote a whole document."""
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"
