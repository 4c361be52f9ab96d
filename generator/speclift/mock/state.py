"""What was made, changed and removed while the mock runs: in memory, or in a SQLite file that outlives it."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from typing import Any, Protocol

from speclift.errors import OutputError

#: The ids that the mock gives start here, far from those of the documented samples.
_FIRST_ID = 1_000_001
_MOST_KEPT = 100_000

#: How long a lock of another program is waited for: at the start in seconds, later in milliseconds.
_STARTING = 2.0
_ANSWERING = 50

#: What stands in place of a thing that was removed.
REMOVED = b""


class Store(Protocol):
    """Things as JSON by kind and id.  A thing that nobody touched is not known; one that was removed is REMOVED."""

    def get(self, kind: str, identity: str) -> bytes | None:
        """The thing, REMOVED, or None where it is not known."""

    def put(self, kind: str, identity: str, value: bytes) -> None:
        """Keep a thing, or REMOVED."""

    def new_id(self, kind: str) -> int:
        """An id that no thing of this kind has."""

    def known(self, kind: str) -> list[tuple[str, bytes]]:
        """Every id that is known, with its thing or REMOVED, in the order in which they became known."""


class MemoryStore:
    """In memory; those that became known first are forgotten when there are too many."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._things: dict[str, OrderedDict[str, bytes]] = {}
        self._last: dict[str, int] = {}
        self._most = most

    def get(self, kind: str, identity: str) -> bytes | None:
        things = self._things.get(kind)
        return things.get(identity) if things else None

    def put(self, kind: str, identity: str, value: bytes) -> None:
        things = self._things.setdefault(kind, OrderedDict())
        things[identity] = value
        if len(things) > self._most:
            things.popitem(last=False)

    def new_id(self, kind: str) -> int:
        found = self._last[kind] = self._last.get(kind, _FIRST_ID - 1) + 1
        return found

    def known(self, kind: str) -> list[tuple[str, bytes]]:
        return list(self._things.get(kind, {}).items())


class StateError(Exception):
    """The state cannot be read or written now."""


class FileStore:
    """In a SQLite file.  Raises OutputError where the file is none, is damaged, or cannot be written.

    Its methods raise StateError: for a lock of another program they wait a moment only, for so long nobody is answered.
    """

    def __init__(self, path: str) -> None:
        try:
            self._database = sqlite3.connect(path, _STARTING, isolation_level=None, check_same_thread=False)
            # What a power failure takes from a mock is not missed; that each write waits for the disk would be.
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=OFF")
            found = self._database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(f"the file is damaged, {found.strip()}")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS thing (kind TEXT, id TEXT, value BLOB, PRIMARY KEY (kind, id))"
            )
            self._database.execute("CREATE TABLE IF NOT EXISTS last_id (kind TEXT PRIMARY KEY, id INTEGER)")
            # Another program may have tables of these names.
            self._database.execute("SELECT kind, id, value FROM thing LIMIT 0")
            self._database.execute("SELECT kind, id FROM last_id LIMIT 0")
            self._database.execute(f"PRAGMA busy_timeout={_ANSWERING}")
        except sqlite3.Error as error:
            raise OutputError(
                f"The state cannot be kept: {error}.",
                file=path,
                expected="a SQLite file of an earlier run, or a path where a new one can be made",
                advice="name another file with --state",
            ) from error

    def get(self, kind: str, identity: str) -> bytes | None:
        rows = self._rows("SELECT value FROM thing WHERE kind = ? AND id = ?", kind, identity)
        return bytes(rows[0][0]) if rows else None

    def put(self, kind: str, identity: str, value: bytes) -> None:
        self._rows(
            "INSERT INTO thing VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value",
            kind,
            identity,
            value,
        )

    def new_id(self, kind: str) -> int:
        rows = self._rows(
            "INSERT INTO last_id VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET id = id + 1 RETURNING id",
            kind,
            _FIRST_ID,
        )
        return int(rows[0][0])

    def known(self, kind: str) -> list[tuple[str, bytes]]:
        rows = self._rows("SELECT id, value FROM thing WHERE kind = ? ORDER BY rowid", kind)
        return [(str(identity), bytes(value)) for identity, value in rows]

    def _rows(self, command: str, *values: str | int | bytes) -> list[Any]:
        try:
            return self._database.execute(command, values).fetchall()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise StateError(str(error)) from error
