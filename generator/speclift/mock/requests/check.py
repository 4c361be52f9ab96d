"""A request, and the check whether it fits the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from speclift.contract.records import Contract, MediaType, Operation, Parameter
from speclift.contract.routes import parameter_names
from speclift.contract.serialization import bodies
from speclift.contract.serialization.bodies import MalformedBodyError
from speclift.contract.serialization.parameters import (
    Schemas,
    is_any_object,
    other_readers_of,
    reader_of,
    spread_reader_of,
)
from speclift.contract.shapes import properties_of, types_of
from speclift.contract.validators import Validator, Validators
from speclift.mock.memo import MemoStore
from speclift.mock.problems import Problem, Violation, invalid_request
from speclift.mock.requests.credentials import Gate
from speclift.mock.requests.parse import Headers, Query, cookies_of
from speclift.openapi.structure.media_types import is_json, is_json_sequence, plain_kind

#: Keywords of a string schema under which every string is valid.
_FREE = frozenset({"type", "description", "title", "deprecated", "examples"})

#: About how many bytes of memory a violation takes without its message, and the reader of a form field.
_OF_A_VIOLATION = 200
_OF_A_FIELD = 600


class Incoming(msgspec.Struct, frozen=True):
    """An incoming request. The path, its values and the query are decoded; `headers` are by name in lower case."""

    method: str
    scheme: str
    path: str
    path_values: Sequence[str]
    query_string: bytes
    query: Query
    headers: Headers
    body: bytes


class Call(msgspec.Struct, frozen=True):
    """A request as the operation understands it: values have the types of the contract."""

    incoming: Incoming
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    media_type: str


class RequestChecker:
    """Checks the requests of one operation.

    `ignored` has the kinds of errors that a faulty mock accepts: `credential`, `media-type`, `syntax`, or
    `LOCATION:RULE` of a violation, where `*` stands for any.
    """

    def __init__(
        self,
        contract: Contract,
        operation: Operation,
        validators: Validators,
        secret: str | None,
        room: MemoStore,
        ignored: frozenset[str] = frozenset(),
    ) -> None:
        self._contract = contract
        self._operation = operation
        self._validators = validators
        self._gate = Gate(contract, operation, secret, room)
        self._ignored = ignored
        schemas = contract.schemas
        inputs = [
            _Input(p, None if _is_free(p, schemas) else validators.of(p.schema), schemas, room)
            for p in operation.parameters
        ]
        in_path = {i.name: i for i in inputs if i.location == "path"}
        self._path = [in_path[name] for name in parameter_names(operation.path) if name in in_path]
        in_query = [i for i in inputs if i.location == "query"]
        taken = [i.name for i in in_query]
        spread = {p.name: spread_reader_of(p, schemas, taken) for p in operation.parameters_in("query")}
        self._query = [i for i in in_query if not spread[i.name]]
        self._spread = [(i, read) for i in in_query if (read := spread[i.name])]
        self._whole_query = [i for i in inputs if i.location == "querystring"]
        self._needs_query = any(i.is_required for i in in_query)
        # Any string will do in other headers and cookies, so they need no check.
        self._headers = [i for i in inputs if i.location == "header" and i.needs_check]
        self._cookies = [i for i in inputs if i.location == "cookie" and i.needs_check]
        self._content = room.keep(self._content_of, lambda content: content.size)
        self._status = 422 if any(response.status == "422" for response in operation.responses) else 400

    def takes(self, values: Sequence[str]) -> bool:
        """Whether the path parameters accept these values."""
        violations: list[Violation] = []
        for parameter, text in zip(self._path, values, strict=False):
            parameter.value((text,), violations)
        return not violations

    def check(self, incoming: Incoming) -> tuple[Call, Problem | None]:
        """The request as far as it can be read, and the problem for which it is refused, None if it is accepted."""
        given, headers = incoming.query, incoming.headers
        cookies = cookies_of(headers[b"cookie"]) if b"cookie" in headers else {}
        refusal = self._gate.refusal(headers, given, cookies)
        problems = [refusal] if refusal and "credential" not in self._ignored else []
        violations: list[Violation] = []
        path = {p.name: p.value((text,), violations) for p, text in zip(self._path, incoming.path_values, strict=False)}
        query: dict[str, Any] = {}
        if given or self._needs_query:
            for parameter in self._query:
                texts = given.get(parameter.name)
                if texts:
                    query[parameter.name] = parameter.value(texts, violations)
                elif parameter.is_required:
                    violations.append(parameter.missing())
            for parameter, read in self._spread:
                value = read(given)
                if value:
                    query[parameter.name] = parameter.checked(value, violations)
                elif parameter.is_required:
                    violations.append(parameter.missing())
        for whole in self._whole_query:
            whole.check(unquote(incoming.query_string.decode("latin-1")) or None, violations)
        for header in self._headers:
            text = headers.get(header.name.lower().encode())
            header.check(None if text is None else text.decode("latin-1"), violations)
        for cookie in self._cookies:
            cookie.check(cookies.get(cookie.name), violations)
        body, media_type = self._body(incoming, problems, violations) if self._operation.body else (None, "")
        if violations:
            left = [v for v in violations if not self._is_ignored(v)] if self._ignored else violations
            problems += [invalid_request(left, self._status)] if left else []
        return Call(incoming, path, query, body, media_type), problems[0] if problems else None

    def _is_ignored(self, violation: Violation) -> bool:
        return not self._ignored.isdisjoint(
            {f"{violation.location}:{violation.rule}", f"{violation.location}:*", f"*:{violation.rule}"}
        )

    def _body(self, incoming: Incoming, problems: list[Problem], violations: list[Violation]) -> tuple[Any, str]:
        """The body and its media type; None and an empty string if there is no body."""
        expected = self._operation.body
        given = incoming.headers.get(b"content-type", b"")
        is_there = bool(incoming.body) or (bool(given) and expected is not None and expected.is_required)
        if expected is None or not is_there:
            # Without content, a Content-Type has no meaning (RFC 9110, section 8.3).
            if expected and expected.is_required:
                violations.append(Violation("body", "required", "the body is missing"))
            return None, ""
        content = self._content(given)
        if content.read is None:
            problems.append(_unsupported(expected.media_types, given.decode("latin-1"), incoming.method))
            return None, content.name
        try:
            value = content.read(incoming.body)
        except MalformedBodyError as error:
            if "syntax" not in self._ignored:
                problems.append(Problem(error.status, "malformed-body", str(error)))
            return None, content.name
        checker = content.checker
        if checker and (content.is_json or isinstance(value, dict)) and not checker.accepts(value):
            violations += (
                Violation("body", fault.rule, fault.message, pointer=fault.pointer) for fault in checker.faults(value)
            )
        return value, content.name

    def _content_of(self, given: bytes) -> _Content:
        """How to read and check a body with this Content-Type."""
        text = given.decode("latin-1")
        name = plain_kind(text)
        types = self._operation.body.media_types if self._operation.body else ()
        media, read_as = _fitting(types, name), text
        if media is None and "media-type" in self._ignored:
            media, read_as = types[0], types[0].name
        if media is None:
            return _Content(name, False)
        checker = self._validators.of(media.schema) if media.schema else None
        is_text = name.startswith("text/") and types_of(media.schema, self._contract.schemas) == {"string"}
        has_values = is_json(name) or is_text or (is_json_sequence(name) and media.item_schema is not None)
        read = _text if is_text else bodies.reader_of(read_as, media.schema, self._contract.schemas, media.encodings)
        # A form has a reader for each of its fields.
        size = 0 if is_json(name) else _OF_A_FIELD * len(properties_of(media.schema, self._contract.schemas))
        return _Content(name, has_values, read, checker, size)


class _Content(msgspec.Struct, frozen=True):
    """How to read and check bodies of a media type; `read` is None if the operation does not accept it.

    `size` is about how many bytes of memory the reader takes.
    """

    name: str
    is_json: bool
    read: Callable[[bytes], Any] | None = None
    checker: Validator | None = None
    size: int = 0


class _Input:
    """A parameter of an operation; `checker` is None if its schema accepts every value."""

    def __init__(self, parameter: Parameter, checker: Validator | None, schemas: Schemas, room: MemoStore) -> None:
        self.name = parameter.name
        self.location = parameter.location
        self.is_required = parameter.is_required
        self.needs_check = parameter.is_required or checker is not None
        self._checker = checker
        self._allows_empty = parameter.allows_empty
        self._read = reader_of(parameter, schemas)
        self._others = other_readers_of(parameter, schemas)
        # A client often repeats a refused request.
        self._faults = room.keep(self._faults_of_text, _size_of_faults)

    def value(self, texts: Sequence[str], violations: list[Violation]) -> Any:
        """The value of the strings that a request gives for the parameter, at least one; adds to `violations`."""
        if self._allows_empty and not any(texts):
            return ""
        value = self._read(texts)
        if len(texts) > 1 and not isinstance(value, list) and self.location == "query":
            violations.append(
                Violation(self.location, "repeated", f"the parameter is given {len(texts)} times", self.name)
            )
        if self._checker and not self._checker.accepts(value):
            if len(texts) == 1:
                for read in self._others:
                    if self._checker.accepts(other := read(texts[0])):
                        return other
            violations += self._faults(texts[0]) if len(texts) == 1 else self._faults_of(value)
        return value

    def checked(self, value: Any, violations: list[Violation]) -> Any:
        """A value that was read from several query parameters; adds to `violations`."""
        if self._checker and not self._checker.accepts(value):
            violations += self._faults_of(value)
        return value

    def _faults_of_text(self, text: str) -> Sequence[Violation]:
        return self._faults_of(self._read((text,)))

    def _faults_of(self, value: Any) -> Sequence[Violation]:
        faults = self._checker.faults(value) if self._checker else ()
        return [Violation(self.location, fault.rule, fault.message, self.name) for fault in faults]

    def check(self, text: str | None, violations: list[Violation]) -> None:
        """Add what is wrong with the string that a request gives, or that it is missing, to `violations`."""
        if text is not None:
            self.value((text,), violations)
        elif self.is_required:
            violations.append(self.missing())

    def missing(self) -> Violation:
        """The violation of a request without this required parameter."""
        return Violation(self.location, "required", "the parameter is missing", self.name)


def _size_of_faults(faults: Sequence[Violation]) -> int:
    return sum(_OF_A_VIOLATION + 4 * len(violation.message) for violation in faults)


def _is_free(parameter: Parameter, schemas: Schemas) -> bool:
    """Whether the schema of a parameter accepts every string, so that it needs no check."""
    schema = parameter.schema
    is_text = schema.get("type") == "string" and schema.keys() <= _FREE and parameter.style != "content"
    return not schema or is_text or is_any_object(parameter, schemas)


def _fitting(types: Sequence[MediaType], name: str) -> MediaType | None:
    """The documented media type that matches a given one, by name or by range (RFC 9110, section 12.5.1)."""
    for media in types:
        if plain_kind(media.name) == name:
            return media
    ranges = {f"{name.partition('/')[0]}/*", "*/*"}
    return next((media for media in types if media.name in ranges and "/" in name), None)


def _unsupported(types: Sequence[MediaType], given: str, method: str) -> Problem:
    names = ", ".join(media.name for media in types)
    said = (
        f"{given!r} is not one of the media types"
        if given
        else "The request has a body and no Content-Type. Documented are"
    )
    header = {"post": "accept-post", "patch": "accept-patch"}.get(method, "accept")
    return Problem(415, "unsupported-media-type", f"{said} {names}.", headers=((header, names),))


def _text(body: bytes) -> str:
    """The characters of a text; a byte that is no UTF-8 counts as one."""
    return body.decode("utf-8", "replace")
