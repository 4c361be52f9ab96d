"""The blocks of one operation to what they state of it."""

from __future__ import annotations

import re

import msgspec

from speclift.dialect.headings import PARAMETERS
from speclift.model.facts import (
    BodyFacts,
    Enumerated,
    Field,
    Location,
    MessageSample,
    Named,
    OperationFacts,
    Primitive,
    Printed,
    PrintedType,
    ResponseFacts,
    SharedParameters,
    TypeFacts,
    Unknown,
)
from speclift.model.schema import Place
from speclift.read.prose import clean
from speclift.reading.blocks import Block, Bullets, Code, Heading, Html, Paragraph, Quote, Table
from speclift.reading.claims import Claims
from speclift.reading.credentials import requirement_of, schemes_in
from speclift.reading.curl import curl_requests
from speclift.reading.field_list import fields_of_list, is_field_list
from speclift.reading.field_notes import Note, listed_below, notes_of, says_more, with_notes
from speclift.reading.field_table import fields_by_status, fields_of_table, is_field_table, is_status_table
from speclift.reading.labelled_requests import states_request
from speclift.reading.languages import is_other_language
from speclift.reading.messages import several
from speclift.reading.places import PlaceOf
from speclift.reading.prose_fields import assigned_fields, fields_of_prose
from speclift.reading.requests import RequestLine
from speclift.reading.sample_ids import stated_ids, with_placeholders
from speclift.reading.scopes import Piece, Scope
from speclift.reading.sections import Role, Section, plain, text_of
from speclift.reading.shared_parameters import shared_parameters
from speclift.reading.statuses import requested_body, responses_of_list, responses_of_table, responses_of_text
from speclift.reading.titles import title_of
from speclift.reading.type_sections import enumerated_rows, type_name, with_values
from speclift.reading.types import printed

