"""The layout of MDX pages: content indented within components, and annotations after headings and code.

    <Col>                                            ## List wells {{ tag: 'GET', label: '/wells' }}
        Lists the wells.                             ```json {{ title: 'Response' }}
    </Col>

CommonMark reads indented text as code, but MDX has no indented code. Every line stays where it was.
"""

from __future__ import annotations

import re

_COMPONENT = re.compile(r"[ \t]{0,80}(</?)([A-Z][\w.]{0,60})(?:\s[^<>]{0,600})?>[ \t]{0,40}$")
#: What every such tag has, looked for first since few pages have it.
_CAPITAL_TAG = re.compile(r"</?[A-Z]")
_STARTS = re.compile(r"[ \t]{0,4}[a-z]\w{0,30}[ \t]{0,4}:[ \t]{0,4}['\"]", re.I)
_MEMBER = re.compile(r"([a-z]\w{0,30})[ \t]{0,4}:[ \t]{0,4}(?:'([^'\n]{0,300})'|\"([^\"\n]{0,300})\")", re.I)
#: Components around requests and responses.
_MESSAGES = frozenset(("Request", "Response"))
_HEADING = re.compile(r"[ \t]{0,40}#{1,6}\s")
_FENCE = re.compile(r"[ \t]{0,40}(```|~~~)")
#: Components around code of several languages, whose title says which message it is.
_TITLED = re.compile(r"[ \t]{0,80}<CodeGroup\b[^<>]{0,400}\btitle=[\"']([^\"'<>]{1,60})[\"'][^<>]{0,400}>[ \t]{0,40}$")


def without_layout(text: str) -> str:
    """The page without such indentation, and with the content of its annotations in markdown."""
    has_components = ("\n<" in text or "\n  <" in text) and _CAPITAL_TAG.search(text) is not None
    if "{{" not in text and not has_components:
        return text
    lines = text.split("\n")
    if has_components and any(_COMPONENT.match(line) for line in lines if line.lstrip()[:1] == "<"):
        _dedent(lines)
    if "{{" in text:
        for number, line in enumerate(lines):
            if line.rstrip().endswith("}}") and "{{" in line:
                lines[number] = _annotated(line)
    return "\n".join(lines)


def _dedent(lines: list[str]) -> None:
    """Remove the common indentation of all lines between two tags, within a component."""
    depth = start = 0
    fence = ""
    for number, line in enumerate(lines):
        fenced = _FENCE.match(line)
        if fenced:
            fence = "" if fence == fenced[1] else fence or fenced[1]
        if fence or fenced:
            continue
        tag = _COMPONENT.match(line) if line.lstrip()[:1] == "<" else None
        if tag is None:
            continue
        _dedent_region(lines, start, number, depth)
        if tag[1] == "</":
            depth = max(depth - 1, 0)
        elif not line.rstrip().endswith("/>"):
            depth += 1
            titled = _TITLED.match(line)
            title = titled[1] if titled else tag[2] if tag[2] in _MESSAGES else ""
            lines[number] = f"**{title}**" if title else line
        start = number + 1


def _dedent_region(lines: list[str], start: int, end: int, depth: int) -> None:
    shown = [number for number in range(start, end) if lines[number].strip()]
    if not depth or not shown:
        return
    indent = min(len(lines[number]) - len(lines[number].lstrip(" ")) for number in shown)
    for number in shown if indent else ():
        lines[number] = lines[number][indent:]


def _annotated(line: str) -> str:
    """A line with the content of its annotation: the request of a heading, the title of code; others are removed."""
    said, _, annotation = line.partition("{{")
    if not _STARTS.match(annotation) or said.endswith("`"):
        return line
    members = {key.lower(): single or double for key, single, double in _MEMBER.findall(annotation)}
    said = said.rstrip()
    if _HEADING.match(line) and members.get("tag") and members.get("label", "").startswith("/"):
        return f"{said} (`{members['tag']} {members['label']}`)"
    if _FENCE.match(line):
        return f'{said} title="{members["title"]}"' if members.get("title") else said
    return said
