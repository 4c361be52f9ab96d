"""Several files that change together, whatever happens to the process that changes them.

A guardian, a fork in its own session, exists before the first byte is staged.  It waits until the process has committed
the journal or has come to its end, and then does what `journal.recover` says: it moves the staged files into place if
the journal is complete, else it removes them. So a killed process leaves the old files or the new ones, some
milliseconds later and without any help.  Where both are killed at once, or the machine stops, the journal stays, and
the next write below the folder starts with it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NoReturn

import msgspec

from speclift.storage.journal import (
    Identity,
    Journal,
    Step,
    UnfinishedError,
    identity,
    place_of,
    recover,
    saved,
    staged,
    sync_folder,
    write_journal,
)
from speclift.storage.lock import make_folders

#: From this number of files on, several are synced at the same time, and this is how many.
_MANY, _AT_ONCE = 16, 8

#: The first message of a guardian, which says that it is ready, and the last one: done, undone, or neither.
_READY, _DONE, _UNDONE, _UNFINISHED = b"R", b"D", b"U", b"X"


def change_together(
    root: str, files: Mapping[str, bytes], removed: Sequence[str], committing: Callable[[], None]
) -> None:
    """Write and remove files, all or none.

    The paths are below `root`, a locked folder without a journal, or absolute.  `committing` is called when everything
    has been done that can fail for lack of space or permission: an earlier error keeps the old files. Raises OSError,
    and UnfinishedError where an error of the disk leaves neither the old files nor the new ones.
    """
    guardian = _Guardian(root)
    try:
        _stage(root, files, removed, committing)
    except BaseException:
        guardian.finish()
        raise
    guardian.finish()


def mode_of(path: str) -> int:
    """The permissions of the file that is replaced, else those that a new file gets under the process's mask."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _stage(root: str, files: Mapping[str, bytes], removed: Sequence[str], committing: Callable[[], None]) -> None:
    token = secrets.token_hex(8)
    paths = [*files, *removed]
    plan = tuple(Step(os.fsencode(path)) for path in paths)
    folders = list(dict.fromkeys(os.path.dirname(os.path.join(root, path)) for path in files))
    missing = tuple(os.fsencode(path) for path in _missing(root, files))
    place = place_of(root)
    write_journal(root, Journal(token, plan, missing, place=place))
    for folder in folders:
        make_folders(folder, [])
    steps: list[Step] = []
    for number, path in enumerate(paths):
        whole = os.path.join(root, path)
        new = _put(whole, files[path], token, number) if path in files else None
        steps.append(Step(os.fsencode(path), _save(whole, token, number), new))
    # They are synced only when all are written: the disk then has most of them already.
    _sync_all([staged(os.path.join(root, path), token, number) for number, path in enumerate(files)])
    for folder in folders:
        sync_folder(folder)
    committing()
    write_journal(root, Journal(token, tuple(steps), missing, is_complete=True, place=place))


def _missing(root: str, paths: Iterable[str]) -> list[str]:
    """The folders that have to be made, and those above them: below the root or absolute, like the paths."""
    found: dict[str, None] = {}
    for path in paths:
        folder = os.path.dirname(path)
        while folder and not os.path.isdir(os.path.join(root, folder)):
            found[folder] = None
            folder = os.path.dirname(folder)
    return list(found)


def _put(path: str, data: bytes, token: str, number: int) -> Identity | None:
    new = staged(path, token, number)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb", buffering=0) as stream:
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) :]
    os.chmod(new, mode_of(path))
    return identity(new)


def _save(path: str, token: str, number: int) -> Identity | None:
    """Keep the file at a path under a second name, in case the steps have to be undone."""
    found = identity(path)
    if found is not None:
        try:
            os.link(path, saved(path, token, number), follow_symlinks=False)
        except (OSError, NotImplementedError):
            # The file system has no links, or the file belongs to another user.
            shutil.copy2(path, saved(path, token, number), follow_symlinks=False)
    return found


def _sync_all(paths: Sequence[str]) -> None:
    """Sync files to the disk. To sync many at once takes a tenth of the time of one by one."""
    if len(paths) < _MANY:
        for path in paths:
            _sync(path)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for _ in threads.map(_sync, paths):
            pass


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Guardian:
    """Does the rest when the process has staged the files, or is dead. Without fork, the process does it itself."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._child = 0
        if not hasattr(os, "fork"):
            return
        waiting, self._release = os.pipe()
        self._messages, telling = os.pipe()
        try:
            self._child = os.fork()
        except OSError:
            for handle in (waiting, self._release, self._messages, telling):
                os.close(handle)
            return
        if self._child == 0:
            os.close(self._release)
            _guard(root, waiting, telling)
        os.close(waiting)
        os.close(telling)
        # Until it leaves the process group, a signal to the group kills it too.
        os.read(self._messages, 1)

    def finish(self) -> None:
        """Let the guardian recover, and wait for that.  Raises what `recover` raises."""
        packed = b""
        if self._child:
            os.close(self._release)
            with os.fdopen(self._messages, "rb") as stream:
                packed = stream.read()
            os.waitpid(self._child, 0)
        if not packed:
            recover(self._root)
        elif packed[:1] != _DONE:
            number, text, path = msgspec.msgpack.decode(packed[1:], type=tuple[int, str, str])
            error = OSError(number, text, path)
            raise UnfinishedError(error) if packed[:1] == _UNFINISHED else error


def _guard(root: str, waiting: int, telling: int) -> NoReturn:
    """In the child: wait until the other end of `waiting` is closed, recover, and write to `telling` how it went."""
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        # What reads from the terminal or a pipe of the process must not wait for this child.
        null = os.open(os.devnull, os.O_RDWR)
        for handle in {0, 1, 2} - {waiting, telling}:
            os.dup2(null, handle)
        os.write(telling, _READY)
        os.read(waiting, 1)
        said = _DONE
        try:
            recover(root)
        except UnfinishedError as error:
            said = _UNFINISHED + _packed(error.cause)
        except OSError as error:
            said = _UNDONE + _packed(error)
        with contextlib.suppress(BrokenPipeError):
            os.write(telling, said)
    finally:
        os._exit(0)


def _packed(error: OSError) -> bytes:
    path = os.fsencode(error.filename2 or error.filename or "").decode("utf-8", "replace")
    return msgspec.msgpack.encode((error.errno or 0, error.strerror or str(error), path))
