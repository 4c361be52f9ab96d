"""Notes below a table or list that say more about one of its fields: `**color**: Possible values are RED, BLUE`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from speclift.model.facts import Field, Unknown
from speclift.reading.fields.field import worded
from speclift.reading.fields.lists import values_of_list
from speclift.reading.fields.marks import described
from speclift.reading.markdown.blocks import Block, Bullets, Paragraph

_NAME = r"(?:\*\*`?|__`?|`)([A-Za-z_$][\w.$-]{0,100})(?:`?\*\*|`?__|`)"
#: `**color**: …`, "`color` is …", `**color:** …`.
_LED = re.compile(
    rf"{_NAME}(?:\s{{0,3}}:\s{{1,4}}(?=\S)|\s{{0,3}}[-\u2013\u2014]\s{{1,4}}(?=\S)|\s{{1,4}}(?=(?:is|are|must|can|may)\b))"
    r"|(?:\*\*|__)([A-Za-z_$][\w.$-]{0,100}):(?:\*\*|__)\s{1,4}"
)
_VALUES_OF = re.compile(
    r"(?:the )?(?:possible|allowed|valid|accepted|supported|available|permitted) (?:values|options|types)"
    rf" (?:for|of) (?:the )?{_NAME}(?: (?:parameter|field|attribute|property))? (?:are|include)\b:?",
    re.I,
)


class Note(msgspec.Struct, frozen=True):
    """A note about the field of this name; `values` are those of a list after the note."""

    name: str
    text: str
    values: tuple[str, ...] = ()


def notes_of(block: Block) -> tuple[Note, ...]:
    """The notes of a paragraph, or of a list in which every item is a note; empty for any other block."""
    if isinstance(block, Paragraph):
        note = _note(block.text)
        return (note,) if note else ()
    if not isinstance(block, Bullets):
        return ()
    found: list[Note] = []
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        note = _note(first.text) if isinstance(first, Paragraph) else None
        if note is None:
            return ()
        found.append(note)
    return tuple(found)


def with_notes(fields: Sequence[Field], notes: Sequence[Note]) -> list[Field]:
    """The fields, with what the notes add to their rows."""
    by_name = {note.name: note for note in notes}
    return [_with_note(field, by_name[field.name]) if field.name in by_name else field for field in fields]


def says_more(fields: Sequence[Field], notes: Sequence[Note]) -> bool:
    """Whether every note is about one of these fields, so that no note is lost."""
    known = {field.name for field in fields}
    return bool(notes) and all(note.name in known for note in notes)


def listed_below(note: Note, block: Block) -> Note | None:
    """The note with the values of the list after it, if the note announces one: "These are supported:"; else None."""
    if not isinstance(block, Bullets) or not note.text.rstrip().endswith(":"):
        return None
    values = values_of_list(block)
    if len(values) < 2 or any(" " in value for value in values):
        return None
    return msgspec.structs.replace(note, values=values)


def _note(text: str) -> Note | None:
    led = _LED.match(text)
    if led:
        return Note(led[1] or led[2], text[led.end() :])
    values = _VALUES_OF.match(text)
    if values:
        return Note(values[1], f"Possible values are {text[values.end() :].lstrip()}")
    return None


def _with_note(field: Field, note: Note) -> Field:
    marks = described(note.text)
    values = note.values or marks.values
    is_new = not field.values
    printed = field.printed
    kind = worded(marks.type if isinstance(printed.type, Unknown) else printed.type, note.text)
    return msgspec.structs.replace(
        field,
        description="\n\n".join(filter(None, (field.description, note.text))),
        values=values if is_new else field.values,
        has_more_values=marks.has_more_values if is_new and not note.values else field.has_more_values,
        printed=msgspec.structs.replace(
            printed,
            type=kind,
            default=marks.default if printed.default is None else printed.default,
        ),
    )
