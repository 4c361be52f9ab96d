"""Values of arguments: those not given, files, values that are sent as text, and how each is written.

Parameters and form fields have styles (OpenAPI 3.1.1, section 4.8.12.3; RFC 6570).
"""

from __future__ import annotations

import base64
import datetime
import decimal
import functools
import json
import os
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import IO, Annotated, Any, Final, TypeAlias, TypeGuard
from urllib.parse import quote, unquote

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import (
    CoreSchema,
    PydanticSerializationUnexpectedValue,
    core_schema,
    to_json,
    to_jsonable_python,
)


class NotGiven(Enum):
    """The type of NOT_GIVEN, which stands for an argument that was not given: neither null nor a value."""

    NOT_GIVEN = "NOT_GIVEN"

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __bool__(self) -> bool:
        return False


NOT_GIVEN: Final = NotGiven.NOT_GIVEN

#: A list that is sent as one string with commas: either that string, or its items.
CommaSeparated: TypeAlias = str | Sequence[str]


def is_list(value: Any) -> TypeGuard[Collection[Any]]:
    """Whether a value is a list, or a set or view that stands for one, and not a string."""
    return isinstance(value, Sequence | AbstractSet | ValuesView) and not isinstance(value, str | bytes)


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is a map by name."""
    return isinstance(value, Mapping)


#: The content of an upload: bytes, the path of a file, an open binary file, or an iterator of chunks.
Content: TypeAlias = bytes | os.PathLike[str] | IO[bytes] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart form, with its headers.

    Args:
        content: What the part holds.
        filename: The name of the file; that of the path or the open file if None.
        media_type: The media type; guessed from the name of the file if None.
        headers: Further headers of the part.
    """

    content: Content | str
    filename: str | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class _Anything:
    """Accepts a file unread: a stream that can be read only once must not be read before it is sent."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


#: A file's name and content, perhaps with its media type: a tuple as httpx and requests take it.
Named: TypeAlias = tuple[str, Content] | tuple[str, Content, str]

File: TypeAlias = Annotated[Content | Part | Named | str, _Anything()]


class _ReadDuration(datetime.timedelta):
    """A duration that remembers how the server wrote it."""

    text: str | float | None = None

    def __repr__(self) -> str:
        return repr(datetime.timedelta(self.days, self.seconds, self.microseconds))


class _ReadUuid(uuid.UUID):
    """An identifier that remembers how the server wrote it."""

    __slots__ = ("text",)
    text: str

    def __repr__(self) -> str:
        return f"UUID({str(self)!r})"


class _Text:
    """Reads a value from text, and writes it as the server wrote it; other values of a union are left to their types."""

    kinds: tuple[type, ...] = (datetime.timedelta, uuid.UUID)

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
        if not isinstance(value, self.kinds):
            raise PydanticSerializationUnexpectedValue("another type")
        text = getattr(value, "text", None)
        return to_jsonable_python(value) if text is None else text


class _Number(_Text):
    """Reads a decimal from a string or number, and writes it as received; any other decimal as either."""

    kinds = (decimal.Decimal,)

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


class EncodedBytes(bytes):
    """Bytes that are sent as text, and remember how the server wrote that text."""

    text: str = ""


class _Encoded:
    """Reads bytes from Base64 (RFC 4648) in either alphabet, and writes them as the server wrote them.

    A string that is not Base64 is kept as received: `contentEncoding` does not restrict values (JSON Schema 2020-12,
    section 8.2).
    """

    def __init__(self, *, is_url: bool = False) -> None:
        self._encode = base64.urlsafe_b64encode if is_url else base64.b64encode

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        kinds: Any = [core_schema.str_schema(strict=True), core_schema.bytes_schema(strict=True)]
        return core_schema.no_info_after_validator_function(
            self._read,
            core_schema.union_schema(kinds, mode="left_to_right", custom_error_type="string_type"),
            serialization=core_schema.plain_serializer_function_ser_schema(self._write, when_used="json-unless-none"),
        )

    def _read(self, value: str | bytes) -> str | EncodedBytes:
        if isinstance(value, EncodedBytes):
            return value
        text = value if isinstance(value, str) else self._encode(value).decode("ascii")
        plain_text = "".join(text.split()).rstrip("=").translate(_PLAIN_ALPHABET)
        try:
            found = EncodedBytes(base64.b64decode(plain_text + "=" * (-len(plain_text) % 4), validate=True))
        except ValueError:
            return text
        found.text = text
        return found

    def _write(self, value: Any) -> Any:
        if isinstance(value, EncodedBytes):
            return value.text
        if isinstance(value, bytes):
            return self._encode(value).decode("ascii")
        raise PydanticSerializationUnexpectedValue("another type")


#: Translates the URL-safe alphabet to the standard one.
_PLAIN_ALPHABET = str.maketrans("-_", "+/")

Base64: TypeAlias = Annotated[bytes, _Encoded()]
Base64Url: TypeAlias = Annotated[bytes, _Encoded(is_url=True)]
Decimal: TypeAlias = Annotated[decimal.Decimal, _Number()]
DecimalNumber: TypeAlias = Annotated[decimal.Decimal, _Number(is_number=True)]
Duration: TypeAlias = Annotated[datetime.timedelta, _Text()]
Uuid: TypeAlias = Annotated[uuid.UUID, _Text()]


#: Characters that a query keeps where the document allows reserved characters (RFC 3986, section 2.2); `#` would
#: end the query.
_RESERVED = ":/?[]@!$&'()*+,;="

_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}


@dataclass(frozen=True, slots=True)
class Styled:
    """A value with the way it is written: a style of OpenAPI, or `json`."""

    value: Any
    style: str
    explode: bool = False
    reserved: bool = False


def _in_style(value: Any, style: str, *, explode: bool) -> Styled:
    """A value with its own style, else with the given one; a value that is JSON becomes its text in the given style."""
    if not isinstance(value, Styled):
        return Styled(value, style, explode)
    if value.style != "json" or value.value is NOT_GIVEN:
        return value
    return Styled(to_json(plain(value.value)).decode(), style, explode)


def _comes_one_by_one(value: Any) -> TypeGuard[Iterator[Any]]:
    """Whether a value is an iterator, whose items can be read only once."""
    return isinstance(value, Iterator)


def settled(value: Any) -> Any:
    """A value that may be written more than once: iterators become lists, also within objects."""
    if isinstance(value, Styled):
        return replace(value, value=settled(value.value))
    if _comes_one_by_one(value):
        return [settled(item) for item in value]
    return {key: settled(inner) for key, inner in value.items()} if is_mapping(value) else value


def commas(value: Any) -> Any:
    """A list as one string with commas; everything else unchanged."""
    value = settled(value)
    return ",".join(text_of(item) for item in value) if is_list(value) else value


def encoded(value: Any) -> Any:
    """Bytes as Base64 text; everything else unchanged."""
    if isinstance(value, EncodedBytes):
        return value.text
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def plain(value: Any) -> Any:
    """A value as JSON data; models have their wire names."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    if is_mapping(value):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, EncodedBytes):
        return value.text
    return [plain(inner) for inner in value] if is_list(value) else to_jsonable_python(value)


