"""A response of the server, compared with what the docs and the published document say about it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from speclift.contract.records import Response
from speclift.contract.response_check import media_type_of
from speclift.openapi.structure.media_types import is_json, plain_kind
from speclift.verify.observation import Observation, Side
from speclift.verify.records import Claim, Disagreement


def of_existence(asked: Observation, *, is_there: bool) -> Iterator[Disagreement]:
    """Whether the server has an operation, compared with the documents."""
    claims = [
        Claim(
            side.operation.label if side.operation else "no such operation",
            (side.operation is not None) == is_there,
            side.place(),
        )
        for side in asked.sides
    ]
    yield from asked.told("operation", "", claims, f"answers {asked.exchange.status}")


def of_failure(asked: Observation) -> Disagreement:
    """A server error is wrong, whatever is documented."""
    claims = [_statuses(side) for side in asked.sides]
    return asked.row("status", "responses", claims, str(asked.exchange.status), "server", "a server must not fail")


def of_success(asked: Observation) -> Iterator[Disagreement]:
    """What is wrong with the status, headers, body and media type of a response that is not a refusal."""
    claims = [
        msgspec.structs.replace(_statuses(side), holds=response is not None)
        if side.operation and side.operation.responses
        else _statuses(side)
        for side, response in zip(asked.sides, asked.responses, strict=True)
    ]
    yield from asked.told("status", "responses", claims, str(asked.exchange.status))
    if asked.exchange.request.method == "HEAD":
        return
    yield from _headers(asked)
    yield from _content(asked)
    if asked.exchange.content:
        yield from _media_type(asked)


def media_kind(asked: Observation) -> str:
    """The media type of a response, without its parameters."""
    return plain_kind(asked.exchange.headers.get("content-type", ""))


def response_pointer(response: Response) -> str:
    """The place of a response in its operation, as the rest of a JSON Pointer."""
    return f"/responses/{response.status}"


def _statuses(side: Side) -> Claim:
    statuses = ", ".join(response.status for response in side.operation.responses) if side.operation else ""
    return Claim(statuses or "nothing said", None, side.place("/responses"))


def _types(side: Side, response: Response | None) -> Claim:
    if response is None:
        return Claim("nothing said", None, side.place())
    types = ", ".join(media.name for media in response.media_types)
    return Claim(types or "no body", None, side.place(response_pointer(response)))


def _content(asked: Observation) -> Iterator[Disagreement]:
    """Whether there is a body at all, and whether a body that claims to be JSON is JSON."""
    exchange = asked.exchange
    claims = [
        msgspec.structs.replace(
            _types(side, response),
            holds=None if response is None else bool(response.media_types) == bool(exchange.content),
        )
        for side, response in zip(asked.sides, asked.responses, strict=True)
    ]
    says_one = any(response and response.media_types for response in asked.responses)
    server = "a body" if exchange.content else "no body"
    if says_one or all(asked.responses):
        yield from asked.told("body", asked.where, claims, server, "fault" if says_one else "drift")
    if exchange.content and is_json(media_kind(asked)) and not exchange.has_json:
        claims = [
            msgspec.structs.replace(_types(side, response), holds=False if response and response.media_types else None)
            for side, response in zip(asked.sides, asked.responses, strict=True)
        ]
        yield from asked.told("body", asked.where, claims, "not JSON, though it says so")


def _media_type(asked: Observation) -> Iterator[Disagreement]:
    kind = media_kind(asked)
    claims = [
        msgspec.structs.replace(_types(side, response), holds=media_type_of(response, kind) is not None)
        if response and response.media_types
        else _types(side, response)
        for side, response in zip(asked.sides, asked.responses, strict=True)
    ]
    yield from asked.told("media-type", asked.where, claims, kind or "not given")


def _headers(asked: Observation) -> Iterator[Disagreement]:
    """Headers that one of the documents requires and the response does not have."""
    known = [
        {header.name.lower(): header.is_required for header in response.headers} if response else None
        for response in asked.responses
    ]
    names = dict.fromkeys(name for found in known if found for name, is_required in found.items() if is_required)
    for name in (name for name in names if name not in asked.exchange.headers):
        claims = []
        for side, response, found in zip(asked.sides, asked.responses, known, strict=True):
            if found is None or response is None:
                claims.append(Claim("nothing said", None, side.place()))
                continue
            text = "not listed" if name not in found else "required" if found[name] else "listed"
            place = side.place(f"{response_pointer(response)}/headers")
            claims.append(Claim(text, not found.get(name, False), place))
        yield from asked.told("header", f"{asked.where} header {name}", claims, "not sent")
