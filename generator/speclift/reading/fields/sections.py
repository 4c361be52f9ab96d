"""Fields that each have a heading: the name in a code span, and below it lines such as `**Type**: Integer`."""

from __future__ import annotations

import re

import msgspec

from speclift.model.facts import Field
from speclift.reading.fields.columns import column_of
from speclift.reading.fields.field import FieldParts, field_of
from speclift.reading.markdown.blocks import Paragraph
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.sections import Section

#: A name, and the marks after it: `(optional)`, `**Nullable.**`.
_NAME = re.compile(
    r"`([^`\s]{1,200})`[*\\ ]{0,4}((?:(?:\([A-Za-z][\w -]{0,40}\)|\*\*[A-Za-z][\w -]{0,40}\.?\*\*)[ ]{0,4}){0,4})$"
)
_MARK = re.compile(r"[A-Za-z][\w -]*")
_LABELLED = re.compile(
    r"(?:\*\*|__|`)([A-Za-z][\w -]{0,40})(?:\*\*|__|`)\s{0,4}:\s{0,4}"
    r"|(?:\*\*|__)([A-Za-z][\w -]{0,40}):(?:\*\*|__)\s{0,4}"
)
_BREAK = re.compile(r"<br\s{0,4}/?>\s{0,8}\n?|\n", re.I)
#: How many levels of sections below a field are read.
_DEEPEST = 6


def field_of_section(section: Section, place_of: PlaceOf, depth: int = 0) -> Field | None:
    """The field that a section describes, with the fields of the sections below it; None where it describes none."""
    name = _NAME.match(section.title.strip())
    if name is None or depth > _DEEPEST:
        return None
    parts: dict[str, str] = {}
    for block in section.blocks:
        if isinstance(block, Paragraph):
            for given in _BREAK.split(block.text):
                # A break of CommonMark is a backslash at the end of a line (section 6.7).
                line = given.strip().removesuffix("\\").rstrip()
                label = _LABELLED.match(line)
                column = column_of(label[1] or label[2]) if label else None
                if label and column:
                    parts.setdefault(column, line[label.end() :].strip())
    if "type" not in parts:
        return None
    field = field_of(
        FieldParts(
            name=f"`{name[1]}`{''.join(f' ({mark.lower()})' for mark in _MARK.findall(name[2]))}",
            type=parts["type"],
            description=parts.get("description", ""),
            notes=parts.get("notes", ""),
            default=parts.get("default", ""),
            example=parts.get("example", ""),
            values=parts.get("values", ""),
        ),
        place_of(section.line),
    )
    if field is None:
        return None
    below = [field_of_section(child, place_of, depth + 1) for child in section.children]
    inner = tuple(one for one in below if one is not None)
    return msgspec.structs.replace(field, fields=inner) if inner else field
