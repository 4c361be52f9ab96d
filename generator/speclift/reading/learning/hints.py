"""The words of a page that no reader knows, each with its likely meaning and its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from speclift.model.facts import (
    Field,
    ListOf,
    MapOf,
    MessageSample,
    Named,
    OneOf,
    OperationFacts,
    PageFacts,
    PrintedType,
    Unknown,
)
from speclift.model.form import METHOD_WORDS, ColumnMeaning
from speclift.model.methods import METHODS
from speclift.model.schema import Place
from speclift.reading.fields.columns import column_of, location_of
from speclift.reading.fields.lists import is_field_list
from speclift.reading.fields.tables import is_field_table, is_status_table
from speclift.reading.fields.yes_no import truth
from speclift.reading.learning.guesses import column_meaning, column_of_words, is_known_type, shown_types, type_of_text
from speclift.reading.markdown.blocks import Block, Bullets, Code, Html, Paragraph, Table
from speclift.reading.markdown.html import elements
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.operations.fields import BODILESS
from speclift.reading.syntaxes.page_sections import Sectioned
from speclift.reading.types.printed import printed

#: An unusual word for a method stands where a method would: before a path.
_METHOD = re.compile(r"[\s`*_#>]{0,8}([A-Z]{3,12})[`*]{0,3}\s{1,4}[`*]{0,3}(/[^\s`*]{0,200})")
_WORD = re.compile(r"[^\W_][\w .-]{0,60}$")
_NARRATIVE = frozenset(("narrative", "security", "errors", "sample"))
#: Attributes whose path is not that of a request.
_NO_PATHS = frozenset(("href", "src", "to", "id"))
#: The most characters of a cell that can be a word.
_LONGEST_WORD = 30
#: Columns that only tables of fields have.
_FIELD_COLUMNS = frozenset(("type", "location", "required", "optional", "default", "nullable"))


class Hint(msgspec.Struct, frozen=True):
    """A word for a table of the form (`columns`, `headings` …), and its likely meaning, empty where nothing shows it.
    `shown` is the text around the word.
    """

    table: str
    word: str
    meaning: str
    place: Place
    shown: str


def hints_of(page: Sectioned, facts: PageFacts) -> Iterator[Hint]:
    """The words of a page that no reader knows; `facts` is what was read of the page."""
    operations = sorted(facts.operations, key=lambda one: one.place.line)
    for section in page.root.walk():
        operation = _operation_of(section, operations, page.place_of)
        if section.role.kind not in _NARRATIVE:
            for block in section.blocks:
                yield from _block_hints(block, page.place_of, operation)
        yield from _heading_hints(section, page.place_of, operation)
        yield from _method_hints(section.title, page.place_of(section.line))
    for operation in operations:
        yield from _operation_type_hints(operation)
    for kind in facts.types:
        yield from _type_hints(kind.fields, shown_types(kind.samples))


def _operation_of(section: Section, operations: list[OperationFacts], place_of: PlaceOf) -> OperationFacts | None:
    """The last operation that the page states before the section; None where there is none."""
    place = place_of(section.line)
    before = [one for one in operations if one.place.file == place.file and one.place.line <= place.line]
    return before[-1] if before else None


def _block_hints(block: Block, place_of: PlaceOf, operation: OperationFacts | None) -> Iterator[Hint]:
    match block:
        case Table():
            yield from _table_hints(block, place_of, operation)
        case Code(text=text, line=line):
            yield from _method_hints(text.split("\n", 1)[0], place_of(line))
        case Paragraph(text=text, line=line) | Html(text=text, line=line):
            yield from _method_hints(text.split("\n", 1)[0], place_of(line))
            if text.startswith("<"):
                yield from _element_hints(text, place_of(line))
        case Bullets(items=items):
            for item in items:
                if item.blocks and isinstance(item.blocks[0], Paragraph):
                    yield from _method_hints(item.blocks[0].text.split("\n", 1)[0], place_of(item.line))


# Tables


def _table_hints(table: Table, place_of: PlaceOf, operation: OperationFacts | None) -> Iterator[Hint]:
    known: list[str | None] = [column_of(head) for head in table.head]
    guessed: dict[int, ColumnMeaning] = {}
    for index, head in enumerate(table.head):
        if known[index] is None and plain(head):
            meaning = column_meaning([row.cells[index] for row in table.rows], (*known, *guessed.values()))
            if meaning is not None:
                guessed[index] = meaning
    if operation is not None:
        guessed |= _explained_by(table, [guessed.get(at) or column for at, column in enumerate(known)], operation)
    columns = [guessed.get(index) or column for index, column in enumerate(known)]
    is_of_fields = "name" in columns and bool(_FIELD_COLUMNS & {*columns})
    if not (is_of_fields or {"method", "path"} <= {*columns} or {"status", "description"} <= {*columns}):
        return
    for index, meaning in guessed.items():
        cells = [_bare(row.cells[index]) for row in table.rows[:3]]
        yield Hint("columns", plain(table.head[index]), meaning, place_of(table.line), ", ".join(cells))
    if is_of_fields:
        yield from _cell_hints(table, columns, place_of, operation)


def _explained_by(table: Table, known: list[str | None], operation: OperationFacts) -> dict[int, ColumnMeaning]:
    """What further columns hold, by position, where the operation's path and samples explain their words."""
    if "name" not in known:
        return {}
    names = [_bare(row.cells[known.index("name")]) for row in table.rows]
    in_path = {name for name in names if f"{{{name}}}" in operation.path}
    shown = shown_types(_samples_of(operation))
    found: dict[int, ColumnMeaning] = {}
    for index, column in enumerate(known):
        if column is None and plain(table.head[index]):
            cells = [row.cells[index] for row in table.rows]
            meaning = column_of_words(cells, names, in_path, shown, (*known, *found.values()))
            if meaning is not None:
                found[index] = meaning
    return found


