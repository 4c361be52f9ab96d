"""Rows of a table that only continue the row above: their first cell is empty."""

from __future__ import annotations

from speclift.reading.markdown.blocks import Row, Table

#: The mark after a row that continues the one above, in tables that have such marks.
_MARKS = ("| ^", "| +")


def with_continued_rows(table: Table, name_at: int, said_at: int) -> Table:
    """The table with one row for each name; `name_at` and `said_at` are the columns of names and descriptions."""
    if said_at == name_at or not any(not row.cells[name_at].strip() for row in table.rows):
        return table
    rows: list[Row] = []
    for row in table.rows:
        cells = _unmarked(row)
        said = cells[said_at]
        if rows and said and not any(cell.strip() for at, cell in enumerate(cells) if at != said_at):
            above = rows[-1].cells
            joined = f"{above[said_at]} {said}".strip()
            rows[-1] = Row((*above[:said_at], joined, *above[said_at + 1 :]), rows[-1].line, rows[-1].excess)
        else:
            rows.append(Row(cells, row.line, row.excess))
    return Table(table.head, tuple(rows), table.line)


def _unmarked(row: Row) -> tuple[str, ...]:
    """The cells of a row without a mark after the last of them."""
    last = row.cells[-1].rstrip()
    return (*row.cells[:-1], last[: -len(_MARKS[0])].rstrip()) if row.excess and last.endswith(_MARKS) else row.cells
