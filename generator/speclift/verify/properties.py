"""Objects in a response: which properties they have, and which each document lists or requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal, TypeAlias

import msgspec

from speclift.contract.read_write_only import WRITE_ONLY, is_marked
from speclift.verify.document_side import DocumentSide
from speclift.verify.places import Site, Spot, has_alternatives, property_site, unlisted_site
from speclift.verify.records import EACH_OTHERWISE, WHY, Level, Wrong

#: What a document says about a property: it is required, optional, not listed or forbidden; or nothing.
Said: TypeAlias = Literal["required", "optional", "unlisted", "forbidden", "silent"]
_TEXTS: Mapping[Said, str] = {
    "required": "required",
    "optional": "listed",
    "unlisted": "not listed",
    "forbidden": "not allowed",
    "silent": "nothing said",
}
#: The most properties that neither document lists, for all objects at one place.
_MOST_OTHERS = 50
#: What a document says about a property that it does not have.
_WITHOUT: frozenset[Said] = frozenset({"unlisted", "forbidden"})


class Listed(msgspec.Struct, frozen=True):
    """What a document says about a property, and where."""

    said: Said
    site: Site

    @property
    def text(self) -> str:
        """The text for a report."""
        return _TEXTS[self.said]


class Presence(msgspec.Struct, frozen=True):
    """A property about which the three do not agree."""

    name: str
    docs: Listed
    published: Listed
    server: str
    wrong: Wrong
    why: str
    level: Level

    @property
    def fact(self) -> str:
        """Whether it is about being listed, or about having to be there."""
        return "property" if {self.docs.said, self.published.said} & _WITHOUT else "required"


def presences(docs: DocumentSide, published: DocumentSide, ours: Spot, theirs: Spot) -> Iterator[Presence]:
    """The properties of the objects at one place about which the three do not agree."""
    objects = [value for value in ours.values if isinstance(value, dict)]
    if not objects:
        return
    names = dict.fromkeys(name for spot in (ours, theirs) for name in _listed(spot))
    # A server may send any other keys: where keys are data, a few of them show as much as all.
    others = (name for value in objects for name in value if name not in names)
    names |= dict.fromkeys(islice(others, _MOST_OTHERS))
    for name in names:
        count = sum(name in value for value in objects)
        here, there = _said(docs, ours, name), _said(published, theirs, name)
        if found := _judged(here.said, there.said, count, len(objects)):
            server = "sent" if count == len(objects) else "not sent" if not count else "not always sent"
            yield Presence(name, here, there, server, *found)


def _judged(docs: Said, published: Said, count: int, whole: int) -> tuple[Wrong, str, Level] | None:
    if 0 < count < whole and {docs, published} & _WITHOUT and "required" in (docs, published):
        return "undecided", EACH_OTHERWISE, "fault"
    if count and {docs, published} & _WITHOUT:
        return _of_one_that_is_sent(docs, published)
    if count == whole:
        return None
    if docs == published:
        return ("server", WHY["server"], "fault") if docs == "required" else None
    if "silent" in (docs, published):
        return ("undecided", WHY["undecided"], "fault") if "required" in (docs, published) else None
    if "required" in (docs, published):
        return _alone(docs == "required", WHY)
    if count or {docs, published} <= _WITHOUT:
        return None
    # One lists it and the other does not, and no response has it.
    return _alone(docs == "optional", _LIKELY)


_LIKELY: dict[Wrong, str] = {
    "docs": "the published document does not list it, and no response had it",
    "published": "the docs do not list it, and no response had it",
}


def _alone(is_docs: bool, why: Mapping[Wrong, str]) -> tuple[Wrong, str, Level]:
    wrong: Wrong = "docs" if is_docs else "published"
    return wrong, why[wrong], "fault"


def _of_one_that_is_sent(docs: Said, published: Said) -> tuple[Wrong, str, Level] | None:
    if docs in _WITHOUT and published in _WITHOUT:
        # An object that is not closed may have other properties.
        return "server", WHY["server"], "fault" if docs == published == "forbidden" else "drift"
    if "silent" in (docs, published):
        return ("undecided", WHY["undecided"], "fault") if "forbidden" in (docs, published) else None
    return _alone(docs in _WITHOUT, WHY)


def _listed(spot: Spot) -> Iterator[str]:
    given = spot.schema.get("properties")
    yield from given if isinstance(given, dict) else ()


def _said(party: DocumentSide, spot: Spot, name: str) -> Listed:
    site = property_site(party.contract, spot.site, name)
    schema = spot.schema
    required = schema.get("required")
    is_required = isinstance(required, list) and name in required
    if site is not None and is_marked(site.schema, WRITE_ONLY, party.contract.schemas):
        # It is absent from responses, whatever the documents say.
        return Listed("silent", site)
    if site is not None or is_required:
        return Listed("required" if is_required else "optional", site or unlisted_site(party.contract, spot.site, name))
    others = schema.get("additionalProperties")
    place = unlisted_site(party.contract, spot.site, name)
    if bool(others) or "patternProperties" in schema or has_alternatives(schema):
        return Listed("silent", place)
    if others is False or schema.get("unevaluatedProperties") is False:
        return Listed("forbidden", place)
    return Listed("unlisted" if schema.get("properties") else "silent", place)
