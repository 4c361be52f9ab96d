"""Compiled validators of a contract's schemas, made when they are first asked for.

They know the document and nothing else: what a reference to a file or to another server leads to is never read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import jsonschema_rs
import msgspec

from speclift.contract.direction import without_required
from speclift.errors import SourceError
from speclift.openapi.objects import walk
from speclift.openapi.records import Json, component_name

_DOCUMENT = "urn:speclift:contract"

#: What a property is in one direction only.
_MARKS = frozenset({"readOnly", "writeOnly"})

#: A reference and a pattern in JSON; a property of that name has an object for a value.
_REFERENCE = re.compile(r'"\$ref": "([^"\\]*)"')
_PATTERN = '"pattern": "'

#: More faults of one value than this tell a reader nothing new.
_MOST_FAULTS = 20
_LONGEST_MESSAGE = 300


class Fault(msgspec.Struct, frozen=True):
    """Why a value does not fit: the place in it as a JSON Pointer (RFC 6901), the keyword, and a sentence."""

    pointer: str
    rule: str
    message: str


class Validator:
    """One schema, compiled."""

    def __init__(self, compiled: jsonschema_rs.Draft202012Validator) -> None:
        self.accepts = compiled.is_valid
        self._compiled = compiled

    def faults(self, value: Any) -> Iterator[Fault]:
        """What is wrong with a value, at most twenty things."""
        for _, error in zip(range(_MOST_FAULTS), self._compiled.iter_errors(value), strict=False):
            pointer = "".join(f"/{_escaped(str(part))}" for part in error.instance_path)
            rule = str(error.schema_path[-1]) if error.schema_path else "schema"
            message = error.message
            if len(message) > _LONGEST_MESSAGE:
                message = f"{message[:_LONGEST_MESSAGE]}…"
            yield Fault(pointer, rule, message)


class Validators:
    """The validators of one contract; equal schemas share one.  Raises SourceError where its components are none.

    Properties with one of the keywords `missing` (`readOnly`, `writeOnly`) may be missing though they are required.
    """

    def __init__(self, schemas: Mapping[str, Json], missing: frozenset[str] = frozenset()) -> None:
        # Few documents have such properties, and large ones take their time.
        text = json.dumps(schemas)
        self._marks = frozenset(keyword for keyword in _MARKS if f'"{keyword}": true' in text)
        self._missing = missing & self._marks
        self._schemas = schemas
        document = {"components": {"schemas": {name: self._lenient(schema) for name, schema in schemas.items()}}}
        try:
            self._registry = jsonschema_rs.Registry([(_DOCUMENT, document)], retriever=_refuse)
        except ValueError as error:
            raise _unusable("the components", error) from error
        self._known: dict[str, Validator] = {}

    def of(self, schema: Json) -> Validator:
        """The validator of a schema; its references are those of the document.  Raises SourceError."""
        key = json.dumps(self._lenient(schema), sort_keys=True)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Validator(self._compiled(key))
        return found

    def allowing(self, more: frozenset[str]) -> Validators:
        """The validators that let these properties be missing too; where the document has none, they are the same."""
        return Validators(self._schemas, self._missing | more) if more & self._marks else self

    def _lenient(self, schema: Json) -> Json:
        return without_required(schema, self._missing, self._schemas) if self._missing else schema

    def check(self, named: Mapping[str, Json]) -> None:
        """Look whether schemas can be compiled, by what they are called in errors.

        Raises SourceError for the first that cannot.  All are compiled only where any might not: a large document takes
        its time, and most of its operations are never asked for.
        """
        whole = {"anyOf": list(named.values()), "$defs": dict(self._schemas)}
        text = json.dumps(whole)
        names = {component_name(target) for target in _REFERENCE.findall(text)}
        if _PATTERN in text or not names <= self._schemas.keys() or not jsonschema_rs.meta.is_valid(whole):
            for name, schema in named.items():
                self._compiled(json.dumps(schema), name)

    def _compiled(self, text: str, name: str = "a value") -> jsonschema_rs.Draft202012Validator:
        whole = json.loads(text)
        # In data, what looks like a reference is none and stays as it is.
        for node, _, _ in walk(whole, "schemas"):
            if isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/"):
                node["$ref"] = f"{_DOCUMENT}{node['$ref']}"
        try:
            return jsonschema_rs.Draft202012Validator(
                whole, registry=self._registry, retriever=_refuse, validate_formats=True
            )
        except ValueError as error:
            raise _unusable(name, error) from error


def _unusable(name: str, error: ValueError) -> SourceError:
    reason = str(getattr(error, "message", error))[:_LONGEST_MESSAGE]
    return SourceError(
        f"The schema of {name} cannot be checked against: {reason}.",
        expected="JSON Schema 2020-12 whose references lead to components of the document",
        advice="mend the schema, or put what it refers to into the document",
    )


def _refuse(uri: str) -> NoReturn:
    raise ValueError("only the document itself is read")


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
