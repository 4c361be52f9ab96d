"""Members of a response that repeat what was asked for: the number of the page, its size, its offset."""

from __future__ import annotations

import math
from typing import Any

from speclift.contract.identifiers import Keys
from speclift.contract.lifecycle import at
from speclift.contract.records import Contract, Parameter
from speclift.contract.shapes import types_of
from speclift.mock.requests.check import Call
from speclift.mock.responses.page_members import members, plain
from speclift.mock.responses.page_names import COUNTS_OF_PAGES, NUMBERS, OFFSETS, SIZES
from speclift.mock.responses.sites import replaced
from speclift.openapi.structure.nodes import Json


class Echoes:
    """The members of a list that repeat its parameters. `base` is the number of its first page, 0 or 1."""

    def __init__(
        self,
        contract: Contract,
        schema: Json | None,
        rows: Keys,
        shown: Any,
        number: Parameter | None,
        offset: Parameter | None,
        limit: Parameter | None,
    ) -> None:
        known = (
            (number, (NUMBERS if number else frozenset()) | COUNTS_OF_PAGES),
            (offset, OFFSETS if offset else frozenset()),
            (limit, SIZES if limit else frozenset()),
        )
        self._parameters = {name: parameter for parameter, names in known for name in names}
        names = self._parameters.keys()
        self.members = [*members(contract, schema, rows, names, are_numbers=True)] if rows else []
        self._limit = limit
        self.base = _base(number, [at(shown, m.keys) for m in self.members if plain(m.name) in NUMBERS])

    def repeated(self, value: Any, call: Call, start: int, total: int, *, is_made: bool) -> Any:
        """A response body that repeats the parameters of a request. A number that the document shows stays where the
        request does not have its parameter; `is_made` says that the document shows none.
        """
        limit = call.query.get(self._limit.name) if self._limit else None
        for member in self.members:
            name, old = plain(member.name), at(value, member.keys)
            parameter = self._parameters[name]
            asked = call.query.get(parameter.name) if parameter else None
            if not isinstance(old, int) or isinstance(old, bool):
                continue
            new: Any = asked
            if name in COUNTS_OF_PAGES:
                size = limit if isinstance(limit, int) and limit > 0 else max(total, 1)
                new = math.ceil(total / size) if is_made else None
            elif asked is None and is_made:
                new = self.base if name in NUMBERS else start if name in OFFSETS else None
            value = replaced(value, member.keys, new) if isinstance(new, int) else value
        return value


def is_whole(schema: Any, contract: Contract) -> bool:
    """Whether the values of a schema may be whole numbers."""
    types = types_of(schema, contract.schemas)
    return not types or "integer" in types or "number" in types


def _base(number: Parameter | None, shown: list[Any]) -> int:
    """The number of the first page, by the default, the least value, or the sample of a response."""
    schema = number.schema if number else {}
    default = schema.get("default")
    if isinstance(default, int) and default in (0, 1):
        return int(default)
    return 0 if schema.get("minimum") == 0 or any(value == 0 for value in shown) else 1
