"""Paths that another path of the document may stand for as well: `/things/newest` beside `/things/{id}`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARAMETER = re.compile(r"\{[^/{}]*\}")


class Templates:
    """The templates among some paths."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._patterns = [re.compile(_pattern(path)) for path in dict.fromkeys(paths) if _PARAMETER.search(path)]

    def may_stand_for(self, path: str) -> bool:
        """Whether one of them matches a path that has no parameters."""
        return any(pattern.fullmatch(path) for pattern in self._patterns)


def _pattern(path: str) -> str:
    return "[^/]+".join(map(re.escape, _PARAMETER.split(path)))
