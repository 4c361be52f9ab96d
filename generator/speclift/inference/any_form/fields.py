"""Make properties from the fields of a table or list: a tree from nested fields and dotted names, each name once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import msgspec

from speclift.inference.any_form.printed import PrintedTypes, Typed
from speclift.inference.any_form.types import Types
from speclift.inference.any_form.values import FITTING_SHARE, fits
from speclift.model.describe import describe
from speclift.model.facts import Field, ListOf, Primitive, Printed, Unknown
from speclift.model.schema import (
    Anything,
    ArrayOf,
    Fact,
    MapOf,
    ObjectOf,
    Property,
    Ref,
    Scalar,
    Schema,
)

_DEEPEST = 24
_PART = re.compile(r"\[\]|\[\*\]|\[\d{1,9}\]|\[[^\[\]]{1,100}\]|\.?[^.\[\]]+")
_SAFE_PART = re.compile(r"[A-Za-z_$@*][\w$@*-]{0,199}|<[\w-]{1,60}>|\{[\w-]{1,60}\}")
_ITEM, _VALUE = "[]", "{}"


class _Node:
    """A field and those below it, by name; `[]` are the items of a list, `{}` the values of a map."""

    __slots__ = ("children", "fields")

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.children: dict[str, _Node] = {}


def properties_of(
    fields: Iterable[Field], printed: PrintedTypes, literal_keys: Collection[str] = ()
) -> tuple[Property, ...]:
    """The properties that fields describe.

    `a.b`, `a[].b`, `a.*.b` and `a[0][b]` are below `a`, unless `literal_keys`, the keys in samples, has the whole name.
    Of several fields with one name, the first counts, and the others fill in what it leaves open.
    """
    root = _Node()
    _grow(root, fields, literal_keys, 0)
    return _properties(root, printed, 0)


def merged(fields: Sequence[Field]) -> Field:
    """Fields of one name as one: the first counts, the others fill in what it lacks."""
    first = fields[0]
    for other in fields[1:]:
        first = msgspec.structs.replace(
            first,
            printed=_merged_types(first, other),
            description=first.description or other.description,
            location=first.location or other.location,
            values=first.values or other.values,
            has_more_values=first.has_more_values if first.values else other.has_more_values,
            example=first.example or other.example,
            is_read_only=first.is_read_only or other.is_read_only,
            is_write_only=first.is_write_only or other.is_write_only,
            is_deprecated=first.is_deprecated or other.is_deprecated,
            fields=first.fields or other.fields,
        )
    return first


def stated_fact(item: Field, typed: Typed) -> Fact:
    """What a field's row says about its type."""
    return Fact(f"stated as {describe(typed.schema)}", typed.rule, (item.place,))


def _merged_types(first: Field, other: Field) -> Printed:
    one, more = first.printed, other.printed
    is_vague = isinstance(one.type, Unknown) or (
        one.type in (Primitive("object"), Primitive("array")) and not isinstance(more.type, Unknown)
    )
    return msgspec.structs.replace(
        one,
        type=more.type if is_vague else one.type,
        is_nullable=one.is_nullable or more.is_nullable,
        is_required=more.is_required if one.is_required is None else one.is_required,
        default=more.default if one.default is None else one.default,
        limits=one.limits or more.limits,
    )


def _grow(node: _Node, fields: Iterable[Field], literal_keys: Collection[str], depth: int) -> None:
    for field in fields:
        target = node
        parts = _path(field.name, literal_keys)
        if len(parts) > 1 and parts[-1] == _ITEM and isinstance(field.printed.type, ListOf):
            # Forms write `ids[]` for a field of the type "array of strings"; this is one list, not two.
            parts.pop()
        for part in parts:
            target = target.children.setdefault(part, _Node())
        if target is node:
            continue
        target.fields.append(field)
        if depth < _DEEPEST:
            _grow(target, field.fields, literal_keys, depth + 1)


