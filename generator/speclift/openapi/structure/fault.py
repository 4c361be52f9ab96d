"""What is wrong with an OpenAPI document, as a value."""

from __future__ import annotations

import msgspec

from speclift.limits import LONGEST_MESSAGE
from speclift.model.text import visible


class Fault(msgspec.Struct, frozen=True):
    """One violation: the place in the document as a JSON Pointer (RFC 6901), and a sentence without a full stop.

    `kind` is a stable name of what is wrong (`docs/reference/faulty-documents.md` lists them), `line` its line in the
    file, counted from 1, and 0 where it is unknown; `file` is set where it is not the document's own.
    """

    pointer: str
    message: str
    kind: str = "invalid"
    line: int = 0
    file: str = ""

    def __str__(self) -> str:
        return visible(f"#{self.pointer}: {self.message}")


def shortened(message: str) -> str:
    """A message of a validator, which may quote a whole document."""
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"
