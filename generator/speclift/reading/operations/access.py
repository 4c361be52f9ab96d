"""The security schemes that prose names: "a bearer token in the `Authorization` header", "HTTP Basic"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.reading.markdown.blocks import Code, Table
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.sections import Section, text_of
from speclift.reading.samples.code_blocks import samples_of
from speclift.reading.samples.credentials import is_credential, schemes_of

_BASIC = re.compile(
    r"\bbasic[ -]auth|\bHTTP basic\b|\bbasic access authentication\b|\bAuthorization:\s{0,3}Basic\b", re.I
)
_BEARER = re.compile(r"\bbearer[ -](?:token|auth)|\bAuthorization`?:\s{0,3}`?Bearer\b|`Bearer\b", re.I)
_DIGEST = re.compile(r"\bdigest[ -]auth", re.I)
_HEADER = re.compile(
    r"`([A-Za-z][\w-]{1,60})`?(?::[^`\n]{0,80}`?)?\s{1,3}(?:HTTP |request |custom )?header"
    r"|\bheader(?: field)?(?: called| named| of name)?:?\s{1,3}`([A-Za-z][\w-]{1,60})[:`]",
    re.I,
)
_QUERY = re.compile(
    r"`([A-Za-z][\w-]{1,60})`\s{1,3}(?:(?:query|URL) (?:string )?)(?:parameter|param|argument)"
    r"|\bquery (?:string )?parameter:?\s{1,3}`([A-Za-z][\w-]{1,60})[=`]",
    re.I,
)
_KEY = re.compile(r"[-_](?:key|token|secret|signature)$", re.I)
_LONGEST_TEXT = 4_000


def security_of_page(page: Section, owned: set[int], place_of: PlaceOf) -> tuple[str, ...]:
    """The security schemes that a page states for all requests, in sections about security or in the introduction.

    `owned` are the sections of operations, by identity: their text concerns only one operation.
    """
    found: dict[str, None] = {}
    for section in page.walk():
        if id(section) in owned or not (_is_on_security(section) or section.level <= 1):
            continue
        for block in section.blocks:
            if isinstance(block, Code):
                samples = samples_of(block.text, block.info, place_of(block.line)) if _is_on_security(section) else ()
                for sample in samples:
                    found |= dict.fromkeys(map(_located, schemes_of(sample)))
            elif isinstance(block, Table):
                found |= dict.fromkeys(_of_table(block))
            else:
                found |= dict.fromkeys(schemes_of_text(text_of(block)))
    return tuple(found)


def schemes_of_text(text: str) -> Iterator[str]:
    """The security schemes that a text names: `Basic`, `Bearer`, `Digest`, `header:X-Key`, `query:key`."""
    if len(text) > _LONGEST_TEXT:
        return
    for name, pattern in (("Basic", _BASIC), ("Bearer", _BEARER), ("Digest", _DIGEST)):
        if pattern.search(text):
            yield name
    for location, pattern in (("header", _HEADER), ("query", _QUERY)):
        for groups in pattern.findall(text):
            field = next(filter(None, groups))
            if (is_credential(field) or _KEY.search(field)) and field.lower() != "authorization":
                yield f"{location}:{field}"


def _of_table(table: Table) -> Iterator[str]:
    """The API key in a table as generators print it: a row `In` with the location, and a row `Name` with the name."""
    rows = {row.cells[0].strip("* ").lower(): row.cells[1].strip("`* ") for row in table.rows if len(row.cells) > 1}
    if rows.get("in", "").lower() in ("header", "query", "cookie") and rows.get("name"):
        yield f"{rows['in'].lower()}:{rows['name']}"


def _located(scheme: str) -> str:
    words = scheme.split()
    return f"{words[1]}:{words[2]}" if len(words) == 3 and words[0] == "apiKey" else scheme


def _is_on_security(section: Section) -> bool:
    """Whether a section, or one around it, is about security."""
    at: Section | None = section
    while at is not None:
        if at.role.kind == "security":
            return True
        at = at.parent
    return False
