"""Where docs, published document and server do not agree, and which of them is wrong."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from speclift.fuzz.coverage import Coverage
from speclift.fuzz.exchange import Request

#: The party that is wrong; `undecided` where each says something different, or one of them says nothing.
Wrong: TypeAlias = Literal["docs", "published", "server", "undecided"]
WRONG: tuple[Wrong, ...] = ("docs", "published", "server", "undecided")

#: `drift` does not disturb a careful client.
Level: TypeAlias = Literal["fault", "drift"]


class Claim(msgspec.Struct, frozen=True):
    """What the docs or the published document say about one fact, and where.

    `holds` says whether the server keeps to it; None where the document says nothing.
    """

    text: str
    holds: bool | None
    place: str = ""


class Disagreement(msgspec.Struct, frozen=True):
    """A fact about which the three do not agree.

    `fact` is its kind: `operation`, `request`, `parameter`, `status`, `media-type`, `body`, `header`, `property`,
    `required`, `type`, `enumeration`, or a keyword of JSON Schema; where the server has no say, the code of a rule of
    `speclift diff`.  `where` leads there from each of the operations, such as `response 200 .items[].size`.
    `request` shows what the server does; the response had this `status`.
    """

    fact: str
    where: str
    operations: tuple[str, ...]
    docs: str
    published: str
    server: str
    wrong: Wrong
    why: str
    level: Level = "fault"
    docs_place: str = ""
    published_place: str = ""
    request: Request | None = None
    status: int = 0


class Found(msgspec.Struct, frozen=True):
    """A disagreement, and the changes of `speclift diff` that it decides: component or operation, and place."""

    disagreement: Disagreement
    addresses: frozenset[tuple[str, str]] = frozenset()


class Verification(msgspec.Struct, frozen=True):
    """All that was found against the server at `url`.

    `docs` and `published` are the user's names for the two.  `unasked` are operations that were not called, each with
    the reason, `unfound` those for which the server does not have the resources of the samples. `stopped` says why the
    run ended early, `shortfall` why it proved too little; both are empty otherwise.
    """

    docs: str
    published: str
    url: str
    operations: int
    disagreements: tuple[Disagreement, ...]
    proof: Coverage
    requests: int
    unasked: tuple[tuple[str, str], ...] = ()
    unfound: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stopped: str = ""
    shortfall: str = ""

    def count(self, wrong: Wrong) -> int:
        """The number of facts with this verdict, without drift."""
        return sum(found.wrong == wrong and found.level == "fault" for found in self.disagreements)


def who_is_wrong(docs: Claim, published: Claim) -> Wrong | None:
    """The party that is wrong about a fact; None where the server keeps to both claims, as far as they say anything."""
    if docs.holds is False and published.holds is False:
        return "server"
    if docs.holds is False:
        return "docs" if published.holds else "undecided"
    if published.holds is False:
        return "published" if docs.holds else "undecided"
    return None


#: Why a party is wrong, where there is no other reason.
WHY: dict[Wrong, str] = {
    "docs": "the published document and the server agree",
    "published": "the docs and the server agree",
    "server": "the docs and the published document agree",
    "undecided": "one of the three says nothing",
}
EACH_OTHERWISE = "each of the three says something different"
