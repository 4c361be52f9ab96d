"""Compiled validators of a contract's schemas, made when they are first needed. They know only the document: a
reference to a file or to another server is never read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

import jsonschema_rs
import msgspec

from speclift.contract.copies import have_few_copies
from speclift.contract.evaluation_cost import Evaluations
from speclift.contract.fault_cost import are_listable
from speclift.contract.read_write_only import without_required
from speclift.contract.unique_items import are_soon_unique
from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.references import REFERENCE, TO_SCHEMAS, is_reference, target_of
from speclift.openapi.structure.steps import pointer_of

_DOCUMENT = "urn:speclift:contract"

#: Keywords of properties that exist in one direction only.
_MARKS = frozenset({"readOnly", "writeOnly"})

#: Keywords that name places within a schema, in JSON: a property of such a name would have an object as its value.
_NAMES_PLACES = re.compile(r'"\$(?:id|anchor|dynamicAnchor)": "')

#: In JSON, the keyword whose check compares the items of a list.
_UNIQUE = '"uniqueItems": true'

#: The most faults of one value: more tell a reader nothing new.
_MOST_FAULTS = 20
_LONGEST_MESSAGE = 300


class Fault(msgspec.Struct, frozen=True):
    """Why a value does not fit: the place in it as a JSON Pointer (RFC 6901), the keyword, and a sentence."""

    pointer: str
    rule: str
    message: str


class Validator:
    """One schema, compiled: by itself, or as the property `name` of an object that has one for each of many.

    A value whose check would take too many steps is not accepted; `is_bounded` decides that, where such values are
    possible. `width` is the length of the longest list in the schemas that it is checked against.
    """

    def __init__(
        self,
        compiled: jsonschema_rs.Draft202012Validator,
        name: str | None = None,
        is_bounded: Callable[[Any], bool] | None = None,
        width: int = 0,
    ) -> None:
        accepts: Callable[[Any], bool] = compiled.is_valid if name is None else _of_property(compiled, name)
        self.accepts = accepts if is_bounded is None else lambda value: is_bounded(value) and accepts(value)
        self._compiled = compiled
        self._name = name
        self._is_bounded = is_bounded
        self.width = width

    def faults(self, value: Any) -> Iterator[Fault]:
        """The faults of a value, at most twenty."""
        if self._is_bounded and not self._is_bounded(value):
            yield Fault("", "schema", "it would take too many steps to check this against its schema")
            return
        if not are_listable(value, self.width):
            if not self.accepts(value):
                yield Fault("", "schema", "it does not fit its schema, and is too large to say where")
            return
        whole, above = (value, 0) if self._name is None else ({self._name: value}, 1)
        for _, error in zip(range(_MOST_FAULTS), self._compiled.iter_errors(whole), strict=False):
            pointer = pointer_of(tuple(map(str, error.instance_path[above:])))
            rule = str(error.schema_path[-1]) if error.schema_path else "schema"
            message = error.message
            if len(message) > _LONGEST_MESSAGE:
                message = f"{message[:_LONGEST_MESSAGE]}…"
            yield Fault(pointer, rule, message)


def _of_property(compiled: jsonschema_rs.Draft202012Validator, name: str) -> Callable[[Any], bool]:
    is_valid = compiled.is_valid
    return lambda value: is_valid({name: value})


class Validators:
    """The validators of one contract; equal schemas share one.  Raises SourceError where its components are not valid.

    Properties with one of the keywords `missing` (`readOnly`, `writeOnly`) may be missing even if they are required.
    The schemas that are `foreseen` are compiled all at once, and each component that they lead to once for all of
    them: by itself, each schema would compile all that it leads to again.
    """

    def __init__(
        self,
        schemas: Mapping[str, Json],
        missing: frozenset[str] = frozenset(),
        foreseen: Iterable[Json] = (),
    ) -> None:
        # Few documents have such properties: a search in the text spares the others a walk, which takes long.
        text = json.dumps(schemas)
        self._marks = frozenset(keyword for keyword in _MARKS if f'"{keyword}": true' in text)
        self._missing = missing & self._marks
        self._evaluations = Evaluations(schemas)
        self._has_unique_items = _UNIQUE in text
        self._wanted = missing
        self._schemas = schemas
        components = {name: self._lenient(schema) for name, schema in schemas.items()} if self._missing else schemas
        if '"unevaluated' in text and not have_few_copies(schemas.values(), schemas):
            raise _too_many_copies("the components")
        # Where anchors are looked for (JSON Schema 2020-12, Core, 8.2), components are schemas only if they stand in
        # `$defs`; elsewhere they are read only when something leads to them.
        self._home = "$defs" if _NAMES_PLACES.search(text) else "components/schemas"
        document = {"components": {"schemas": components}}
        if self._home == "$defs":
            document = {"$defs": {name: self._placed(schema) for name, schema in components.items()}}
        try:
            self._registry = jsonschema_rs.Registry([(_DOCUMENT, document)], retriever=_refuse)
        except ValueError as error:
            raise _unusable("the components", error) from error
        self._known: dict[str, Validator] = {}
        self._foreseen = dict.fromkeys(map(self._key, foreseen))

    def of(self, schema: Json) -> Validator:
        """The validator of a schema with references of the document.  Raises SourceError where it is not valid."""
        key = self._key(schema)
        found = self._known.get(key)
        if found is None and key in self._foreseen:
            self._compile_foreseen()
            found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._validator(self._compiled(json.loads(key)), key)
        return found

    def allowing(self, more: frozenset[str], foreseen: Iterable[Json] = ()) -> Validators:
        """The validators in which these properties may be missing too; these same ones where the document has none."""
        schemas = list(foreseen)
        if more & self._marks or any(_has(schema, more) for schema in schemas):
            return Validators(self._schemas, self._wanted | more, schemas)
        self._foreseen |= dict.fromkeys(map(self._key, schemas))
        return self

    def may_hide(self, schema: Json, keywords: frozenset[str]) -> bool:
        """Whether a schema, or any component, has properties with one of these keywords."""
        return bool(keywords & self._marks) or _has(schema, keywords)

    def check(self, named: Mapping[str, Json]) -> None:
        """Compile schemas, given by the names that errors have for them; they are foreseen from now on. Raises
        SourceError for the first that cannot be compiled, or that no value can be checked against in acceptable time.
        """
        # Most schemas of a large document are the same few, under many names.
        first: dict[str, str] = {}
        for name, schema in named.items():
            first.setdefault(self._key(schema), name)
        self._foreseen |= dict.fromkeys(first)
        self._compile_foreseen()
        for key, name in first.items():
            if key not in self._known:
                self._known[key] = self._validator(self._compiled(json.loads(key), name), key)
            schema = named[name]
            if self._evaluations.bound(schema) and not self._evaluations.are_few(schema):
                raise SourceError(
                    f"The schema of {name} cannot be checked against: it would take too many steps for any value.",
                    expected="parts (`allOf`, `anyOf`, `oneOf`) that do not lead to the same schemas again and again",
                    advice="write out what the parts have in common",
                )

    def _validator(self, compiled: jsonschema_rs.Draft202012Validator, key: str, name: str | None = None) -> Validator:
        schema = json.loads(key)
        bounds = [bound] if (bound := self._evaluations.bound(schema)) else []
        if self._has_unique_items or _UNIQUE in key:
            bounds.append(are_soon_unique)
        is_bounded = (lambda value: all(bound(value) for bound in bounds)) if bounds else None
        return Validator(compiled, name, is_bounded, self._evaluations.width)

    def _key(self, schema: Json) -> str:
        if is_reference(schema):
            return json.dumps(schema)
        lenient = self._missing or _has(schema, self._wanted)
        found = without_required(schema, self._wanted, self._schemas) if lenient else schema
        return json.dumps(found, sort_keys=True)

    def _lenient(self, schema: Json) -> Json:
        return without_required(schema, self._missing, self._schemas) if self._missing else schema

    def _compile_foreseen(self) -> None:
        """Compile the foreseen schemas, without invalid ones."""
        todo = [[key for key in self._foreseen if key not in self._known]]
        while todo:
            keys = todo.pop()
            names = {f"{number}": key for number, key in enumerate(keys)}
            # Alternatives would be tried one after the other, but a property is looked up.
            whole = {
                "properties": {name: json.loads(key) for name, key in names.items()},
                "additionalProperties": False,
            }
            try:
                compiled = self._compiled(whole)
            except SourceError:
                # A schema that cannot be compiled raises when it is asked for; the others are found by halving.
                if len(keys) > 1:
                    todo += [keys[: len(keys) // 2], keys[len(keys) // 2 :]]
                continue
            self._known |= {key: self._validator(compiled, key, name) for name, key in names.items()}
        self._foreseen = {}

    def _compiled(self, schema: Json, name: str = "a value") -> jsonschema_rs.Draft202012Validator:
        if not have_few_copies([schema], self._schemas):
            raise _too_many_copies(name)
        try:
            return jsonschema_rs.Draft202012Validator(
                self._placed(schema), registry=self._registry, retriever=_refuse, validate_formats=True
            )
        except ValueError as error:
            raise _unusable(name, error) from error

    def _placed(self, schema: Json) -> Json:
        """A copy of a schema whose references to components name their document."""
        whole: Json = json.loads(json.dumps(schema))
        # Data that looks like a reference is not one and stays as it is.
        for node, _, _ in walk(whole, "schemas"):
            if (target := target_of(node)) and target.startswith(TO_SCHEMAS):
                node[REFERENCE] = f"{_DOCUMENT}#/{self._home}/{target.removeprefix(TO_SCHEMAS)}"
        return whole


def _has(schema: Json, keywords: frozenset[str]) -> bool:
    """Whether a schema has properties with one of some keywords, without following references."""
    if not keywords or is_reference(schema):
        return False
    text = json.dumps(schema)
    return any(f'"{keyword}": true' in text for keyword in keywords)


def _unusable(name: str, error: ValueError) -> SourceError:
    reason = str(getattr(error, "message", error))[:_LONGEST_MESSAGE]
    return SourceError(
        f"The schema of {name} cannot be checked against: {reason}.",
        expected="JSON Schema 2020-12 whose references lead to components of the document",
        advice="mend the schema, or put what it refers to into the document",
    )


def _too_many_copies(name: str) -> SourceError:
    return SourceError(
        f"The schema of {name} cannot be checked against: unevaluatedProperties would copy too many schemas.",
        expected="parts (`allOf`, `anyOf`, `oneOf`) that do not lead to the same schemas again and again",
        advice="write additionalProperties, or write out what the parts have in common",
    )


def _refuse(uri: str) -> NoReturn:
    raise ValueError("only the document itself is read")
