"""Statements of the three where they do not agree, and which of them is alone."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from speclift.fuzz.coverage import Coverage
from speclift.fuzz.exchange import Request

#: The party that is alone; `undecided` where each says something else, or one of them says nothing.
Wrong: TypeAlias = Literal["docs", "published", "server", "undecided"]
WRONG: tuple[Wrong, ...] = ("docs", "published", "server", "undecided")

#: `drift` is what a careful client does not notice.
Level: TypeAlias = Literal["fault", "drift"]


class Claim(msgspec.Struct, frozen=True):
    """What the docs or the published document say about one fact, and where. `holds` says whether the server keeps to
    it, None where nothing is said.
    """

    text: str
    holds: bool | None
    place: str = ""


class Disagreement(msgspec.Struct, frozen=True):
    """A fact about which the three do not agree.

    `fact` is its kind: `operation`, `request`, `parameter`, `status`, `media-type`, `body`, `header`, `property`,
    `required`, `type`, `enumeration`, or a keyword of JSON Schema; where the server has no say, the code of a rule of
    `speclift diff`.  `where` leads there from each of the operations, such as `response 200 .items[].size`.
    `request` shows what the server does, by an answer with this `status`.
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
    """A disagreement, and the places of changes of `speclift diff` that it decides: component or operation, place."""

    disagreement: Disagreement
    addresses: frozenset[tuple[str, str]] = frozenset()


class Verification(msgspec.Struct, frozen=True):
    """All that was found against the server at `url`.

    `docs` and `published` are the user's names for the two.  `unasked` are operations that were not called, each with
    the reason, `unfound` those for which the server does not have the things of the samples. `stopped` says why it
    ended early, `shortfall` why it proved too little; both are empty otherwise.
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
        """The number of facts for which a party is wrong, without drift."""
        return sum(found.wrong == wrong and found.level == "fault" for found in self.disagreements)


def who_is_wrong(docs: Claim, published: Claim) -> Wrong | None:
    """The party that is alone with a fact; None where none is known to be."""
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
EACH_OTHERWISE = "each of the three says something else"
