"""From folders of pages to a `Reference`: pages are found, and those that are not known yet are read in parallel."""

from __future__ import annotations

import heapq
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from speclift.errors import SourceError, UsageError
from speclift.limits import LARGEST_PAGE, LARGEST_REFERENCE, MOST_PAGES
from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.model.form import Form
from speclift.model.page_selection import Selection
from speclift.model.reference import Reference
from speclift.model.text import is_utf8, visible
from speclift.processes import process_context
from speclift.reading.faults import is_fault, unless_faulty
from speclift.reading.files.includes import Folders, read_from
from speclift.reading.files.size import kept
from speclift.reading.files.walk import Found, walk
from speclift.reading.index_rows import without_shown
from speclift.reading.known_forms.forms import wording_of
from speclift.reading.known_forms.operation_paths import checked
from speclift.reading.markdown.parser import decode
from speclift.reading.page import Forms, is_of_known_form, read_page
from speclift.storage.regular_files import Refused, read_regular

if TYPE_CHECKING:
    from speclift.reading.guide_pages import Described
    from speclift.reading.syntaxes.vocabulary import Vocabulary

#: Below this number of pages, one process is faster than several. Pages of an unknown form take longer to read: for
#: them, this number of bytes is enough.
PARALLEL_FROM = 400
PARALLEL_BYTES = 256 * 1024
#: Each process gets pages in this number of batches; the smaller ones come last, so that all end at the same time.
_BATCHES = 6

#: The form of a reference that has no words of its own.
NO_FORM = Form()
_ALL = Selection()

_encoder = msgspec.msgpack.Encoder()


class SourceFile(msgspec.Struct, frozen=True):
    """A markdown file of the reference: the root that it was found below, its path from there, its bytes.

    `is_among_several` says that the reference has more than one root, with pages or without.  `within` are the real
    paths of the folders that its includes may lead into.  `refused` says why the file was not read; `alike` is another
    file whose path differs only in upper and lower case.
    """

    root: str
    path: str
    data: bytes
    within: tuple[str, ...] = ()
    refused: Refused | None = None
    alike: str = ""
    is_among_several: bool = False

    def seen_from(self) -> tuple[str, str]:
        """The folder that names are relative to, and the name of the file as findings and `x-source` give it.

        With several roots, the name starts with that of its root, and the folder is the one above the root.
        """
        if not self.is_among_several:
            return self.root, self.path
        return os.path.dirname(self.root), f"{os.path.basename(self.root)}/{self.path}"


def discover(docs: Sequence[str], include_root: str = "", selection: Selection = _ALL) -> tuple[SourceFile, ...]:
    """The markdown files below the given folders (or single files), sorted by path, each with its bytes.

    Includes and symbolic links may lead into these folders and into `include_root`.  Files of a folder count only if
    `selection` takes them. A file that cannot be read has the reason instead of bytes.  Raises SourceError where one of
    the given folders or files cannot be read, and UsageError where two folders have the same name, by which
    `SourceFile.seen_from` tells their files apart.
    """
    roots = [os.path.normpath(argument) for argument in docs]
    folders = [root if os.path.isdir(root) else os.path.dirname(root) or "." for root in roots]
    _refuse_equal_names(folders)
    within = tuple(os.path.realpath(folder) for folder in [*folders, include_root] if folder)
    are_several = len(set(folders)) > 1
    found: list[SourceFile] = []
    seen: set[tuple[str, str]] = set()
    room = LARGEST_REFERENCE
    for argument, root, folder in zip(docs, roots, folders, strict=True):
        is_folder = root == folder
        for entry in _entries(argument, root, within):
            # A folder that is named twice, or beside one of its pages, counts once.
            if (folder, entry.path) in seen or (is_folder and not selection.takes(entry.path)):
                continue
            seen.add((folder, entry.path))
            if len(found) >= MOST_PAGES:
                reason = f"is one too many: with it, there are more than {MOST_PAGES:,} pages"
                found.append(SourceFile(folder, visible(entry.path), b"", within, Refused("SL107", reason)))
                break
            source = _source(folder, entry, within, min(room, LARGEST_PAGE))
            source = msgspec.structs.replace(source, is_among_several=are_several)
            room -= len(source.data)
            found.append(source)
    return _told_apart(found)


