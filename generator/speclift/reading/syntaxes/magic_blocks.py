"""Blocks of ReadMe, which hold JSON: `[block:parameters]`, `[block:code]`, `[block:api-header]`, `[block:callout]`.

They become tables, code and headings on the same lines, so that every line stays where it was.
"""

from __future__ import annotations

import html
import re
from typing import Any

import orjson

from speclift.reading.markdown.roles import role_of

_START = "[block:"
_END = "[/block]"
_KIND = re.compile(r"\[block:([a-z][a-z-]{0,40})\]")
_KEY = re.compile(r'"(\d{1,6}|h)-(\d{1,3})"\s{0,8}:')
_CODE_KEY = re.compile(r'"code"\s{0,8}:\s{0,8}"')
_MOST_COLUMNS = 40
#: Kinds that show no text.
_WITHOUT_TEXT = frozenset(("image", "embed"))
_LEVEL = 2


def without_magic_blocks(text: str) -> str:
    """The page with such blocks as markdown and HTML; one whose JSON cannot be read stays as it is."""
    if _START not in text:
        return text
    pieces: list[str] = []
    position = 0
    while (start := text.find(_START, position)) >= 0:
        kind = _KIND.match(text, start)
        end = text.find(_END, start)
        if end < 0:
            break
        after = end + len(_END)
        lines = _written(kind[1], text[kind.end() : end]) if kind else None
        pieces += [text[position:start], text[start:after] if lines is None else "\n".join(lines)]
        position = after
    return "".join([*pieces, text[position:]])


def _written(kind: str, inner: str) -> list[str] | None:
    """The lines that replace a block, as many as it has; None where it is kept."""
    lines = [""] * (inner.count("\n") + 1)
    if kind in _WITHOUT_TEXT:
        return lines
    try:
        value = orjson.loads(inner)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict):
        return None
    if kind == "parameters":
        return _table(value.get("data"), inner, lines)
    if kind == "code":
        return _codes(value.get("codes"), inner, lines)
    if kind == "api-header" and isinstance(value.get("title"), str):
        level = value.get("level")
        lines[0] = f"{'#' * (level if level in (1, 2, 3, 4, 5, 6) else _LEVEL)} {' '.join(value['title'].split())}"
        return lines
    if kind == "callout":
        said = " ".join(f"{value.get('title') or ''} {value.get('body') or ''}".split())
        lines[0] = f"> {said}" if said else ""
        return lines
    return None


def _table(data: Any, inner: str, lines: list[str]) -> list[str] | None:
    """An HTML table, with each row on the line of its first cell."""
    if not isinstance(data, dict):
        return None
    rows: dict[int, dict[int, str]] = {}
    head: dict[int, str] = {}
    line_of: dict[int, int] = {}
    line = counted = 0
    for found in _KEY.finditer(inner):
        line, counted = line + inner.count("\n", counted, found.start()), found.start()
        cell, column = data.get(found[0].split('"')[1]), int(found[2])
        if not isinstance(cell, str) or column >= _MOST_COLUMNS:
            continue
        if found[1] == "h":
            head[column] = cell
        else:
            rows.setdefault(int(found[1]), {})[column] = cell
            line_of.setdefault(int(found[1]), line)
    if not rows:
        return None
    width = max(max(cells) for cells in (head or {0: ""}, *rows.values())) + 1
    lines[0] = "<table>" + _row(head, width, "th")
    at = 0
    for number in sorted(rows):
        at = max(at, line_of[number])
        lines[at] += _row(rows[number], width, "td")
    lines[at] += "</table>"
    return lines


def _row(cells: dict[int, str], width: int, name: str) -> str:
    texts = (html.escape(cells.get(column, ""), quote=False).replace("\n", "<br>") for column in range(width))
    return f"<tr>{''.join(f'<{name}>{text}</{name}>' for text in texts)}</tr>"


def _codes(codes: Any, inner: str, lines: list[str]) -> list[str] | None:
    """Each code block as HTML on its own line, below its name if that says which message it is."""
    if not isinstance(codes, list):
        return None
    shown = [code for code in codes if isinstance(code, dict) and isinstance(code.get("code"), str)]
    starts = [inner.count("\n", 0, found.start()) for found in _CODE_KEY.finditer(inner)]
    for code, at in zip(shown, starts, strict=False):
        name, language = (str(code.get(key) or "") for key in ("name", "language"))
        text = html.escape(code["code"], quote=False).replace("\n", "&#10;")
        if at and not lines[at - 1] and name and role_of(name).kind != "name":
            lines[at - 1] = f"**{' '.join(name.split())}**"
        lines[at] += f'<pre><code class="language-{html.escape(language) or "text"}">{text}</code></pre>'
    return lines
