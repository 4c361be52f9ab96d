"""Stores of resources that were created, changed or removed: in memory, or in a SQLite file that outlives the mock."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from typing import Any, Protocol

from speclift.contract.json_bytes import compact
from speclift.errors import OutputError

#: The first id that the mock assigns, far from the ids of the documented samples.
_FIRST_ID = 1_000_001
#: The most bytes of all resources together, in memory or in the file, and the bytes of memory that each takes besides
#: its id and JSON.
MOST_KEPT = 64 * 2**20
_OF_A_RESOURCE = 512

#: How long to wait for a lock of another program: at the start in seconds, in a request in milliseconds.
_START_SECONDS = 2.0
_REQUEST_MILLISECONDS = 50

#: The mark in place of a removed resource.
REMOVED = b""


class Store(Protocol):
    """Resources as JSON by kind and id.  An untouched resource is unknown; a removed one is REMOVED.  All methods may
    raise StateError.
    """

    def get(self, kind: str, identity: str) -> bytes | None:
        """The resource, REMOVED, or None if it is unknown."""

    def put(self, kind: str, identity: str, value: bytes) -> None:
        """Keep a resource, or REMOVED. Raises FullError if there is no room for it."""

    def new_id(self, kind: str) -> int:
        """A number that this method has not returned for the kind before."""

    def known(self, kind: str) -> list[tuple[str, bool]]:
        """Every known id, and whether its resource still exists, in the order in which they became known."""


class StateError(Exception):
    """The stored state cannot be read or written now."""


class FullError(StateError):
    """There is no room for another resource."""


class MemoryStore:
    """A store in memory, of at most `most` bytes: it first forgets what has not changed for the longest time."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._resources: dict[str, dict[str, bytes]] = {}
        self._by_change: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._last: dict[str, int] = {}
        self._most = most
        self._taken = 0

    def get(self, kind: str, identity: str) -> bytes | None:
        resources = self._resources.get(kind)
        return resources.get(identity) if resources else None

    def put(self, kind: str, identity: str, value: bytes) -> None:
        size = _size(identity, value)
        if size > self._most:
            raise FullError(f"a resource may have at most {self._most} bytes")
        resources = self._resources.setdefault(kind, {})
        if identity in resources:
            self._taken -= _size(identity, resources[identity])
        resources[identity] = compact(value)
        self._taken += size
        self._by_change[kind, identity] = None
        self._by_change.move_to_end((kind, identity))
        while self._taken > self._most:
            (other, forgotten), _ = self._by_change.popitem(last=False)
            self._taken -= _size(forgotten, self._resources[other].pop(forgotten))

    def new_id(self, kind: str) -> int:
        found = self._last[kind] = self._last.get(kind, _FIRST_ID - 1) + 1
        return found

    def known(self, kind: str) -> list[tuple[str, bool]]:
        return [(identity, value != REMOVED) for identity, value in self._resources.get(kind, {}).items()]


def _size(identity: str, value: bytes) -> int:
    return 4 * len(identity) + len(value) + _OF_A_RESOURCE


class FileStore:
    """A store in a SQLite file of at most `most` bytes. Raises OutputError if the file is not of SQLite, is damaged, or
    cannot be written. It forgets nothing: `put` raises FullError if the file is full. All methods wait only a moment
    for a lock of another program before they raise StateError, because the mock handles no request meanwhile.
    """

    def __init__(self, path: str, most: int = MOST_KEPT) -> None:
        try:
            self._database = sqlite3.connect(
                path, timeout=_START_SECONDS, isolation_level=None, check_same_thread=False
            )
            # A mock may lose its state in a power failure, but must not wait for the disk at each write.
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=OFF")
            found = self._database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(f"the file is damaged, {found.strip()}")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS thing (kind TEXT, id TEXT, value BLOB, PRIMARY KEY (kind, id))"
            )
            self._database.execute("CREATE TABLE IF NOT EXISTS last_id (kind TEXT PRIMARY KEY, id INTEGER)")
            # Check the columns: another program may have made tables with these names.
            self._database.execute("SELECT kind, id, value FROM thing LIMIT 0")
            self._database.execute("SELECT kind, id FROM last_id LIMIT 0")
            size = self._database.execute("PRAGMA page_size").fetchone()[0]
            self._database.execute(f"PRAGMA max_page_count={most // size}")
            self._database.execute(f"PRAGMA busy_timeout={_REQUEST_MILLISECONDS}")
        except sqlite3.Error as error:
            raise OutputError(
                f"The state cannot be kept: {error}.",
                file=path,
                expected="a SQLite file of an earlier run, or a path for a new file",
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

    def known(self, kind: str) -> list[tuple[str, bool]]:
        rows = self._rows("SELECT id, length(value) > 0 FROM thing WHERE kind = ? ORDER BY rowid", kind)
        return [(str(identity), bool(is_there)) for identity, is_there in rows]

    def _rows(self, command: str, *values: str | int | bytes) -> list[Any]:
        try:
            return self._database.execute(command, values).fetchall()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            raise (FullError if is_full else StateError)(str(error)) from error
