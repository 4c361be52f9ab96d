"""Refusals in the form that the document gives them: the documented body, with what the problem says in its place.

A problem document may have members beyond those of RFC 9457 (section 3.2), so both forms go into one object.
"""

from __future__ import annotations

from typing import Any

import msgspec
import orjson

from speclift.contract.validators import Validator, Validators
from speclift.errors import SourceError
from speclift.mock.answers import Answer, Answers
from speclift.mock.kept import Room, size_of
from speclift.mock.problems import Problem
from speclift.openapi.records import Operation, Response, json_of
from speclift.web.problems import MEDIA_TYPE

#: At least one of these has to be said: they name the place and the rule.
_REASONS = frozenset({"detail", "errors"})

#: Kinds of problems with what is asked of the mock, not of the API: no document has them.
_OF_THE_MOCK = frozenset({"no-such-response", "no-such-example", "fault"})


class _Form(msgspec.Struct, frozen=True):
    """What a refusal looks like; `validator` is None where everything fits."""

    media_type: str
    sample: dict[str, Any]
    validator: Validator | None
    fields: tuple[tuple[str, str], ...]

    def takes(self, body: dict[str, Any]) -> bool:
        return self.validator is None or self.validator.accepts(body)


def _size_of_form(form: _Form | None) -> int:
    return size_of(form.sample) if form else 0


class Refusals:
    """The refusals of one operation."""

    def __init__(self, operation: Operation, validators: Validators, answers: Answers, room: Room) -> None:
        self._responses = {response.status.lower(): response for response in operation.responses}
        # What is only written into a thing is in no answer.
        self._validators = validators.allowing(frozenset({"writeOnly"}))
        self._answers = answers
        self._form = room.keep(self._documented, _size_of_form)

    def documented(self, problem: Problem, instance: str) -> Answer | Problem:
        """The answer that says why the request of the path `instance` is refused, as the document has it.

        It is the problem itself where no JSON is documented for its status, or none that leaves room for the reason.
        """
        form = None if problem.kind in _OF_THE_MOCK else self._form(problem.status)
        if form is None:
            return problem
        said: dict[str, Any] = orjson.loads(problem.body(instance))
        body = form.sample
        for name, value in said.items():
            more = {**body, name: value}
            if form.takes(more):
                body = more
        if not any(name in said and body.get(name) == said[name] for name in _REASONS):
            return problem
        given = {name.lower() for name, _ in problem.headers}
        fields = (field for field in form.fields if field[0].lower() not in given)
        return Answer(problem.status, form.media_type, body, headers=(*fields, *problem.headers))

    def _documented(self, status: int) -> _Form | None:
        response = self._response(status)
        types = json_of(response.media_types) if response else ()
        media = next((media for media in types if media.name == MEDIA_TYPE), next(iter(types), None))
        if response is None or media is None:
            return None
        sample = self._answers.sample(response)
        try:
            validator = None if media.schema is None else self._validators.of(media.schema)
        except SourceError:
            # It is no schema, so that nothing can be said to fit.
            return None
        form = _Form(media.name, sample, validator, self._answers.fields(response))
        return form if isinstance(sample, dict) and form.takes(sample) else None

    def _response(self, status: int) -> Response | None:
        keys = (str(status), f"{status // 100}xx", "default")
        return next((self._responses[key] for key in keys if key in self._responses), None)
