"""The limit for the requests that the coverage phase makes for one operation.

A body with alternatives within alternatives has thousands of combinations, and without a limit, other operations would
get no request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from schemathesis import Case
from schemathesis.schemas import APIOperation, BaseSchema

MOST_CASES = 300


def bounded(schema: BaseSchema, overfull: Callable[[str], None]) -> None:
    """Limit each operation of a schema to `MOST_CASES`; `overfull` gets the label of each operation that has more."""
    make = schema.iter_coverage_cases

    def cases(operation: APIOperation[Any, Any, Any, Any], **options: Any) -> Iterator[Case[Any]]:
        found = iter(make(operation, **options))
        yield from islice(found, MOST_CASES)
        if next(found, None) is not None:
            overfull(operation.label)

    vars(schema)["iter_coverage_cases"] = cases
