"""How processes are started that take part of the work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext


def process_context() -> ForkContext | SpawnContext:
    """Forks, which have everything at once; where there are none, fresh interpreters.

    These would look for modules in the current folder first, which may be anybody's repository: they are told not to
    (PYTHONSAFEPATH of Python 3.11).
    """
    import multiprocessing

    if "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    os.environ["PYTHONSAFEPATH"] = "1"
    return multiprocessing.get_context("spawn")
