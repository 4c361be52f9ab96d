"""Which files a mend may change: regular ones below DOCS, with no link on the way to them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence

#: Larger files are neither pages nor samples.
_LARGEST = 2 * 2**20


def folders_of(docs: Sequence[str]) -> dict[str, str]:
    """The folders of the docs by what findings call them: their names where there are several, else an empty text."""
    found = [path if os.path.isdir(path) else os.path.dirname(path) or "." for path in map(os.path.normpath, docs)]
    folders = list(dict.fromkeys(found))
    if len(folders) == 1:
        return {"": folders[0]}
    return {os.path.basename(folder): folder for folder in folders}


def place_of(file: str, folders: dict[str, str]) -> str | None:
    """The path of a file that a finding names; None where it is outside the docs, or behind a link."""
    name, _, below = ("", "", file) if "" in folders else file.partition("/")
    folder = folders.get(name)
    if folder is None or not below or os.path.isabs(below) or ".." in below.split("/"):
        return None
    path = os.path.join(folder, below)
    try:
        is_regular = stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return None
    real = os.path.realpath(folder)
    return path if is_regular and os.path.realpath(path) == os.path.normpath(os.path.join(real, below)) else None


def files_below(folders: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What findings call each file, and its path; links, hidden folders and large files are skipped."""
    for name, folder in folders.items():
        for above, below, files in os.walk(folder):
            below[:] = [entry for entry in below if not entry.startswith(".")]
            for file in files:
                path = os.path.join(above, file)
                called = os.path.relpath(path, folder).replace(os.sep, "/")
                entry = os.lstat(path)
                if stat.S_ISREG(entry.st_mode) and entry.st_size <= _LARGEST:
                    yield (f"{name}/{called}" if name else called), path
