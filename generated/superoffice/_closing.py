"""What is closed at the end of a `with` block: clients, and answers whose bodies are read bit by bit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

import httpx


class Closing(ABC):
    """Base of what waits, and is closed at the end of a `with` block."""

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
    """Base of what lets others work meanwhile, and is closed at the end of an `async with` block."""

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
    """An answer whose body was not read yet."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    @property
    def media_type(self) -> str:
        """The media type of the answer, with its parameters; empty where it says none."""
        found: str = self.response.headers.get("Content-Type", "")
        return found


class OpenAnswer(_Answer, Closing):
    """An answer of `Client` whose body is read bit by bit."""

    def close(self) -> None:
        """Give the connection back without reading on."""
        self.response.close()


class AsyncOpenAnswer(_Answer, AsyncClosing):
    """An answer of `AsyncClient` whose body is read bit by bit."""

    async def aclose(self) -> None:
        """Give the connection back without reading on."""
        await self.response.aclose()
