"""What the settings say about a client: the table `[client]`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class PagingHint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How some operations page their lists, which the OpenAPI document does not say.

    `operations` are globs on operation ids and on `METHOD /path`.  `by` says how one page leads to the next: `next` (a
    link or cursor in the response), `link-header`, `offset`, `page`, `last` (a property of the last item) or `none`.
    `items`, `next` and `more` are paths in the response, made of wire names with dots between them: to the list, to the
    link or cursor of the next page, and to the property that says whether there is more.  `parameter` is the query
    parameter, or the property of the request body, that selects the page; `start` is its value for the first page, and
    `key` the property of the last item whose value it takes.
    """

    operations: Annotated[tuple[str, ...], Meta(description="Globs on operation ids, or on METHOD /path")]
    by: Annotated[
        Literal["next", "link-header", "offset", "page", "last", "none"],
        Meta(description="How one page leads to the next"),
    ]
    items: Annotated[str, Meta(description="Path to the list in the response, as names with dots")] = ""
    next: Annotated[str, Meta(description="Path to the next link or cursor in the response, as names with dots")] = ""
    parameter: Annotated[
        str, Meta(description="The query parameter, or property of the request body, that selects the page")
    ] = ""
    start: Annotated[int | None, Meta(description="The value of the parameter for the first page")] = None
    key: Annotated[str, Meta(description="The property of the last item whose value the parameter takes")] = "id"
    more: Annotated[str, Meta(description="Path to the property that says whether there is more")] = ""


class ClientSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[client]`: `paging` says how one page of a list leads to the next; the first hint that fits applies.

    `numbers` is the Python type of a number that is not whole, where the document does not say that it is decimal.
    """

    paging: Annotated[tuple[PagingHint, ...], Meta(description="How one page of a list leads to the next")] = ()
    numbers: Annotated[
        Literal["float", "decimal"], Meta(description="The Python type of numbers that are not whole: float or Decimal")
    ] = "float"
