"""A folder of records that may be lost at any time and are never wrong.

A record is believed only if no other user can have written it, its mark and length are right and its check sum fits its
content. A broken record is removed. Each is replaced in one step, so that simultaneous and killed runs leave complete
ones. Records that nobody used for a long time are removed.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import time
import zlib
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

#: The first bytes of every record; the number changes with the format.
_MARK = b"speclift cache 2\n"

#: Mark, check sum and length of key and body, length of the key.
_HEAD = len(_MARK) + 4 + 8 + 4

#: Records that nobody used for this number of seconds are removed, and the oldest ones if all together have more bytes
#: than this.
UNUSED_SECONDS = 30 * 24 * 3600
MOST_BYTES = 2**30

#: A record that is being written has this age at most, in seconds.
_WRITTEN_WITHIN = 3600

_RECORD = re.compile(r"[0-9a-f]{16}\.[a-z]+(\.[0-9a-f]{16})?")


class RecordStore:
    """The records in a folder, by name.  If the folder cannot be used, there are none, and none are kept."""

    def __init__(self, folder: str, *, most_bytes: int = MOST_BYTES, unused_seconds: float = UNUSED_SECONDS) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._unused_seconds = unused_seconds

    def load(self, name: str, kind: type[T], key: bytes = b"") -> T | None:
        """The record of this name if it was stored under this key, else None."""
        path = os.path.join(self._folder, name)
        try:
            # A pipe in its place must not block the run.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        except OSError:
            return None
        with os.fdopen(handle, "rb", buffering=0) as stream:
            try:
                return _decoded(stream, kind, key)
            except (OSError, ValueError, RecursionError, MemoryError):
                with contextlib.suppress(OSError):
                    os.unlink(path)
                return None

    def store(self, name: str, value: Any, key: bytes = b"") -> None:
        """Keep a record in place of the one of this name."""
        body = msgspec.msgpack.encode(value)
        size = (len(key) + len(body)).to_bytes(8, "big") + len(key).to_bytes(4, "big")
        check = zlib.crc32(body, zlib.crc32(size + key)).to_bytes(4, "big")
        path = os.path.join(self._folder, name)
        temporary = f"{path}.{secrets.token_hex(8)}"
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            try:
                with open(temporary, "xb", opener=_private) as stream:
                    stream.write(_MARK + check + size + key)
                    stream.write(body)
                os.replace(temporary, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise
            self._prune()
        except OSError:
            return

    def _prune(self) -> None:
        """Remove records that were long unused, then the oldest until there is room; files of other names stay."""
        now = time.time()
        left = self._most_bytes
        found = [(entry, entry.stat(follow_symlinks=False)) for entry in os.scandir(self._folder)]
        for entry, state in sorted(found, key=lambda item: item[1].st_mtime, reverse=True):
            record = _RECORD.fullmatch(entry.name)
            if not record or not stat.S_ISREG(state.st_mode):
                continue
            left -= state.st_size
            age = now - state.st_mtime
            if left < 0 or age > (_WRITTEN_WITHIN if record[1] else self._unused_seconds):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _decoded(stream: Any, kind: type[T], key: bytes) -> T | None:
    """The record in a file; None where it has another key or is another user's.

    Raises ValueError where it is broken.
    """
    state = os.fstat(stream.fileno())
    if not stat.S_ISREG(state.st_mode):
        raise ValueError("not a regular file")
    if os.name == "posix" and (state.st_uid != os.geteuid() or state.st_mode & 0o022):
        return None
    head = stream.read(_HEAD)
    check, size = head[len(_MARK) : len(_MARK) + 4], head[len(_MARK) + 4 :]
    if head[: len(_MARK)] != _MARK or state.st_size != _HEAD + int.from_bytes(size[:8], "big"):
        raise ValueError("not of this format, or not complete")
    length = int.from_bytes(size[8:], "big")
    known = stream.read(length) if length <= len(key) else b""
    if known != key:
        return None
    body = stream.read()
    if zlib.crc32(body, zlib.crc32(size + known)).to_bytes(4, "big") != check:
        raise ValueError("the check sum differs")
    found = msgspec.msgpack.decode(body, type=kind)
    with contextlib.suppress(OSError):
        # A record that was used lately is not removed.
        os.utime(stream.fileno())
    return found


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
