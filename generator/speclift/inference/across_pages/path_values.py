"""Placeholders of paths get the types of properties in responses: `{id}` of `/users/{id}` that of a user's `id`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from speclift.inference.across_pages.own_properties import own_properties
from speclift.inference.any_form.component_names import folded
from speclift.inference.any_form.paths import shape_of
from speclift.model.describe import describe
from speclift.model.operation import Operation, Parameter
from speclift.model.path_templates import PLACEHOLDER
from speclift.model.schema import ArrayOf, Component, Fact, Property, Scalar


def with_path_values(operations: Sequence[Operation], components: Sequence[Component]) -> tuple[Operation, ...]:
    """The operations; a placeholder of unknown type gets the type of the property that it names.

    Rule `path-property`: the resource at the placeholder, or in the list at the path before it, has a property of the
    placeholder's name, or an `id` for a placeholder that ends in `id`.  A string there counts more than a number that a
    sample path shows.
    """
    by_name = {component.name: component for component in components}
    returned: dict[str, dict[str, list[Property]]] = defaultdict(lambda: defaultdict(list))
    for operation in operations:
        for item in _returned(operation, by_name):
            returned[shape_of(operation.path)][folded(item.name)].append(item)

    def parameter(path: str, item: Parameter) -> Parameter:
        rule = item.facts[-1].rule if item.facts else ""
        found = _found(path, item.name, returned) if rule in ("path-text", "sample-path") else None
        if found is None or (rule == "sample-path" and found.schema != Scalar("string")):
            return item
        places = tuple(place for fact in found.facts[-1:] for place in fact.places[:1])
        schema = found.schema
        fact = Fact(f"holds {describe(schema)}, as {found.name} of the response does", "path-property", places)
        return msgspec.structs.replace(item, schema=schema, facts=(*item.facts, fact))

    return tuple(
        msgspec.structs.replace(
            operation, parameters=tuple(parameter(operation.path, item) for item in operation.parameters)
        )
        for operation in operations
    )


def _found(path: str, name: str, returned: Mapping[str, Mapping[str, Sequence[Property]]]) -> Property | None:
    """The property that the placeholder names, with a plain type on which all responses agree."""
    end = path.find("{" + name + "}")
    keys = (folded(name), "id") if folded(name).endswith("id") else (folded(name),)
    for shape in (shape_of(path[: end + len(name) + 2]), shape_of(path[:end])):
        for key in keys:
            items = returned.get(shape, {}).get(key, ())
            kinds = {item.schema.type for item in items if isinstance(item.schema, Scalar)}
            if len(kinds) == 1 and kinds <= {"integer", "string"}:
                item = next(item for item in items if isinstance(item.schema, Scalar))
                kind = kinds.pop()
                return msgspec.structs.replace(item, schema=Scalar(kind))
    return None


def _returned(operation: Operation, components: Mapping[str, Component]) -> Iterable[Property]:
    """The properties of the object that an operation returns or lists, and of the items of the only list in it."""
    for response in operation.responses:
        if response.status.startswith("2") and response.content:
            schema = response.content.schema
            properties = own_properties(schema.items if isinstance(schema, ArrayOf) else schema, components)
            yield from properties
            lists = [item.schema for item in properties if isinstance(item.schema, ArrayOf)]
            if len(lists) == 1 and not PLACEHOLDER.search(operation.path[-1:]):
                yield from own_properties(lists[0].items, components)
