"""Reads values: finds out which of several types one has, and reads responses that differ from the reference.

A value that fits its type gets it; one that does not is kept as received.  In strict mode, `unknown` looks for what
the reference does not have, and for what a response lacks.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, GetCoreSchemaHandler, TypeAdapter, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from ._models import PROBLEMS, PYTHON, Model, OpenInt, OpenStr, Problem, names_of, read_only, reader
from ._values import is_list, is_mapping

#: The types of JSON values that each scalar type accepts.
_SCALARS: dict[Any, tuple[type, ...]] = {bool: (bool,), int: (int,), float: (int, float), str: (str,)}


class UnknownVariant(Model):
    """A value whose tag the reference does not know. Its properties are attributes under their own names."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class Fits:
    """Reads a value of a union as the alternative that fits it best."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = get_args(source)

        def read(value: Any, inner: core_schema.ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
            return inner(value) if isinstance(value, BaseModel) else self.read(value, inner, members, info)

        return core_schema.with_info_wrap_validator_function(read, handler(source))

    def read(
        self,
        value: Any,
        inner: core_schema.ValidatorFunctionWrapHandler,
        members: tuple[Any, ...],
        info: ValidationInfo,
    ) -> Any:
        """The value as the alternative that fits it best.  Raises ValidationError where none does."""
        return _closest(value, members, inner, info)


class Tagged(Fits):
    """A union whose alternatives the value of a property distinguishes; `default` is for values without a known one."""

    def __init__(self, tag: str, types: Mapping[str, Any], default: Any = None) -> None:
        self.tag = tag
        self.types = types
        self.default = default

    def read(
        self,
        value: Any,
        inner: core_schema.ValidatorFunctionWrapHandler,
        members: tuple[Any, ...],
        info: ValidationInfo,
    ) -> Any:
        """The value as the alternative that its tag names; UnknownVariant where the reference does not know the tag."""
        tag = _tag_in(value, self.tag)
        if tag is not None and tag in self.types:
            return reader(self.types[tag]).validate_python(value, **names_of(info))
        if self.default is not None and is_mapping(value):
            return reader(self.default).validate_python(value, **names_of(info))
        if tag is not None:
            return UnknownVariant.model_validate(value, **names_of(info))
        known = tuple(member for member in members if member is not UnknownVariant)
        if is_mapping(value) and info.context is not PYTHON:
            # Without a tag, a response is of one of these types, although none may fit; a program may leave it out.
            return _closest(value, known, reader(known[0]).validate_python, info)
        return _closest(value, known, inner, info)


class Subtypes:
    """The subclasses of a model, which the value of a property distinguishes."""

    def __init__(self, tag: str, names: Mapping[str, str]) -> None:
        self.tag = tag
        self.names = names

    def of(self, kind: type[BaseModel], value: Any) -> type[BaseModel] | None:
        """The subclass that a value belongs to; None where it belongs to the class itself."""
        tag = _tag_in(value, self.tag)
        name = None if tag is None else self.names.get(tag)
        return next((found for found in _below(kind) if found.__name__ == name), None)


def _tag_in(value: Any, name: str) -> str | None:
    """The property of a value that distinguishes types, as a string; None where the value has none."""
    tag = value.get(name) if is_mapping(value) else None
    return str(tag) if isinstance(tag, str | int) and not isinstance(tag, bool) else None


def _below(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _closest(value: Any, members: tuple[Any, ...], other: Callable[[Any], Any], info: ValidationInfo) -> Any:
    """The value as the type that it fits best; what `other` makes of it where it fits none."""
    by_name = info.context is PYTHON
    likely = [(strange, member) for member in members if (strange := _strange(value, member, by_name)) is not None]
    for wanted in sorted({strange for strange, _ in likely}):
        # A type that knows fewer names is only tried if no other fits: nested types would be read again and again.
        best: tuple[tuple[int, int], Any] | None = None
        for strange, member in likely:
            if strange != wanted:
                continue
            try:
                found = reader(member).validate_python(value, **names_of(info))
            except ValueError:
                continue
            rank = _rank(found)
            if best is None or rank < best[0]:
                best = rank, found
        if best is not None:
            return best[1]
    return other(value)


def _strange(value: Any, kind: Any, by_name: bool) -> int | None:
    """How many names of a value a type does not know; None where the value cannot be of that type."""
    if not may_be(value, kind):
        return None
    if not is_mapping(value) or not isinstance(kind, type) or not issubclass(kind, BaseModel):
        # A map knows no names, so a class that knows all of them fits better.
        return int(get_origin(kind) is dict)
    known, required = _names(kind, by_name)
    if any(not names & value.keys() for names in required):
        return None
    return 0 if "__pydantic_extra__" in inspect.get_annotations(kind) else len(value.keys() - known)


@functools.lru_cache(maxsize=4096)
def _names(kind: type[BaseModel], by_name: bool) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """The names that a model knows, and those of each required property: wire names, with `by_name` Python ones too."""
    kind.model_rebuild()
    wires = {name: field.serialization_alias or name for name, field in kind.model_fields.items()}
    names = {name: frozenset({name, wire} if by_name else {wire}) for name, wire in wires.items()}
    needed = tuple(names[name] for name, field in kind.model_fields.items() if field.is_required())
    return frozenset(name for both in names.values() for name in both), needed


def may_be(value: Any, kind: Any) -> bool:
    """Whether a JSON value is of the kind that a type accepts: a string is not a number, nor a number a string."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    origin = get_origin(kind) or kind
    if origin is int and isinstance(value, float):
        # 1.0 is an integer (JSON Schema 2020-12, section 4.2.3).
        return value.is_integer()
    if origin in _SCALARS:
        return isinstance(value, _SCALARS[origin]) and (origin is bool or not isinstance(value, bool))
    if origin is list:
        return is_list(value)
    if origin is dict or (isinstance(origin, type) and issubclass(origin, BaseModel)):
        return is_mapping(value) or isinstance(value, BaseModel)
    return True


