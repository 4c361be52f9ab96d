"""Files that a page pulls in: DocFX includes, partials of MDX, Liquid, MkDocs and Hugo.

Where a directive names a file by its name alone, it is looked for beside the page and in the folders that generators
keep such files in, here and further up.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from speclift.model.finding import Finding
from speclift.read.include import INCLUDE, IncludeReader, is_foreign
from speclift.read.limits import DEEPEST_INCLUDE, LARGEST_PAGE, MOST_INCLUDES, BeyondLimitError
from speclift.read.markdown import decode, encoding_of
from speclift.read.regular import Refused
from speclift.reading.blocks import Block, Paragraph, parse
from speclift.reading.places import Places
from speclift.reading.site_syntax import without_site_syntax

#: Where generators keep what pages pull in.
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

#: Gives the blocks of an included file: its text, and the position that its lines start behind (see `reading.places`).
Parse: TypeAlias = Callable[[str, int], list[Block]]

_DIRECTIVE = re.compile(
    r"""@include\s{1,8}['"]([^'"\n]{1,300})['"]|\{%-?\s{0,4}include(?:_relative)?\s{1,4}['"]?([^'"%\s]{1,300})['"]?[^%\n]{0,300}%\}"""
    r"""|--8<--\s{1,4}['"]([^'"\n]{1,300})['"]|\{\{[<%]\s{0,4}(?:include|readfile|partial)\s{1,4}(?:file=)?['"]([^'"\n]{1,300})['"][^<>%]{0,200}[>%]\}\}"""
)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}+>")


def targets_of(text: str) -> tuple[str, ...]:
    """The files that a paragraph names, where it holds nothing but directives."""
    if "include" not in text.lower() and "--8<--" not in text and "{{" not in text:
        return ()
    bare = _COMMENT.sub("", text)
    found = [target.strip().removeprefix("<").removesuffix(">").strip() for target in INCLUDE.findall(bare)]
    found += [next(filter(None, groups)) for groups in _DIRECTIVE.findall(bare)]
    return tuple(found) if found and not _DIRECTIVE.sub("", INCLUDE.sub("", bare)).strip(" \n") else ()


def candidates(file: str, target: str) -> Iterator[str]:
    """Where an included file may lie, the likeliest first, as paths that start where `file` starts.

    The first is where the directive says, wherever that leads; a target that is no path from a folder stays as it is.
    """
    folder = posixpath.dirname(file)
    stated = target if is_foreign(target) else posixpath.normpath(posixpath.join(folder, target))
    seen = {stated}
    yield stated
    if is_foreign(target):
        return
    for base in (folder, *_up(folder)):
        for inside in ("", *FOLDERS):
            for suffix in SUFFIXES:
                path = posixpath.normpath(posixpath.join(base, inside, target + suffix))
                if path not in seen and not path.startswith("../"):
                    seen.add(path)
                    yield path


def _up(folder: str) -> Iterator[str]:
    while folder:
        folder = posixpath.dirname(folder)
        yield folder


def _parse(text: str, first: int) -> list[Block]:
    return parse(without_site_syntax(text), first)[1]


class Partials:
    """Puts included files in the place of the directives that name them; counts what a page includes.

    `size` are the bytes of the page.
    """

    def __init__(self, file: str, read: IncludeReader, size: int, parse: Parse = _parse) -> None:
        self.file, self.read, self.bytes = file, read, size
        self._parse = parse
        self.included = 0
        self.places = Places(file)
        self.findings: list[Finding] = []

    def expand(self, blocks: list[Block], file: str, parents: tuple[str, ...] = ()) -> list[Block]:
        """The blocks, those of included files among them; `parents` are the files that include `file`."""
        found: list[Block] = []
        for block in blocks:
            targets = targets_of(block.text) if isinstance(block, Paragraph) else ()
            if not targets:
                found.append(block)
            for target in targets:
                found += self._included(target, file, block.line, (*parents, file))
        return found

    def _included(self, target: str, file: str, position: int, parents: tuple[str, ...]) -> list[Block]:
        self.included += 1
        if self.included > MOST_INCLUDES:
            raise BeyondLimitError(f"The page includes more than {MOST_INCLUDES} files.")
        if len(parents) > DEEPEST_INCLUDE:
            self._found("SL107", position, f"The included file {target} lies in more than {DEEPEST_INCLUDE} others.")
            return []
        refused: Refused | None = None
        for path in candidates(file, target):
            data = self.read(path) if path not in parents else None
            if isinstance(data, bytes):
                return self._parsed(data, path, position, parents)
            refused = refused or data
        reason = refused.reason if refused else "does not exist or includes itself"
        code = refused.code if refused and refused.code != "SL101" else "SL104"
        self._found(code, position, f"The included file {target} {reason}.")
        return []

    def _parsed(self, data: bytes, path: str, position: int, parents: tuple[str, ...]) -> list[Block]:
        self.bytes += len(data)
        if self.bytes > LARGEST_PAGE:
            raise BeyondLimitError(f"The page has more than {LARGEST_PAGE:,} bytes with the files that it includes.")
        try:
            text = decode(data)
        except UnicodeDecodeError:
            self._found("SL104", position, f"The included file {path} is not UTF-8{encoding_of(data)}.")
            return []
        start = self.places.include(path, text.count("\n") + 1)
        return self.expand(self._parse(text, start), path, parents)

    def _found(self, code: str, position: int, message: str) -> None:
        place = self.places.place_of(position)
        self.findings.append(Finding(code, place.file, place.line, message))
