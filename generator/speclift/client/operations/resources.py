"""The operations of each tag as a resource, and the attributes of the client that lead to the resources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from speclift.client.annotations import SchemaReader
from speclift.client.frameworks import subjects
from speclift.client.imports import class_imports
from speclift.client.literals import docstring
from speclift.client.names import METHOD_RESERVED, class_name, digest, snake, unique
from speclift.client.operation_names import spelled
from speclift.client.operations.attributes import entity_attributes, entity_module
from speclift.client.operations.methods import MethodBuilder
from speclift.client.records import Attribute, Entity, Resource
from speclift.contract.records import Operation
from speclift.model.client_settings import PagingHint


def build_resources(
    operations: Mapping[str, Sequence[Operation]],
    modules: Mapping[str, str],
    reader: SchemaReader,
    places: Mapping[str, str],
    option_headers: frozenset[str],
    tags: Mapping[str, str],
    paging: Sequence[PagingHint] = (),
) -> tuple[Resource, ...]:
    """The resources, sorted by attribute.

    `operations` and `modules` are by tag, `places` has the module of each component, `option_headers` are the headers
    that are options of the client, `tags` has the descriptions, `paging` is what the settings say about lists.
    """
    class_of = resource_classes(operations)
    known = frozenset(operation.operation_id for own in operations.values() for operation in own)
    names_of = {tag: _method_names(own, tag, known) for tag, own in operations.items()}
    tag_of = {module: tag for tag, module in modules.items()}
    attributes = _attributes_in_examples(modules, names_of)
    found = []
    for tag, own in sorted(operations.items(), key=lambda entry: modules[entry[0]]):
        names = names_of[tag]
        served = entity_module(modules[tag])
        entity = tag_of.get(served) if served != modules[tag] else None
        taken = set(names.values())
        others = names_of[entity].values() if entity else ()
        lacking = tuple(dict.fromkeys(name for name in others if name not in taken))
        builder = MethodBuilder(reader, option_headers, paging, f"client.{attributes[tag]}")
        methods = tuple(builder.method(operation, names[operation.operation_id]) for operation in own)
        module = modules[tag]
        text = tags.get(tag, "").strip()
        found.append(
            Resource(
                tag=tag,
                module=module,
                name=class_of[tag],
                docstring=docstring(f"Operations of `{tag}`." + (f"\n\n{text}" if text else ""), 4),
                entity=Entity(modules[entity], class_of[entity], lacking) if entity and lacking else None,
                typing=builder.typing(),
                imports=(*builder.runtime_imports(), *class_imports(builder.classes, reader, places, builder.inputs)),
                aliases=tuple(builder.aliases),
                methods=methods,
            )
        )
    return tuple(found)


def _attributes_in_examples(modules: Mapping[str, str], names_of: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """By tag, an attribute of the client that has all methods of the tag: where a service has one of the same name, it
    takes the place of the entity's at `x`, but not at `x_entity`.
    """
    of_services: dict[str, set[str]] = defaultdict(set)
    for tag, module in modules.items():
        if entity_module(module) != module:
            of_services[entity_module(module)].update(names_of[tag].values())
    beside = entity_attributes(modules.values())
    return {
        tag: module if of_services[module].isdisjoint(names_of[tag].values()) else beside[module]
        for tag, module in modules.items()
    }


def client_attributes(resources: Sequence[Resource]) -> tuple[Attribute, ...]:
    """The attributes of the client, sorted.

    Where the API has services beside its entities, each keeps the attribute of its module, and an entity also has
    `x_entity`. `x` is the one that exists; where both do, it is the service with the methods that only the entity has.
    """
    beside = entity_attributes([resource.module for resource in resources])
    found: dict[str, Attribute] = {}
    for resource in resources:
        doc = f"Operations of `{resource.tag}`."
        own = Attribute(resource.module, resource.module, resource.name, doc)
        found.setdefault(own.name, own)
        if own.name in beside:
            found[beside[own.name]] = msgspec.structs.replace(own, name=beside[own.name])
        plain = entity_module(resource.module)
        if plain != resource.module:
            both = f"Operations of `{resource.tag}`, and those that only the entity has."
            name = combined_class(resource.name) if resource.entity else resource.name
            found[plain] = Attribute(plain, resource.module, name, both if resource.entity else doc)
    return tuple(found[name] for name in sorted(found))


def combined_class(name: str) -> str:
    """The class of a service together with its entity."""
    return f"{name.removesuffix('Resource')}AndEntityResource"


def resource_classes(tags: Iterable[str]) -> dict[str, str]:
    """The class of the resource of each tag: `Batch_Orders` as `BatchOrdersResource`."""
    called = subjects(tags)
    plain = {tag: f"{class_name(name)}Resource" for tag, name in called.items()}
    combined = {combined_class(name) for name in plain.values()}
    # The classes that are made from others.
    made = combined | {f"Async{name}" for name in combined.union(plain.values())}
    told_apart = {
        tag: f"{class_name(called[tag])}{digest(tag)}Resource" if name in made else name for tag, name in plain.items()
    }
    return unique(told_apart, told_apart.__getitem__)


def _method_names(operations: Sequence[Operation], tag: str, known: Set[str]) -> dict[str, str]:
    """The method of each operation id; where two methods would be equal without their owners, both keep them."""
    short = {operation.operation_id: spelled(operation, tag, known) for operation in operations}
    taken = Counter(snake(name) for name in short.values())
    full = {operation_id: name if taken[snake(name)] == 1 else operation_id for operation_id, name in short.items()}
    names = unique(full.values(), snake, METHOD_RESERVED)
    return {operation_id: names[name] for operation_id, name in full.items()}
