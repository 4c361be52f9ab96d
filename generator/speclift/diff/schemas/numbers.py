"""The limits of a schema as ranges: of numbers, and of the sizes of strings, arrays and objects."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

from speclift.diff.schemas.schema import BOUNDS, Schema

#: A limit as its order and its text: an exclusive limit sorts on the strict side of an inclusive one of its value.
Edge: TypeAlias = tuple[tuple[float, bool], str]

#: Keywords that limit values of only one type.
LIMITS_OF = {
    "string": ("minLength", "maxLength"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
    "array": ("minItems", "maxItems", "minContains", "maxContains"),
    "object": ("minProperties", "maxProperties"),
}
#: The inclusive limits: an exclusive one is compared under the name of the inclusive one.
NAMES = tuple(name for name in BOUNDS if not name.startswith("exclusive"))
_ALL = frozenset(NAMES)


def limits_for(types: frozenset[str]) -> frozenset[str]:
    """The limits that matter for values of these types; all of them where any type is allowed."""
    return frozenset(name for kind in types for name in LIMITS_OF.get(kind, ())) if types else _ALL


def inclusive(name: str) -> str:
    """The keyword of the inclusive limit: `minimum` for `exclusiveMinimum`."""
    return name if name in _ALL else name.removeprefix("exclusive").lower()


def common_types(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """The types that values of both have; none where both allow all."""
    if not old or not new:
        return old | new
    common = old & new
    if ("integer" in old and "number" in new) or ("number" in old and "integer" in new):
        common |= {"integer"}
    return common


def edge_of(schema: Schema, name: str, *, are_integers: bool) -> Edge | None:
    """The stricter one of the inclusive and the exclusive limit of this name; None where there is neither."""
    is_upper = BOUNDS[name]
    edges: list[Edge] = []
    for key in (name, f"exclusive{name[0].upper()}{name[1:]}"):
        if key in schema.bounds:
            value = schema.bounds[key]
            is_exclusive = key != name
            text = f"{key} {_written(value)}"
            if are_integers and math.isfinite(value):
                whole = math.floor(value) if is_upper else math.ceil(value)
                if is_exclusive and value == whole:
                    whole += -1 if is_upper else 1
                value, is_exclusive = whole, False
            edges.append(((value, is_exclusive != is_upper), text))
    return (min(edges) if is_upper else max(edges)) if edges else None


def leaves_as_much(wide: Schema, narrow: Schema, types: frozenset[str]) -> bool:
    """Whether the limits of `wide` allow all values of these types that those of `narrow` allow."""
    if not wide.bounds:
        return True
    are_integers = types == {"integer"}
    for name in limits_for(types):
        outer, inner = (edge_of(schema, name, are_integers=are_integers) for schema in (wide, narrow))
        if outer and (inner is None or (inner[0] > outer[0] if BOUNDS[name] else inner[0] < outer[0])):
            return False
    return True


def exclude_each_other(one: Schema, other: Schema, types: frozenset[str]) -> bool:
    """Whether the limits of two schemas have no value of these types in common."""
    are_integers = types == {"integer"}
    for lower, upper in _ranges(types):
        for first, second in ((one, other), (other, one)):
            low = edge_of(first, lower, are_integers=are_integers)
            high = edge_of(second, upper, are_integers=are_integers)
            if low and high and low[0][0] > high[0][0]:
                return True
            if low and high and low[0][0] == high[0][0] and (low[0][1] or not high[0][1]):
                return True
    return False


def is_multiple(value: float, of: float) -> bool:
    """Whether a number is a multiple of another one, up to errors of binary fractions."""
    quotient = value / of
    return math.isfinite(quotient) and abs(quotient - round(quotient)) < 1e-9


def _ranges(types: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The lower and the upper limits of a type, in pairs; none for several types: no limit excludes all values."""
    if len(types) == 1 or types == {"integer", "number"}:
        (kind, *_) = types
        names = LIMITS_OF.get(kind, ())
        yield from zip(names[::2], names[1::2], strict=True)


def _written(value: float) -> str:
    """A number as a document writes it, with all its digits."""
    return str(int(value)) if math.isfinite(value) and value == value // 1 and abs(value) < 1e16 else str(value)
