"""The base classes of resources, and lists that are read page by page."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, ParamSpec, Self, TypeAlias, Unpack, cast

import httpx
from typing_extensions import TypeVar

from ._call import Call
from ._core import AsyncCore, Core, Plan, SyncCore
from ._errors import NotFoundError
from ._options import CallOptions, Changes
from ._raw import AsyncDownload, Download
from ._streams import AsyncEventStream, EventStream
from ._values import NOT_GIVEN, is_list, is_mapping, plain

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")
C = TypeVar("C", bound=Core)
P = TypeVar("P", default=Any)
A = ParamSpec("A")

#: How `parameter` gets to the next page: by the number of items so far, by pages, or by a property of the last item.
Step: TypeAlias = Literal["items", "pages", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How the pages of a list lead to each other.

    Attributes:
        items: The path of attributes from a page to its list, with dots; empty where the page is the list.
        next: The path to the address of the next page, or to the value of `parameter` that gets it.
        parameter: The query parameter or the property of the body that selects the page.
        in_body: Whether `parameter` is a property of the body.
        step: How `parameter` grows from page to page where no page says what comes next.
        start: The value of `parameter` for the first page.
        key: The attribute of the last item that `parameter` takes.
        more: The path to whether there are more items.
        end: The path to whether this is the last page.
        total: The path to the number of items on all pages.
        pages: The path to the number of pages.
        number: The path to the number of a page, where only that says whether pages are counted from 0 or 1.
    """

    items: str = ""
    next: str = ""
    parameter: str = ""
    in_body: bool = False
    step: Step | None = None
    start: int = 0
    key: str = "id"
    more: str = ""
    end: str = ""
    total: str = ""
    pages: str = ""
    number: str = ""

    def items_of(self, page: Any) -> list[Any]:
        """The items of a page; empty where it has no list."""
        found = _at(page, self.items)
        return list(found) if is_list(found) else []

    def given(self, call: Call[Any]) -> Any:
        """The value of `parameter` in a call; None where it has none."""
        found = (_properties(call.body) if self.in_body else call.query).get(self.parameter)
        return None if found is NOT_GIVEN else found

    def call_with(self, call: Call[Any], value: Any) -> Call[Any]:
        """A call with another value of `parameter`."""
        if self.in_body:
            return dataclasses.replace(call, body={**_properties(call.body), self.parameter: value})
        return dataclasses.replace(call, query={**call.query, self.parameter: value})


class _Walk:
    """Goes from page to page of one call."""

    def __init__(
        self, core: Core, plan: Plan, options: CallOptions | None, paging: Paging, first: tuple[httpx.Response, Any]
    ) -> None:
        self._core = core
        self._plan = plan
        self._options = options
        self._paging = paging
        self._response, self.page = first
        self._seen: set[str] = set()
        self._count = _number(paging.given(plan.call), paging.start)
        # An offset is the number of items before it; the number of a page is not.
        self._passed = self._count - paging.start if paging.step == "items" else 0
        self._is_whole = paging.step == "items" or self._count == paging.start
        self._is_zero = bool(paging.number) and paging.given(plan.call) is None and _at(self.page, paging.number) == 0
        self._count -= self._is_zero
        self._turned = 0
        #: Whether this is the first page once more: some servers count from 1 and call the first page 0.
        self.is_first_again = False
        self._content = b""
        plan.links.clear()

    def is_repeated(self) -> bool:
        """Whether the server ignored `parameter` and returned the previous page again."""
        before, self._content = self._content, self._response.content
        is_same = self._paging.step is not None and before == self._content
        self.is_first_again = is_same and self._is_zero and self._count == 1
        return is_same and not self.is_first_again

    def next(self) -> tuple[Plan, str | None] | None:
        """The plan that gets the next page, and its address where a link has one; None after the last page."""
        target = self._target()
        if target is None:
            return None
        if isinstance(target, str):
            self._plan.attempt = 0
            return self._plan, self._plan.link(target, self._response)
        self._plan = self._core.plan(target, self._options)
        return self._plan, None

    def is_past_the_end(self) -> bool:
        """Whether a page that is not found means that the previous one was the last.

        It means that where pages are counted, unless the server says that there are more items than all pages had.
        """
        total = _at(self.page, self._paging.total) if self._paging.total and self._is_whole else None
        is_counted = self._paging.step in ("items", "pages")
        return is_counted and not (isinstance(total, int) and self._passed < total)

    def arrive(self, response: httpx.Response) -> None:
        """Go on to the page of a response."""
        self._response = response
        self.page = self._core.read(self._plan, response)

    def _target(self) -> str | Call[Any] | None:
        """The address of the next page, or the call that gets it; None after the last page."""
        how = self._paging
        if (how.more and _at(self.page, how.more) is False) or (how.end and _at(self.page, how.end) is True):
            return None
        if how.next:
            found = _at(self.page, how.next)
            if isinstance(found, str) and (_is_address(found) or not how.parameter):
                return found or None
            return self._call_with(found) if found not in (None, "", False) else None
        links = self._response.links
        if "next" in links:
            return links["next"].get("url")
        # A server that links to other pages, but not to a next one, has no next one.
        if how.step is None or {"first", "last", "prev", "previous"} & links.keys():
            return None
        items = how.items_of(self.page)
        if not items:
            return None
        if not self.is_first_again:
            self._passed += len(items)
            self._turned += 1
        if how.step == "last":
            return self._call_with(_at(items[-1], how.key))
        pages = _at(self.page, how.pages) if how.pages and self._is_whole else None
        if isinstance(pages, int) and 0 < pages <= self._turned:
            return None
        self._count += len(items) if how.step == "items" else 1
        return self._call_with(self._count)

    def _call_with(self, value: Any) -> Call[Any] | None:
        if value is None or str(value) in self._seen:
            # A cursor that was used before would lead to an endless loop.
            return None
        self._seen.add(str(value))
        return self._paging.call_with(self._plan.call, value)


