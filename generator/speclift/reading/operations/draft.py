"""What the blocks of one operation have stated so far, and the operation that they make."""

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
from speclift.reading.operations.query_lines import QueryLines
from speclift.reading.requests.division import Scope
from speclift.reading.requests.headings import title_of
from speclift.reading.requests.lines import RequestLine
from speclift.reading.requests.pieces import Piece
from speclift.reading.samples.credentials import requirement_of
from speclift.reading.samples.sample_ids import stated_ids, with_placeholders

DEPRECATED = re.compile(
    r"^\W*(?:\*\*|\[)?(?:deprecated|obsolete)\b|\bthis (?:endpoint|method"
    r"|operation|api|route) (?:is|has been) deprecated",
    re.I,
)
_WORD = re.compile(r"\w+")
_OF_REQUEST = frozenset(("request", "payload", "body", "send", "submit", "post", "input", "call"))
_OF_RESPONSE = frozenset(
    ("response", "respond", "responds", "return", "returns", "result", "output", "reply", "answer")
)
_END = 200
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*$")
_CAMEL = re.compile(r"[a-z0-9][A-Z]|_")
_OPERATION_ANCHOR = re.compile(r"opId(\S{1,200})$")


class Collected(msgspec.Struct, frozen=True):
    """The result of a scope: its operations, and types that it also describes."""

    operations: tuple[OperationFacts, ...]
    types: tuple[TypeFacts, ...]


class Shown(msgspec.Struct, frozen=True):
    """A sample of a section, with the only method that it is about and the status that it answers with, if stated."""

    sample: MessageSample
    method: str = ""
    status: str = ""

    def is_of(self, method: str) -> bool:
        """Whether the sample is about a method; most are about each that the section has."""
        return self.method in ("", method)


class _Messages(msgspec.Struct, frozen=True):
    """What is sent and answered, which is the same for all requests of one method."""

    request: BodyFacts | None
    request_samples: tuple[MessageSample, ...]
    responses: tuple[ResponseFacts, ...]


class Draft:
    """What the blocks of one scope have stated so far; the readers of its blocks add to it.

    `last` is the side of the last sample, `told` the last text, `listed` the last section with fields.
    """

    def __init__(self, scope: Scope, place_of: PlaceOf, query_lines: QueryLines) -> None:
        self.scope = scope
        self.place_of = place_of
        self.query_lines = query_lines
        self.methods = {line.method for line, _ in scope.requests}
        self.description: list[str] = []
        #: By the only method that has them; those of an empty one belong to each.
        self.parameters: dict[str, list[Field]] = {"": []}
        self.request_fields: list[Field] = []
        self.request_samples: list[Shown] = []
        self.request_type: PrintedType = Unknown()
        self.request_place: Place | None = None
        self.request_required: bool | None = None
        self.request_media: list[str] = []
        self.response_media: list[str] = []
        self.response_fields: dict[str, list[Field]] = {}
        self.response_samples: list[Shown] = []
        self.responses: list[ResponseFacts] = []
        self.types: list[TypeFacts] = []
        self.security: list[str] = []
        self.shared: list[SharedParameters] = []
        self.note: tuple[Note, list[Field]] | None = None
        self.is_bodiless = self.is_deprecated = False
        self.last = ""
        self.told = ""
        self.announced = self.is_called = False
        #: Code of programming languages; requests are searched in it where no other sample shows one.
        self.programs: list[tuple[Code, Piece]] = []
        #: Whether the last block of code was an answer without a status.
        self.is_unstated = False
        #: The method that the sentence before a table names, if there are several.
        self.only = ""
        self.listed: Section | None = None
        self.necessity: bool | None = None

    @property
    def field_lists(self) -> tuple[list[Field], ...]:
        """Each list of fields: parameters, those of the body, and those of answers."""
        return (*self.parameters.values(), self.request_fields, *self.response_fields.values())

    @property
    def said(self) -> str:
        """The side that the end of the last text names, which says what follows it; empty where it names none."""
        end = self.told[-_END:].lower()
        words = frozenset(_WORD.findall(end))
        says_request = bool(words & _OF_REQUEST) or "json representation" in end
        says_response = bool(words & _OF_RESPONSE)
        if says_request == says_response:
            return ""
        return "request" if says_request else "response"

    def describe(self, block: Block, piece: Piece) -> None:
        """Add the text of a block to the description, if it belongs there."""
        if self.is_described(piece):
            text = clean(text_of(block))
            if text:
                self.description.append(text)

    def is_described(self, piece: Piece) -> bool:
        """Whether the text of a block is part of the operation's description."""
        return piece.section is self.scope.root or piece.role.kind in ("narrative", "name")

    def result(self, page_title: str, tag: str) -> Collected:
        """The operations of the scope, each with all that was stated."""
        root = self.scope.root
        title = self.scope.title or plain(title_of(root.title)) or page_title
        samples = [shown.sample.json for shown in self.response_samples]
        ids = stated_ids(self.description, samples)
        security = self._security()
        messages = {method: self._messages(method) for method in self.methods}
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
        """The schemes that sample requests use; where they show none, those that the text names."""
        samples = (shown.sample for shown in self.request_samples)
        shown = dict.fromkeys(requirement_of(sample) for sample in samples if sample.method)
        shown.pop("", None)
        return tuple(shown or dict.fromkeys(self.security))

    def _parameters(self, line: RequestLine, number: int) -> tuple[Field, ...]:
        """The fields that are not plainly in the body: those of the section, and those of the request line."""
        stated = (*self.parameters[""], *self.parameters.get(line.method, ()))
        known = frozenset(field.name for field in stated)
        return (*(_in_query(field, line) for field in stated), *self._of_line(line, number, known))

    def _of_line(self, line: RequestLine, number: int, known: frozenset[str]) -> list[Field]:
        """The other query parameters in the request line itself; LIST is a GET with `list` in its query."""
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

    def _responses(self, method: str) -> tuple[ResponseFacts, ...]:
        """One record for each status, with its fields and samples; an empty status is the success."""
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
            # "The response is 201 where the link is new or 200 where there was one": both statuses have this answer.
            bare, full = found.get(status), found.get(other)
            if bare and full and bare.body is None and not bare.is_empty and full.body:
                found[status] = msgspec.structs.replace(bare, body=full.body)
        return tuple(found.values())


def _in_query(field: Field, line: RequestLine) -> Field:
    """The field, in the query where the request line shows it there and nothing says otherwise."""
    return (
        msgspec.structs.replace(field, location="query") if not field.location and field.name in line.query else field
    )


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


def _operation_id(root: Section) -> str:
    """The operation id that a heading is, or that an anchor of it has."""
    for anchor in root.anchors:
        found = _OPERATION_ANCHOR.match(anchor)
        if found:
            return found[1]
    title = plain(root.title)
    return title if _IDENTIFIER.match(title) and _CAMEL.search(title) else ""
