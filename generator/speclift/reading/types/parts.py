"""Composed types: alternatives, null within another type, the members of an enumeration, the target of a link."""

from __future__ import annotations

from speclift.model.facts import (
    Enumerated,
    ListOf,
    MapOf,
    Named,
    OneOf,
    Primitive,
    PrintedType,
    Unknown,
)
from speclift.reading.types.literals import type_of_values
from speclift.reading.words import types as words
from speclift.reading.words.types import plain


class Part:
    """A type that was read, whether null is one of its values, and whether more than a name shows that it is a type."""

    __slots__ = ("is_known", "is_nullable", "type")

    def __init__(self, type_: PrintedType, *, is_nullable: bool = False, is_known: bool = True) -> None:
        self.type = type_
        self.is_nullable = is_nullable
        self.is_known = is_known


def one_of(parts: list[Part]) -> Part:
    """Several alternatives as one type; null is not an alternative but makes the type nullable."""
    if len(parts) == 1:
        return parts[0]
    options: list[PrintedType] = []
    is_nullable = False
    for part in parts:
        is_nullable |= part.is_nullable or part.type == Primitive("null")
        inner = part.type.options if isinstance(part.type, OneOf) else (part.type,)
        options += [option for option in inner if option not in options and option != Primitive("null")]
    if any(option == Unknown("any") for option in options):
        return Part(Unknown("any"), is_nullable=is_nullable)
    if not options:
        return Part(Primitive("null"), is_nullable=True)
    is_known = any(part.is_known for part in parts)
    merged = options[0] if len(options) == 1 else OneOf(tuple(options))
    return Part(merged, is_nullable=is_nullable, is_known=is_known)


def with_null(part: Part) -> PrintedType:
    """A type for use within another: since only the outermost type is nullable, null is one of its alternatives."""
    if not part.is_nullable or part.type == Primitive("null") or isinstance(part.type, Unknown):
        return part.type
    inner = part.type.options if isinstance(part.type, OneOf) else (part.type,)
    return OneOf((*inner, Primitive("null")))


def enumerated(type_: PrintedType | None, values: tuple[str, ...]) -> PrintedType:
    """A type with these listed values; a type that cannot have listed values stays as it is."""
    if isinstance(type_, Primitive) and type_.type in ("string", "integer", "number"):
        return Enumerated(values, type_.type)
    if isinstance(type_, Primitive | Enumerated) and type_ != Primitive("object"):
        return type_ if isinstance(type_, Primitive) else Enumerated(values, type_of_values(values))
    return Enumerated(values, type_of_values(values)) if type_ is None else type_


def is_open(type_: PrintedType | None) -> bool:
    """Whether a type is an object, list or map that does not say what it holds."""
    return (
        type_ == Primitive("object")
        or (isinstance(type_, ListOf) and (isinstance(type_.items, Unknown) or type_.items == Primitive("object")))
        or (isinstance(type_, MapOf) and isinstance(type_.values, Unknown))
    )


def linked(type_: PrintedType, target: str) -> PrintedType:
    """The type of a link's label, with the link's target on the name in it."""
    if isinstance(type_, Named):
        return Named(type_.name, target)
    stem = stem_of(target)
    if isinstance(type_, ListOf):
        if not isinstance(type_.items, Unknown):
            return ListOf(linked(type_.items, target))
        return ListOf(_by_stem(stem, target))
    if isinstance(type_, MapOf):
        if not isinstance(type_.values, Unknown):
            return MapOf(linked(type_.values, target))
        return MapOf(_by_stem(stem, target))
    if (
        type_ == Primitive("object")
        and stem
        and not target.startswith(("http:", "https:"))
        and plain(stem) not in words.PRIMITIVES
    ):
        return Named(stem, target)
    return type_


def _by_stem(stem: str, target: str) -> PrintedType:
    key = plain(stem)
    if not stem or key in words.LISTS or key.removesuffix("s") in words.LISTS or key in words.MAPS:
        return Unknown()
    found = words.PRIMITIVES.get(key)
    return Primitive(*found) if found else Named(stem, target)


def stem_of(target: str) -> str:
    """The name at the end of a link's target: its fragment, or else the name of its file."""
    path, _, fragment = target.partition("#")
    if fragment:
        return fragment
    return path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or ("" if "." in path else path.rpartition("/")[2])
