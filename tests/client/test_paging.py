"""Paging, in each of the ways that documents describe or settings configure."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs

import pytest

from speclift.client.package import build_package
from speclift.client.templates import Templates
from speclift.errors import SettingsError
from speclift.model.client_settings import ClientSettings, PagingHint
from speclift.pipeline.client import client_files
from speclift.settings_files import load_settings
from tests.client.echo import Response, Server, document, operation, serving
from tests.client.wire import importing

TEXT, WHOLE, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
KITES = {"type": "array", "items": {"$ref": "#/components/schemas/Kite"}}

MAYBE_WHOLE = {"anyOf": [WHOLE, {"type": "null"}]}
MAYBE_PAGE = {"anyOf": [{**WHOLE, "minimum": 0}, {"type": "null"}], "default": 0}
MAYBE_KITES = {"anyOf": [KITES, {"type": "null"}]}


def object_schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


SPRING = object_schema(content=KITES, number=WHOLE, totalPages=WHOLE, last=TRUTH)


def listing(name: str, response: Any, headers: Mapping[str, Any] | None = None, /, **query: Any) -> dict[str, Any]:
    parameters = [{"name": key, "in": "query", "schema": schema} for key, schema in query.items()]
    item = {"get": operation(name, response, parameters=parameters)}
    if headers:
        item["get"]["responses"]["200"]["headers"] = headers
    return item


def searching(name: str, response: Any) -> dict[str, Any]:
    """A list that is requested with a body."""
    schema = object_schema(offset=WHOLE, page=WHOLE, limit=WHOLE, name={"type": ["string", "null"]})
    body = {"content": {"application/json": {"schema": schema}}}
    return {"post": operation(name, response, requestBody=body)}


#: The path item for each way of paging.
WAYS: dict[str, dict[str, Any]] = {
    "link": listing("link", object_schema(rows=KITES, next_url=TEXT)),
    "nested_link": listing(
        "nested_link", object_schema(data=KITES, _links=object_schema(next=object_schema(href=TEXT)))
    ),
    "plain_link": listing(
        "plain_link", object_schema(count=WHOLE, next={**TEXT, "nullable": True}, results=KITES), page=WHOLE
    ),
    "header": listing("header", KITES, {"Link": {"schema": TEXT}}),
    "cursor": listing("cursor", object_schema(items=KITES, nextPageToken=TEXT), pageToken=TEXT, pageSize=WHOLE),
    "truncated": listing(
        "truncated", object_schema(items=KITES, nextMarker=TEXT, isTruncated=TRUTH), marker=TEXT, limit=WHOLE
    ),
    "continued": listing(
        "continued", object_schema(items=KITES, metadata=object_schema(**{"continue": TEXT})), **{"continue": TEXT}
    ),
    "searched": searching("searched", KITES),
    "searched_pages": searching("searched_pages", object_schema(results=KITES, pages=WHOLE)),
    "info": listing(
        "info", object_schema(data=KITES, pageInfo=object_schema(endCursor=TEXT, hasNextPage=TRUTH)), after=TEXT
    ),
    "offset": listing("offset", KITES, offset=WHOLE, limit=WHOLE),
    "counted_offset": listing("counted_offset", object_schema(data=KITES, total=WHOLE), offset=WHOLE, limit=WHOLE),
    "pages": listing(
        "pages", object_schema(data=KITES, tags={"type": "array", "items": TEXT}), page=WHOLE, per_page=WHOLE
    ),
    "counted": listing(
        "counted", object_schema(data=KITES, meta=object_schema(total=WHOLE)), page=WHOLE, per_page=WHOLE
    ),
    "zero": listing("zero", KITES, page={**WHOLE, "default": 0}, size=WHOLE),
    "zero_based": listing("zero_based", KITES, page={**WHOLE, "description": "Which page, zero-based."}, size=WHOLE),
    "from_zero": listing("from_zero", KITES, page=WHOLE, size=WHOLE),
    "spring": listing("spring", SPRING, page=WHOLE, size=WHOLE),
    "spring_from_one": listing("spring_from_one", SPRING, page=WHOLE, size=WHOLE),
    "page_count": listing("page_count", object_schema(data=KITES, total_pages=WHOLE), page=WHOLE, per_page=WHOLE),
    "last": listing("last", object_schema(data=KITES, has_more=TRUTH), starting_after=TEXT, limit=WHOLE),
    "envelope": listing("envelope", object_schema(response=object_schema(kites=KITES, cursor=TEXT)), cursor=TEXT),
    "odd": listing("odd", object_schema(flock=object_schema(birds=KITES), onward=TEXT), at=TEXT),
    # The schemas that frameworks write for optional values, and for numbers if they have only one number type.
    "maybe_page": listing(
        "maybe_page", object_schema(items=MAYBE_KITES, total=WHOLE), page=MAYBE_PAGE, size=MAYBE_WHOLE
    ),
    "maybe_offset": listing("maybe_offset", KITES, offset={"$ref": "#/components/schemas/Offset"}, limit=MAYBE_WHOLE),
    "number": listing("number", KITES, page={"type": "number"}, limit={"type": "number"}),
    "whole": listing("whole", object_schema(kites=KITES), limit=WHOLE),
    "odata": listing("odata", KITES, **{"$top": WHOLE, "$skip": WHOLE}),
}
WAYS["from_zero"]["get"]["parameters"][0]["description"] = "Results page you want to retrieve (0..N)"
SCHEMAS = {"Kite": object_schema(id=WHOLE, name=TEXT), "Offset": MAYBE_WHOLE}
DOCUMENT = document({f"/{name}": item for name, item in WAYS.items()}, schemas=SCHEMAS)
HINT = PagingHint(("GET /o?d",), "next", items="flock.birds", next="onward", parameter="at")
HINTS = (
    HINT,
    PagingHint(("searched",), "offset", parameter="offset"),
    PagingHint(("POST /searched_pages",), "page", parameter="page"),
)

#: The ways whose pages are numbered from 0.
FROM_ZERO = ("zero", "maybe_page", "zero_based", "from_zero", "spring")

#: The number of kites on each page.
SIZES = (2, 2, 1)


def page_of(way: str, number: int, url: str) -> Response:
    """The response with one page of a list. Pages are numbered from 0."""
    first = sum(SIZES[:number])
    kites = [{"id": first + at} for at in range(SIZES[number])] if number < len(SIZES) else []
    is_last = number >= len(SIZES) - 1
    link = None if is_last else f"{url}/{way}?p={number + 1}"
    cursor = None if is_last else f"/c{number + 1}="
    headers: dict[str, str] = {}
    match way:
        case "link":
            body: Any = {"rows": kites, "next_url": link}
        case "nested_link":
            body = {"data": kites, "_links": {"next": {"href": link}} if link else {}}
        case "plain_link":
            body = {"count": 5, "next": link, "results": kites}
        case "header":
            body = kites
            headers = {"Link": f'<{link}>; rel="next", <{url}>; rel="first"'} if link else {}
        case "cursor":
            body = {"items": kites, **({"nextPageToken": cursor} if cursor else {})}
        case "maybe_page":
            body = {"items": kites or None, "total": 5}
        case "searched_pages":
            body = {"results": kites, "pages": 3}
        case "continued":
            body = {"items": kites, "metadata": {"continue": cursor or ""}}
        case "info":
            # The last page has a cursor too.
            body = {"data": kites, "pageInfo": {"endCursor": f"c{number + 1}", "hasNextPage": not is_last}}
        case "truncated":
            # The last page has a marker too.
            body = {"items": kites, "nextMarker": f"m{number + 1}", "isTruncated": not is_last}
        case "last":
            body = {"data": kites, "has_more": not is_last}
        case "counted_offset":
            body = {"data": kites, "total": 5}
        case "spring" | "spring_from_one":
            body = {"content": kites, "number": number, "totalPages": 3, "last": is_last}
        case "page_count":
            body = {"data": kites, "total_pages": 3}
        case "pages":
            body = {"data": kites, "tags": ["t"]}
        case "counted":
            body = {"data": kites, "meta": {"total": 5}}
        case "envelope":
            body = {"response": {"kites": kites, "cursor": cursor or ""}}
        case "odd":
            body = {"flock": {"birds": kites}, "onward": cursor}
        case _:
            body = kites
    return Response(200, json.dumps(body).encode(), headers=headers)


class PagedServer:
    """Serves the page that a request asks for, and records the parameters of each request."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.requests: list[dict[str, list[str]]] = []
        server.choose = self.respond

    def respond(self, path: str, query: str) -> Response:
        way, given = path.strip("/"), parse_qs(query)
        if way.startswith("searched"):
            given = {name: [str(value)] for name, value in json.loads(self.server.last.body or b"{}").items()}
        self.requests.append(given)
        return page_of(way, self._number(way, given), self.server.url)

    def _number(self, way: str, given: dict[str, list[str]]) -> int:
        if "p" in given:
            return int(given["p"][0])
        for name in ("pageToken", "after", "cursor", "at", "continue", "marker"):
            if name in given:
                return int(given[name][0].strip("/cm="))
        if way in ("offset", "searched", "counted_offset", "maybe_offset"):
            return {0: 0, 2: 1, 4: 2, 5: 3}[int(given.get("offset", ["0"])[0])]
        if way == "last":
            return {"": 0, "1": 1, "3": 2}[given.get("starting_after", [""])[0]]
        return int(given.get("page", ["0" if way in FROM_ZERO else "1"])[0]) - (way not in FROM_ZERO)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    files = client_files(DOCUMENT, "paged_kites", Templates(), ClientSettings(HINTS))
    with importing(files, tmp_path_factory.mktemp("paged"), "paged_kites") as module:
        yield module


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_a_body_keeps_its_other_properties_on_every_page(package: ModuleType, server: Server) -> None:
    paged = PagedServer(server)
    with package.Client(server.url) as client:
        assert len(list(client.kites.searched(limit=2, name=None))) == 5
        assert len(list(client.kites.searched({"limit": 2, "offset": 2}))) == 3
        assert len(list(client.kites.searched_pages())) == 5
    rest = {"limit": ["2"], "name": ["None"]}
    assert paged.requests[:4] == [rest, *({**rest, "offset": [str(offset)]} for offset in (2, 4, 5))]
    assert [request["offset"] for request in paged.requests[4:7]] == [["2"], ["4"], ["5"]]
    assert [request.get("page") for request in paged.requests[7:]] == [None, ["2"], ["3"], ["4"]]


