"""Sections that describe a type: `Group object`, a page of properties, the schemas at the end of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from speclift.model.facts import Field, Location, MessageSample, PrintedType, TypeFacts, Unknown
from speclift.reading.fields.columns import column_of, columns_of
from speclift.reading.fields.lists import fields_of_list, is_field_list
from speclift.reading.fields.notes import Note, listed_below, notes_of, says_more, with_notes
from speclift.reading.fields.sections import field_of_section
from speclift.reading.fields.tables import fields_of_table, is_field_table
from speclift.reading.markdown.blocks import Block, Bullets, Code, Html, Paragraph, Quote, Table
from speclift.reading.markdown.claims import Claims
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.prose import clean
from speclift.reading.markdown.roles import Role, plain
from speclift.reading.markdown.sections import LABEL, Section, text_of
from speclift.reading.samples.languages import is_other_language
from speclift.reading.samples.messages import messages_in
from speclift.reading.schemas.declared_types import DeclaredType, declared_types
from speclift.reading.types.printed import printed
from speclift.reading.words.headings import TYPE_GROUPS, TYPE_SUFFIXES

_HEADER = re.compile(r"X-[A-Za-z0-9-]{1,80}|(?:[A-Z][a-z0-9]{1,30}-){1,6}[A-Z][A-Za-z0-9]{0,40}")
_LITERAL = re.compile(r"[`\"'*]{0,4}([^`\"'*]{1,200})[`\"'*]{0,4}$")
_CONSTANT = re.compile(r"[A-Za-z0-9_.:-]{1,80}$")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_CODED = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)`")
_ANONYMOUS = frozenset(("anonymous", "(anonymous)", "value", "this", "self", "root"))
#: A member of an enumeration in a list: `SAIL` (value: `"sail"`).
_MEMBER = re.compile(r"`([^`\n]{1,100})`(?:\s{0,3}\(value:\s{0,3}`([^`\n]{1,100})`\))?")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_ENUM_TITLE = re.compile(r"\b(?:enum|enumerated|enumeration|possible values|allowed values|values)\b", re.I)
_INHERITS = re.compile(
    r"(?:inherits from|extends|base type(?: is)?:?|derived from)\s+(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\))", re.I
)


def type_name(title: str) -> str:
    """The name of the type that a heading is about: `Group object` gives `Group`."""
    words = _ARTICLE.sub("", plain(title)).split()
    while len(words) > 1 and words[-1].lower().strip("s()") in {suffix.strip("s") for suffix in TYPE_SUFFIXES}:
        words.pop()
    return " ".join(words)


def types_of(page: Section, place_of: PlaceOf, owned: set[int], claims: Claims) -> tuple[TypeFacts, ...]:
    """The types of a page outside of its operations; `owned` has the `id()` of each section of an operation.

    `claims` records which reader took which block.
    """
    groups: dict[int, tuple[Section, list[Section]]] = {}
    headed: dict[int, list[Field]] = {}
    passed: dict[int, Section] = {}
    for section in page.walk():
        field = field_of_section(section, place_of) if id(section) not in owned and id(section) not in passed else None
        if field is not None and section.parent is not None:
            root = _root_of(section.parent)
            groups.setdefault(id(root), (root, []))
            headed.setdefault(id(root), []).append(field)
            passed |= {id(below): below for below in section.walk()}
    for section in page.walk():
        if id(section) not in owned and id(section) not in passed and section.blocks and not holds_types(section):
            root = _root_of(section)
            groups.setdefault(id(root), (root, []))[1].append(section)
    found: list[TypeFacts] = []
    for root, sections in groups.values():
        reader = _Type(root, place_of)
        for section in sections:
            reader.read(section)
        reader.fields += headed.get(id(root), ())
        if reader.fields or reader.values or reader.others:
            found += reader.others
            found += [reader.result(page)] if reader.fields or reader.values else []
            claims.enter(sections)
            reader.claim(claims)
    claims.enter(passed.values())
    for section in passed.values():
        for block in section.blocks:
            claims.take(section, block, "field section")
    return tuple(found)


def enumerated_rows(table: Table, title: str) -> dict[str, tuple[str, ...]]:
    """The values by field, from a table of fields and values that generators print below a table of fields."""
    if len(table.head) != 2 or not _ENUM_TITLE.search(title) or column_of(table.head[0]) != "name":
        return {}
    found: dict[str, list[str]] = {}
    for row in table.rows:
        found.setdefault(_literal(row.cells[0]), []).append(_literal(row.cells[1]))
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items() if name}


def with_values(fields: Sequence[Field], values: dict[str, tuple[str, ...]]) -> list[Field]:
    """The fields, with values added by name at any depth."""
    found = []
    for field in fields:
        inner = tuple(with_values(field.fields, values)) if field.fields else ()
        own = values.get(field.name, ()) if not field.values else field.values
        found.append(msgspec.structs.replace(field, fields=inner, values=own) if inner or own else field)
    return found


class _Type:
    """Collects what the sections below one heading say about a type."""

    def __init__(self, root: Section, place_of: PlaceOf) -> None:
        self.root, self.place_of = root, place_of
        self.fields: list[Field] = []
        self.samples: list[MessageSample] = []
        self.values: tuple[str, ...] = ()
        self.description: list[str] = []
        self.base: PrintedType = Unknown()
        self.note: Note | None = None
        self.others: list[TypeFacts] = []
        self.readers: list[tuple[Section, Block, str]] = []
        self.tables: list[tuple[Section, Table, tuple[Field, ...]]] = []

    def read(self, section: Section) -> None:
        role = section.role
        for block in section.blocks:
            if self._takes_note(block):
                self.readers.append((section, block, "field notes"))
                continue
            reader = ""
            match block:
                case Table():
                    values = enumerated_rows(block, section.title)
                    if values:
                        self.fields = with_values(self.fields, values)
                        reader = "enumeration"
                    elif (constants := _constants(block, self.root)) and not self.fields:
                        self.values = constants
                        reader = "enumeration"
                    elif _is_value_table(block, section) and not self.fields:
                        self.values = tuple(
                            dict.fromkeys(_literal(row.cells[0]) for row in block.rows if _literal(row.cells[0]))
                        )
                        reader = "enumeration"
                    elif is_field_table(
                        block, is_expected=role.kind == "fields" or (section is self.root and _is_type(self.root))
                    ) and (_is_type(self.root) or not _lists_constants(block)):
                        fields = fields_of_table(block, self.place_of, _sent_in(role))
                        self.fields += fields
                        self.tables.append((section, block, fields))
                        reader = "field table" if fields else ""
                case Bullets():
                    listed = _enumerated(block) if _ENUM_TITLE.search(section.title) and not self.fields else ()
                    if listed:
                        self.values = listed
                        reader = "enumeration"
                    elif is_field_list(block, is_expected=role.kind == "fields"):
                        fields = fields_of_list(block, self.place_of, _sent_in(role))
                        self.fields += fields
                        reader = "field list" if fields else ""
                    elif headers := _headers(block, self.place_of):
                        self.fields += headers
                        reader = "field list"
                    elif section is self.root:
                        self.description.append(clean(text_of(block)))
                        reader = "description"
                    else:
                        reader = "description"
                case Code():
                    declared = declared_types(block, self.place_of)
                    if declared:
                        self._declare(declared)
                        reader = "declared types"
                    elif is_other_language(block.info, block.text):
                        reader = "other language"
                    else:
                        samples = messages_in(block.text, block.info, self.place_of(block.line))
                        self.samples += [sample for sample in samples if sample.json and not sample.method]
                        reader = "sample" if samples else ""
                case Paragraph() | Html() | Quote():
                    text = text_of(block)
                    inherited = _INHERITS.search(text) if "](" in text else None
                    if inherited:
                        self.base = printed(inherited[1]).type
                    if section is self.root:
                        self.description.append(clean(text))
                    reader = "description"
                case _:
                    reader = "description"
            self.readers.append((section, block, reader))

    def claim(self, claims: Claims) -> None:
        """Report which blocks were read, and which were not."""
        for section, block, reader in self.readers:
            if reader:
                claims.take(section, block, reader)
            else:
                claims.miss(section, block)
        for section, table, fields in self.tables:
            if fields:
                claims.miss_rows(section, table, fields)

    def _declare(self, declared: tuple[DeclaredType, ...]) -> None:
        """Take declared types: a single one is the type of the heading, if that names it or it has no name."""
        only = declared[0] if len(declared) == 1 and not self.fields else None
        if only and (not only.name or only.name.lower() == type_name(self.root.title).replace(" ", "").lower()):
            self.fields += only.fields
            self.values = self.values or only.values
            self.base = only.base if isinstance(self.base, Unknown) else self.base
            return
        for one in declared:
            if one.name:
                self.others.append(
                    TypeFacts(one.name, self.place_of(one.line), fields=one.fields, values=one.values, base=one.base)
                )

    def _takes_note(self, block: Block) -> bool:
        """Whether a block says more about known fields, or lists the values that the note before announced."""
        notes = notes_of(block)
        if self.note and (listed := listed_below(self.note, block)):
            notes = (listed,)
        elif not says_more(self.fields, notes):
            self.note = None
            return False
        self.fields = with_notes(self.fields, notes)
        self.note = notes[-1]
        return True

    def _unwrap(self) -> None:
        """Take a field that stands for the type itself, as generators print types that are not objects."""
        title = type_name(self.root.title).lower()
        own = [field for field in self.fields if field.name.strip("*").lower() in (*_ANONYMOUS, title)]
        shows_object = any(sample.json.startswith("{") for sample in self.samples)
        if own and len(own) == len(self.fields) and not shows_object:
            self.base = own[0].printed.type
            self.values = tuple(dict.fromkeys(value for field in own for value in field.values))
            self.fields = [inner for field in own for inner in field.fields]

    def result(self, page: Section) -> TypeFacts:
        self._unwrap()
        top = self.root.level <= 1 or self.root is page
        anchors = (*self.root.anchors, *(("",) if top else ()))
        title = self.root.title or page.title
        return TypeFacts(
            name=type_name(title),
            place=self.place_of(self.root.line),
            anchors=tuple(dict.fromkeys(anchors)),
            description="\n\n".join(filter(None, self.description[:3])),
            fields=tuple(self.fields),
            samples=tuple(self.samples[:4]),
            values=self.values if not self.fields else (),
            base=self.base,
        )


def _headers(block: Bullets, place_of: PlaceOf) -> tuple[Field, ...]:
    """The headers that a list explains; empty where an item is anything else."""
    if not is_field_list(block, is_expected=True):
        return ()
    fields = fields_of_list(block, place_of, "header")
    return fields if len(fields) == len(block.items) and all(map(_is_header, fields)) else ()


def _is_header(field: Field) -> bool:
    return _HEADER.fullmatch(field.name) is not None


def _sent_in(role: Role) -> Location:
    """The location of fields outside of operations whose heading calls them query parameters or headers."""
    return role.location if role.location in ("query", "header") else ""


def holds_types(section: Section) -> bool:
    """Whether a heading is that of a group of types, `## Definitions` with a heading for each."""
    is_group = section.level < LABEL and plain(section.title).lower() in TYPE_GROUPS
    return is_group and any(child.level < LABEL and child.role.kind == "name" for child in section.children)


def _root_of(section: Section) -> Section:
    at = section
    while at.parent is not None and (at.level >= LABEL or at.role.kind != "name"):
        at = at.parent
    return at


def _is_type(section: Section) -> bool:
    words = plain(section.title).lower().split()
    return bool(words) and words[-1].strip("s()") in {suffix.strip("s") for suffix in TYPE_SUFFIXES}


def _is_value_table(table: Table, section: Section) -> bool:
    first = plain(table.head[0]).lower() if table.head else ""
    columns = columns_of(table.head).at
    if columns.keys() <= {"type", "description"} and columns.get("type") == 0:
        return all(_CONSTANT.match(_literal(row.cells[0])) for row in table.rows)
    is_of_group = section.parent is not None and holds_types(section.parent)
    return first in ("value", "member", "constant", "enum value") and (
        bool(_ENUM_TITLE.search(section.title)) or _is_type(section) or first == "member" or is_of_group
    )


def _constants(table: Table, section: Section) -> tuple[str, ...]:
    """The constants that a table explains below a heading such as `Provider type`; empty for any other table."""
    if (
        len(table.head) != 2
        or len(table.rows) < 2
        or plain(section.title).lower().split()[-1:] not in (["type"], ["types"])
    ):
        return ()
    found = [_CODED.match(row.cells[0].strip()) for row in table.rows]
    return tuple(dict.fromkeys(one[1] for one in found if one)) if all(found) else ()


def _lists_constants(table: Table) -> bool:
    """Whether the first column has values in capitals, such as `AUTO_PAY_OFF`, rather than names of fields."""
    return len(table.rows) > 1 and all(_CAPITALS.fullmatch(_literal(row.cells[0])) for row in table.rows)


def _enumerated(block: Bullets) -> tuple[str, ...]:
    """The values of a list of members: code spans, with the value in brackets where the span is its name."""
    found: list[str] = []
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        member = _MEMBER.match(first.text) if isinstance(first, Paragraph) else None
        if member is None:
            return ()
        found.append((member[2] or member[1]).strip("\"'"))
    return tuple(dict.fromkeys(found))


def _literal(cell: str) -> str:
    found = _LITERAL.match(cell.strip().replace("\\_", "_"))
    return found[1].strip() if found else ""
