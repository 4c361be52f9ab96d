"""Blocks of PyMdown that have a name: `/// details | Title`, `/// api-parameters`, up to a line of `///`.

Their titles, and names that describe their content, become labels; every line stays where it was.
"""

from __future__ import annotations

import re

from speclift.reading.markdown.roles import role_of

_START = re.compile(r"/{3,8}[ ]{1,4}([A-Za-z][\w-]{0,60})[ ]{0,4}(?:\|[ ]{0,4}(\S.{0,200}))?$")
_END = re.compile(r"/{3,8}[ ]{0,4}$")
_OPTION = re.compile(r"[ ]{4,8}[a-z_]{1,40}:[ ]")


def without_named_blocks(text: str) -> str:
    """The page with a label or nothing in place of the first line of such blocks, and without their last line."""
    if "///" not in text:
        return text
    lines = text.split("\n")
    fence = ""
    opened = 0
    is_head = False
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        if stripped.startswith(("```", "~~~")):
            fence = "" if fence == stripped[:3] else fence or stripped[:3]
        if fence:
            is_head = False
            continue
        start = _START.match(line) if line.startswith("///") else None
        if start:
            lines[number] = _label(start[1], start[2] or "")
            opened, is_head = opened + 1, True
        elif opened and line.startswith("///") and _END.match(line):
            lines[number], opened, is_head = "", opened - 1, False
        elif is_head and _OPTION.match(line):
            lines[number] = ""
        else:
            is_head = False
    return "\n".join(lines)


def _label(name: str, title: str) -> str:
    words = title.strip() or name.replace("-", " ").replace("_", " ").capitalize()
    is_meant = bool(title) or role_of(words).kind not in ("name", "narrative")
    return f"**{words.strip('*')}**" if is_meant else ""
