"""Files that are either written whole or left as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping

from speclift.errors import OutputError


def write_files(files: Mapping[str, bytes], outdated: Iterable[str] = ()) -> tuple[str, ...]:
    """Write each path's bytes and remove the outdated ones; the paths whose content changed.

    All files are staged beside their targets first and moved only when every one of them is complete, so an error or
    an interruption before that leaves what stood there.  Missing folders are made.  Raises OutputError.
    """
    staged: list[tuple[str, str]] = []
    try:
        for path, data in files.items():
            if not _is_same(path, data):
                staged.append((_stage(path, data), path))
        for temporary, path in staged:
            os.replace(temporary, path)
        for path in outdated:
            if os.path.isfile(path):
                os.unlink(path)
    except OSError as error:
        raise OutputError(
            f"The output cannot be written: {error.strerror or error}.",
            file=str(error.filename2 or error.filename or next(iter(files), "")),
            expected="a path in a folder that can be written to",
            advice="nothing was changed; choose another path with -o or mend the permissions",
        ) from error
    finally:
        for temporary, _ in staged:
            if os.path.exists(temporary):
                os.unlink(temporary)
    return tuple(path for _, path in staged)


def _is_same(path: str, data: bytes) -> bool:
    try:
        if os.path.getsize(path) != len(data):
            return False
        with open(path, "rb") as stream:
            return stream.read() == data
    except FileNotFoundError:
        return False


def _stage(path: str, data: bytes) -> str:
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        raise IsADirectoryError(21, "Is a directory", path)
    os.makedirs(folder, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".speclift-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, _mode(path))
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _mode(path: str) -> int:
    """The permissions of the file that is replaced, else those that a new file gets under the process's mask."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
