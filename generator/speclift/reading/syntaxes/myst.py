"""MyST in pages of Sphinx and Jupyter Book: notes in fences, options of directives, targets, roles, comments.

    (list-kites)=            ```{note}                {ref}`list-kites`
    ## List kites            :class: wide
                             The oldest first.
                             ```

A note becomes text, a target the id of its heading, code of a directive a fence. Every line stays where it was.
"""

from __future__ import annotations

import re

#: What a page with such syntax contains.
_SIGNS = ("```{", ":::{", "``` {", ")=\n", "{ref}`", "{doc}`", "{term}`")
_DIRECTIVE = re.compile(
    r"[ \t]{0,12}(`{3,100}|~{3,100}|:{3,100})[ \t]{0,4}\{([a-z][\w:.-]{0,60})\}[ \t]{0,10}(.{0,300})$"
)
_FENCE = re.compile(r"[ \t]{0,12}(`{3,100}|~{3,100})")
_FENCES = frozenset(("```", "~~~", ":::"))
_OPTION = re.compile(r"[ \t]{0,12}:[a-z][\w-]{0,40}:(?:[ \t].{0,300})?$")
_TARGET = re.compile(r"\(([\w.:-]{1,100})\)=[ \t]{0,10}$")
_ROLE = re.compile(r"(?<![^\s(])\{(?:ref|doc|term|numref|any|kbd|abbr|guilabel|command|samp)\}(?=`)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
#: Directives with text in them, and those with code. `:::{dropdown}` is also in pages without MyST, around fields.
_NOTES = frozenset(
    ("note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "error", "seealso", "admonition",
     "dropdown", "deprecated", "versionadded", "versionchanged", "card", "tab-set", "tab-item"),
)  # fmt: skip
_CODE = frozenset(("code", "code-block", "code-cell", "sourcecode"))


def without_myst(text: str) -> str:
    """The page with such syntax in the words of markdown."""
    if not any(sign in text for sign in _SIGNS):
        return text
    lines = text.split("\n")
    target = fence = ""
    notes: list[str] = []
    has_options = False
    for number, line in enumerate(lines):
        may_be_fence = line.lstrip()[:3] in _FENCES
        directive = _DIRECTIVE.match(line) if may_be_fence and not fence else None
        fenced = _FENCE.match(line) if may_be_fence else None
        if directive and directive[2] in _NOTES and not (directive[2] == "dropdown" and ":" in directive[1]):
            notes.append(directive[1])
            lines[number] = f"**{directive[3].rstrip()}**" if directive[3].strip() else ""
            has_options = True
            continue
        if directive and directive[2] in _CODE:
            lines[number] = f"{directive[1]}{directive[3].rstrip()}"
            fence, has_options = directive[1], True
            continue
        if has_options and _OPTION.match(line):
            lines[number] = ""
            continue
        has_options = bool(directive)
        if notes and not fence and line.strip() == notes[-1]:
            lines[number] = ""
            notes.pop()
        elif fenced:
            fence = "" if fence and fenced[1].startswith(fence) else fence or fenced[1]
        elif not fence:
            lines[number], target = _outside_code(line, target)
    return "\n".join(lines)


def _outside_code(line: str, target: str) -> tuple[str, str]:
    """A line without targets, roles and comments, and the target of the next heading."""
    stated = _TARGET.match(line) if line.startswith("(") else None
    if stated:
        return "", stated[1]
    if line.startswith("% ") or line.rstrip() == "+++":
        return "", target
    if target and _HEADING.match(line):
        return (line if line.rstrip().endswith("}") else f"{line.rstrip(' #')} {{#{target}}}"), ""
    return (_ROLE.sub("", line) if "{" in line else line), target if not line.strip() else ""
