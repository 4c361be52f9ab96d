"""The names of parameters and members about paging, as their words in lower case, joined."""

from __future__ import annotations

LIMITS = frozenset(
    [
        "limit",
        "pagesize",
        "perpage",
        "size",
        "count",
        "maxresults",
        "top",
        "first",
        "take",
        "pagelimit",
        "maxitems",
        "rows",
    ]
)
OFFSETS = frozenset(["offset", "skip", "start", "startat", "startindex", "from", "pageoffset", "startingindex"])
PAGES = frozenset(["page", "pagenumber", "pageindex", "pagenum", "currentpage", "pageno"])
CURSORS = frozenset(
    [
        "cursor",
        "after",
        "startingafter",
        "pagetoken",
        "nexttoken",
        "nextcursor",
        "continuationtoken",
        "continue",
        "marker",
        "token",
        "nextpagetoken",
        "pagecursor",
        "pageafter",
        "scrollid",
        "exclusivestartkey",
        "sinceid",
        "bookmark",
    ]
)
#: Members that lead to the next page, and below, members that say whether there is one.
NEXT = frozenset(
    [
        "next",
        "nextpage",
        "nextlink",
        "nexturl",
        "nextpagetoken",
        "nexttoken",
        "nextcursor",
        "nextpageurl",
        "nextpagecursor",
        "continuationtoken",
        "nextmarker",
        "endcursor",
        "nexthref",
        "cursor",
        "after",
        "odatanextlink",
        "continue",
        "nextoffset",
        "lastevaluatedkey",
    ]
)
IS_MORE = frozenset(["hasmore", "hasnext", "hasnextpage", "more", "hasmoreitems", "istruncated", "truncated"])
IS_LAST = frozenset(["last", "islast", "islastpage"])
PREVIOUS = frozenset({"previous", "prev", "previouspage", "prevpage", "previouscursor", "prevcursor", "previousurl"})
TOTALS = frozenset({"count", "total", "totalcount", "totalitems", "totalresults", "totalelements", "totalrecords"})
OF_PAGES = NEXT | IS_MORE | IS_LAST | PREVIOUS | TOTALS
#: Members that repeat the number of the page, its size, or say how many pages there are.
NUMBERS = PAGES | {"number", "current"}
SIZES = LIMITS - {"top", "first", "take", "rows", "count"}
COUNTS_OF_PAGES = frozenset({"totalpages", "pagecount", "pages", "lastpage"})
