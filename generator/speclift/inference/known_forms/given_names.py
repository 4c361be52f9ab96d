"""The names that the rules of naming have given so far, each to one shape."""

from __future__ import annotations

from speclift.model.text import component_key
from speclift.model.unique_names import NumberedNames


class GivenNames:
    """The names given so far, each once: filled by the rules in their order."""

    def __init__(self) -> None:
        self.of_shape: dict[int, list[str]] = {}
        self.shape_of: dict[str, int] = {}
        self.rules: dict[str, str] = {}
        self._names = NumberedNames("")

    def give(self, shape: int, name: str, rule: str) -> None:
        """Name a shape; a name that is taken gets a number, and characters that no component may have become `_`."""
        unique = self._names.give(component_key(name))
        self.of_shape.setdefault(shape, []).append(unique)
        self.shape_of[unique] = shape
        self.rules[unique] = rule
