"""Answers that are not quite as the reference says: what fits is typed, what does not is kept as it came.

The strict switch looks for what the reference does not know, or an answer lacks.
"""

from __future__ import annotations

import functools
import inspect
import types
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from ._models import PROBLEMS, Model, OpenInt, OpenStr, Problem, read_only, reader
from ._types import is_list, is_mapping
from ._unions import Tagged, UnknownVariant, may_be

#: Types that are read from just these values, and what messages call them.
_SCALARS = {int: "a valid integer", float: "a valid number", bool: "a valid boolean"}


class Lenient:
    """Reads one answer and gathers what does not fit.

    `is_other` says that it is not the documented thing at all: something else came where a list or an object is
    promised, as the answer itself or as a part of it, or no property that came with it is as the reference says.
    What lies deeper is one wrong field among others, and never costs the answer.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_other = False

    def read(self, kind: Any, value: Any, path: tuple[str | int, ...] = ()) -> Any:
        """A value as a type, as far as it is one."""
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
        """A value as the alternative that it has the fewest problems as."""
        tagged = next((note for note in notes if isinstance(note, Tagged)), None)
        tag = value.get(tagged.tag) if tagged and is_mapping(value) else None
        if tagged and isinstance(tag, str) and tag in tagged.types:
            members = (tagged.types[tag],)
        best: tuple[Lenient, Any] | None = None
        for member in members:
            if member is UnknownVariant or member is type(None) or not may_be(value, member):
                continue
            attempt = Lenient()
            found = attempt.read(member, value, path)
            if best is None or len(attempt.problems) < len(best[0].problems):
                best = attempt, found
        if best is None:
            is_other = _is_near(path) and not any(_is_scalar(member) for member in members)
            self._note(path, message, value, is_other=is_other)
            return value
        self.problems += best[0].problems
        self.is_other = self.is_other or best[0].is_other
        return best[1]

    def _model(self, kind: type[BaseModel], value: Any, path: tuple[str | int, ...], message: str) -> Any:
        if not is_mapping(value):
            # Null for an object that is not there is what documents get wrong most often.
            self._note(path, message, value, is_other=not path or (_is_near(path) and value is not None))
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
                bad += len(self.problems) > at and not _is_near_to(item.annotation, value[wire])
            elif item.is_required():
                lacks = True
                self.problems.append(Problem((*path, wire), "it is missing"))
        extra = _extra_type(kind)
        more = {
            key: self.read(extra, inner, (*path, str(key))) for key, inner in value.items() if str(key) not in wires
        }
        if not path and given and bad == len(given) and (lacks or len(wires) > 1):
            # Nothing that the reference has is as it says: this is something else.
            self.is_other = True
        defaults = {
            name: None if item.is_required() else item.get_default() for name, item in kind.model_fields.items()
        }
        found = kind.model_construct(_fields_set=set(given) | set(more), **{**defaults, **given, **more})
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
    """A value as a type.  Raises ValueError where it is none; a text that looks like a number is no number."""
    if not _is_of(kind, value):
        words = [_SCALARS[member] for member in (kind, *get_args(kind)) if member in _SCALARS]
        raise ValueError(f"input should be {' or '.join(words) or 'of another type'}")
    if kind is int and isinstance(value, float):
        # It is a whole number as JSON has them.
        return _loose(kind).validate_python(value)
    return reader(Annotated[kind, *notes] if notes else kind).validate_python(value)


@functools.lru_cache(maxsize=16)
def _loose(kind: Any) -> TypeAdapter[Any]:
    """What reads a number or a boolean from all that says the same."""
    return TypeAdapter(kind)


def _is_of(kind: Any, value: Any) -> bool:
    """Whether numbers and booleans in a value stand where a type has just these."""
    kind = _bare(kind)[0]
    if _is_union(kind):
        return any(_is_of(member, value) for member in get_args(kind) if member is not type(None)) or value is None
    inner = (*get_args(kind), Any)
    if get_origin(kind) is list and is_list(value):
        return all(_is_of(inner[0], item) for item in value)
    if get_origin(kind) is dict and is_mapping(value):
        return all(_is_of(inner[1], item) for item in value.values())
    return kind not in _SCALARS or may_be(value, kind)


def _is_near_to(kind: Any, value: Any) -> bool:
    """Whether a value says in another way what a number or a boolean would say."""
    members = get_args(kind) if _is_union(kind) else (kind,)
    for member in members:
        if member in _SCALARS and isinstance(value, str | int | float):
            try:
                _loose(member).validate_python(value)
            except ValidationError:
                continue
            return True
    return False


def _is_near(path: tuple[str | int, ...]) -> bool:
    """Whether a place is the answer itself or a part of it, and not a part of a part."""
    return len(path) <= 1


@functools.lru_cache(maxsize=1024)
def _extra_type(kind: type[BaseModel]) -> Any:
    """The type of the further properties of a model."""
    annotations: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base is not BaseModel and "__pydantic_extra__" in inspect.get_annotations(base):
            annotations = get_type_hints(base, include_extras=True)
    return (*get_args(annotations.get("__pydantic_extra__")), Any, Any)[1]


def _type_of(field: FieldInfo) -> Any:
    """The type of a field with what its annotation says besides."""
    metadata = tuple(field.metadata)
    return Annotated[field.annotation, *metadata] if metadata else field.annotation


def _bare(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type and its annotations; an alias counts as the type that it stands for."""
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
    """The first place in an answer that is not as the reference says, empty where all of it is."""
    if isinstance(value, OpenStr | OpenInt):
        return "" if value.is_known else f"{place or 'the answer'} has the value {value.value!r}"
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            if field.default_factory is read_only and name not in value.model_fields_set:
                return f"{place or 'the answer'} lacks the property {name!r}"
        is_open = "__pydantic_extra__" in inspect.get_annotations(type(value))
        for name in () if is_open else value.model_extra or ():
            return f"{place or 'the answer'} has the property {name!r}"
        children = [(f"{place}.{name}", getattr(value, name)) for name in value.model_fields_set]
    elif is_list(value):
        children = [(f"{place}[{index}]", item) for index, item in enumerate(value)]
    elif is_mapping(value):
        children = [(f"{place}[{key!r}]", item) for key, item in value.items()]
    else:
        return ""
    return next((found for where, item in children if (found := unknown(item, where))), "")