def _refuse_equal_names(folders: Sequence[str]) -> None:
    first: dict[str, str] = {}
    for folder in folders:
        name = os.path.basename(folder)
        other = first.setdefault(name, folder)
        if other != folder:
            raise UsageError(
                f"The folders {visible(other)} and {visible(folder)} are both called {visible(name)}.",
                expected="folders with different names, since the name of each page starts with the name of its folder",
                advice="rename one of them, or give a symbolic link to it that has another name",
            )


def _entries(argument: str, root: str, within: tuple[str, ...]) -> Sequence[Found]:
    if not is_utf8(argument):
        # Findings and documents name the files of a reference, and both are UTF-8.
        raise SourceError(
            "The name of the folder is not UTF-8.", file=visible(argument), advice="rename the folder, or link to it"
        )
    if os.path.isfile(root):
        return [Found(os.path.basename(root))]
    if not os.path.isdir(root):
        raise SourceError(
            f"There is no folder or file {argument!r}.",
            file=argument,
            expected="a folder with markdown pages of an API reference",
            advice="check the path; it is taken from the current directory",
        )
    try:
        return heapq.nsmallest(MOST_PAGES + 1, walk(root, within), key=lambda entry: entry.path)
    except OSError as error:
        raise SourceError(
            f"The folder cannot be listed: {error.strerror}.",
            file=root,
            expected="a folder that this user may read",
            advice="mend its permissions",
        ) from error


def _source(folder: str, entry: Found, within: tuple[str, ...], most: int) -> SourceFile:
    if not is_utf8(entry.path):
        refused = Refused("SL101", "has a name that is not UTF-8")
        return SourceFile(folder, visible(entry.path), b"", within, refused)
    found = entry.refused or read_regular(os.path.join(folder, entry.path), most)
    if isinstance(found, Refused) and found.code == "SL107" and most < LARGEST_PAGE:
        found = Refused("SL107", f"is one too many: all pages together have more than {LARGEST_REFERENCE:,} bytes")
    if isinstance(found, Refused):
        return SourceFile(folder, entry.path, b"", within, found)
    return SourceFile(folder, entry.path, found, within)


