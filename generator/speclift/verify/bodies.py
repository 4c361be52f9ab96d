"""The JSON of a response, compared with what both documents say about each place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from speclift.contract.records import Response
from speclift.contract.response_check import media_type_of
from speclift.openapi.structure.objects import escaped
from speclift.openapi.structure.steps import steps_to
from speclift.verify.differences import address_of
from speclift.verify.document_side import operation_pointer
from speclift.verify.observation import Observation, Side
from speclift.verify.places import Site, Spot, spots
from speclift.verify.properties import Presence, presences
from speclift.verify.records import Claim, Found
from speclift.verify.responses import media_kind, response_pointer
from speclift.verify.values import unfit

_NOWHERE = Site({}, "", "", "")


def of_json(asked: Observation) -> Iterator[Found]:
    """What is wrong with the JSON of a response. Raises SourceError for a schema that cannot be used."""
    sites = [_site(asked, side, response) for side, response in zip(asked.sides, asked.responses, strict=True)]
    value = asked.exchange.value
    here, there = (
        spots(side.party.contract, site, value) if site else {} for side, site in zip(asked.sides, sites, strict=True)
    )
    for pointer in dict.fromkeys([*here, *there]):
        yield from _properties(asked, pointer, _spot(pointer, here, there), _spot(pointer, there, here))
    schemas = [site.schema if site else None for site in sites]
    parties = [side.party for side in asked.sides]
    for found in unfit(parties[0], parties[1], (schemas[0], schemas[1]), (here, there), value):
        places = [spotted[found.pointer].site if found.pointer in spotted else _NOWHERE for spotted in (here, there)]
        claims = _placed(asked, (found.docs, found.published), places)
        row = asked.row(found.fact, _where(asked, found.pointer), claims, found.server, found.wrong, found.why)
        yield Found(row, _addresses(asked, places))


def _properties(asked: Observation, pointer: str, ours: Spot, theirs: Spot) -> Iterator[Found]:
    for presence in presences(asked.docs.party, asked.published.party, ours, theirs):
        places = [presence.docs.site, presence.published.site]
        texts = Claim(presence.docs.text, None), Claim(presence.published.text, None)
        row = asked.row(
            presence.fact,
            _where(asked, f"{pointer}/{escaped(presence.name)}"),
            _placed(asked, texts, places),
            presence.server,
            presence.wrong,
            presence.why,
            presence.level,
        )
        yield Found(row, _addresses(asked, places) | _closed(asked, presence))


def _closed(asked: Observation, presence: Presence) -> frozenset[tuple[str, str]]:
    """The addresses of the objects that forbid the property: the row decides, too, whether they may have others."""
    sites = (listed.site for listed in (presence.docs, presence.published) if listed.said == "forbidden")
    return frozenset(
        (site.component or asked.known_as, address_of(site.inside.removesuffix(f".{presence.name}"))) for site in sites
    )


def _site(asked: Observation, side: Side, response: Response | None) -> Site | None:
    media = media_type_of(response, media_kind(asked)) if response else None
    if media is None or media.schema is None or response is None or side.operation is None:
        return None
    pointer = f"{operation_pointer(side.operation)}{response_pointer(response)}"
    return Site(media.schema, "", f"response {response.status}", f"{pointer}/content/{escaped(media.name)}/schema")


def _spot(pointer: str, own: Mapping[str, Spot], other: Mapping[str, Spot]) -> Spot:
    """The place in one document; where the document does not describe it, only the values of the server are known."""
    values = other[pointer].values if pointer in other else ()
    return own.get(pointer) or Spot(_NOWHERE, {}, values)


def _placed(asked: Observation, claims: Sequence[Claim], sites: Sequence[Site]) -> list[Claim]:
    return [
        msgspec.structs.replace(claim, place=side.place_of(site))
        for side, claim, site in zip(asked.sides, claims, sites, strict=True)
    ]


def _addresses(asked: Observation, sites: Sequence[Site]) -> frozenset[tuple[str, str]]:
    return frozenset((site.component or asked.known_as, address_of(site.inside)) for site in sites if site.pointer)


def _where(asked: Observation, pointer: str) -> str:
    """A place in the response as `speclift diff` writes it: `.items[].size`."""
    shown = "".join("[]" if step == "*" else f".{step}" for step in steps_to(pointer))
    return f"{asked.where} {shown}".strip()
