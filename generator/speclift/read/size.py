"""How much a page gives inference to hold, and which pages of a reference are too many together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.model.page import Row
from speclift.read.limits import MOST_OBJECTS_IN_ALL, MOST_ROWS_IN_ALL, MOST_VALUES_IN_ALL


def kept(results: Iterable[PageFacts]) -> Iterator[PageFacts]:
    """The results in their order; of a page that is too large for what is left, nothing but a finding (SL107)."""
    rooms: tuple[int, ...] = (MOST_ROWS_IN_ALL, MOST_OBJECTS_IN_ALL, MOST_VALUES_IN_ALL)
    for result in results:
        left = tuple(room - size for room, size in zip(rooms, _size(result), strict=True))
        if min(left) >= 0:
            rooms = left
            yield result
        else:
            yield PageFacts(result.file, findings=(*result.findings, _too_many(result)))


def _size(result: PageFacts) -> tuple[int, int, int]:
    """Table rows, and about how many objects and values the samples have: no fewer than there are."""
    if result.enumeration:
        return len(result.enumeration.members), 0, 0
    page = result.printed
    if page is None:
        return 0, 0, 0
    tables: list[tuple[Row, ...]] = [page.path_parts, page.query, page.headers, page.statuses]
    tables += [body.rows for body in (page.request, page.response) if body]
    samples = [sample.body for sample in (page.request_sample, page.response_sample) if sample]
    objects = sum(text.count("{") for text in samples)
    # Each value but a whole sample stands behind one of these.
    return sum(map(len, tables)), objects, objects + sum(text.count(",") + text.count("[") for text in samples)


def _too_many(result: PageFacts) -> Finding:
    printed, enumeration = result.printed, result.enumeration
    line = printed.line if printed else enumeration.place.line if enumeration else 0
    message = (
        f"The page is one too many: all pages together have more than {MOST_ROWS_IN_ALL:,} table rows, "
        f"{MOST_OBJECTS_IN_ALL:,} objects or {MOST_VALUES_IN_ALL:,} values in their samples."
    )
    return Finding("SL107", result.file, line, message)
