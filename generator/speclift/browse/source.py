"""Where the document that is shown comes from: a folder of pages, or a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import orjson

from speclift.browse.catalogue import Catalogue, catalogue_of
from speclift.document.schemas import Json
from speclift.model.page import PageResult
from speclift.recovery import Progress
from speclift.run import Options, load_document, specify
from speclift.settings import load_settings
from speclift.write.cache import Cache, Outcome, default_folder

_OPTIONS = Options(format="json")


class Source(msgspec.Struct, frozen=True):
    """What to show: the pages below `docs`, or else the OpenAPI 3 document in the file `spec`.

    `servers` (URL, description) are those that requests go to, `settings` a file of them.
    """

    docs: tuple[str, ...] = ()
    spec: str = ""
    servers: tuple[tuple[str, str], ...] = ()
    settings: str | None = None
    jobs: int = 1
    is_cached: bool = True

    @property
    def watched(self) -> tuple[str, ...]:
        """The folders and files whose changes matter."""
        return (*self.docs, *filter(None, (self.spec, self.settings)))


class Loader:
    """Reads a source again and again; what it knows of unchanged pages stays in memory."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cache = _WarmCache(source.docs, source.is_cached)

    def load(self, progress: Progress | None = None) -> Catalogue:
        """The catalogue of what the source is now.  Raises what `specify` and `load_document` raise."""
        return catalogue_of(self._document(progress), self._source.servers)

    def _document(self, progress: Progress | None) -> Json:
        source = self._source
        if source.spec:
            return load_document(source.spec)
        settings = load_settings(source.settings, source.docs[0])
        found = specify(source.docs, settings, _OPTIONS, jobs=source.jobs, cache=self._cache, progress=progress)
        return found.document or orjson.loads(found.outcome.files["openapi.json"])


class _WarmCache(Cache):
    """A cache that is read from the disk once, and written to it at the first run only: a page that is being written
    changes many times, and every time the outcome would be 14 MB."""

    def __init__(self, roots: Sequence[str], is_on_disk: bool) -> None:
        super().__init__(default_folder(), roots, repr(_OPTIONS))
        self._is_on_disk = is_on_disk
        self._results: dict[bytes, PageResult] | None = None
        self._texts: dict[bytes, str] | None = None

    def outcome(self, key: bytes) -> Outcome | None:
        return super().outcome(key) if self._is_on_disk and self._texts is None else None

    def keep_outcome(self, key: bytes, outcome: Outcome) -> None:
        if self._is_on_disk:
            super().keep_outcome(key, outcome)
        self._is_on_disk = False

    def pages(self) -> dict[bytes, PageResult]:
        if self._results is None:
            self._results = super().pages() if self._is_on_disk else {}
        return self._results

    def keep_pages(self, keys: Sequence[bytes], results: Sequence[PageResult]) -> Callable[[], None]:
        self._results = dict(zip(keys, results, strict=True))
        return super().keep_pages(keys, results) if self._is_on_disk else lambda: None

    def entries(self) -> dict[bytes, str]:
        if self._texts is None:
            self._texts = super().entries() if self._is_on_disk else {}
        return self._texts

    def keep_entries(self, texts: dict[bytes, str]) -> None:
        self._texts = texts
        if self._is_on_disk:
            super().keep_entries(texts)
