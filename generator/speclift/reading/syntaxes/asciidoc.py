"""AsciiDoc that was left in a page of markdown: `[source,json]` above `----`, tables in `|===`, `.Title`, `include::`.

Such blocks become their equivalents in markdown.  Every line of the page stays where it was, so that line numbers are
those of the file.
"""

from __future__ import annotations

import html
import re

#: Starts of lines that only pages with AsciiDoc have.
_SIGN = re.compile(r"\n(?:\|===|\[(?:source|cols|options|%header|\[)|include::)")

_ATTRIBUTES = re.compile(r"\[(?![\[\]])([^\[\]]{1,300})\][ \t]{0,8}$")
_ANCHOR = re.compile(r"\[(?:\[([\w.:-]{1,200})(?:,[^\[\]]{0,200})?\]|#([\w.:-]{1,200}))\][ \t]{0,8}$")
_TITLE = re.compile(r"\.(?![. ])(\S.{0,200})$")
_SETTING = re.compile(r":!?[A-Za-z][\w-]{0,60}!?:(?:\s.{0,500})?$")
_HEADING = re.compile(r"(={1,6})[ \t]{1,8}(?![\"=])(\S.{0,500})$")
_TERM = re.compile(r"(?P<term>[`*\w][^\n:]{0,200})::(?:[ \t]{1,8}(?P<text>\S.{0,4000}))?[ \t]{0,8}$")
_DELIMITER = re.compile(r"(-{4,40}|\.{4,40}|={4,40}|\*{4,40}|_{4,40}|--)[ \t]{0,8}$")
_TABLE = re.compile(r"\|={3,20}[ \t]{0,8}$")
#: A cell's start, perhaps with its layout: `2+|`, `.2+|`, `a|`.
_CELL = re.compile(r"(?:(?:^|(?<=\s))(?:\d{1,3}\*)?(?:\d{1,3})?(?:\.\d{1,3})?\+?[<^>.]{0,3}[adehlmsv]?)?(?<!\\)\|")
_COLUMNS = re.compile(r"\bcols\s{0,4}=\s{0,4}(?:\"([^\"]{1,300})\"|'([^']{1,300})'|([^,\]\"'\s]{1,60}))")
_REPEATED = re.compile(r"(\d{1,3})\*")
_LINK = re.compile(
    r"(?:link:|xref:)([^\s\[\]]{1,300})\[([^\[\]]{1,300})\]|(https?://[^\s\[\]()<>|`]{1,300})\[([^\[\]]{1,300})\]"
)
_REFERENCE = re.compile(r"<<([^<>,\n]{1,200})(?:,[ \t]{0,4}([^<>\n]{1,200}))?>>")
_FENCE = "~~~~~"
_MOST_COLUMNS = 60


def without_asciidoc(text: str) -> str:
    """The page with blocks of markdown in place of those of AsciiDoc; unchanged where it has none."""
    if not _SIGN.search(text):
        return text
    lines = text.split("\n")
    return "\n".join(_Page(lines).converted())


