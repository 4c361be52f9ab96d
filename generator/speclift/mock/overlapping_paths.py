"""Operations whose paths differ only in the names of parameters, such as `/task/{id}` and `/task/{state}`.

OpenAPI (3.1.1, section 4.8.8) calls such paths identical and forbids them, but references have them.
"""

from __future__ import annotations

from collections.abc import Iterable

from speclift.contract.records import Operation
from speclift.contract.routes import shape_of


def overlapping(operations: Iterable[Operation]) -> dict[str, tuple[Operation, ...]]:
    """The operations that share a method and such a path, by the id of each; those that accept any string come last."""
    found: dict[tuple[str, str], list[Operation]] = {}
    for operation in operations:
        found.setdefault((operation.method, shape_of(operation.path)), []).append(operation)
    groups = [sorted(group, key=_takes_any_text) for group in found.values() if len(group) > 1]
    return {operation.operation_id: tuple(group) for group in groups for operation in group}


def _takes_any_text(operation: Operation) -> bool:
    return all(
        parameter.schema.keys() <= {"type"} and parameter.schema.get("type", "string") == "string"
        for parameter in operation.parameters_in("path")
    )
