"""What the sentences in the section of an operation say about the operation."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from speclift.model.facts import BodyFacts, Named, Primitive, ResponseFacts, Unknown
from speclift.model.schema import Place
from speclift.reading.fields.prose import assigned_fields, fields_of_prose
from speclift.reading.markdown.blocks import Block, Code, Html, Paragraph, Quote, Table
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import text_of
from speclift.reading.operations.announced import announced_fields
from speclift.reading.operations.draft import DEPRECATED, Draft
from speclift.reading.operations.fields import BODILESS, NECESSITY, location_of, take_fields
from speclift.reading.operations.methods import named_method
from speclift.reading.operations.request_types import requested_body
from speclift.reading.operations.shared_parameters import shared_parameters
from speclift.reading.operations.statuses import one_line, responses_of_text
from speclift.reading.requests.pieces import Piece
from speclift.reading.samples.credentials import schemes_in
from speclift.reading.types.printed import printed

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
#: The media type that a sentence gives for a body: "This endpoint accepts application/x-www-form-urlencoded".
_ACCEPTS = re.compile(
    r"\b(?:accepts?|expects?|consumes?|(?:encoded|sent|formatted) as|content[- ]type(?: is| of|:)?)\b"
    r"[ `*]{1,6}(?:an? )?"
    r"[`*]{0,3}((?:application|text|multipart)/[\w.+-]{1,80})",
    re.I,
)
#: A text that is a type has no more characters and words than these.
_LONGEST_TEXT_OF_TYPE = 200
_MOST_WORDS_OF_TYPE = 8
#: In a section about errors, a longer text only discusses them.
_SHORT = 100
_RESPONSE_FIELDS = re.compile(
    r"\b(?:respon(?:se|ds?)|returns?|returned|answers?|result)\b[^.:\n]{0,80}\b"
    r"(?:attributes|fields|properties|parameters|members|values|keys|"
    r"object|json)\b",
    re.I,
)
#: A text that only says that a sample or a list follows.
_INTRODUCES = re.compile(
    r"(?:\b(?:example|sample|following|below|looks? like|body|json|fields|properties|attributes|parameters)\b"
    r"[^.\n]{0,80}|\A[^\s]{0,40}):\s{0,3}\Z|\A\W{0,8}(?:empty|none|n/a|no (?:content|body))\W{0,8}\Z",
    re.I,
)
#: A text that is only JSON as code.
_JSON_SPAN = re.compile(r"`{1,2}\s{0,4}((?:\{|\[\s{0,4}[{\"\d])[^`]{0,4000}[\]}])\s{0,4}`{1,2}")
_STATUS_ALONE = re.compile(
    r"[*_ ]{0,4}(status(?: code)?[*_ ]{0,4}:)?[*_` ]{0,6}([1-5]\d\d)(?: [A-Z][A-Za-z ]{0,30})?[`*_. ]{0,4}", re.I
)
#: A text in place of a sample, which starts with a link to the type: "The [owl](#owl-object) that was asked for".
_STARTS_WITH_LINK = re.compile(
    r"\s{0,3}(?:(?:the|an?|all|each|a list of) ){0,2}(?:[a-z]{1,20} ){0,2}\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\)", re.I
)
#: The start of a sentence about what the operation returns.
_RETURNS = re.compile(
    r"(?:\A|[.!]\s)(?:Returns? |It returns |On success|This (?:endpoint" r"|method|call|operation|request) returns )"
)


def read_prose(
    state: Draft,
    block: Paragraph | Html | Quote,
    piece: Piece,
    read_inner: Callable[[Piece, Block], None],
) -> str:
    """Take what a text says. Returns the reader that took it; empty where none did.

    `read_inner` reads a table or code block within a quote.
    """
    role = piece.role
    text = text_of(block)
    lower = text.lower()
    place = state.place_of(block.line)
    state.last_text = text
    if "](" in text and not piece.is_sample and role.side != "response":
        state.shared += shared_parameters(text, place)
    state.announces_response = _announces(text)
    state.announced = None if state.announces_response else announced_fields(text)
    # "Body of the POST:" is about the block that follows.
    state.only_method = named_method(text, state.methods) if text.rstrip().endswith(":") else ""
    shown = _JSON_SPAN.fullmatch(text.strip()) if isinstance(block, Paragraph) and role.kind != "name" else None
    if shown:
        read_inner(piece, Code("json", f"{shown[1]}\n", block.line))
        return "sample"
    is_about_request = role.side != "response" and role.kind in ("name", "fields", "request")
    if isinstance(block, Paragraph) and is_about_request and _prose_fields(state, text, place, piece):
        return "field list"
    if isinstance(block, Quote):
        for inner in block.blocks:
            if isinstance(inner, Table | Code):
                read_inner(piece, inner)
    if ("deprecated" in lower or "obsolete" in lower) and DEPRECATED.search(text):
        state.is_deprecated = True
    if role.kind == "security":
        state.security += schemes_in(text)
        return "security"
    if role.kind == "returns" or (role.kind == "response" and len(text) < 200):
        said = role.rest or text
        stated = printed(plain(said) if "](" not in text else text).type if _is_type_alone(said) else Unknown()
        if role.kind == "returns" and stated == Primitive("null"):
            state.responses.append(ResponseFacts(role.status, place, is_empty=True))
            return "returns"
        if role.kind == "returns" and not isinstance(stated, Unknown):
            state.responses.append(ResponseFacts(role.status, place, body=BodyFacts(place, type=stated)))
            return "returns"
    status_alone = _STATUS_ALONE.fullmatch(text) if state.lacks_status else None
    if status_alone and (status_alone[1] or role.kind == "statuses"):
        # The status comes after the response: "**Status code:** 404".
        state.response_samples[-1] = msgspec.structs.replace(state.response_samples[-1], status=status_alone[2])
        return "statuses"
    is_named = role.side == "response" and piece.is_sample and _STARTS_WITH_LINK.match(text) is not None
    about_response = is_named or (
        role.side == "response" and role.kind in ("response", "returns", "statuses", "fields")
    )
    may_state_response = is_named or not piece.is_sample or role.kind in ("response", "returns")
    if (role.kind != "errors" or len(text) < _SHORT) and may_state_response:
        is_about = about_response and (is_named or not piece.is_sample)
        is_expected = is_about or role.kind == "errors" or _says_return(text)
        stated_responses = responses_of_text(text, place, is_expected=is_expected)
        state.responses += [
            one if one.status or not role.status else msgspec.structs.replace(one, status=role.status)
            for one in stated_responses
        ]
    if about_response:
        if role.status and not piece.is_sample and not _INTRODUCES.search(text):
            state.responses.append(ResponseFacts(role.status, place, one_line(text).rstrip(":")))
        return "statuses"
    if role.side == "request" or role.location in ("body", "form") or "request body" in lower:
        state.consumed_media += _ACCEPTS.findall(text)
        if _NO_BODY.search(text) and role.location in ("body", "form", "") and role.kind in ("fields", "request"):
            state.is_bodiless = state.is_bodiless or role.location == "body"
        if (
            role.location == "body"
            and role.kind == "fields"
            and state.request_type == Unknown()
            and not state.is_bodiless
        ):
            state.request_type, state.request_place = requested_body(text) or Unknown(), state.request_place or place
        supplied = _SUPPLY.search(text) if "](" in text and state.methods - BODILESS else None
        if supplied:
            stated = printed(supplied[1]).type
            if isinstance(stated, Named) and not stated.target.startswith("http"):
                state.request_type, state.request_place = stated, place
    if not piece.is_sample:
        state.describe(block, piece)
    return "description"


def _prose_fields(state: Draft, text: str, place: Place, piece: Piece) -> bool:
    """Take the fields that a text lists. Returns whether listing fields is all that the text does."""
    role = piece.role
    if role.kind == "fields":
        state.necessity = NECESSITY.get(plain(text).lower(), state.necessity)
        assigned = assigned_fields(text, place, state.necessity, location_of(role))
        if assigned:
            take_fields(state, assigned, piece)
            return True
    found = fields_of_prose(text, place, plain(piece.section.title) if role.kind == "fields" else "")
    if found and found.is_body:
        state.request_fields += found.fields
        state.request_place = state.request_place or place
    elif found:
        take_fields(state, found.fields, piece)
    return found is not None and role.kind == "fields"


def _announces(text: str) -> bool:
    """Whether a paragraph says that the fields after it are those of the response: "…response attributes:"."""
    return text.rstrip().endswith(":") and bool(_RESPONSE_FIELDS.search(text[-160:]))


def _says_return(text: str) -> bool:
    return ("eturn" in text or "On success" in text) and _RETURNS.search(text) is not None


def _is_type_alone(text: str) -> bool:
    """Whether a text below *Returns* may be only a type: "A dictionary with a `data` property that …" says more."""
    return len(text) < _LONGEST_TEXT_OF_TYPE and ("](" in text or text.count(" ") <= _MOST_WORDS_OF_TYPE)
