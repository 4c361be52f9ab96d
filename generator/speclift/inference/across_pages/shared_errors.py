"""Errors whose body the reference describes once: errors that operations only name get this body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from speclift.model.facts import BodyFacts, OperationFacts, PageFacts, ResponseFacts


def with_shared_errors(pages: Sequence[PageFacts]) -> Iterator[OperationFacts]:
    """The operations of all pages; an error without a body gets that of its page, else the one of the reference."""
    described = {page.file: page.error for page in pages if page.error is not None}
    general = [page.error for page in pages if page.error is not None and not page.operations]
    only = general[0] if len(general) == 1 else next(iter(described.values())) if len(described) == 1 else None
    for page in pages:
        body = described.get(page.file) or only
        for item in page.operations:
            yield _with_body(item, body) if body is not None else item


def _with_body(item: OperationFacts, body: BodyFacts) -> OperationFacts:
    responses = tuple(msgspec.structs.replace(one, body=body) if _is_bare_error(one) else one for one in item.responses)
    return msgspec.structs.replace(item, responses=responses)


def _is_bare_error(response: ResponseFacts) -> bool:
    is_error = response.status.startswith(("4", "5")) or response.status == "default"
    return is_error and response.body is None and not response.is_empty
