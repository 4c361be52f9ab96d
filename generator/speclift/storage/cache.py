"""What earlier runs found, kept in the user's cache folder.

Files of a reference: the results of the pages by fingerprint, those of the pages that changed since that file was
written, the texts of the document's entries by their content, and the output of the last run and the client made of it,
each under the digest of all that it was made from.  A cache is never needed: what is missing, broken or not writable is
computed again. `record_store.py` keeps the files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from functools import partial

import msgspec

from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.storage.code_version import generation
from speclift.storage.record_store import RecordStore

#: All pages are written again if more than one in this number was added or removed.
REWRITTEN_FROM = 10


class Outcome(msgspec.Struct, frozen=True):
    """The result of a run: the files by their path below the output, the findings, and how much was recovered."""

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
    """The cache of one reference: `roots` are its folders, `options` what else distinguishes its runs."""

    def __init__(self, folder: str, roots: Sequence[str], options: str) -> None:
        place = "\0".join([generation(), *(os.path.abspath(root) for root in roots)])
        name = _digest(place)
        run = _digest(f"{place}\0{options}")
        self._store = RecordStore(folder)
        self._settled: Collection[bytes] = ()
        self._pages, self._changed = f"{name}.pages", f"{name}.changed"
        self._entries, self._run, self._client = f"{run}.entries", f"{run}.run", f"{run}.client"

    def outcome(self, key: bytes) -> Outcome | None:
        """The outcome of the last run if it was made from the same inputs, else None."""
        return self._store.load(self._run, Outcome, key)

    def keep_outcome(self, key: bytes, outcome: Outcome) -> None:
        """Keep the outcome in place of the last one."""
        self._store.store(self._run, outcome, key)

    def pages(self) -> dict[bytes, PageFacts]:
        """The results of the pages of the last run, by fingerprint."""
        settled = self._store.load(self._pages, dict[bytes, PageFacts]) or {}
        self._settled = settled.keys()
        return settled | (self._store.load(self._changed, dict[bytes, PageFacts]) or {})

    def keep_pages(self, keys: Sequence[bytes], results: Sequence[PageFacts]) -> Callable[[], None]:
        """Keep the results of these pages: a few new ones in a separate file, else all of them again. Returns the
        function that writes the files, in this process or in another.
        """
        pages = dict(zip(keys, results, strict=True))
        changed = {key: result for key, result in pages.items() if key not in self._settled}
        gone = sum(key not in pages for key in self._settled)
        if (len(changed) + gone) * REWRITTEN_FROM > len(pages):
            return partial(self._store_pages, pages, {})
        return partial(self._store_pages, None, changed)

    def _store_pages(self, pages: dict[bytes, PageFacts] | None, changed: dict[bytes, PageFacts]) -> None:
        if pages is not None:
            self._store.store(self._pages, pages)
        self._store.store(self._changed, changed)

    def client(self, key: bytes) -> dict[str, bytes] | None:
        """The files of the client that was made last if it was made from the same inputs, else None."""
        return self._store.load(self._client, dict[str, bytes], key)

    def keep_client(self, key: bytes, files: dict[str, bytes]) -> None:
        """Keep the files of a client in place of the last one."""
        self._store.store(self._client, files, key)

    def entries(self) -> dict[bytes, str]:
        """The texts of the entries of the last document, by the digest of their content."""
        return self._store.load(self._entries, dict[bytes, str]) or {}

    def keep_entries(self, texts: dict[bytes, str]) -> None:
        """Keep these texts and forget all others."""
        self._store.store(self._entries, texts)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
