"""The nodes of a Swagger 2.0 document, each of the kind that it must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.errors import SourceError
from speclift.openapi.pointers import pointed


class SwaggerNodes:
    """Reads nodes of `swagger`; `file` is what errors name."""

    def __init__(self, swagger: Mapping[str, Any], file: str) -> None:
        self.file = file
        self.swagger = swagger

    def error(self, where: str, what: str, expected: str) -> SourceError:
        """That a place is wrong."""
        return SourceError(
            f"The Swagger document is wrong: {where} {what}.",
            file=self.file,
            expected=expected,
            advice="mend the place named",
        )

    def mapping(self, given: Any, where: str) -> Mapping[str, Any]:
        """The object at a place, empty where nothing stands.  Raises SourceError where it is something else."""
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            raise self.error(where, f"is {type(given).__name__}", "an object")
        return given

    def sequence(self, given: Any, where: str) -> Sequence[Any]:
        """The array at a place, empty where nothing stands.  Raises SourceError where it is something else."""
        if given is None:
            return ()
        if not isinstance(given, list):
            raise self.error(where, f"is {type(given).__name__}", "an array")
        return given

    def behind(self, given: Any, where: str) -> Mapping[str, Any]:
        """An object, or the one that it refers to."""
        node = self.mapping(given, where)
        seen = set()
        while isinstance(target := node.get("$ref"), str):
            if target in seen:
                raise self.error(where, f"refers to {target}, which leads to itself", "references that end")
            seen.add(target)
            node = pointed(self.swagger, target, self.file)
        return node
