"""JSONPath queries whose steps are counted: each value that a query reaches, in filters too, and each comparison.
python-jsonpath has no limit for that. It makes a match for each value that it reaches, of the same class as the match
above it. So the first match of each query gets a class that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathMatch
from jsonpath.filter import FilterQuery
from jsonpath.selectors import Filter

#: Takes a number of steps, and raises where not enough are left.
Spend: TypeAlias = Callable[[int], None]


class _Environment(JSONPathEnvironment):
    spend: Spend

    def is_truthy(self, obj: object) -> bool:
        self.spend(1)
        return super().is_truthy(obj)

    def compare(self, left: object, operator: str, right: object) -> bool:
        self.spend(1)
        return super().compare(left, operator, right)


class _Match(JSONPathMatch):
    __slots__ = ("spend",)

    def __init__(self, *, parent: Any, spend: Spend | None = None, **parts: Any) -> None:
        self.spend: Spend = spend or parent.spend
        self.spend(1)
        super().__init__(parent=parent, **parts)


class _Path(JSONPath):
    __slots__ = ()

    def finditer(self, data: Any, *, filter_context: Mapping[str, Any] | None = None) -> Iterable[JSONPathMatch]:
        environment: Any = self.env
        first = _Match(
            parent=None,
            spend=environment.spend,
            filter_context=filter_context or {},
            obj=data,
            path=environment.root_token,
            parts=(),
            root=data,
        )
        found: Iterable[JSONPathMatch] = [first]
        for segment in self.segments:
            found = segment.resolve(found)
        return found


def environment_of(spend: Spend) -> JSONPathEnvironment:
    """An environment for strict queries; `spend` counts their steps."""
    found = _Environment(strict=True)
    found.spend = spend
    return found


def finditer(environment: JSONPathEnvironment, query: str, document: Any) -> Iterable[JSONPathMatch]:
    """The matches of a query, one by one. Raises JSONPathError where it is not a query, and whatever `spend` raises."""
    path = environment.compile(query)
    _count(path)
    return path.finditer(document)


def _count(path: Any) -> None:
    """Make a query, and those in its filters, count their steps."""
    path.__class__ = _Path
    todo: list[Any] = [
        selector.expression
        for segment in path.segments
        for selector in segment.selectors
        if isinstance(selector, Filter)
    ]
    while todo:
        expression = todo.pop()
        if isinstance(expression, FilterQuery):
            _count(expression.path)
        else:
            todo += expression.children()
