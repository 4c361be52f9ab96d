"""The plan for a write of several files, so that a later run can finish or undo it. The new files are staged beside
their targets, the old ones are linked there a second time, and the journal lists all of them.  It is written twice:
before anything is staged, so that the remains of an unfinished write are known by name, and when all is staged. From
that moment on, the write counts as done. `recover` does the rest: a successful run ends with it, another process does
it if the run is killed (`transaction.py`), and every later run starts with it.

A journal may be in somebody else's repository.  So it is believed only if this user wrote it in this very folder, and
it touches only files that are still the very ones that it names. A journal that came with a copy or a checkout is only
removed, with the staged files beside it.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator

import msgspec

from speclift.errors import OutputError
from speclift.limits import LARGEST_RECORD

#: The name of the journal in the folder that is written to.
JOURNAL = ".speclift-journal"

_TOKEN = re.compile(r"[0-9a-f]{16}")


class Identity(msgspec.Struct, frozen=True, array_like=True):
    """The identity of a file, which differs for any other file that may replace it."""

    inode: int
    size: int
    modified: int


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A file that is added or removed: its path, below the folder or absolute, as the file system has it. `was` is the
    old file, `new` the staged one; None is no file.
    """

    path: bytes
    was: Identity | None = None
    new: Identity | None = None


class Journal(msgspec.Struct, frozen=True, tag_field="speclift-journal", tag="1"):
    """The steps of a write, the folders that were made for it, and whether everything is staged. `folders` are below
    the folder or absolute, like the paths of the steps; `place` is `place_of` the folder that the journal was written
    in, or zeros in a journal of an earlier version.
    """

    token: str
    steps: tuple[Step, ...]
    folders: tuple[bytes, ...]
    is_complete: bool = False
    place: tuple[int, int] = (0, 0)


class UnfinishedError(Exception):
    """A write could neither be finished nor undone; its journal stays, and `cause` says why."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def identity(path: str) -> Identity | None:
    """The identity of the file at a path, without following a link; None where there is none."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Identity(found.st_ino, found.st_size, found.st_mtime_ns)


def place_of(root: str) -> tuple[int, int]:
    """The identity of a folder, unlike that of its copies: the numbers of its device and its inode. Raises OSError."""
    found = os.stat(root)
    return found.st_dev, found.st_ino


def staged(path: str, token: str, number: int) -> str:
    """The path at which the new file of a step waits until the step is taken."""
    return os.path.join(os.path.dirname(path), f".speclift-{token}-{number}.new")


def saved(path: str, token: str, number: int) -> str:
    """The path at which the old file of a step is kept until all steps are done."""
    return os.path.join(os.path.dirname(path), f".speclift-{token}-{number}.old")


def write_journal(root: str, journal: Journal) -> None:
    """Write the journal in place of an earlier one, and sync it to the disk. Raises OSError."""
    path = os.path.join(root, JOURNAL)
    temporary = f"{path}.new"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(msgspec.msgpack.encode(journal))
        stream.flush()
        os.fsync(handle)
    os.replace(temporary, path)
    sync_folder(root)


def read_journal(root: str) -> Journal | None:
    """The journal that an earlier write left; None where there is none.

    Raises OutputError where something else has its name, where it is too large, or where another user wrote it.
    """
    path = os.path.join(root, JOURNAL)
    try:
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode) and (os.name != "posix" or found.st_uid == os.geteuid()):
            with open(path, "rb") as stream:
                data = stream.read(LARGEST_RECORD + 1)
            if len(data) > LARGEST_RECORD:
                raise _too_large(path)
            journal = msgspec.msgpack.decode(data, type=Journal)
            if _TOKEN.fullmatch(journal.token):
                return journal
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError):
        pass
    raise OutputError(
        "This is not the journal of a write of yours.",
        file=path,
        expected="no such file, or one that a run of this user left when it was killed",
        advice="let its owner run the command again, or remove it if nobody knows of it",
    )


def _too_large(path: str) -> OutputError:
    return OutputError(
        f"The journal has more than {LARGEST_RECORD:,} bytes, so no run of speclift left it.",
        file=path,
        expected="no such file, or one that a run of this user left when it was killed",
        advice="remove it",
    )


