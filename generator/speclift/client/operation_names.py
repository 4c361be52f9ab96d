"""The operations of a document: how they are grouped, and their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from speclift.client.frameworks import function_name, is_led_by, path_parts, without_class, without_owner
from speclift.client.names import pascal
from speclift.contract.records import Operation
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.paths import operations_in, paths_of

#: The tag of operations that have none, and the smallest number of them that is grouped by path.
UNTAGGED, _WORTH_GROUPING = "default", 12

#: The percentage of paths from which on a beginning that they share does not name a group.
_MOST = 75


def by_tag(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    """The operations of each tag, each under its first tag, in the order of the document. Where many have none, the
    first part of their path that is a name takes the place of a tag.
    """
    given = list(operations)
    untagged = [operation.path for operation in given if not operation.tags]
    lead = _lead(untagged) if len(untagged) >= _WORTH_GROUPING else None
    found: dict[str, list[Operation]] = {}
    for operation in given:
        usual = UNTAGGED if lead is None else _group(operation.path, lead)
        found.setdefault(next(iter(operation.tags), usual), []).append(operation)
    return found


def spelled(operation: Operation, tag: str, known: Collection[str] = ()) -> str:
    """The operation id without what its tag already says, and without what frameworks add. `known` are all ids."""
    if operation.operation_id == f"{operation.method} {operation.path}":
        return _made_name(operation.path, operation.method)
    plain = function_name(operation.operation_id, operation.path, operation.method, known)
    if tag == UNTAGGED:
        return without_class(plain)
    return plain if is_led_by(tag, operation.operation_id, operation.path) else without_owner(plain, tag)


def security_of(node: Node) -> tuple[tuple[str, ...], ...] | None:
    """The security requirements of a document or operation: alternatives, each with the names of its schemes.

    None where it has none.
    """
    given = node.get("security")
    if not isinstance(given, list):
        return None
    return tuple(tuple(str(name) for name in item) for item in given if isinstance(item, Mapping))


def short_names(document: Node) -> dict[tuple[str, str], str]:
    """The name of each operation without its tag, by path and method; in full where two names would be equal."""
    given = {
        (path, method): str(operation.get("operationId") or "")
        for path, item in paths_of(document)
        for method, operation in operations_in(item)
    }
    known = frozenset(given.values())
    full = {key: function_name(name, *key, known) if name else _made_name(*key) for key, name in given.items()}
    found = {key: without_class(name) for key, name in full.items()}
    counts = Counter(pascal(name) for name in found.values())
    return {key: name if counts[pascal(name)] == 1 else full[key] for key, name in found.items()}


def _made_name(path: str, method: str) -> str:
    """The name of an operation that has no id, made of its method and path."""
    return f"{method}_{'/'.join(path_parts(path))}"


def _lead(paths: Sequence[str]) -> tuple[str, ...]:
    """The parts that most paths begin with, such as `/api/v1`."""
    found: tuple[str, ...] = ()
    below = [path.strip("/").split("/") for path in paths]
    while below:
        part, count = Counter(parts[0] for parts in below).most_common(1)[0]
        if part.startswith("{") or 100 * count < _MOST * len(paths):
            break
        found = (*found, part)
        below = [parts[1:] for parts in below if parts[0] == part and len(parts) > 1]
    return found


def _group(path: str, lead: tuple[str, ...]) -> str:
    """The first part of a path that is a name, and not one that most paths begin with."""
    parts = path.strip("/").split("/")
    start = len(lead) if tuple(parts[: len(lead)]) == lead else 0
    names = (part for part in path_parts("/".join(parts[start:])) if "{" not in part)
    return next(names, "") or next((part for part in reversed(parts[:start]) if part), UNTAGGED)
