"""A page whose reader fails: it becomes a finding, so that all other pages are still read."""

from __future__ import annotations

import os
from collections.abc import Callable

from speclift.errors import SpecliftError
from speclift.model.facts import PageFacts
from speclift.model.finding import FAULT, Finding


def unless_faulty(file: str, read: Callable[[], PageFacts]) -> PageFacts:
    """What `read` returns for a page, or facts with only a finding (SL116) where it raises what no reader should raise.

    Errors of the project and MemoryError are not faults of a reader, so they are raised.
    """
    try:
        return read()
    except Exception as error:
        if not is_fault(error):
            raise
        message = (
            f"The page cannot be read, because of a fault in speclift ({_named(error)}). Leave the page out with "
            "exclude in the settings, and report it."
        )
        return PageFacts(file, findings=(Finding(FAULT, file, 1, message),))


def is_fault(error: Exception) -> bool:
    """Whether an error is a fault of a reader: neither the machine nor its input is the cause."""
    return not isinstance(error, SpecliftError | MemoryError)


def _named(error: Exception) -> str:
    """The class of an exception and where it was raised, without its text, which may quote anything."""
    trace = error.__traceback__
    if trace is None:
        return type(error).__name__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{type(error).__name__} in {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