def _samples_of(operation: OperationFacts) -> list[MessageSample]:
    bodies = [operation.request, *(one.body for one in operation.responses)]
    return [*operation.request_samples, *(sample for body in bodies if body for sample in body.samples)]


def _cell_hints(
    table: Table, columns: list[str | None], place_of: PlaceOf, operation: OperationFacts | None
) -> Iterator[Hint]:
    """Unknown words in cells that should hold a location, a method, or whether a field is required."""
    name_at = columns.index("name")
    if "location" in columns:
        cells = [row.cells[columns.index("location")] for row in table.rows]
        if not any(map(location_of, cells)) and any(is_known_type(printed(cell).type) for cell in cells):
            columns = ["type" if column == "location" else column for column in columns]  # `Parameter type` heads both.
    for row in table.rows:
        name = _bare(row.cells[name_at])
        in_path = operation is not None and f"{{{name}}}" in operation.path
        for column, cell in zip(columns, row.cells, strict=False):
            word = _bare(cell)
            if not word or len(word) > _LONGEST_WORD or not _WORD.match(word):
                continue
            if column == "location" and not location_of(cell):
                is_query = operation is not None and operation.method in BODILESS
                meaning = "path" if in_path else "query" if is_query else ""
                yield Hint("locations", word, meaning, place_of(row.line), f"{name}: {word}")
            elif column in ("required", "optional") and truth(cell) is None:
                meaning = ("yes" if column == "required" else "no") if in_path else ""
                yield Hint("marks", word, meaning, place_of(row.line), f"{name}: {word}")
            elif column == "method" and word.isupper() and word not in METHODS:
                yield Hint("methods", word, METHOD_WORDS.get(word, ""), place_of(row.line), word)


def _bare(cell: str) -> str:
    """A cell without the marks around it."""
    return " ".join(cell.split()).strip("`* ")


# Headings


def _heading_hints(section: Section, place_of: PlaceOf, operation: OperationFacts | None) -> Iterator[Hint]:
    """The hint for an unknown heading below an operation, if fields, statuses or a sample follow it."""
    if operation is None or section.role.kind != "name" or section.level >= LABEL or section.parent is None:
        return
    title, place = plain(section.title), place_of(section.line)
    if place.line <= operation.place.line or not title or title == operation.title or _METHOD.match(section.title):
        return
    meaning = _meaning_of_section(section, operation)
    if meaning:
        yield Hint("headings", title, meaning, place, title)


