"""Other processes that do part of the work: a fork for one task, the context of a pool, and the environment of git."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext


T = TypeVar("T")

#: Variables that are added to the environment of git: it fetches nothing by itself, and its messages are in English.
GIT_VARIABLES = {"GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}

#: Variables for fresh interpreters: they would look for modules in the current folder first, which may be anybody's
#: repository (Python 3.11 or newer).
SAFE_IMPORTS = {"PYTHONSAFEPATH": "1"}

#: The first byte of what a child writes: it says whether the result of the work follows, or its exception.
_DONE, _FAILED = b"\0", b"\1"

#: The bytes before that, with its length: a process that is killed while it writes leaves less.
_LENGTH = 8


def process_context() -> ForkContext | SpawnContext:
    """How processes are started: as forks, which have all data at once, else as fresh interpreters.

    Fresh interpreters import nothing from the current folder.
    """
    import multiprocessing

    if "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    os.environ.update(SAFE_IMPORTS)
    return multiprocessing.get_context("spawn")


class Forked(Generic[T]):
    """Work that a second process does. A call waits for it and returns its result, or raises its exception."""

    def __init__(self, work: Callable[[], T], kind: type[T], child: int, reader: int) -> None:
        self._work = work
        self._kind = kind
        self._child = child
        self._stream = os.fdopen(reader, "rb")

    def __call__(self) -> T:
        length = int.from_bytes(self._stream.read(_LENGTH), "big")
        packed = self._stream.read()
        self._stream.close()
        if self._status() or not packed or len(packed) != length:
            # It was killed, or lacked something of the system, such as memory.
            return self._work()
        if packed[:1] == _FAILED:
            import pickle

            raise pickle.loads(packed[1:])
        return msgspec.msgpack.decode(packed[1:], type=self._kind)

    def end(self) -> None:
        """End the process where nobody waited for it."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
            self._status()
        self._stream.close()

    def _status(self) -> int:
        """The status of the process when it has ended; 0 where the system keeps none (SIGCHLD is ignored)."""
        child, self._child = self._child, 0
        try:
            return os.waitpid(child, 0)[1]
        except ChildProcessError:
            return 0


def forked(work: Callable[[], T], kind: type[T], *, is_parallel: bool) -> Callable[[], T]:
    """Start `work`. The returned function waits for it and returns its result, or raises its exception.

    The second process is a fork, so it has all data without copying it; its result, of the type `kind`, comes back as
    MessagePack.  Without fork, or if it is not wanted, the work is done when its result is asked for.
    """
    if not is_parallel or not hasattr(os, "fork"):
        return work
    try:
        reader, writer = os.pipe()
    except OSError:
        return work
    try:
        child = os.fork()
    except OSError:
        # The system has no room for another process.
        os.close(reader)
        os.close(writer)
        return work
    if child == 0:
        os.close(reader)
        _run_in_child(work, writer)
    os.close(writer)
    return Forked(work, kind, child, reader)


def _run_in_child(work: Callable[[], T], writer: int) -> None:
    """In the child: do the work, write the outcome and end without the parent's clean-up."""
    packed = b""
    # The parent handles Ctrl-C. Whoever reads its output does not wait for this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            packed = _DONE + msgspec.msgpack.encode(work())
        except (MemoryError, OSError):
            # The parent tries it by itself.
            packed = b""
        except Exception as error:
            import pickle

            packed = _FAILED + pickle.dumps(error)
        with os.fdopen(writer, "wb") as stream:
            stream.write(len(packed).to_bytes(_LENGTH, "big"))
            stream.write(packed)
    finally:
        os._exit(0)
