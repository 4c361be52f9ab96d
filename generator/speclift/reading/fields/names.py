"""The name in the first cell of a row or at the start of a bullet, and the marks beside it."""

from __future__ import annotations

import re

from speclift.limits import LONGEST_NAME

_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\w)|(?<=\w)[*_]{1,3}(?!\w)")
_TAG = re.compile(r"<[^<>]{1,300}>")
_BRACKETS = re.compile(r"[\s\u00a0]{0,4}\(([^()]{1,120})\)")
_NAME = re.compile(r"[\w$@.:\[\]{}<>*/-]{1,500}$")
_STAR = re.compile(r"(?:^|\s|`|\]|\w|\\)\\?\*+$|^\*(?=[\w`])|`\*`$")
_PLURAL_NAMES = re.compile(r"\s{0,4}(?:,|/|\bor\b|\band\b)\s{0,4}")
#: One code span that names alternatives.
_EITHER = re.compile(r"`[A-Za-z]\w{0,40}(?: \w{1,40}){0,3} or \w{1,40}(?: \w{1,40}){0,2}`")
_BETWEEN_NAMES = (",", "/", "or", "and")
_FLAG = re.compile(
    r"(?:(?<![\w`])[*_]{1,3}|\b)(required|optional|mandatory|deprecated|read-?only)(?:[*_]{1,3}(?!\w)|\b)[*_.:]{0,4}",
    re.I,
)
#: Each flag contains one of these words.
_FLAG_WORDS = ("required", "optional", "mandatory", "deprecated", "read")
_BREAK = re.compile(r"<br\s{0,4}/?>|\n", re.I)
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()]{0,500}\)")
#: An element after a name that holds its type or a mark: `id<span class="type"> string</span>`.
_BEHIND = re.compile(
    r"(?<=[\w`*>\]])\s{0,2}<(?:span|div|small|em|i|sup)\b[^<>]{0,200}>\s{0,4}([A-Za-z\[][^<>]{0,80})</(?:span|div|small|em|i|sup)>"
)
REQUIRED_WORD = re.compile(r"\b(required|optional|mandatory)\b", re.I)


def first_line(cell: str) -> tuple[str, str]:
    """The first line of a cell, which is the name, and the lines below it, joined by commas: the type and marks."""
    cell = _BEHIND.sub(r"\n\1", cell) if "</" in cell else cell
    if "<" not in cell and "\n" not in cell:
        return cell, ""
    lines = [line.strip() for line in _BREAK.split(cell)]
    if len(lines) < 2 or not lines[0]:
        return cell, ""
    return lines[0], ", ".join(_EMPHASIS.sub("", line) for line in lines[1:] if line)


def name_of(cell: str) -> tuple[str | None, bool | None, str, bool]:
    """The name in a cell (None without one), whether a mark says that the field is required (None without a mark), the
    text in brackets, and whether the field is deprecated.
    """
    text = _LINK.sub(r"\1", cell) if "](" in cell else cell
    text = text.replace("\\_", "_").replace("\\[", "[").replace("\\]", "]") if "\\" in text else text
    text = _TAG.sub("", text) if "<" in text and not text.strip("`* ").startswith("<") else text
    text = text.strip()
    lower = text.lower()
    is_deprecated = "~~" in text or "deprecated" in lower
    required: bool | None = None
    brackets = _BRACKETS.search(text) if "(" in text else None
    inside = ""
    if brackets:
        inside = brackets[1].strip()
        text = (text[: brackets.start()] + text[brackets.end() :]).strip()
        lower = text.lower()
    may_be_flagged = any(word in lower for word in _FLAG_WORDS)
    flags = [flag.lower() for flag in _FLAG.findall(text)] if may_be_flagged else []
    if flags and _FLAG.sub("", text).strip(" `*_"):
        text = _FLAG.sub("", text).strip()
        required = True if "required" in flags or "mandatory" in flags else False if "optional" in flags else None
    bare = text.replace("**", "").replace("__", "") if text.startswith(("**", "__", "`")) else text
    if "*" in bare and _STAR.search(bare):
        required, bare = True, bare.replace("*", "").replace("\\", "")
    bare = bare.replace("``", "").strip("`*~ \t\n:").strip()
    if bare.startswith("_") and bare.endswith("_") and text.startswith("_") and len(bare) > 2:
        bare = bare.strip("_")
    if bare.endswith("?"):
        required, bare = False, bare[:-1]
    elif bare.endswith("!"):
        required, bare = True, bare[:-1]
    bare = bare.split("\n", 1)[0].strip("`*~ ")
    if " or " in bare and _EITHER.fullmatch(text):
        # `name or id`, as the placeholder of a path says it, is one name.
        return bare.replace(" ", "_"), required, inside, is_deprecated
    words = _PLURAL_NAMES.split(bare) if any(mark in bare for mark in _BETWEEN_NAMES) else []
    if len(words) > 1 and all(_NAME.match(word) for word in words):
        bare = words[0]
    if "`" in bare:
        bare = bare.split("`")[0].strip()
    if (
        not bare
        or len(bare) > LONGEST_NAME
        or not _NAME.match(bare)
        or not any(char.isalnum() or char in "*$@" for char in bare)
    ):
        return None, None, "", False
    if inside and REQUIRED_WORD.fullmatch(inside):
        required, inside = inside.lower() != "optional", ""
    return bare, required, inside, is_deprecated
