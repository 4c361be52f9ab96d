"""Directives of Sphinx's HTTP domain in MyST, which become a heading, tables of fields and a table of statuses.

```{http:get} /owls/{id}
Shows an owl.

:query boolean nests: Whether to show its nests
:>json string name: Its name
:code 200: Found
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from speclift.model.methods import METHODS
from speclift.reading.markdown.block_parser import parse_counted
from speclift.reading.markdown.blocks import Block, Code, Heading, Row, Table

_DIRECTIVE = re.compile(rf"\{{http:({'|'.join(METHODS)})\}}[ \t]{{1,8}}(/\S{{0,500}})", re.I)
_FIELD = re.compile(r":([<>]?[a-z]{3,20})(?:[ \t]{1,4}([^:\n]{1,200}?))?:(?=\s|$)[ \t]{0,8}(.{0,4000})$")
_OPTIONS = frozenset(("synopsis", "deprecated", "noindex", "no-index"))
_LOCATIONS = {
    **dict.fromkeys(("param", "parameter", "arg", "argument"), "path"),
    **dict.fromkeys(("query", "queryparameter", "queryparam", "qparam"), "query"),
    **dict.fromkeys(("form", "formparameter", "formparam", "fparam"), "form"),
    **dict.fromkeys(("<json", "<jsonarr", "json", "jsonobj", "reqjson", "reqjsonobj", "reqjsonarr"), "body"),
    **dict.fromkeys(("<header", "reqheader", "requestheader"), "header"),
}
_RETURNED = frozenset((">json", ">jsonarr", "resjson", "resjsonobj", "resjsonarr"))
_STATUSES = frozenset(("code", "status", "statuscode"))
#: The deepest heading that leaves a level for the headings below it.
_DEEPEST = 5


def with_http_directives(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with headings and tables in place of such directives."""
    found: list[Block] = []
    level = 1
    for block in blocks:
        directive = (
            _DIRECTIVE.match(block.info) if isinstance(block, Code) and block.info.startswith("{http:") else None
        )
        if isinstance(block, Heading):
            level = block.level
        if directive and isinstance(block, Code):
            at = min(level + 1, _DEEPEST)
            found.append(Heading(at, f"{directive[1].upper()} {directive[2]}", block.line))
            found += _content(block, at + 1)
        else:
            found.append(block)
    return found


def _content(block: Code, level: int) -> Iterator[Block]:
    lines, fields = _divided(block)
    yield from parse_counted("\n".join(lines), block.line)[1]
    sent = [_row(_LOCATIONS[kind], name, text, line) for kind, name, text, line in fields if kind in _LOCATIONS]
    returned = [_row("", name, text, line) for kind, name, text, line in fields if kind in _RETURNED]
    coded = [Row((name, text), line) for kind, name, text, line in fields if kind in _STATUSES]
    if sent:
        yield Heading(level, "Parameters", sent[0].line)
        yield Table(("Name", "In", "Type", "Description"), tuple(sent), sent[0].line)
    if returned:
        yield Heading(level, "Response fields", returned[0].line)
        rows = tuple(Row((row.cells[0], *row.cells[2:]), row.line) for row in returned)
        yield Table(("Name", "Type", "Description"), rows, returned[0].line)
    if coded:
        yield Heading(level, "Status codes", coded[0].line)
        yield Table(("Status", "Description"), tuple(coded), coded[0].line)


def _divided(block: Code) -> tuple[list[str], list[tuple[str, str, str, int]]]:
    """The lines of a directive's text, empty where a field was, and its fields: kind, name, text and line."""
    lines: list[str] = []
    fields: list[tuple[str, str, str, int]] = []
    is_open = False
    for number, line in enumerate(block.text.split("\n"), block.line):
        field = _FIELD.match(line)
        kind = field[1] if field else ""
        if field and (kind in _LOCATIONS or kind in _RETURNED or kind in _STATUSES):
            fields.append((kind, field[2] or "", field[3], number))
            is_open = True
        elif is_open and line.startswith((" ", "\t")) and line.strip():
            kind, name, text, first = fields.pop()
            fields.append((kind, name, f"{text} {line.strip()}", first))
        else:
            is_open = False
            lines.append("" if field and (kind in _OPTIONS or kind.startswith((">", "<"))) else line)
            continue
        lines.append("")
    return lines, fields


def _row(location: str, name: str, text: str, line: int) -> Row:
    """The row of a field whose type, if any, comes before its name."""
    kind, _, bare = name.rpartition(" ")
    return Row((f"`{bare}`", location, kind.strip(), text), line)
