"""The requests and responses that the code blocks of an operation show."""

from __future__ import annotations

import re
from itertools import chain

import msgspec
import orjson

from speclift.model.facts import (
    BodyFacts,
    Field,
    MessageSample,
    Named,
    Primitive,
    Printed,
    ResponseFacts,
    TypeFacts,
    Unknown,
)
from speclift.model.path_templates import PLACEHOLDER
from speclift.model.schema import Place
from speclift.reading.markdown.blocks import Code
from speclift.reading.markdown.roles import NAME, Role, plain, role_of
from speclift.reading.operations.draft import AttributedSample, Draft
from speclift.reading.operations.fields import BODILESS, take_fields
from speclift.reading.operations.methods import named_method
from speclift.reading.requests.pieces import Piece
from speclift.reading.samples.curl import curl_requests
from speclift.reading.samples.languages import is_other_language
from speclift.reading.samples.messages import messages_in
from speclift.reading.schemas.declared_types import DeclaredType, declared_types

#: An info string that names the status of the response: `json 404`, `json title="200 OK"`.
_STATUS_OF_INFO = re.compile(r"\s\W{0,2}(?:\w{1,10}=\W{0,2})?([1-5]\d\d)\b")
#: The least members, and the least share of all, that must be fields of the request.
_FEWEST_MEMBERS, _NEARLY_ALL = 2, 0.8
#: A sentence about one member of a response: "The `data` section of the result has the following format:".
_MEMBER = re.compile(
    r"\b[Tt]he `([A-Za-z]\w{0,40})` (?:section|field|member|key|property|part)\b[^.:`\n]{0,80} (?:has|is|takes|looks)\b"
    r"[^.:`\n]{0,60}\b(?:format|form|structure|shape|like this|as follows)\b[^.`\n]{0,20}:\s{0,3}$"
)
_PROMPT = re.compile(r"\s{0,8}\$ [a-z]")
#: The title of a code block, which the site shows above the code.
_TITLE_OF_INFO = re.compile(r"\btitle=[\"']([^\"'\n]{1,80})[\"']")


def read_code(state: Draft, code: Code, piece: Piece) -> str:
    """Take the messages that a code block shows. Returns the reader that took the block; empty where none did."""
    place = state.place_of(code.line)
    declared = declared_types(code, state.place_of)
    if declared:
        _take_declared(state, declared, place, piece)
        return "declared types"
    if is_other_language(code.info, code.text):
        state.programs.append((code, piece))
        return "other language"
    piece = _titled(code, piece)
    role = piece.role
    status = _STATUS_OF_INFO.search(code.info)
    if status and role.side != "request":
        role = Role("sample", "response", "", status[1])
        piece = msgspec.structs.replace(piece, role=role)
    curls = curl_requests(code.text, place)
    if curls:
        for sample in curls:
            _take_sample(state, sample, piece)
        return "curl"
    found = messages_in(code.text, code.info, place)
    if not found:
        return ""
    if _PROMPT.match(code.text) and not any(one.method or one.status or one.json for one in found):
        # A shell command, but not a request that can be read.
        return "other language"
    if not state.methods - BODILESS and role.side == "request" and not role.is_sent:
        # These methods send no body, so the content is the value of a parameter, or text.
        found = tuple(sample for sample in found if sample.method or sample.status)
    for sample in found:
        if _shows_headers(sample, role):
            continue
        if not _is_other_protocol(state, sample):
            _take_sample(state, _within_member(sample, state.last_text), piece)
    return "sample"


def _shows_headers(sample: MessageSample, role: Role) -> bool:
    """Whether a sample of headers shows them as JSON, which is no body."""
    return role.kind == "sample" and role.location == "header" and bool(sample.json)


def _within_member(sample: MessageSample, text: str) -> MessageSample:
    """The sample as the member of the response that the text before it names: "The `data` section has this format:"."""
    named = _MEMBER.search(text[-300:])
    if not named or not sample.json or sample.method or sample.status:
        return sample
    name = named[1]
    if sample.json.startswith("{") and name in orjson.loads(sample.json):
        return sample
    return msgspec.structs.replace(
        sample, body=f'{{"{name}": {sample.body}}}', json=f'{{"{name}":{sample.json}}}', is_partial=True
    )


