"""An operation that was called, its response, and what both documents say about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from speclift.contract.records import Operation, Response
from speclift.contract.response_check import documented
from speclift.fuzz.exchange import Exchange
from speclift.verify.document_side import DocumentSide, operation_pointer
from speclift.verify.places import Site
from speclift.verify.records import WHY, Claim, Disagreement, Level, Wrong, who_is_wrong


class Side(msgspec.Struct, frozen=True):
    """One of the two documents, and its operation; None where it does not have the operation."""

    party: DocumentSide
    operation: Operation | None

    def response(self, status: int) -> Response | None:
        """What it documents for a status."""
        return documented(self.operation, status) if self.operation else None

    def place(self, pointer: str = "", *names: str) -> str:
        """The place of what it says about the operation; `pointer` leads on from there."""
        if self.operation is None:
            return self.party.place(None)
        return self.party.place(self.operation, operation_pointer(self.operation) + pointer, *names)

    def place_of(self, site: Site) -> str:
        """The place of what it says about a place in a response."""
        if not site.pointer:
            return self.place()
        first = site.inside.lstrip(".[]{}").partition(".")[0].rstrip("[]{}")
        label = self.operation.label if self.operation else ""
        names = (f"{site.component}.{first}", site.component) if site.component else (f"{label} {site.inside}",)
        return self.party.place(self.operation, site.pointer, *names)


class Observation(msgspec.Struct, frozen=True):
    """An exchange, seen from both documents.

    `own` is the document whose sample was sent.  `label` is the name of the operation in reports, `known_as` that in
    `speclift diff`. `is_of_known` says that the request names a resource from a list that the server sent.
    """

    docs: Side
    published: Side
    own: Side
    exchange: Exchange
    label: str
    known_as: str
    is_of_known: bool = False

    @property
    def sides(self) -> tuple[Side, Side]:
        """The docs, and the published document."""
        return self.docs, self.published

    @property
    def responses(self) -> tuple[Response | None, Response | None]:
        """What each document says about the status of the response."""
        return self.docs.response(self.exchange.status), self.published.response(self.exchange.status)

    @property
    def where(self) -> str:
        """The name of the response in `speclift diff`."""
        return f"response {self.exchange.status}"

    def told(
        self, fact: str, where: str, claims: Sequence[Claim], server: str, level: Level = "fault"
    ) -> Iterator[Disagreement]:
        """A row for a fact, if the server does not keep to what a document says."""
        wrong = who_is_wrong(*claims)
        if wrong is not None:
            yield self.row(fact, where, claims, server, wrong, WHY[wrong], level)

    def row(
        self,
        fact: str,
        where: str,
        claims: Sequence[Claim],
        server: str,
        wrong: Wrong,
        why: str,
        level: Level = "fault",
    ) -> Disagreement:
        """A row for a fact; `claims` are those of the docs and of the published document."""
        docs, published = claims
        return Disagreement(
            fact,
            where,
            (self.label,),
            docs.text,
            published.text,
            server,
            wrong,
            why,
            level,
            docs.place,
            published.place,
            self.exchange.request,
            self.exchange.status,
        )
