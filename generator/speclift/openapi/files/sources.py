"""The files of a document: each is read once, within limits, and only from where the user lets references lead."""

from __future__ import annotations

import os
from typing import Any

import msgspec

from speclift.errors import SourceError
from speclift.limits import LARGEST_DOCUMENT, MOST_DOCUMENTS
from speclift.openapi.files.addresses import is_http, path_of, uri_of
from speclift.openapi.files.parse import parsed_bytes
from speclift.openapi.files.reach import Reach
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import node_count
from speclift.storage.regular_files import read_regular

#: The most objects and lists of all files with aliases: aliases stand for more than is written.
_MOST_ALIASED = 2_000_000


class Source(msgspec.Struct, frozen=True, eq=False):
    """A file of a document: its URI, what messages call it, and its content."""

    uri: str
    shown: str
    data: Any


class Sources:
    """Reads files by their URIs.  `entry` is the path of the document itself, `shown` what messages call it."""

    def __init__(self, entry: str, data: Any, shown: str, reach: Reach) -> None:
        self.entry = Source(uri_of(os.path.realpath(entry)), shown, data)
        # References are relative to the path that the user gave, not to the target of a link.
        self.base = uri_of(entry)
        self._reach = reach
        self._failed: dict[str, SourceError] = {}
        self._known: dict[str, Source | None] = {self.entry.uri: self.entry, self.base: self.entry}
        #: The faults of the files as YAML or JSON, without those of the document itself.
        self.faults: list[Fault] = []
        self._count = 1
        self._aliased = 0
        self._room = LARGEST_DOCUMENT - (os.path.getsize(entry) if os.path.isfile(entry) else 0)

    def replace_entry(self, data: Any) -> None:
        """Replace the content of the document itself."""
        known = [uri for uri, source in self._known.items() if source is self.entry]
        self.entry = msgspec.structs.replace(self.entry, data=data)
        self._known.update(dict.fromkeys(known, self.entry))

    @property
    def paths(self) -> tuple[str, ...]:
        """The sorted paths of all files that were read or looked for, without the document itself."""
        uris = {source.uri if source else uri for uri, source in self._known.items() if source is not self.entry}
        return tuple(sorted(path for uri in uris if (path := path_of(uri)) is not None))

    def read(self, uri: str, place: str) -> Source | None:
        """What a URI leads to, None where no file is there.

        `place` is the place of the reference, which errors name. Raises SourceError where nothing may be read there, or
        where a limit is exceeded.
        """
        if uri in self._failed:
            raise self._failed[uri]
        if uri not in self._known:
            try:
                self._known[uri] = self._read(uri, place)
            except SourceError as error:
                self._failed[uri] = error
                raise
        return self._known[uri]

    def is_allowed(self, uri: str) -> bool:
        """Whether a reference may lead to a URI."""
        return not self._reach.refusal(uri)

    def _read(self, uri: str, place: str) -> Source | None:
        refusal = self._reach.refusal(uri)
        if refusal:
            raise self._refused(uri, refusal, place)
        if is_http(uri):
            return Source(uri, uri, self._parsed(self._fetched(uri, place), uri))
        path = os.path.realpath(path_of(uri) or "")
        real = uri_of(path)
        if real in self._known:
            return self._known[real]
        if not os.path.lexists(path):
            return None
        try:
            size = os.stat(path).st_size
        except OSError as error:
            # A link that leads to itself exists, but leads nowhere.
            raise self._refused(uri, f"cannot be read: {error.strerror}", place) from error
        self._count_one(uri, size, place)
        data = read_regular(path, LARGEST_DOCUMENT)
        if not isinstance(data, bytes):
            raise self._refused(uri, data.reason, place)
        shown = self._shown(path)
        found = self._known[real] = Source(real, shown, self._parsed(data, shown))
        if b"&" in data and b"*" in data:
            # Aliases are bounded in each file, and there may be many files.
            self._aliased += node_count(found.data, _MOST_ALIASED)
            if self._aliased > _MOST_ALIASED:
                raise self._too_much(uri, place)
        return found

    def _parsed(self, data: bytes, shown: str) -> Any:
        found = parsed_bytes(data, shown)
        self.faults += [msgspec.structs.replace(fault, file=shown) for fault in found.faults]
        return found.data

    def _fetched(self, uri: str, place: str) -> bytes:
        from speclift.openapi.files.fetch import FetchError, fetched

        self._count_one(uri, 0, place)
        try:
            data = fetched(uri, max(0, self._room), lambda address: not self._reach.refusal(address))
        except FetchError as error:
            raise self._refused(uri, str(error), place) from error
        self._room -= len(data)
        return data

    def _count_one(self, uri: str, size: int, place: str) -> None:
        """Count a file before it is read."""
        self._count += 1
        self._room -= size
        if self._count > MOST_DOCUMENTS or self._room < 0:
            raise self._too_much(uri, place)

    def _too_much(self, uri: str, place: str) -> SourceError:
        return SourceError(
            f"The document has too many files, or they are too large together: {self._shown_uri(uri)}.",
            file=place,
            expected=f"at most {MOST_DOCUMENTS:,} files, with {LARGEST_DOCUMENT:,} bytes together",
            advice="remove what is not needed, or split the document",
        )

    def _shown(self, path: str) -> str:
        """A file as a path from the current directory if the user named the document that way."""
        if os.path.isabs(self.entry.shown):
            return path
        folder = os.path.dirname(self.entry.shown)
        return os.path.normpath(os.path.join(folder, os.path.relpath(path, self._reach.folder or ".")))

    def _shown_uri(self, uri: str) -> str:
        return path_of(uri) or uri

    def _refused(self, uri: str, reason: str, place: str) -> SourceError:
        where = self._shown_uri(uri)
        known = is_http(uri) or path_of(uri)
        advice = f"if you trust it, name {'its address' if is_http(uri) else 'its folder'} with --allow-ref"
        return SourceError(
            f"A reference leads to {where}, which {reason}.",
            file=place,
            expected="references to files below the folder of the document",
            advice=advice if known and self._reach.refusal(uri) else "mend the reference, or what it leads to",
        )