def _rank(found: Any) -> tuple[int, int]:
    """How badly a value fits its type: the number of unknown parts, and that of known parts as a negative."""
    if isinstance(found, UnknownVariant):
        return 1, 0
    if isinstance(found, OpenStr | OpenInt):
        return (0, -2) if found.is_known else (1, 0)
    if isinstance(found, BaseModel):
        extra = found.model_extra or {}
        declared = "__pydantic_extra__" in inspect.get_annotations(type(found))
        parts = [_rank(getattr(found, name)) for name in found.model_fields_set if name in type(found).model_fields]
        unknown = 0 if declared else len(extra)
        return unknown + sum(part[0] for part in parts), -len(parts) + sum(part[1] for part in parts)
    if is_list(found):
        parts = [_rank(item) for item in found]
        return sum(part[0] for part in parts), sum(part[1] for part in parts)
    if is_mapping(found):
        parts = [_rank(item) for item in found.values()]
        # A class that knows the properties fits better than a map that takes any.
        return 1 + sum(part[0] for part in parts), sum(part[1] for part in parts)
    return 0, 0


#: Types that only accept values of just this type, and how messages name them.
_EXPECTED = {int: "a valid integer", float: "a valid number", bool: "a valid boolean"}


class Lenient:
    """Reads one response and gathers its problems: what does not fit the reference.

    `is_other` says that it is not the documented value at all: something else is where the reference has a list or an
    object, as the response itself or a direct part of it, or no property in it is as the reference says.  Deeper
    differences are only problems.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_other = False

    def read(self, kind: Any, value: Any, path: tuple[str | int, ...] = ()) -> Any:
        """A value as a type, as far as it fits; what does not fit is kept as received."""
        kind, notes = _bare(kind)
        try:
            return _read(kind, notes, value)
        except ValidationError as error:
            message = str(error.errors(include_url=False, include_input=False, include_context=False)[0]["msg"])
        except ValueError as error:
            message = str(error)
        members = get_args(kind) if _is_union(kind) else ()
        if members:
            return self._union(members, notes, value, path, message)
        origin = get_origin(kind) or kind
        if isinstance(origin, type) and issubclass(origin, BaseModel):
            return self._model(origin, value, path, message)
        if origin is list and is_list(value):
            inner = (*get_args(kind), Any)[0]
            return [self.read(inner, item, (*path, index)) for index, item in enumerate(value)]
        if origin is dict and is_mapping(value):
            inner = (*get_args(kind), Any, Any)[1]
            return {key: self.read(inner, item, (*path, key)) for key, item in value.items()}
        self._note(path, message, value, is_other=origin in (list, dict) and _is_near(path))
        return value

    def _union(
        self, members: tuple[Any, ...], notes: tuple[Any, ...], value: Any, path: tuple[str | int, ...], message: str
    ) -> Any:
        """A value as the alternative with the fewest problems, and among those the one that knows most of it."""
        tagged = next((note for note in notes if isinstance(note, Tagged)), None)
        tag = _tag_in(value, tagged.tag) if tagged else None
        if tagged and tag is not None and tag in tagged.types:
            members = (tagged.types[tag],)
        best: tuple[Lenient, Any] | None = None
        best_rank = 0, (0, 0)
        for member in members:
            if member is UnknownVariant or member is type(None) or not may_be(value, member):
                continue
            attempt = Lenient()
            found = attempt.read(member, value, path)
            rank = len(attempt.problems), _rank(found)
            if best is None or rank < best_rank:
                best, best_rank = (attempt, found), rank
        if best is None:
            is_other = _is_other_part(path, value) and not any(_is_scalar(member) for member in members)
            self._note(path, message, value, is_other=is_other)
            return value
        self.problems += best[0].problems
        self.is_other = self.is_other or best[0].is_other
        return best[1]

    def _model(self, kind: type[BaseModel], value: Any, path: tuple[str | int, ...], message: str) -> Any:
        if not is_mapping(value):
            self._note(path, message, value, is_other=_is_other_part(path, value))
            return value
        subtypes = kind.__dict__.get("__subtypes__")
        kind = (subtypes.of(kind, value) or kind) if subtypes else kind
        kind.model_rebuild()
        before = len(self.problems)
        lacks = False
        given: dict[str, Any] = {}
        wires = {str(item.validation_alias or name): (name, item) for name, item in kind.model_fields.items()}
        bad = 0
        for wire, (name, item) in wires.items():
            if wire in value:
                at = len(self.problems)
                given[name] = self.read(_type_of(item), value[wire], (*path, wire))
                is_bad = any(problem.path == (*path, wire) for problem in self.problems[at:])
                bad += is_bad and not _is_near_to(item.annotation, value[wire])
            elif item.is_required():
                lacks = True
                self.problems.append(Problem((*path, wire), "it is missing"))
        extra = _extra_type(kind)
        more = {
            key: self.read(extra, inner, (*path, str(key))) for key, inner in value.items() if str(key) not in wires
        }
        if not path and given and bad == len(given) and (lacks or len(wires) > 1):
            # No property is as the reference says, so this is something else.
            self.is_other = True
        defaults = {
            name: None if item.is_required() else item.get_default(call_default_factory=True)
            for name, item in kind.model_fields.items()
        }
        found = kind.model_construct(_fields_set=set(given) | (set(more) - defaults.keys()), **{**defaults, **given})
        # Not as an argument, since an unknown property may have the name of an attribute.
        object.__setattr__(found, "__pydantic_extra__", more)
        own = tuple(
            Problem(problem.path[len(path) :], problem.message, problem.value) for problem in self.problems[before:]
        )
        if own and isinstance(found, Model):
            object.__setattr__(found, "__pydantic_private__", {PROBLEMS: own})
        return found

    def _note(self, path: tuple[str | int, ...], message: str, value: Any, *, is_other: bool) -> None:
        self.problems.append(Problem(path, message[:1].lower() + message[1:], value))
        self.is_other = self.is_other or is_other


def _read(kind: Any, notes: tuple[Any, ...], value: Any) -> Any:
    """A value as a type.  Raises ValueError where it does not fit; a string never fits a number."""
    if not _is_of(kind, value):
        words = [_EXPECTED[member] for member in (kind, *get_args(kind)) if member in _EXPECTED]
        raise ValueError(f"input should be {' or '.join(words) or 'of another type'}")
    if kind is int and isinstance(value, float):
        # It is an integer in JSON, such as 1.0.
        return _loose(kind).validate_python(value)
    return reader(Annotated[kind, *notes] if notes else kind).validate_python(value)


@functools.lru_cache(maxsize=16)
def _loose(kind: Any) -> TypeAdapter[Any]:
    """A reader that takes numbers and booleans from strings and other types, too."""
    return TypeAdapter(kind)


def _is_of(kind: Any, value: Any) -> bool:
    """Whether a value has numbers and booleans where a type requires them."""
    kind = _bare(kind)[0]
    if _is_union(kind):
        return any(_is_of(member, value) for member in get_args(kind) if member is not type(None)) or value is None
    inner = (*get_args(kind), Any)
    if get_origin(kind) is list and is_list(value):
        return all(_is_of(inner[0], item) for item in value)
    if get_origin(kind) is dict and is_mapping(value):
        return all(_is_of(inner[1], item) for item in value.values())
    return kind not in _EXPECTED or may_be(value, kind)


def _is_near_to(kind: Any, value: Any) -> bool:
    """Whether a value is a number or a boolean in another spelling, such as a string."""
    members = get_args(kind) if _is_union(kind) else (kind,)
    for member in members:
        if member in _EXPECTED and isinstance(value, str | int | float):
            try:
                _loose(member).validate_python(value)
            except ValidationError:
                continue
            return True
    return False


def _is_near(path: tuple[str | int, ...]) -> bool:
    """Whether a place is the response itself or a direct part of it."""
    return len(path) <= 1


def _is_other_part(path: tuple[str | int, ...], value: Any) -> bool:
    """Whether something else is where the reference has an object.

    Null in a part does not count, because documents often fail to say that they allow it.
    """
    return not path or (_is_near(path) and value is not None)


@functools.lru_cache(maxsize=1024)
def _extra_type(kind: type[BaseModel]) -> Any:
    """The type of the additional properties of a model."""
    annotations: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base is not BaseModel and "__pydantic_extra__" in inspect.get_annotations(base):
            annotations = get_type_hints(base, include_extras=True)
    return (*get_args(annotations.get("__pydantic_extra__")), Any, Any)[1]


def _type_of(field: FieldInfo) -> Any:
    """The type of a field, with the metadata of its annotation."""
    metadata = tuple(field.metadata)
    return Annotated[field.annotation, *metadata] if metadata else field.annotation


def _bare(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its annotations, and these annotations, the outermost last."""
    notes: tuple[Any, ...] = ()
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            notes = (*more, *notes)
        else:
            return kind, notes


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType)


