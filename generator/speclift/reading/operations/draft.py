"""What the blocks of an operation have stated so far, and the facts of the operation that result."""

from __future__ import annotations

import re

import msgspec

from speclift.model.facts import (
    BodyFacts,
    Enumerated,
    Field,
    MessageSample,
    OperationFacts,
    Printed,
    PrintedType,
    ResponseFacts,
    SharedParameters,
    TypeFacts,
    Unknown,
)
from speclift.model.schema import Place
from speclift.reading.fields.notes import Note
from speclift.reading.markdown.blocks import Block, Code
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.prose import clean
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section, text_of
from speclift.reading.operations.announced import Announced
from speclift.reading.operations.own_types import with_own_types
from speclift.reading.operations.query_lines import QueryLines
from speclift.reading.operations.remarks import is_remark
from speclift.reading.requests.division import Scope
from speclift.reading.requests.headings import title_of
from speclift.reading.requests.lines import RequestLine
from speclift.reading.requests.pieces import Piece
from speclift.reading.samples.credentials import requirement_of
from speclift.reading.samples.sample_ids import stated_ids, with_named_segments, with_placeholders

DEPRECATED = re.compile(
    r"^\W*(?:\*\*|\[)?(?:deprecated|obsolete)\b|\bthis (?:endpoint|method"
    r"|operation|api|route) (?:is|has been) deprecated",
    re.I,
)
_WORD = re.compile(r"\w+")
_OF_REQUEST = frozenset(
    ("request", "payload", "body", "send", "submit", "post", "input", "call", "expects", "accepts", "requires")
)
_OF_RESPONSE = frozenset(
    ("response", "respond", "responds", "return", "returns", "result", "output", "reply", "answer", "answers")
)
#: The roles of sections whose texts describe the operation.
_DESCRIBING = frozenset(("line", "name", "narrative"))
_TAIL = 200
_PATH_ALONE = re.compile(r"`{0,2}/\S{0,500}`{0,2}")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*$")
_CAMEL = re.compile(r"[a-z0-9][A-Z]|_")
_OPERATION_ANCHOR = re.compile(r"opId(\S{1,200})$")


class Collected(msgspec.Struct, frozen=True):
    """The result of a scope: its operations, and the types that it describes as well."""

    operations: tuple[OperationFacts, ...]
    types: tuple[TypeFacts, ...]


class AttributedSample(msgspec.Struct, frozen=True):
    """A sample with the method that it belongs to (empty: every method of the section) and the status, if stated."""

    sample: MessageSample
    method: str = ""
    status: str = ""

    def is_of(self, method: str) -> bool:
        """Whether the sample belongs to a method; most samples belong to every method of the section."""
        return self.method in ("", method)


class _Messages(msgspec.Struct, frozen=True):
    """The request and the responses, which are the same for all requests of one method."""

    request: BodyFacts | None
    request_samples: tuple[MessageSample, ...]
    responses: tuple[ResponseFacts, ...]


