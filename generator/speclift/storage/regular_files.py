"""The bytes of a file that somebody else chose: never of a device, a pipe or a socket, and never beyond a limit."""

from __future__ import annotations

import os
import stat

import msgspec


class Refused(msgspec.Struct, frozen=True):
    """Why a file is not read: the code of the finding and the rest of a sentence about the file."""

    code: str
    reason: str


def is_below(real: str, folder: str) -> bool:
    """Whether a path is that of a folder or of something in it, both without symbolic links."""
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)


def read_regular(path: str, most: int) -> bytes | Refused:
    """The bytes of a regular file of at most `most` bytes; symbolic links are followed.

    The file is checked before it is opened, since opening a device may do something, and again afterwards.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return Refused("SL101", "is not a regular file")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return Refused("SL101", "is not a regular file")
            return _read(handle, found.st_size, most)
        finally:
            os.close(handle)
    except OSError as error:
        return Refused("SL101", f"cannot be read: {error.strerror or type(error).__name__}")
    except ValueError:
        return Refused("SL101", "cannot be read: its name has a NUL")


def _read(handle: int, size: int, most: int) -> bytes | Refused:
    """All bytes of an open file, which may grow or shrink meanwhile."""
    data = os.read(handle, size + 1) if size <= most else b""
    while size < len(data) <= most or (data and len(data) < size):
        more = os.read(handle, most + 1 - len(data))
        if not more:
            return data
        data += more
    return Refused("SL107", f"is larger than {most:,} bytes") if max(size, len(data)) > most else data
