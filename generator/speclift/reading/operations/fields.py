"""Put the fields of a table, list or sentence where they belong in an operation."""

from __future__ import annotations

import re
from itertools import chain

import msgspec

from speclift.model.facts import (
    BodyFacts,
    Field,
    ListOf,
    Location,
    MapOf,
    Named,
    Primitive,
    PrintedType,
    ResponseFacts,
    TypeFacts,
    Unknown,
)
from speclift.reading.fields.notes import listed_below, notes_of, says_more, with_notes
from speclift.reading.markdown.blocks import Block, Paragraph, Table
from speclift.reading.markdown.roles import Role, plain, slug
from speclift.reading.markdown.sections import Section
from speclift.reading.operations.draft import Draft
from speclift.reading.requests.pieces import Piece
from speclift.reading.samples.credentials import schemes_in
from speclift.reading.schemas.type_sections import type_name, with_values
from speclift.reading.words.headings import PARAMETERS

_MEDIA_TYPE = re.compile(r"\b((?:application|text|multipart|image|audio|video)/[\w.+*-]{1,80})")
#: The text after a label that announces the fields of the items of a list: "Data: Array of trees, each has at least:".
_LIST_OF = re.compile(r"(?:an? )?(?:array|list) of ([A-Za-z][\w-]{0,60})", re.I)
#: The methods that send no body.
BODILESS = frozenset(("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "LIST"))
NECESSITY = {"required": True, "mandatory": True, "optional": False}
_BOLD_NAME = re.compile(r"\*\*([A-Z]\w{0,80})\*\*")
_PLACEHOLDER = re.compile(r"\{([^{}]{1,200})\}")
_URL = re.compile(r"\bur[il]\b", re.I)
#: The names that generators give the body where they list it among the parameters.
_BODY_NAMES = frozenset(("body", "requestbody", "payload"))


def takes_note(state: Draft, block: Block) -> bool:
    """Add a block to the fields that it is a note about, or add the values that the note before it announces.

    Returns whether the block is such a note or list.
    """
    notes = notes_of(block)
    if state.note and (listed := listed_below(state.note[0], block)):
        notes = (listed,)
        fields = state.note[1]
    else:
        fields = next((known for known in state.field_lists if says_more(known, notes)), [])
    if not fields:
        state.note = None
        return False
    fields[:] = with_notes(fields, notes)
    state.note = (notes[-1], fields)
    return True


def take_fields(state: Draft, fields: tuple[Field, ...], piece: Piece) -> None:
    """Put the fields of a block where the role of its section says that they belong."""
    role = piece.role
    if not fields:
        return
    state.fields_section = piece.section
    if inner := _type_above(state, piece):
        state.types.append(TypeFacts(inner, fields[0].place, (slug(inner),), fields=fields))
        return
    if _lists_members(state, piece):
        role = msgspec.structs.replace(role, location="body")
    if role.kind == "fields":
        fields = _with_necessity(fields, plain(piece.section.title).lower().split())
    if state.announced is not None:
        fields = _with_required(fields, state.announced.is_required)
    may_be_sent = isinstance(piece.block, Table) and not (role.location or state.methods & BODILESS)
    is_sent = role.location in ("body", "form") or may_be_sent
    if is_sent and role.side != "response" and state.methods != {"PATCH"}:
        fields = _with_unmarked_required(fields)
    if role.location == "path" and _URL.search(piece.section.title):
        fields = _located_in_url(state, fields)
    if role.kind == "name" and (above := _parameters_above(piece)):
        # Below `## Parameters`, a heading such as `### Paging` only groups them.
        role = above.role
    if role.kind == "name" and piece.section is not state.scope.root:
        _take_elsewhere(state, fields, piece)
        return
    if role.location == "header" or all(field.location == "header" for field in fields):
        _take_headers(state, fields, role)
    elif role.side == "response" or (not role.side and not role.location and state.announces_response):
        if role.side == "response":
            _take_headers(state, tuple(field for field in fields if field.location == "header"), role)
            fields = tuple(field for field in fields if field.location != "header")
        state.response_fields.setdefault(role.status, []).extend(fields)
        listed = _LIST_OF.match(role.rest)
        if listed:
            stated = BodyFacts(fields[0].place, type=ListOf(Unknown(listed[1])))
            state.responses.append(ResponseFacts(role.status, fields[0].place, body=stated))
    else:
        in_path = _placeholders(state)
        known = state.parameters.setdefault(state.only_method, [])
        if role.location == "body":
            elsewhere = tuple(field for field in fields if _is_parameter(field, in_path))
            _take_headers(state, tuple(field for field in elsewhere if field.location == "header"), role)
            known += (field for field in elsewhere if field.location != "header")
            fields = tuple(field for field in fields if field not in elsewhere)
            known = state.request_fields
            state.request_place = state.request_place or (fields[0].place if fields else None)
        for field in fields:
            is_alone = len(fields) == 1 or role.location != "body"
            if _letters(field.name) not in in_path and _is_body(field, is_alone=is_alone):
                _take_body(state, field)
            else:
                known.append(field)
        if not role.side and not role.location and not _says_parameters(piece):
            state.unplaced += fields


def _type_above(state: Draft, piece: Piece) -> str:
    """The name in bold right above a table, where it is that of a type of a field before; empty for other tables."""
    above = piece.section.blocks[piece.index - 1] if piece.index > 0 else None
    named = _BOLD_NAME.fullmatch(above.text.strip()) if isinstance(above, Paragraph) else None
    if not named or not isinstance(piece.block, Table):
        return ""
    known = chain.from_iterable(state.field_lists)
    return named[1] if any(_names(field.printed.type, named[1]) for field in known) else ""


def _names(kind: PrintedType, name: str) -> bool:
    """Whether a type, or that of its items or values, has this name."""
    while isinstance(kind, ListOf | MapOf):
        kind = kind.items if isinstance(kind, ListOf) else kind.values
    return isinstance(kind, Named) and kind.name == name


def _lists_members(state: Draft, piece: Piece) -> bool:
    """Whether a heading such as *Optional fields* is above members of the body that a sample of the request shows."""
    role, words = piece.role, plain(piece.section.title).lower().split()
    is_bare = role.kind == "fields" and not (role.side or role.location) and len(words) == 2
    has_body = any(shown.sample.json for shown in state.request_samples)
    return is_bare and words[0] in NECESSITY and words[1] in ("fields", "attributes", "properties") and has_body


def _parameters_above(piece: Piece) -> Section | None:
    """The section for parameters right above that of a table which calls its rows parameters; else None."""
    above = piece.section.parent if isinstance(piece.block, Table) and _says_parameters(piece) else None
    is_sent = above is not None and above.role.kind == "fields" and above.role.side != "response"
    return above if is_sent else None


def _says_parameters(piece: Piece) -> bool:
    """Whether the heading above fields, or the head of their table, calls them parameters."""
    head = piece.block.head[:1] if isinstance(piece.block, Table) else ()
    return any(not PARAMETERS.isdisjoint(plain(text).lower().split()) for text in (piece.section.title, *head))


def is_data(state: Draft, piece: Piece) -> bool:
    """Whether a section is called *Data* although the methods send no body, so its fields may be in the query."""
    return not state.methods - BODILESS and plain(piece.section.title).lower() in ("data", "payload")


def _with_unmarked_required(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of a body. Those without a mark or default are required if the marks only say which are optional."""
    marks = [field.printed.is_required for field in fields]
    if True in marks or marks.count(False) * 2 < len(marks) or None not in marks:
        return fields
    return tuple(
        field
        if field.printed.is_required is False or field.printed.default is not None
        else msgspec.structs.replace(field, printed=msgspec.structs.replace(field.printed, is_required=True))
        for field in fields
    )


def _located_in_url(state: Draft, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of a list of URL parameters; those that the path has no placeholder for are in the query."""
    names = _placeholders(state)
    stated = (*chain.from_iterable(state.parameters.values()), *fields)
    free = len(names - {_letters(field.name) for field in stated})
    found: list[Field] = []
    for field in fields:
        is_known = _letters(field.name) in names
        is_free = not is_known and free > 0
        free -= is_free
        place = field.location if is_known or is_free else "query"
        found.append(msgspec.structs.replace(field, location=place))
    return tuple(found)


def _placeholders(state: Draft) -> set[str]:
    """The names of the placeholders in the paths of an operation, as `_letters` spells them."""
    return {_letters(name) for line, _ in state.scope.requests for name in _PLACEHOLDER.findall(line.path)}


def _is_parameter(field: Field, in_path: set[str]) -> bool:
    """Whether a field below the heading of a body says itself that it is a parameter; `in_path` names placeholders."""
    return field.location in ("query", "header", "cookie") or (
        field.location == "path" and _letters(field.name) in in_path
    )


def _take_body(state: Draft, field: Field) -> None:
    """Take a parameter that is the whole body."""
    state.request_place = field.place
    state.request_required = field.printed.is_required
    if not isinstance(field.printed.type, Unknown) and field.printed.type != Primitive("object"):
        state.request_type = field.printed.type
    state.request_fields += field.fields


def _take_elsewhere(state: Draft, fields: tuple[Field, ...], piece: Piece) -> None:
    """Take fields under a heading of their own: they belong to the field that the heading names, or else to a type."""
    words = set(re.findall(r"[\w$@.-]+", plain(piece.section.title)))
    lowered = {word.lower() for word in words}
    for known in (state.request_fields, *state.parameters.values(), *state.response_fields.values()):
        for index, field in enumerate(known):
            if field.name in words or field.name.lower() in lowered:
                known[index] = msgspec.structs.replace(field, fields=(*field.fields, *fields))
                return
    section = piece.section
    state.types.append(
        TypeFacts(type_name(section.title), state.place_of(section.line), tuple(section.anchors), fields=fields)
    )


def _take_headers(state: Draft, fields: tuple[Field, ...], role: Role) -> None:
    for field in fields:
        said = f"{field.example} {field.description} {' '.join(field.values)} {field.printed.default or ''}"
        types = [found.rstrip(".") for found in _MEDIA_TYPE.findall(said)]
        name = field.name.lower()
        if name == "content-type" and role.side != "response":
            state.request_media += types
        elif name in ("accept", "content-type"):
            state.response_media += types
        elif name == "authorization":
            state.security += schemes_in(f"{field.example} {field.description}")
        elif role.side == "response":
            state.responses.append(ResponseFacts(role.status, field.place, headers=(field,)))
        else:
            state.parameters[""].append(msgspec.structs.replace(field, location="header"))


def take_values(state: Draft, values: dict[str, tuple[str, ...]], role: Role) -> None:
    """Give known fields the values that a table lists for them, by name of the field."""
    in_responses = tuple(state.response_fields.values()) if role.side == "response" else ()
    for fields in in_responses or state.field_lists:
        fields[:] = with_values(tuple(fields), values)


def _with_necessity(fields: tuple[Field, ...], title: list[str]) -> tuple[Field, ...]:
    """The fields, required or optional as their heading says ("Required parameters") unless one says so itself."""
    stated = {NECESSITY[word] for word in title if word in NECESSITY}
    return _with_required(fields, stated.pop() if len(stated) == 1 else None)


def _with_required(fields: tuple[Field, ...], required: bool | None) -> tuple[Field, ...]:
    """The fields, required or optional, unless nothing is said (None) or one of them says so itself."""
    if required is None or any(field.printed.is_required is not None for field in fields):
        return fields
    return tuple(
        msgspec.structs.replace(field, printed=msgspec.structs.replace(field.printed, is_required=required))
        for field in fields
    )


def _letters(name: str) -> str:
    """A name without its separators and case, to compare names of different spelling."""
    return name.replace("_", "").replace("-", "").casefold()


def _is_body(field: Field, *, is_alone: bool) -> bool:
    """Whether a parameter is the whole body: it has a name for bodies, or the name of its type, as generators print it.
    If the body has several fields (not `is_alone`), the name of the type does not count.
    """
    kind = field.printed.type
    name = field.name.replace("_", "").lower()
    if field.location == "body":
        return name in _BODY_NAMES or (
            is_alone and isinstance(kind, Named) and name == kind.name.replace("_", "").lower()
        )
    if not field.location and name in _BODY_NAMES and field.fields:
        return True
    if field.location or not isinstance(kind, Named) or not kind.target:
        return False
    return name in _BODY_NAMES or name == kind.name.replace("_", "").lower()


def location_of(role: Role) -> Location:
    """The location of the fields of a section; empty for a response, whose fields have their own."""
    return "" if role.side == "response" else role.location
