"""Blocks of MkDocs, whose content is indented below their first line: `=== "curl"`, `!!! note "Title"`, `??? info`.

CommonMark would read their content as code.
"""

from __future__ import annotations

import re

_START = re.compile(
    r"^([ ]{0,40})(?:===[!+]?|!!!|\?\?\?\+?)[ ]{1,4}(?:([\w -]{1,60}?)[ ]{0,4})?(?:\"([^\"\n]{0,100})\")?[ ]{0,4}$"
)
_STEP = 4


def without_indented_blocks(text: str) -> str:
    """The page with the content of such blocks without their indentation, and their titles as labels."""
    if "\n===" not in text and "!!!" not in text and "???" not in text:
        return text
    lines = text.split("\n")
    open_at: list[int] = []
    fence = ""
    for number, line in enumerate(lines):
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if stripped and not fence:
            while open_at and indent < open_at[-1]:
                open_at.pop()
        depth = len(open_at) * _STEP
        start = _START.match(line) if not fence and stripped[:3] in ("===", "!!!", "???") else None
        if start and (start[2] or start[3]):
            open_at.append(indent + _STEP)
            title = start[3] or ""
            lines[number] = f"**{title}**" if title else ""
            continue
        if stripped.startswith(("```", "~~~")):
            fence = "" if fence == stripped[:3] else fence or stripped[:3]
        if depth:
            lines[number] = line[min(depth, indent) :]
    return "\n".join(lines)
