"""Bodies that are not plain JSON: files, forms (`application/x-www-form-urlencoded`, RFC 7578), and patches.

Files are sent from memory, a path or an open file.
"""

from __future__ import annotations

import json
import mimetypes
import os
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Self, cast
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel

from ._models import Model
from ._values import NOT_GIVEN, Content, EncodedBytes, Part, Styled, is_list, is_mapping, pairs, settled, text_of

_CHUNK = 1 << 16


class Parts(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that either client sends chunk by chunk."""

    can_repeat = False
    length: int | None = None

    def framing(self) -> dict[str, str]:
        """The header that says where the body ends (RFC 9112, section 6)."""
        return {"Transfer-Encoding": "chunked"} if self.length is None else {"Content-Length": str(self.length)}


class _Bytes(Parts):
    """A body in memory."""

    can_repeat = True

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.length = len(content)

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class _File(Parts):
    """A file by its path; each try reads it from the start."""

    can_repeat = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = path
        self.length = os.stat(path).st_size

    def __iter__(self) -> Iterator[bytes]:
        with open(self._path, "rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        import anyio

        async with await anyio.open_file(self._path, "rb") as stream:
            while chunk := await stream.read(_CHUNK):
                yield chunk


class _Open(Parts):
    """An open file, from its current position; each try goes back there."""

    can_repeat = True

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._start = stream.tell()
        self.length = stream.seek(0, os.SEEK_END) - self._start
        stream.seek(self._start)

    def __iter__(self) -> Iterator[bytes]:
        self._stream.seek(self._start)
        yield from _read(self._stream)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._stream.seek(self._start)
        async for chunk in _Once(_read(self._stream)):
            yield chunk


class _Once(Parts):
    """Chunks that can be sent only once."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        import anyio.to_thread

        while (chunk := await anyio.to_thread.run_sync(next, self._parts, None)) is not None:
            yield chunk


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    """The chunks of an open file, from its current position."""
    while chunk := stream.read(_CHUNK):
        yield chunk


def stream_of(content: Content) -> Parts:
    """The body that sends the given content."""
    if isinstance(content, bytes | bytearray):
        return _Bytes(bytes(content))
    if isinstance(content, os.PathLike):
        return _File(content)
    if not hasattr(content, "read"):
        return _Once(content)
    stream = cast(IO[bytes], content)
    return _Open(stream) if stream.seekable() else _Once(_read(stream))


_JSON = "application/json"
_OCTETS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a property of a form is written (OpenAPI 3.1.1, section 4.8.15).

    Attributes:
        style: How a list or an object becomes pairs; if None, an object is JSON, and a list one pair for each value.
        explode: Whether each item or property is a pair of its own.
        reserved: Whether reserved characters stay as they are.
        media_type: The media type of the part, or several, separated by commas.
        headers: Headers of the part.
    """

    style: str | None = None
    explode: bool = True
    reserved: bool = False
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


_PLAIN = Encoding()


def fields_of(body: Any) -> list[tuple[str, Any]]:
    """The fields of a form: wire names and unchanged values, since the content of a file must not be read.

    Raises TypeError where the body is neither a model nor a map.
    """
    if isinstance(body, BaseModel):
        names = {name: item.serialization_alias or name for name, item in type(body).model_fields.items()}
        given = [(names[name], getattr(body, name)) for name in names if name in body.model_fields_set]
        body = {**dict(given), **(body.model_extra or {})}
    if not is_mapping(body):
        raise TypeError(f"a form has to be a model or a map by name, not {type(body).__name__}")
    return [(str(name), value) for name, value in body.items() if value is not None and value is not NOT_GIVEN]


def is_file(value: Any) -> bool:
    """Whether a value is a file, and not a string, a number, a list or an object."""
    if isinstance(value, EncodedBytes):
        return False
    return isinstance(value, bytes | bytearray | os.PathLike | Part) or hasattr(value, "read")


def part_of(value: Any) -> Any:
    """A tuple of a file's name and content as a part; everything else unchanged."""
    match value:
        case (str() as filename, content) if isinstance(value, tuple) and is_file(content):
            return Part(content, filename)
        case (str() as filename, content, str() as media_type) if isinstance(value, tuple) and is_file(content):
            return Part(content, filename, media_type)
        case _:
            return value


def has_files(body: Any) -> bool:
    """Whether a body has a file among its fields."""
    if not isinstance(body, BaseModel) and not is_mapping(body):
        return False
    return any(is_file(item) for _, value in fields_of(body) for item in (value if is_list(value) else [value]))


def urlencoded(body: Any, encoding: Mapping[str, Encoding]) -> bytes:
    """A form as URL-encoded pairs (HTML Standard, section 4.10.21.6)."""
    found: list[str] = []
    for name, came in fields_of(body):
        given, value = encoding.get(name, _PLAIN), settled(came)
        is_json = given.media_type.startswith(_JSON) and given.style is None
        pairs_of_it = [(name, text_of(value))] if is_json else list(_pairs(name, value, given))
        found.append(urlencode(pairs_of_it, safe=":/?@!$'()*,;" if given.reserved else ""))
    return "&".join(filter(None, found)).encode("ascii")


def _pairs(name: str, value: Any, given: Encoding) -> Iterable[tuple[str, str]]:
    if given.style is not None:
        return pairs(name, Styled(value, given.style, given.explode))
    # Without a style, an object is JSON, and each item of a list a pair of its own.
    items = value if is_list(value) else [value]
    return [(name, text_of(item)) for item in items if item is not None]


class Multipart(Parts):
    """A multipart form, which is read while it is sent."""

    def __init__(self, body: Any, encoding: Mapping[str, Encoding], media_type: str) -> None:
        self.boundary = secrets.token_hex(16)
        self.media_type = f"{media_type}; boundary={self.boundary}"
        self._parts = [
            part for name, value in fields_of(body) for part in _parts(name, value, encoding.get(name, _PLAIN))
        ]
        self.can_repeat = all(content.can_repeat for _, content in self._parts)
        lengths = [content.length for _, content in self._parts]
        self.length = None
        if None not in lengths:
            frame = sum(len(self._head(head)) + 2 for head, _ in self._parts) + len(self._end())
            self.length = frame + sum(length or 0 for length in lengths)

    def __iter__(self) -> Iterator[bytes]:
        for head, content in self._parts:
            yield self._head(head)
            yield from content
            yield b"\r\n"
        yield self._end()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for head, content in self._parts:
            yield self._head(head)
            async for chunk in content:
                yield chunk
            yield b"\r\n"
        yield self._end()

    def _head(self, fields: Mapping[str, str]) -> bytes:
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"--{self.boundary}\r\n{lines}\r\n".encode()

    def _end(self) -> bytes:
        return f"--{self.boundary}--\r\n".encode()


def _parts(name: str, value: Any, given: Encoding) -> Iterator[tuple[dict[str, str], Parts]]:
    """The parts of a field: one for each item of a list."""
    value = part_of(value)
    if given.style is not None and not is_file(value):
        for key, text in pairs(name, Styled(settled(value), given.style, given.explode)):
            yield _head(key, "", "", given.headers), stream_of(text.encode())
        return
    for item in value if is_list(value) else [value]:
        if item is not None:
            yield _part(name, part_of(item), given)


def _part(name: str, value: Any, given: Encoding) -> tuple[dict[str, str], Parts]:
    part = value if isinstance(value, Part) else None
    content = part.content if part else value
    headers = {**given.headers, **(part.headers if part else {})}
    wanted = (part.media_type if part else None) or _certain(given.media_type)
    if isinstance(content, str) or (part is None and not is_file(content)):
        is_complex = isinstance(content, BaseModel) or is_mapping(content) or is_list(content)
        media_type = wanted or (_JSON if is_complex else "")
        filename = (part.filename if part else None) or ""
        return _head(name, filename, media_type, headers), stream_of(text_of(content).encode())
    filename = (part.filename if part else None) or _filename(cast(Content, content)) or name
    guessed = mimetypes.guess_type(filename)[0] or _certain(given.media_type.partition(",")[0].strip()) or _OCTETS
    return _head(name, filename, wanted or guessed, headers), stream_of(cast(Content, content))


def _certain(media_type: str) -> str:
    """A media type; empty where it stands for several."""
    return "" if "," in media_type or "*" in media_type else media_type


def _filename(content: Content) -> str:
    """The name of a file without its folder; empty where it has none."""
    if isinstance(content, os.PathLike):
        path: str = os.fspath(content)
        return os.path.basename(path)
    name = getattr(content, "name", "")
    return os.path.basename(name) if isinstance(name, str) else ""


def _head(name: str, filename: str, media_type: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a part; characters that would end a quoted name are escaped as browsers do it."""
    disposition = f'form-data; name="{_in_quotes(name)}"'
    if filename:
        disposition += f'; filename="{_in_quotes(filename)}"'
        if not filename.isascii():
            disposition += f"; filename*=UTF-8''{quote(filename, safe='')}"
    found = {"Content-Disposition": disposition}
    if media_type:
        found["Content-Type"] = media_type
    return {**found, **{key: _one_line(value) for key, value in headers.items()}}


def _in_quotes(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _one_line(text: str) -> str:
    return " ".join(text.split())


class JsonPatch:
    """A list of changes (RFC 6902); paths are JSON pointers such as `/Name`."""

    media_type = "application/json-patch+json"

    def __init__(self, *operations: Mapping[str, Any]) -> None:
        self.operations: list[dict[str, Any]] = [dict(operation) for operation in operations]

    def add(self, path: str, value: Any) -> Self:
        """Add a value at a path."""
        return self._with(op="add", path=path, value=value)

    def replace(self, path: str, value: Any) -> Self:
        """Replace the value at a path."""
        return self._with(op="replace", path=path, value=value)

    def remove(self, path: str) -> Self:
        """Remove the value at a path."""
        return self._with(op="remove", path=path)

    def test(self, path: str, value: Any) -> Self:
        """Apply the whole patch only if this value is at the path."""
        return self._with(op="test", path=path, value=value)

    def move(self, source: str, path: str) -> Self:
        """Move the value at `source` to a path."""
        return self._with(op="move", **{"from": source}, path=path)

    def copy(self, source: str, path: str) -> Self:
        """Copy the value at `source` to a path."""
        return self._with(op="copy", **{"from": source}, path=path)

    def _with(self, **operation: Any) -> Self:
        self.operations.append(operation)
        return self

    def content(self) -> bytes:
        """The patch as JSON, as it is sent."""
        return json.dumps([{key: _plain(value) for key, value in o.items()} for o in self.operations]).encode()


class MergePatch:
    """The properties that change, with their new values; null removes one (RFC 7396)."""

    media_type = "application/merge-patch+json"

    def __init__(self, changes: Model | Mapping[str, Any]) -> None:
        self.changes = changes

    def content(self) -> bytes:
        """The patch as JSON, as it is sent."""
        return json.dumps(_plain(self.changes)).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_wire()
    if is_mapping(value):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if is_list(value) else value