@pytest.mark.parametrize("way", sorted(WAYS.keys() - {"whole", "odata"}))
def test_iteration_yields_every_item_of_every_page_and_ends(way: str, package: ModuleType, server: Server) -> None:
    paged = PagedServer(server)
    with package.Client(server.url) as client:
        found = getattr(client.kites, way)()
        assert [kite.id for kite in found] == [0, 1, 2, 3, 4]
        assert all(type(kite) is package.models.Kite for kite in found)
        assert [len(_kites(page)) for page in found.pages()][:3] == [2, 2, 1]
        assert found.first().id == 0

    async def main() -> tuple[list[int], int]:
        async with package.AsyncClient(server.url) as client:
            every = [kite.id async for kite in getattr(client.kites, way)()]
            return every, len(_kites((await getattr(client.kites, way)()).page))

    assert asyncio.run(main()) == ([0, 1, 2, 3, 4], 2)
    assert len(paged.requests) <= 4 * len(SIZES) + 6


def _kites(page: Any) -> Any:
    """The kites in a page, wherever it holds them."""
    for names in (
        ("rows",),
        ("content",),
        ("data",),
        ("results",),
        ("items",),
        ("response", "kites"),
        ("flock", "birds"),
    ):
        found = page
        for name in names:
            found = getattr(found, name, None)
        if isinstance(found, list):
            return found
    return page if isinstance(page, list) else []


