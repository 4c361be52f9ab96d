"""The resources that a server has, according to the responses of a run, and the ids by which they are requested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import msgspec
import orjson

from speclift.contract.identifiers import answer_schema, component_of, rows_of, stems_of, thing_in, words
from speclift.contract.lifecycle import at, resources_of
from speclift.contract.records import Contract, Operation
from speclift.contract.routes import parameter_names
from speclift.contract.shapes import items_of, properties_of, types_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.groups import place_of
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import TEMPLATE_PART

#: The last words of names that are likely to be names of ids.
_TELLING = frozenset({"id", "pk", "uuid", "guid", "name", "key", "slug", "code", "number"})
#: Names of ids for resources whose id is not known, the likeliest first.
_USUAL = ("id", "uuid", "name", "key", "slug", "code")


class KnownResource(msgspec.Struct, frozen=True):
    """A resource: its scalar properties, the name of its id (empty if it is not known), and the ids of its owners by
    the places of their collections.
    """

    fields: Mapping[str, Any]
    identity: str
    owners: Mapping[str, str]

    def by(self, name: str) -> Any:
        """The id of the resource for a parameter of this name; None if it is not known."""
        own = {"".join(words(key)): value for key, value in self.fields.items()}
        last = words(name)[-1:]
        telling = last if _TELLING.issuperset(last) and last != ("id",) else ()
        candidates = ("".join(words(name)), *telling, "".join(words(self.identity)), *_USUAL)
        return next((own[text] for text in candidates if text in own), None)


class Ids:
    """The newest resource of each collection, and of each name."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._by_place: dict[str, KnownResource] = {}
        self._by_name: dict[str, KnownResource] = {}
        self._creates = {
            step.operation.operation_id: (step, resource.identity)
            for resource in resources_of(contract)
            for step in resource.steps
            if step.role == "create"
        }

    def beside(self, contract: Contract) -> Ids:
        """The ids for the operations of another document; the two share the resources that either of them sees."""
        other = Ids(contract)
        other._by_place, other._by_name = self._by_place, self._by_name
        return other

    def saw(self, exchange: Exchange) -> None:
        """Learn from a response: lists and created resources have ids; removed resources no longer exist."""
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
        found = self._object_in(exchange, name)
        given, identity = (found[0], found[1]) if found else self._created(exchange)
        if not given and operation.method in ("post", "put") and not is_one:
            # A client that creates a resource may choose its name, and get an empty response.
            given = _sent(exchange)
        fields = {key: value for key, value in given.items() if _is_scalar(value)}
        if not fields or parameter_names(name):
            return
        made = KnownResource(fields, identity, values)
        if not is_one:
            self._by_place[place_of(path)] = made
        for known in (name, found[2] if found else ""):
            self._by_name.update(dict.fromkeys(stems_of(known), made))

    def values_for(self, operation: Operation) -> dict[str, Any]:
        """Values for the parameters of an operation, by their names, from resources that belong together."""
        found: dict[str, Any] = {}
        owners: dict[str, str] = {}
        known = {parameter.name: parameter for parameter in operation.parameters if parameter.is_required}
        for part in reversed(list(TEMPLATE_PART.finditer(operation.path))):
            place = place_of(operation.path[: part.start()])
            value: Any = owners.get(place)
            if value is None:
                beside = operation.path[: part.start()].rstrip("/").rpartition("/")[2]
                resource = self._by_place.get(place) or self._named(part[1]) or self._named(beside)
                value = resource.by(part[1]) if resource else None
                owners |= resource.owners if resource else {}
            found[part[1]] = value
        for name, parameter in known.items():
            if parameter.location != "path" and (resource := self._named(name)) is not None:
                found[name] = resource.by(name)
        fitting = ((name, self._fitting(found.get(name), given.schema)) for name, given in known.items())
        return {name: value for name, value in fitting if value is not None}

    def of_collection(self, operation: Operation) -> tuple[str, Any] | None:
        """The name of the parameter at the end of a path, and its value for a resource of that very collection.

        None if the path does not end with a parameter, or if no such resource is known.
        """
        path = operation.path.rstrip("/")
        last = next((part for part in TEMPLATE_PART.finditer(path) if part.end() == len(path)), None)
        resource = self._by_place.get(place_of(path[: last.start()])) if last else None
        value = resource.by(last[1]) if last and resource else None
        return (last[1], value) if last and value is not None else None

    def in_body(self, operation: Operation, body: Any, schema: Json | None) -> Any:
        """The body with ids of existing resources in the properties that are named after resources.

        If it repeats the id at the end of the path, it gets the same value as the path.
        """
        if not isinstance(body, dict):
            return body
        last = operation.path.rstrip("/").rpartition("/")[2]
        own = [(name, given) for name, given in self.values_for(operation).items() if last == f"{{{name}}}"]
        body = _repeated(body, *own[0]) if own else body
        known: Mapping[str, Any] = properties_of(schema, self._contract.schemas)
        resources = ((name, self._named(name)) for name in body if _TELLING.issuperset(words(name)[-1:]))
        values = {
            name: self._fitting(resource.by(name), known.get(name, {})) for name, resource in resources if resource
        }
        return {**body, **{name: value for name, value in values.items() if value is not None}}

    def _named(self, name: str) -> KnownResource | None:
        found = words(name)
        found = found[:-1] if _TELLING.issuperset(found[-1:]) else found
        return next((self._by_name[one] for one in stems_of("".join(found)) if one in self._by_name), None)

    def _object_in(self, exchange: Exchange, name: str) -> tuple[Json, str, str] | None:
        """The object of the resource in a response, or the first one of a list; None if there is none.

        The property of its id and the name of its component come with it, empty if they are not known.
        """
        schemas, schema, content = self._contract.schemas, answer_schema(exchange.operation), exchange.value
        keys = rows_of(self._contract, exchange.operation)
        if keys is not None:
            content = at(content, [*keys, 0])
            for key in keys:
                schema = properties_of(schema, schemas).get(str(key))
            schema = items_of(schema, schemas) if schema else None
        resource = thing_in(self._contract, schema, (name, component_of(schema))) if schema else None
        if resource is None and keys is not None and isinstance(content, dict):
            # The schema does not show which property is the id, so the usual names are tried.
            return content, "", ""
        found = at(content, resource.keys) if resource else None
        if resource is None or not isinstance(found, dict) or not _is_scalar(found.get(resource.identity)):
            return None
        return found, resource.identity, component_of(resource.shape)

    def _created(self, exchange: Exchange) -> tuple[Json, str]:
        """The id of a created resource as an object, and its name; empty where a response has none."""
        step, identity = self._creates.get(exchange.operation.operation_id, (None, ""))
        given = step.id_given(exchange.value, exchange.headers) if step else None
        return ({identity: given}, identity) if _is_scalar(given) else ({}, "")

    def _fitting(self, given: Any, schema: Json) -> Any:
        """A value in a type that a schema allows; None if that is impossible."""
        types = types_of(schema, self._contract.schemas)
        if given is None or not types or (isinstance(given, int) and types & {"integer", "number"}):
            return given
        return str(given) if "string" in types else None

    def _forget(self, collection: str, asked: str) -> None:
        gone = self._by_place.pop(place_of(collection), None)
        removed = [
            name
            for name, resource in self._by_name.items()
            if resource is gone or asked in map(str, resource.fields.values())
        ]
        for name in removed:
            del self._by_name[name]


def _values(exchange: Exchange) -> dict[str, str]:
    """The values in the path of a request by the places of their collections, in the order of the path."""
    path = exchange.operation.path
    # The base URL of the server may have a path of its own, which comes first.
    given = exchange.request.url.partition("?")[0].rstrip("/").split("/")
    named = path.rstrip("/").split("/")
    found: dict[str, str] = {}
    for number, (template, value) in enumerate(zip(named, given[-len(named) :], strict=False)):
        if TEMPLATE_PART.fullmatch(template):
            found[place_of("/".join(named[:number]))] = unquote(value)
    return found


def _repeated(body: Json, name: str, value: Any, *, is_inner: bool = False) -> Json:
    """A body, or the objects in it, with `value` as the property that has the name `name` or `id`."""
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
