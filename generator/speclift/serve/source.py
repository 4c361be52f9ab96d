"""The source of the shown document: a folder of pages, or a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec
import orjson

from speclift.model.facts import PageFacts
from speclift.model.finding import Finding, errors_of
from speclift.openapi.load import Loading, load
from speclift.openapi.structure.nodes import Json
from speclift.openapi.writing.entries import Entry, Key
from speclift.pipeline.recovery import Progress
from speclift.pipeline.run import Options, assemble, specify
from speclift.report.findings import as_line
from speclift.serve.catalogue import Catalogue, catalogue_of
from speclift.serve.tag_documents import Piece, Pieces
from speclift.serve.unsupported import limits
from speclift.settings import Settings
from speclift.settings_files import load_settings, settings_files
from speclift.storage.cache import Cache, Outcome, default_folder

_Read: TypeAlias = tuple[Json, Mapping[Key, Entry], Sequence[Finding], tuple[str, ...], tuple[str, ...]]


class Source(msgspec.Struct, frozen=True):
    """What to show: the pages below `docs`, or else the OpenAPI 3 document in the file `spec`.

    `servers` (URL, description) are those that requests go to, `settings` is a settings file, `include_root` replaces
    the one in the settings.  `loading` says how the document is loaded.
    """

    docs: tuple[str, ...] = ()
    spec: str = ""
    loading: Loading = Loading()
    servers: tuple[tuple[str, str], ...] = ()
    settings: str | None = None
    include_root: str | None = None
    jobs: int = 1
    is_cached: bool = True

    @property
    def watched(self) -> tuple[str, ...]:
        """The folders and files whose changes matter, whether they exist or not."""
        if self.spec:
            return (self.spec,)
        settings = self.load_settings()
        folders = filter(None, (settings.include_folder,))
        return (*self.docs, *folders, *self._settings_files, *settings.overlay_files)

    def load_settings(self) -> Settings:
        """The settings of the pages as they are now.  Raises SettingsError."""
        overlays = self.loading.overlays
        return load_settings(self.settings, self.docs[0], include_root=self.include_root, overlays=overlays)

    @property
    def _settings_files(self) -> tuple[str, ...]:
        return settings_files(self.settings, self.docs[0])


class Loader:
    """Reads a source again and again; what it knows about unchanged pages stays in memory."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._options = Options(format="json", validator=source.loading.validator)
        self._cache = _WarmCache(source.docs, source.is_cached, self._options)
        self._is_first = True
        self._pieces: dict[bytes, Piece] = {}
        self._made_from: object = None

    def load(self, progress: Progress | None = None) -> Catalogue:
        """The catalogue of the present source.  Raises what `specify` and `load` raise."""
        document, entries, findings, warnings, files = self._document(progress)
        pieces = Pieces({key: entry.digest for key, entry in entries.items()}, self._pieces)
        found = catalogue_of(document, self._source.servers, pieces)
        self._pieces = pieces.kept
        root = self._source.docs[0] if len(self._source.docs) == 1 else ""
        errors = tuple(as_line(finding, root) for finding in errors_of(findings))
        return msgspec.structs.replace(found, errors=errors, warnings=warnings, files=files)

    def tidy(self) -> None:
        """Free what the last catalogue was made from; this takes a while, so it is called when there is time."""
        self._made_from = None

    def _document(self, progress: Progress | None) -> _Read:
        """The document, with the digests of its entries where they are known, the faults of the pages, the faults of
        the document, and its files.
        """
        source = self._source
        if source.spec:
            return _of_document(source.spec, source.loading)
        settings = source.load_settings()
        if self._is_first:
            found = specify(
                source.docs, settings, self._options, jobs=source.jobs, cache=self._cache, progress=progress
            )
            self._is_first = self._cache.is_on_disk = False
            self._made_from = found
            document = found.document or orjson.loads(found.outcome.files["openapi.json"])
            return document, {}, found.outcome.findings, (), ()
        assembly = assemble(source.docs, settings, self._options, jobs=source.jobs, cache=self._cache)
        self._made_from = assembly
        return assembly.document, assembly.entries, assembly.api.findings, (), ()


def _of_document(spec: str, loading: Loading) -> _Read:
    found = load(spec, loading=loading)
    told = (*found.faults, *found.sources.in_files(limits(found.document)))
    if not told:
        return found.document, {}, (), (), found.files
    from speclift.openapi.checking.fault_report import warnings

    return found.document, {}, (), tuple(warnings(told, found.file)), found.files


class _WarmCache(Cache):
    """A cache that is read from the disk once, and written to it only while `is_on_disk`.

    A page that somebody is writing changes many times, and each time the outcome would be 14 MB.
    """

    def __init__(self, roots: Sequence[str], is_on_disk: bool, options: Options) -> None:
        super().__init__(default_folder(), roots, repr(options))
        self.is_on_disk = is_on_disk
        self._was_on_disk = is_on_disk
        self._results: dict[bytes, PageFacts] | None = None
        self._texts: dict[bytes, str] | None = None

    def outcome(self, key: bytes) -> Outcome | None:
        return super().outcome(key) if self.is_on_disk else None

    def keep_outcome(self, key: bytes, outcome: Outcome) -> None:
        if self.is_on_disk:
            super().keep_outcome(key, outcome)

    def pages(self) -> dict[bytes, PageFacts]:
        if self._results is None:
            self._results = super().pages() if self._was_on_disk else {}
        return self._results

    def keep_pages(self, keys: Sequence[bytes], results: Sequence[PageFacts]) -> Callable[[], None]:
        self._results = dict(zip(keys, results, strict=True))
        return super().keep_pages(keys, results) if self.is_on_disk else lambda: None

    def entries(self) -> dict[bytes, str]:
        if self._texts is None:
            self._texts = super().entries() if self._was_on_disk else {}
        return self._texts

    def keep_entries(self, texts: dict[bytes, str]) -> None:
        self._texts = texts
        if self.is_on_disk:
            super().keep_entries(texts)
