"""Small types of arguments and values: what was not given, files, and values that travel as text."""

from __future__ import annotations

import datetime
import decimal
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, Annotated, Any, Final, TypeAlias, TypeGuard

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema, to_jsonable_python


class NotGiven(Enum):
    """The state of an argument that was not given, which is neither null nor a value."""

    NOT_GIVEN = "NOT_GIVEN"

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __bool__(self) -> bool:
        return False


NOT_GIVEN: Final = NotGiven.NOT_GIVEN

#: A list that travels as one string with commas: either that string, or its parts.
CommaSeparated: TypeAlias = str | Sequence[str]


def is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a list of others, and not a text."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is a map by name."""
    return isinstance(value, Mapping)


#: Something to upload: the bytes, the path of a file, an open binary file, or parts that come one by one.
Content: TypeAlias = bytes | os.PathLike[str] | IO[bytes] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart form, with what the form says of it.

    Args:
        content: What the part holds.
        filename: The name of the file; that of the path or the open file if None.
        media_type: The media type; guessed from the name of the file if None.
        headers: Further header fields of the part.
    """

    content: Content | str
    filename: str | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class _Anything:
    """Takes a file as it is: what can be read once must not be read before it is sent."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


File: TypeAlias = Annotated[Content | Part | str, _Anything()]


class _ReadDuration(datetime.timedelta):
    """A duration that remembers how the server wrote it."""

    text: str | float | None = None


class _ReadUuid(uuid.UUID):
    """An identifier that remembers how the server wrote it."""

    __slots__ = ("text",)
    text: str


class _Text:
    """Reads a value from its text, and writes what was read unchanged."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            self._read,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(self._write, when_used="json-unless-none"),
        )

    @staticmethod
    def _read(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Any:
        found = handler(value)
        if not isinstance(value, str | int | float):
            return found
        if isinstance(found, uuid.UUID) and isinstance(value, str):
            identifier = _ReadUuid(int=found.int)
            object.__setattr__(identifier, "text", value)
            return identifier
        if isinstance(found, datetime.timedelta):
            duration = _ReadDuration(found.days, found.seconds, found.microseconds)
            duration.text = value
            return duration
        return found

    def _write(self, value: Any) -> Any:
        text = getattr(value, "text", None)
        return to_jsonable_python(value) if text is None else text


class _Number(_Text):
    """Reads a decimal number from a text or a number, and writes it as it came; others as a text, or as a number."""

    def __init__(self, *, is_number: bool = False) -> None:
        self._is_number = is_number

    @staticmethod
    def _read(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Any:
        found = handler(value)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            read = _ReadDecimal(found)
            read.text = value
            return read
        return found

    def _write(self, value: Any) -> Any:
        if isinstance(value, _ReadDecimal) or not isinstance(value, decimal.Decimal):
            return super()._write(value)
        if not self._is_number:
            return str(value)
        return int(value) if value == value.to_integral_value() else float(value)


class _ReadDecimal(decimal.Decimal):
    """A decimal number that remembers how the server wrote it."""

    text: str | float | None = None


Decimal: TypeAlias = Annotated[decimal.Decimal, _Number()]
DecimalNumber: TypeAlias = Annotated[decimal.Decimal, _Number(is_number=True)]
Duration: TypeAlias = Annotated[datetime.timedelta, _Text()]
Uuid: TypeAlias = Annotated[uuid.UUID, _Text()]
