"""What the two documents require of a request, compared with what the server accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec

from speclift.contract.records import Operation, Parameter
from speclift.contract.sample_values import is_shown
from speclift.contract.scalars import json_types
from speclift.fuzz.exchange import Exchange
from speclift.verify.differences import address_of
from speclift.verify.observation import Observation, Side
from speclift.verify.records import Claim, Found
from speclift.verify.samples import Key, given, members, removable, without

#: Statuses that refuse the content of a request, not its sender or its subject (RFC 9110, section 15.5; RFC 6585).
REFUSED = frozenset({400, 406, 411, 413, 414, 415, 422, 428, 431})
#: The most values of an enumeration that are tried.
_MOST_VALUES = 3

#: Sends the sample of an operation of one side. Returns None where there was no response.
Ask: TypeAlias = Callable[[Side, Operation], Exchange | None]


def of_requests(docs: Observation, published: Observation, ask: Ask) -> Iterator[Found]:
    """What is wrong with the requests of the two documents; each observation has the response to its own sample."""
    taken = [asked for asked in (docs, published) if asked.exchange.status < 400]
    refused = [asked for asked in (docs, published) if asked.exchange.status in REFUSED]
    if taken and docs.docs.operation and docs.published.operation:
        found = list(_of_parameters(taken[0], ask))
        yield from found
        if not found and refused:
            yield from _of_samples(docs, published, refused[0])
    elif refused:
        yield from _of_samples(docs, published, refused[0])


def _of_samples(docs: Observation, published: Observation, shown: Observation) -> Iterator[Found]:
    """Samples that the server refuses though everything in them is documented."""
    claims = []
    for asked, side in zip((docs, published), shown.sides, strict=True):
        is_taken = None if asked.exchange.status not in REFUSED and asked.exchange.status >= 400 else True
        if asked.exchange.status in REFUSED:
            is_taken = False if side.operation and is_shown(side.operation) else None
        text = _sent(asked) if side.operation else "no such operation"
        claims.append(Claim(text, is_taken if side.operation else None, side.place()))
    server = f"refused with {shown.exchange.status}"
    for row in shown.told("request", "", claims, server):
        yield Found(row)


def _sent(asked: Observation) -> str:
    request = asked.exchange.request
    body = f" with {len(request.body)} bytes" if request.body else ""
    query = request.url.partition("?")[2]
    return f"the sample{f' ?{query}' if query else ''}{body}"


def _of_parameters(taken: Observation, ask: Ask) -> Iterator[Found]:
    """Parameters that only one of the documents requires, and values that only one of them lists."""
    docs, published = taken.sides
    known = [removable(side.operation) if side.operation else {} for side in (docs, published)]
    for key in dict.fromkeys([*known[0], *known[1]]):
        here, there = known[0].get(key), known[1].get(key)
        if _is_required(here) != _is_required(there):
            yield from _of_requirement(taken, key, (here, there), ask)
        if here is not None and there is not None:
            yield from _of_members(taken, here, there, ask)
            yield from _of_bounds(taken, here, there, ask)


def _of_requirement(
    taken: Observation, key: Key, parameters: tuple[Parameter | None, Parameter | None], ask: Ask
) -> Iterator[Found]:
    """Send the request without the parameter: either the server accepts it, or it needs the parameter."""
    operation = taken.exchange.operation
    exchange: Exchange | None = taken.exchange
    if key in {item.key for item in operation.parameters if item.is_required}:
        exchange = ask(taken.own, without(operation, key))
    if exchange is None or not (exchange.status < 400 or exchange.status in REFUSED):
        return
    is_needed = exchange.status in REFUSED
    where = f"{key[0]} parameter {key[1]}"
    claims = [
        Claim(_requirement(item), _is_required(item) == is_needed, _place(side, item))
        for side, item in zip(taken.sides, parameters, strict=True)
    ]
    server = f"refuses a request without it ({exchange.status})" if is_needed else "accepts a request without it"
    asked = msgspec.structs.replace(taken, exchange=exchange)
    yield from _found(asked, "required", where, claims, server)


def _of_members(taken: Observation, here: Parameter, there: Parameter, ask: Ask) -> Iterator[Found]:
    """Send the values that only one of two enumerations has."""
    docs, published = taken.sides
    listed = members(docs.party.contract, here), members(published.party.contract, there)
    if not all(listed):
        return
    only = [value for value in (*listed[0], *listed[1]) if (value in listed[0]) != (value in listed[1])]
    for value in only[:_MOST_VALUES]:
        texts = tuple(f"one of {', '.join(map(str, values))}" for values in listed)
        fits = value in listed[0], value in listed[1]
        yield from _of_value(taken, (here, there), value, fits, texts, "enumeration", ask)


def _of_bounds(taken: Observation, here: Parameter, there: Parameter, ask: Ask) -> Iterator[Found]:
    """Send the numbers that only one of two ranges has."""
    docs, published = taken.sides
    schemas = docs.party.contract.schema_of(here.schema), published.party.contract.schema_of(there.schema)
    if not all(json_types(schema) & {"integer", "number"} and "enum" not in schema for schema in schemas):
        return
    for name, sign in (("maximum", 1), ("minimum", -1)):
        bounds = [schema.get(name) for schema in schemas]
        known = [bound for bound in bounds if isinstance(bound, int | float) and not isinstance(bound, bool)]
        if not known or bounds[0] == bounds[1]:
            continue
        # The edge of the wider range, or the next number where the other range has no edge.
        value = max(known, key=lambda bound: bound * sign) if len(known) == len(bounds) else known[0] + sign
        fits = tuple(bound is None or value * sign <= bound * sign for bound in bounds)
        texts = tuple(f"no {name}" if bound is None else f"{name} {bound}" for bound in bounds)
        yield from _of_value(taken, (here, there), value, fits, texts, name, ask)


def _of_value(
    taken: Observation,
    parameters: tuple[Parameter, Parameter],
    value: Any,
    fits: tuple[bool, ...],
    texts: tuple[str, ...],
    fact: str,
    ask: Ask,
) -> Iterator[Found]:
    """Send a value that only one of two parameters allows, which `fits` says of each."""
    parameter = parameters[0] if taken.own is taken.sides[0] else parameters[1]
    exchange = ask(taken.own, given(taken.exchange.operation, parameter, value))
    if exchange is None or not (exchange.status < 400 or exchange.status in REFUSED):
        return
    is_taken = exchange.status < 400
    claims = [
        Claim(text, is_fitting == is_taken, _place(side, item))
        for side, item, text, is_fitting in zip(taken.sides, parameters, texts, fits, strict=True)
    ]
    server = f"{'accepts' if is_taken else 'refuses'} {value}"
    asked = msgspec.structs.replace(taken, exchange=exchange)
    yield from _found(asked, fact, f"{parameter.location} parameter {parameter.name}", claims, server)


def _found(asked: Observation, fact: str, where: str, claims: list[Claim], server: str) -> Iterator[Found]:
    address = asked.known_as, address_of(where)
    for row in asked.told(fact, where, claims, server):
        yield Found(row, frozenset({address}))


def _is_required(parameter: Parameter | None) -> bool:
    return parameter is not None and parameter.is_required


def _requirement(parameter: Parameter | None) -> str:
    return "not listed" if parameter is None else "required" if parameter.is_required else "optional"


def _place(side: Side, parameter: Parameter | None) -> str:
    if parameter is None or side.operation is None:
        return side.place()
    index = list(side.operation.parameters).index(parameter)
    name = f"{side.operation.label} {parameter.location} parameter {parameter.name}"
    return side.place(f"/parameters/{index}", name)
