"""Text of the document as Python literals and docstrings, which mean exactly this text and cannot inject code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: The width that the generated code is formatted to.
WIDTH = 120

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+")


def string(text: str) -> str:
    """A string literal of the text, with the quotes that need fewer escapes, as ruff writes it.

    Characters that cannot be printed, such as controls and bidirectional marks, are escaped.
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join("\\" + c if c == quote else _escaped(c) for c in text) + quote


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character == " ":
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def docstring(paragraphs: str, indent: int) -> str:
    """A docstring literal of the text, wrapped to fit at `indent` columns, each line but the first indented.

    Paragraphs and list items are kept. No line has the delimiter, a control character or an escape that Python reads.
    """
    room = WIDTH - indent
    # Escape before wrapping, so that no line grows afterwards.
    lines = _wrapped([harmless(line) for line in paragraphs.expandtabs(4).split("\n")], room)
    while lines and not lines[-1]:
        lines.pop()
    lines = [line.rstrip() for line in lines] or [""]
    pad = " " * indent
    if lines[0].startswith('"'):
        lines[0] = f" {lines[0]}"
    if len(lines) == 1 and len(lines[0]) + 6 <= room:
        only = lines[0]
        return f'"""{only} """' if only.endswith('"') else f'"""{only}"""'
    return "\n".join(['"""' + lines[0], *(pad + line if line else "" for line in lines[1:]), pad + '"""'])


def _wrapped(lines: Iterable[str], room: int) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(lines):
        body = line.strip()
        if not body:
            if found and found[-1]:
                found.append("")
            continue
        lead = line[: len(line) - len(line.lstrip())] if found else ""
        width = room - (6 if number == 0 else 0)
        if len(lead) + len(body) <= width:
            found.append(lead + body)
            continue
        hang = lead + "    " if _ITEM.match(body) or lead else lead
        found += _broken(body, width, lead, hang)
    return found


def _broken(text: str, width: int, lead: str, hang: str) -> Iterator[str]:
    """The lines of a text, broken at spaces; a word that is longer than a line gets its own line."""
    while len(lead) + len(text) > width:
        room = max(width - len(lead), 0)
        end = text.rfind(" ", 0, room + 1)
        end = text.find(" ", room) if end < 0 else end
        if end < 0:
            break
        yield lead + text[:end].rstrip(" ")
        lead, text = hang, text[end:].lstrip(" ")
    yield lead + text


def harmless(line: str) -> str:
    """A line escaped so that it cannot end a docstring, and so that every character is visible."""
    line = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else _escaped(c) for c in line)
