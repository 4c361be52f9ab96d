"""Fields within sentences: "Optional query parameters: `sort`, how to order; `limit` (integer)", `id=[integer]`."""

from __future__ import annotations

import re

import msgspec

from speclift.model.facts import Field, Location
from speclift.model.schema import Place
from speclift.reading.fields.columns import location_of
from speclift.reading.fields.field import FieldParts, field_of

#: Words that announce fields, up to the colon before the fields.
_LEAD = re.compile(
    r"\b(?:(?P<mark>optional|required|mandatory)\s{1,3})?"
    r"(?:(?P<place>query(?: string)?|path|url|uri|body|json|form|header|request)\s{1,3})?"
    r"(?P<noun>parameter|param|argument|field|attribute|propert|key|header|member)(?:s|ies|y|\(s\))?\b[^:.`\n]{0,60}:[*_\s]{0,6}(?=`)",
    re.I,
)
_BODY = re.compile(r"\b(?:request body|body|payload|JSON)\b[^:`\n]{0,60}$", re.I)
#: A field of such a list: a code span, perhaps with its type in brackets.
_FIELD = re.compile(r"`([A-Za-z_$@][\w.$@\[\]-]{0,100})`(?:\s{1,3}\(([^()\n]{1,80})\))?")
_GAP = re.compile(r"\s{0,3}(?:[;,.]|\n|\band\b|\bor\b|,\s{0,3}and\b)[\s*-]{0,6}$")
_SEMICOLON = re.compile(r";[\s*-]{0,6}$")
_ASSIGNED = re.compile(
    r"[`*_\s]{0,4}`?([A-Za-z_$@][\w.$@\[\]-]{0,100})`?\s{0,2}[=:]\s{0,2}`?\[([^\[\]\n]{1,60})\]`?[\s,;]{0,6}"
)
_RESPONSE = re.compile(r"\brespon|\breturn", re.I)


class ProseFields(msgspec.Struct, frozen=True):
    """The fields that a sentence lists, and whether they belong to the body."""

    fields: tuple[Field, ...]
    is_body: bool


def fields_of_prose(text: str, place: Place, lead: str = "") -> ProseFields | None:
    """The fields that a paragraph lists; None where it lists none.

    `lead` is the label above the paragraph, if there is one: it announces the fields.
    """
    if "`" not in text or len(text) > 2_000:
        return None
    announced = f"{lead}: {text}" if lead and text.startswith("`") else text
    found = _LEAD.search(announced)
    if not found and announced != text:
        # A label may name only the location, with no word for fields: "Query: `limit` (integer)".
        announced = f"{lead} parameters: {text}"
        found = _LEAD.search(announced)
    if not found or _RESPONSE.search(announced[: found.start()][-80:]):
        return None
    required = {"optional": False, "required": True, "mandatory": True}.get((found["mark"] or "").lower())
    noun = found["noun"].lower()
    location: Location = location_of(found["place"] or "") or ("header" if noun == "header" else "")
    is_body = location == "body" or (not location and bool(_BODY.search(announced[: found.start("noun")])))
    fields = _listed(announced[found.end() :], required, "" if is_body else location, place)
    return ProseFields(fields, is_body) if fields else None


def assigned_fields(text: str, place: Place, required: bool | None, location: Location) -> tuple[Field, ...]:
    """The fields of a paragraph that contains only `name=[type]`, in one line or several; empty for any other text."""
    found: list[Field] = []
    position = 0
    while match := _ASSIGNED.match(text, position):
        field = field_of(FieldParts(f"`{match[1]}`", type=match[2], required=required, location=location), place)
        found += [field] if field else []
        position = match.end()
    return tuple(found) if found and position >= len(text.rstrip()) else ()


def _listed(text: str, required: bool | None, location: Location, place: Place) -> tuple[Field, ...]:
    """The fields that the code spans of a list name, each with the text after it; spans in descriptions are skipped."""
    spans: list[re.Match[str]] = []
    gap = _SEMICOLON if ";" in text else _GAP
    are_explained = False  # "`size`: `small` or `large`" names one field
    for span in _FIELD.finditer(text):
        before = text[spans[-1].end() : span.start()] if spans else ""
        has_colon = text.startswith(":", span.end())
        if not spans:
            are_explained = has_colon
            spans.append(span)
        elif gap.search(before[-12:]) and has_colon >= are_explained:
            spans.append(span)
    found: list[Field] = []
    for number, span in enumerate(spans):
        end = spans[number + 1].start() if number + 1 < len(spans) else len(text)
        description = text[span.end() : end].strip(" \n–—-:;,.")
        parts = FieldParts(
            f"`{span[1]}`", type=span[2] or "", description=description, required=required, location=location
        )
        field = field_of(parts, place)
        found += [field] if field else []
    return tuple(found)
