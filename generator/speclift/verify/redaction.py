"""A verification without secrets, from which every report is made."""

from __future__ import annotations

import msgspec

from speclift.fuzz.exchange import Request
from speclift.fuzz.secrets.credentials import Redactor
from speclift.verify.records import Disagreement, Verification


def redacted(found: Verification, redactor: Redactor) -> Verification:
    """The verification without any credential in texts of the server and of requests."""
    base = frozenset(found.url.split("/"))
    return msgspec.structs.replace(
        found,
        disagreements=tuple(_row(row, redactor, base) for row in found.disagreements),
        notes=tuple(map(redactor.text, found.notes)),
        shortfall=redactor.text(found.shortfall),
    )


def _row(row: Disagreement, redactor: Redactor, base: frozenset[str]) -> Disagreement:
    public = base.union(*(label.partition(" ")[2].split("/") for label in row.operations))
    return msgspec.structs.replace(
        row,
        where=redactor.text(row.where),
        docs=redactor.text(row.docs),
        published=redactor.text(row.published),
        server=redactor.text(row.server),
        request=_request(row.request, redactor, public) if row.request else None,
    )


def _request(request: Request, redactor: Redactor, public: frozenset[str]) -> Request:
    return Request(
        request.method,
        redactor.url(request.url, public),
        redactor.headers(request.headers.items()),
        redactor.data(request.body),
    )
