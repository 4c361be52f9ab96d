"""The component schemas of a document as modules of classes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from speclift.client.annotations import Annotation, SchemaReader, properties_of
from speclift.client.frameworks import type_names
from speclift.client.imports import READ_ONLY, class_imports, import_key, runtime_imports
from speclift.client.literals import docstring, string
from speclift.client.names import CLASS_RESERVED, MODEL_RESERVED, attribute, class_name, snake, unique
from speclift.client.records import Field, Model, ModelModule
from speclift.client.schemas.enumerations import enumeration
from speclift.client.schemas.families import BASE, SUBTYPES
from speclift.client.schemas.hoist import is_class, is_enumeration, is_object
from speclift.client.schemas.places import families_first
from speclift.client.schemas.unions import named_unions, recursive, union_records
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import refers_to

_INDENT = 4


def pascal_alias(name: str) -> str:
    """The wire name of an attribute where wire names are in PascalCase."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def camel_alias(name: str) -> str:
    """The wire name of an attribute where wire names are in camelCase."""
    found = pascal_alias(name)
    return found[:1].lower() + found[1:]


def plain_alias(name: str) -> str:
    """The wire name of an attribute where wire names are Python names."""
    return name.removesuffix("_")


ALIAS_STYLES: dict[str, Callable[[str], str]] = {"pascal": pascal_alias, "camel": camel_alias, "plain": plain_alias}


def class_names(schemas: Node, taken: Iterable[str] = ()) -> dict[str, str]:
    """The name of each component that becomes a class or a named union. `taken` are the classes of the resources."""
    reserved = CLASS_RESERVED | {name for other in taken for name in (other, f"Async{other}")}
    classes = {name: schema for name, schema in schemas.items() if is_class(schema)}
    unions = named_unions(schemas, classes)
    short = type_names(schemas)
    named = (name for name in schemas if name in classes or name in unions)
    return unique(named, lambda name: class_name(short[name]), reserved)


def alias_style(schemas: Node) -> str:
    """The style that gives most wire names from the attribute names."""
    counts = Counter(
        name
        for schema in schemas.values()
        for name in ((schema.get("properties") or ()) if isinstance(schema, dict) else ())
    )
    votes = {
        style: sum(count for name, count in counts.items() if alias(snake(name)) == name)
        for style, alias in ALIAS_STYLES.items()
    }
    return max(ALIAS_STYLES, key=lambda style: votes[style])


def model_modules(
    reader: SchemaReader, places: Mapping[str, str], style: str, titles: Mapping[str, str]
) -> tuple[ModelModule, ...]:
    """The modules with their classes, sorted by name. `titles` is what each module is about."""
    by_module: dict[str, list[str]] = defaultdict(list)
    for name in sorted(reader.class_names, key=lambda name: reader.class_names[name]):
        by_module[places[name]].append(name)
    circular = recursive(reader.schemas)
    return tuple(
        _module(module, names, circular, reader, places, style, titles) for module, names in sorted(by_module.items())
    )


def _module(
    module: str,
    names: Sequence[str],
    circular: frozenset[str],
    reader: SchemaReader,
    places: Mapping[str, str],
    style: str,
    titles: Mapping[str, str],
) -> ModelModule:
    schemas = reader.schemas
    models, enumerations = [], []
    used: list[Annotation] = []
    for name in families_first(names, schemas):
        schema = schemas[name]
        if is_object(schema):
            model, annotations = _model(name, schema, schemas, reader, style)
            models.append(model)
            used += annotations
        elif is_enumeration(schema):
            enumerations.append(enumeration(name, schema, reader))
    unions, annotations = union_records([name for name in names if not is_class(schemas[name])], circular, reader)
    used += annotations
    inputs = []
    if any(name in reader.inputs for name in names):
        # The import is not at the top, because that module builds on this one.
        from speclift.client.schemas.inputs import input_of

        for name in names:
            if name in reader.inputs:
                item, annotations = input_of(name, reader)
                inputs.append(item)
                used += annotations
    runtime = {name for annotation in used for name in annotation.runtime}
    runtime |= {item.base for item in enumerations}
    runtime |= {"Model"} if any(model.base == "Model" for model in models) else set()
    runtime |= {"Subtypes"} if any(model.tag for model in models) else set()
    foreign = {name for annotation in used for name in annotation.classes if places[name] != module}
    named = {name for item in inputs for name in item.named if places[name] != module}
    typing = sorted(runtime & {"Annotated", "Any", "Literal", "Required", "TypeAlias", "TypedDict"})
    return ModelModule(
        name=module,
        title=titles.get(module, "Models that several resources have in common."),
        typing=tuple(sorted({*typing, *_class_typing(models)}, key=import_key)),
        imports=(*runtime_imports(runtime), *class_imports(foreign, reader, places, named)),
        enumerations=tuple(enumerations),
        models=tuple(models),
        unions=tuple(unions),
        inputs=tuple(inputs),
        abstract=("Mapping",) if "Mapping" in runtime else (),
    )


