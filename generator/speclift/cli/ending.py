"""How a command ends: its exit code, and what it made."""

from __future__ import annotations

from typing import NamedTuple


class Ending(NamedTuple):
    """The exit code of a command, and what it `made`.

    Whoever has the ending keeps what was made: a process that ends right after it never takes the records of a large
    reference apart one by one.
    """

    code: int
    made: object = None
