"""The names that say how the pages of a list lead to each other, as words in lower case, the likeliest first."""

from __future__ import annotations

from speclift.contract import paging_words

#: Lists, for objects with several lists; the first that exists counts.
LISTS = ("items", "data", "results", "value", "values", "entries", "records", "rows", "objects", "hits", "list")
#: Objects that describe a page.
HOLDERS = frozenset(
    {
        *("links", "link", "paging", "pagination", "pager", "page", "page info", "cursors", "cursor"),
        *("meta", "metadata", "response metadata", "list metadata", "result info"),
    }
)
LINK_WORDS = frozenset({"link", "url", "uri", "href"})
CURSORS = frozenset({"cursor", "token", "marker", "key", "id", "offset", "page", "start", "continuation", "after"})
#: The parameter that takes a cursor, where no parameter has the name of the cursor.
CURSOR_PARAMETERS = (*paging_words.CURSORS, "page", "offset", "start")
OFFSETS = (*paging_words.OFFSETS, "first result")
PAGES = paging_words.PAGES
#: The parameter that says how many items a page has; some of these say it only beside an offset.
SIZES = frozenset((*paging_words.SIZES, "max", "items per page", "results per page", "length"))
MORE = frozenset(
    (*paging_words.MORE, "has more results", "is more", "more items", "more results", "more available"),
)
TOTALS = frozenset((*paging_words.TOTALS, "total hits", "total size"))
ENDS = frozenset((*paging_words.ENDS, "last page", "end of list", "is end"))
NUMBERS = frozenset(paging_words.NUMBERS)
PAGE_COUNTS = frozenset(
    (
        *paging_words.PAGE_COUNTS,
        *("pages count", "pages total", "page total", "num pages", "number of pages", "nb pages"),
        *("total page", "max page", "total page count"),
    )
)
#: The parameter that takes the id of the last item.
LAST = ("starting after", "after id", "last id", "since id", "after")