BODILESS = frozenset(("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "LIST"))

_DEPRECATED = re.compile(
    r"^\W*(?:\*\*|\[)?(?:deprecated|obsolete)\b|\bthis (?:endpoint|method"
    r"|operation|api|route) (?:is|has been) deprecated",
    re.I,
)
_NO_BODY = re.compile(
    r"do(?:es)? not (?:supply|send|provide|need|require|take|have|accept)"
    r" (?:a |any )?(?:request )?body|no (?:request )?body|^\W*(?:none"
    r"|empty|not applicable|n/a)\W*$",
    re.I,
)
_SUPPLY = re.compile(
    r"(?:representation of|supply|provide|send|contains?|must be|is) "
    r"(?:the |an? |a list of )?(?:JSON (?:representation of )?)?(?:the"
    r" |an? )?(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\))",
    re.I,
)
#: Longer texts are no types, and neither are sentences.
_LONGEST_TEXT_OF_TYPE = 200
_MOST_WORDS_OF_TYPE = 8
#: Longer texts of sections about errors talk of them.
_SHORT = 100
_METHOD = re.compile(r"\b[A-Z]{3,7}\b")
_NECESSITY = {"required": True, "mandatory": True, "optional": False}
_URL = re.compile(r"\bur[il]\b", re.I)
_PLACEHOLDER = re.compile(r"\{([^{}]{1,200})\}")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*$")
_CAMEL = re.compile(r"[a-z0-9][A-Z]|_")
_OPERATION_ANCHOR = re.compile(r"opId(\S{1,200})$")
_MEDIA_TYPE = re.compile(r"\b((?:application|text|multipart|image|audio|video)/[\w.+*-]{1,80})")
_SAYS_REQUEST = re.compile(r"\b(?:request|payload|body|send|submit|post|input|json representation|call)\b", re.I)
_SAYS_RESPONSE = re.compile(r"\b(?:respon(?:se|ds?)|returns?|result|output|reply|answer)\b", re.I)
_ANSWERED_FIELDS = re.compile(
    r"\b(?:respon(?:se|ds?)|returns?|returned|answers?|result)\b[^.:\n]{0,80}\b"
    r"(?:attributes|fields|properties|parameters|members|values|keys|"
    r"object|json)\b",
    re.I,
)
_STATUS_LABEL = re.compile(r"\bstatus(?: code)?:?\s{0,4}\W{0,4}([1-5]\d\d)\b", re.I)
#: An info string that says what the code answers: `json 404`, `json title="200 OK"`.
_STATUS_OF_INFO = re.compile(r"\s\W{0,2}(?:\w{1,10}=\W{0,2})?([1-5]\d\d)\b")
#: A sentence that begins as those do that say what is answered.
_RETURNS = re.compile(
    r"(?:\A|[.!]\s)(?:Returns? |It returns |On success|This (?:endpoint" r"|method|call|operation|request) returns )"
)
_QUERY_WORDS = re.compile(r"query (?:string )?param(?:eter)?s?", re.I)


class Collected(msgspec.Struct, frozen=True):
    """What a scope gave: its operations, and types that it describes on the way."""

    operations: tuple[OperationFacts, ...]
    types: tuple[TypeFacts, ...]


def collect(scope: Scope, place_of: PlaceOf, page_title: str, tag: str, claims: Claims) -> Collected:
    """Everything that the blocks of a scope state of its requests; `claims` is told who took which of them."""
    collector = _Collector(scope, place_of, claims)
    claims.enter(piece.section for piece in (*scope.lines, *scope.pieces))
    for piece in scope.lines:
        claims.take(piece.section, piece.block, "request line")
    for piece in scope.pieces:
        collector.take(piece)
    return collector.result(page_title, tag)


class _Collector:
    """Gathers what the blocks of one scope state, block by block; `last` is the side of the last sample."""

    def __init__(self, scope: Scope, place_of: PlaceOf, claims: Claims) -> None:
        self.scope = scope
        self.place_of = place_of
        self.claims = claims
        self.methods = {line.method for line, _ in scope.requests}
        self.description: list[str] = []
        self.parameters: list[Field] = []
        self.request_fields: list[Field] = []
        self.request_samples: list[MessageSample] = []
        self.request_type: PrintedType = Unknown()
        self.request_place: Place | None = None
        self.request_required: bool | None = None
        self.request_media: list[str] = []
        self.response_media: list[str] = []
        self.response_fields: dict[str, list[Field]] = {}
        self.response_samples: list[tuple[str, MessageSample]] = []
        self.responses: list[ResponseFacts] = []
        self.types: list[TypeFacts] = []
        self.security: list[str] = []
        self.missed: Block | None = None
        self.shared: list[SharedParameters] = []
        self.note: tuple[Note, list[Field]] | None = None
        self.is_bodiless = self.is_deprecated = False
        self.last = ""
        self.said = ""
        self.announced = self.is_called = False
        #: The one of several methods that the sentence before a table names, and the fields that belong to one alone.
        self.only = ""
        self.method_of: dict[int, str] = {}
        self.listed = 0
        self.necessity: bool | None = None

    def take(self, piece: Piece) -> None:
        """Let the first reader that understands a block have it; what none does is noted."""
        self.missed = None
        reader = "field notes" if self._takes_note(piece.block) else self._read(piece)
        if not isinstance(piece.block, Paragraph):
            self.announced = False
        if reader and self.missed is None:
            self.claims.take(piece.section, piece.block, reader)
        else:
            is_narrative = piece.is_sample or piece.role.kind in ("narrative", "security", "errors")
            self.claims.miss(piece.section, piece.block, self.missed, is_narrative=is_narrative)

    def _read_inner(self, piece: Piece, block: Block) -> None:
        """Read a block that lies in another one; what no reader understands makes the outer one unread."""
        if not self._read(msgspec.structs.replace(piece, block=block)):
            self.missed = self.missed or block

    def _takes_note(self, block: Block) -> bool:
        """Whether a block says more of fields that are known, or lists the values that the note before announced."""
        notes = notes_of(block)
        if self.note and (listed := listed_below(self.note[0], block)):
            notes = (listed,)
            fields = self.note[1]
        else:
            lists = (self.parameters, self.request_fields, *self.response_fields.values())
            fields = next((known for known in lists if says_more(known, notes)), [])
        if not fields:
            self.note = None
            return False
        fields[:] = with_notes(fields, notes)
        self.note = (notes[-1], fields)
        return True

    def _read(self, piece: Piece) -> str:
        match piece.block:
            case Table() as table:
                return self._table(table, piece)
            case Bullets() as bullets:
                return self._bullets(bullets, piece)
            case Code() as code:
                return self._code(code, piece)
            case Paragraph() | Html() | Quote() as block:
                return self._prose(block, piece)
            case Heading(line=line):
                empty = piece.role.status in ("204", "304")
                self.responses.append(ResponseFacts(piece.role.status, self.place_of(line), is_empty=empty))
                return "heading"

    # Tables and lists

    def _table(self, table: Table, piece: Piece) -> str:
        role = piece.role
        if role.kind in ("security", "narrative"):
            return ""
        values = enumerated_rows(table, piece.section.title)
        if values:
            self._with_values(values, role)
            return "enumeration"
        by_status = fields_by_status(table, self.place_of)
        if by_status:
            for status, answered in by_status.items():
                self.response_fields.setdefault(status, []).extend(answered)
            return "field table"
        if is_status_table(table):
            self.responses += responses_of_table(table, self.place_of)
            return "statuses"
        headed = role.kind in ("fields", "request", "response", "returns")
        named = role.kind == "name" and _lists_parameters(table) and not is_field_table(table, is_expected=False)
        if named:
            # `## List filters` with a table whose head says that these are parameters, and nothing else does.
            piece = msgspec.structs.replace(piece, role=Role("fields", "", _location(role)))
        expected = headed or named or piece.section is self.scope.root
        if is_field_table(table, is_expected=expected, is_headed=headed):
            fields = fields_of_table(table, self.place_of, _location(role))
            self._fields(fields, piece)
            if fields:
                self.claims.miss_rows(piece.section, table, fields)
                return "field table"
        return ""

    def _bullets(self, block: Bullets, piece: Piece) -> str:
        role = piece.role
        statuses = responses_of_list(block, self.place_of)
        if statuses:
            self.responses += statuses
            return "statuses"
        if states_request(block):
            return "request line"
        expected = role.kind in ("fields", "request", "response", "returns")
        if role.kind not in ("security", "narrative", "errors") and is_field_list(block, is_expected=expected):
            fields = fields_of_list(block, self.place_of, _location(role))
            self._fields(fields, piece)
            return "field list" if fields else ""
        for item in block.items:
            for inner in item.blocks:
                if isinstance(inner, Code | Table | Bullets):
                    self._read_inner(piece, inner)
        self._describe(block, piece)
        return "description" if self._is_described(piece) else ""

    def _fields(self, fields: tuple[Field, ...], piece: Piece) -> None:
        role = piece.role
        if not fields:
            return
        self.listed = id(piece.section)
        if role.kind == "fields":
            fields = _with_necessity(fields, plain(piece.section.title).lower().split())
        if role.location == "path" and _URL.search(piece.section.title):
            fields = self._of_url(fields)
        if role.kind == "name" and piece.section is not self.scope.root:
            self._aside(fields, piece)
            return
        if role.location == "header" or all(field.location == "header" for field in fields):
            self._headers(fields, role)
        elif role.side == "response" or (not role.side and not role.location and self.announced):
            self.response_fields.setdefault(role.status, []).extend(fields)
        else:
            known = self.request_fields if role.location == "body" else self.parameters
            if known is self.request_fields:
                self.request_place = self.request_place or fields[0].place
            for field in fields:
                if _is_body(field):
                    self._body(field)
                else:
                    known.append(field)
                    if self.only:
                        self.method_of[id(field)] = self.only

    def _of_url(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """The fields of a list of URL parameters, of which those that the path has no place for are in the query."""
        names = {_letters(name) for line, _ in self.scope.requests for name in _PLACEHOLDER.findall(line.path)}
        free = len(names - {_letters(field.name) for field in (*self.parameters, *fields)})
        found: list[Field] = []
        for field in fields:
            is_known = _letters(field.name) in names
            is_free = not is_known and free > 0
            free -= is_free
            place = field.location if is_known or is_free else "query"
            found.append(msgspec.structs.replace(field, location=place))
        return tuple(found)

    def _body(self, field: Field) -> None:
        """Take a parameter for the body as a whole."""
        self.request_place = field.place
        self.request_required = field.printed.is_required
        if not isinstance(field.printed.type, Unknown) and field.printed.type != Primitive("object"):
            self.request_type = field.printed.type
        self.request_fields += field.fields

    def _aside(self, fields: tuple[Field, ...], piece: Piece) -> None:
        """Fields under a heading of their own: those of a field that the heading names, or of a type."""
        words = set(re.findall(r"[\w$@.-]+", plain(piece.section.title)))
        lowered = {word.lower() for word in words}
        for known in (self.request_fields, self.parameters, *self.response_fields.values()):
            for index, field in enumerate(known):
                if field.name in words or field.name.lower() in lowered:
                    known[index] = msgspec.structs.replace(field, fields=(*field.fields, *fields))
                    return
        section = piece.section
        self.types.append(
            TypeFacts(type_name(section.title), self.place_of(section.line), tuple(section.anchors), fields=fields)
        )

    def _headers(self, fields: tuple[Field, ...], role: Role) -> None:
        for field in fields:
            said = f"{field.example} {field.description} {' '.join(field.values)} {field.printed.default or ''}"
            types = [found.rstrip(".") for found in _MEDIA_TYPE.findall(said)]
            name = field.name.lower()
            if name == "content-type" and role.side != "response":
                self.request_media += types
            elif name in ("accept", "content-type"):
                self.response_media += types
            elif name == "authorization":
                self.security += schemes_in(f"{field.example} {field.description}")
            elif role.side == "response":
                self.responses.append(ResponseFacts(role.status, field.place, headers=(field,)))
            else:
                self.parameters.append(msgspec.structs.replace(field, location="header"))

    def _with_values(self, values: dict[str, tuple[str, ...]], role: Role) -> None:
        lists = [self.parameters, self.request_fields, *self.response_fields.values()]
        if role.side == "response":
            lists = list(self.response_fields.values()) or lists
        for fields in lists:
            fields[:] = with_values(tuple(fields), values)

    # Samples

    def _code(self, code: Code, piece: Piece) -> str:
        role = piece.role
        place = self.place_of(code.line)
        if is_other_language(code.info, code.text):
            return "other language"
        status = _STATUS_OF_INFO.search(code.info)
        if status and role.side != "request":
            role = Role("sample", "response", "", status[1])
            piece = msgspec.structs.replace(piece, role=role)
        curls = curl_requests(code.text, place)
        if curls:
            for sample in curls:
                self._sample(sample, piece)
            return "curl"
        found = several(code.text, code.info, place)
        if not found:
            return ""
        if not self.methods - BODILESS and role.side == "request" and not role.is_sent:
            # A request without a body: what stands there is a value of a parameter, or text.
            found = tuple(sample for sample in found if sample.method or sample.status)
        for sample in found:
            self._sample(sample, piece)
        return "sample"

    def _sample(self, sample: MessageSample, piece: Piece) -> None:
        role = piece.role
        side = "request" if sample.method else "response" if sample.status else self._side(sample, piece)
        self.last, self.is_called = side, bool(sample.method)
        if side == "request":
            self.request_samples.append(sample)
        else:
            self.response_samples.append((sample.status or role.status, sample))

    def _side(self, sample: MessageSample, piece: Piece) -> str:
        """Which message a body alone belongs to."""
        role = piece.role
        if role.side == "request" and self.is_called and self.listed == id(piece.section):
            # Behind the parameters a call is shown, and then what it answers.
            return "response"
        if role.side:
            return role.side
        if role.kind == "fields" and role.location in ("body", "form"):
            return "request"
        if role.kind == "errors":
            return "response"
        if not self.methods - BODILESS:
            return "response"
        if self.said:
            return self.said
        if self.last == "request":
            return "response"
        return "request" if role.kind == "fields" else "response"

    # Prose

    def _prose(self, block: Paragraph | Html | Quote, piece: Piece) -> str:
        role = piece.role
        text = text_of(block)
        place = self.place_of(block.line)
        self._note_side(text)
        if "](" in text and not piece.is_sample and role.side != "response":
            self.shared += shared_parameters(text, place)
        self.announced = self._announces(text)
        self.only = self._method_of(text)
        is_about_request = role.side != "response" and role.kind in ("name", "fields", "request")
        if isinstance(block, Paragraph) and is_about_request and self._prose_fields(text, place, piece):
            return "field list"
        if isinstance(block, Quote):
            for inner in block.blocks:
                if isinstance(inner, Table | Code):
                    self._read_inner(piece, inner)
        if _DEPRECATED.search(text):
            self.is_deprecated = True
        if role.kind == "security":
            self.security += schemes_in(text)
            return "security"
        if role.kind == "returns" or (role.kind == "response" and len(text) < 200):
            said = role.rest or text
            stated = printed(plain(said) if "](" not in text else text).type if _is_type_alone(said) else Unknown()
            if role.kind == "returns" and not isinstance(stated, Unknown):
                self.responses.append(ResponseFacts(role.status, place, body=BodyFacts(place, type=stated)))
                return "returns"
        about_response = role.side == "response" and role.kind in ("response", "returns", "statuses", "fields")
        if (role.kind != "errors" or len(text) < _SHORT) and not piece.is_sample:
            is_expected = about_response or role.kind == "errors" or bool(_RETURNS.search(text))
            stated_responses = responses_of_text(text, place, is_expected=is_expected)
            self.responses += [
                one if one.status or not role.status else msgspec.structs.replace(one, status=role.status)
                for one in stated_responses
            ]
        if about_response:
            return "statuses"
        if role.side == "request" or role.location in ("body", "form") or "request body" in text.lower():
            if _NO_BODY.search(text) and role.location in ("body", "form", "") and role.kind in ("fields", "request"):
                self.is_bodiless = self.is_bodiless or role.location == "body"
            if (
                role.location == "body"
                and role.kind == "fields"
                and self.request_type == Unknown()
                and not self.is_bodiless
            ):
                self.request_type, self.request_place = requested_body(text) or Unknown(), self.request_place or place
            supplied = _SUPPLY.search(text)
            if supplied:
                stated = printed(supplied[1]).type
                if isinstance(stated, Named) and not stated.target.startswith("http"):
                    self.request_type, self.request_place = stated, place
        if not piece.is_sample:
            self._describe(block, piece)
        return "description"

    def _prose_fields(self, text: str, place: Place, piece: Piece) -> bool:
        """Take the fields that a sentence lists; whether it does no more than that."""
        role = piece.role
        if role.kind == "fields":
            self.necessity = _NECESSITY.get(plain(text).lower(), self.necessity)
            assigned = assigned_fields(text, place, self.necessity, _location(role))
            if assigned:
                self._fields(assigned, piece)
                return True
        found = fields_of_prose(text, place, plain(piece.section.title) if role.kind == "fields" else "")
        if found and found.is_body:
            self.request_fields += found.fields
            self.request_place = self.request_place or place
        elif found:
            self._fields(found.fields, piece)
        return found is not None and role.kind == "fields"

    def _note_side(self, text: str) -> None:
        says_request, says_response = _SAYS_REQUEST.search(text[-200:]), _SAYS_RESPONSE.search(text[-200:])
        self.said = (
            "request"
            if says_request and not says_response
            else "response"
            if says_response and not says_request
            else ""
        )

    def _method_of(self, text: str) -> str:
        """The method whose fields a sentence announces, where the section has several: "Body of the POST:"."""
        if len(self.methods) < 2 or not text.rstrip().endswith(":"):
            return ""
        named = self.methods & set(_METHOD.findall(text))
        return named.pop() if len(named) == 1 else ""

    def _announces(self, text: str) -> bool:
        """Whether a paragraph says that the fields which follow it are those of the answer: "…response attributes:"."""
        return text.rstrip().endswith(":") and bool(_ANSWERED_FIELDS.search(text[-160:]))

    def _is_described(self, piece: Piece) -> bool:
        """Whether the text of a block is part of the operation's description."""
        return piece.section is self.scope.root or piece.role.kind in ("narrative", "name")

    def _describe(self, block: Block, piece: Piece) -> None:
        if self._is_described(piece):
            text = clean(text_of(block))
            if text:
                self.description.append(text)

    # Result

    def result(self, page_title: str, tag: str) -> Collected:
        root = self.scope.root
        title = self.scope.title or plain(title_of(root.title)) or page_title
        responses = self._responses()
        samples = [sample.json for _, sample in self.response_samples]
        ids = stated_ids(self.description, samples)
        operations = tuple(
            OperationFacts(
                method="GET" if line.method == "LIST" else line.method,
                path=with_placeholders(line.path, ids),
                place=self.place_of(number),
                title=title,
                description="\n\n".join(self.description),
                operation_id=_operation_id(root),
                tag=tag,
                server=line.server,
                parameters=(
                    *(
                        _in_query(field, line)
                        for field in self.parameters
                        if self.method_of.get(id(field), line.method) == line.method
                    ),
                    *self._of_line(line, number),
                ),
                request=self._request(),
                request_samples=tuple(self.request_samples),
                responses=responses,
                security=self._security(),
                is_deprecated=self.is_deprecated or bool(_DEPRECATED.search(title)),
                is_indexed=self.scope.is_indexed,
                is_bodiless=self.is_bodiless,
                shared=tuple(self.shared),
            )
            for line, number in self.scope.requests
        )
        return Collected(operations, tuple(self.types))

    def _security(self) -> tuple[str, ...]:
        """The schemes that sample requests use; where they show none, those that the text names."""
        shown = dict.fromkeys(requirement_of(sample) for sample in self.request_samples if sample.method)
        shown.pop("", None)
        return tuple(shown or dict.fromkeys(self.security))

    def _of_line(self, line: RequestLine, number: int) -> list[Field]:
        """The query parameters that the request line itself shows; LIST is a GET that says so in its query."""
        place = self.place_of(number)
        known = {field.name for field in self.parameters}
        found = [Field(name, place, location="query") for name in line.query if name not in known]
        if line.method == "LIST" and "list" not in known:
            always = Printed(Enumerated(("true",)), is_required=True)
            found.append(Field("list", place, always, location="query", values=("true",)))
        return found

    def _request(self) -> BodyFacts | None:
        samples = tuple(sample for sample in self.request_samples if sample.body or sample.form)
        is_named = not isinstance(self.request_type, Unknown)
        if not (self.request_fields or samples or self.request_required or is_named or self.request_media):
            return None
        place = self.request_place or (samples[0].place if samples else self.place_of(self.scope.root.line))
        return BodyFacts(
            place=place,
            type=self.request_type,
            fields=tuple(self.request_fields),
            samples=samples,
            media_types=tuple(dict.fromkeys(self.request_media)),
            is_required=self.request_required,
        )

    def _responses(self) -> tuple[ResponseFacts, ...]:
        """One record for each status, with the fields and samples that belong to it; an empty status is the success."""
        found: dict[str, ResponseFacts] = {}
        for one in self.responses:
            found[one.status] = _joined(found[one.status], one) if one.status in found else one
        success = next((status for status in found if status.startswith("2") and not found[status].is_empty), "")
        for status, fields in self.response_fields.items():
            key = status or success
            body = BodyFacts(fields[0].place, fields=tuple(fields))
            found[key] = (
                _joined(found[key], ResponseFacts(key, fields[0].place, body=body))
                if key in found
                else ResponseFacts(key, fields[0].place, body=body)
            )
        for status, sample in self.response_samples:
            key = status or success
            shown = BodyFacts(sample.place, samples=(sample,)) if sample.body else None
            one = ResponseFacts(key, sample.place, body=shown)
            found[key] = _joined(found[key], one) if key in found else one
        if "" in found and success:
            found[success] = _joined(found[success], msgspec.structs.replace(found.pop(""), status=success))
        if self.response_media:
            media = tuple(dict.fromkeys(self.response_media))
            for status, one in found.items():
                if one.body is not None and (not status or status.startswith("2")):
                    found[status] = msgspec.structs.replace(
                        one, body=msgspec.structs.replace(one.body, media_types=media)
                    )
        for status, other in (("200", "201"), ("201", "200")):
            # "The response is 201 where the link is new or 200 where there was one": both answer with it.
            bare, full = found.get(status), found.get(other)
            if bare and full and bare.body is None and not bare.is_empty and full.body:
                found[status] = msgspec.structs.replace(bare, body=full.body)
        return tuple(found.values())


def _with_necessity(fields: tuple[Field, ...], title: list[str]) -> tuple[Field, ...]:
    """Fields under a heading such as "Required parameters", which says of each of them what nothing else does."""
    stated = {_NECESSITY[word] for word in title if word in _NECESSITY}
    if len(stated) != 1 or any(field.printed.is_required is not None for field in fields):
        return fields
    required = stated.pop()
    return tuple(
        msgspec.structs.replace(field, printed=msgspec.structs.replace(field.printed, is_required=required))
        for field in fields
    )


def _in_query(field: Field, line: RequestLine) -> Field:
    """The field, in the query where the request line shows it there and nothing says otherwise."""
    return (
        msgspec.structs.replace(field, location="query") if not field.location and field.name in line.query else field
    )


def _lists_parameters(table: Table) -> bool:
    """Whether the head of a table says that its rows are parameters, which types do not have."""
    return bool(table.head) and not PARAMETERS.isdisjoint(plain(table.head[0]).lower().split())


def _is_type_alone(text: str) -> bool:
    """Whether a text below *Returns* may be a type: "A dictionary with a `data` property that …" tells more."""
    return len(text) < _LONGEST_TEXT_OF_TYPE and ("](" in text or text.count(" ") <= _MOST_WORDS_OF_TYPE)


def _letters(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def _joined(one: ResponseFacts, other: ResponseFacts) -> ResponseFacts:
    """Two statements of one status as one."""
    return msgspec.structs.replace(
        one,
        description=one.description or other.description,
        body=_joined_body(one.body, other.body),
        headers=(*one.headers, *other.headers),
        is_empty=(one.is_empty or other.is_empty) and not (other.body and other.body.samples),
    )


def _joined_body(one: BodyFacts | None, other: BodyFacts | None) -> BodyFacts | None:
    if one is None or other is None:
        return one or other
    return msgspec.structs.replace(
        one,
        type=other.type if isinstance(one.type, Unknown) and other.type != Unknown() else one.type,
        fields=(*one.fields, *other.fields),
        samples=(*one.samples, *other.samples),
        media_types=one.media_types or other.media_types,
    )


#: What generators call the body where they list it among the parameters.
_BODY_NAMES = frozenset(("body", "requestbody", "payload"))


def _is_body(field: Field) -> bool:
    """Whether a parameter is the body as a whole: it is called so, or like its type, as generators print it."""
    kind = field.printed.type
    name = field.name.replace("_", "").lower()
    if field.location == "body":
        return name in _BODY_NAMES or (isinstance(kind, Named) and name == kind.name.replace("_", "").lower())
    if field.location or not isinstance(kind, Named) or not kind.target:
        return False
    return name in _BODY_NAMES or name == kind.name.replace("_", "").lower()


def _location(role: Role) -> Location:
    return "" if role.side == "response" else role.location


def _operation_id(root: Section) -> str:
    """The operation id that a heading is, or that an anchor of it has."""
    for anchor in root.anchors:
        found = _OPERATION_ANCHOR.match(anchor)
        if found:
            return found[1]
    title = plain(root.title)
    return title if _IDENTIFIER.match(title) and _CAMEL.search(title) else ""
