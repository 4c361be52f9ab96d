"""Objects that a `with` block closes: clients, and responses whose bodies are read in chunks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

import httpx


class Closing(ABC):
    """Base of synchronous objects that a `with` block closes."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClosing(ABC):
    """Base of asynchronous objects that an `async with` block closes."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close it."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class _Answer:
    """A response whose body has not been read yet."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    @property
    def media_type(self) -> str:
        """The media type of the response, with its parameters; empty where it names none."""
        found: str = self.response.headers.get("Content-Type", "")
        return found


class OpenAnswer(_Answer, Closing):
    """A response of `Client` whose body is read in chunks."""

    def close(self) -> None:
        """Give the connection back without reading the rest of the body."""
        self.response.close()


class AsyncOpenAnswer(_Answer, AsyncClosing):
    """A response of `AsyncClient` whose body is read in chunks."""

    async def aclose(self) -> None:
        """Give the connection back without reading the rest of the body."""
        await self.response.aclose()