def take_responses(state: Draft) -> None:
    """Take the content after the request lines of GETs as responses, where nothing else shows a response."""
    has_response = state.response_samples or any(state.response_fields.values()) or state.methods - BODILESS
    if has_response or state.request_fields or any(one.body for one in state.responses):
        return
    for number, shown in enumerate(state.request_samples):
        sample = shown.sample
        # Content that a command sends, or that comes after headers, is not a response.
        if sample.method == "GET" and sample.json and not sample.headers and sample.target.startswith("/"):
            bare = msgspec.structs.replace(sample, body="", json="")
            state.request_samples[number] = AttributedSample(bare, shown.method)
            response = MessageSample(sample.place, body=sample.body, json=sample.json, is_partial=sample.is_partial)
            state.response_samples.append(AttributedSample(response, shown.method))


def take_returned(state: Draft) -> None:
    """Move the fields that nothing calls parameters to the response, where its sample has nearly all of them."""
    fields = [field for field in state.unplaced if not field.location]
    if len(fields) < _FEWEST_MEMBERS or state.methods - BODILESS or any(state.response_fields.values()):
        return
    shown = [orjson.loads(one.sample.json) for one in state.response_samples[:1] if one.sample.json]
    value = shown[0][0] if shown and isinstance(shown[0], list) and shown[0] else shown[0] if shown else None
    members = value.keys() if isinstance(value, dict) else frozenset[str]()
    known = [field for field in fields if field.name in members]
    if len(known) < _FEWEST_MEMBERS or len(known) < _NEARLY_ALL * len(fields):
        return
    moved = set(map(id, fields))
    for parameters in state.parameters.values():
        parameters[:] = [field for field in parameters if id(field) not in moved]
    state.response_fields.setdefault("", []).extend(fields)


def take_wrapped(state: Draft) -> None:
    """Move fields without a location into the only member of the sample body that is an object with nearly all of them:
    `title` of `{"post": {"title": "…"}}`.
    """
    if state.methods & BODILESS or state.request_fields:
        return
    bodies = (one.sample for one in state.request_samples if one.sample.json.startswith("{"))
    sample = next(bodies, None)
    value = orjson.loads(sample.json) if sample else {}
    name, inner = next(iter(value.items())) if len(value) == 1 else ("", None)
    in_path = {name for line, _ in state.scope.requests for name in PLACEHOLDER.findall(line.path)}
    fields = [field for field in state.parameters[""] if not field.location and field.name not in in_path]
    if sample is None or not isinstance(inner, dict) or any(field.name == name for field in fields):
        return
    known = [field for field in fields if field.name in inner]
    if not known or len(known) < _NEARLY_ALL * len(fields):
        return
    moved = set(map(id, fields))
    state.parameters[""][:] = [field for field in state.parameters[""] if id(field) not in moved]
    is_required = any(field.printed.is_required for field in fields) or None
    kind = Printed(Primitive("object"), is_required=is_required)
    state.request_fields.append(Field(name, sample.place, kind, fields=tuple(fields)))
    state.request_place = state.request_place or fields[0].place


def take_programs(state: Draft) -> None:
    """Take the requests of the first program that sends any, where no other sample shows a request."""
    if any(shown.sample.method or shown.sample.body for shown in state.request_samples):
        return
    if not state.programs:
        return
    from speclift.reading.samples.client_calls import assigned_request, client_requests

    for code, piece in state.programs:
        sent = client_requests(code.text, state.place_of(code.line))
        if sent and all(sample.method in state.methods for sample in sent):
            for sample in sent:
                _take_sample(state, sample, piece)
            return
    line = state.scope.requests[0][0]
    for code, piece in state.programs if len(state.scope.requests) == 1 else ():
        assigned = assigned_request(code.text, state.place_of(code.line), line.method, line.path)
        if assigned:
            _take_sample(state, assigned, piece)
            return


def _titled(code: Code, piece: Piece) -> Piece:
    """The piece, with the role that the title of its code gives it: `json title="Response"`."""
    title = _TITLE_OF_INFO.search(code.info)
    role = role_of(title[1]) if title else NAME
    return msgspec.structs.replace(piece, role=role) if role.side and role.kind != "name" else piece


def _is_other_protocol(state: Draft, sample: MessageSample) -> bool:
    """Whether a body is a JSON-RPC call although the operation is not one."""
    if not sample.json.startswith("{") or '"jsonrpc"' not in sample.json:
        return False
    return not sample.method and not any("rpc" in line.path.lower() for line, _ in state.scope.requests)