def test_no_page_is_requested_after_the_last_where_a_page_says_which_that_is(
    package: ModuleType, server: Server
) -> None:
    """Two servers call their first page 0: one counts from 0, and with the other page 1 is the first."""
    wanted = {"spring": [None, "1", "2"], "spring_from_one": [None, "1", "2", "3"], "page_count": [None, "2", "3"]}
    with package.Client(server.url) as client:
        for way, pages in wanted.items():
            paged = PagedServer(server)
            assert [kite.id for kite in getattr(client.kites, way)()] == [0, 1, 2, 3, 4]
            assert [request.get("page", [None])[0] for request in paged.requests] == pages
            paged.requests.clear()
            second = "1" if way == "spring" else "2"
            assert [kite.id for kite in getattr(client.kites, way)(page=int(second))] == [2, 3, 4]
            assert paged.requests[0]["page"] == [second]


def test_a_call_requests_only_the_first_page(package: ModuleType, server: Server) -> None:
    paged = PagedServer(server)
    with package.Client(server.url) as client:
        found = client.kites.pages(page=2, per_page=2)
        assert paged.requests == [{"page": ["2"], "per_page": ["2"]}]
        assert (len(found), found[0].id, found.page.data[1].id, found.data[0].id) == (2, 2, 3, 2)
        assert {"page", "pages", "first", "data", "tags"} <= set(dir(found))
        with pytest.raises(AttributeError):
            _ = found.colour
        assert [kite.id for kite in found] == [2, 3, 4]
    assert paged.requests[1] == {"page": ["3"], "per_page": ["2"]}
    raw = package.Client(server.url).raw(package.Client(server.url).kites.pages)
    assert raw.status == 200


