"""The names of parameters and members about paging, as their words in lower case, joined."""

from __future__ import annotations

from collections.abc import Iterable

from speclift.contract import paging_words


def _joined(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.replace(" ", "") for name in names)


LIMITS = _joined((*paging_words.SIZES, "first", "max items"))
OFFSETS = _joined((*paging_words.OFFSETS, "starting index"))
PAGES = _joined(paging_words.PAGES)
CURSORS = _joined(
    (*paging_words.CURSORS, "page after", "scroll id", "exclusive start key", "since id", "bookmark"),
)
#: Members with an address, and objects with such members.
HREFS = frozenset({"href", "url", "uri", "link"})
OF_LINKS = frozenset({"links", "link"})
#: Members that lead to the next page, and below, members that say whether there is one.
NEXT = _joined(
    (
        *("next", "next page", "next link", "next url", "next page token", "next token", "next cursor"),
        *("next page url", "next page cursor", "continuation token", "next marker", "end cursor", "next href"),
        *("cursor", "after", "odata next link", "continue", "next offset", "last evaluated key"),
    )
)
IS_MORE = _joined(paging_words.MORE)
IS_LAST = _joined(paging_words.ENDS)
PREVIOUS = _joined(("previous", "prev", "previous page", "prev page", "previous cursor", "prev cursor", "previous url"))
TOTALS = _joined(paging_words.TOTALS)
OF_PAGES = NEXT | IS_MORE | IS_LAST | PREVIOUS | TOTALS
#: Members that repeat the number of the page, its size, or say how many pages there are.
NUMBERS = PAGES | _joined(paging_words.NUMBERS)
SIZES = LIMITS - {"top", "first", "take", "rows", "count"}
COUNTS_OF_PAGES = _joined((*paging_words.PAGE_COUNTS, "pages"))
