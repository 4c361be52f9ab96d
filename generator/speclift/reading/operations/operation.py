"""Read the blocks of an operation."""

from __future__ import annotations

import msgspec

from speclift.model.facts import BodyFacts, Named, ResponseFacts, Unknown
from speclift.reading.fields.lists import fields_of_list, is_field_list
from speclift.reading.fields.tables import fields_by_status, fields_of_table, is_field_table, is_status_table, with_head
from speclift.reading.markdown.blocks import Block, Bullets, Code, Heading, Html, Paragraph, Quote, Table
from speclift.reading.markdown.claims import Claims
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.roles import Role, plain
from speclift.reading.operations.draft import Collected, Draft
from speclift.reading.operations.fields import BODILESS, is_data, location_of, take_fields, take_values, takes_note
from speclift.reading.operations.media_and_tags import take_media_or_tags
from speclift.reading.operations.prose import read_prose
from speclift.reading.operations.query_lines import QueryLines
from speclift.reading.operations.samples import read_code, take_programs, take_responses, take_returned, take_wrapped
from speclift.reading.operations.statuses import responses_of_list, responses_of_table
from speclift.reading.requests.division import Scope
from speclift.reading.requests.labelled import states_request
from speclift.reading.requests.pieces import Piece
from speclift.reading.schemas.type_sections import enumerated_rows
from speclift.reading.types.printed import printed
from speclift.reading.words.headings import PARAMETERS


def collect(
    scope: Scope, place_of: PlaceOf, query_lines: QueryLines, page_title: str, tag: str, claims: Claims
) -> Collected:
    """All that the blocks of a scope state about its requests. `claims` records which reader took which block."""
    collector = _Collector(scope, place_of, query_lines, claims)
    claims.enter(piece.section for piece in (*scope.lines, *scope.pieces))
    for piece in scope.lines:
        claims.take(piece.section, piece.block, "request line")
    for number, piece in enumerate(scope.pieces):
        collector.state.position = number
        collector.take(piece)
    collector.take_row()
    take_programs(collector.state)
    take_responses(collector.state)
    take_returned(collector.state)
    take_wrapped(collector.state)
    return collector.state.result(page_title, tag)