def test_a_list_without_paging_is_returned_as_it_is(package: ModuleType, server: Server) -> None:
    server.respond_with({"kites": [{"id": 1}]})
    with package.Client(server.url) as client:
        assert client.kites.whole(limit=1).kites[0].id == 1
        server.respond_with([{"id": 1}])
        assert client.kites.odata() == [package.models.Kite(id=1)]


# Only the second use of a cursor shows that the server repeats itself.
@pytest.mark.parametrize(("way", "times"), [("cursor", 2), ("odd", 2), ("offset", 1), ("pages", 1), ("last", 1)])
def test_iteration_ends_if_the_server_repeats_a_page(way: str, times: int, package: ModuleType, server: Server) -> None:
    page = page_of(way, 0, server.url)
    server.choose = lambda path, query: page
    with package.Client(server.url) as client:
        found = itertools.islice(getattr(client.kites, way)(), 9)
        assert [kite.id for kite in found] == [0, 1] * times
    assert len(server.received) == 2


@pytest.mark.parametrize("way", ["pages", "counted", "zero", "offset"])
def test_a_404_is_the_end_of_counted_pages(way: str, package: ModuleType, server: Server) -> None:
    paged = PagedServer(server)

    def respond(path: str, query: str) -> Response:
        found = paged.respond(path, query)
        kites = json.loads(found.body)
        return found if (kites["data"] if isinstance(kites, dict) else kites) else Response(404)

    server.choose = respond
    with package.Client(server.url) as client:
        assert [kite.id for kite in getattr(client.kites, way)()] == [0, 1, 2, 3, 4]
        paged.requests.clear()
        server.choose = lambda path, query: Response(404)
        # A 404 for the first page is an error.
        with pytest.raises(package.NotFoundError):
            getattr(client.kites, way)()

    async def main() -> list[int]:
        server.choose = respond
        async with package.AsyncClient(server.url) as client:
            return [kite.id async for kite in getattr(client.kites, way)()]

    assert asyncio.run(main()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("way", "ends_quietly"), [("counted", False), ("counted_offset", False), ("pages", True), ("cursor", False)]
)
def test_a_missing_page_before_the_end_is_an_error(
    way: str, ends_quietly: bool, package: ModuleType, server: Server
) -> None:
    paged = PagedServer(server)
    server.choose = lambda path, query: paged.respond(path, query) if len(paged.requests) < 2 else Response(404)
    with package.Client(server.url) as client:
        found = getattr(client.kites, way)()
        if ends_quietly:
            # Nothing in the pages says that there are more.
            assert [kite.id for kite in found] == [0, 1, 2, 3]
            return
        with pytest.raises(package.NotFoundError):
            list(found)
        paged.requests.clear()
        if way == "counted":
            # An iteration that starts at a later page yields fewer items than the total.
            assert [kite.id for kite in client.kites.counted(page=2)] == [2, 3, 4]
        if way == "counted_offset":
            # The offset says how many items were skipped, so the client notices the missing ones.
            server.choose = lambda path, query: Response(404) if "offset=4" in query else paged.respond(path, query)
            with pytest.raises(package.NotFoundError):
                list(client.kites.counted_offset(offset=2))


