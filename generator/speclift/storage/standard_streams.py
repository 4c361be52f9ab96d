"""Standard output and standard error that cannot be written to: the caller closed them, or a disk is full."""

from __future__ import annotations

import errno
import os
import sys

from speclift.errors import OutputError

#: Errors of a write where a stream is closed, or where its target has no more room.
_REFUSED = frozenset({errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC})

#: What `tempfile` says where it finds no folder.
_NO_TEMPORARY_FOLDER = "No usable temporary directory"


def stand_in_for_closed_streams() -> None:
    """Replace closed streams: writing to the new standard output fails, and nobody reads the new standard error.

    They take the file descriptors of the closed ones, which a file of the run would get otherwise.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def drop_standard_output() -> None:
    """Discard the output that waits to be printed, so that the interpreter does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refusal(error: OSError) -> OutputError | None:
    """The error for a standard output that cannot be written to, or where there is no folder for temporary files; None
    for other errors.
    """
    lacking = temporary_folder_error(error)
    if lacking:
        return lacking
    if error.errno not in _REFUSED or error.filename is not None:
        return None
    return OutputError(
        f"Standard output cannot be written: {error.strerror}.",
        expected="a terminal, a pipe or a file with room",
        advice="look where the output of the command goes, or name a file with -o",
    )


def temporary_folder_error(error: OSError) -> OutputError | None:
    """The error for a system without a folder for temporary files; None for other errors."""
    if error.errno != errno.ENOENT or not str(error.strerror).startswith(_NO_TEMPORARY_FOLDER):
        return None
    return OutputError(
        "There is no folder for temporary files.",
        expected="a folder such as /tmp that can be written to",
        advice="set TMPDIR to one; for a read-only container, add --tmpfs /tmp",
    )