def _meaning_of_section(section: Section, operation: OperationFacts) -> str:
    """The known heading that would suit the blocks of a section; empty where none does."""
    samples = _samples_of(operation)
    for block in section.blocks:
        if isinstance(block, Table):
            if is_status_table(block):
                return "status codes"
            if is_field_table(block, is_expected=True):
                columns = [column_of(head) for head in block.head]
                names = [_bare(row.cells[columns.index("name") if "name" in columns else 0]) for row in block.rows]
                return "parameters" if "location" in columns else _meaning_of_names(names, operation, samples)
        if isinstance(block, Bullets) and is_field_list(block, is_expected=True):
            names = [
                plain(item.blocks[0].text).split()[0]
                for item in block.items
                if item.blocks and isinstance(item.blocks[0], Paragraph) and plain(item.blocks[0].text)
            ]
            return _meaning_of_names(names, operation, samples)
    codes = [block for block in section.blocks if isinstance(block, Code)]
    return "example" if codes and codes[0].text.lstrip()[:1] in ("{", "[") else ""


def _meaning_of_names(names: list[str], operation: OperationFacts, samples: list[MessageSample]) -> str:
    """The heading that would suit fields with these names: parameters, or those of the path, query or response."""
    in_path = [f"{{{name}}}" in operation.path for name in names]
    if names and all(in_path):
        return "path parameters"
    shown = shown_types(samples)
    if operation.method not in BODILESS:
        return "parameters"
    if sum(name in shown for name in names) * 2 > len(names):
        return "response body"
    return "parameters" if any(in_path) else "query parameters"


# Methods and components


def _method_hints(text: str, place: Place) -> Iterator[Hint]:
    found = _METHOD.match(text[:300])
    if found and found[1] not in METHODS:
        yield Hint("methods", found[1], METHOD_WORDS.get(found[1], ""), place, f"{found[1]} {found[2]}")


def _element_hints(text: str, place: Place) -> Iterator[Hint]:
    for element, attributes in elements(text):
        methods = [value for value in attributes.values() if value.strip().upper() in METHODS]
        words = [value for value in attributes.values() if value.strip() in METHOD_WORDS]
        paths = {name: value for name, value in attributes.items() if value.strip().startswith("/")}
        if paths and words and not methods:
            yield Hint("methods", words[0], METHOD_WORDS[words[0]], place, f"<{element} … {words[0]}>")
        elif methods and paths and all(name.lower() in _NO_PATHS for name in paths):
            name, value = next(iter(paths.items()))
            yield Hint("attributes", name, "path", place, f"<{element} {name}={value}>")


# Types


def _operation_type_hints(operation: OperationFacts) -> Iterator[Hint]:
    bodies = [operation.request, *(one.body for one in operation.responses)]
    shown = shown_types(_samples_of(operation))
    fields = [*operation.parameters, *(field for body in bodies if body for field in body.fields)]
    yield from _type_hints(fields, shown)


def _type_hints(fields: Iterable[Field], shown: dict[str, set[str]]) -> Iterator[Hint]:
    for field in fields:
        for word in _unknown_words(field.printed.type):
            types = {type_of_text(field.example), type_of_text(field.printed.default or ""), *shown.get(field.name, ())}
            types.discard("")
            meaning = types.pop() if len(types) == 1 and word == _word(field.printed.type) else ""
            yield Hint("types", word, meaning, field.place, f"{field.name}: {word}")
        yield from _type_hints(field.fields, shown)


def _word(kind: PrintedType) -> str:
    """The name or text of a type that is a single word; empty for any other type."""
    return kind.name if isinstance(kind, Named) else kind.text.strip() if isinstance(kind, Unknown) else ""


def _unknown_words(kind: PrintedType) -> Iterator[str]:
    match kind:
        case Named(name=name, target=""):
            yield name
        case Unknown(text=text) if text.strip() and text != "any" and len(text) <= _LONGEST_WORD:
            if _WORD.match(text.strip()):
                yield text.strip()
        case ListOf(items=inner) | MapOf(values=inner):
            yield from _unknown_words(inner)
        case OneOf(options=options):
            for option in options:
                yield from _unknown_words(option)
