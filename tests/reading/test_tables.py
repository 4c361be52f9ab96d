"""Laws of the table reader: what is written as a pipe table is read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speclift.reading.markdown.block_parser import parse, parse_flat
from speclift.reading.markdown.blocks import Table

# The letters of a cell.  Control characters and separators are left out because they are no text or are trimmed at the
# ends of a cell; backslashes, pipes and backticks because they mean something in a cell.
LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters="\\|`")
WORDS = st.text(LETTERS, min_size=1, max_size=8)
PIPED = st.lists(WORDS, min_size=2, max_size=3).map("|".join)
CODE = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f"`{'|'.join(words)}`")
CELLS = st.lists(st.one_of(WORDS, PIPED, CODE), max_size=4).map(" ".join)
PADDING = st.text(" ", max_size=3)


def escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


def written(rows: list[list[str]], width: int, before: str, after: str) -> str:
    """A table of these rows below a head of `width` cells; each cell is escaped and padded."""
    lines = ["| " + " | ".join(f"Head {number}" for number in range(width)) + " |", "|" + "---|" * width]
    lines += ["|" + "|".join(f"{before} {escaped(cell)} {after}" for cell in row) + "|" for row in rows]
    return "\n".join(lines) + "\n"


def read(text: str) -> Table:
    (block,) = parse_flat(text)
    assert parse(text)[1] == [block]
    assert isinstance(block, Table)
    return block


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5), before=PADDING, after=PADDING)
def test_cells_are_read_back(rows: list[list[str]], before: str, after: str) -> None:
    table = read(written(rows, 3, before, after))
    assert table.head == ("Head 0", "Head 1", "Head 2")
    assert [list(row.cells) for row in table.rows] == rows
    assert [row.excess for row in table.rows] == [""] * len(rows)
    assert [row.line for row in table.rows] == list(range(3, 3 + len(rows)))


@given(rows=st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=5))
def test_missing_cells_are_empty(rows: list[list[str]]) -> None:
    table = read(written(rows, 3, "", ""))
    assert [list(row.cells) for row in table.rows] == [[*row, "", ""][:3] for row in rows]


@given(row=st.lists(CELLS.filter(bool), min_size=4, max_size=6))
def test_excess_cells_are_kept(row: list[str]) -> None:
    (found,) = read(written([row], 3, "", "")).rows
    assert list(found.cells) == [*row[:2], " | ".join(row[2:])]
    assert found.excess == " | ".join(row[3:])


@given(row=st.lists(WORDS, min_size=3, max_size=3), end=PADDING)
def test_outer_pipes_and_trailing_spaces_change_nothing(row: list[str], end: str) -> None:
    head = "A | B | C\n--|:-:|--:\n"
    bare = head + " | ".join(row) + end + "\n"
    piped = head + "| " + " | ".join(row) + " |" + end + "\n"
    # A bare first cell may look like another block (a list item, a quote), which then ends the table.
    if len(list(parse_flat(bare))) == 1 and read(bare).rows:
        assert read(bare).rows == read(piped).rows