class _Page:
    """Goes through the lines once; `attributes` are those above the next block."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.attributes = ""

    def converted(self) -> list[str]:
        number = 0
        fence = ""
        while number < len(self.lines):
            stripped = self.lines[number].strip()
            if stripped.startswith(("```", "~~~")):
                fence = "" if fence == stripped[:3] else fence or stripped[:3]
            if fence or stripped.startswith(("```", "~~~")):
                number += 1
                continue
            number = self._block(number, self.lines[number])
        return self.lines

    def _block(self, number: int, line: str) -> int:
        """Convert what starts at a line. Returns the number of the next line."""
        if _TABLE.match(line):
            return self._table(number)
        delimiter = _DELIMITER.match(line)
        if delimiter and self._starts_block(number):
            return self._delimited(number, delimiter[1])
        self.lines[number] = self._line(number, line)
        if line.strip() and not self._is_above_block(line):
            self.attributes = ""
        return number + 1

    def _line(self, number: int, line: str) -> str:
        anchor = _ANCHOR.match(line)
        if anchor:
            return f'<a id="{anchor[1] or anchor[2]}"></a>'
        attributes = _ATTRIBUTES.match(line)
        if attributes and self._leads(number):
            self.attributes = attributes[1]
            return ""
        title = _TITLE.match(line)
        if title and self._leads(number):
            # Spring REST Docs prints the path itself above a table of path parameters.
            path = title[1].strip("`*_ ")
            return f"**Path parameters:** `{path}`" if path.startswith("/") else f"**{path}**"
        if _SETTING.match(line) or line.strip() == "+":
            return ""
        heading = _HEADING.match(line)
        if heading:
            return f"{'#' * len(heading[1])} {heading[2]}"
        if line.startswith("include::"):
            return line
        term = _TERM.match(line)
        following = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
        if term and not term["text"] and following in ("", "+"):
            return f"**{term['term'].strip('*`_ ')}:**"
        if term and not line.startswith(("image:", "video:", "toc:")):
            return f"- {term['term']} – {term['text'] or ''}".rstrip()
        return _inline(line)

    def _starts_block(self, number: int) -> bool:
        """Whether a line of marks starts a block. Below a paragraph it makes that a heading, as in markdown."""
        above = self.lines[number - 1].strip() if number else ""
        return not above or bool(self.attributes) or above.startswith(("**", "- "))

    def _is_above_block(self, line: str) -> bool:
        return bool(_ATTRIBUTES.match(line) or _TITLE.match(line) or _ANCHOR.match(line))

    def _leads(self, number: int) -> bool:
        """Whether the lines from here on lead to a block, with nothing but attributes and titles between."""
        for line in self.lines[number + 1 : number + 6]:
            if _TABLE.match(line) or _DELIMITER.match(line):
                return True
            if line.strip() and not self._is_above_block(line):
                return bool(_ATTRIBUTES.match(self.lines[number])) and not line.startswith(("#", "["))
            if not line.strip():
                return False
        return False

    def _delimited(self, number: int, mark: str) -> int:
        end = next((at for at in range(number + 1, len(self.lines)) if self.lines[at].rstrip() == mark), -1)
        if end < 0:
            return number + 1
        attributes, self.attributes = self.attributes, ""
        if mark[0] in "-." and mark != "--":
            parts = [part.strip(" \"'") for part in attributes.split(",")]
            is_source = parts[0].partition("%")[0] in ("source", "listing")
            language = parts[1] if is_source and len(parts) > 1 and "=" not in parts[1] else ""
            self.lines[number], self.lines[end] = f"{_FENCE}{language}", _FENCE
            return end + 1
        self.lines[number] = self.lines[end] = ""
        return number + 1

    def _table(self, number: int) -> int:
        end = next((at for at in range(number + 1, len(self.lines)) if _TABLE.match(self.lines[at])), -1)
        if end < 0:
            return number + 1
        attributes, self.attributes = self.attributes, ""
        rows = [line for line in self.lines[number + 1 : end] if line.strip()]
        width = _width(attributes) or (len(_CELL.findall(rows[0])) if rows else 1) or 1
        first = next((at for at in range(number + 1, end) if self.lines[at].strip()), end)
        has_head = "header" in attributes or (first + 1 < end and not self.lines[first + 1].strip())
        has_head = has_head or len(_CELL.findall(self.lines[first])) == width > 1
        seen = 0
        for at in range(number + 1, end):
            line = self.lines[at]
            starts = list(_CELL.finditer(line))
            shown = _escaped(line[: starts[0].start()] if starts else line)
            for index, start in enumerate(starts):
                stop = starts[index + 1].start() if index + 1 < len(starts) else len(line)
                kind = "th" if has_head and seen < width else "td"
                opening = f"{'</tr>' if seen else ''}<tr><{kind}>" if seen % width == 0 else f"<{kind}>"
                shown += opening + _escaped(line[start.end() : stop].strip())
                seen += 1
            self.lines[at] = shown
        self.lines[number], self.lines[end] = "<table>", "</tr></table>"
        return end + 1


def _width(attributes: str) -> int:
    """The number of columns that attributes state; 0 where they state none."""
    columns = _COLUMNS.search(attributes)
    if not columns:
        return 0
    stated = next(group for group in columns.groups() if group)
    parts = re.split(r"[,;]", stated)
    repeated = [_REPEATED.match(part.strip()) for part in parts]
    count = sum(int(one[1]) if one else 1 for one in repeated)
    if len(parts) == 1 and not repeated[0] and stated.strip().isdigit():
        count = 1
    return min(count, _MOST_COLUMNS)


def _inline(line: str) -> str:
    if "[" in line and ("link:" in line or "xref:" in line or "://" in line):
        line = _LINK.sub(lambda found: f"[{found[2] or found[4]}]({found[1] or found[3]})", line)
    if "<<" in line:
        line = _REFERENCE.sub(lambda found: f"[{found[2] or found[1]}](#{found[1].lstrip('#')})", line)
    return line


def _escaped(text: str) -> str:
    return html.escape(_inline(text.replace("\\|", "|")), quote=False)
