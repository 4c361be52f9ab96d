"""The operations of a document: where they stand, what they are called, what parameters they have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from speclift.client.names import pascal, snake, words
from speclift.client.schemas import Json
from speclift.openapi.paths import operations_in, paths_of
from speclift.openapi.references import parameter_schema, parameters_of

#: An owner such as `v1Contact` in `v1Contact_GetAll`.
_VERSIONED = re.compile(r"v\d+[A-Z]")


#: The tag of operations that have none, and the fewest of them that are worth being grouped by their paths.
UNTAGGED, _WORTH_GROUPING = "default", 12


class Operation:
    """One operation of the document, and where it stands."""

    def __init__(self, path: str, method: str, item: Json, source: Json, document: Json, tag: str = UNTAGGED) -> None:
        self.path = path
        self.method = method
        self.source = source
        self.tag = str((self.source.get("tags") or [tag])[0])
        self.operation_id = operation_id(path, method, self.source)
        self.parameters = _parameters(item, self.source, document)
        self.security = security_of(self.source)
        self.server = next((url for owner in (self.source, item) for url in server_urls(owner)), "")

    @property
    def spelled(self) -> str:
        """The operation id without the owner that the tag says already, and without the path that FastAPI adds."""
        plain = _without_path(self.operation_id, self.path, self.method)
        owner, _, rest = plain.partition("_")
        is_owner = bool(_VERSIONED.match(owner)) or set(words(self.tag)) <= set(words(owner))
        return rest if rest and is_owner else plain


def operations_of(document: Json) -> list[Operation]:
    """All operations in the order of the document.

    Where none has a tag and there are many, the first part of the path that is a name stands for one.
    """
    found = [
        (path, method, item, source) for path, item in paths_of(document) for method, source in operations_in(item)
    ]
    is_grouped = len(found) >= _WORTH_GROUPING and not any(source.get("tags") for _, _, _, source in found)
    shared = _shared_parts([path for path, _, _, _ in found])
    return [
        Operation(path, method, item, source, document, _group(path, shared) if is_grouped else UNTAGGED)
        for path, method, item, source in found
    ]


def security_of(node: Json) -> tuple[tuple[str, ...], ...] | None:
    """The alternatives of a document or an operation, each the names of schemes; None where it says nothing."""
    given = node.get("security")
    if not isinstance(given, list):
        return None
    return tuple(tuple(str(name) for name in item) for item in given if isinstance(item, Mapping))


def server_urls(node: Json) -> list[str]:
    """The addresses of a document, a path or an operation, with the defaults of their variables."""
    return [_filled(server) for server in node.get("servers") or () if isinstance(server, Mapping) and "url" in server]


def _filled(server: Json) -> str:
    url = str(server["url"])
    for name, variable in (server.get("variables") or {}).items():
        if isinstance(variable, Mapping):
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url


def operation_id(path: str, method: str, operation: Json) -> str:
    """The id of an operation, made of where it stands if it has none."""
    return str(operation.get("operationId") or f"{method}_{path}")


def short_names(document: Json) -> dict[tuple[str, str], str]:
    """What each operation is called apart from its tag, by path and method; in full where two would be called alike."""
    found: dict[tuple[str, str], str] = {}
    full: dict[tuple[str, str], str] = {}
    for path, item in paths_of(document):
        for method, operation in operations_in(item):
            spelled = operation_id(path, method, operation)
            short = _without_path(spelled, path, method)
            owner, _, rest = short.partition("_")
            full[path, method] = short
            found[path, method] = rest if rest and _VERSIONED.match(owner) else short
    counts = Counter(pascal(name) for name in found.values())
    return {key: name if counts[pascal(name)] == 1 else full[key] for key, name in found.items()}


def _without_path(spelled: str, path: str, method: str) -> str:
    """An operation id without the path and the method that FastAPI puts behind the name of the function."""
    ending = snake(f"{path}_{method}")
    plain = snake(spelled)
    start = plain.removesuffix(f"_{ending}")
    return start if ending and start != plain and start else spelled


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


def _parameters(item: Json, operation: Json, document: Json) -> list[Json]:
    """The parameters of an operation, each with a schema."""
    components = document.get("components") or {}
    given = parameters_of(item, operation, components)
    return [{**parameter, "schema": parameter_schema(parameter, components)[0]} for parameter in given]
