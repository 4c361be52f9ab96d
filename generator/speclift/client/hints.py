"""What the settings say of a client: the table `[client]`."""

from __future__ import annotations

from typing import Literal

import msgspec


class PagingHint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the settings say of lists that no document tells.

    `operations` are globs on operation ids and on `METHOD /path`.  `by` is how pages lead to each other: `next` (a link
    or cursor in the answer), `link-header`, `offset`, `page`, `last` (a property of the last item) or `none`.  `items`,
    `next` and `more` are wire names with dots that lead from the answer to its list, to what comes next, and to whether
    there is more; `parameter` is the query parameter that says which page is wanted, `start` its value for the first
    page, `key` the property of the last item that it takes.
    """

    operations: tuple[str, ...]
    by: Literal["next", "link-header", "offset", "page", "last", "none"]
    items: str = ""
    next: str = ""
    parameter: str = ""
    start: int | None = None
    key: str = "id"
    more: str = ""


class ClientSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[client]`: `paging` says how pages of lists lead to each other; the first hint that fits counts."""

    paging: tuple[PagingHint, ...] = ()
