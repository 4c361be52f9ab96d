"""The query options that narrow a response: `$select`, `$top`, `$skip`, and the link to the next page.

`$select` and paging follow OData 4.01, part 2, section 5.1.5 and part 1, section 11.2.6.7.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any
from urllib.parse import quote

from speclift.openapi.structure.nodes import Json

#: The number of rows of a list, and of a page.
ROWS = 60
PAGE = 25


#: The columns that every row of a list has, selected or not, in lower case.
KEY_COLUMNS = frozenset({"primarykey", "entityname"})


def selected_names(text: str) -> frozenset[str]:
    """The names in a `$select`, in lower case; of a path such as `category/id`, only the first name."""
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
    """Rows with only the selected columns and the key columns; `names` are in lower case."""
    kept = names | KEY_COLUMNS
    return [
        {name: item for name, item in row.items() if name.lower() in kept} if isinstance(row, dict) else row
        for row in rows
    ]


def sample_rows(rows: Sequence[Any], known: Container[str] = ()) -> list[Any]:
    """A list as long as a real one: the sample rows, repeated with keys of their own.  Keys in `known` are left out:
    their resources were changed or removed.  If a row has no key, the list is the sample itself, so that no row is in
    it twice.
    """
    if not all(isinstance(row, dict) and _key(row) is not None for row in rows):
        return list(rows)
    found = [_numbered(rows[number % len(rows)], number + 1) for number in range(ROWS)] if rows else []
    return [row for row in found if str(_key(row)) not in known]


def identified_rows(rows: Sequence[Json], identity: str, ids: Sequence[Any]) -> list[Json]:
    """A row for each id: the sample rows, repeated with these ids in the property `identity`."""
    return [{**rows[number % len(rows)], identity: own} for number, own in enumerate(ids)] if rows else []


def _key(row: Json) -> Any:
    return next((item for name, item in row.items() if name.lower() == "primarykey"), None)


def _numbered(row: Json, number: int) -> Json:
    """A row with another primary key, in all columns that have the old one."""
    key = _key(row)
    new = str(number) if isinstance(key, str) else number
    return {name: new if item == key and type(item) is type(key) else item for name, item in row.items()}


def page(
    rows: Sequence[Any], top: int | None, skip: int, *, can_go_on: bool
) -> tuple[Sequence[Any], int | None, int | None]:
    """The rows of a page, and `$top` and `$skip` of the next page; `$skip` is None if there is no next page.

    If a response cannot link to the next page (`can_go_on` is false), it has all rows.
    """
    skip = max(skip, 0)
    wanted = max(len(rows) - skip, 0) if top is None else min(max(len(rows) - skip, 0), max(top, 0))
    if wanted <= PAGE or not can_go_on:
        return rows[skip : skip + wanted], None, None
    shown = rows[skip : skip + PAGE]
    return shown, None if top is None else top - PAGE, skip + PAGE


def next_link(url: str, query: Sequence[tuple[str, str]], top: int | None, skip: int) -> str:
    """The URL of the next page: the same query, with other `$top` and `$skip`."""
    changed = {"$skip": str(skip)} | ({} if top is None else {"$top": str(top)})
    pairs = [(name, value) for name, value in query if name not in changed]
    written = (f"{quote(name, safe='$')}={quote(value)}" for name, value in (*pairs, *changed.items()))
    return f"{url}?{'&'.join(written)}"
