"""Ids for the rows of a long list, so that no two rows are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from speclift.contract.generation.generator import Generator
from speclift.contract.generation.work import Work
from speclift.contract.identifiers import identity_of
from speclift.contract.records import Contract
from speclift.contract.shapes import properties_of
from speclift.contract.validators import Validators
from speclift.mock.ids import typed
from speclift.mock.memo import MemoStore, size_of
from speclift.openapi.structure.nodes import Json

#: How many values are generated for an id that cannot be a number.
_TRIES = 3


class RowIds:
    """The ids of at most `most` rows of a list, whose items have the schema `items`.

    `identity` is the property that has the id, empty if the schema has none.
    """

    def __init__(
        self, contract: Contract, name: str, items: Json, validators: Validators, room: MemoStore, most: int
    ) -> None:
        self._contract = contract
        self._name = name
        self._validators = validators
        self._most = most
        self.identity = identity_of(contract, items, ())
        self._schema = properties_of(items, contract.schemas).get(self.identity, {})
        # They are the same for every request: once as numbers, and once as strings.
        kept: Callable[[str], tuple[Any, ...]] = room.keep(lambda shown: tuple(self._ids(shown)), size_of)
        self._made = kept

    def like(self, shown: Any) -> Sequence[Any]:
        """At most `most` different ids that fit the schema, in the type of `shown`; empty if that is not an id."""
        is_id = self.identity and isinstance(shown, str | int) and not isinstance(shown, bool)
        return self._made("" if isinstance(shown, str) else "0") if is_id else ()

    def _ids(self, kind: str) -> Iterator[Any]:
        accepts = self._validators.of(self._schema).accepts
        shown: Any = 0 if kind else ""
        work, given = Work(), set[Any]()
        for number in range(1, self._most + 1):
            candidates = (typed(str(number), shown), *self._values(number, work))
            fitting = (found for found in candidates if type(found) is type(shown) and accepts(found))
            found = next((found for found in fitting if found not in given), None)
            if found is None:
                return
            given.add(found)
            yield found

    def _values(self, number: int, work: Work) -> Iterator[Any]:
        """Generated values that may be the id of a row."""
        for turn in range(_TRIES):
            seed = f"{self._name} {number} {turn}"
            # A turn of 0 would give the shown id again and again.
            yield Generator(self._contract.schemas, seed, work=work, turns={(): 1}).value(self._schema)
