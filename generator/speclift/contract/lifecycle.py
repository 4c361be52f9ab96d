"""Which operations make, read, change and remove the same thing.

A REST entity has its life on two paths: `POST /Thing`, and `GET`, `PUT`, `PATCH`, `DELETE /Thing/{id}`, which may stand
below other things (`/Owner/{owner}/Thing/{id}`).  An agent has it in the names and bodies of its operations:
`GetThing` takes an id and answers a `Thing`, `SaveThing` takes and answers one, `DeleteThing` takes an id and answers
nothing.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from speclift.contract.routes import parameter_names
from speclift.contract.values import json_types
from speclift.openapi.records import Contract, Json, Operation, component_name, json_of

Role: TypeAlias = Literal["create", "save", "read", "update", "patch", "delete", "list"]

_REMOVING = ("delete", "remove")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: What type names add to the name of a thing.
_ENDINGS = ("entity", "info", "data", "item", "details")


class Input(msgspec.Struct, frozen=True):
    """Where a request carries an id: a parameter, or a property of the body (`location` is then `body`)."""

    location: str
    name: str


class Step(msgspec.Struct, frozen=True):
    """What an operation does to a thing.

    `id_input` says where the request carries the id, None where the server gives it.  `carrier` is the property of
    the body that holds the thing; empty where the body is the thing itself.
    """

    operation: Operation
    role: Role
    id_input: Input | None = None
    carrier: str = ""


class Owner(msgspec.Struct, frozen=True):
    """What a thing stands below: a parameter of its path, and the property that says the same, empty for none."""

    parameter: str
    property: str


class Resource(msgspec.Struct, frozen=True):
    """A thing with a life of its own; `identity` is the property of its schema that holds its id."""

    name: str
    schema: str
    identity: str
    steps: tuple[Step, ...]
    owners: tuple[Owner, ...] = ()

    def step(self, *roles: Role) -> Step | None:
        """The first step of one of these roles."""
        return next((step for role in roles for step in self.steps if step.role == role), None)


def resources_of(contract: Contract) -> tuple[Resource, ...]:
    """The things of a contract that can be read by id, and made, changed or removed."""
    return (*_rest(contract), *_agents(contract))


def _rest(contract: Contract) -> Iterator[Resource]:
    by_path: dict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in contract.operations:
        by_path[operation.path][operation.method] = operation
    for path, methods in by_path.items():
        collection, _, last = path.rpartition("/")
        names = parameter_names(last)
        read = methods.get("get")
        schema = _answered(contract, read) if read else ""
        if not read or len(names) != 1 or not schema:
            continue
        place = Input("path", names[0])
        steps = [Step(read, "read", place)]
        roles: tuple[tuple[str, Role], ...] = (("put", "update"), ("patch", "patch"), ("delete", "delete"))
        steps += [Step(methods[method], role, place) for method, role in roles if method in methods]
        create = by_path.get(collection, {}).get("post")
        if create and create.body and _answered(contract, create) == schema:
            steps.append(Step(create, "create"))
        listed = by_path.get(collection, {}).get("get")
        if listed and _is_list(contract, listed):
            steps.append(Step(listed, "list"))
        # What stands below nothing but another thing (`/Owner/{owner}/{id}`) has no name there.
        thing = collection.rpartition("/")[2]
        hints = (names[0], "" if parameter_names(thing) else thing, schema)
        identity = _identity(contract.schemas[schema], hints)
        if identity and any(step.role not in ("read", "list") for step in steps):
            owners = _owners(contract.schemas[schema], collection, identity)
            yield Resource(collection, schema, identity, tuple(steps), tuple(owners))


def _owners(schema: Json, collection: str, identity: str) -> Iterator[Owner]:
    """What the things of a collection stand below, from its path."""
    scalars = {name: item for name, item in _scalars(schema).items() if item != identity}
    for before, segment in itertools.pairwise(collection.split("/")):
        for name in parameter_names(segment):
            candidates = ("".join(_words(name)), f"{_stem(name)}id", f"{_stem(before)}id")
            yield Owner(name, next((scalars[text] for text in candidates if text in scalars), ""))


def _agents(contract: Contract) -> Iterator[Resource]:
    by_parent: dict[str, list[Operation]] = defaultdict(list)
    for operation in contract.operations:
        parent, _, last = operation.path.rpartition("/")
        if operation.method == "post" and not parameter_names(last):
            by_parent[parent].append(operation)
    for parent, operations in by_parent.items():
        reads = [(op, schema, place) for op in operations if op.is_read_only for schema, place in _reads(contract, op)]
        for read, schema, place in reads:
            steps = [Step(read, "read", place)]
            steps += _saves(contract, operations, schema)
            names = [name for _, name, _ in reads]
            steps += (step for op in operations if (step := _removes(contract, op, schema, names)))
            identity = _identity(contract.schemas[schema], (place.name, schema))
            if identity and len(steps) > 1:
                yield Resource(f"{parent}/{schema}", schema, identity, tuple(steps))


def _reads(contract: Contract, operation: Operation) -> Iterator[tuple[str, Input]]:
    schema, place = _answered(contract, operation), _id_input(contract, operation)
    if schema and place and _nouns(place.name) and _is_of(place.name, schema):
        yield schema, place


def _saves(contract: Contract, operations: Sequence[Operation], schema: str) -> Iterator[Step]:
    for operation in operations:
        if operation.is_read_only or _answered(contract, operation) != schema:
            continue
        body = _body(operation)
        if _reference(body) == schema:
            yield Step(operation, "save")
            continue
        properties = contract.schema_of(body).get("properties", {})
        if len(properties) == 1:
            ((name, given),) = properties.items()
            if _reference(given) == schema:
                yield Step(operation, "save", carrier=name)


def _removes(contract: Contract, operation: Operation, schema: str, schemas: Sequence[str]) -> Step | None:
    last = operation.path.rpartition("/")[2]
    verb = (_words(last) or ("",))[0]
    if verb not in _REMOVING:
        return None
    place = _id_input(contract, operation)
    success = operation.success
    if not place or not success or success.media_types:
        return None
    noun = last[len(verb) :]
    fitting = sorted((name for name in schemas if _stem(name) == _stem(noun)), key=lambda name: name != noun)
    return Step(operation, "delete", place) if fitting and fitting[0] == schema else None


def _answered(contract: Contract, operation: Operation) -> str:
    """The component that an operation answers with, empty where it is no single object."""
    success = operation.success
    shown = next((media.schema for media in json_of(success.media_types)), None) if success else None
    name = _reference(shown)
    return name if contract.schemas.get(name, {}).get("properties") else ""


def _is_list(contract: Contract, operation: Operation) -> bool:
    success = operation.success
    shown = next((media.schema for media in json_of(success.media_types)), None) if success else None
    schema = contract.schema_of(shown)
    return "array" in json_types(schema) or "array" in json_types(schema.get("properties", {}).get("value", {}))


def _body(operation: Operation) -> Json:
    types = operation.body.media_types if operation.body else ()
    return next((media.schema for media in json_of(types) if media.schema), {})


def _id_input(contract: Contract, operation: Operation) -> Input | None:
    """The one scalar that a request must carry, where it is called an id."""
    query = [p for p in operation.parameters_in("query") if not p.name.startswith("$")]
    properties: Mapping[str, Json] = contract.schema_of(_body(operation)).get("properties", {})
    if len(query) + len(properties) != 1 or any(True for _ in operation.parameters_in("path")):
        return None
    name = query[0].name if query else next(iter(properties))
    schema = query[0].schema if query else properties[name]
    is_scalar = bool(json_types(schema) & {"integer", "string"})
    return Input("query" if query else "body", name) if is_scalar and _words(name)[-1:] == ("id",) else None


def _identity(schema: Json, hints: Iterable[str]) -> str:
    """The property that holds the id: called as the request calls it, as the thing with `Id`, or just `Id`.

    Where there is none, it is the first property if that is an id of something.
    """
    properties: Mapping[str, Json] = schema.get("properties", {})
    scalars = _scalars(schema)
    stems = [_stem(hint) for hint in hints]
    candidates = [f"{stem}id" for stem in stems if stem] + ["id", "primarykey"]
    first = next(iter(properties), "")
    fallback = first if first in scalars.values() and _words(first)[-1:] == ("id",) else ""
    return next((scalars[name] for name in candidates if name in scalars), fallback)


_ID_TYPES = frozenset({"integer", "string"})


def _scalars(schema: Json) -> dict[str, str]:
    """The properties that may be ids, by their words."""
    properties: Mapping[str, Json] = schema.get("properties", {})
    return {"".join(_words(name)): name for name, given in properties.items() if json_types(given) & _ID_TYPES}


def _is_of(name: str, schema: str) -> bool:
    """Whether an id such as `contactEntityId` or plain `id` can be one of a `ContactEntity`."""
    stem = _stem(name)
    return not stem or stem == _stem(schema)


def _nouns(name: str) -> bool:
    return bool(_words(name))


def _stem(name: str) -> str:
    """The words of a name without `id` and without what type names add: `contactEntityId` gives `contact`."""
    words = list(_words(name))
    while words and (words[-1] == "id" or (words[-1] in _ENDINGS and len(words) > 1)):
        words.pop()
    return "".join(words)


@functools.lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(name))


def _reference(schema: Json | None) -> str:
    schema = schema or {}
    target = schema.get("$ref")
    if isinstance(target, str):
        return component_name(target)
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ()) if part != {"type": "null"}]
    return _reference(parts[0]) if len(parts) == 1 else ""