def _is_scalar(kind: Any) -> bool:
    bare = _bare(kind)[0]
    origin = get_origin(bare) or bare
    return origin not in (list, dict, type(None)) and not (isinstance(origin, type) and issubclass(origin, BaseModel))


def unknown(value: Any, place: str = "") -> str:
    """The first difference between a response and the reference, as text; empty where there is none."""
    if isinstance(value, OpenStr | OpenInt):
        return "" if value.is_known else f"{place or 'the response'} has the value {value.value!r}"
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            if field.default_factory is read_only and name not in value.model_fields_set:
                return f"{place or 'the response'} lacks the property {name!r}"
        is_open = "__pydantic_extra__" in inspect.get_annotations(type(value))
        more = value.model_extra or {}
        for name in () if is_open else more:
            return f"{place or 'the response'} has the property {name!r}"
        given = {name: getattr(value, name) for name in value.model_fields_set & type(value).model_fields.keys()}
        children = [(f"{place}.{name}", item) for item_of in (given, more) for name, item in item_of.items()]
    elif is_list(value):
        children = [(f"{place}[{index}]", item) for index, item in enumerate(value)]
    elif is_mapping(value):
        children = [(f"{place}[{key!r}]", item) for key, item in value.items()]
    else:
        return ""
    return next((found for where, item in children if (found := unknown(item, where))), "")
