"""The base classes of models and enumerations."""

from __future__ import annotations

import contextlib
import datetime
import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Final, Self, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    SerializationInfo,
    TypeAdapter,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticSerializationUnexpectedValue, core_schema


def wire_name(attribute: str) -> str:
    """The wire name of an attribute that has no alias."""
    return "".join(part[:1].upper() + part[1:] for part in attribute.split("_"))


#: The default of a property that is required in requests and never in responses.
WRITE_ONLY: Any = None

#: The private attribute that holds the problems of a model.
PROBLEMS = "_problems"

#: The context of values that a program gives: they may use the names of attributes besides those of the API.
PYTHON: Final = object()


def names_of(info: ValidationInfo) -> dict[str, Any]:
    """The arguments that make a part of a value accept the same names as the whole."""
    return {"context": info.context, "by_name": info.context is PYTHON}


def read_only() -> Any:
    """The default of a property that the server sets: required in responses, and not in requests."""
    return None


class Model(BaseModel):
    """Base of all models.

    Attributes have Python names and are sent under the names of the API.  Properties that were not given are not sent;
    `is_given` distinguishes them from null.  Properties that this client does not know are kept in `model_extra` and
    sent back, even if they have the name of an attribute.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=wire_name,
        extra="allow",
        defer_build=True,
        protected_namespaces=(),
    )

    def __init__(self, /, **data: Any) -> None:
        """A model with values by the names of its attributes, or by those of the API."""
        self.__pydantic_validator__.validate_python(data, self_instance=self, by_name=True, context=PYTHON)

    # Otherwise pydantic would call it for each value that is read, too.
    __init__.__dict__["__pydantic_base_init__"] = True

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the class; a class with subclasses reads each value as the subclass that it belongs to."""
        found = handler(source)
        model = handler.resolve_ref_schema(found)
        _mark_scalars(model, handler.resolve_ref_schema)
        _keep_namesakes(model)
        return _family(cls, found) if "__subtypes__" in cls.__dict__ else found

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The differences from the reference that were found when this was read, in it and all its parts."""
        found: tuple[Problem, ...] = (self.__pydantic_private__ or {}).get(PROBLEMS, ())
        return found

    def is_given(self, attribute: str) -> bool:
        """Whether the attribute was given, even as null."""
        return attribute in self.model_fields_set

    def to_wire(self) -> dict[str, Any]:
        """The JSON data that is sent: given values under the names of the API."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)


def _integer(value: Any) -> int:
    if type(value) is bool or not isinstance(value, int):
        raise PydanticSerializationUnexpectedValue("another type")
    return value


def _number(value: Any) -> float:
    if type(value) is bool or not isinstance(value, int | float):
        raise PydanticSerializationUnexpectedValue("another type")
    return value


#: How numbers are written: as whatever was kept in their place; in a union, where that would take the values of the
#: other types, only as numbers.
_AS_IT_IS = core_schema.simple_ser_schema("any")
_AS_INTEGER = core_schema.plain_serializer_function_ser_schema(_integer, when_used="json-unless-none")
_AS_NUMBER = core_schema.plain_serializer_function_ser_schema(_number, when_used="json-unless-none")

#: The key in the metadata of the schema of a recursive type whose scalars are marked.
_MARKED = "speclift_marked"

#: Finds the schema that a reference leads to.
Resolve: TypeAlias = Callable[[Any], CoreSchema]


def _mark_scalars(schema: Any, resolve: Resolve, *, is_choice: bool = False) -> None:
    """Accept only numbers as numbers, and booleans as booleans: a string that looks like one is kept as received.

    An integer stays one where any number is allowed, so that it is sent back as received.
    """
    kind = schema["type"]
    if kind == "float" and not schema.get("strict"):
        # In this order, reading floats is as fast as without the union.
        numbers: Any = [core_schema.float_schema(strict=True), core_schema.int_schema(strict=True)]
        written = _AS_NUMBER if is_choice else _AS_IT_IS
        schema.update(core_schema.union_schema(numbers, custom_error_type="float_type", serialization=written))
        return
    if kind in ("enum", "literal"):
        _check_first(schema)
        return
    if kind in ("int", "bool"):
        schema["strict"] = True
    if kind == "int":
        # The serializer of integers would write a boolean that was kept as 1.
        schema.setdefault("serialization", _AS_INTEGER if is_choice else _AS_IT_IS)
    if kind == "definition-ref":
        # A recursive type, unless it is a class, or one that is not complete yet: that is marked when it is.
        with contextlib.suppress(LookupError):
            target: Any = resolve(schema)
            if target["type"] != "model" and _MARKED not in target.setdefault("metadata", {}):
                target["metadata"][_MARKED] = True
                _mark_scalars(target, resolve, is_choice=True)
        return
    inner = [schema.get(key) for key in ("schema", "items_schema", "values_schema", "extras_schema")]
    inner += (schema.get("fields") or {}).values() if kind == "model-fields" else ()
    inner += [choice[0] if isinstance(choice, tuple) else choice for choice in schema.get("choices") or ()]
    for part in inner:
        if part is not None and part["type"] != "model":
            _mark_scalars(part, resolve, is_choice=is_choice or kind == "union")