def recover(root: str) -> None:
    """Finish the write whose journal is in a locked folder, or remove the remains of an incomplete one.

    It does nothing where there is no journal.  If a step fails, it undoes the steps that were done and raises the
    OSError of that step.  Raises UnfinishedError if that fails too, and OutputError as `read_journal` does.
    """
    journal = read_journal(root)
    _drop(os.path.join(root, f"{JOURNAL}.new"))
    if journal is None:
        return
    if journal.place != place_of(root):
        journal = msgspec.structs.replace(journal, folders=(), is_complete=False)
    if journal.is_complete:
        try:
            for path, number, step in _steps(root, journal):
                _do(path, staged(path, journal.token, number), step)
            for folder in {os.path.dirname(path) for path, _, _ in _steps(root, journal)}:
                sync_folder(folder)
        except OSError as error:
            _undo(root, journal, error)
            raise
    _tidy(root, journal, with_emptied=journal.is_complete)


def sync_folder(folder: str) -> None:
    """Sync the file names of a folder to the disk; Windows has no call for that."""
    if os.name != "posix":
        return
    handle = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _steps(root: str, journal: Journal) -> Iterator[tuple[str, int, Step]]:
    """The full path, number and step of each step that may be done.

    Only files below the folder are removed, and none of them is reached through a link.  Outside of the folder, only a
    journal of this very folder does anything.
    """
    is_own = journal.place == place_of(root)
    for number, step in enumerate(journal.steps):
        name = os.fsdecode(step.path)
        if os.path.isabs(name):
            if is_own and (step.new is not None or not journal.is_complete):
                yield name, number, step
        elif is_below(root, name):
            yield os.path.join(root, name), number, step


def is_below(root: str, path: str) -> bool:
    """Whether a relative path stays below a folder: without `..`, and through no link."""
    parts = path.replace(os.sep, "/").split("/")
    if os.path.isabs(path) or {"", ".", ".."} & set(parts):
        return False
    folder = root
    for part in parts[:-1]:
        folder = os.path.join(folder, part)
        if os.path.islink(folder):
            return False
    return True


def _do(path: str, new: str, step: Step) -> None:
    """Take a step, unless it is already taken, or somebody has put something else in its place."""
    if identity(path) != step.was:
        return
    if step.new is None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
    elif identity(new) == step.new:
        os.replace(new, path)


def _undo(root: str, journal: Journal, cause: OSError) -> None:
    try:
        for path, number, step in _steps(root, journal):
            old = saved(path, journal.token, number)
            now = identity(path)
            if step.was is None and now is not None and now == step.new:
                os.unlink(path)
            elif step.was is not None and now in (None, step.new) and os.path.lexists(old):
                os.replace(old, path)
        _tidy(root, journal, with_emptied=False)
    except OSError as error:
        raise UnfinishedError(cause) from error


def _tidy(root: str, journal: Journal, *, with_emptied: bool) -> None:
    """Remove the staged and the saved files, the folders that are empty now, and last the journal."""
    made = {os.path.join(root, os.fsdecode(folder)) for folder in journal.folders}
    below = os.path.join(root, "")
    emptied: set[str] = set()
    for path, number, step in _steps(root, journal):
        for temporary in (staged(path, journal.token, number), saved(path, journal.token, number)):
            _drop(temporary)
        above = set(_folders_above(path))
        emptied |= made & above
        if with_emptied and step.new is None:
            emptied.update(folder for folder in above if folder.startswith(below))
    for folder in sorted(emptied, key=len, reverse=True):
        # Only empty folders can be removed.
        with contextlib.suppress(OSError):
            os.rmdir(folder)
    os.unlink(os.path.join(root, JOURNAL))


def _drop(path: str) -> None:
    # This is checked first: a read-only file system refuses to remove even a missing file.
    if os.path.lexists(path):
        os.unlink(path)


def _folders_above(path: str) -> Iterator[str]:
    folder = os.path.dirname(path)
    while folder != path:
        yield folder
        path, folder = folder, os.path.dirname(folder)
