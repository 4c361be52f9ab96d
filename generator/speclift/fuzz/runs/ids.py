"""Things that the server has, by the answers of a run, and the ids by which they are requested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import msgspec
import orjson

from speclift.contract.identifiers import answer_schema, component_of, rows_of, stems_of, thing_in, words
from speclift.contract.lifecycle import at
from speclift.contract.records import Contract, Operation
from speclift.contract.routes import parameter_names
from speclift.contract.shapes import items_of, properties_of, types_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.groups import place_of
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import TEMPLATE_PART

#: Last words of the names of ids.
_TELLING = frozenset({"id", "pk", "uuid", "guid", "name", "key", "slug", "code", "number"})
#: Names of ids, for things whose id is not known, the likeliest first.
_USUAL = ("id", "uuid", "name", "key", "slug", "code")


class Thing(msgspec.Struct, frozen=True):
    """A thing: its scalars, the name of its id, and its owners: ids by the place of their collection."""

    fields: Mapping[str, Any]
    identity: str
    owners: Mapping[str, str]

    def by(self, name: str) -> Any:
        """The id of the thing for a parameter of this name; None where it is not known."""
        own = {"".join(words(key)): value for key, value in self.fields.items()}
        last = words(name)[-1:]
        telling = last if _TELLING.issuperset(last) and last != ("id",) else ()
        candidates = ("".join(words(name)), *telling, "".join(words(self.identity)), *_USUAL)
        return next((own[text] for text in candidates if text in own), None)


class Ids:
    """The newest thing of each collection, and of each name."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._by_place: dict[str, Thing] = {}
        self._by_name: dict[str, Thing] = {}

    def beside(self, contract: Contract) -> Ids:
        """The same things, for the operations of another document: what one of the two sees, the other knows."""
        other = Ids(contract)
        other._by_place, other._by_name = self._by_place, self._by_name
        return other

    def saw(self, exchange: Exchange) -> None:
        """Learn from an answer: lists and created things have ids; removed things no longer exist."""
        operation, values = exchange.operation, _values(exchange)
        if not exchange.is_success:
            return
        path = operation.path.rstrip("/")
        above, _, last = path.rpartition("/")
        if operation.method == "delete":
            self._forget(above, next(iter(reversed(values.values())), ""))
            return
        is_one = bool(parameter_names(last))
        name = above.rpartition("/")[2] if is_one else last
        found = self._answered(exchange, name)
        thing = found[0] if found else {}
        if not thing and operation.method in ("post", "put") and not is_one:
            # A client that makes a thing may choose its name, and get an empty answer.
            thing = _sent(exchange)
        fields = {key: value for key, value in thing.items() if _is_scalar(value)}
        if not fields or parameter_names(name):
            return
        made = Thing(fields, found[1] if found else "", values)
        if not is_one:
            self._by_place[place_of(path)] = made
        for known in (name, found[2] if found else ""):
            self._by_name.update(dict.fromkeys(stems_of(known), made))

    def values_for(self, operation: Operation) -> dict[str, Any]:
        """Values for the parameters of an operation, by their names: those of things that belong together."""
        found: dict[str, Any] = {}
        owners: dict[str, str] = {}
        known = {parameter.name: parameter for parameter in operation.parameters if parameter.is_required}
        for part in reversed(list(TEMPLATE_PART.finditer(operation.path))):
            place = place_of(operation.path[: part.start()])
            value: Any = owners.get(place)
            if value is None:
                beside = operation.path[: part.start()].rstrip("/").rpartition("/")[2]
                thing = self._by_place.get(place) or self._named(part[1]) or self._named(beside)
                value = thing.by(part[1]) if thing else None
                owners |= thing.owners if thing else {}
            found[part[1]] = value
        for name, parameter in known.items():
            if parameter.location != "path" and (thing := self._named(name)) is not None:
                found[name] = thing.by(name)
        fitting = ((name, self._fitting(found.get(name), given.schema)) for name, given in known.items())
        return {name: value for name, value in fitting if value is not None}

    def of_collection(self, operation: Operation) -> tuple[str, Any] | None:
        """The parameter that a path ends with, and what it names a thing of that very collection by.

        None where the path ends otherwise, or no such thing is known.
        """
        path = operation.path.rstrip("/")
        last = next((part for part in TEMPLATE_PART.finditer(path) if part.end() == len(path)), None)
        thing = self._by_place.get(place_of(path[: last.start()])) if last else None
        value = thing.by(last[1]) if last and thing else None
        return (last[1], value) if last and value is not None else None

    def in_body(self, operation: Operation, body: Any, schema: Json | None) -> Any:
        """A body whose properties with names of things refer to existing things. Where it repeats a thing of the path,
        it gives the same value.
        """
        if not isinstance(body, dict):
            return body
        last = operation.path.rstrip("/").rpartition("/")[2]
        own = [(name, given) for name, given in self.values_for(operation).items() if last == f"{{{name}}}"]
        body = _repeated(body, *own[0]) if own else body
        known: Mapping[str, Any] = properties_of(schema, self._contract.schemas)
        things = ((name, self._named(name)) for name in body if _TELLING.issuperset(words(name)[-1:]))
        values = {name: self._fitting(thing.by(name), known.get(name, {})) for name, thing in things if thing}
        return {**body, **{name: value for name, value in values.items() if value is not None}}

    def _named(self, name: str) -> Thing | None:
        found = words(name)
        found = found[:-1] if _TELLING.issuperset(found[-1:]) else found
        return next((self._by_name[one] for one in stems_of("".join(found)) if one in self._by_name), None)

    def _answered(self, exchange: Exchange, name: str) -> tuple[Json, str, str] | None:
        """The thing in an answer, or the first one of a list, with the property of its id, and its component."""
        schemas, schema, answer = self._contract.schemas, answer_schema(exchange.operation), exchange.value
        keys = rows_of(self._contract, exchange.operation)
        if keys is not None:
            answer = at(answer, [*keys, 0])
            for key in keys:
                schema = properties_of(schema, schemas).get(str(key))
            schema = items_of(schema, schemas) if schema else None
        thing = thing_in(self._contract, schema, (name, component_of(schema))) if schema else None
        if thing is None and keys is not None and isinstance(answer, dict):
            # The schema does not tell what an id is, so the usual names have to.
            return answer, "", ""
        found = at(answer, thing.keys) if thing else None
        if thing is None or not isinstance(found, dict) or not _is_scalar(found.get(thing.identity)):
            return None
        return found, thing.identity, component_of(thing.shape)

    def _fitting(self, given: Any, schema: Json) -> Any:
        """A value in a type that a schema allows; None where that is impossible."""
        types = types_of(schema, self._contract.schemas)
        if given is None or not types or (isinstance(given, int) and types & {"integer", "number"}):
            return given
        return str(given) if "string" in types else None

    def _forget(self, collection: str, asked: str) -> None:
        gone = self._by_place.pop(place_of(collection), None)
        removed = [
            name for name, thing in self._by_name.items() if thing is gone or asked in map(str, thing.fields.values())
        ]
        for name in removed:
            del self._by_name[name]


def _values(exchange: Exchange) -> dict[str, str]:
    """The values in the path of a request, by the places of their collections, in their order."""
    path = exchange.operation.path
    # The server adds the part before the path.
    given = exchange.request.url.partition("?")[0].rstrip("/").split("/")
    named = path.rstrip("/").split("/")
    found: dict[str, str] = {}
    for number, (template, value) in enumerate(zip(named, given[-len(named) :], strict=False)):
        if TEMPLATE_PART.fullmatch(template):
            found[place_of("/".join(named[:number]))] = unquote(value)
    return found


def _repeated(body: Json, name: str, value: Any, *, is_inner: bool = False) -> Json:
    """A body, or the object in it that holds everything, with its own id."""
    found = {
        key: value if words(key) in (words(name), ("id",)) and type(given) is type(value) else given
        for key, given in body.items()
    }
    if is_inner or found != body:
        return found
    return {k: _repeated(v, name, value, is_inner=True) if isinstance(v, dict) else v for k, v in found.items()}


def _sent(exchange: Exchange) -> Json:
    try:
        found = orjson.loads(exchange.request.body)
    except orjson.JSONDecodeError:
        return {}
    return {name: value for name, value in found.items() if name in _USUAL} if isinstance(found, dict) else {}


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""
