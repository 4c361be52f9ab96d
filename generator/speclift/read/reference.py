"""A folder of pages to a `Reference`: discovery, reading in parallel, cache of the unchanged pages."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterable, Sequence

import msgspec

from speclift.errors import SourceError
from speclift.model.page import PageResult, Reference
from speclift.read.page import includes_of, read_from, read_page

#: Below this number of pages one process is faster than several.
PARALLEL_FROM = 400

_encoder = msgspec.msgpack.Encoder()


class SourceFile(msgspec.Struct, frozen=True):
    """A markdown file of the reference: the root that it was found below, its path from there, its bytes."""

    root: str
    path: str
    data: bytes

    def name(self, roots: int) -> str:
        """The path as findings and `x-source` print it; with several roots, the root's own name comes first."""
        return self.path if roots == 1 else f"{os.path.basename(self.root)}/{self.path}"


def discover(docs: Sequence[str]) -> tuple[SourceFile, ...]:
    """The markdown files below the given folders (or single files), sorted by path, each with its bytes.

    Raises SourceError where a folder or file cannot be read.
    """
    found: list[SourceFile] = []
    for argument in docs:
        root = os.path.normpath(argument)
        if os.path.isfile(root):
            folder, name = os.path.split(root)
            found.append(_source(folder or ".", name))
        elif os.path.isdir(root):
            found += [_source(root, path) for path in sorted(_walk(root, ""))]
        else:
            raise SourceError(
                f"There is no folder or file {argument!r}.",
                file=argument,
                expected="a folder with markdown pages of an API reference",
                advice="check the path; it is taken from the current directory",
            )
    return tuple(found)


def _walk(root: str, below: str) -> Iterable[str]:
    try:
        entries = list(os.scandir(os.path.join(root, below)))
    except OSError as error:
        raise SourceError(f"The folder cannot be listed: {error.strerror}.", file=os.path.join(root, below)) from error
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir():
            if not entry.name.startswith("."):
                yield from _walk(root, path)
        elif entry.name.lower().endswith(".md"):
            yield path


def _source(root: str, path: str) -> SourceFile:
    full = os.path.join(root, path)
    try:
        with open(full, "rb", buffering=0) as stream:
            return SourceFile(root, path, stream.read())
    except OSError as error:
        raise SourceError(f"The file cannot be read: {error.strerror}.", file=full) from error


def fingerprint(source: SourceFile) -> bytes:
    """A digest of everything that a page is read from: its path, its bytes and those of the files it includes."""
    digest = hashlib.blake2b(f"{source.root}\0{source.path}\0".encode(), digest_size=16)
    digest.update(source.data)
    if b"[!" not in source.data:
        return digest.digest()
    read = read_from(source.root)
    seen = {source.path}
    todo = [(source.path, source.data)]
    while todo:
        file, data = todo.pop()
        for target in includes_of(file, data.decode("utf-8", "replace")):
            if target not in seen:
                seen.add(target)
                included = read(target)
                digest.update(b"\0" if included is None else b"\1" + included)
                todo.append((target, included or b""))
    return digest.digest()


def read_reference(
    sources: Sequence[SourceFile],
    *,
    jobs: int = 1,
    known: dict[bytes, PageResult] | None = None,
    keys: Sequence[bytes] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Reference, tuple[PageResult, ...]]:
    """All pages of the files, and the result of each file in their order.

    `known` are results of an earlier run by fingerprint, `keys` the fingerprints of `sources`; `progress` is called
    with (pages read, pages in all).
    """
    results: list[PageResult | None] = [None] * len(sources)
    if known and keys:
        for index, key in enumerate(keys):
            results[index] = known.get(key)
    missing = [index for index, result in enumerate(results) if result is None]
    roots = len({source.root for source in sources})
    todo = [(sources[index], sources[index].name(roots)) for index in missing]
    done = 0
    for batch in _read(todo, jobs):
        for index, result in zip(missing[done : done + len(batch)], batch, strict=True):
            results[index] = result
        done += len(batch)
        if progress:
            progress(done, len(missing))
    complete = tuple(result for result in results if result is not None)
    return _gather(complete), complete


def _read(todo: list[tuple[SourceFile, str]], jobs: int) -> Iterable[list[PageResult]]:
    if jobs <= 1 or len(todo) < PARALLEL_FROM:
        step = max(len(todo) // 20, 50)
        for start in range(0, len(todo), step):
            yield [_page(source, name) for source, name in todo[start : start + step]]
        return
    import multiprocessing

    decoder = msgspec.msgpack.Decoder(list[PageResult])
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    step = max(len(todo) // (jobs * 6), 50)
    batches = [todo[start : start + step] for start in range(0, len(todo), step)]
    # Leaving the pool's context ends its processes at once, whatever they are doing.
    with context.Pool(jobs, initializer=_leave_interrupts) as pool:
        for packed in pool.imap(_packed, batches):
            yield decoder.decode(packed)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; that the run ends is for the first one to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _packed(batch: list[tuple[SourceFile, str]]) -> bytes:
    return _encoder.encode([_page(source, name) for source, name in batch])


def _page(source: SourceFile, name: str) -> PageResult:
    # With several roots a name starts with the root's own, so that includes are found from the folder above it.
    root = source.root if name == source.path else os.path.dirname(source.root)
    return read_page(name, source.data, read_from(root))


def _gather(results: Sequence[PageResult]) -> Reference:
    operations = tuple(result.operation for result in results if result.operation)
    findings = tuple(finding for result in results for finding in result.findings)
    return Reference(
        operations=operations,
        enumerations=tuple(result.enumeration for result in results if result.enumeration),
        navigation=tuple(result.navigation for result in results if result.navigation),
        findings=findings + tuple(finding for operation in operations for finding in operation.findings),
    )
