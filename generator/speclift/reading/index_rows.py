"""Requests that a page only names or shows, since other pages describe them: rows of an index, lines of a guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from speclift.model.facts import OperationFacts, PageFacts
from speclift.model.finding import UNREAD
from speclift.model.path_templates import PLACEHOLDER

_ID = re.compile(r"[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}", re.I)


def without_shown(pages: Sequence[PageFacts], described: Iterable[tuple[str, str]]) -> tuple[PageFacts, ...]:
    """The pages, without the operations that they only name or show and that others describe.

    `described` are the methods and paths of pages of known forms.  A row of an index may leave out the beginning of the
    path: `GET Contact/{id}` is `GET /api/v1/Contact/{id}`.  A guide is a page that describes nothing of its requests,
    most of which other pages describe.
    """
    described = tuple(described)
    rich = [
        (page.file, item.method, item.path)
        for page in pages
        for item in page.operations
        if not item.is_indexed and not _is_bare(item)
    ]
    plain = [(page.file, item.method, item.path) for page in pages for item in page.operations if not item.is_indexed]
    ends = {end for _, method, path in (*(("", *item) for item in described), *plain) for end in _ends(method, path)}
    files: dict[tuple[str, str], set[str]] = {}
    for file, method, path in (*(("", *item) for item in described), *rich):
        for end in _ends(method, path):
            files.setdefault(end, set()).add(file)
    found = []
    for page in pages:
        kept = [item for item in page.operations if not item.is_indexed or (item.method, folded(item.path)) not in ends]
        own = [item for item in kept if not item.is_indexed]
        covered = sum(bool(files.get((item.method, folded(item.path)), set()) - {page.file}) for item in own)
        if own and covered * 2 >= len(own) and all(map(_is_bare, own)):
            kept = [item for item in kept if item.is_indexed]
        if len(kept) != len(page.operations):
            page = msgspec.structs.replace(page, operations=tuple(kept))
            page = page if kept or page.types else _as_guide(page)
        found.append(page)
    return tuple(found)


def _as_guide(page: PageFacts) -> PageFacts:
    """A page that describes nothing: all of its blocks are outside of operations, so none of them is lost."""
    findings = tuple(finding for finding in page.findings if finding.code not in UNREAD)
    return msgspec.structs.replace(
        page, claimed=(), unclaimed=(), findings=findings, blocks=0, outside=page.blocks + page.outside
    )


def _is_bare(item: OperationFacts) -> bool:
    """Whether a page says about a request only that it can be made, or only shows it."""
    described = any(field.place != item.place for field in item.parameters)
    described = described or bool(item.request and item.request.fields)
    return not described and not any(one.body and one.body.fields for one in item.responses)


def _ends(method: str, path: str) -> Iterable[tuple[str, str]]:
    rest = folded(path)
    while rest:
        yield method, rest
        rest = rest.partition("/")[2]


def last_segment(path: str) -> str:
    """The last segment of a path, folded: two paths share it if one ends with the other."""
    return folded(path.rstrip("/").rpartition("/")[2])


def folded(path: str) -> str:
    """A path in which all placeholders, and parts that look like ids, are the same."""
    parts = PLACEHOLDER.sub("{}", path).strip("/").lower().split("/")
    return "/".join("{}" if _ID.fullmatch(part) else part for part in parts)