def _told_apart(sources: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The sources, each marked with the first one whose path differs from its own only in case, if there is one."""
    first: dict[tuple[str, str], str] = {}
    found: list[SourceFile] = []
    for source in sources:
        alike = first.setdefault((source.root, source.path.casefold()), source.path)
        found.append(source if alike == source.path else msgspec.structs.replace(source, alike=alike))
    return tuple(found)


def read_reference(
    sources: Sequence[SourceFile],
    *,
    jobs: int = 1,
    known: dict[bytes, PageFacts] | None = None,
    keys: Sequence[bytes] | None = None,
    form: Form = NO_FORM,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Reference, tuple[PageFacts, ...]]:
    """The reference that the files make up, and the result of each file in their order.

    Pages beyond the limits are in the results, but not in the reference.  `known` are results of an earlier run by
    fingerprint, `keys` the fingerprints of `sources`; `form` are the words of the reference; `progress` is called with
    (pages read, pages in all).
    """
    results: list[PageFacts | None] = [None] * len(sources)
    if known and keys:
        for index, key in enumerate(keys):
            results[index] = known.get(key)
    missing = [index for index, result in enumerate(results) if result is None]
    forms: Forms = "known" if any(is_of_known_form(source.data) for source in sources) else "any"
    done = 0
    for start, batch in _read([sources[index] for index in missing], form, jobs, forms):
        for index, result in zip(missing[start : start + len(batch)], batch, strict=True):
            results[index] = result
        done += len(batch)
        if progress:
            progress(done, len(missing))
    complete = [result for result in results if result is not None]
    _read_deferred(sources, complete, form, jobs)
    return _gather(tuple(kept(complete))), tuple(complete)


def _read_deferred(sources: Sequence[SourceFile], results: list[PageFacts], form: Form, jobs: int) -> None:
    """Read the pages of other forms, unless all of them only name or show what pages of a known form describe."""
    deferred = [index for index, result in enumerate(results) if result.is_deferred]
    if not deferred:
        return
    operations = [result.printed for result in results if result.printed]
    if operations:
        from speclift.reading.guide_pages import Described

        described = Described((item.file, item.method, item.path) for item in operations)
        if all(_only_shows(sources[index], described, form) for index in deferred):
            return
    todo = [sources[index] for index in deferred]
    for start, batch in _read(todo, form, jobs, "any" if operations else "other"):
        for index, result in zip(deferred[start : start + len(batch)], batch, strict=True):
            results[index] = result


def _only_shows(source: SourceFile, described: Described, form: Form) -> bool:
    root, name = source.seen_from()
    include = read_from(root, source.within or (source.root,))
    try:
        return described.covers(name, decode(source.data), include, _vocabulary(form))
    except Exception as error:
        if not is_fault(error):
            raise
        # The page is read later, and the fault is reported then.
        return False


def _read(todo: list[SourceFile], form: Form, jobs: int, forms: Forms) -> Iterable[tuple[int, list[PageFacts]]]:
    """What the files state, in batches, each with the index of its first file."""
    size = sum(len(source.data) for source in todo)
    is_large = len(todo) >= PARALLEL_FROM or (forms != "known" and size >= PARALLEL_BYTES)
    if jobs <= 1 or len(todo) < 2 or not is_large:
        step = max(len(todo) // 20, 50)
        for start in range(0, len(todo), step):
            yield start, _pages(form, forms, todo[start : start + step])
        return
    if forms != "known":
        # Imported once, before the processes fork.
        import speclift.reading.facts  # noqa: F401
    decoder = msgspec.msgpack.Decoder(list[PageFacts])
    batches = batches_of([len(source.data) for source in todo], size // (jobs * _BATCHES))
    # The end of the pool's context ends its processes at once, whatever they are doing.
    with process_context().Pool(min(jobs, len(batches)), initializer=_prepare) as pool:
        work = ([todo[index] for index in batch] for batch in batches)
        for batch, packed in zip(batches, pool.imap(partial(_packed, form, forms), work), strict=True):
            yield batch.start, decoder.decode(packed)


def batches_of(sizes: Sequence[int], size: int) -> list[range]:
    """Batches of consecutive files of these sizes in bytes, the largest batch first.

    Each batch has at least `size` bytes, except the one with the last file.
    """
    found: list[tuple[int, range]] = []
    start = total = 0
    for index, own in enumerate(sizes):
        total += own
        if total >= size or index == len(sizes) - 1:
            found.append((total, range(start, index + 1)))
            start, total = index + 1, 0
    return [batch for _, batch in sorted(found, key=lambda one: -one[0])]


def _prepare() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the main process, and print nothing.

    The main process gets exceptions from the pool. When it is killed, the processes that read pages end silently, since
    nobody takes their results.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def _packed(form: Form, forms: Forms, batch: list[SourceFile]) -> bytes:
    return _encoder.encode(_pages(form, forms, batch))


def _pages(form: Form, forms: Forms, batch: list[SourceFile]) -> list[PageFacts]:
    vocabulary = _vocabulary(form)
    folders: Folders = {}
    return [_page(source, vocabulary, forms, folders) for source in batch]


def _vocabulary(form: Form) -> Vocabulary | None:
    if form.is_empty:
        return None
    from speclift.reading.syntaxes.vocabulary import Vocabulary

    return Vocabulary(form)


def _page(source: SourceFile, vocabulary: Vocabulary | None, forms: Forms, folders: Folders) -> PageFacts:
    root, name = source.seen_from()
    if source.refused:
        return PageFacts(name, findings=(Finding(source.refused.code, name, 1, f"The file {source.refused.reason}."),))
    include = read_from(root, source.within or (source.root,), folders=folders)
    found = unless_faulty(name, lambda: checked(read_page(name, source.data, include, vocabulary, forms)))
    if not source.alike:
        return found
    message = f"The path differs from {source.alike} only in upper and lower case; some file systems cannot hold both."
    return msgspec.structs.replace(found, findings=(*found.findings, Finding("SL109", name, 1, message)))


def _gather(pages: Sequence[PageFacts]) -> Reference:
    printed = [page.printed for page in pages if page.printed]
    if any(page.operations for page in pages):
        pages = without_shown(pages, [(item.method, item.path) for item in printed])
    return Reference(tuple(pages), wording_of({item.form for item in printed}))
