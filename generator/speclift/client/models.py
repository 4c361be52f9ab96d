"""The component schemas of a document as modules of classes.

A module holds the models that one tag alone needs (an agent and its entity count as one).  Those that several need
stand with the others that the first of these shares, so whoever uses one resource loads few models of others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any

from speclift.client.hoist import is_class, is_enumeration, is_object
from speclift.client.literals import docstring, string
from speclift.client.names import MODEL_RESERVED, attribute, class_name, constant, snake, unique
from speclift.client.records import Enumeration, Field, Imports, Member, Model, ModelModule
from speclift.client.schemas import Annotation, Json, SchemaReader, references

SHARED = "shared"

#: Names that the modules import or that Python gives them: no class is called so.
CLASS_RESERVED = frozenset(
    {
        "Any",
        "DateTime",
        "Date",
        "Field",
        "Literal",
        "Model",
        "OpenInt",
        "OpenStr",
        "Call",
        "CallOptions",
        "NotGiven",
        "Pages",
        "AsyncPages",
        "Download",
        "AsyncDownload",
        "Content",
        "JsonPatch",
        "MergePatch",
        "CommaSeparated",
        "Resource",
        "AsyncResource",
        "True",
        "False",
        "None",
        "Exception",
        "BaseException",
        "Warning",
    }
)

_INDENT = 4

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
    """The class of each component that becomes one. `taken` are the classes of the resources."""
    reserved = CLASS_RESERVED | {name for other in taken for name in (other, f"Async{other}")}
    return unique((name for name, schema in schemas.items() if is_class(schema)), class_name, reserved)


def alias_style(schemas: Json) -> str:
    """The style that gives most wire names from the attribute names."""
    votes: Counter[str] = Counter(dict.fromkeys(ALIAS_STYLES, 0))
    for schema in schemas.values():
        for name in schema.get("properties", ()):
            for style, alias in ALIAS_STYLES.items():
                votes[style] += alias(snake(name)) == name
    return max(ALIAS_STYLES, key=lambda style: votes[style])


def module_of_components(schemas: Json, needed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The module of each class. `needed` are the components that the operations of each module name."""
    links = {name: frozenset(references(schema)) for name, schema in schemas.items()}
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
    return tuple(_module(module, names, reader, places, style, titles) for module, names in sorted(by_module.items()))


def _module(
    module: str,
    names: Sequence[str],
    reader: SchemaReader,
    places: Mapping[str, str],
    style: str,
    titles: Mapping[str, str],
) -> ModelModule:
    models, enumerations = [], []
    used: list[Annotation] = []
    for name in names:
        schema = reader.schemas[name]
        if is_object(schema):
            model, annotations = _model(name, schema, reader, style)
            models.append(model)
            used += annotations
        elif is_enumeration(schema):
            enumerations.append(_enumeration(name, schema, reader))
    runtime = {name for annotation in used for name in annotation.runtime} - {"Any"}
    runtime |= {item.base for item in enumerations} | ({"Model"} if models else set())
    foreign = {name for annotation in used for name in annotation.classes if places[name] != module}
    return ModelModule(
        name=module,
        title=titles.get(module, "Models that several resources have in common."),
        typing=("Any",) if any("Any" in annotation.runtime for annotation in used) else (),
        imports=(Imports("_models", import_order(runtime)), *class_imports(foreign, reader, places)),
        enumerations=tuple(enumerations),
        models=tuple(models),
    )


def class_imports(names: Iterable[str], reader: SchemaReader, places: Mapping[str, str]) -> tuple[Imports, ...]:
    """The imports of the classes of components, sorted as isort does."""
    by_module: dict[str, set[str]] = defaultdict(set)
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


def _model(name: str, schema: Json, reader: SchemaReader, style: str) -> tuple[Model, list[Annotation]]:
    properties, required = reader.properties.of_component(name)
    attributes = unique(properties, attribute, MODEL_RESERVED)
    fields, used = [], []
    for wire, inner in properties.items():
        annotation = reader.annotation(inner)
        used.append(annotation)
        needs_alias = ALIAS_STYLES[style](attributes[wire]) != wire
        fields.append(
            Field(
                name=attributes[wire],
                annotation=annotation.full if wire in required else annotation.optional,
                default="" if wire in required else "None",
                alias=string(wire) if needs_alias else "",
                docstring=docstring(_described(inner), _INDENT) if _described(inner) else "",
            )
        )
    text = str(schema.get("description") or f"`{name}` of the API.")
    return Model(reader.class_names[name], docstring(text, _INDENT), tuple(fields)), used


def _described(schema: Any) -> str:
    """What is known of a property and does not stand in its type."""
    if not isinstance(schema, Mapping):
        return ""
    notes = [str(schema.get("description", "")).strip()]
    if schema.get("x-extensible-enum"):
        notes.append("Known values: " + ", ".join(f"`{value}`" for value in schema["x-extensible-enum"]) + ".")
    if schema.get("format") == "byte":
        notes.append("Base64.")
    if schema.get("readOnly"):
        notes.append("Set by the server.")
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
