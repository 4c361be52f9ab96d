"""Values that travel as text: decimal numbers, durations, identifiers.  What was read is sent back as it came."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema, to_jsonable_python


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
