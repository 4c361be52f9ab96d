"""Find the change of a page that resolves a finding, where there is exactly one.

A stage that knows the right text says so (`Finding.mend`); the functions below find the rest in the text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping

import msgspec
import orjson

from speclift.model.finding import Finding, Mend
from speclift.reading.files.directives import SUFFIXES, candidates, named_in
from speclift.report.repair.page import Change, Page, cells_of, replaced

_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_TRAILING = re.compile(r",(?P<blank>\s*)(?=[}\]])")
#: Words of Python, and the words that JSON has for them.
_WORDS = (
    (re.compile(r"(?<=[:,\[ ])True(?=[ ,\]}]|$)"), "true"),
    (re.compile(r"(?<=[:,\[ ])False(?=[ ,\]}]|$)"), "false"),
    (re.compile(r"(?<=[:,\[ ])None(?=[ ,\]}]|$)"), "null"),
)
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"'})
#: The most faults that are mended in one sample, one after the other.
_MOST_FAULTS = 20
#: Files of these names are in many folders, and nothing shows which one is meant.
_COMMON = frozenset({"index.md", "readme.md"})


class Docs(msgspec.Struct, frozen=True):
    """The files of the docs by their path below the root, whatever they are."""

    files: frozenset[str]


def changes_of(finding: Finding, page: Page, docs: Docs) -> tuple[Change, ...]:
    """The one right mend for a finding, line by line; empty where there is none, or more than one."""
    if finding.mend is not None:
        lines = _lines_of_title(finding.mend, page) if finding.code == "SL201" else [finding.mend.line]
        found = [_mended(finding.mend, line, page.line(line)) for line in lines]
    else:
        mend = _IN_THE_TEXT.get(finding.code)
        return mend(finding, page, docs) if mend else ()
    return tuple(change for change in found if change is not None) if all(found) else ()


def _mended(mend: Mend, line: int, before: str | None) -> Change | None:
    if before is None:
        return None
    if mend.adds:
        return _row_below(line, before, mend.printed, mend.adds)
    if not mend.instead:
        is_heading = before.lstrip().startswith("#") and mend.printed in before
        return Change(line, before, ()) if is_heading else None
    after = replaced(before, mend.printed, mend.instead)
    return Change(line, before, (after,)) if after is not None and after != before else None


def _lines_of_title(mend: Mend, page: Page) -> list[int]:
    """The lines of a title: in the front matter, and in the heading that repeats it."""
    if (page.line(1) or "").lstrip("\ufeff").rstrip() != "---":
        return [0]
    found: list[int] = []
    is_front = True
    for number in range(2, len(page) + 1):
        text = (page.line(number) or "").rstrip()
        if is_front and text.startswith("title:"):
            found.append(number)
        elif text in ("---", "..."):
            is_front = False
        elif not is_front and text.startswith("# "):
            return [*found, number] if text[2:].strip() == mend.printed else found
    return found or [0]


def _row_below(line: int, before: str, last: str, cells: tuple[str, ...]) -> Change | None:
    """A row below the last one of a table, with as many cells."""
    places = cells_of(before)
    if len(places) != len(cells) or before[places[0][0] : places[0][1]].strip("`* ") != last:
        return None
    row, shift = before, 0
    for (start, end), text in zip(places, cells, strict=True):
        width = max(end - start, len(text)) if start < end else len(text)
        row = f"{row[: start + shift]}{text.ljust(width)}{row[end + shift :]}"
        shift += width - (end - start)
    return Change(line, before, (before, row.rstrip() if not before.endswith(" ") else row))


def _broken_row(finding: Finding, page: Page, _: Docs) -> tuple[Change, ...]:
    """Put a backslash before bars that do not separate cells: in code spans, or in the last of two columns (SL102)."""
    line = page.line(finding.line)
    columns = _columns(page, finding.line)
    if line is None or not columns:
        return ()
    after = _with_spans_escaped(line)
    if len(cells_of(after)) > columns == 2:
        second, last = cells_of(after)[1], cells_of(after)[-1]
        tail = after[second[0] : last[1]]
        after = after[: second[0]] + re.sub(r"(?<!\\)\|", r"\\|", tail) + after[last[1] :]
    return (Change(finding.line, line, (after,)),) if len(cells_of(after)) == columns and after != line else ()


def _columns(page: Page, row: int) -> int:
    """How many columns the table of a row has: as many as the row of dashes above."""
    for number in range(row - 1, 0, -1):
        text = page.line(number) or ""
        if "|" not in text:
            return 0
        if re.fullmatch(r"[ \t|:-]+", text) and "-" in text:
            return len(cells_of(text))
    return 0


def _with_spans_escaped(line: str) -> str:
    parts = line.split("`")
    if len(parts) % 2 == 0 or "" in parts[1:-1]:
        # A backtick without a partner, or spans of several.
        return line
    return "`".join(re.sub(r"(?<!\\)\|", r"\\|", part) if index % 2 else part for index, part in enumerate(parts))


def _broken_sample(finding: Finding, page: Page, _: Docs) -> tuple[Change, ...]:
    """Mend a comma too many or too few, a curly quote, or `True` for `true`, where JSON results (SL103)."""
    block = _fence_around(page, finding.line)
    start = next((n for n in block or () if (page.line(n) or "").lstrip()[:1] in ("{", "[")), None)
    if block is None or start is None:
        return ()
    given = [page.line(number) or "" for number in range(start, block.stop)]
    lines, changed = list(given), set[int]()
    for _step in range(_MOST_FAULTS):
        fault = _fault_in(lines)
        if fault is None:
            return tuple(Change(start + index, given[index], (lines[index],)) for index in sorted(changed))
        at, done, left = fault
        found = {
            (index, text)
            for index in range(max(0, at - 1), min(len(lines), at + 2))
            for text in _variants(lines, index)
            # A mend helps only if what follows the fault can be read: more text before it, or less after it, does not
            # help.
            if (new := _fault_in([*lines[:index], text, *lines[index + 1 :]])) is None
            or (new[1] > done and new[2] < left)
        }
        if len(found) != 1:
            return ()
        ((index, text),) = found
        lines[index] = text
        changed.add(index)
    return ()


def _fault_in(lines: list[str]) -> tuple[int, int, int] | None:
    """The index of the line where lines stop being JSON, how many characters come before that place, and how many are
    left; None if they are JSON.
    """
    text = "\n".join(lines)
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return error.lineno - 1, error.pos, len(text) - error.pos
    return None


def _variants(lines: list[str], index: int) -> list[str]:
    """What one line may have been meant to say."""
    line = lines[index]
    following = lines[index + 1].lstrip()[:1] if index + 1 < len(lines) else ""
    found = []
    if line.rstrip().endswith(",") and following in ("}", "]"):
        found.append(re.sub(r",(\s*)$", r"\1", line))
    if following == '"' and line.rstrip()[-1:] not in ("", ",", "{", "["):
        found.append(f"{line.rstrip()},")
    found += [_TRAILING.sub(r"\g<blank>", line), line.translate(_STRAIGHT)]
    found += [wrong.sub(right, line) for wrong, right in _WORDS]
    return [text for text in dict.fromkeys(found) if text != line]


def _fence_around(page: Page, line: int) -> range | None:
    """The lines within the fenced block that a line is in."""
    opened: tuple[int, str] | None = None
    for number in range(1, len(page) + 1):
        mark = _FENCE.match(page.line(number) or "")
        if mark is None:
            continue
        if opened is None:
            opened = number, mark[1]
        elif mark[1].startswith(opened[1]):
            if opened[0] <= line <= number:
                return range(opened[0] + 1, number)
            opened = None
    return None


def _missing_include(finding: Finding, page: Page, docs: Docs) -> tuple[Change, ...]:
    """Correct an include whose file is elsewhere in the docs, and only once (SL104)."""
    line = page.line(finding.line)
    links = re.findall(r"\]\(([^()\s]{1,1000})\)", line or "")
    if line is None or len(links) > 1:
        return ()
    if not links:
        return _include_in_other_case(finding, line, docs)
    (link,) = links
    folder = posixpath.dirname(finding.file)
    target = posixpath.normpath(posixpath.join(folder, link))
    if target in docs.files or link.startswith(("/", "~")) or ":" in link:
        return ()
    right = _only(docs.files, lambda path: path.casefold() == target.casefold())
    name = posixpath.basename(target).casefold()
    if right is None and name not in _COMMON:
        right = _only(docs.files, lambda path: posixpath.basename(path).casefold() == name)
    if right is None or right == finding.file:
        return ()
    after = line.replace(f"({link})", f"({posixpath.relpath(right, folder or '.')})")
    return (Change(finding.line, line, (after,)),)


def _include_in_other_case(finding: Finding, line: str, docs: Docs) -> tuple[Change, ...]:
    """Correct the case of a file that a directive names: such a file may be in many folders, so no other is certain."""
    named = named_in(line)
    if len(named) != 1 or line.count(path := named[0].path) != 1:
        return ()
    wanted = {place.casefold() for place in candidates(finding.file, named[0])}
    right = _only(docs.files, lambda file: file.casefold() in wanted)
    suffix = next((end for end in SUFFIXES if right and right.casefold().endswith((path + end).casefold())), None)
    if right is None or suffix is None:
        return ()
    start = len(right) - len(path) - len(suffix)
    return (Change(finding.line, line, (line.replace(path, right[start : start + len(path)]),)),)


def _only(files: Collection[str], is_meant: Callable[[str], bool]) -> str | None:
    found = [path for path in files if is_meant(path)]
    return found[0] if len(found) == 1 else None


_IN_THE_TEXT: Mapping[str, Callable[[Finding, Page, Docs], tuple[Change, ...]]] = {
    "SL102": _broken_row,
    "SL103": _broken_sample,
    "SL104": _missing_include,
}

#: The codes of findings that may have one right mend.
MENDED = frozenset({*_IN_THE_TEXT, "SL106", "SL110", "SL201", "SL204", "SL205", "SL206", "SL207", "SL210"})
