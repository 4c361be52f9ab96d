"""How much data the pages of a reference hold together, and which pages exceed the limits of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speclift.limits import MOST_OBJECTS_IN_ALL, MOST_ROWS_IN_ALL, MOST_VALUES_IN_ALL
from speclift.model.facts import BodyFacts, Field, PageFacts, TypeFacts
from speclift.model.finding import Finding
from speclift.model.page import Row


def kept(results: Iterable[PageFacts]) -> Iterator[PageFacts]:
    """The results in their order; a page that exceeds what the limits leave is replaced by a finding (SL107)."""
    limits: tuple[int, ...] = (MOST_ROWS_IN_ALL, MOST_OBJECTS_IN_ALL, MOST_VALUES_IN_ALL)
    for result in results:
        left = tuple(limit - size for limit, size in zip(limits, _size(result), strict=True))
        if min(left) >= 0:
            limits = left
            yield result
        else:
            yield PageFacts(result.file, findings=(*result.findings, _too_many(result)))


def _size(result: PageFacts) -> tuple[int, int, int]:
    """The number of table rows, and upper estimates of the objects and values in samples."""
    if result.enumeration:
        return len(result.enumeration.members), 0, 0
    page = result.printed
    if page is None:
        return _size_of_facts(result)
    tables: list[tuple[Row, ...]] = [page.path_parts, page.query, page.headers, page.statuses]
    tables += [body.rows for body in (page.request, page.response) if body]
    objects, values = _size_of_samples(sample.body for sample in (page.request_sample, page.response_sample) if sample)
    return sum(map(len, tables)), objects, values


def _size_of_facts(page: PageFacts) -> tuple[int, int, int]:
    """As `_size`, for a page of no known form: a field or a listed value counts as a row, however it is printed."""
    responses = [response for operation in page.operations for response in operation.responses]
    bodies = [*(operation.request for operation in page.operations), *(found.body for found in responses), page.error]
    holders: list[BodyFacts | TypeFacts] = [*(body for body in bodies if body), *page.types]
    tables = [*(operation.parameters for operation in page.operations), *(found.headers for found in responses)]
    rows = sum(len(found.values) for found in page.types)
    todo: list[Field] = [field for table in (*tables, *(holder.fields for holder in holders)) for field in table]
    while todo:
        field = todo.pop()
        rows += 1 + len(field.values)
        todo += field.fields
    samples = [sample for operation in page.operations for sample in operation.request_samples]
    samples += [sample for holder in holders for sample in holder.samples]
    rows += sum(len(sample.form) for sample in samples)
    return rows, *_size_of_samples(sample.json for sample in samples)


def _size_of_samples(texts: Iterable[str]) -> tuple[int, int]:
    """About how many objects and values the JSON of samples contains."""
    objects = values = 0
    for text in texts:
        opened = text.count("{")
        objects += opened
        # One of these characters is before each value, except where the value is the whole sample.
        values += opened + text.count(",") + text.count("[")
    return objects, values


def _too_many(result: PageFacts) -> Finding:
    printed, enumeration = result.printed, result.enumeration
    line = printed.line if printed else enumeration.place.line if enumeration else 0
    message = (
        f"The page was left out: with it, the pages together have more than {MOST_ROWS_IN_ALL:,} table rows, "
        f"{MOST_OBJECTS_IN_ALL:,} objects or {MOST_VALUES_IN_ALL:,} values in their samples."
    )
    return Finding("SL107", result.file, line, message)
