"""A request, and whether it keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from speclift.contract.records import Contract, MediaType, Operation, Parameter, is_json
from speclift.contract.routes import parameter_names
from speclift.contract.validators import Validator, Validators
from speclift.contract.values import parameter_value
from speclift.mock.bodies import MalformedBodyError, parsed_body
from speclift.mock.credentials import Gate
from speclift.mock.problems import Problem, Violation, invalid_request

T = TypeVar("T")

#: Keywords of a string schema that leave every string valid.
_FREE = frozenset({"type", "description", "title", "deprecated", "examples"})


class Incoming(msgspec.Struct, frozen=True):
    """A request as it came: path values decoded, header names in lower case, query values in their order."""

    method: str
    path: str
    query_string: str
    path_values: Sequence[str]
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: bytes


class Call(msgspec.Struct, frozen=True):
    """A request as the operation understands it: values of the types that the contract gives them."""

    incoming: Incoming
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    media_type: str


class RequestChecker:
    """Checks the requests of one operation.

    `ignored` are kinds of faults that are let through, for a mock that is to break its promise: `credential`,
    `media-type`, `syntax`, `missing-body`, or `LOCATION:RULE` of a violation, each of them `*` where any is meant.
    """

    def __init__(
        self,
        contract: Contract,
        operation: Operation,
        validators: Validators,
        secret: str | None,
        ignored: frozenset[str] = frozenset(),
    ) -> None:
        self._contract = contract
        self._operation = operation
        self._validators = validators
        self._gate = Gate(contract, operation, secret)
        self._ignored = ignored
        self._path = [next(p for p in operation.parameters_in("path") if p.name == name) for name in _names(operation)]
        self._query = list(operation.parameters_in("query"))
        self._needs_query = any(parameter.is_required for parameter in self._query)
        # Free texts in header fields and cookies mean nothing to a mock.
        self._fields = [
            p for p in operation.parameters if p.location in ("header", "cookie") and (p.is_required or not _is_free(p))
        ]
        self._checkers: dict[tuple[str, str], Validator | None] = {
            (p.location, p.name): None if _is_free(p) else validators.of(p.schema) for p in operation.parameters
        }
        self._status = 422 if any(response.status == "422" for response in operation.responses) else 400

    def takes(self, values: Sequence[str]) -> bool:
        """Whether the path parameters accept these values."""
        violations: list[Violation] = []
        for parameter, text in zip(self._path, values, strict=False):
            self._value(parameter, (text,), violations)
        return not violations

    def check(self, incoming: Incoming) -> tuple[Call, Problem | None]:
        """What the request says, as far as it can be understood, and why it is refused: None where it is not."""
        cookie = incoming.headers.get("cookie")
        cookies = _cookies(cookie) if cookie else {}
        refusal = self._gate.refusal(incoming.headers, incoming.query, cookies)
        problems = [refusal] if refusal and "credential" not in self._ignored else []
        violations: list[Violation] = []
        path = {
            parameter.name: self._value(parameter, (text,), violations)
            for parameter, text in zip(self._path, incoming.path_values, strict=False)
        }
        query: dict[str, Any] = {}
        if incoming.query or self._needs_query:
            query = {
                parameter.name: self._value(parameter, texts, violations)
                for parameter in self._query
                if (texts := self._given(parameter, incoming.query.get(parameter.name), violations))
            }
        for field in self._fields:
            text = cookies.get(field.name) if field.location == "cookie" else incoming.headers.get(field.name.lower())
            if self._given(field, text, violations) and text is not None:
                self._value(field, (text,), violations)
        body, media_type = self._body(incoming, problems, violations)
        kept = [v for v in violations if not self._is_ignored(v)] if violations else None
        if kept:
            problems.append(invalid_request(kept, self._status))
        return Call(incoming, path, query, body, media_type), problems[0] if problems else None

    def _is_ignored(self, violation: Violation) -> bool:
        return not self._ignored.isdisjoint(
            {f"{violation.location}:{violation.rule}", f"{violation.location}:*", f"*:{violation.rule}"}
        )

    @staticmethod
    def _given(parameter: Parameter, given: T | None, violations: list[Violation]) -> T | None:
        if given is None and parameter.is_required:
            violations.append(Violation(parameter.location, "required", "the parameter is missing", parameter.name))
        return given

    def _value(self, parameter: Parameter, texts: Sequence[str], violations: list[Violation]) -> Any:
        value = parameter_value(parameter, texts)
        if len(texts) > 1 and not isinstance(value, list) and parameter.location == "query":
            message = f"the parameter is given {len(texts)} times"
            violations.append(Violation(parameter.location, "repeated", message, parameter.name))
        checker = self._checkers[parameter.location, parameter.name]
        if checker and not checker.accepts(value):
            violations += (
                Violation(parameter.location, fault.rule, fault.message, parameter.name)
                for fault in checker.faults(value)
            )
        return value

    def _body(self, incoming: Incoming, problems: list[Problem], violations: list[Violation]) -> tuple[Any, str]:
        """The body and its media type, None and nothing where there is none."""
        expected = self._operation.body
        given = incoming.headers.get("content-type", "")
        if expected is None:
            return None, ""
        if not incoming.body and not given:
            if expected.is_required:
                violations.append(Violation("body", "required", "the body is missing"))
            return None, ""
        name = given.partition(";")[0].strip().lower()
        media = _fitting(expected.media_types, name)
        if media is None:
            if "media-type" in self._ignored:
                media = expected.media_types[0]
            else:
                problems.append(_unsupported(expected.media_types, given, incoming.method))
                return None, name
        return self._content(incoming.body, given, media, problems, violations), name

    def _content(
        self, body: bytes, given: str, media: MediaType, problems: list[Problem], violations: list[Violation]
    ) -> Any:
        try:
            is_known = _fitting([media], given.partition(";")[0].strip().lower()) is not None
            value = parsed_body(body, given if is_known else media.name, self._contract.schema_of(media.schema))
        except MalformedBodyError as error:
            if "syntax" not in self._ignored:
                problems.append(Problem(error.status, "malformed-body", str(error)))
            return None
        if media.schema and (is_json(media.name) or isinstance(value, dict)):
            checker = self._validators.of(media.schema)
            if not checker.accepts(value):
                violations += (
                    Violation("body", fault.rule, fault.message, pointer=fault.pointer)
                    for fault in checker.faults(value)
                )
        return value


def _names(operation: Operation) -> Iterator[str]:
    """The path parameters that the operation describes, in the order of its path."""
    described = {parameter.name for parameter in operation.parameters_in("path")}
    return (name for name in parameter_names(operation.path) if name in described)


def _is_free(parameter: Parameter) -> bool:
    """Whether the schema of a parameter accepts every text, so that nothing needs to be checked."""
    schema = parameter.schema
    return not schema or (schema.get("type") == "string" and schema.keys() <= _FREE) or schema.get("type") == "object"


def _fitting(types: Sequence[MediaType], name: str) -> MediaType | None:
    """The documented media type that a given one is, by name or by range (RFC 9110, section 12.5.1)."""
    for media in types:
        if media.name.partition(";")[0].strip() == name:
            return media
    ranges = {f"{name.partition('/')[0]}/*", "*/*"}
    return next((media for media in types if media.name in ranges and "/" in name), None)


def _unsupported(types: Sequence[MediaType], given: str, method: str) -> Problem:
    names = ", ".join(media.name for media in types)
    said = f"{given!r} is none of the media types" if given else "No Content-Type says what the body is. Known are"
    field = {"post": "accept-post", "patch": "accept-patch"}.get(method, "accept")
    return Problem(415, "unsupported-media-type", f"{said} {names}.", headers=((field, names),))


def _cookies(text: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}