def _check_first(schema: Any) -> None:
    """Let integers and booleans of an enumeration or constant not stand for each other, as they are equal in Python."""
    check: CoreSchema
    values = schema["members"] if schema["type"] == "enum" else schema["expected"]
    kinds = {bool if type(value) is bool else int if isinstance(value, int) else None for value in values}
    if kinds == {int}:
        # Where 1 is listed, 1.0 is the same number in JSON.
        numbers: Any = [core_schema.int_schema(strict=True), core_schema.float_schema(strict=True)]
        check = core_schema.union_schema(numbers, mode="left_to_right", custom_error_type="int_type")
    elif kinds == {bool}:
        check = core_schema.bool_schema(strict=True)
    else:
        return
    inner: Any = {key: value for key, value in schema.items() if key != "ref"}
    ref = schema.get("ref")
    schema.clear()
    schema.update(core_schema.chain_schema([check, inner], ref=ref))


class _Namesake(str):
    """The name of an unknown property that an attribute has too; it equals no string, so that neither is lost."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


def _keep_namesakes(schema: Any) -> None:
    """Keep unknown properties of a model that have the name of an attribute apart from the attributes."""
    fields = schema["schema"]
    if fields["type"] != "model-fields":
        # This was already done when the class was built.
        return
    attributes = frozenset(name for name, field in fields["fields"].items() if field.get("validation_alias") != name)

    def name_of(key: str) -> str:
        return _Namesake(key) if key in attributes else key

    if attributes:
        fields["extras_keys_schema"] = core_schema.no_info_plain_validator_function(name_of)
        schema["schema"] = core_schema.no_info_after_validator_function(_with_namesakes, fields)


def _with_namesakes(found: tuple[Any, dict[str, Any], set[str]]) -> Any:
    """The attributes, the unknown properties under their own names, and the names of given values."""
    attributes, unknown, given = found
    if unknown and any(type(name) is _Namesake for name in unknown):
        given = {name for name in given if type(name) is not _Namesake}
        return attributes, {str(name): value for name, value in unknown.items()}, given
    return found


class _Marked:
    """Makes a type that is read by itself as strict about scalars as models are."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        found = handler(source)
        _mark_scalars(found, handler.resolve_ref_schema)
        return found


@functools.lru_cache(maxsize=4096)
def reader(kind: Any) -> TypeAdapter[Any]:
    """The reader and writer of a type."""
    marked: Any = Annotated[kind, _Marked]
    return TypeAdapter(marked)


def _family(cls: type[Model], schema: CoreSchema) -> CoreSchema:
    subtypes: Any = cls.__dict__["__subtypes__"]

    def read(value: Any, handler: core_schema.ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        kind = subtypes.of(cls, value)
        return handler(value) if kind is None else kind.model_validate(value, **names_of(info))

    def write(value: Any, handler: core_schema.SerializerFunctionWrapHandler, info: SerializationInfo) -> Any:
        if type(value) is cls or not isinstance(value, Model):
            return handler(value)
        return value.model_dump(
            mode=info.mode, by_alias=info.by_alias, exclude_unset=info.exclude_unset, warnings=False
        )

    # References to the class lead to this schema, not to the inner one.
    plain: Any = {key: value for key, value in schema.items() if key != "ref"}
    serialization = core_schema.wrap_serializer_function_ser_schema(write, info_arg=True, schema=plain)
    ref: Any = schema.get("ref")
    return core_schema.with_info_wrap_validator_function(read, plain, ref=ref, serialization=serialization)


@dataclass(frozen=True, slots=True)
class Problem:
    """A place in a response that differs from the reference.

    Attributes:
        path: The path to it: wire names and indexes, from the outside in.
        message: What is wrong with it.
        value: The value that was received there.
    """

    path: tuple[str | int, ...]
    message: str
    value: Any = None

    def __str__(self) -> str:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).lstrip(".")
        return f"{place or 'the response'}: {self.message}"


class OpenStr(StrEnum):
    """An enumeration of strings to which a server may add: a value that is not listed becomes a new member."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether the API's reference lists this value."""
        return self.value in type(self)._value2member_map_


class OpenInt(IntEnum):
    """An enumeration of integers to which a server may add: a value that is not listed becomes a new member."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = str(value)
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether the API's reference lists this value."""
        return self.value in type(self)._value2member_map_


class _ReadDateTime(datetime.datetime):
    """A date and time that remembers how the server wrote it, so that it is sent back unchanged."""

    text: str | float | None = None

    def __repr__(self) -> str:
        return repr(datetime.datetime.combine(self.date(), self.timetz()))


class _DateTimeText:
    """Reads RFC 3339 text, or a number of seconds since 1970, and writes it as the server wrote it."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            cls._read,
            core_schema.datetime_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(cls._write, when_used="json-unless-none"),
        )

    @staticmethod
    def _read(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> datetime.datetime:
        if isinstance(value, str) and value[4:5] != "-":
            # Digits are not a date and time (RFC 3339, section 5.6); pydantic would take them for seconds.
            raise ValueError("input should be a date and time")
        found: datetime.datetime = handler(value)
        if not isinstance(value, str | int | float):
            return found
        read = _ReadDateTime.combine(found.date(), found.timetz())
        read.text = value
        return read

    @staticmethod
    def _write(value: Any) -> Any:
        if isinstance(value, _ReadDateTime) and value.text is not None:
            return value.text
        if isinstance(value, datetime.datetime):
            return value.isoformat()
        # A received value that is not a date and time is sent back unchanged, and another one of a union by its type.
        raise PydanticSerializationUnexpectedValue("another type")


def _no_time(value: Any) -> Any:
    """The value, if it can be a date; pydantic would accept a number or a time at midnight, but write another value.

    Raises ValueError for these.
    """
    if isinstance(value, int | float) or (isinstance(value, str) and len(value) != len("2026-01-31")):
        raise ValueError("input should be a date without a time")
    return value


DateTime: TypeAlias = Annotated[datetime.datetime, _DateTimeText]
Date: TypeAlias = Annotated[datetime.date, BeforeValidator(_no_time)]
