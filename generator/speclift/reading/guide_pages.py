"""Pages that only name or show requests, which pages of a known form beside them describe."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from speclift.limits import BeyondLimitError
from speclift.reading.files.includes import IncludeReader
from speclift.reading.index_rows import folded, last_segment
from speclift.reading.markdown.blocks import Code, Heading, Paragraph
from speclift.reading.markdown.front_matter import front_matter_of, parse_front_matter
from speclift.reading.requests.division import Scope
from speclift.reading.requests.scopes import scopes_of
from speclift.reading.syntaxes.front_matter_requests import stated_blocks
from speclift.reading.syntaxes.page_sections import sectioned
from speclift.reading.syntaxes.vocabulary import Vocabulary

#: A line that is a link to a page: `* [GET /users](users.md)`.
_LINK = re.compile(r"[*+-] \[[^\[\]\n]{1,500}\]\(([^()\s]{1,500})\)")
#: A line of an index that states nothing: a heading of one word, the fence around a path, the path.
_OTHER = re.compile(r"#{1,6} \w{1,100}$|```(?:http)?$|/[\w/-]{1,200}$")


class Described:
    """The requests that pages of a known form describe: the file, method and path of each."""

    def __init__(self, requests: Iterable[tuple[str, str, str]]) -> None:
        self._files: set[str] = set()
        self._paths: dict[tuple[str, str], list[str]] = {}
        for file, method, path in requests:
            self._files.add(file)
            self._paths.setdefault((method, last_segment(path)), []).append(path)

    def covers(self, file: str, text: str, include: IncludeReader, vocabulary: Vocabulary | None) -> bool:
        """Whether a page only names or shows its requests, and other pages describe most of them.

        Other pages must describe every request that a row of an index names.
        """
        if self._links_alone(file, text):
            return True
        try:
            scopes = scopes_of(sectioned(file, text, include, vocabulary).root)
        except BeyondLimitError:
            return False
        own: list[bool] = []
        for scope in scopes:
            for line, _ in scope.requests:
                known = self._has(line.method, line.path)
                if scope.is_indexed and not known:
                    return False
                own += [] if scope.is_indexed else [known]
        return not own or (sum(own) * 2 >= len(own) and all(map(_says_no_more, scopes)))

    def _has(self, method: str, path: str) -> bool:
        end = "/" + folded(path)
        return any(("/" + folded(known)).endswith(end) for known in self._paths.get((method, last_segment(path)), ()))

    def _links_alone(self, file: str, text: str) -> bool:
        """Whether a page contains only links to pages that describe requests."""
        front_matter = front_matter_of(text)
        start = text.find(front_matter) + len(front_matter) if front_matter else 0
        folder = posixpath.dirname(file)
        for line in text[start:].split("\n"):
            link = _LINK.fullmatch(line)
            if link:
                if posixpath.normpath(posixpath.join(folder, link[1])) not in self._files:
                    return False
            elif line and line != "---" and not _OTHER.match(line):
                return False
        return not stated_blocks(parse_front_matter(front_matter))


def _says_no_more(scope: Scope) -> bool:
    """Whether a scope has only headings, sentences without code, and samples, none of which can state a field."""
    return all(
        isinstance(piece.block, Heading | Code) or (isinstance(piece.block, Paragraph) and "`" not in piece.block.text)
        for piece in scope.pieces
    )
