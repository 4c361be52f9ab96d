"""Paths that the template of another path matches as well, such as `/crates/newest` beside `/crates/{id}`."""

from __future__ import annotations

from collections.abc import Iterable

from speclift.contract.routes import Routes, parameter_names


class Templates:
    """The templates among some paths."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._routes: Routes[bool] = Routes()
        for path in paths:
            if parameter_names(path):
                self._routes.add(path, "", True)

    def may_stand_for(self, path: str) -> bool:
        """Whether one of the templates matches a path without parameters."""
        return self._routes.find(path) is not None
