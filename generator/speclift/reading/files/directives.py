"""Directives of site generators that put one file into another, and the possible places of the named file. A file that
is given only by name is searched beside the page and in the folders where generators keep such files, here and further
up.
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

#: Folders where generators keep files for inclusion.
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
    """A file that a directive names: the path as written, and whether the file is exactly there (DocFX)."""

    path: str
    is_exact: bool = False


def named_in(text: str) -> tuple[Named, ...]:
    """All files that a text names in directives anywhere, also in code and between other words."""
    if not _may_name(text):
        return ()
    exact = INCLUDE.findall(text) if "[!" in text else ()
    paths = (target.strip().removeprefix("<").removesuffix(">").strip() for target in exact)
    found = _DIRECTIVE.findall(text) if _has_directive(text) else ()
    others = (next(filter(None, groups)) for groups in found)
    return (*(Named(path, is_exact=True) for path in paths), *map(Named, others))


def named_in_bytes(data: bytes) -> tuple[Named, ...]:
    """All files that the bytes of a file name; of a file that names more than a page may include, one more than that.

    None where the bytes are not UTF-8, since nothing of such a file is read.
    """
    if b"[!" not in data and not may_include(data):
        return ()
    try:
        return named_in(decode(data))[: MOST_INCLUDES + 1]
    except UnicodeDecodeError:
        return ()


def targets_of(text: str) -> tuple[Named, ...]:
    """The files that a paragraph names, if it contains only directives."""
    if not _may_name(text):
        return ()
    bare = _COMMENT.sub("", text)
    found = named_in(bare)
    return found if found and not _DIRECTIVE.sub("", INCLUDE.sub("", bare)).strip(" \n") else ()


def candidates(file: str, target: Named) -> tuple[str, ...]:
    """The possible places of an included file, the likeliest first, as paths that start where `file` starts. The first
    is the one in the directive, wherever that leads; a target that is no path from a folder stays as it is.
    """
    return _candidates(posixpath.dirname(file), target)


@functools.lru_cache(maxsize=512)
def _candidates(folder: str, target: Named) -> tuple[str, ...]:
    # Many pages of a folder name the same partials.
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
    """Whether a text may have a directive other than that of DocFX."""
    if any(start in text for start in ("@include", "--8<--", "include::")):
        return True
    return ("{%" in text or "{{" in text) and any(word in text for word in ("include", "readfile", "partial"))


def _up(folder: str) -> Iterator[str]:
    while folder:
        folder = posixpath.dirname(folder)
        yield folder
