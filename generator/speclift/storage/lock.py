"""The lock of a folder: runs that write below the same one take turns."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator

#: The lock file, for places where a folder itself cannot be locked: on Windows, and on some network drives.
LOCK = ".speclift-lock"

_NO_FOLDERS = {errno.EBADF, errno.EINVAL, errno.EISDIR, errno.EACCES, errno.EPERM, errno.ENOTSUP}


@contextlib.contextmanager
def locked(folder: str) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is missing; wait for another holder.

    A process that is forked meanwhile holds the lock too. It is free when the last of them has ended in any way. A
    folder that was made is removed again if an error leaves it empty.  Raises OSError.
    """
    made: list[str] = []
    handle = _lock(folder, made)
    try:
        yield
    except BaseException:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                os.rmdir(path)
        raise
    finally:
        # It is closed and not unlocked: unlocking would take the lock from forked processes.
        os.close(handle)


def exclusively(handle: int) -> None:
    """Lock an open file or folder, and wait for another holder.  Raises OSError where it cannot be locked at all."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            # This gives up by itself after ten seconds.
            with contextlib.suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                return
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def make_folders(path: str, made: list[str]) -> None:
    """Make a folder and those above it, and add the ones that were missing to `made`, the topmost first.

    Raises OSError.
    """
    missing: list[str] = []
    while path and not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path)
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder)
            made.append(folder)
        if not os.path.isdir(folder):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)


def _lock(folder: str, made: list[str]) -> int:
    if not folder:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), folder)
    while True:
        make_folders(folder, made)
        try:
            handle = _open(folder)
        except FileNotFoundError:
            continue
        try:
            exclusively(handle)
            # Another run may have removed it meanwhile, and made it again.
            if _stands(handle, folder):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _open(folder: str) -> int:
    if sys.platform == "win32":
        return os.open(os.path.join(folder, LOCK), os.O_RDWR | os.O_CREAT | os.O_TEMPORARY)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return handle
    except OSError as error:
        os.close(handle)
        if error.errno not in _NO_FOLDERS:
            raise
        return os.open(os.path.join(folder, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    return handle


def _stands(handle: int, folder: str) -> bool:
    """Whether the handle still belongs to the folder, or the file in it, of this name."""
    if sys.platform == "win32":
        return True
    mine = os.fstat(handle)
    for path in (folder, os.path.join(folder, LOCK)):
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(mine, os.stat(path)):
                return True
    return False
