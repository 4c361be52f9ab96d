"""Files that a page includes, as DocFX, MDX, Liquid, MkDocs and Hugo do, and the texts of its front matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from speclift.limits import DEEPEST_INCLUDE, LARGEST_PAGE, MOST_INCLUDES, BeyondLimitError
from speclift.model.finding import Finding
from speclift.reading.files.directives import Named, candidates, named_in, targets_of
from speclift.reading.files.includes import IncludeReader, remembering
from speclift.reading.markdown.blocks import Block, Code, Paragraph
from speclift.reading.markdown.front_matter import block_scalars
from speclift.reading.markdown.parser import decode, encoding_of
from speclift.reading.markdown.places import Places
from speclift.storage.regular_files import Refused

#: Takes the text of an included file, and the position before its first line (see `reading.markdown.places`). Returns
#: its blocks.
Parse: TypeAlias = Callable[[str, int], list[Block]]

#: A text of the front matter, in Jekyll, VuePress or Hugo: `{{ page.body }}`, `{{ $frontmatter.body }}`.
_VARIABLE = re.compile(
    r"\{\{-?\s{0,4}(?:page|\$?frontmatter|\.Params)\.([\w-]{1,80})\s{0,4}-?\}\}"
    r"|\{\{[<%]\s{0,4}param\s{1,4}[\"']?([\w-]{1,80})[\"']?\s{0,4}[>%]\}\}"
)


class Partials:
    """Puts included files in place of the directives that name them, and counts what a page includes.

    `text` is the page as in its file; `parse` returns the blocks of an included file, and counts them with those of the
    page. Only files that the text of a file names are read, so that a fingerprint, which looks at nothing but the text,
    knows every file that a page is made of.
    """

    def __init__(self, file: str, read: IncludeReader, text: str, parse: Parse) -> None:
        self.bytes = len(text.encode())
        self._read = remembering(read)
        self._parse = parse
        self.named = {file: frozenset(named_in(text))}
        self.included = 0
        self.places = Places(file)
        self.findings: list[Finding] = []
        self._file = file
        #: Files of the layout, such as a button to copy code, which a page may include below each sample.
        self._missing_layout: set[str] = set()
        self._variables = block_scalars(text)

    def expand(self, blocks: list[Block], file: str, parents: tuple[str, ...] = ()) -> list[Block]:
        """The blocks, those of included files among them; `parents` are the files that include `file`."""
        found: list[Block] = []
        for block in blocks:
            if self._variables and (shown := self._shown(block)):
                found += shown
                continue
            targets = targets_of(block.text) if isinstance(block, Paragraph) else ()
            targets = tuple(target for target in targets if target in self.named[file])
            if not targets:
                found.append(block)
            for target in targets:
                found += self._included(target, file, block.line, (*parents, file))
        return found

    def _shown(self, block: Block) -> list[Block]:
        """The text of front matter that a paragraph or code block shows by its key; else nothing."""
        name = _VARIABLE.fullmatch(block.text.strip()) if isinstance(block, Paragraph | Code) else None
        value = self._variables.get(name[1] or name[2]) if name else None
        if value is None:
            return []
        self._count_included()
        self._count_bytes(len(value.text.encode()))
        start = self.places.include(self._file, value.line + value.text.count("\n")) + value.line - 1
        if isinstance(block, Code):
            return [msgspec.structs.replace(block, text=value.text, line=start)]
        return self._parse(value.text, start)

    def _included(self, target: Named, file: str, position: int, parents: tuple[str, ...]) -> list[Block]:
        self._count_included()
        if len(parents) > DEEPEST_INCLUDE:
            message = f"The included file {target.path} is nested in more than {DEEPEST_INCLUDE} others."
            self._report("SL107", position, message)
            return []
        refused: Refused | None = None
        for path in candidates(file, target):
            data = self._read(path) if path not in parents else None
            if isinstance(data, bytes):
                return self._parsed(data, path, position, parents)
            refused = refused or data
        reason = refused.reason if refused else "does not exist or includes itself"
        code = refused.code if refused and refused.code != "SL101" else "SL104"
        is_layout = code == "SL104" and target.path.endswith((".html", ".htm"))
        if not is_layout or target.path not in self._missing_layout:
            self._report(code, position, f"The included file {target.path} {reason}.")
        if is_layout:
            self._missing_layout.add(target.path)
        return []

    def _parsed(self, data: bytes, path: str, position: int, parents: tuple[str, ...]) -> list[Block]:
        self._count_bytes(len(data))
        try:
            text = decode(data)
        except UnicodeDecodeError:
            self._report("SL104", position, f"The included file {path} is not UTF-8{encoding_of(data)}.")
            return []
        if path not in self.named:
            self.named[path] = frozenset(named_in(text))
        start = self.places.include(path, text.count("\n") + 1)
        return self.expand(self._parse(text, start), path, parents)

    def _count_included(self) -> None:
        self.included += 1
        if self.included > MOST_INCLUDES:
            raise BeyondLimitError(f"The page includes more than {MOST_INCLUDES} files.")

    def _count_bytes(self, count: int) -> None:
        self.bytes += count
        if self.bytes > LARGEST_PAGE:
            raise BeyondLimitError(f"The page has more than {LARGEST_PAGE:,} bytes with the files that it includes.")

    def _report(self, code: str, position: int, message: str) -> None:
        place = self.places.place_of(position)
        self.findings.append(Finding(code, place.file, place.line, message))
