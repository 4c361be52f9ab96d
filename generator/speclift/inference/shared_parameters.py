"""Parameters that operations have by a link to the section that describes them for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from speclift.inference.names import folded
from speclift.inference.types import Types
from speclift.model.facts import Field, OperationFacts


def with_shared_parameters(operations: Iterable[OperationFacts], types: Types) -> Iterator[OperationFacts]:
    """The operations with the parameters that they lead to, unless they list these themselves."""
    for item in operations:
        found = tuple(_shared(item, types)) if item.shared else ()
        yield msgspec.structs.replace(item, parameters=(*item.parameters, *found)) if found else item


def _shared(item: OperationFacts, types: Types) -> Iterator[Field]:
    known = {folded(field.name) for field in item.parameters}
    for link in item.shared:
        names = set(map(folded, link.names))
        fields = types.parameters(link.target, link.place.file)
        meant = [field for field in fields if folded(field.name) in names] or fields
        for field in meant:
            if folded(field.name) not in known:
                known.add(folded(field.name))
                yield field
