"""Included files: which ones a page names, and their bytes, if they are where includes may lead.

The form is DocFX's, `[!include[label](path)]`, with the path taken from the folder of the page.  An include never
leaves the folders of the reference (or `include_root` of the settings), neither by `..` nor by a symbolic link, an
absolute path or an address.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Sequence
from typing import TypeAlias

from speclift.limits import LARGEST_PAGE
from speclift.storage.regular_files import Refused, is_below, read_regular

#: Every repetition ends at a character that no other one starts with, or soon: a page may consist of beginnings only.
INCLUDE = re.compile(r"\[!include[ \t]{0,8}\[[^\[\]]{0,500}\]\(([^()\n]{1,1000})\)\]", re.I)

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")

#: Reads an included file by its path from the docs root: its bytes, None where there is none, or the reason why not.
IncludeReader: TypeAlias = Callable[[str], bytes | Refused | None]

#: Folders that were examined: the real path of each, and whether it exists.
Folders: TypeAlias = dict[str, tuple[str, bool]]


def may_include(data: bytes) -> bool:
    """Whether a page may have a directive of a generator other than DocFX; a quick look that finds too many."""
    # A search for a single byte is much faster than one for several, and most pages do not even have this byte.
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
    """Reads included files by their path from the folder `root`, if they are in `within` (by default in `root`). Files
    of more than `most` bytes are refused. Readers of one run share what they know about `folders`: partials are
    searched in many.
    """
    known: Folders = {} if folders is None else folders

    def looked_into(folder: str) -> tuple[str, bool]:
        if folder not in known:
            real = os.path.realpath(folder)
            known[folder] = real, os.path.isdir(real)
        return known[folder]

    allowed = tuple(looked_into(folder)[0] for folder in within or (root,))

    def looked_up(path: str) -> tuple[str, bool]:
        folder, name = os.path.split(os.path.join(root, path))
        if name in ("", os.curdir, os.pardir):
            real = os.path.realpath(os.path.join(folder, name))
            return real, os.path.lexists(real)
        real, is_there = looked_into(folder)
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
        """Whether a file lies in a folder that is known not to be there, as most do that may be meant by a name."""
        folder, _, name = path.rpartition("/")
        real, is_there = known.get(f"{root}/{folder}", ("", True))
        if is_there or name in ("", os.curdir, os.pardir) or "\0" in name:
            return False
        return any(is_below(real, one) for one in allowed)

    def read(path: str) -> bytes | Refused | None:
        if lacks_folder(path):
            return None
        if is_foreign(path):
            return Refused("SL108", "is not a path from the page's folder")
        real, is_there = looked_up(path)
        if not any(is_below(real, folder) for folder in allowed):
            return Refused("SL108", "lies outside of the docs")
        return read_regular(real, most) if is_there else None

    return read


def remembering(read: IncludeReader) -> IncludeReader:
    """The same reader, which reads each file once."""
    known: dict[str, bytes | Refused | None] = {}

    def remembered(path: str) -> bytes | Refused | None:
        if path not in known:
            known[path] = read(path)
        return known[path]

    return remembered


def is_foreign(target: str) -> bool:
    """Whether an include names an absolute path, a home folder, a drive or an address."""
    return target.startswith(("/", "\\", "~")) or "\0" in target or bool(_ADDRESS.match(target))
