"""Definition lists with further lists below their definitions, as bullets, line by line.

`filter`
:   (Optional, object) What to look for.

    `colour`
    :   (string) Colour of the hat.

CommonMark reads indented text as code.
"""

from __future__ import annotations

import re

_DEFINITION = re.compile(r"([ ]{0,40}):[ \t]{1,8}(\S.*)$")
_KIND = re.compile(r"(\([^()\n]{1,120}(?:\([^()\n]{0,80}\)[^()\n]{0,80})?\)\s{1,4})(?=\S)")
#: A term with a blank line after it, which is only a name.
_ALONE = re.compile(r"[ ]{0,40}(?:`[^`\n]{1,200}`|\*\*[^*\n]{1,200}\*\*)[ \t]{0,8}$")
_NO_TERM = re.compile(r"[#|>:+*-]\s|\d{1,4}[.)]\s|```|~~~|:::|<!--")
_LONGEST_TERM = 300


def with_nested_definitions(text: str) -> str:
    """The page with a bullet for each definition, if some have definitions below them; else unchanged."""
    if "\n:" not in text and ":   " not in text:
        return text
    lines = text.split("\n")
    terms: list[tuple[int, int, str, str]] = []
    fence = ""
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        if stripped.startswith(("```", "~~~")):
            fence = "" if fence == stripped[:3] else fence or stripped[:3]
        found = _DEFINITION.match(line) if not fence and number else None
        if found and _is_term(lines[number - 1], found[1]):
            terms.append((number, number - 1, found[1], found[2]))
        elif found and number > 1 and not lines[number - 1].strip() and _ALONE.match(lines[number - 2]):
            terms.append((number, number - 2, found[1], found[2]))
    if not any(indent or at == number - 2 for number, at, indent, _ in terms):
        return text
    for number, at, indent, said in terms:
        kind = _KIND.match(said)
        lines[at] = f"{indent}- {lines[at].strip()} {kind[1] if kind else ''}–"
        lines[number] = f"{indent}  {said[kind.end() :] if kind else said}"
    return "\n".join(lines)


def _is_term(line: str, indent: str) -> bool:
    bare = line.lstrip(" ")
    return (
        bool(bare) and len(line) - len(bare) == len(indent) and len(bare) < _LONGEST_TERM and not _NO_TERM.match(bare)
    )