def _path(name: str, literal_keys: Collection[str]) -> list[str]:
    """The parts of a name, `[]` for the items of a list and `{}` for the values of a map."""
    name = name.strip()
    if not name:
        return []
    if name in literal_keys or not ("." in name or "[" in name):
        return [name]
    tokens = _PART.findall(name)
    if "".join(tokens) != name or len(tokens) > _DEEPEST:
        return [name]
    parts: list[str] = []
    for number, token in enumerate(tokens):
        inner = token[1:-1] if token.startswith("[") else token.removeprefix(".")
        is_last = number == len(tokens) - 1
        if token in ("[]", "[*]") or (inner.isdigit() and (token.startswith("[") or (number and not is_last))):
            parts.append(_ITEM)
        elif number and (inner == "*" or (inner[:1] in "<{" and inner[-1:] in ">}")):
            parts.append(_VALUE)
        elif _SAFE_PART.fullmatch(inner) and not (number == 0 and token[0] in "[."):
            parts.append(inner)
        else:
            return [name]
    # `@odata.type` and the like are whole names.
    return [name] if parts[0].startswith(("@", "$", "*")) else parts


def _properties(node: _Node, printed: PrintedTypes, depth: int) -> tuple[Property, ...]:
    return tuple(
        _property(name, child, printed, depth) for name, child in node.children.items() if name not in (_ITEM, _VALUE)
    )


def _property(name: str, node: _Node, printed: PrintedTypes, depth: int) -> Property:
    typed = _typed(node, printed, depth)
    if not node.fields:
        return Property(name, typed.schema, facts=())
    field = merged(node.fields)
    return Property(
        name=name,
        schema=typed.schema,
        description=field.description,
        is_nullable=field.printed.is_nullable,
        is_read_only=field.is_read_only,
        is_deprecated=field.is_deprecated,
        facts=(
            Fact("listed", "property-table", tuple(dict.fromkeys(item.place for item in node.fields))),
            stated_fact(field, typed),
        ),
        is_required=field.printed.is_required is True,
        is_write_only=field.is_write_only,
        default=field.printed.default,
        example=field.example,
    )


def _typed(node: _Node, printed: PrintedTypes, depth: int) -> Typed:
    """The type of a node: what its field states, with the fields below it."""
    stated = printed.of_field(merged(node.fields)) if node.fields else Typed(Anything(), "unknown")
    if not node.children or depth > _DEEPEST:
        return stated
    if _ITEM in node.children:
        items = _typed(node.children[_ITEM], printed, depth + 1)
        own = stated.schema.items if isinstance(stated.schema, ArrayOf) else Anything()
        return Typed(ArrayOf(_filled(own, items.schema)), "nested-fields")
    if _VALUE in node.children:
        values = _typed(node.children[_VALUE], printed, depth + 1)
        return Typed(MapOf(values.schema), "nested-fields")
    inner = ObjectOf(_properties(node, printed, depth + 1))
    schema = below(stated.schema, inner, printed.types)
    return stated if schema == stated.schema else Typed(schema, "nested-fields")


def below(stated: Schema, inner: ObjectOf, types: Types) -> Schema:
    """A stated type with the fields below it: those of the object that it is, or that its items or values are.

    A string or number has no fields: what is below it are its values.  A named type keeps its own fields, unless those
    below it are different ones.
    """
    match stated:
        case Scalar():
            return stated
        case Ref(name=name):
            keys = types.keys_of(name)
            is_same = not inner.properties or fits((item.name for item in inner.properties), keys) >= FITTING_SHARE
            return stated if keys and is_same else ObjectOf(inner.properties, name)
        case ArrayOf(items=items, limits=limits):
            return ArrayOf(below(items, inner, types), limits)
        case MapOf(values=values):
            return MapOf(below(values, inner, types))
        case _:
            return inner


def _filled(own: Schema, more: Schema) -> Schema:
    return more if isinstance(own, Anything) else own
