"""What all models and enumerations have in common."""

from __future__ import annotations

import datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


def wire_name(attribute: str) -> str:
    """The name on the wire of an attribute that says nothing else."""
    return "".join(part[:1].upper() + part[1:] for part in attribute.split("_"))


class Model(BaseModel):
    """Base of all models.

    Attributes have Python names and travel under the API's own.  What was not given is not sent: `is_given` tells it
    from null.  Properties that this client does not know are kept in `model_extra` and sent back.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=wire_name,
        validate_by_name=True,
        validate_by_alias=True,
        extra="allow",
        defer_build=True,
        protected_namespaces=(),
    )

    def is_given(self, attribute: str) -> bool:
        """Whether the attribute was given at all, be it as null."""
        return attribute in self.model_fields_set

    def to_wire(self) -> dict[str, Any]:
        """What is sent: JSON values under the API's names, without what was not given."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class OpenStr(StrEnum):
    """An enumeration of strings to which a server may add: a value that is not listed becomes a member of its own."""

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
    """An enumeration of integers to which a server may add: a value that is not listed becomes a member of its own."""

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
    """A date and time that remembers how the server wrote it, so that it is sent back just so."""

    text: str | None = None


class _DateTimeText:
    """Reads RFC 3339 text, and writes what was read unchanged."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            cls._read,
            core_schema.datetime_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(cls._write, when_used="json-unless-none"),
        )

    @staticmethod
    def _read(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> datetime.datetime:
        found: datetime.datetime = handler(value)
        if not isinstance(value, str):
            return found
        read = _ReadDateTime.combine(found.date(), found.timetz())
        read.text = value
        return read

    @staticmethod
    def _write(value: datetime.datetime) -> str:
        return value.text if isinstance(value, _ReadDateTime) and value.text is not None else value.isoformat()


DateTime: TypeAlias = Annotated[datetime.datetime, _DateTimeText]
Date: TypeAlias = datetime.date
