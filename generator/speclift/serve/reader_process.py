"""A separate process that reads the source, so that the server can answer in the meantime."""

from __future__ import annotations

import gc
import pickle
import signal
import threading
from multiprocessing.connection import Connection

import msgspec

from speclift.errors import SourceError
from speclift.pipeline.recovery import Progress
from speclift.processes import process_context
from speclift.serve.catalogue import Catalogue
from speclift.serve.source import Loader, Source

_DONE, _FAILED, _PROGRESS = b"\0", b"\1", b"\2"


class Worker:
    """The process; it ends when `close` is called, or when this one ends."""

    def __init__(self, source: Source) -> None:
        context = process_context()
        self._connection, theirs = context.Pipe()
        # A daemon process could not start processes of its own that read pages.
        self._process = context.Process(target=_work, args=(source, theirs, self._connection), daemon=False)
        self._process.start()
        theirs.close()
        self._lock = threading.Lock()

    def load(self, progress: Progress | None = None) -> Catalogue:
        """The catalogue of the present source.

        Raises what `Loader.load` raises, and SourceError where the process has ended.
        """
        with self._lock:
            self._send(b"load")
            while True:
                message = self._receive()
                kind, packed = message[:1], memoryview(message)[1:]
                if kind == _DONE:
                    return msgspec.msgpack.decode(packed, type=Catalogue)
                if kind == _FAILED:
                    raise pickle.loads(packed)
                if progress:
                    progress(*msgspec.msgpack.decode(packed, type=tuple[int, int]))

    def _send(self, message: bytes) -> None:
        try:
            self._connection.send_bytes(message)
        except OSError as error:
            raise _ended() from error

    def _receive(self) -> bytes:
        try:
            return self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise _ended() from error

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()


def _ended() -> SourceError:
    return SourceError("The process that reads the docs has ended.", advice="start speclift serve again")


def _work(source: Source, connection: Connection, other: Connection) -> None:
    """In the process: load on each request, until the other side is gone."""
    # A fork has a copy of this. While it is open here, this process would not notice that the other one ended.
    other.close()
    # Ctrl-C reaches every process of a terminal; only the first process decides that the server ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Most of what a run makes lives until the next; a search for cycles in it costs a third of the time.
    gc.disable()
    loader = Loader(source)

    def progress(done: int, of: int) -> None:
        connection.send_bytes(_PROGRESS + msgspec.msgpack.encode((done, of)))

    try:
        while True:
            connection.recv_bytes()
            try:
                message = _DONE + msgspec.msgpack.encode(loader.load(progress))
            except Exception as error:
                message = _FAILED + pickle.dumps(error)
            connection.send_bytes(message)
            # Between two changes there is time for this.
            loader.tidy()
            gc.collect()
    except (EOFError, OSError):
        return
