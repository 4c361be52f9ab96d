"""What is wrong with an OpenAPI document, as a value."""

from __future__ import annotations

import msgspec

from speclift.model.text import visible


class Fault(msgspec.Struct, frozen=True):
    """One violation: the place in the document as a JSON Pointer (RFC 6901), and a sentence without a full stop."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return visible(f"#{self.pointer}: {self.message}")
