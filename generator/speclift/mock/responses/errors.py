"""Refusals in the form of the document: the documented body, with the members of the problem details in it.

Problem details may have members beyond those of RFC 9457 (section 3.2), so one object can have both forms.  If the
documented body leaves no room for that, the reason is in a header.
"""

from __future__ import annotations

from typing import Any

import msgspec
import orjson

from speclift.contract.records import MediaType, Operation, Response, json_of
from speclift.contract.validators import Validator, Validators
from speclift.errors import SourceError
from speclift.http.problems import MEDIA_TYPE
from speclift.mock.memo import MemoStore, size_of
from speclift.mock.problems import Problem
from speclift.mock.requests.prefer import NO_PREFERENCE
from speclift.mock.responses.responses import Outgoing, Responder
from speclift.openapi.structure.nodes import Json

#: The members that give the reason: at least one of them must fit in.
_REASONS = frozenset({"detail", "errors"})

#: Problems with the use of the mock itself, not of the API: no document describes them.
_OF_THE_MOCK = frozenset({"no-such-response", "no-such-example", "fault"})


#: Names of properties for the message of a refusal: the first that fits gets the reason.
_MESSAGES = ("detail", "message", "error_description", "description", "error_message", "errorMessage", "msg", "error")

#: The header for the reason, if the documented body has no place for it.
_HEADER = "x-speclift-problem"


class _Form(msgspec.Struct, frozen=True):
    """The documented form of a refusal; `validator` is None if every body fits.

    `sample` is the body as a JSON value, unless `content` has its bytes.
    """

    media_type: str
    sample: Any
    validator: Validator | None
    headers: tuple[tuple[str, str], ...]
    content: bytes | None = None

    def takes(self, body: Any) -> bool:
        return self.validator is None or self.validator.accepts(body)


def _size_of_form(form: _Form | None) -> int:
    return size_of(form.sample) + len(form.content or b"") if form else 0


class Refusals:
    """The refusals of one operation; `validators` are those for responses."""

    def __init__(self, operation: Operation, validators: Validators, responder: Responder, room: MemoStore) -> None:
        self._responses = {response.status.lower(): response for response in operation.responses}
        self._validators = validators
        self._responder = responder
        self._form = room.keep(self._documented, _size_of_form)

    def documented(self, problem: Problem, instance: str) -> Outgoing | Problem:
        """The refusal of a request to the path `instance`, in the form of the document.

        It is the problem itself if the document has no content for its status.
        """
        form = None if problem.kind in _OF_THE_MOCK else self._form(problem.status)
        if form is None:
            return problem
        given = {name.lower() for name, _ in problem.headers}
        headers = (*(header for header in form.headers if header[0].lower() not in given), *problem.headers)
        if form.content is not None:
            is_free = form.content == b"" and form.takes(problem.detail)
            content = problem.detail.encode("utf-8", "replace") if is_free else form.content
            headers = headers if is_free else (*headers, (_HEADER, problem.detail))
            return Outgoing(problem.status, form.media_type, content=content, headers=headers)
        body, says_why = _said(form, problem, instance) if isinstance(form.sample, dict) else (form.sample, False)
        headers = headers if says_why else (*headers, (_HEADER, problem.detail))
        return Outgoing(problem.status, form.media_type, body, headers=headers)

    def _documented(self, status: int) -> _Form | None:
        response = self._response(status)
        if response is None or not response.media_types:
            return None
        types = json_of(response.media_types)
        media = next((media for media in types if media.name == MEDIA_TYPE), next(iter(types), None))
        headers = self._responder.headers(response)
        if media is None:
            return self._written(response, headers)
        sample, validator = self._responder.sample(response), self._validator(media)
        if validator and not validator.accepts(sample):
            made = self._responder.made(media.schema, response.status)
            sample = made if validator.accepts(made) else sample
        return _Form(media.name, sample, validator, headers)

    def _written(self, response: Response, headers: tuple[tuple[str, str], ...]) -> _Form | None:
        """The form of a refusal that is not JSON; its content is empty if it may be any text."""
        found = self._responder.respond(response, NO_PREFERENCE, b"")
        if isinstance(found, Problem) or found.content is None:
            return None
        media = next((m for m in response.media_types if m.name == found.media_type), response.media_types[0])
        is_text = found.media_type.startswith("text/plain") and not media.examples
        content = b"" if is_text else found.content
        return _Form(found.media_type, None, self._validator(media) if is_text else None, headers, content)

    def _validator(self, media: MediaType) -> Validator | None:
        try:
            return None if media.schema is None else self._validators.of(media.schema)
        except SourceError:
            # The schema is not valid, so no body can be checked.
            return None

    def _response(self, status: int) -> Response | None:
        keys = (str(status), f"{status // 100}xx", "default")
        return next((self._responses[key] for key in keys if key in self._responses), None)


def _said(form: _Form, problem: Problem, instance: str) -> tuple[Json, bool]:
    """The documented object with the members of a problem that fit, and whether it gives the reason."""
    said: Json = orjson.loads(problem.body(instance))
    body: Json = form.sample
    for name, value in said.items():
        more = {**body, name: value}
        if form.takes(more):
            body = more
    if any(name in said and body.get(name) == said[name] for name in _REASONS):
        return body, True
    for name in _MESSAGES:
        if isinstance(body.get(name), str) and form.takes(more := {**body, name: problem.detail}):
            return more, True
    return body, False
