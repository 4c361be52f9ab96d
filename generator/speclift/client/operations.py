"""The operations of a document: which stand together, and what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from speclift.client.names import pascal, snake, words
from speclift.client.schemas import Json
from speclift.openapi.paths import operations_in, paths_of
from speclift.openapi.records import Operation

#: An owner such as `v2Order` in `v2Order_GetAll`.
_VERSIONED = re.compile(r"v\d+[A-Z]")


#: The tag of operations that have none, and the fewest of them that are worth being grouped by their paths.
UNTAGGED, _WORTH_GROUPING = "default", 12


def by_tag(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    """The operations of each tag, their first one each, in the order of the document.

    Where none has a tag and there are many, the first part of the path that is a name stands for one.
    """
    given = list(operations)
    is_grouped = len(given) >= _WORTH_GROUPING and not any(operation.tags for operation in given)
    shared = _shared_parts([operation.path for operation in given])
    found: dict[str, list[Operation]] = {}
    for operation in given:
        usual = _group(operation.path, shared) if is_grouped else UNTAGGED
        found.setdefault(next(iter(operation.tags), usual), []).append(operation)
    return found


def spelled(operation: Operation, tag: str) -> str:
    """The operation id without the owner that the tag says already, and without the path that FastAPI adds."""
    has_name = operation.operation_id != f"{operation.method} {operation.path}"
    name = operation.operation_id if has_name else _made_name(operation.path, operation.method)
    plain = _without_path(name, operation.path, operation.method)
    owner, _, rest = plain.partition("_")
    is_owner = bool(_VERSIONED.match(owner)) or set(words(tag)) <= set(words(owner))
    return rest if rest and is_owner else plain


def security_of(node: Json) -> tuple[tuple[str, ...], ...] | None:
    """The alternatives of a document, each the names of schemes; None where it says nothing."""
    given = node.get("security")
    if not isinstance(given, list):
        return None
    return tuple(tuple(str(name) for name in item) for item in given if isinstance(item, Mapping))


def short_names(document: Json) -> dict[tuple[str, str], str]:
    """What each operation is called apart from its tag, by path and method; in full where two would be called alike."""
    found: dict[tuple[str, str], str] = {}
    full: dict[tuple[str, str], str] = {}
    for path, item in paths_of(document):
        for method, operation in operations_in(item):
            short = _without_path(str(operation.get("operationId") or _made_name(path, method)), path, method)
            owner, _, rest = short.partition("_")
            full[path, method] = short
            found[path, method] = rest if rest and _VERSIONED.match(owner) else short
    counts = Counter(pascal(name) for name in found.values())
    return {key: name if counts[pascal(name)] == 1 else full[key] for key, name in found.items()}


def _made_name(path: str, method: str) -> str:
    """The name of an operation that has no id, made of where it stands."""
    return f"{method}_{path}"


def _without_path(name: str, path: str, method: str) -> str:
    """An operation id without the path and the method that FastAPI puts behind the name of the function."""
    ending = snake(f"{path}_{method}")
    plain = snake(name)
    start = plain.removesuffix(f"_{ending}")
    return start if ending and start != plain and start else name


def _shared_parts(paths: list[str]) -> int:
    """How many parts all paths begin with, such as `/api/v1`."""
    parts = [path.strip("/").split("/") for path in paths]
    count = 0
    for column in zip(*parts, strict=False):
        if len(set(column)) > 1 or column[0].startswith("{"):
            break
        count += 1
    return count


def _group(path: str, shared: int) -> str:
    """The first part of a path that is a name and not shared by all."""
    parts = path.strip("/").split("/")
    named = [part for part in parts[shared:] if part and "{" not in part and not re.fullmatch(r"v\d+", part)]
    return next(iter(named), "") or next((part for part in reversed(parts[:shared]) if part), UNTAGGED)