class _Collector:
    """Hands each block of a scope to the reader that understands it."""

    def __init__(self, scope: Scope, place_of: PlaceOf, query_lines: QueryLines, claims: Claims) -> None:
        self.scope = scope
        self.place_of = place_of
        self.claims = claims
        self.state = Draft(scope, place_of, query_lines)
        self.missed: Block | None = None

    def take(self, piece: Piece) -> None:
        """Give a block to the first reader that understands it; record a block that no reader understands."""
        self.missed = None
        state = self.state
        state.lacks_status = state.lacks_status and not isinstance(piece.block, Code | Table | Bullets)
        if piece.role.location == "body" and is_data(state, piece):
            piece = msgspec.structs.replace(piece, role=msgspec.structs.replace(piece.role, location=""))
        reader = "field notes" if takes_note(self.state, piece.block) else self._read(piece)
        if not isinstance(piece.block, Paragraph):
            self.state.announces_response, self.state.announced = False, None
        if reader and self.missed is None:
            self.claims.take(piece.section, piece.block, reader)
        else:
            is_narrative = piece.is_sample or piece.role.kind in ("narrative", "security", "errors")
            self.claims.miss(piece.section, piece.block, self.missed, is_narrative=is_narrative)

    def take_row(self) -> None:
        """Take the types of the request and response that a row of an index prints."""
        state, place = self.state, self.place_of(self.scope.requests[0][1])
        texts = (self.scope.request_type, self.scope.response_type)
        sent, returned = (printed(text).type if text else Unknown() for text in texts)
        if isinstance(sent, Named) and state.methods - BODILESS:
            state.request_type, state.request_place = sent, place
        if isinstance(returned, Named):
            state.responses.append(ResponseFacts("", place, body=BodyFacts(place, type=returned)))

    def _read_inner(self, piece: Piece, block: Block) -> None:
        """Read a block within another; if no reader understands it, the outer block counts as unread."""
        if not self._read(msgspec.structs.replace(piece, block=block)):
            self.missed = self.missed or block

    def _read(self, piece: Piece) -> str:
        """Read a block. Returns the reader that took it, empty where none did."""
        title = "" if piece.section is self.scope.root else piece.section.title
        if take_media_or_tags(self.state, piece.block, title):
            return "media types or tags"
        match piece.block:
            case Table() as table:
                return self._table(table, piece)
            case Bullets() as bullets:
                return self._bullets(bullets, piece)
            case Code() as code:
                return read_code(self.state, code, piece)
            case Paragraph() | Html() | Quote() as block:
                return read_prose(self.state, block, piece, self._read_inner)
            case Heading(line=line):
                empty = piece.role.status in ("204", "304")
                self.state.responses.append(ResponseFacts(piece.role.status, self.place_of(line), is_empty=empty))
                return "heading"

    def _table(self, table: Table, piece: Piece) -> str:
        role = piece.role
        if role.kind in ("security", "narrative"):
            return ""
        table = with_head(table)
        values = enumerated_rows(table, piece.section.title)
        if values:
            take_values(self.state, values, role)
            return "enumeration"
        by_status = fields_by_status(table, self.place_of)
        if by_status:
            for status, returned in by_status.items():
                self.state.response_fields.setdefault(status, []).extend(returned)
            return "field table"
        if is_status_table(table):
            self.state.responses += responses_of_table(table, self.place_of)
            return "statuses"
        headed = role.kind in ("fields", "request", "response", "returns")
        named = role.kind == "name" and _lists_parameters(table) and not is_field_table(table, is_expected=False)
        if named:
            # Below `## List filters`, only the head of the table says that its rows are parameters.
            piece = msgspec.structs.replace(piece, role=Role("fields", "", location_of(role)))
        expected = headed or named or piece.section is self.scope.root
        if is_field_table(table, is_expected=expected, is_headed=headed):
            fields = fields_of_table(table, self.place_of, location_of(role))
            take_fields(self.state, fields, piece)
            if fields:
                self.claims.miss_rows(piece.section, table, fields)
                return "field table"
        return ""

    def _bullets(self, block: Bullets, piece: Piece) -> str:
        role = piece.role
        statuses = responses_of_list(block, self.place_of)
        if statuses:
            self.state.responses += statuses
            self._read_samples_below(block, piece)
            return "statuses"
        if states_request(block):
            return "request line"
        announced = self.state.announced
        if announced and role.kind in ("name", "line") and is_field_list(block, is_expected=True):
            role = Role("fields", "", announced.location)
            piece = msgspec.structs.replace(piece, role=role)
        expected = role.kind in ("fields", "request", "response", "returns") or self.state.announces_response
        if role.kind not in ("security", "narrative", "errors") and is_field_list(block, is_expected=expected):
            fields = fields_of_list(block, self.place_of, location_of(role))
            take_fields(self.state, fields, piece)
            return "field list" if fields else ""
        for item in block.items:
            for inner in item.blocks:
                if isinstance(inner, Code | Table | Bullets):
                    self._read_inner(piece, inner)
        self.state.describe(block, piece)
        return "description" if self.state.is_described(piece) else ""

    def _read_samples_below(self, block: Bullets, piece: Piece) -> None:
        """Read the code and fields below each item of a list of statuses as the response with that status."""
        for item in block.items:
            below = [inner for inner in item.blocks[1:] if isinstance(inner, Code | Bullets | Table)]
            own = responses_of_list(msgspec.structs.replace(block, items=(item,)), self.place_of) if below else ()
            for inner in below if own else ():
                role = Role("response", "response", "", own[0].status)
                self._read_inner(msgspec.structs.replace(piece, role=role), inner)


def _lists_parameters(table: Table) -> bool:
    """Whether the head of a table says that its rows are parameters, so they are not the properties of a type."""
    return bool(table.head) and not PARAMETERS.isdisjoint(plain(table.head[0]).lower().split())
