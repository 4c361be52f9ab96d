"""Rows of a table that only continue the row above: their first cell is empty."""

from __future__ import annotations

from speclift.reading.markdown.blocks import Row, Table

#: In some tables, one of these marks follows a row that continues the row above.
_MARKS = ("| ^", "| +")


def with_continued_rows(table: Table, name_at: int, description_at: int) -> Table:
    """The table with one row for each name; `name_at` and `description_at` are the positions of these columns."""
    if description_at == name_at or not any(not row.cells[name_at].strip() for row in table.rows):
        return table
    rows: list[Row] = []
    for row in table.rows:
        cells = _unmarked(row)
        description = cells[description_at]
        if rows and description and not any(cell.strip() for at, cell in enumerate(cells) if at != description_at):
            above = rows[-1].cells
            joined = f"{above[description_at]} {description}".strip()
            rows[-1] = Row(
                (*above[:description_at], joined, *above[description_at + 1 :]), rows[-1].line, rows[-1].excess
            )
        else:
            rows.append(Row(cells, row.line, row.excess))
    return Table(table.head, tuple(rows), table.line)


def _unmarked(row: Row) -> tuple[str, ...]:
    """The cells of a row, without the mark that may follow the last of them."""
    last = row.cells[-1].rstrip()
    return (*row.cells[:-1], last[: -len(_MARKS[0])].rstrip()) if row.excess and last.endswith(_MARKS) else row.cells
