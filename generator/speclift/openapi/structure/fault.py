"""A fault of an OpenAPI document."""

from __future__ import annotations

import msgspec

from speclift.limits import LONGEST_MESSAGE
from speclift.model.text import visible

#: What a document loses, where that is an operation or a whole path item.
OPERATION = "an operation"


class Fault(msgspec.Struct, frozen=True):
    """One violation: the place in the document as a JSON Pointer (RFC 6901), and a sentence without a full stop.

    `kind` is a stable name for what is wrong (`docs/reference/faulty-documents.md` lists them). `line` is its line in
    the file, counted from 1, or 0 where it is unknown. `file` is empty for the file of the document itself.
    `lost` is the keyword that the document or a tool loses there, or OPERATION: none of these is lost silently, however
    many faults of the kind there are.
    """

    pointer: str
    message: str
    kind: str = "invalid"
    line: int = 0
    file: str = ""
    lost: str = ""

    def __str__(self) -> str:
        return visible(f"#{self.pointer}: {self.message}")


def shortened(message: str) -> str:
    """The message of a validator, cut short: it may quote a whole document."""
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"
