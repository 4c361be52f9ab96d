"""A digest of the sources of each page, and their size. An included file counts for every page that includes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from speclift.limits import DEEPEST_INCLUDE, LARGEST_PAGE, LARGEST_REFERENCE, MOST_INCLUDES
from speclift.model.form import Form
from speclift.reading.faults import unless_faulty
from speclift.reading.files.directives import candidates, named_in_bytes
from speclift.reading.files.includes import Folders, IncludeReader, may_include, read_from, remembering
from speclift.reading.page import read_page
from speclift.reading.reference import NO_FORM, SourceFile
from speclift.storage.regular_files import Refused

_encoder = msgspec.msgpack.Encoder()


def fingerprints(sources: Sequence[SourceFile], form: Form = NO_FORM) -> tuple[tuple[SourceFile, ...], list[bytes]]:
    """The sources, and for each of them a digest of everything that it is read from, including the words of `form`.

    A page whose includes exceed the remaining size of the reference is refused (SL107): it is marked, and has no bytes.
    Files that cannot fit are not read.
    """
    room = LARGEST_REFERENCE - sum(len(source.data) for source in sources)
    found: list[SourceFile] = []
    keys: list[bytes] = []
    folders: Folders = {}
    for source in sources:
        key, included = measured(source, room, form, folders)
        if included is None:
            reason = f"is one too many: all pages and what they include have more than {LARGEST_REFERENCE:,} bytes"
            source = msgspec.structs.replace(source, data=b"", refused=Refused("SL107", reason))
            key = fingerprint(source, form)
        room -= included or 0
        found.append(source)
        keys.append(key)
    return tuple(found), keys


def fingerprint(source: SourceFile, form: Form = NO_FORM) -> bytes:
    """A digest of everything that a page is read from: its name, its bytes, those of its includes, and the form."""
    return measured(source, LARGEST_REFERENCE, form)[0]


def measured(
    source: SourceFile, room: int, form: Form = NO_FORM, folders: Folders | None = None
) -> tuple[bytes, int | None]:
    """A digest of a page's name, its bytes and those of the files that it includes, and the size of these files.

    The size is in bytes, and a file counts as often as it is included.  It is None where it exceeds `room`; then no
    more files are read.  `folders` are those of `read_from`.
    """
    root, name = source.seen_from()
    digest = hashlib.blake2b(_encoder.encode((root, name, source.alike, source.refused, source.data)), digest_size=16)
    if not form.is_empty:
        digest.update(_encoder.encode(form))
    if b"[!" not in source.data and not may_include(source.data):
        return digest.digest(), 0
    read = read_from(root, source.within or (source.root,), min(room, LARGEST_PAGE), folders)
    size, fits = 0, True

    def noted(target: str) -> bytes | Refused | None:
        nonlocal size, fits
        found = read(target)
        digest.update(_encoder.encode(found))
        size += len(found) if isinstance(found, bytes) else 0
        fits = (
            fits and size <= room and not (isinstance(found, Refused) and found.code == "SL107" and room < LARGEST_PAGE)
        )
        return found if fits else None

    included = _included_bytes(name, source.data, remembering(noted))
    if included is None and fits:
        # Beyond the limit, only the bytes that the page is really read from count.
        size = 0
        unless_faulty(name, lambda: read_page(name, source.data, noted))
        included = size
    return digest.digest(), included if fits and included is not None and included <= room else None


def _included_bytes(name: str, data: bytes, read: IncludeReader) -> int | None:
    """The number of bytes of all files that a page may include, even in code, each counted as often as it is included.

    None where that exceeds what a page may have.
    """
    named = {name: named_in_bytes(data)}
    sizes: dict[str, int] = {}
    todo: list[tuple[str, ...]] = [(name,)]
    count = total = 0
    while todo:
        chain = todo.pop()
        for target in named[chain[-1]]:
            count += 1
            if count > MOST_INCLUDES or total > LARGEST_PAGE:
                return None
            if len(chain) > DEEPEST_INCLUDE:
                continue
            for path in candidates(chain[-1], target):
                found = read(path) if path not in chain else None
                if isinstance(found, bytes):
                    if path not in named:
                        named[path], sizes[path] = named_in_bytes(found), len(found)
                    total += sizes[path]
                    todo.append((*chain, path))
                    break
    return total
