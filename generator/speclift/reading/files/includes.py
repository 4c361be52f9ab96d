"""The bytes of included files, for files in the folders that includes may lead to.

The form is that of DocFX, `[!include[label](path)]`, and the path starts at the folder of the page.  An include never
leaves the folders of the reference (or `include_root` of the settings): not by `..`, a symbolic link, an absolute path
or a URL.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Sequence
from typing import TypeAlias

from speclift.limits import LARGEST_PAGE
from speclift.storage.regular_files import Refused, is_below, read_regular

#: Every repetition is short, or ends at a character that it cannot contain: a page may be full of unfinished includes.
INCLUDE = re.compile(r"\[!include[ \t]{0,8}\[[^\[\]]{0,500}\]\(([^()\n]{1,1000})\)\]", re.I)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")

#: Reads an included file by its path from the docs root. Returns its bytes, None if there is no such file, or why the
#: file is refused.
IncludeReader: TypeAlias = Callable[[str], bytes | Refused | None]

#: Folders that were looked up: the real path of each, and whether it exists.
Folders: TypeAlias = dict[str, tuple[str, bool]]


def may_include(data: bytes) -> bool:
    """Whether a page may contain a directive of a generator other than DocFX. This is quick and often wrongly True."""
    # A search for a single byte is much faster than one for several, and most pages do not even contain that byte.
    return (
        (b"@" in data and b"@include" in data)
        or (b":" in data and b"include::" in data)
        or (b"%" in data and b"{%" in data and _names_include(data))
        or (b"<" in data and (b"--8<--" in data or (b"{{<" in data and _names_include(data))))
    )


def _names_include(data: bytes) -> bool:
    return any(word in data for word in (b"include", b"readfile", b"partial"))


def read_from(
    root: str, within: Sequence[str] = (), most: int = LARGEST_PAGE, folders: Folders | None = None
) -> IncludeReader:
    """A reader of included files by their path from the folder `root`. It refuses files outside `within` (by default,
    outside `root`), and files of more than `most` bytes. The readers of one run share `folders`, since included files
    are searched for in many.
    """
    known: Folders = {} if folders is None else folders

    def known_folder(folder: str) -> tuple[str, bool]:
        if folder not in known:
            real = os.path.realpath(folder)
            known[folder] = real, os.path.isdir(real)
        return known[folder]

    allowed = tuple(known_folder(folder)[0] for folder in within or (root,))

    def real_path(path: str) -> tuple[str, bool]:
        folder, name = os.path.split(os.path.join(root, path))
        if name in ("", os.curdir, os.pardir):
            real = os.path.realpath(os.path.join(folder, name))
            return real, os.path.lexists(real)
        real, is_there = known_folder(folder)
        found = os.path.join(real, name)
        if not is_there:
            return found, False
        try:
            is_link = stat.S_ISLNK(os.lstat(found).st_mode)
        except (OSError, ValueError):
            return found, False
        real = os.path.realpath(found) if is_link else found
        return real, not is_link or os.path.lexists(real)

    def lacks_folder(path: str) -> bool:
        """Whether the folder of a file is known not to exist, as for most paths where a file that is named may be."""
        folder, _, name = path.rpartition("/")
        real, is_there = known.get(f"{root}/{folder}", ("", True))
        if is_there or name in ("", os.curdir, os.pardir) or "\0" in name:
            return False
        return any(is_below(real, one) for one in allowed)

    def read(path: str) -> bytes | Refused | None:
        if lacks_folder(path):
            return None
        if is_foreign(path):
            return Refused("SL108", "is not a relative path")
        real, is_there = real_path(path)
        if not any(is_below(real, folder) for folder in allowed):
            return Refused("SL108", "lies outside the docs")
        return read_regular(real, most) if is_there else None

    return read


def remembering(read: IncludeReader) -> IncludeReader:
    """A reader that reads each file only once, with `read`."""
    known: dict[str, bytes | Refused | None] = {}

    def remembered(path: str) -> bytes | Refused | None:
        if path not in known:
            known[path] = read(path)
        return known[path]

    return remembered


def is_foreign(target: str) -> bool:
    """Whether an include names an absolute path, a home folder, a drive or a URL."""
    return target.startswith(("/", "\\", "~")) or "\0" in target or bool(_SCHEME.match(target))
