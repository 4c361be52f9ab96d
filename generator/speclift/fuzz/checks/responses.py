"""Checks that schemathesis lacks.  Each is a function that takes an exchange and yields what is broken in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.contract.places import Path, Place, places
from speclift.contract.records import Contract, MediaType, json_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Level
from speclift.openapi.structure.media_types import plain_kind
from speclift.openapi.structure.nodes import Json

#: Columns of a list and members of OData that `$select` never removes.
_ALWAYS = frozenset({"primarykey", "entityname", "_links"})
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?")
_MOST = 10
#: Characters in names of properties other than letters and digits.
_IN_NAMES = " -_.:/@$#+*()[]"


class Broken(msgspec.Struct, frozen=True):
    """A broken promise; `cause` distinguishes those of one operation and check.  `by` is the exchange that shows it, if
    that is not the checked one.
    """

    title: str
    message: str
    cause: str = ""
    level: Level = "failure"
    by: Exchange | None = None


Promise: TypeAlias = Callable[[Exchange, Contract], Iterator[Broken]]
#: Yields what is broken at one place of a response.
PlaceRule: TypeAlias = Callable[[Exchange, Place], Iterator[Broken]]


def _everywhere(rule: PlaceRule) -> Promise:
    """The promise that a rule is kept at every place of a response."""

    def promise(exchange: Exchange, contract: Contract) -> Iterator[Broken]:
        schema, value = _answer(exchange, contract)
        for place in places(contract, schema, value):
            yield from rule(exchange, place)

    promise.__name__, promise.__doc__ = rule.__name__, rule.__doc__
    return promise


def select(exchange: Exchange, contract: Contract) -> Iterator[Broken]:
    """`$select` returns what was requested: other columns of a list are absent, those of an object are null."""
    names = _selected(exchange)
    schema, value = _answer(exchange, contract)
    if not names or not isinstance(value, (dict, list)):
        return
    rows = _rows(value)
    objects = rows if rows is not None else value if isinstance(value, list) else [value]
    known = {name.lower() for row in objects if isinstance(row, dict) for name in row}
    known |= {name.lower() for name in _properties(contract, schema)}
    if not names & known:
        return
    for row in objects:
        if not isinstance(row, dict):
            continue
        kept = [name for name, item in row.items() if name.lower() not in names | _ALWAYS and not name.startswith("@")]
        extra = [name for name in kept if rows is not None or row[name] is not None]
        if extra:
            yield Broken(
                "$select is ignored", f"The response has properties that were not selected: {', '.join(extra[:_MOST])}."
            )
            return
    lost = sorted(name for name in names & known if all(isinstance(o, dict) and name not in _lower(o) for o in objects))
    if lost and objects:
        yield Broken(
            "A selected property is missing",
            f"The response lacks properties that were selected: {', '.join(lost)}.",
            "missing",
        )


def top(exchange: Exchange, contract: Contract) -> Iterator[Broken]:
    """`$top` bounds the list (OData 4.01, part 1, section 11.2.6.3)."""
    _, value = _answer(exchange, contract)
    rows = _rows(value) if _rows(value) is not None else value
    asked = exchange.query.get("$top", "")
    if isinstance(rows, list) and re.fullmatch(r"\d{1,9}", asked) and len(rows) > int(asked):
        yield Broken("$top is ignored", f"The request had $top={asked}, and the response has {len(rows)} rows.")


def null_conformance(exchange: Exchange, place: Place) -> Iterator[Broken]:
    """A value is null only if the schema allows it, or if `$select` leaves it out."""
    if place.value is None and not place.allows_null and not _is_nulled(place.path, _selected(exchange)):
        yield Broken("Null is not allowed", f"{_pointer(place.path)} is null.", _general(place.path))


def unknown_property(exchange: Exchange, place: Place) -> Iterator[Broken]:
    """A response has no undocumented properties."""
    # Patterns of the document are not matched: those of strangers may take forever.
    for name in place.unknown:
        if _is_name(name) and not _is_echo(exchange, name):
            path = (*place.path, name)
            yield Broken("Undocumented properties", "", _general(path), "drift")


def _is_name(text: str) -> bool:
    """Whether a person may have given a property this name; otherwise the run made it up, and the server stored it."""
    return bool(text) and all(character.isalnum() or character in _IN_NAMES for character in text)


def unknown_enum_value(exchange: Exchange, place: Place) -> Iterator[Broken]:
    """A value of an enumeration is one of its documented members."""
    item = place.value
    if not isinstance(item, str):
        return
    members = place.schema.get("enum") or place.schema.get("x-extensible-enum")
    if isinstance(members, list) and item not in members and not _is_echo(exchange, item):
        cause = f"{_general(place.path)}={item}"
        yield Broken("Undocumented enumeration value", f"{_pointer(place.path)} is {item!r}.", cause, "drift")


def documented_properties(exchange: Exchange, contract: Contract) -> Iterator[Broken]:
    """A response has the properties of the documented sample, unless the request has `$select`."""
    _, value = _answer(exchange, contract)
    success = exchange.operation.success
    types = success.media_types if success else ()
    media = _media_type(exchange, types)
    same = [other for other in json_of(types) if media is None or other.schema == media.schema]
    sample = next((value for media in same for value in media.examples.values()), None)
    if _selected(exchange) or not isinstance(value, type(sample)):
        return
    shown, got = (sample[0], value[0]) if isinstance(sample, list) and sample and value else (sample, value)
    if isinstance(shown, dict) and isinstance(got, dict) and _rows(shown) is None:
        lost = [name for name in shown if name not in got]
        if lost:
            message = f"The documented sample has {', '.join(lost[:_MOST])}."
            yield Broken("A documented property is missing", message, ",".join(lost[:_MOST]), "drift")


def no_content(exchange: Exchange, _: Contract) -> Iterator[Broken]:
    """A response with status 204 has no body (RFC 9110, sections 8.6 and 15.3.5)."""
    length = exchange.headers.get("content-length", "0")
    if exchange.status == 204 and (exchange.content or length != "0" or "transfer-encoding" in exchange.headers):
        yield Broken("204 with a body", f"Content-Length: {length}, {len(exchange.content)} bytes were read.")


def date_offset(_: Exchange, place: Place) -> Iterator[Broken]:
    """A date-time says how far it is from UTC (RFC 3339, section 5.6)."""
    is_time = place.schema.get("format") == "date-time" and isinstance(place.value, str)
    if is_time and _LOCAL_TIME.fullmatch(place.value):
        yield Broken("Date without offset", f"{_pointer(place.path)} is {place.value}.", _general(place.path))


def required_header(exchange: Exchange, _: Contract) -> Iterator[Broken]:
    """A response has the header that its status requires: a challenge for 401, and the allowed methods for 405 (RFC
    9110, sections 15.5.2 and 15.5.6).
    """
    for status, header in ((401, "WWW-Authenticate"), (405, "Allow")):
        if exchange.status == status and header.lower() not in exchange.headers:
            yield Broken(f"{status} without {header}", f"RFC 9110 requires {header}.", header)


def not_a_server_error(exchange: Exchange, _: Contract) -> Iterator[Broken]:
    """No request causes a server error (5xx)."""
    if exchange.status >= 500:
        yield Broken("Server error", f"The response was {exchange.status}.", f"ServerError {exchange.status}")


#: The rules for every place of a response, by the name of the promise.
_AT_PLACES: Mapping[str, PlaceRule] = {
    rule.__name__: rule for rule in (null_conformance, unknown_property, unknown_enum_value, date_offset)
}

#: Promises about the content of a response, whatever the request was; a sample may break them as well.
OF_CONTENT: Mapping[str, Promise] = {
    promise.__name__: promise for promise in (*map(_everywhere, _AT_PLACES.values()), documented_properties)
}

PROMISES: Mapping[str, Promise] = {
    select.__name__: select,
    top.__name__: top,
    **OF_CONTENT,
    no_content.__name__: no_content,
    required_header.__name__: required_header,
}

#: Checks of every response; the engine lacks all but the last, which it makes only for its own requests.
OF_EVERY_RESPONSE: Mapping[str, Promise] = {**PROMISES, not_a_server_error.__name__: not_a_server_error}


def broken_promises(exchange: Exchange, contract: Contract) -> Mapping[str, Sequence[Broken]]:
    """What a response breaks of `PROMISES`, by the names of the promises."""
    others = (item for item in PROMISES.items() if item[0] not in _AT_PLACES)
    found = {name: [*promise(exchange, contract)] for name, promise in others}
    return {**found, **broken_at_places(exchange, contract)}


def broken_at_places(exchange: Exchange, contract: Contract) -> Mapping[str, Sequence[Broken]]:
    """What a response breaks of the promises about each of its places, by the names of the promises.

    One pass through the places serves all promises: a list of large objects has tens of thousands of places.
    """
    found: dict[str, list[Broken]] = {name: [] for name in _AT_PLACES}
    schema, value = _answer(exchange, contract)
    for place in places(contract, schema, value):
        for name, rule in _AT_PLACES.items():
            found[name] += rule(exchange, place)
    return found


def _answer(exchange: Exchange, contract: Contract) -> tuple[Json, Any]:
    """The schema and the JSON value of a response that is a documented success; else an empty schema and None."""
    documented = {response.status.upper(): response for response in exchange.operation.responses}
    status = str(exchange.status)
    response = documented.get(status) or documented.get(f"{status[:1]}XX") or documented.get("DEFAULT")
    if response is None or not exchange.is_success or not exchange.has_json:
        return {}, None
    media = _media_type(exchange, response.media_types)
    return contract.schema_of(media.schema if media else None), exchange.value


def _media_type(exchange: Exchange, types: Sequence[MediaType]) -> MediaType | None:
    """The documented JSON media type of a response; if it has another one, the first of the documented ones."""
    given = plain_kind(exchange.headers.get("content-type", ""))
    found = [media for media in json_of(types) if media.schema]
    return next((media for media in found if plain_kind(media.name) == given), found[0] if found else None)


def _is_echo(exchange: Exchange, text: str) -> bool:
    """Whether the request contains the text: a server that repeats it does not go beyond the docs."""
    spellings = (json.dumps(text)[1:-1].encode(), text.encode("utf-8", "replace"))
    return bool(text) and any(part in exchange.request.body for part in spellings)


def _selected(exchange: Exchange) -> frozenset[str]:
    if exchange.operation.query_option("$select") is None:
        return frozenset()
    text = next((value for name, value in exchange.query.items() if name.lower() == "$select"), "")
    return frozenset(part.strip().partition("/")[0].lower() for part in text.split(",") if part.strip())


def _rows(value: Any) -> list[Any] | None:
    """The rows of a list in an object with the member `value`, as in OData; None if it is not such a list."""
    rows = value.get("value") if isinstance(value, dict) else None
    return rows if isinstance(rows, list) else None


def _properties(contract: Contract, schema: Json) -> Mapping[str, Json]:
    schema = contract.schema_of(schema["items"]) if isinstance(schema.get("items"), dict) else schema
    found: Mapping[str, Json] = schema.get("properties", {})
    return found


def _lower(row: Mapping[str, Any]) -> set[str]:
    return {name.lower() for name in row}


def _is_nulled(path: Path, names: frozenset[str]) -> bool:
    """Whether a place is a property at the top of an object that `$select` left out."""
    keys = path[1:] if path and isinstance(path[0], int) else path
    return bool(names) and len(keys) == 1 and str(keys[0]).lower() not in names


def _pointer(path: Path) -> str:
    return "/" + "/".join(map(str, path))


def _general(path: Path) -> str:
    """A place with `*` for each row number: the cause is the same in all rows."""
    return "/" + "/".join("*" if isinstance(part, int) else part for part in path)
