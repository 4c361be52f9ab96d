"""What the columns of a table hold, by the words of its head, and which location a cell of a location column names."""

from __future__ import annotations

import functools
import re
from typing import cast

import msgspec

from speclift.model.facts import Location
from speclift.model.form import Column
from speclift.reading.markdown.blocks import Row
from speclift.reading.markdown.roles import plain
from speclift.reading.words.columns import HEAD_WORDS, HEADS, LOCATIONS


@functools.lru_cache(maxsize=4096)
def column_of(head: str) -> Column | None:
    """What a column with this head holds; None where nothing shows it."""
    text = plain(head).lower().strip(" ?:*.")
    found = HEADS.get(text) or HEADS.get(text + "?")
    if found or not text:
        return found
    words = re.findall(r"[^\W_]+", text)
    if len(words) > 4:
        return None
    return next((column for word, column in HEAD_WORDS if word in words or word + "s" in words), None)


def _is_exact(head: str) -> bool:
    """Whether a head has no other words: `Type`, not `Permission type`."""
    return plain(head).lower().strip(" ?:*.") in HEADS


class Columns(msgspec.Struct, frozen=True):
    """The position in a row of each kind of cell (`at`)."""

    at: dict[Column, int]

    def cell(self, row: Row, column: Column) -> str:
        """The cell of a row in this column; empty where the table has no such column."""
        index = self.at.get(column, -1)
        return row.cells[index] if 0 <= index < len(row.cells) else ""


@functools.lru_cache(maxsize=2048)
def columns_of(head: tuple[str, ...]) -> Columns:
    """The columns of a head. Of two with the same meaning, the first counts, or the one that has no other words; but a
    second `name` is a description.
    """
    found: dict[Column, int] = {}
    for index, text in enumerate(head):
        column = column_of(text)
        if column is not None and (
            column not in found or (_is_exact(text) and not _is_exact(head[found[column]]) and column == "type")
        ):
            found[column] = index
        elif column == "name" and "description" not in found:
            found["description"] = index
    return Columns(found)


@functools.lru_cache(maxsize=512)
def location_of(text: str) -> Location:
    """The location that a cell of a location column names; empty where it names none that is known."""
    word = plain(text).lower().strip(" .()")
    found = LOCATIONS.get(word)
    if found is None:
        found = next((LOCATIONS[part] for part in re.split(r"[\s,/]+", word) if part in LOCATIONS), "")
    return cast(Location, found)
