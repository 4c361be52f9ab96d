"""What all resources have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, Unpack

from ._binary import AsyncDownload, Download
from ._call import Call
from ._core import AsyncCore, SyncCore
from ._options import CallOptions, Changes
from ._paging import AsyncPages, Pages, Paging
from ._streams import AsyncEventStream, EventStream

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")
P = ParamSpec("P")


class Delegated(Generic[P, R]):
    """A method of another resource that is called on this one."""

    def __init__(self, method: Callable[Concatenate[Any, P], R]) -> None:
        self.method = method

    def __get__(self, instance: object, owner: type[object]) -> Callable[P, R]:
        raise NotImplementedError("this tells type checkers what the attribute is")


def delegated(method: Callable[Concatenate[Any, P], R]) -> Delegated[P, R]:
    """What type checkers see of a method that `__getattr__` finds in another resource."""
    return Delegated(method)


class Resource:
    """Base of the resources of `Client`."""

    def __init__(self, core: SyncCore) -> None:
        self._core = core

    def with_options(self, **changes: Unpack[Changes]) -> Self:
        """These operations with other options than the client has; they share its connections."""
        return type(self)(self._core.changed(CallOptions(**changes)))

    def _send(self, call: Call[T], options: CallOptions | None) -> T:
        return self._core.send(call, options)

    def _download(self, call: Call[Any], options: CallOptions | None) -> Download:
        return self._core.download(call, options)

    def _stream(self, call: Call[T], options: CallOptions | None) -> EventStream[T]:
        return self._core.stream(call, options)

    def _either(self, call: Call[tuple[R, S]], options: CallOptions | None) -> R | EventStream[S]:
        return self._core.either(call, options)

    def _pages(self, call: Call[tuple[T, R]], options: CallOptions | None, paging: Paging) -> Pages[T, R]:
        return Pages(self._core, call, options, paging)


class AsyncResource:
    """Base of the resources of `AsyncClient`."""

    def __init__(self, core: AsyncCore) -> None:
        self._core = core

    def with_options(self, **changes: Unpack[Changes]) -> Self:
        """These operations with other options than the client has; they share its connections."""
        return type(self)(self._core.changed(CallOptions(**changes)))

    async def _send(self, call: Call[T], options: CallOptions | None) -> T:
        return await self._core.send(call, options)

    async def _download(self, call: Call[Any], options: CallOptions | None) -> AsyncDownload:
        return await self._core.download(call, options)

    async def _stream(self, call: Call[T], options: CallOptions | None) -> AsyncEventStream[T]:
        return await self._core.stream(call, options)

    async def _either(self, call: Call[tuple[R, S]], options: CallOptions | None) -> R | AsyncEventStream[S]:
        return await self._core.either(call, options)

    def _pages(self, call: Call[tuple[T, R]], options: CallOptions | None, paging: Paging) -> AsyncPages[T, R]:
        return AsyncPages(self._core, call, options, paging)
