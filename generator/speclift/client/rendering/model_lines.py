"""The lines of models: attributes, enumerations, unions, and what distinguishes subclasses."""

from __future__ import annotations

from typing import Any

from speclift.client.imports import READ_ONLY
from speclift.client.literals import WIDTH, docstring, string
from speclift.client.records import Field, Model, ModelModule, Union
from speclift.client.schemas.layout import assigned, attribute, attribute_made, fitted


def module_lines(module: ModelModule) -> dict[str, Any]:
    """The values that the template of a module of models gets."""
    return {
        "docstring": docstring(module.title, 0),
        "typing": module.typing,
        "is_recursive": any(union.is_recursive for union in module.unions),
        "unions": [_union(union) for union in module.unions],
        "abstract": module.abstract,
        "inputs": [item.source for item in module.inputs],
        "has_aliases": any(
            field.alias or field.default == READ_ONLY for model in module.models for field in model.fields
        ),
        "imports": module.imports,
        "has_classes": bool(module.enumerations or module.models),
        "enumerations": [
            {
                "name": item.name,
                "base": item.base,
                "docstring": item.docstring,
                "members": [
                    {"source": assigned(member.name, member.value, 4), "docstring": member.docstring}
                    for member in item.members
                ],
            }
            for item in module.enumerations
        ],
        "models": [
            {
                "name": model.name,
                "base": model.base,
                "docstring": model.docstring,
                "extra": model.extra,
                "subtypes": _subtypes(model),
                "fields": [{"source": _field(field), "docstring": field.docstring} for field in model.fields],
            }
            for model in module.models
        ],
    }


def _field(field: Field) -> str:
    """The line of an attribute.  Type checkers take `alias` for the name of the argument, so two others say it."""
    note = "  # type: ignore[assignment, unused-ignore]" if field.clashes else ""
    note += "  # pyright: ignore[reportIncompatibleVariableOverride]" if field.narrows else ""
    if not field.alias and field.default != READ_ONLY:
        return _noted(attribute(field.name, field.annotation, field.default, 4), note)
    arguments = [f"validation_alias={field.alias}", f"serialization_alias={field.alias}"] if field.alias else []
    if field.default:
        # As a keyword: type checkers do not see a positional default.
        arguments.insert(0, f"{'default_factory' if field.default == READ_ONLY else 'default'}={field.default}")
    return _noted(attribute_made(field.name, field.annotation, "Field", arguments, 4), note)


def _noted(source: str, note: str) -> str:
    """A statement with a note for type checkers, which look for it where the statement begins."""
    first, line_end, rest = source.partition("\n")
    return f"{first}{note}{line_end}{rest}"


def _subtypes(model: Model) -> str:
    """The line that says which subclass a value is read as."""
    if not model.tag:
        return ""
    names = [f'{tag}: "{name}"' for tag, name in model.subtypes]
    return fitted("__subtypes__: ClassVar[Subtypes] = Subtypes(", [model.tag, fitted("{", names, "}", 8)], ")", 4)


def _union(union: Union) -> dict[str, str]:
    """A named union: the statement that defines it, and its docstring."""
    indent = 0 if len(union.members) == 1 else 4
    if union.is_recursive:
        # A string is evaluated when everything that it names is defined.
        return {"source": _recursive(union), "docstring": union.docstring}
    members = " | ".join(union.members)
    if indent + len(members) + 1 > WIDTH:
        members = f"\n{' ' * indent}| ".join(union.members)
    if len(union.members) == 1:
        return {"source": assigned(f"{union.name}: TypeAlias", members, 0), "docstring": union.docstring}
    source = fitted(f"{union.name}: TypeAlias = Annotated[", [members, _distinction(union, 4)], "]", 0)
    return {"source": source, "docstring": union.docstring}


def _recursive(union: Union) -> str:
    members = " | ".join(union.members)
    source = f"Annotated[{members}, {_distinction(union, -(10**6))}]" if len(union.members) > 1 else members
    return fitted(f"{union.name} = TypeAliasType(", [f'"{union.name}"', string(source)], ")", 0)


def _distinction(union: Union, indent: int) -> str:
    if not union.tag:
        return "Fits()"
    tags = fitted("{", [f"{tag}: {name}" for tag, name in union.tags], "}", indent + 4)
    return fitted("Tagged(", [union.tag, tags, *([union.default] if union.default else [])], ")", indent)