class Draft:
    """What the blocks of one scope have stated so far; the readers of its blocks add to it."""

    def __init__(self, scope: Scope, place_of: PlaceOf, query_lines: QueryLines) -> None:
        self.scope = scope
        self.place_of = place_of
        self.query_lines = query_lines
        self.methods = {line.method for line, _ in scope.requests}
        self.description: list[str] = []
        #: By the method that they belong to; those under the empty name belong to every method.
        self.parameters: dict[str, list[Field]] = {"": []}
        self.request_fields: list[Field] = []
        self.request_samples: list[AttributedSample] = []
        self.request_type: PrintedType = Unknown()
        self.request_place: Place | None = None
        self.request_required: bool | None = None
        self.request_media: list[str] = []
        self.response_media: list[str] = []
        #: The media types that a list names; they are those of the body, if there is one.
        self.consumed_media: list[str] = []
        self.response_fields: dict[str, list[Field]] = {}
        self.response_samples: list[AttributedSample] = []
        self.responses: list[ResponseFacts] = []
        self.types: list[TypeFacts] = []
        self.security: list[str] = []
        self.shared: list[SharedParameters] = []
        self.note: tuple[Note, list[Field]] | None = None
        self.is_bodiless = self.is_deprecated = False
        #: The first tag that a list of tags names.
        self.tag = ""
        #: The number of the piece of the scope that is being read.
        self.position = 0
        #: The last text, the side of the last sample, and whether that sample is a whole request.
        self.last_text = self.last_side = ""
        self.last_is_call = False
        #: Whether the last sample is a request that lacks its body.
        self.awaits_body = False
        #: Whether the last text says that the fields after it are those of the response.
        self.announces_response = False
        #: What the last text says of the fields of the request after it.
        self.announced: Announced | None = None
        #: Code in programming languages; it is searched for requests where no other sample shows one.
        self.programs: list[tuple[Code, Piece]] = []
        #: Whether the last code block was a response without a status.
        self.lacks_status = False
        #: The method that the sentence before a table names, where the section has several.
        self.only_method = ""
        #: The last section with fields.
        self.fields_section: Section | None = None
        self.necessity: bool | None = None
        #: Fields that stand among the parameters although nothing calls them parameters.
        self.unplaced: list[Field] = []

    @property
    def field_lists(self) -> tuple[list[Field], ...]:
        """All lists of fields: the parameters, those of the request body, and those of responses."""
        return (*self.parameters.values(), self.request_fields, *self.response_fields.values())

    @property
    def announced_side(self) -> str:
        """The side (request or response) that the end of the last text announces; empty if it names none or both."""
        end = self.last_text[-_TAIL:].lower()
        words = frozenset(_WORD.findall(end))
        says_request = bool(words & _OF_REQUEST) or "json representation" in end
        says_response = bool(words & _OF_RESPONSE)
        if says_request == says_response:
            return ""
        return "request" if says_request else "response"

    def describe(self, block: Block, piece: Piece) -> None:
        """Add the text of a block to the description, if it belongs there."""
        if self.is_described(piece) or is_remark(block, piece):
            text = clean(text_of(block))
            is_path = piece.role.kind == "line" and _PATH_ALONE.fullmatch(text)
            if text and not is_path:
                self.description.append(text)

    def is_described(self, piece: Piece) -> bool:
        """Whether the text of a block is part of the operation's description."""
        return piece.section is self.scope.root or piece.role.kind in _DESCRIBING

    def result(self, page_title: str, tag: str) -> Collected:
        """The operations of the scope with all that was stated, and the types."""
        root = self.scope.root
        title = self.scope.title or plain(title_of(root.title)) or page_title
        samples = [shown.sample.json for shown in self.response_samples]
        ids = stated_ids(self.description, samples)
        in_path = [field.name for fields in self.parameters.values() for field in fields if field.location == "path"]
        security = self._security()
        messages = {method: self._messages(method) for method in self.methods}
        operations = tuple(
            OperationFacts(
                method="GET" if line.method == "LIST" else line.method,
                path=with_named_segments(with_placeholders(line.path, ids), in_path),
                place=self.place_of(number),
                title=title,
                description="\n\n".join(self.description),
                operation_id=_operation_id(root),
                tag=self.tag or tag,
                server=line.server,
                parameters=self._parameters(line, number),
                request=messages[line.method].request,
                request_samples=messages[line.method].request_samples,
                responses=messages[line.method].responses,
                security=security,
                is_deprecated=self.is_deprecated or bool(DEPRECATED.search(title)),
                is_indexed=self.scope.is_indexed,
                is_bodiless=self.is_bodiless,
                shared=tuple(self.shared),
            )
            for line, number in self.scope.requests
        )
        return Collected(operations, tuple(self.types))

    def _security(self) -> tuple[str, ...]:
        """The security schemes that the sample requests use; where they show none, those that the text names."""
        samples = (shown.sample for shown in self.request_samples)
        shown = dict.fromkeys(requirement_of(sample) for sample in samples if sample.method)
        shown.pop("", None)
        return tuple(shown or dict.fromkeys(self.security))

    def _parameters(self, line: RequestLine, number: int) -> tuple[Field, ...]:
        """The fields of the section that are not clearly in the body, and the parameters of the request line."""
        stated = (*self.parameters[""], *self.parameters.get(line.method, ()))
        known = frozenset(field.name for field in stated)
        return (*(_in_query(field, line) for field in stated), *self._of_line(line, number, known))

    def _of_line(self, line: RequestLine, number: int, known: frozenset[str]) -> list[Field]:
        """The query parameters of the request line that are not `known`; LIST is a GET with `list` in its query."""
        place = self.place_of(number)
        names = [name for name in line.query if name not in known]
        lines = self.query_lines.lines_of(names, number) if names else ()
        found = [Field(name, self.place_of(at), location="query") for name, at in zip(names, lines, strict=True)]
        if line.method == "LIST" and "list" not in known:
            always = Printed(Enumerated(("true",)), is_required=True)
            found.append(Field("list", place, always, location="query", values=("true",)))
        return found

    def _messages(self, method: str) -> _Messages:
        samples = tuple(shown.sample for shown in self.request_samples if shown.is_of(method))
        return _Messages(self._request(samples), samples, self._responses(method))

    def _request(self, sent: tuple[MessageSample, ...]) -> BodyFacts | None:
        samples = tuple(sample for sample in sent if sample.body or sample.form)
        is_named = not isinstance(self.request_type, Unknown)
        is_shaped = self.consumed_media and any(not field.location for field in self.parameters[""])
        if not (self.request_fields or samples or self.request_required or is_named or self.request_media or is_shaped):
            return None
        place = self.request_place or (samples[0].place if samples else self.place_of(self.scope.root.line))
        return BodyFacts(
            place=place,
            type=self.request_type,
            fields=tuple(self.request_fields),
            samples=samples,
            media_types=tuple(dict.fromkeys(self.request_media or self.consumed_media)),
            is_required=self.request_required,
        )

    def _responses(self, method: str) -> tuple[ResponseFacts, ...]:
        """One record for each status, with its fields and samples; the empty status means success."""
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
        for shown in self.response_samples:
            if not shown.is_of(method):
                continue
            key, sample = shown.status or success, shown.sample
            one = ResponseFacts(
                key, sample.place, body=BodyFacts(sample.place, samples=(sample,)) if sample.body else None
            )
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
            # "The response is 201 where the link is new or 200 where there was one": both statuses have this body.
            bare, full = found.get(status), found.get(other)
            if bare and full and bare.body is None and not bare.is_empty and full.body:
                found[status] = msgspec.structs.replace(bare, body=full.body)
        return with_own_types(found.values(), self.types)


def _in_query(field: Field, line: RequestLine) -> Field:
    """The field, with the location `query` if it has none and the request line has the name in its query."""
    return (
        msgspec.structs.replace(field, location="query") if not field.location and field.name in line.query else field
    )


def _joined(one: ResponseFacts, other: ResponseFacts) -> ResponseFacts:
    """Two records of the same status as one."""
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


def _operation_id(root: Section) -> str:
    """The operation id that a heading is, or that one of its anchors contains; empty where there is none."""
    for anchor in root.anchors:
        found = _OPERATION_ANCHOR.match(anchor)
        if found:
            return found[1]
    title = plain(root.title)
    return title if _IDENTIFIER.match(title) and _CAMEL.search(title) else ""
