"""Parameters that operations share: they link to the section that describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from speclift.inference.any_form.component_names import folded
from speclift.inference.any_form.locations import is_general
from speclift.inference.any_form.types import Types
from speclift.model.facts import Field, OperationFacts


def with_shared_parameters(operations: Iterable[OperationFacts], types: Types) -> Iterator[OperationFacts]:
    """The operations with the parameters that they link to, unless they list these themselves.

    They also get the headers that their samples show, where a section says whether these are required.
    """
    headers = {name: field for name, field in types.headers().items() if field.printed.is_required is not None}
    for item in operations:
        found = (*_shared(item, types), *_sent(item, headers))
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


def _sent(item: OperationFacts, headers: Mapping[str, Field]) -> Iterator[Field]:
    listed = {field.name.lower() for field in item.parameters}
    requests = (sample for sample in item.request_samples if sample.method)
    shown = dict.fromkeys(name.lower() for sample in requests for name, _ in sample.headers)
    for name in shown:
        if name in headers and name not in listed and not is_general(name):
            yield headers[name]
