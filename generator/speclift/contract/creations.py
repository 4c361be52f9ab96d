"""Which operations create a resource: a POST to its collection, or one that creates several at once, below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from speclift.contract.identifiers import (
    Keys,
    Thing,
    body_schema,
    component_of,
    holder_of,
    id_output,
    takes_several,
    words,
)
from speclift.contract.locations import has_location
from speclift.contract.records import Contract, Operation
from speclift.contract.routes import parameter_names
from speclift.contract.shapes import items_of, parts_of, properties_of
from speclift.openapi.structure.nodes import Json

#: The words in the name of an operation that creates several resources (`/things/bulk`, `/things:batchCreate`): at
#: least one of the first, and else only of the others.
_SEVERAL = frozenset({"bulk", "batch", "many", "multiple"})
_CREATING = frozenset({"create", "add", "insert", "import", "new"})


class Creation(msgspec.Struct, frozen=True):
    """An operation that creates a resource, the property of its body that holds it, the keys that lead to the id in the
    response, None where it has none, and whether its Location header leads to the resource.
    """

    operation: Operation
    holder: str
    id_output: Keys | None
    is_located: bool


def posts_by_collection(operations: Iterable[Operation]) -> Mapping[str, list[Operation]]:
    """The operations that may create resources, by the path of the collection; those to the collection itself first."""
    found: dict[str, list[Operation]] = defaultdict(list)
    below: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        path = operation.path.rstrip("/")
        if operation.method != "post":
            continue
        found[path].append(operation)
        parent, _, last = path.rpartition("/")
        if ":" in last and not parameter_names(last):
            before, _, last = last.rpartition(":")
            parent = f"{parent}/{before}"
        named = frozenset(words(last))
        if not parameter_names(last) and named & _SEVERAL and named <= _SEVERAL | _CREATING:
            below[parent].append(operation)
    for parent, operations_below in below.items():
        found[parent] += operations_below
    return found


def creations(contract: Contract, posts: Iterable[Operation], thing: Thing, hints: tuple[str, ...]) -> list[Creation]:
    """The operations among `posts` that create a resource like `thing`; those that say where it is come first."""
    found: list[Creation] = []
    for number, operation in enumerate(posts):
        holder = holder_of(contract, operation, thing.shape, hints)
        given = id_output(contract, operation, thing, hints)
        is_located = has_location(operation)
        is_creation = given is not None or is_located or _describes(contract, operation, holder, thing.shape)
        if is_creation and (number == 0 or takes_several(contract, operation, holder)):
            found.append(Creation(operation, holder, given, is_located))
    return sorted(found, key=lambda made: made.id_output is None and not made.is_located)


def _describes(contract: Contract, operation: Operation, holder: str, shape: Json) -> bool:
    """Whether a body describes a resource, or several: all that it must have belongs to the resource."""
    schemas, body = contract.schemas, body_schema(operation)
    given = properties_of(body, schemas).get(holder) if holder else body
    given = items_of(given, schemas) or given
    if component_of(given) and component_of(given) == component_of(shape):
        return True
    own = properties_of(shape, schemas).keys()
    required = {name for part in parts_of(given, schemas) for name in part.get("required", ())}
    return required <= own and bool(properties_of(given, schemas).keys() & own)
