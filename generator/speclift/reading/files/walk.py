"""The markdown files below a folder, each once. Symbolic links lead neither out of the reference nor in circles."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import msgspec

from speclift.storage.regular_files import Refused, is_below

#: The suffixes of the names of pages.
SUFFIXES = (".md", ".mdx", ".markdown")

_OUTSIDE = Refused("SL108", "is a symbolic link that leads out of the docs")


class Found(msgspec.Struct, frozen=True):
    """A page by its path below the root, or a file or folder that is not read; `refused` says why not."""

    path: str
    refused: Refused | None = None


def root_of(docs: Sequence[str]) -> str:
    """The folder that the pages are named from; with several folders each name already starts with its own."""
    if len(docs) > 1:
        return ""
    return docs[0] if os.path.isdir(docs[0]) else os.path.dirname(docs[0])


def walk(root: str, within: Sequence[str]) -> Iterator[Found]:
    """The markdown files below a folder, and the files and folders that cannot be read; hidden folders are skipped.

    `within` are the real paths of the folders that links may lead into. A link to a folder of the reference is skipped,
    since its files are found in their own place.  Raises OSError where the root itself cannot be listed.
    """
    seen = {os.path.realpath(root)}
    todo = [""]
    while todo:
        below = todo.pop()
        try:
            # Each folder is listed and closed at once: a process may not have as many open folders as wait here.
            with os.scandir(os.path.join(root, below)) as listing:
                entries = list(listing)
        except OSError as error:
            if not below:
                raise
            yield _unreadable(below, error)
            continue
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            try:
                found = _found(entry, path, within, seen)
            except OSError as error:
                found = _unreadable(path, error)
            if isinstance(found, Found):
                yield found
            elif found:
                todo.append(path)


def _unreadable(path: str, error: OSError) -> Found:
    return Found(path, Refused("SL101", f"cannot be read: {error.strerror}"))


def _found(entry: os.DirEntry[str], path: str, within: Sequence[str], seen: set[str]) -> Found | bool:
    """What an entry of a folder is: a file, a folder to look into (True), or nothing of the reference (False)."""
    is_page = entry.name.lower().endswith(SUFFIXES)
    if not entry.is_symlink():
        if entry.is_dir():
            return not entry.name.startswith(".")
        return Found(path) if is_page else False
    real = os.path.realpath(entry.path)
    is_inside = any(is_below(real, folder) for folder in within)
    if not os.path.isdir(real):
        return Found(path, None if is_inside else _OUTSIDE) if is_page else False
    if entry.name.startswith("."):
        return False
    if not is_inside:
        return Found(path, _OUTSIDE)
    # A link to a folder around it would be followed again and again; a folder below the root is found in its own place.
    is_known = real in seen or any(is_below(real, folder) or is_below(folder, real) for folder in seen)
    seen.add(real)
    return not is_known
