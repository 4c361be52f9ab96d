"""Directives of site generators that include one file in another, and the paths where the named file may be. A file
that is given only by name is searched for beside the page and in the folders where generators keep such files, at this
level and further up.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from speclift.limits import MOST_INCLUDES
from speclift.reading.files.includes import INCLUDE, is_foreign, may_include
from speclift.reading.markdown.parser import decode

#: The folders where generators keep files that pages include.
FOLDERS = (
    "partials",
    "_partials",
    "_includes",
    "includes",
    "snippets",
    "_snippets",
    "layouts/partials",
    "shared",
    "content/partials",
)
SUFFIXES = ("", ".md", ".mdx", ".markdown")

_DIRECTIVE = re.compile(
    r"""@include\s{1,8}['"]([^'"\n]{1,300})['"]|\{%-?\s{0,4}include(?:_relative)?\s{1,4}['"]?([^'"%\s]{1,300})['"]?[^%\n]{0,300}%\}"""
    r"""|--8<--\s{1,4}['"]([^'"\n]{1,300})['"]|\{\{[<%]\s{0,4}(?:include|readfile|partial)\s{1,4}(?:file=)?['"]([^'"\n]{1,300})['"][^<>%]{0,200}[>%]\}\}"""
    r"""|include::(?<![\w:]include::)([^\[\]\s]{1,300})\[[^\[\]\n]{0,300}\]"""
)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}+>")


class Named(NamedTuple):
    """A file that a directive names: the path as written, and whether the file can only be there (DocFX)."""

    path: str
    is_exact: bool = False


def named_in(text: str) -> tuple[Named, ...]:
    """All files that the directives of a text name; a directive counts even in code and between other words."""
    if not _may_name(text):
        return ()
    exact = INCLUDE.findall(text) if "[!" in text else ()
    paths = (target.strip().removeprefix("<").removesuffix(">").strip() for target in exact)
    found = _DIRECTIVE.findall(text) if _has_directive(text) else ()
    others = (next(filter(None, groups)) for groups in found)
    return (*(Named(path, is_exact=True) for path in paths), *map(Named, others))


def named_in_bytes(data: bytes) -> tuple[Named, ...]:
    """The files that the bytes of a file name, up to one more than a page may include.

    There are none where the bytes are not UTF-8, since nothing of such a file is read.
    """
    if b"[!" not in data and not may_include(data):
        return ()
    try:
        return named_in(decode(data))[: MOST_INCLUDES + 1]
    except UnicodeDecodeError:
        return ()


def targets_of(text: str) -> tuple[Named, ...]:
    """The files that a paragraph names, if it contains only directives; otherwise none."""
    if not _may_name(text):
        return ()
    bare = _COMMENT.sub("", text)
    found = named_in(bare)
    return found if found and not _DIRECTIVE.sub("", INCLUDE.sub("", bare)).strip(" \n") else ()


def candidates(file: str, target: Named) -> tuple[str, ...]:
    """The paths where an included file may be, the likeliest first, from the folder that the path of `file` starts at.
    The first is the path in the directive, wherever that leads; a target that is not a relative path stays as it is.
    """
    return _candidates(posixpath.dirname(file), target)


@functools.lru_cache(maxsize=512)
def _candidates(folder: str, target: Named) -> tuple[str, ...]:
    # Many pages of a folder name the same files.
    return tuple(_from_folder(folder, target))


def _from_folder(folder: str, target: Named) -> Iterator[str]:
    stated = target.path if is_foreign(target.path) else posixpath.normpath(posixpath.join(folder, target.path))
    seen = {stated}
    yield stated
    if target.is_exact or is_foreign(target.path):
        return
    for base in (folder, *_up(folder)):
        for inside in ("", *FOLDERS):
            for suffix in SUFFIXES:
                path = posixpath.normpath(posixpath.join(base, inside, target.path + suffix))
                if path not in seen and not path.startswith("../"):
                    seen.add(path)
                    yield path


def _may_name(text: str) -> bool:
    return "include" in text.lower() or "--8<--" in text or "{{" in text


def _has_directive(text: str) -> bool:
    """Whether a text may contain a directive of a generator other than DocFX."""
    if any(start in text for start in ("@include", "--8<--", "include::")):
        return True
    return ("{%" in text or "{{" in text) and any(word in text for word in ("include", "readfile", "partial"))


def _up(folder: str) -> Iterator[str]:
    while folder:
        folder = posixpath.dirname(folder)
        yield folder