class _Listing(Generic[C, P]):
    """A call whose result comes page by page, with its first page once that is there."""

    def __init__(self, core: C, call: Call[Any], options: CallOptions | None, paging: Paging) -> None:
        self._core = core
        self._options = options
        self._paging = paging
        self._plan = core.plan(call, options)
        self._first: tuple[httpx.Response, P] | None = None

    @property
    def page(self) -> P:
        """The first page as received.  Raises RuntimeError where it was not awaited."""
        return self._given()[1]

    def _given(self) -> tuple[httpx.Response, P]:
        if self._first is None:
            raise RuntimeError("the first page is not there yet: await this object first")
        return self._first

    def _walk(self) -> _Walk:
        return _Walk(self._core, self._plan, self._options, self._paging, self._given())

    def _shown(self) -> Any:
        """The first page, whose attributes this object also has; None before it is there."""
        return self._first[1] if self._first else None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(name for name in dir(self._shown()) if not name.startswith("_"))})

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            # Programs without type checkers use this object like the first page.
            page = None if name.startswith("_") else self._shown()
            if page is None or not hasattr(page, name):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            return getattr(page, name)


class Pages(_Listing[SyncCore, P], Generic[T, P]):
    """The items of a list. The call gets the first page; a loop over the items gets the others.

    `len` and an index apply to the list of the first page, whose attributes this has as well.
    """

    def __init__(self, core: SyncCore, call: Call[Any], options: CallOptions | None, paging: Paging) -> None:
        super().__init__(core, call, options, paging)
        response = core.answer(self._plan)
        self._first = response, core.read(self._plan, response)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from self._paging.items_of(page)

    def pages(self) -> Iterator[P]:
        """The pages as received; each call starts with the first one."""
        walk = self._walk()
        while not walk.is_repeated():
            if not walk.is_first_again:
                yield walk.page
            wanted = walk.next()
            if wanted is None:
                return
            try:
                response = self._core.answer(*wanted)
            except NotFoundError:
                if walk.is_past_the_end():
                    return
                raise
            walk.arrive(response)

    def first(self) -> T | None:
        """The first item; None where there is none."""
        return next(iter(self), None)

    def __len__(self) -> int:
        return len(self._paging.items_of(self.page))

    def __getitem__(self, index: int) -> T:
        return cast(T, self._paging.items_of(self.page)[index])


class AsyncPages(_Listing[AsyncCore, P], Generic[T, P]):
    """The items of a list: `async for` gets them page by page, and `await` gets the first page."""

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in self._paging.items_of(page):
                yield item

    async def pages(self) -> AsyncIterator[P]:
        """The pages as received; each call starts with the first one."""
        walk = (await self._started())._walk()
        while not walk.is_repeated():
            if not walk.is_first_again:
                yield walk.page
            wanted = walk.next()
            if wanted is None:
                return
            try:
                response = await self._core.answer(*wanted)
            except NotFoundError:
                if walk.is_past_the_end():
                    return
                raise
            walk.arrive(response)

    async def first(self) -> T | None:
        """The first item; None where there is none."""
        async for item in self:
            return item
        return None

    def __await__(self) -> Generator[Any, Any, AsyncPages[T, P]]:
        return self._started().__await__()

    async def _started(self) -> AsyncPages[T, P]:
        if self._first is None:
            response = await self._core.answer(self._plan)
            self._first = response, self._core.read(self._plan, response)
        return self


def _properties(body: Any) -> Mapping[str, Any]:
    """The properties of a body by their wire names; empty where it is not an object."""
    found: Any = None if body is NOT_GIVEN else plain(body)
    return found if is_mapping(found) else {}


def _at(value: Any, path: str) -> Any:
    """The value at a path of attributes; None where one of them does not exist."""
    for name in filter(None, path.split(".")):
        value = value.get(name) if is_mapping(value) else getattr(value, name, None)
    return value


def _is_address(text: str) -> bool:
    # A cursor in Base64 may begin with a slash.
    return "://" in text or text.startswith("?") or (text.startswith("/") and "?" in text)


def _number(value: Any, start: int) -> int:
    return value if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdigit() else start


class Delegated(Generic[A, R]):
    """A method of another resource that can be called on this one."""

    def __init__(self, method: Callable[Concatenate[Any, A], R]) -> None:
        self.method = method

    def __get__(self, instance: object, owner: type[object]) -> Callable[A, R]:
        raise NotImplementedError("this class only tells type checkers the type of the attribute")


def delegated(method: Callable[Concatenate[Any, A], R]) -> Delegated[A, R]:
    """The type that type checkers see for a method that `__getattr__` finds in another resource."""
    return Delegated(method)


class Resource:
    """Base of the resources of `Client`."""

    def __init__(self, core: SyncCore) -> None:
        self._core = core

    def with_options(self, **changes: Unpack[Changes]) -> Self:
        """This resource with options that override those of the client; it shares the client's connections."""
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
        """This resource with options that override those of the client; it shares the client's connections."""
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
