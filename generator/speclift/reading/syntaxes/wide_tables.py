"""Tables with cells of several lines, from Yandex Flavored Markdown, as HTML tables.

#|
|| Field | Description ||
|| depth | **integer**

How deep the well is. ||
|#

Every line stays where it was, so that line numbers are those of the file.
"""

from __future__ import annotations

_OPEN, _CLOSE, _ROW = "#|", "|#", "||"


def without_wide_tables(text: str) -> str:
    """The page with HTML tables in place of such tables."""
    if f"{_OPEN}\n" not in text:
        return text
    lines = text.split("\n")
    fence = ""
    is_table = is_row = False
    for number, line in enumerate(lines):
        stripped = line.strip()
        if stripped.startswith(("```", "~~~")):
            fence = "" if fence == stripped[:3] else fence or stripped[:3]
        elif fence:
            continue
        elif not is_table:
            is_table = stripped == _OPEN
            lines[number] = "<table>" if is_table else line
        elif stripped == _CLOSE:
            lines[number] = "</td></tr></table>" if is_row else "</table>"
            is_table = is_row = False
        else:
            lines[number], is_row = _written(stripped, is_row)
    return "\n".join(lines)


def _written(line: str, is_row: bool) -> tuple[str, bool]:
    """A line within a table, and whether its row continues after it."""
    before = after = ""
    if not is_row and line.startswith(_ROW):
        before, line, is_row = "<tr><td>", line[len(_ROW) :], True
    if not is_row:
        return line, False
    if line.endswith(_ROW):
        after, line, is_row = "</td></tr>", line[: -len(_ROW)], False
    return f"{before}{_cells(line) or '<br>'}{after}", is_row


def _cells(line: str) -> str:
    """A line with the bars between its cells as tags; those in code and after a backslash are text."""
    if "|" not in line:
        return line
    found: list[str] = []
    is_code = False
    before = ""
    for char in line:
        is_code ^= char == "`"
        found.append("</td><td>" if char == "|" and not is_code and before != "\\" else char)
        before = char
    return "".join(found)
