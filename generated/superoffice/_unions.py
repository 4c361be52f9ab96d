"""Values of one of several types: which one it is."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ._models import Model, OpenInt, OpenStr, reader
from ._types import is_list, is_mapping

#: The JSON values that each type of a scalar is for.
_SCALARS: dict[Any, tuple[type, ...]] = {bool: (bool,), int: (int,), float: (int, float), str: (str,)}


class UnknownVariant(Model):
    """A value whose tag the reference does not know. Its properties are attributes under their own names."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class Fits:
    """The alternative of a union that knows most of a value: it is read as each, and the closest one is taken."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = get_args(source)

        def read(value: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return inner(value) if isinstance(value, BaseModel) else self.read(value, inner, members)

        return core_schema.no_info_wrap_validator_function(read, handler(source))

    def read(self, value: Any, inner: core_schema.ValidatorFunctionWrapHandler, members: tuple[Any, ...]) -> Any:
        """The value as the alternative that fits it best.  Raises ValidationError where none does."""
        return closest(value, members, inner)


class Tagged(Fits):
    """A union whose alternatives are told apart by the value of a property; `default` is for values of no other."""

    def __init__(self, tag: str, types: Mapping[str, Any], default: Any = None) -> None:
        self.tag = tag
        self.types = types
        self.default = default

    def read(self, value: Any, inner: core_schema.ValidatorFunctionWrapHandler, members: tuple[Any, ...]) -> Any:
        """The value as the alternative that its tag names; UnknownVariant where the reference does not know the tag."""
        tag = value.get(self.tag) if is_mapping(value) else None
        if isinstance(tag, str) and tag in self.types:
            return reader(self.types[tag]).validate_python(value)
        if self.default is not None and is_mapping(value):
            return reader(self.default).validate_python(value)
        if isinstance(tag, str):
            return UnknownVariant.model_validate(value)
        return closest(value, tuple(member for member in members if member is not UnknownVariant), inner)


class Subtypes:
    """The subclasses of a model, told apart by the value of a property."""

    def __init__(self, tag: str, names: Mapping[str, str]) -> None:
        self.tag = tag
        self.names = names

    def of(self, kind: type[BaseModel], value: Any) -> type[BaseModel] | None:
        """The subclass that a value is of, None where it is of the class itself."""
        tag = value.get(self.tag) if is_mapping(value) else None
        name = self.names.get(tag) if isinstance(tag, str) else None
        return next((found for found in _below(kind) if found.__name__ == name), None)


def _below(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def closest(value: Any, members: tuple[Any, ...], inner: core_schema.ValidatorFunctionWrapHandler | None = None) -> Any:
    """The value as the type that it fits best.  Raises ValidationError where it fits none."""
    likely = [(strange, member) for member in members if (strange := _strange(value, member)) is not None]
    for wanted in sorted({strange for strange, _ in likely}):
        # What knows less of its names is not read at all: types that hold each other would be read again and again.
        best: tuple[tuple[int, int], Any] | None = None
        for strange, member in likely:
            if strange != wanted:
                continue
            try:
                found = reader(member).validate_python(value)
            except ValueError:
                continue
            rank = _rank(found)
            if best is None or rank < best[0]:
                best = rank, found
        if best is not None:
            return best[1]
    return inner(value) if inner else reader(members[0]).validate_python(value)


def _strange(value: Any, kind: Any) -> int | None:
    """How many names of a value a type does not know; None where the value is none of it."""
    if not may_be(value, kind):
        return None
    if not is_mapping(value) or not isinstance(kind, type) or not issubclass(kind, BaseModel):
        # A map knows no name: a class that knows all is closer.
        return int(get_origin(kind) is dict)
    known, required = _names(kind)
    if any(not names & value.keys() for names in required):
        return None
    return 0 if "__pydantic_extra__" in inspect.get_annotations(kind) else len(value.keys() - known)


@functools.lru_cache(maxsize=4096)
def _names(kind: type[BaseModel]) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """The names that a model knows, and those of each property that it needs, on the wire and in Python."""
    kind.model_rebuild()
    names = {name: frozenset({name, field.serialization_alias or name}) for name, field in kind.model_fields.items()}
    needed = tuple(names[name] for name, field in kind.model_fields.items() if field.is_required())
    return frozenset(name for both in names.values() for name in both), needed


def may_be(value: Any, kind: Any) -> bool:
    """Whether a JSON value is of the kind that a type is for: no text is a number, and no number a text."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    origin = get_origin(kind) or kind
    if origin is int and isinstance(value, float):
        # To JSON, 1.0 is a whole number (JSON Schema 2020-12, section 4.2.3).
        return value.is_integer()
    if origin in _SCALARS:
        return isinstance(value, _SCALARS[origin]) and (origin is bool or not isinstance(value, bool))
    if origin is list:
        return is_list(value)
    if origin is dict or (isinstance(origin, type) and issubclass(origin, BaseModel)):
        return is_mapping(value) or isinstance(value, BaseModel)
    return True


def _rank(found: Any) -> tuple[int, int]:
    """How far a value that was read is from what came: what is not known of it, and what is, counted negatively."""
    if isinstance(found, UnknownVariant):
        return 1, 0
    if isinstance(found, OpenStr | OpenInt):
        return (0, -2) if found.is_known else (1, 0)
    if isinstance(found, BaseModel):
        extra = found.model_extra or {}
        declared = "__pydantic_extra__" in inspect.get_annotations(type(found))
        parts = [_rank(getattr(found, name)) for name in found.model_fields_set if name not in extra]
        unknown = 0 if declared else len(extra)
        return unknown + sum(part[0] for part in parts), -len(parts) + sum(part[1] for part in parts)
    if is_list(found):
        parts = [_rank(item) for item in found]
        return sum(part[0] for part in parts), sum(part[1] for part in parts)
    if is_mapping(found):
        parts = [_rank(item) for item in found.values()]
        # A class that knows the properties is closer than a map that takes any.
        return 1 + sum(part[0] for part in parts), sum(part[1] for part in parts)
    return 0, 0
