"""Removes secrets from everything that a run raises, logs or warns about."""

from __future__ import annotations

import logging
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from speclift.errors import BrokenRunError, SpecliftError
from speclift.fuzz.secrets.credentials import Redactor
from speclift.report.terminal import say
from speclift.storage.standard_streams import temporary_folder_error


@contextmanager
def redacting(redactor: Redactor) -> Iterator[None]:
    """While this lasts, errors contain no secrets, and libraries neither log nor warn.

    Libraries quote requests and responses: urllib3 logs headers that it cannot read, and schemathesis adds a curl line
    to each exception.  Raises OutputError where there is no folder for temporary files, and BrokenRunError in place of
    any other error that is not a SpecliftError.
    """
    level, hook = logging.root.manager.disable, threading.excepthook
    logging.disable(logging.CRITICAL)
    threading.excepthook = lambda given: say(
        f"speclift: a thread ended early: {_description(given.exc_value, redactor)}"
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except SpecliftError as error:
        for name in ("message", "file", "expected", "advice"):
            setattr(error, name, redactor.text(getattr(error, name)))
        raise
    except Exception as error:
        lacking = temporary_folder_error(error) if isinstance(error, OSError) else None
        if lacking:
            raise lacking from None
        raise BrokenRunError(
            f"The run broke off: {_description(error, redactor)}.",
            expected="a run that ends with a report",
            advice="leave out the operation with --exclude-operation, and report this as a defect of speclift",
        ) from None
    finally:
        logging.disable(level)
        threading.excepthook = hook


def _description(error: Any, redactor: Redactor) -> str:
    """The kind of an exception, its redacted message, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {redactor.text(str(error))}{place}"
