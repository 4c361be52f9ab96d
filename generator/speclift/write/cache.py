"""What earlier runs found, kept in the user's cache folder.

Files of a reference: the results of the pages by fingerprint, those of the pages that changed since that file was
written, the texts of the document's entries by what they say, and the output of the last run and the client made of
it, each under the digest of all that it was made from.  A cache is never needed: what is missing, broken or not
writable is done anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence
from typing import TypeVar

import msgspec

from speclift import __version__
from speclift.model.finding import Finding
from speclift.model.page import PageResult


def generation() -> str:
    """What tells apart the versions of the code that conclude: the version, and the sources that are installed."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=8)
    for folder, _, names in sorted(os.walk(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))):
        for name in sorted(names):
            if name.endswith(".py"):
                state = os.stat(os.path.join(folder, name))
                digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


T = TypeVar("T")

#: The share of pages, as one in so many, that must have come or gone for all of them to be written again.
REWRITTEN_FROM = 10


class Outcome(msgspec.Struct, frozen=True):
    """What a run gives: the files by their path below the output, the findings, and how much was recovered."""

    files: dict[str, bytes]
    findings: tuple[Finding, ...]
    operations: int
    schemas: int


def default_folder() -> str:
    """`$SPECLIFT_CACHE_DIR`, else `speclift` in the XDG cache folder."""
    own = os.environ.get("SPECLIFT_CACHE_DIR")
    if own:
        return own
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "speclift")


class Cache:
    """The cache of one reference: `roots` are its folders, `options` what else tells its runs apart."""

    def __init__(self, folder: str, roots: Sequence[str], options: str) -> None:
        place = "\0".join([generation(), *(os.path.abspath(root) for root in roots)])
        name = hashlib.blake2b(place.encode(), digest_size=8).hexdigest()
        run = hashlib.blake2b(f"{place}\0{options}".encode(), digest_size=8).hexdigest()
        self._folder = folder
        self._pages = os.path.join(folder, f"{name}.pages")
        self._changed = os.path.join(folder, f"{name}.changed")
        self._settled: Collection[bytes] = ()
        self._entries = os.path.join(folder, f"{run}.entries")
        self._run = os.path.join(folder, f"{run}.run")
        self._client = os.path.join(folder, f"{run}.client")

    def outcome(self, key: bytes) -> Outcome | None:
        """The outcome of the last run if it was made from the same; the file starts with the key."""
        try:
            with open(self._run, "rb") as stream:
                return msgspec.msgpack.decode(stream.read(), type=Outcome) if stream.read(len(key)) == key else None
        except (OSError, msgspec.DecodeError):
            return None

    def keep_outcome(self, key: bytes, outcome: Outcome) -> None:
        """Keep the outcome in place of the last one."""
        self._store(self._run, key + msgspec.msgpack.encode(outcome))

    def pages(self) -> dict[bytes, PageResult]:
        """The results of the pages of the last run, by fingerprint."""
        settled = self._load(self._pages, dict[bytes, PageResult]) or {}
        self._settled = settled.keys()
        return settled | (self._load(self._changed, dict[bytes, PageResult]) or {})

    def keep_pages(self, keys: Sequence[bytes], results: Sequence[PageResult]) -> None:
        """Keep the results of these pages: few that are new in a file of their own, else all of them again."""
        pages = dict(zip(keys, results, strict=True))
        changed = {key: result for key, result in pages.items() if key not in self._settled}
        gone = sum(key not in pages for key in self._settled)
        if (len(changed) + gone) * REWRITTEN_FROM > len(pages):
            self._store(self._pages, msgspec.msgpack.encode(pages))
            changed = {}
        self._store(self._changed, msgspec.msgpack.encode(changed))

    def client(self, key: bytes) -> dict[str, bytes] | None:
        """The files of the client that was made last if it was made from the same."""
        try:
            with open(self._client, "rb") as stream:
                is_same = stream.read(len(key)) == key
                return msgspec.msgpack.decode(stream.read(), type=dict[str, bytes]) if is_same else None
        except (OSError, msgspec.DecodeError):
            return None

    def keep_client(self, key: bytes, files: dict[str, bytes]) -> None:
        """Keep the files of a client in place of the last one."""
        self._store(self._client, key + msgspec.msgpack.encode(files))

    def entries(self) -> dict[bytes, str]:
        """The texts of the entries of the last document, by the digest of what they say."""
        return self._load(self._entries, dict[bytes, str]) or {}

    def keep_entries(self, texts: dict[bytes, str]) -> None:
        """Keep these texts and forget all others."""
        self._store(self._entries, msgspec.msgpack.encode(texts))

    def _load(self, path: str, kind: type[T]) -> T | None:
        try:
            with open(path, "rb") as stream:
                return msgspec.msgpack.decode(stream.read(), type=kind)
        except (OSError, msgspec.DecodeError):
            return None

    def _store(self, path: str, data: bytes) -> None:
        temporary = f"{path}.{os.getpid()}"
        try:
            os.makedirs(self._folder, exist_ok=True)
            with open(temporary, "wb") as stream:
                stream.write(data)
            os.replace(temporary, path)
        except OSError:
            return
