"""The members of a response that are about its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

import msgspec

from speclift.contract.identifiers import Keys, words
from speclift.contract.records import Contract
from speclift.contract.shapes import parts_of, properties_of, types_of
from speclift.mock.responses.page_names import CURSORS, HREFS, OFFSETS
from speclift.openapi.structure.nodes import Json

_DEEPEST = 3


class Member(msgspec.Struct, frozen=True):
    """A member about paging: the keys that lead to it, its schema, the same reduced to types, and its name. `inner` are
    the members of an object that has the cursor or the link, such as `{"next": {"href": …}}`.
    """

    keys: Keys
    whole: Json
    schema: Any
    name: str
    is_required: bool
    inner: tuple[Member, ...] = ()


def members(
    contract: Contract, schema: Json | None, rows: Keys, names: Set[str], *, are_numbers: bool = False
) -> Iterator[Member]:
    """The members with these names outside the rows, the outermost first; with `are_numbers`, only whole numbers."""
    level: list[tuple[Keys, Any]] = [((), schema)]
    for _ in range(_DEEPEST):
        below: list[tuple[Keys, Any]] = []
        for keys, given in level:
            required = {n for part in parts_of(given, contract.schemas) for n in part.get("required", ())}
            known: Mapping[str, Any] = properties_of(given, contract.schemas)
            for name, inner in known.items():
                if (*keys, name) == rows:
                    continue
                types = types_of(inner, contract.schemas)
                if plain(name) in names and ("integer" in types or not are_numbers):
                    within = {*names, *CURSORS, *OFFSETS, *HREFS}
                    yield _member(contract, (*keys, name), inner, within, is_required=name in required)
                elif "object" in types:
                    below.append(((*keys, name), inner))
        level = below


def _member(contract: Contract, keys: Keys, schema: Json, within: Set[str], *, is_required: bool) -> Member:
    inner = tuple(
        _member(contract, (*keys, name), given, frozenset(), is_required=True)
        for name, given in properties_of(schema, contract.schemas).items()
        if plain(name) in within
    )
    return Member(keys, schema, flat(schema, contract), str(keys[-1]), is_required, inner)


def flat(schema: Any, contract: Contract) -> Json:
    """A schema reduced to its types."""
    return {"type": sorted(types_of(schema, contract.schemas))}


def plain(name: str) -> str:
    """The words of a name in lower case, joined."""
    return "".join(words(name))
