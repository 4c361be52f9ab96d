"""The names of parameters and members about paging, as words in lower case, the likeliest first.

These names are clear in any API. A tool adds those that are clear only where it looks for them.
"""

from __future__ import annotations

#: Parameters that say how many items a page has, where it starts, or which page it is.
SIZES = ("limit", "page size", "per page", "size", "count", "max results", "take", "page limit", "rows", "top")
OFFSETS = ("offset", "skip", "start index", "start", "start at", "from", "page offset")
PAGES = ("page", "page number", "page num", "page no", "page index", "current page", "pageno")
#: Parameters that take what a response says of the next page.
CURSORS = (
    *("cursor", "page cursor", "page token", "next token", "next page token", "next cursor", "after", "starting after"),
    *("continuation token", "continuation", "continue", "marker", "token"),
)
#: Members that say whether another page follows, and members that say whether this one is the last.
MORE = ("has more", "has next", "has next page", "has more items", "more", "truncated", "is truncated")
ENDS = ("last", "is last", "is last page")
#: Members that say how many items there are on all pages, how many pages there are, or which page this one is.
TOTALS = ("total", "count", *(f"total {what}" for what in ("count", "items", "results", "elements", "records")))
PAGE_COUNTS = ("total pages", "page count", "last page")
NUMBERS = ("number", "page", "page number", "page num", "page index", "current page", "current")
