"""Check path templates (OpenAPI 3.1.1, 4.8.8.1): literal text, and unique names in braces."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.model.page import OperationPage, Row
from speclift.model.path_templates import PLACEHOLDER
from speclift.model.unique_names import NumberedNames

_BRACE = re.compile(r"[{}]")
#: Characters that end a path or one of its segments, so the name of a parameter cannot contain them.
_NO_NAME = re.compile(r"[/?#]")
_LONGEST_SHOWN = 200


def fault_of(path: str) -> str:
    """Why a path is not a template, in words that follow the path in a sentence; empty where it is one."""
    if _BRACE.search(PLACEHOLDER.sub("", path)):
        return "has unpaired or nested braces"
    for name in PLACEHOLDER.findall(path):
        if not name.strip():
            return "has braces without a name in them"
        if _NO_NAME.search(name):
            return f"has the name {name!r}, which contains one of / ? #"
    return ""


def checked(found: PageFacts) -> PageFacts:
    """What a page says, without its operation if the path is not a template or the id is empty (SL111). A name that is
    repeated in the path gets a number, and so does its second row in the table of path parts (SL112).
    """
    page = found.printed
    if page is None:
        return found
    fault = fault_of(page.path)
    if fault:
        message = f"The path {page.path[:_LONGEST_SHOWN]} {fault}; the operation was left out."
        finding = Finding("SL111", page.file, page.line, f"{message} Write each parameter as {{name}}.")
        return msgspec.structs.replace(found, printed=None, findings=(*found.findings, finding))
    if not page.operation_id:
        message = f"The operation id of {page.method} {page.path} is empty; the operation was left out."
        finding = Finding("SL111", page.file, 1, f"{message} Give the page an id of its own.")
        return msgspec.structs.replace(found, printed=None, findings=(*found.findings, finding))
    names = PLACEHOLDER.findall(page.path)
    if len(set(names)) == len(names):
        return found
    numbered, finding = _numbered(page)
    return msgspec.structs.replace(found, printed=numbered, findings=(*found.findings, finding))


def _numbered(page: OperationPage) -> tuple[OperationPage, Finding]:
    """The page with a number after each repeated name of its path, and the finding about that (SL112)."""
    given = NumberedNames("")
    parts = PLACEHOLDER.findall(page.path)
    # Names that occur once stay as they are.
    unique = {name for name in parts if parts.count(name) == 1}
    for name in sorted(unique):
        given.give(name)
    new = [name if name in unique else given.give(name) for name in parts]
    rest = iter(new)
    path = PLACEHOLDER.sub(lambda _: f"{{{next(rest)}}}", page.path)
    repeated = ", ".join(dict.fromkeys(repr(name) for name in parts if name not in unique))
    message = f"The path has {repeated} more than once; a number was added to the later ones: {path[:_LONGEST_SHOWN]}."
    numbered = msgspec.structs.replace(page, path=path, path_parts=_numbered_rows(page.path_parts, parts, new))
    return numbered, Finding("SL112", page.file, page.line, message)


def _numbered_rows(rows: Sequence[Row], parts: Sequence[str], new: Sequence[str]) -> tuple[Row, ...]:
    """The rows of path parts; the first row of a name gets its first new name, the second row the second."""
    names: dict[str, list[str]] = {}
    for part, name in zip(parts, new, strict=True):
        names.setdefault(part.lower(), []).append(name)
    found = []
    for row in rows:
        left = names.get(row.name.lower())
        found.append(msgspec.structs.replace(row, name=left.pop(0)) if left else row)
    return tuple(found)
