"""Read a description from what the user names: spec files, folders of them, or folders of pages."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from speclift.diff.description import Description, describe
from speclift.diff.inputs.lines import lines_of, sources_of
from speclift.diff.inputs.merge import merged
from speclift.errors import NoDocumentError, SettingsError, SourceError
from speclift.limits import LARGEST_DOCUMENT, LARGEST_PAGE, MOST_DOCUMENTS
from speclift.openapi.load import Loaded, Loading, load
from speclift.openapi.load_ahead import load_ahead
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.suffixes import is_document
from speclift.reading.files.walk import SUFFIXES
from speclift.storage.regular_files import is_below, read_regular

if TYPE_CHECKING:
    from speclift.settings import Settings
    from speclift.storage.cache import Cache

_NOTHING: Json = {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {}}
_HTTP_BLOCK = re.compile(rb"^[ \t>]*(?:```+|~~~+)[ \t]*http\b", re.M)


class Reading(msgspec.Struct, frozen=True):
    """How pages are read. `cache` gives the cache of a folder, None for none. `with_lines` finds the line of each
    property and parameter, which takes longer; otherwise only operations and schemas have lines. When pages of a
    revision are read, `revision` is the folder that has all of it, `directory` replaces the current directory, and
    `moved` gives the place in `revision` of a folder of the working tree. `loading` says how documents are loaded, and
    `told` is called with each of them. `ahead` are documents that are being loaded already, by their files.
    """

    settings: str | None = None
    jobs: int = 1
    cache: Callable[[str], Cache | None] = lambda _: None
    with_lines: bool = False
    revision: str = ""
    directory: str = "."
    moved: Callable[[str], str] = str
    loading: Loading = Loading()
    told: Callable[[Loaded], None] = lambda _: None
    ahead: Mapping[str, Callable[[], Loaded]] = {}


def read_description(
    argument: str, reading: Reading, *, at: Mapping[str, str] | None = None, name: str = ""
) -> Description:
    """The description in a spec file, a folder of them, several of both separated by commas, or a folder of pages.

    A folder with both counts as one of pages if a page has an http block; otherwise its pages are not read. `at` gives
    the paths of the parts of the argument that exist, by the names that messages and changes use, where the two differ;
    if it is empty, so is the description. Raises SourceError, and what `specify` raises.
    """
    at = _parts(argument) if at is None else at
    if len(at) == 1:
        ((part, path),) = at.items()
        if _has_pages(path):
            return _of_pages(part, path, reading, name or argument)
    files = {file: f"{part}{file.removeprefix(path)}" for part, path in at.items() for file in _spec_files(path)}
    _refuse_too_many(files, argument)
    loaded = dict(_documents(files, reading))
    document = merged({file: found.document for file, found in loaded.items()}) if files else _NOTHING
    description = describe(document, name or argument, file=argument)
    if len(loaded) != 1:
        return description
    (found,) = loaded.values()
    uncompared = tuple((found.sources.in_file(fault), text) for fault, text in description.uncompared)
    return msgspec.structs.replace(description, uncompared=uncompared)


@contextmanager
def loading_ahead(
    argument: str, reading: Reading, *, at: Mapping[str, str] | None = None
) -> Generator[Reading, None, None]:
    """How an argument is read that is needed later: where it is one large document, and several jobs are allowed, a
    second process loads it from now on. The parameters are those of `read_description`.
    """
    at = _parts(argument) if at is None else at
    path = next(iter(at.values()), "")
    if len(at) != 1 or reading.jobs < 2 or not os.path.isfile(path) or _has_pages(path):
        yield reading
        return
    ahead = load_ahead(path, name=next(iter(at)), loading=_loading(reading))
    if ahead is None:
        yield reading
        return
    try:
        yield msgspec.structs.replace(reading, ahead={path: ahead})
    finally:
        ahead.end()


def _parts(argument: str) -> dict[str, str]:
    """The paths in an argument, each by itself: those between commas, unless a file has that name."""
    parts = [argument] if os.path.exists(argument) else [*filter(None, argument.split(","))] or [argument]
    return {part: part for part in parts}


def _loading(reading: Reading) -> Loading:
    """How documents are loaded, with the places of the revision that is read."""
    allowed = tuple(path if "://" in path else reading.moved(path) for path in reading.loading.allowed)
    return msgspec.structs.replace(reading.loading, allowed=allowed)


def _documents(files: Mapping[str, str], reading: Reading) -> Iterator[tuple[str, Loaded]]:
    """The documents in the files, each with the name to show, without those that are only parts of others."""
    loading = _loading(reading)
    loaded: dict[str, Loaded] = {}
    fragments: dict[str, NoDocumentError] = {}
    for file, shown in files.items():
        try:
            ahead = reading.ahead.get(file)
            loaded[file] = ahead() if ahead else load(file, name=shown, loading=loading)
        except NoDocumentError as error:
            fragments[file] = error
    parts = {os.path.realpath(part) for found in loaded.values() for part in found.files[1:]}
    for file in fragments:
        if os.path.realpath(file) not in parts:
            raise fragments[file]
    # A document that others take components from may also have its own operations.
    whole = [file for file in loaded if os.path.realpath(file) not in parts or _has_operations(loaded[file].document)]
    for file in whole or loaded:
        reading.told(loaded[file])
        yield files[file], loaded[file]


def _has_operations(document: Json) -> bool:
    return bool(document.get("paths") or document.get("webhooks"))


def _has_pages(path: str) -> bool:
    if path.lower().endswith(SUFFIXES):
        return True
    pages = (
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.lower().endswith(SUFFIXES)
    )
    return any(map(_has_http_block, pages)) if _specs_in(path) else next(pages, None) is not None


def _has_http_block(path: str) -> bool:
    data = read_regular(path, LARGEST_PAGE)
    return isinstance(data, bytes) and _HTTP_BLOCK.search(data) is not None


def _specs_in(path: str) -> list[str]:
    found = os.listdir(path) if os.path.isdir(path) else ()
    return sorted(os.path.join(path, name) for name in found if is_document(name))


def _spec_files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    found = _specs_in(path)
    if not found:
        raise SourceError(
            "The folder has neither pages nor documents.",
            file=path,
            expected="markdown pages of a reference, or OpenAPI or Swagger documents",
            advice="name another folder",
        )
    yield from found


def _refuse_too_many(files: Collection[str], argument: str) -> None:
    """Raise SourceError where the documents are too many or too large: all of them are in memory together."""
    size = sum(os.path.getsize(file) for file in files if os.path.isfile(file))
    if len(files) > MOST_DOCUMENTS or (len(files) > 1 and size > LARGEST_DOCUMENT):
        raise SourceError(
            f"The {len(files):,} documents are too many, or too large together.",
            file=argument,
            expected=f"at most {MOST_DOCUMENTS:,} documents of one API, with {LARGEST_DOCUMENT:,} bytes together",
            advice="compare the parts one by one",
        )


def _of_pages(argument: str, path: str, reading: Reading, name: str) -> Description:
    import orjson

    from speclift.pipeline.recovery import recover
    from speclift.pipeline.run import Options, specify
    from speclift.settings_files import load_settings

    settings = load_settings(reading.settings, path, reading.directory, overlays=reading.loading.overlays)
    if settings.include_root:
        root = os.path.abspath(reading.moved(settings.include_folder))
        settings = msgspec.structs.replace(settings, include_root=root)
    if reading.revision and not reading.settings:
        _keep_inside(settings, len(reading.loading.overlays), os.path.realpath(reading.revision))
    cache = reading.cache(argument)
    options = Options(format="json", validator=reading.loading.validator)
    found = specify([path], settings, options, jobs=reading.jobs, cache=cache)
    document = orjson.loads(found.outcome.files["openapi.json"])
    root = argument if os.path.isdir(path) else os.path.dirname(argument)
    lines = (
        lines_of(recover([path], settings, jobs=reading.jobs, cache=cache).api, root)
        if reading.with_lines
        else sources_of(document, root)
    )
    return describe(document, name, file=argument, sources=lines)


def _keep_inside(settings: Settings, own_overlays: int, revision: str) -> None:
    """Raise SettingsError where settings of a revision open files outside of it; the user's own overlays are exempt."""
    overlays = settings.overlay_files[: len(settings.overlays) - own_overlays]
    for named in filter(None, (settings.include_root, *overlays)):
        if not is_below(os.path.realpath(named), revision):
            raise SettingsError(
                f"The settings of the revision name {named!r}, which is outside of the repository.",
                file=settings.file,
                expected="folders and overlays that come with the revision",
                advice="name your own settings with --settings",
            )
