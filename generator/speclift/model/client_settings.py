"""What the settings say about a client: the table `[client]`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class PagingHint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the settings say about lists, beyond the document.

    `operations` are globs on operation ids and on `METHOD /path`.  `by` is how pages lead to each other: `next` (a link
    or cursor in the answer), `link-header`, `offset`, `page`, `last` (a property of the last item) or `none`.  `items`,
    `next` and `more` are wire names with dots that lead from the answer to its list, to what comes next, and to whether
    there is more; `parameter` is the query parameter, or the property of the body, that says which page is wanted,
    `start` its value for the first page, `key` the property of the last item that it takes.
    """

    operations: Annotated[tuple[str, ...], Meta(description="Globs on operation ids, or on METHOD /path")]
    by: Annotated[
        Literal["next", "link-header", "offset", "page", "last", "none"],
        Meta(description="How one page leads to the next"),
    ]
    items: Annotated[str, Meta(description="Names with dots that lead from the answer to the list")] = ""
    next: Annotated[str, Meta(description="Names with dots that lead to the next link or cursor")] = ""
    parameter: Annotated[
        str, Meta(description="The query parameter, or property of the body, that says which page is wanted")
    ] = ""
    start: Annotated[int | None, Meta(description="The value of the parameter for the first page")] = None
    key: Annotated[str, Meta(description="The property of the last item that the parameter takes")] = "id"
    more: Annotated[str, Meta(description="Names with dots that lead to whether there is more")] = ""


class ClientSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[client]`: `paging` says how pages of lists lead to each other; the first hint that fits counts.

    `numbers` says what a number is in Python, where the document does not say that it is a decimal one.
    """

    paging: Annotated[tuple[PagingHint, ...], Meta(description="How the pages of lists lead to each other")] = ()
    numbers: Annotated[
        Literal["float", "decimal"], Meta(description="What a number that is not whole is in Python: float or Decimal")
    ] = "float"