def _take_declared(state: Draft, declared: tuple[DeclaredType, ...], place: Place, piece: Piece) -> None:
    """Take the types that a block declares. A type without a name, or the only one, is that of the message."""
    role = piece.role
    for one in declared:
        if one.name:
            state.types.append(
                TypeFacts(one.name, state.place_of(one.line), fields=one.fields, values=one.values, base=one.base)
            )
    meant = next((one for one in declared if not one.name), declared[0] if len(declared) == 1 else None)
    if meant is None or (meant.name and role.kind == "name"):
        return
    kind = Named(meant.name) if meant.name else meant.base
    fields = meant.fields if not meant.name else ()
    if role.location in ("query", "path", "header", "cookie") and role.side != "response":
        found = (msgspec.structs.replace(field, location=role.location) for field in meant.fields)
        take_fields(state, tuple(found), piece)
    elif _side(state, MessageSample(place), piece) == "request":
        state.request_place = state.request_place or place
        state.request_type = kind if isinstance(state.request_type, Unknown) else state.request_type
        state.request_fields += fields
        state.last_side = "request"
    else:
        state.responses.append(ResponseFacts(role.status, place, body=BodyFacts(place, type=kind, fields=fields)))


def _take_sample(state: Draft, sample: MessageSample, piece: Piece) -> None:
    role = piece.role
    side = "request" if sample.method else "response" if sample.status else _side(state, sample, piece)
    state.last_side, state.last_is_call = side, bool(sample.method)
    state.awaits_body = _awaits_body(sample)
    only = _method_in_title(state, piece)
    if side == "request":
        state.request_samples.append(AttributedSample(sample, only))
    else:
        status = sample.status or role.status
        state.response_samples.append(AttributedSample(sample, only, status))
        state.lacks_status = not status


def _shows_request(state: Draft, sample: MessageSample) -> bool:
    """Whether nearly all members of an object are fields of the request, before any sample showed either side."""
    value = orjson.loads(sample.json) if sample.json.startswith("{") else {}
    listed = (*state.request_fields, *chain.from_iterable(state.parameters.values()))
    known = {field.name for field in listed if field.location in ("", "body")} & value.keys()
    return len(known) >= _FEWEST_MEMBERS and len(known) >= _NEARLY_ALL * len(value)


def _precedes_response(state: Draft) -> bool:
    """Whether a later sample stands below a label or heading for the response, so that this one is the request."""
    later = state.scope.pieces[state.position + 1 :]
    responses = (one.role for one in later if isinstance(one.block, Code) and one.role.side == "response")
    role = next(responses, NAME)
    return role.side == "response" and role.kind != "errors" and role.status[:1] in ("", "2")


def _awaits_body(sample: MessageSample) -> bool:
    """Whether a sample request states the media type of its body and does not have that body."""
    is_alone = bool(sample.method) and sample.method not in BODILESS and not (sample.body or sample.form)
    return is_alone and any(name.lower() == "content-type" for name, _ in sample.headers)


def _method_in_title(state: Draft, piece: Piece) -> str:
    """The one of several methods that the heading of a sample names, if any: "Sample list response"."""
    is_own = piece.section is state.scope.root
    return "" if is_own else named_method(plain(piece.section.title).upper(), state.methods)


def _side(state: Draft, sample: MessageSample, piece: Piece) -> str:
    """The side that a body without a request or status line belongs to: request or response."""
    role = piece.role
    is_sent = role.side == "request" or (role.kind == "fields" and role.location in ("body", "form") and not role.side)
    if is_sent and state.last_is_call and state.fields_section is piece.section:
        # The parameters come first, then the call, and then its response.
        return "response"
    if role.kind == "request" and state.last_text.rstrip().endswith(":") and state.announced_side == "response":
        return "response"
    if role.side:
        return role.side
    if role.kind == "fields" and role.location in ("body", "form"):
        return "request"
    if role.kind == "errors":
        return "response"
    if not state.methods - BODILESS:
        return "response"
    announced = state.announced_side
    if announced and not (announced == "request" and state.last_is_call):
        return announced
    if state.last_side == "request":
        return "request" if state.awaits_body else "response"
    if not state.last_side and (_shows_request(state, sample) or _precedes_response(state)):
        return "request"
    return "request" if role.kind == "fields" else "response"
