"""Lists that come page by page, each page with a link to the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any, Generic, TypeVar

from ._call import Call
from ._core import AsyncCore, SyncCore
from ._options import CallOptions
from ._raw import SINK

T = TypeVar("T")


class Pages(Generic[T]):
    """The items of a list, got page by page while they are gone through. Each time from the start."""

    def __init__(
        self, core: SyncCore, call: Call[Any], options: CallOptions | None, *, items: str, next_link: str
    ) -> None:
        self._core = core
        self._call = call
        self._options = options
        self._items = items
        self._next_link = next_link
        if SINK.get() is not None:
            core.send(call, options)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from getattr(page, self._items, None) or ()

    def pages(self) -> Iterator[Any]:
        """The pages themselves, as the server gave them."""
        plan = self._core.plan(self._call, self._options)
        response = self._core.answer(plan)
        while True:
            page = self._core.read(plan, response)
            yield page
            link = getattr(page, self._next_link, None)
            if not link:
                return
            plan.attempt = 0
            response = self._core.answer(plan, plan.link(link, response))

    def first(self) -> T | None:
        """The first item, None where there is none."""
        return next(iter(self), None)


class AsyncPages(Generic[T]):
    """The items of a list, got page by page while they are gone through. Each time from the start."""

    def __init__(
        self, core: AsyncCore, call: Call[Any], options: CallOptions | None, *, items: str, next_link: str
    ) -> None:
        self._core = core
        self._call = call
        self._options = options
        self._items = items
        self._next_link = next_link

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in getattr(page, self._items, None) or ():
                yield item

    async def pages(self) -> AsyncIterator[Any]:
        """The pages themselves, as the server gave them."""
        plan = self._core.plan(self._call, self._options)
        response = await self._core.answer(plan)
        while True:
            page = self._core.read(plan, response)
            yield page
            link = getattr(page, self._next_link, None)
            if not link:
                return
            plan.attempt = 0
            response = await self._core.answer(plan, plan.link(link, response))

    async def first(self) -> T | None:
        """The first item, None where there is none."""
        async for item in self:
            return item
        return None

    def __await__(self) -> Generator[Any, Any, AsyncPages[T]]:
        """Get the first page: what `AsyncClient.raw` waits for."""
        return self._started().__await__()

    async def _started(self) -> AsyncPages[T]:
        await self._core.send(self._call, self._options)
        return self
