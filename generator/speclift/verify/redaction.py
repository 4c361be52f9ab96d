"""A verification without secrets, from which every report is made."""

from __future__ import annotations

import msgspec

from speclift.fuzz.secrets.credentials import Redactor
from speclift.fuzz.secrets.redaction import redacted_request
from speclift.verify.records import Disagreement, Verification


def redacted(found: Verification, redactor: Redactor) -> Verification:
    """The verification, with every credential removed from texts of the server and from requests."""
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
        request=redacted_request(row.request, redactor, public) if row.request else None,
    )
