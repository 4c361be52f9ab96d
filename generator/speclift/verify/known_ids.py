"""Which things the server has: ids from its lists, for samples with other ids."""

from __future__ import annotations

from typing import Any

from speclift.contract.identifiers import answer_schema, identity_of, rows_of
from speclift.contract.records import Contract, Operation
from speclift.contract.shapes import items_of, properties_of
from speclift.diff.operations.pairing import anonymous_path
from speclift.fuzz.exchange import Exchange
from speclift.openapi.structure.nodes import Json
from speclift.verify.samples import given, last_part


class KnownIds:
    """The first rows of the lists in answers, by the path of the list."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Contract, Json, dict[str, Any]]] = {}

    def saw(self, contract: Contract, exchange: Exchange) -> None:
        """Keep the first row of an answer that is a list."""
        operation = exchange.operation
        keys = rows_of(contract, operation) if exchange.is_success and operation.method == "get" else None
        if keys is None:
            return
        rows, schema = exchange.value, answer_schema(operation)
        for key in keys:
            rows = rows.get(key) if isinstance(rows, dict) else None
            schema = properties_of(schema, contract.schemas).get(str(key))
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            path = anonymous_path(operation.path).rstrip("/")
            self._rows.setdefault(path, (contract, items_of(schema, contract.schemas), rows[0]))

    def instead(self, operation: Operation) -> Operation | None:
        """The operation for a thing that the server has; None where none is known."""
        for parameter in last_part(operation):
            path = operation.path.rstrip("/").removesuffix(f"{{{parameter.name}}}")
            known = self._rows.get(anonymous_path(path).rstrip("/"))
            if known is None:
                return None
            contract, schema, row = known
            names = (parameter.name, parameter.name.removesuffix("Id").removesuffix("_id"))
            for name in (identity_of(contract, schema, names), parameter.name, "id"):
                if name and isinstance(row.get(name), str | int):
                    return given(operation, parameter, row[name])
        return None
