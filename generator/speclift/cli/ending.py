"""How a command ends: its exit code, and what it made."""

from __future__ import annotations

from typing import NamedTuple


class Ending(NamedTuple):
    """The exit code of a command, and what it `made`.

    The ending keeps what was made alive: a process that exits while it has the ending need not free the records of a
    large reference one by one.
    """

    code: int
    made: object = None
