"""Files that are named one by one: all of them are written completely, or none."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping

from speclift.errors import OutputError
from speclift.storage.journal import UnfinishedError, recover, sync_folder
from speclift.storage.lock import exclusively, locked, make_folders
from speclift.storage.transaction import change_together, mode_of


def unheeded() -> None:
    """Do nothing: the default for callers that need not know when exactly the old files are replaced."""


def write_files(files: Mapping[str, bytes], committing: Callable[[], None] = unheeded) -> tuple[str, ...]:
    """Write the bytes of each path, and return the paths whose content changed.

    A named file is written, whatever is there: the target of a link is replaced, and a device or pipe is written to.
    Missing folders are made.  `committing` is called when all is ready and nothing is in place yet; an exception from
    it keeps the old files, like any error.  Raises OutputError.
    """
    with output_errors(next(iter(files), "")):
        changed = [path for path, data in files.items() if not _is_same(path, data)]
        streams = [path for path in changed if _is_stream(path)]
        targets = {os.path.realpath(path): files[path] for path in changed if path not in streams}
        for target in targets:
            if os.path.isdir(target):
                raise IsADirectoryError(21, "Is a directory", target)
        # These come first, since a write to a pipe cannot be undone.
        for path in streams:
            with open(path, "wb", buffering=0) as stream:
                _write(stream.fileno(), files[path])
        if len(targets) == 1:
            ((target, data),) = targets.items()
            _replace(target, data, committing)
        elif targets:
            # Every run that writes these files takes the same folder.
            root = os.path.dirname(min(targets))
            with locked(root):
                recover(root)
                change_together(root, targets, (), committing)
    return tuple(changed)


@contextlib.contextmanager
def output_errors(path: str) -> Iterator[None]:
    """Raise OutputError in place of an error of the file system, except where the reader of a pipe is gone."""
    try:
        yield
    except BrokenPipeError:
        # The reader of the output is gone, which is no fault of the output.
        raise
    except UnfinishedError as error:
        raise OutputError(
            f"The output is between its old and its new state: {error.cause.strerror}.",
            file=str(error.cause.filename2 or error.cause.filename or path),
            expected="a disk on which the old files can be restored",
            advice="mend the disk, then run the command again: it finishes this write first",
        ) from error
    except OSError as error:
        raise OutputError(
            f"The output cannot be written: {error.strerror or error}.",
            file=_named(str(error.filename2 or error.filename or path), path),
            expected="a path in a folder that can be written to",
            advice="nothing was changed; choose another path with -o, make room, or mend the permissions",
        ) from error


def _named(found: str, path: str) -> str:
    """The path of an error; for a staged file, the path that it was meant for."""
    return path if os.path.basename(found).startswith(".speclift-") and path else found


def _is_same(path: str, data: bytes) -> bool:
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
            return False
        with open(path, "rb") as stream:
            return stream.read() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _is_stream(path: str) -> bool:
    """Whether a path is written to and not replaced: a device, a pipe, the target of `/dev/stdout`."""
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not stat.S_ISDIR(mode) and (not stat.S_ISREG(mode) or os.path.abspath(path).startswith(("/dev/", "/proc/")))


def _replace(path: str, data: bytes, committing: Callable[[], None]) -> None:
    """Replace one file. The staged file is locked while it is written; a killed run leaves it to the next one."""
    folder, name = os.path.split(path)
    made: list[str] = []
    make_folders(folder, made)
    digest = hashlib.blake2b(os.fsencode(name), digest_size=8).hexdigest()
    temporary = os.path.join(folder, f".speclift-{digest}.new")
    try:
        handle = _open_alone(temporary)
        try:
            os.ftruncate(handle, 0)
            _write(handle, data)
            os.fsync(handle)
            os.chmod(temporary, mode_of(path))
            committing()
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        finally:
            os.close(handle)
    except BaseException:
        for missing in reversed(made):
            with contextlib.suppress(OSError):
                os.rmdir(missing)
        raise
    sync_folder(folder)


def _open_alone(path: str) -> int:
    """Open a file that no other run has open: a new one, or one that a killed run left."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            exclusively(handle)
            mine = os.fstat(handle)
            if os.name == "posix" and mine.st_uid != os.geteuid():
                raise PermissionError(1, "The file of an unfinished write of another user", path)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(mine, os.lstat(path)):
                    return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
