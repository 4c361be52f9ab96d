"""The query options that narrow an answer: `$select`, `$top`, `$skip`, and the link to the next page.

`$select` and paging follow OData 4.01, part 2, section 5.1.5 and part 1, section 11.2.6.7.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any
from urllib.parse import quote

from speclift.openapi.structure.nodes import Json

#: How many rows a list has, and how many of them are on a page.
ROWS = 60
PAGE = 25


#: Columns that every row of a list has, requested or not.
KEY_COLUMNS = frozenset({"primarykey", "entityname"})


def selected_names(text: str) -> frozenset[str]:
    """The names in a `$select`, in lower case: of `category/id` the property, `category`."""
    names = (part.strip().partition("/")[0].lower() for part in text.split(","))
    return frozenset(name for name in names if name)


def select_properties(value: Any, names: frozenset[str]) -> Any:
    """An object, or each object of a list, with null in all properties that are not selected."""
    if isinstance(value, list):
        return [select_properties(item, names) for item in value]
    if isinstance(value, dict):
        return {name: item if name.lower() in names else None for name, item in value.items()}
    return value


def select_columns(rows: Sequence[Any], names: frozenset[str]) -> list[Any]:
    """Rows with the selected columns and those that identify the row."""
    kept = names | KEY_COLUMNS
    return [
        {name: item for name, item in row.items() if name.lower() in kept} if isinstance(row, dict) else row
        for row in rows
    ]


def sample_rows(rows: Sequence[Any], known: Container[str] = ()) -> list[Any]:
    """A list as long as a real one: the sample rows again and again with keys of their own, but for those of things
    that are known to be changed or removed.  Where a row has no key, the list is the sample itself: no row stands in
    it twice."""
    if not all(isinstance(row, dict) and _key(row) is not None for row in rows):
        return list(rows)
    found = [_numbered(rows[number % len(rows)], number + 1) for number in range(ROWS)] if rows else []
    return [row for row in found if str(_key(row)) not in known]


def identified_rows(rows: Sequence[Json], identity: str, ids: Sequence[Any]) -> list[Json]:
    """As many rows as there are ids: the sample rows again and again, each with an id of its own."""
    return [{**rows[number % len(rows)], identity: own} for number, own in enumerate(ids)] if rows else []


def _key(row: Json) -> Any:
    return next((item for name, item in row.items() if name.lower() == "primarykey"), None)


def _numbered(row: Json, number: int) -> Json:
    """A row with another primary key, wherever the old one stands in it."""
    key = _key(row)
    new = str(number) if isinstance(key, str) else number
    return {name: new if item == key and type(item) is type(key) else item for name, item in row.items()}


def page(
    rows: Sequence[Any], top: int | None, skip: int, *, can_go_on: bool
) -> tuple[Sequence[Any], int | None, int | None]:
    """The rows of a page, then what `$top` and `$skip` of the next page are; no `$skip` where there is none.

    An answer that cannot say where the list goes on (`can_go_on`) has all rows.
    """
    skip = max(skip, 0)
    wanted = max(len(rows) - skip, 0) if top is None else min(max(len(rows) - skip, 0), max(top, 0))
    if wanted <= PAGE or not can_go_on:
        return rows[skip : skip + wanted], None, None
    shown = rows[skip : skip + PAGE]
    return shown, None if top is None else top - PAGE, skip + PAGE


def next_link(url: str, query: Sequence[tuple[str, str]], top: int | None, skip: int) -> str:
    """The address of the next page: the same query, with other `$top` and `$skip`."""
    changed = {"$skip": str(skip)} | ({} if top is None else {"$top": str(top)})
    pairs = [(name, value) for name, value in query if name not in changed]
    written = (f"{quote(name, safe='$')}={quote(value)}" for name, value in (*pairs, *changed.items()))
    return f"{url}?{'&'.join(written)}"
