"""The component schemas of a document as modules of classes.

A module holds the models that one tag alone needs (a service and its entity count as one).  Those that several need
stand with the others that the first of these shares, so whoever uses one resource loads few models of others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any

from speclift.client.composition import BASE, SUBTYPES
from speclift.client.frameworks import type_names
from speclift.client.hoist import ALIAS, is_class, is_enumeration, is_object
from speclift.client.literals import docstring, string
from speclift.client.names import CLASS_RESERVED, MODEL_RESERVED, attribute, class_name, constant, snake, unique
from speclift.client.records import Enumeration, Field, Imports, Member, Model, ModelModule
from speclift.client.schemas import RUNTIME_MODULES, Annotation, Json, SchemaReader
from speclift.client.unions import named_unions, recursive, union_records
from speclift.openapi.references import components_in, refers_to

SHARED = "shared"

_INDENT = 4

#: What makes the default of a property that only the server sets.
READ_ONLY = "read_only"

#: What the module of a model takes of the runtime, and from where.
MODEL_RUNTIME = {
    **RUNTIME_MODULES,
    "Model": "_models",
    "OpenInt": "_models",
    "OpenStr": "_models",
    "WRITE_ONLY": "_models",
    READ_ONLY: "_models",
    "Subtypes": "_unions",
}


_DIGITS = re.compile(r"([0-9]+)")


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


def class_names(schemas: Json, taken: Iterable[str] = ()) -> dict[str, str]:
    """The name of each component that becomes a class or a named union. `taken` are the classes of the resources."""
    reserved = CLASS_RESERVED | {name for other in taken for name in (other, f"Async{other}")}
    classes = {name: schema for name, schema in schemas.items() if is_class(schema)}
    unions = named_unions(schemas, classes)
    short = type_names(schemas)
    named = (name for name in schemas if name in classes or name in unions)
    return unique(named, lambda name: class_name(short[name]), reserved)


def properties_of(schema: Json) -> tuple[Json, frozenset[str]]:
    """The properties of an object type, and the names of those that are required."""
    properties: Json = schema.get("properties") or {}
    return properties, frozenset(name for name in schema.get("required") or () if isinstance(name, str))


def alias_style(schemas: Json) -> str:
    """The style that gives most wire names from the attribute names."""
    votes: Counter[str] = Counter(dict.fromkeys(ALIAS_STYLES, 0))
    for schema in schemas.values():
        for name in (schema.get("properties") or ()) if isinstance(schema, Mapping) else ():
            for style, alias in ALIAS_STYLES.items():
                votes[style] += alias(snake(name)) == name
    return max(ALIAS_STYLES, key=lambda style: votes[style])


def module_of_components(schemas: Json, needed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The module of each class. `needed` are the components that the operations of each module name."""
    links = {name: frozenset(components_in(schema)) for name, schema in schemas.items()}
    users: dict[str, set[str]] = defaultdict(set)
    for module, roots in needed.items():
        todo = list(roots)
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in seen and name in links:
                seen.add(name)
                users[name].add(module)
                todo += links[name]
    for name, schema in schemas.items():
        if isinstance(schema, Mapping) and ALIAS in schema:
            # It stands beside what it is another name of, whoever needs that.
            users[name] = users[refers_to(schema)]
    return {name: _module_of(users[name]) for name in schemas}


def _module_of(users: Set[str]) -> str:
    """Where what these modules use stands: with its one user, else with all else that the first of them shares.

    What a model refers to has all users of the model and perhaps more, so the first of them is the same or an earlier
    one: the modules refer to each other in one direction.
    """
    if not users:
        return SHARED
    first = min(users)
    return first if len(users) == 1 else f"{SHARED}_{first}"


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
            enumerations.append(_enumeration(name, schema, reader))
    unions, annotations = union_records([name for name in names if not is_class(schemas[name])], circular, reader)
    used += annotations
    inputs = []
    if any(name in reader.inputs for name in names):
        # Not at the top: it builds on this module.
        from speclift.client.inputs import input_of

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
        typing=tuple(sorted({*typing, *_class_typing(models)}, key=_import_key)),
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


def runtime_imports(names: Iterable[str]) -> tuple[Imports, ...]:
    """The imports of names that the runtime has."""
    by_module: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name in MODEL_RUNTIME:
            by_module[MODEL_RUNTIME[name]].add(name)
    return tuple(Imports(module, import_order(by_module[module])) for module in sorted(by_module))