def _class_typing(models: Iterable[Model]) -> set[str]:
    """What the classes take from `typing` besides their annotations."""
    found = {"TYPE_CHECKING" for model in models if model.extra}
    return found | {"ClassVar" for model in models if model.tag}


def _model(name: str, schema: Node, schemas: Node, reader: SchemaReader, style: str) -> tuple[Model, list[Annotation]]:
    properties, required = properties_of(schema)
    attributes = unique(properties, attribute, MODEL_RESERVED)
    parent = refers_to(schema[BASE]) if BASE in schema else None
    inherited = _inherited(schema, schemas)
    fields, used = [], []
    for wire, inner in properties.items():
        if wire in inherited and (inherited[wire] == inner or _is_tag(wire, schema, schemas)):
            continue
        annotation = reader.annotation(inner)
        used.append(annotation)
        needs_alias = ALIAS_STYLES[style](attributes[wire]) != wire
        is_required = wire in required
        one_way = _one_way(inner) if is_required else ""
        used += [Annotation("Any", runtime=frozenset({one_way}))] if one_way else []
        fields.append(
            Field(
                name=attributes[wire],
                annotation=annotation.full if is_required else annotation.optional,
                default=one_way if is_required else "None",
                alias=string(wire) if needs_alias else "",
                docstring=docstring(_described(inner), _INDENT) if _described(inner) else "",
                narrows=wire in inherited,
                clashes=wire in inherited and not _is_narrower(annotation, reader.annotation(inherited[wire])),
            )
        )
    extra = reader.extra(schema)
    family = schema.get(SUBTYPES) or {}
    targets = {tag: refers_to(target) for tag, target in (family.get("of") or {}).items()}
    text = str(schema.get("description") or f"`{name}` of the API.")
    base = "Model" if parent is None else reader.class_names[parent]
    used += [] if parent is None else [Annotation(base, frozenset({parent}))]
    return (
        Model(
            reader.class_names[name],
            docstring(text, _INDENT),
            tuple(fields),
            base=base,
            extra="" if extra.source == "Any" and not _is_open(schema) else extra.full,
            tag=string(family["tag"]) if family else "",
            subtypes=tuple((string(tag), reader.class_names[target]) for tag, target in targets.items()),
        ),
        [*used, *([extra] if extra.source != "Any" or _is_open(schema) else [])],
    )


def _is_open(schema: Node) -> bool:
    """Whether the reference says that an object has further properties."""
    return schema.get("additionalProperties") in (True, {}) or bool(schema.get("patternProperties"))


def _one_way(schema: Any) -> str:
    """The default of what is required in one direction only."""
    if not isinstance(schema, dict):
        return ""
    return READ_ONLY if schema.get("readOnly") is True else "WRITE_ONLY" if schema.get("writeOnly") is True else ""


def _inherited(schema: Node, schemas: Node) -> Node:
    """The properties of the base classes of a class, each as the first of them has it."""
    found: Node = {}
    while BASE in schema:
        schema = schemas[refers_to(schema[BASE])]
        found = {**found, **(schema.get("properties") or {})}
    return found


def _is_narrower(own: Annotation, inherited: Annotation) -> bool:
    """Whether a type checker sees that one type is part of another."""
    parts, others = (set(found.source.split(" | ")) for found in (own, inherited))
    is_text = "str" in others and all(part.startswith("Literal[") for part in parts - others)
    return "Any" in others or parts <= others or is_text


def _is_tag(wire: str, schema: Node, schemas: Node) -> bool:
    """Whether a property is the one that distinguishes a class from its relatives: it stays as in the base."""
    while BASE in schema:
        schema = schemas[refers_to(schema[BASE])]
        if schema.get(SUBTYPES, {}).get("tag") == wire:
            return True
    return False


def _described(schema: Any) -> str:
    """What the document says of a property beyond its type."""
    if not isinstance(schema, dict):
        return ""
    notes = [str(schema.get("description", "")).strip()]
    if schema.get("x-extensible-enum"):
        notes.append("Known values: " + ", ".join(f"`{value}`" for value in schema["x-extensible-enum"]) + ".")
    if schema.get("format") == "byte" or schema.get("contentEncoding") == "base64":
        notes.append("Sent as Base64.")
    if schema.get("readOnly"):
        notes.append("Set by the server.")
    if schema.get("writeOnly"):
        notes.append("Never in a response.")
    if schema.get("deprecated"):
        notes.append("Deprecated.")
    return " ".join(filter(None, notes))
