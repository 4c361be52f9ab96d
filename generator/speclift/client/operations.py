"""The operations of a document: where they stand, what they are called, what parameters they have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from speclift.client.names import words
from speclift.client.schemas import Json
from speclift.contract.paths import paths_of
from speclift.contract.records import METHODS
from speclift.contract.references import parameter_schema, parameters_of

#: An owner such as `v1Contact` in `v1Contact_GetAll`.
_VERSIONED = re.compile(r"v\d+[A-Z]")


class Operation:
    """One operation of the document, and where it stands."""

    def __init__(self, path: str, method: str, item: Json, document: Json) -> None:
        self.path = path
        self.method = method
        self.source: Json = item[method]
        self.tag = str((self.source.get("tags") or ["default"])[0])
        self.operation_id = str(self.source.get("operationId") or f"{method}_{path}")
        self.parameters = _parameters(item, self.source, document)

    @property
    def spelled(self) -> str:
        """The operation id without the owner that the tag says already."""
        owner, _, rest = self.operation_id.partition("_")
        is_owner = bool(_VERSIONED.match(owner)) or set(words(self.tag)) <= set(words(owner))
        return rest if rest and is_owner else self.operation_id


def operations_of(document: Json) -> list[Operation]:
    """All operations in the order of the document."""
    return [
        Operation(path, method, item, document)
        for path, item in paths_of(document)
        for method in METHODS
        if isinstance(item.get(method), Mapping)
    ]


def _parameters(item: Json, operation: Json, document: Json) -> list[Json]:
    """The parameters of an operation, each with a schema."""
    given = parameters_of(item, operation, document.get("components") or {})
    return [{**parameter, "schema": parameter_schema(parameter)[0]} for parameter in given]
