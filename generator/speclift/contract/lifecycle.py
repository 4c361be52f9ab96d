"""Which operations create, read, change and remove the same resource.

A REST resource lives on two paths: `POST /Order`, and `GET`, `PUT`, `PATCH`, `DELETE /Order/{id}`, which may be below
others (`/Owner/{owner}/Order/{id}`) and may end in a slash.  Responses and bodies may have it in an envelope, such as
`{"data": …}`.  Where everything is a POST, names and bodies show it: `GetOrder` takes an id and returns an `Order`,
`SaveOrder` takes and returns one, and `DeleteOrder` takes an id and returns nothing.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from speclift.contract.creations import creations, posts_by_collection
from speclift.contract.identifiers import (
    Keys,
    answer_schema,
    body_schema,
    component_of,
    holder_of,
    id_output,
    identity_of,
    rows_of,
    scalars_of,
    stem,
    thing_in,
    words,
)
from speclift.contract.locations import located_id
from speclift.contract.records import Contract, Operation
from speclift.contract.routes import parameter_names
from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import reference_to

#: `change` is a POST to the resource itself, which changes the properties in its body.
Role: TypeAlias = Literal["create", "save", "read", "update", "patch", "change", "delete", "list"]

#: A resource of OData in the last part of a path: its collection, and its key.
_KEY = re.compile(r"([^(){}]+)\((?:\w+=)?'?(\{[^{}]+\})'?\)")
_REMOVING = ("delete", "remove")


class Input(msgspec.Struct, frozen=True):
    """Where a request carries an id: a parameter, or a property of the body (`location` is then `body`)."""

    location: str
    name: str


class Step(msgspec.Struct, frozen=True):
    """What an operation does to a resource.

    `id_input` is where the request carries the id, None where the server assigns it.  `holder` is the property of the
    body that holds the resource; empty where the body is the resource itself.  `id_output` are the keys that lead to
    the id in the response, `rows` those that lead to the list; both are None where the response has none.  `located` is
    the path of the resource to which the Location header of the response leads; empty where it has no such header.
    """

    operation: Operation
    role: Role
    id_input: Input | None = None
    holder: str = ""
    id_output: Keys | None = None
    rows: Keys | None = None
    located: str = ""

    def thing_in(self, response: Any) -> Any:
        """The object with the id in a response; None where there is none."""
        return at(response, self.id_output[:-1]) if self.id_output else None

    def id_in(self, response: Any) -> Any:
        """The id in a response; None where it has none."""
        return at(response, self.id_output) if self.id_output is not None else None

    def id_given(self, response: Any, headers: Mapping[str, str]) -> Any:
        """The id in a response, else that in its Location header; None where both have none."""
        found = self.id_in(response)
        return located_id(self.located, headers.get("location", "")) if found is None and self.located else found


class Owner(msgspec.Struct, frozen=True):
    """An owner of a resource: a parameter of its path, and the property with the same value, empty for none."""

    parameter: str
    property: str


class Resource(msgspec.Struct, frozen=True):
    """A resource and what can be done to it; `identity` is the property of its schema that holds its id.

    `shape` is its schema, and `schema` the component that it refers to, empty where it refers to none.
    """

    name: str
    schema: str
    identity: str
    steps: tuple[Step, ...]
    owners: tuple[Owner, ...] = ()
    shape: Json = {}

    @property
    def has_life(self) -> bool:
        """Whether it can be created, changed or removed, and not only read."""
        return any(step.role not in ("read", "list") for step in self.steps)

    def step(self, *roles: Role) -> Step | None:
        """The first step with one of these roles, in order of preference; None where there is none."""
        return next((step for role in roles for step in self.steps if step.role == role), None)


def resources_of(contract: Contract) -> tuple[Resource, ...]:
    """The resources of a contract that can be read by id, and created, changed or removed."""
    return tuple(resource for resource in things_of(contract) if resource.has_life)


def things_of(contract: Contract) -> tuple[Resource, ...]:
    """The resources of a contract that can be read by id."""
    return (*_rest(contract), *_by_name(contract))


def at(value: Any, keys: Sequence[str | int]) -> Any:
    """The value under these keys; None where there is none."""
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def _rest(contract: Contract) -> Iterator[Resource]:
    by_path: dict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in contract.operations:
        # Some authors write a slash at the end of every path; the collection is the same.
        by_path[operation.path.rstrip("/")].setdefault(operation.method, operation)
    posts = posts_by_collection(contract.operations)
    for path, methods in by_path.items():
        collection, last = _parts_of(path)
        names = parameter_names(last)
        read = methods.get("get")
        response_schema = answer_schema(read) if read else None
        if not read or response_schema is None or len(names) != 1:
            continue
        # A resource directly below another one (`/Owner/{owner}/{id}`) has no name there.
        name = collection.rpartition("/")[2]
        hints = (names[0], "" if parameter_names(name) else name, component_of(response_schema))
        found = thing_in(contract, response_schema, hints)
        if found is None:
            continue
        place = Input("path", names[0])
        whole = (*found.keys, found.identity)
        steps = [Step(read, "read", place, id_output=whole)]
        roles: tuple[tuple[str, Role], ...] = (("put", "update"), ("patch", "patch"), ("delete", "delete"))
        steps += [
            Step(
                methods[method],
                role,
                place,
                holder_of(contract, methods[method], found.shape, hints),
                id_output(contract, methods[method], found, hints),
            )
            for method, role in roles
            if method in methods
        ]
        posted = methods.get("post")
        if (
            posted
            and component_of(found.shape)
            and component_of(answer_schema(posted)) == component_of(response_schema)
        ):
            holder = holder_of(contract, posted, found.shape, hints)
            steps.append(Step(posted, "change", place, holder, whole))
        for made in creations(contract, posts.get(collection, ()), found, hints):
            located = read.path if made.is_located else ""
            steps.append(Step(made.operation, "create", None, made.holder, made.id_output, located=located))
        listed = by_path.get(collection, {}).get("get")
        rows = rows_of(contract, listed) if listed else None
        if listed and rows is not None:
            steps.append(Step(listed, "list", rows=rows))
        owners = tuple(_owners(contract, found.shape, collection, found.identity))
        yield Resource(collection, component_of(found.shape), found.identity, tuple(steps), owners, shape=found.shape)


def _parts_of(path: str) -> tuple[str, str]:
    """The path of the collection of a resource, and the part of the path that names the resource.

    OData writes the key of `/Things(1)` in parentheses (OData 4.01, part 2, section 4.3.1). In `/things:{id}`, the part
    before the parameter belongs to the collection, or other resources would have the same collection.
    """
    above, _, last = path.rpartition("/")
    if found := _KEY.fullmatch(last):
        return f"{above}/{found[1]}", found[2]
    before, opening, rest = last.partition("{")
    return (f"{above}/{before}" if before and opening else above), f"{opening}{rest}" if opening else last


def _owners(contract: Contract, shape: Json, collection: str, identity: str) -> Iterator[Owner]:
    """The owners of the resources of a collection, from its path."""
    scalars = {name: item for name, item in scalars_of(contract, shape).items() if item != identity}
    for before, segment in itertools.pairwise(collection.split("/")):
        kind = segment.partition("(")[0] if "(" in segment else before
        for name in parameter_names(segment):
            candidates = ("".join(words(name)), f"{stem(name)}id", f"{stem(kind)}id")
            yield Owner(name, next((scalars[text] for text in candidates if text in scalars), ""))


def _by_name(contract: Contract) -> Iterator[Resource]:
    by_parent: dict[str, list[Operation]] = defaultdict(list)
    for operation in contract.operations:
        parent, _, last = operation.path.rpartition("/")
        if operation.method == "post" and not parameter_names(last):
            by_parent[parent].append(operation)
    for parent, operations in by_parent.items():
        reads = [(op, schema, place) for op in operations if op.is_read_only for schema, place in _reads(contract, op)]
        for read, schema, place in reads:
            shape = reference_to(schema)
            identity = identity_of(contract, shape, (place.name, schema))
            steps = [Step(read, "read", place, id_output=(identity,))]
            steps += _saves(contract, operations, schema, identity)
            names = [name for _, name, _ in reads]
            steps += (step for op in operations if (step := _removes(contract, op, schema, names)))
            if identity and len(steps) > 1:
                yield Resource(f"{parent}/{schema}", schema, identity, tuple(steps), shape=shape)


def _reads(contract: Contract, operation: Operation) -> Iterator[tuple[str, Input]]:
    schema, place = _answered(contract, operation), _id_input(contract, operation)
    if schema and place and _has_words(place.name) and _is_of(place.name, schema):
        yield schema, place


def _saves(contract: Contract, operations: Sequence[Operation], schema: str, identity: str) -> Iterator[Step]:
    for operation in operations:
        if operation.is_read_only or _answered(contract, operation) != schema:
            continue
        body = body_schema(operation)
        if component_of(body) == schema:
            yield Step(operation, "save", id_output=(identity,))
            continue
        properties = contract.schema_of(body).get("properties", {})
        if len(properties) == 1:
            ((name, given),) = properties.items()
            if component_of(given) == schema:
                yield Step(operation, "save", holder=name, id_output=(identity,))


def _removes(contract: Contract, operation: Operation, schema: str, schemas: Sequence[str]) -> Step | None:
    last = operation.path.rpartition("/")[2]
    verb = (words(last) or ("",))[0]
    if verb not in _REMOVING:
        return None
    place = _id_input(contract, operation)
    success = operation.success
    if not place or not success or success.media_types:
        return None
    noun = last[len(verb) :]
    fitting = sorted((name for name in schemas if stem(name) == stem(noun)), key=lambda name: name != noun)
    return Step(operation, "delete", place) if fitting and fitting[0] == schema else None


def _answered(contract: Contract, operation: Operation) -> str:
    """The component that the response of an operation is; empty where it is not a single object."""
    name = component_of(answer_schema(operation))
    return name if contract.schemas.get(name, {}).get("properties") else ""


def _id_input(contract: Contract, operation: Operation) -> Input | None:
    """The only parameter or property of a request, if it is a scalar with the name of an id."""
    query = [p for p in operation.parameters_in("query") if not p.name.startswith("$")]
    properties: Mapping[str, Json] = contract.schema_of(body_schema(operation)).get("properties", {})
    if len(query) + len(properties) != 1 or any(True for _ in operation.parameters_in("path")):
        return None
    name = query[0].name if query else next(iter(properties))
    schema = query[0].schema if query else properties[name]
    is_scalar = bool(json_types(schema) & {"integer", "string"})
    return Input("query" if query else "body", name) if is_scalar and words(name)[-1:] == ("id",) else None


def _is_of(name: str, schema: str) -> bool:
    """Whether an id such as `orderEntityId` or plain `id` can be one of an `OrderEntity`."""
    own = stem(name)
    return not own or own == stem(schema)


def _has_words(name: str) -> bool:
    return bool(words(name))
