"""The target of a link between pages: the file and the fragment that it names."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

_SUFFIX = re.compile(r"\.(?:mdx?|markdown|html?)$", re.I)
_HOST = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]{0,20}:)?//[^/?#]*")
_INDEX = ("index", "readme", "_index")


class Links:
    """Resolves the links of a reference's pages.

    Relative links, links without a suffix or with that of the published page, and paths of the site (`/docs/users/`)
    are understood; for the last, the file with the longest common end of its path is meant.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self._by_stem: dict[str, str] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for file in files:
            stem = _stem(file)
            if stem not in self._by_stem:
                self._by_stem[stem] = file
                parts = tuple(stem.split("/"))
                self._by_last[parts[-1]].append(parts)

    def resolve(self, target: str, file: str) -> tuple[str, str] | None:
        """The file and the fragment that a link in `file` leads to; None where it leads to no page."""
        path, _, fragment = _HOST.sub("", target.strip()).partition("#")
        path = unquote(path.partition("?")[0])
        fragment = unquote(fragment)
        if not path:
            return (file, fragment) if fragment and not _HOST.match(target) else None
        found = self._relative(path, file) or self._by_tail(path, file)
        return (found, fragment) if found else None

    def _relative(self, path: str, file: str) -> str | None:
        if path.startswith("/"):
            return self._by_stem.get(_stem(path.lstrip("/")))
        folder = posixpath.dirname(file)
        # Where pages are published as folders, links start one level further down.
        for base in (folder, _stem(file)):
            joined = posixpath.normpath(posixpath.join(base, path))
            if found := self._by_stem.get(_stem(joined)):
                return found
        return None

    def _by_tail(self, path: str, file: str) -> str | None:
        wanted = tuple(part for part in _stem(path).split("/") if part not in ("", ".", ".."))
        if not wanted:
            return None
        best: list[tuple[str, ...]] = []
        longest = 0
        for parts in self._by_last.get(wanted[-1], ()):
            length = _common(reversed(parts), reversed(wanted))
            if length > longest:
                best, longest = [parts], length
            elif length == longest:
                best.append(parts)
        if len(best) > 1:
            own = _stem(file).split("/")
            nearest = max(_common(parts, own) for parts in best)
            best = [parts for parts in best if _common(parts, own) == nearest]
        return self._by_stem["/".join(best[0])] if len(best) == 1 else None


def _stem(path: str) -> str:
    """A path without suffix and, for the page of a folder, without the page, in lower case."""
    stem = _SUFFIX.sub("", path.strip("/")).lower()
    folder, _, last = stem.rpartition("/")
    return folder if folder and last in _INDEX else stem


def _common(first: Iterable[str], second: Iterable[str]) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length
