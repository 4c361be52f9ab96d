"""The table of all keys of the settings, made from the records that they are read into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from msgspec import inspect

from speclift.settings import Settings
from speclift.settings_files import PLACES


def settings_table() -> str:
    """A markdown table of each key, its meaning, its type and its default."""
    rows = [f"| `{key}` | {meaning} | {kind} | {default} |" for key, meaning, kind, default in keys()]
    return "\n".join(("| key | what it is | type | default |", "| --- | --- | --- | --- |", *rows))


def keys() -> Iterator[tuple[str, str, str, str]]:
    """(key with dots, meaning, type, default) of each setting; `[]` follows the name of a list of tables."""
    yield from _keys(Settings, "")


def _keys(record: type[msgspec.Struct], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    found = inspect.type_info(record)
    if not isinstance(found, inspect.StructType):
        raise TypeError(f"{record} is not a record")
    for field in found.fields:
        name = f"{prefix}{field.encode_name}"
        if field.name in PLACES:
            continue
        kind, meaning = _described(field.type)
        items = kind.item_type if isinstance(kind, inspect.VarTupleType) else None
        if isinstance(kind, inspect.StructType):
            yield from _keys(kind.cls, f"{name}.")
        elif isinstance(items, inspect.StructType):
            yield from _keys(items.cls, f"{name}[].")
        else:
            yield name, meaning, _named(kind), "none, it is required" if field.required else _default(field)


def _described(kind: inspect.Type) -> tuple[inspect.Type, str]:
    """A type without its metadata, and its description, empty where it has none."""
    meaning = ""
    while isinstance(kind, inspect.Metadata):
        meaning = meaning or str((kind.extra_json_schema or {}).get("description", ""))
        kind = kind.type
    return kind, meaning


def _default(field: inspect.Field) -> str:
    """The default of a key as JSON in backticks, or `nothing` for an empty one."""
    value: Any = field.default
    if value is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
        value = field.default_factory()
    if value is None or value in ("", (), {}, []):
        return "nothing"
    return f"`{msgspec.json.encode(value).decode()}`"


def _named(kind: inspect.Type) -> str:
    """A type in words: `list of strings`."""
    match kind:
        case inspect.Metadata(type=inner):
            return _named(inner)
        case inspect.StrType():
            return "string"
        case inspect.BoolType():
            return "boolean"
        case inspect.IntType():
            return "integer"
        case inspect.LiteralType(values=values):
            return ", ".join(f"`{value}`" for value in values)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"list of {_named(item)}s"
        case inspect.DictType(value_type=value):
            return f"table of {_named(value) if isinstance(value, inspect.LiteralType) else _named(value) + 's'}"
        case inspect.UnionType(types=types):
            return " or ".join(_named(each) for each in types if not isinstance(each, inspect.NoneType))
    return str(get_args(kind) or kind)
