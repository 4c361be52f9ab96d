"""Which operation a request is for.

Path templates are matched segment by segment, literal segments before templated ones (OpenAPI 3.1.1, section 4.8.8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar
from urllib.parse import quote, unquote

from speclift.openapi.structure.paths import TEMPLATE_PART

T = TypeVar("T")
#: The values of the segments so far: those before the last one, and those of the last one.
_Values: TypeAlias = "tuple[_Values, tuple[str, ...]] | None"


class Match(Generic[T]):
    """The match of a path: the targets by method, and the path parameters, still percent-encoded."""

    __slots__ = ("targets", "values")

    def __init__(self, targets: Mapping[str, T], values: Sequence[str]) -> None:
        self.targets = targets
        self.values = values


class _Node(Generic[T]):
    __slots__ = ("literals", "patterns", "targets")

    def __init__(self) -> None:
        self.literals: dict[str, _Node[T]] = {}
        self.patterns: list[tuple[re.Pattern[str] | None, _Node[T]]] = []
        self.targets: dict[str, T] = {}


class Routes(Generic[T]):
    """A tree of path segments with the target of each path and method (in lower case)."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, path: str, method: str, target: T) -> None:
        """Put `target` at a path template and method."""
        node = self._root
        for segment in path.lstrip("/").split("/"):
            node = _below(node, segment)
        node.targets[method] = target

    def find(self, path: str) -> Match[T] | None:
        """The match of a path; None where nothing matches."""
        segments = path.lstrip("/").split("/")
        return _find(self._root, segments, [literal(segment) for segment in segments])


def literal(segment: str) -> str:
    """A segment without parameters in the form for matching, however it is percent-encoded."""
    return quote(unquote(segment), safe="!$&'()*+,;=:@~")


def shape_of(path: str) -> str:
    """A path template without the names of its parameters."""
    return TEMPLATE_PART.sub("{}", path)


def parameter_names(path: str) -> tuple[str, ...]:
    """The parameters of a path template, in their order."""
    return tuple(TEMPLATE_PART.findall(path))


def _below(node: _Node[T], segment: str) -> _Node[T]:
    if not TEMPLATE_PART.search(segment):
        segment = literal(segment)
        return node.literals.setdefault(segment, _Node())
    # A whole segment is the common case, and needs no pattern.
    pattern = None if TEMPLATE_PART.fullmatch(segment) else _pattern(segment)
    for known, below in node.patterns:
        if known == pattern:
            return below
    below = _Node[T]()
    node.patterns.append((pattern, below))
    # A partly templated segment is more specific than one that is a parameter as a whole.
    node.patterns.sort(key=lambda item: item[0] is None)
    return below


def _pattern(segment: str) -> re.Pattern[str]:
    """A parameter ends where the text after it first occurs, and no other end is tried: this takes linear time."""
    first, *rest = TEMPLATE_PART.split(segment)
    texts = [re.escape(text) for text in rest[1::2]]
    return re.compile(re.escape(first) + "".join(f"(?>(.+?){text})" for text in texts[:-1]) + f"(.+){texts[-1]}")


def _find(root: _Node[T], segments: Sequence[str], literals: Sequence[str]) -> Match[T] | None:
    """The first match, the most specific segments first.  A path may have more segments than calls can nest."""
    todo: list[tuple[_Node[T], int, _Values]] = [(root, 0, None)]
    while todo:
        node, index, values = todo.pop()
        if index == len(segments):
            if node.targets:
                return Match(node.targets, _listed(values))
            continue
        segment = segments[index]
        for pattern, below in reversed(node.patterns) if segment else ():
            match = pattern.fullmatch(segment) if pattern else None
            if pattern and not match:
                continue
            more = match.groups() if match else (segment,)
            todo.append((below, index + 1, (values, more)))
        exact = node.literals.get(literals[index])
        if exact:
            todo.append((exact, index + 1, values))
    return None


def _listed(values: _Values) -> tuple[str, ...]:
    """The values of all segments, in their order."""
    found: list[tuple[str, ...]] = []
    while values:
        values, more = values
        found.append(more)
    return tuple(value for more in reversed(found) for value in more)