def test_a_link_to_another_server_or_an_earlier_page_is_an_error(package: ModuleType, server: Server) -> None:
    for link in ("http://other.example.com/link?key=s3cret", f"{server.url}/link?p=1&key=s3cret"):
        server.respond_with({"rows": [], "next_url": link})
        with package.Client(server.url) as client, pytest.raises(package.UnsafeLinkError) as caught:
            list(client.kites.link())
        assert "s3cret" not in str(caught.value)


def test_settings_configure_paging_that_the_document_does_not_describe(tmp_path: Path) -> None:
    file = tmp_path / "speclift.toml"
    file.write_text('[[client.paging]]\noperations = ["od*"]\nby = "offset"\nparameter = "at"\nitems = "flock.birds"\n')
    hints = load_settings(str(file)).client.paging
    assert hints == (PagingHint(("od*",), "offset", items="flock.birds", parameter="at"),)
    kinds = {
        method.operation_id: method.kind
        for resource in build_package(DOCUMENT, "k", (*hints, PagingHint(("pages",), "none"))).resources
        for method in resource.methods
    }
    assert (kinds['"odd"'], kinds['"pages"'], kinds['"zero"']) == ("pages", "value", "pages")
    file.write_text('[[client.paging]]\noperations = ["od*"]\nby = "magic"\n')
    with pytest.raises(SettingsError, match="magic"):
        load_settings(str(file))


def test_settings_configure_every_kind_of_paging(tmp_path: Path, server: Server) -> None:
    file = tmp_path / "speclift.toml"
    file.write_text("""\
[[client.paging]]
operations = ["by_last"]
by = "last"
parameter = "beyond"
items = "flock.birds"
key = "name"
more = "onward"

[[client.paging]]
operations = ["by_sheet"]
by = "page"
parameter = "sheet"
start = 0

[[client.paging]]
operations = ["by_header"]
by = "link-header"
""")
    paths = {
        "/last": listing("by_last", object_schema(flock=object_schema(birds=KITES), onward=TRUTH), beyond=TEXT),
        "/sheet": listing("by_sheet", KITES, sheet=WHOLE),
        "/header": listing("by_header", KITES),
    }
    answers: dict[tuple[str, str], Any] = {
        ("/last", ""): {"flock": {"birds": [{"id": 0, "name": "a"}]}, "onward": True},
        ("/last", "beyond=a"): {"flock": {"birds": [{"id": 1, "name": "b"}]}, "onward": False},
        ("/sheet", ""): [{"id": 0}],
        ("/sheet", "sheet=1"): [{"id": 1}],
        ("/sheet", "sheet=2"): [],
        ("/header", ""): [{"id": 0}],
        ("/header", "p=2"): [{"id": 1}],
    }

    def respond(path: str, query: str) -> Response:
        headers = {"Link": f'<{server.url}/header?p=2>; rel="next"'} if (path, query) == ("/header", "") else {}
        return Response(200, json.dumps(answers.pop((path, query))).encode(), headers=headers)

    server.choose = respond
    settings = load_settings(str(file)).client
    files = client_files(document(paths, schemas=SCHEMAS), "hinted_kites", Templates(), settings)
    with importing(files, tmp_path, "hinted_kites") as module, module.Client(server.url) as client:
        for name in ("by_last", "by_sheet", "by_header"):
            assert [kite.id for kite in getattr(client.kites, name)()] == [0, 1]
    assert not answers
