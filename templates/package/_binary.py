"""Files: sent from memory, a path or an open file, and received without being held in memory as a whole."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable, Iterator
from types import TracebackType
from typing import IO, Self, cast

import httpx

from ._types import Content

_CHUNK = 1 << 16


class Parts(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is sent part by part, by either client."""

    can_repeat = False
    length: int | None = None

    def framing(self) -> dict[str, str]:
        """The header field that says where the body ends (RFC 9112, section 6)."""
        return {"Transfer-Encoding": "chunked"} if self.length is None else {"Content-Length": str(self.length)}


class _Bytes(Parts):
    """A body that is there as a whole."""

    can_repeat = True

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.length = len(content)

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class _File(Parts):
    """A file that can be sent more than once: each try reads it from its start."""

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
    """An open file, from its present position; each try goes back there."""

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
    """Parts that can be sent once."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        import anyio.to_thread

        while (chunk := await anyio.to_thread.run_sync(next, self._parts, None)) is not None:
            yield chunk


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    """The parts of an open file, from its present position."""
    while chunk := stream.read(_CHUNK):
        yield chunk


def stream_of(content: Content) -> Parts:
    """What is sent for a content."""
    if isinstance(content, bytes | bytearray):
        return _Bytes(bytes(content))
    if isinstance(content, os.PathLike):
        return _File(content)
    if not hasattr(content, "read"):
        return _Once(content)
    stream = cast(IO[bytes], content)
    return _Open(stream) if stream.seekable() else _Once(_read(stream))


class Download:
    """A file that a call answers with. Read it once, by `read`, `save` or `chunks`; each closes it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        found: str = self.response.headers.get("Content-Type", "")
        return found

    def read(self) -> bytes:
        """The whole file."""
        with self:
            return self.response.read()

    def save(self, path: str | os.PathLike[str]) -> int:
        """Write the file to a path, part by part; its length in bytes."""
        length = 0
        with self, open(path, "wb") as stream:
            for chunk in self.response.iter_bytes():
                length += stream.write(chunk)
        return length

    def chunks(self) -> Iterator[bytes]:
        """The file part by part."""
        with self:
            yield from self.response.iter_bytes()

    def close(self) -> None:
        """Give the connection back without reading on."""
        self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncDownload:
    """A file that a call answers with. Read it once, by `read`, `save` or `chunks`; each closes it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        found: str = self.response.headers.get("Content-Type", "")
        return found

    async def read(self) -> bytes:
        """The whole file."""
        async with self:
            return await self.response.aread()

    async def save(self, path: str | os.PathLike[str]) -> int:
        """Write the file to a path, part by part; its length in bytes."""
        import anyio

        length = 0
        async with self, await anyio.open_file(path, "wb") as stream:
            async for chunk in self.response.aiter_bytes():
                length += await stream.write(chunk)
        return length

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file part by part."""
        async with self:
            async for chunk in self.response.aiter_bytes():
                yield chunk

    async def aclose(self) -> None:
        """Give the connection back without reading on."""
        await self.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
