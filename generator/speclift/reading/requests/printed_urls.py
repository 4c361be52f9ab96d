"""The URLs that a text prints, and the requests that they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from speclift.reading.requests.lines import RequestLine

_URL = re.compile(r"https?://[^\s/`\"'<>()]{1,200}(/[^\s`\"'<>()?#]{1,300})")


class PrintedUrls:
    """The paths of all URLs in some texts, by their segments: a page may print as many URLs as it has requests."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = (url for text in texts for url in _URL.findall(text))
        paths = {tuple(url.rstrip("/").removesuffix(".json").strip("/").split("/")): None for url in found}
        self._longest = max(map(len, paths), default=0)
        #: By a segment and its distance from the end, the paths that have it there.
        self._at: dict[tuple[int, str], list[tuple[str, ...]]] = {}
        for path in paths:
            for distance, segment in enumerate(reversed(path)):
                self._at.setdefault((distance, segment), []).append(path)

    def has(self, line: RequestLine) -> bool:
        """Whether a path is that of a request, perhaps with values in place of placeholders and a base before."""
        wanted = line.path.strip("/").split("/")
        fixed = [(distance, name) for distance, name in enumerate(reversed(wanted)) if "{" not in name]
        if not fixed:
            return len(wanted) <= self._longest
        rarest = min((self._at.get(one, []) for one in fixed), key=len)
        return any(
            len(path) >= len(wanted) and all(path[-1 - distance] == name for distance, name in fixed) for path in rarest
        )
