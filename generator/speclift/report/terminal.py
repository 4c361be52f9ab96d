"""What is said on a terminal: texts of docs, documents and servers among it, which do nothing there."""

from __future__ import annotations

import sys
from typing import TextIO

from speclift.model.text import visible


def say(text: str, stream: TextIO | None = None) -> None:
    """Print lines on standard error, or another stream, at once; what is not printable in them is an escape."""
    print("\n".join(map(visible, text.split("\n"))), file=stream or sys.stderr, flush=True)