def families_first(names: Sequence[str], schemas: Json) -> list[str]:
    """Names in their order, but for those that others are derived from, which come before these."""
    found: dict[str, None] = {}

    def add(name: str) -> None:
        parent = schemas[name].get(BASE)
        if parent and (target := refers_to(parent)) in names and target not in found:
            add(target)
        found[name] = None

    for name in names:
        if name not in found:
            add(name)
    return list(found)


def class_imports(
    names: Iterable[str], reader: SchemaReader, places: Mapping[str, str], inputs: Iterable[str] = ()
) -> tuple[Imports, ...]:
    """The imports of the classes of components, and of the dictionaries of `inputs`, sorted as isort does."""
    by_module: dict[str, set[str]] = defaultdict(set)
    for name in inputs:
        by_module[places[name]].add(reader.inputs[name])
    for name in names:
        by_module[places[name]].add(reader.class_names[name])
    return tuple(Imports(f"models.{module}", import_order(by_module[module])) for module in sorted(by_module))


def import_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as ruff sorts them behind `import`: constants, classes, others; case aside, numbers by their value."""
    return tuple(sorted(names, key=_import_key))


def export_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as ruff sorts them in `__all__`: as behind `import`, but capitals before small letters."""
    return tuple(sorted(names, key=lambda name: (_import_key(name)[0], _natural(name))))


def _import_key(name: str) -> tuple[int, list[tuple[int, int, str]], str]:
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, _natural(name.lower()), name


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(name) if part]


def _model(name: str, schema: Json, schemas: Json, reader: SchemaReader, style: str) -> tuple[Model, list[Annotation]]:
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
            extra="" if extra.source == "Any" else extra.full,
            tag=string(family["tag"]) if family else "",
            subtypes=tuple((string(tag), reader.class_names[target]) for tag, target in targets.items()),
        ),
        [*used, *([] if extra.source == "Any" else [extra])],
    )


def _one_way(schema: Any) -> str:
    """The default of what is required in one direction only."""
    if not isinstance(schema, Mapping):
        return ""
    return READ_ONLY if schema.get("readOnly") is True else "WRITE_ONLY" if schema.get("writeOnly") is True else ""


def _inherited(schema: Json, schemas: Json) -> Json:
    """The properties of the classes that a class is derived from, each as the first of them has it."""
    found: Json = {}
    while BASE in schema:
        schema = schemas[refers_to(schema[BASE])]
        found = {**found, **(schema.get("properties") or {})}
    return found


def _is_narrower(own: Annotation, inherited: Annotation) -> bool:
    """Whether a type checker sees that one type is part of another."""
    parts, others = (set(found.source.split(" | ")) for found in (own, inherited))
    is_text = "str" in others and all(part.startswith("Literal[") for part in parts - others)
    return "Any" in others or parts <= others or is_text


def _is_tag(wire: str, schema: Json, schemas: Json) -> bool:
    """Whether a property is the one that tells a class from its relatives: it stays as the base has it."""
    while BASE in schema:
        schema = schemas[refers_to(schema[BASE])]
        if schema.get(SUBTYPES, {}).get("tag") == wire:
            return True
    return False


def _described(schema: Any) -> str:
    """What is known of a property and does not stand in its type."""
    if not isinstance(schema, Mapping):
        return ""
    notes = [str(schema.get("description", "")).strip()]
    if schema.get("x-extensible-enum"):
        notes.append("Known values: " + ", ".join(f"`{value}`" for value in schema["x-extensible-enum"]) + ".")
    if schema.get("format") == "byte" or schema.get("contentEncoding") == "base64":
        notes.append("Base64.")
    if schema.get("readOnly"):
        notes.append("Set by the server.")
    if schema.get("writeOnly"):
        notes.append("Never answered.")
    if schema.get("deprecated"):
        notes.append("Deprecated.")
    return " ".join(filter(None, notes))


def _enumeration(name: str, schema: Json, reader: SchemaReader) -> Enumeration:
    values = [value for value in schema["enum"] if value is not None]
    is_text = isinstance(values[0], str)
    labels = [str(value) for value in values]
    names = unique(labels, constant if is_text else lambda label: f"VALUE_{label.replace('-', 'MINUS_')}")
    texts = schema.get("x-enum-descriptions", ())
    first = {label: index for index, label in reversed([*enumerate(labels)])}
    members = tuple(
        Member(
            names[label],
            string(value) if is_text else str(value),
            docstring(texts[index], _INDENT) if index < len(texts) and texts[index] else "",
        )
        for index, (label, value) in enumerate(zip(labels, values, strict=True))
        if first[label] == index
    )
    text = str(schema.get("description") or f"Values of `{name}`.")
    return Enumeration(reader.class_names[name], docstring(text, _INDENT), "OpenStr" if is_text else "OpenInt", members)