def text_of(value: Any) -> str:
    """A scalar as the text for a URL or a header; anything else as JSON."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return text_of(value.value)
    if isinstance(value, EncodedBytes):
        return value.text
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, BaseModel) or is_list(value) or is_mapping(value):
        return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return str(to_jsonable_python(value))


def items_of(value: Any) -> list[tuple[str, Any]] | None:
    """The properties of an object that are given and not null; None where the value is not an object."""
    if isinstance(value, BaseModel):
        value = plain(value)
    if not is_mapping(value):
        return None
    return [(str(name), inner) for name, inner in value.items() if inner is not None and inner is not NOT_GIVEN]


def whole_query(value: Any, *, is_json: bool) -> str:
    """A query that is one value, JSON or text, already encoded (OpenAPI 3.2.0, section 4.12.1)."""
    if value is NOT_GIVEN:
        return ""
    return quote(to_json(plain(value)).decode() if is_json else text_of(value), safe="")


def query_pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """The pairs for a value in a query, already encoded."""
    given = _in_style(value, "form", explode=True)
    yield from pairs(name, given, is_query=True)


def _as_it_is(text: str) -> str:
    return text


def pairs(name: str, given: Styled, *, is_query: bool = False) -> Iterator[tuple[str, str]]:
    """The pairs for a value in a form, or in a query, where they are already encoded."""
    quoted: Callable[[str], str] = functools.partial(_quoted, reserved=given.reserved) if is_query else _as_it_is
    value = given.value
    if value is NOT_GIVEN or value is None:
        return
    if given.style == "deepObject":
        for path, inner in _deep(value):
            yield quoted_name(name + path, is_query=is_query), quoted(text_of(inner))
        return
    delimiter = _DELIMITERS.get(given.style, ",")
    if not is_query:
        delimiter = unquote(delimiter)
    properties = items_of(value)
    if properties is not None and given.explode:
        for key, inner in properties:
            for item in inner if is_list(inner) else [inner]:
                yield quoted_name(key, is_query=is_query), quoted(text_of(item))
    elif properties is not None:
        if properties:
            texts = [quoted(text) for key, inner in properties for text in (key, text_of(inner))]
            yield quoted_name(name, is_query=is_query), delimiter.join(texts)
    elif is_list(value):
        texts = [quoted(text_of(item)) for item in value if item is not None]
        if given.explode:
            yield from ((quoted_name(name, is_query=is_query), text) for text in texts)
        elif texts:
            yield quoted_name(name, is_query=is_query), delimiter.join(texts)
    else:
        yield quoted_name(name, is_query=is_query), quoted(text_of(value))


def _deep(value: Any) -> Iterator[tuple[str, Any]]:
    """The scalars of an object, each with the path to it as names in brackets."""
    properties = items_of(value)
    entries: Iterable[tuple[Any, Any]]
    if properties is not None:
        entries = properties
    elif is_list(value):
        entries = enumerate(value)
    else:
        yield "", value
        return
    for key, inner in entries:
        for path, scalar in _deep(inner):
            yield f"[{key}]{path}", scalar


def quoted_name(name: str, *, is_query: bool) -> str:
    """The name of a pair, encoded for a query."""
    return quote(name, safe="$") if is_query else name


def path_text(name: str, value: Any) -> str:
    """A value as text for a path, in its style: `simple`, `label` or `matrix`."""
    given = _in_style(value, "simple", explode=False)
    lead, between = {"label": (".", "."), "matrix": (";", ";")}.get(given.style, ("", ","))
    properties = items_of(given.value)
    if properties is None and not is_list(given.value):
        text = _quoted(text_of(given.value), given.reserved)
        return f";{quote(name, safe='')}={text}" if given.style == "matrix" else lead + text
    if properties is not None:
        texts = [(_quoted(key, given.reserved), _quoted(text_of(inner), given.reserved)) for key, inner in properties]
        if given.explode:
            return lead + between.join(f"{key}={text}" for key, text in texts)
        flat = [part for pair in texts for part in pair]
    else:
        flat = [_quoted(text_of(item), given.reserved) for item in given.value if item is not None]
        if given.explode and given.style == "matrix":
            return "".join(f";{quote(name, safe='')}={text}" for text in flat)
    if given.style == "matrix":
        return f";{quote(name, safe='')}={','.join(flat)}"
    return lead + (between if given.explode else ",").join(flat)


def header_text(value: Any) -> str | None:
    """A value as text for a header, in the style `simple`; None where there is nothing to send."""
    given = _in_style(value, "simple", explode=False)
    if given.value is NOT_GIVEN or given.value is None:
        return None
    properties = items_of(given.value)
    if properties is not None:
        texts = [(key, text_of(inner)) for key, inner in properties]
        return ",".join(f"{key}={text}" if given.explode else f"{key},{text}" for key, text in texts) or None
    if is_list(given.value):
        return ",".join(text_of(item) for item in given.value if item is not None) or None
    return text_of(given.value)


def cookie_text(values: Mapping[str, Any]) -> str:
    """The value of the Cookie header (RFC 6265, section 4.2.1)."""
    found: list[str] = []
    for name, value in values.items():
        given = _in_style(value, "form", explode=True)
        found += [f"{key}={_cookie(text)}" for key, text in pairs(name, given)]
    return "; ".join(found)


def _cookie(text: str) -> str:
    """The value of a cookie; characters that are not allowed there are escaped."""
    return quote(text, safe="!#$%&'()*+-./:<=>?@[]^_`{|}~,")


def _quoted(text: str, reserved: bool) -> str:
    return quote(text, safe=_RESERVED if reserved else "")
