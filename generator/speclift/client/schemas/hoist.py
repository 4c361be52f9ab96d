"""Objects and closed enumerations inside of other schemas, as components with names of their own.

`Owner` and its property `state` give `OwnerState`; a body gives the operation's name and `Request` or `Response`
(`inline_names.py`). Properties with one name and the same members are one enumeration, which has the names of all of
its places, so that a new property takes no name away.  The rest of the document stays as it is.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from typing import Any

from speclift.client.annotations import alternatives, is_null_allowed
from speclift.client.frameworks import type_names
from speclift.client.names import digest, pascal
from speclift.client.operation_names import short_names
from speclift.client.schemas.events import event_data
from speclift.client.schemas.families import BASE, SUBTYPES
from speclift.client.schemas.inline_names import InlineNames, Place, media_type_name, option_name, outermost
from speclift.client.schemas.inlined import inlined
from speclift.client.schemas.parts import ANNOTATIONS
from speclift.openapi.structure.media_types import (
    EVENT_STREAM,
    is_form,
    is_json,
    is_multipart,
    plain_kind,
)
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.paths import paths_of, with_operations
from speclift.openapi.structure.references import (
    REFERENCE,
    dereferenced,
    followed,
    reference_alone,
    reference_to,
    refers_to,
)
from speclift.openapi.structure.union_circles import without_union_circles

#: Internal key of a component that is only another name for one.
ALIAS = "$alias"


def hoist(document: Node, *, has_aliases: bool = True, is_composed: bool = True) -> dict[str, Any]:
    """The document with every object and every closed enumeration of a property or body as a component.

    Without aliases, an enumeration has the name of one of its places. In a document that is not composed, each schema
    of several parts (`allOf`) is such an object.
    """
    source = inlined(document)
    first = _Hoister(source, {}, has_aliases=has_aliases, is_composed=is_composed)
    found = first.document()
    # Hardly any document has places that read alike.
    clashes = first.names.clashes()
    if not clashes:
        return found
    return _Hoister(source, clashes, has_aliases=has_aliases, is_composed=is_composed).document()


class _Hoister:
    def __init__(self, document: Node, settled: Mapping[Place, str], *, has_aliases: bool, is_composed: bool) -> None:
        self.source = document
        self.is_composed = is_composed
        self.has_aliases = has_aliases
        self.schemas: dict[str, Any] = {}
        self.components: Node = document.get("components", {})
        self.given: Node = self.components.get("schemas", {})
        self.called = {name: pascal(short) for name, short in type_names(self.given).items()}
        self.enumerations = _shared_enumerations(self.given, self.called)
        self.operations = {key: pascal(name) for key, name in short_names(document).items()}
        self.names = InlineNames((*self.given, *self.called.values()), settled)

    def document(self) -> dict[str, Any]:
        for name, schema in self.given.items():
            self.schemas[name] = self._below(schema, self._component(name))
        paths = {
            path: with_operations(item, functools.partial(self._operation, path))
            for path, given in paths_of(self.source)
            if (item := self._followed(given, "pathItems"))
        }
        schemas = without_union_circles(self.schemas)
        components = {**self.source.get("components", {}), "schemas": schemas}
        return {**self.source, "paths": paths, "components": components}

    def _component(self, name: str) -> Place:
        return outermost(self.called[name], name)

    def _operation(self, path: str, method: str, operation: Any) -> Any:
        if not isinstance(operation, dict):
            return operation
        name = self.operations.get((path, method)) or "Operation"
        found = dict(operation)
        if isinstance(operation.get("requestBody"), dict):
            found["requestBody"] = self._body(
                self._followed(operation["requestBody"], "requestBodies"),
                outermost(f"{name}Request", path, method),
            )
        if isinstance(operation.get("responses"), dict):
            first = min((str(status) for status in operation["responses"] if str(status).startswith("2")), default="")
            found["responses"] = {
                status: self._body(
                    self._followed(response, "responses"),
                    outermost(
                        f"{name}Response{'' if str(status) == first else str(status).capitalize()}", path, method
                    ),
                )
                for status, response in operation["responses"].items()
            }
        return found

    def _followed(self, node: Any, kind: str) -> Node:
        # Nearly all of them are not references.
        return node if isinstance(node, dict) and REFERENCE not in node else followed(node, kind, self.components)

    def _body(self, body: Any, place: Place) -> Any:
        if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
            return body
        first = _first(body["content"])
        content = {}
        entries = {key: self._entry(key, entry) for key, entry in body["content"].items()}
        for media_type, entry in entries.items():
            is_first = media_type == first or _is_same(entry, entries[first])
            own = place if is_first else place.below(media_type, media_type_name(media_type))
            inner = {key: self._inner(entry[key], own) for key in ("schema", "itemSchema") if key in entry}
            content[media_type] = {**entry, **inner}
        return {**body, "content": content}

    def _entry(self, media_type: str, given: Any) -> Node:
        """A Media Type Object; the schema of each event is that of its data."""
        entry = self._followed(given, "mediaTypes")
        if "itemSchema" not in entry or plain_kind(media_type) != EVENT_STREAM:
            return entry
        return {**entry, "itemSchema": event_data(entry["itemSchema"], self.given)}

    def _below(self, schema: Any, owner: Place) -> Any:
        """A schema that stays in its place, but whose parts are hoisted."""
        if not isinstance(schema, dict):
            return schema
        found = dict(schema)
        if isinstance(schema.get("properties"), dict):
            found["properties"] = {
                name: self._property(name, inner, self._owner_of(name, inner, schema, owner))
                for name, inner in schema["properties"].items()
            }
        if isinstance(schema.get("patternProperties"), dict):
            found["patternProperties"] = {
                pattern: self._inner(inner, owner.below(f"patternProperties {pattern}", "Item"))
                for pattern, inner in schema["patternProperties"].items()
            }
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                found[key] = self._inner(schema[key], owner.below(key, "Item"))
        for key in ("anyOf", "oneOf", "prefixItems"):
            if isinstance(schema.get(key), list):
                is_single = key != "prefixItems" and len(alternatives({key: schema[key]})) == 1
                found[key] = [
                    self._inner(part, owner.below(key, "" if is_single else option_name(part, number)))
                    for number, part in enumerate(schema[key], 1)
                ]
        if not self.is_composed and (parts := _parts(schema)):
            rest = (part for part in schema["allOf"] if isinstance(part, dict) and not _says_more(part))
            notes = {key: value for part in rest for key, value in part.items() if key in ANNOTATIONS}
            found = {**notes, **found, "allOf": [self._below(part, owner) for part in parts]}
        return found

    def _property(self, name: str, inner: Any, owner: Place) -> Any:
        own = owner.below(name, pascal(name))
        shared = self.enumerations.get(_enumeration_key(name, inner), own)
        found = self._inner(inner, shared)
        if self.has_aliases and shared.name != own.name:
            alias = {**reference_alone(found), ALIAS: True}
            if self.names.of(own, alias) == own.name:
                self.schemas.setdefault(own.name, alias)
        return found

    def _owner_of(self, name: str, inner: Any, schema: Node, owner: Place) -> Place:
        """The owner of a property of a class: the base class, where both say the same about it."""
        found = owner
        while BASE in schema:
            parent = refers_to(schema[BASE])
            schema = self.given[parent]
            if (schema.get("properties") or {}).get(name) == inner:
                found = self._component(parent)
        return found

    def _inner(self, schema: Any, place: Place) -> Any:
        if not isinstance(schema, dict) or REFERENCE in schema:
            return schema
        is_sum = not self.is_composed and _is_sum(schema)
        if not (is_sum or is_class(schema) or is_union(schema, self.given)):
            return self._below(schema, place)
        notes = {key: schema[key] for key in ("description", "readOnly", "writeOnly", "deprecated") if key in schema}
        return {**reference_to(self._add(place, schema)), **_null(schema), **notes}

    def _add(self, place: Place, schema: Node) -> str:
        plain = _without_null(schema)
        found = self._below(plain, place)
        name = self.names.of(place, plain)
        if self.schemas.setdefault(name, found) != found:
            # One place may have several schemas: parts of an `allOf` may list the same property.
            name = f"{name}{digest(repr(sorted(found.items(), key=str)))}"
            self.schemas[name] = found
        return name


def _first(kinds: Collection[str]) -> str:
    """The media type whose class is called after the operation alone: JSON, else a form, else the first."""
    forms = (kind for kind in kinds if is_form(kind) or is_multipart(kind))
    return next(filter(is_json, kinds), None) or next(forms, None) or next(iter(kinds), "")


def _is_same(first: Any, second: Any) -> bool:
    return isinstance(first, dict) and isinstance(second, dict) and first.get("schema") == second.get("schema")


def _enumeration_key(name: str, schema: Any) -> tuple[str, str] | None:
    """The identity of an enumeration of properties: the property's name and the members."""
    if not isinstance(schema, dict) or not is_enumeration(schema):
        return None
    return name, repr([value for value in schema["enum"] if value is not None])


def _shared_enumerations(schemas: Node, called: Mapping[str, str]) -> dict[tuple[str, str] | None, Place]:
    """The place that each enumeration in properties is called after."""
    places: dict[tuple[str, str], list[Place]] = {}
    for owner, schema in schemas.items():
        for name, inner in schema.get("properties", {}).items() if isinstance(schema, dict) else ():
            key = _enumeration_key(name, inner)
            if key:
                places.setdefault(key, []).append(outermost(called[owner], owner).below(name, pascal(name)))
    return {key: min(found, key=lambda place: (len(place.name), place)) for key, found in places.items()}


def is_class(schema: Any) -> bool:
    """Whether a schema becomes a class: an object with properties, or a closed enumeration of strings or integers."""
    return isinstance(schema, dict) and (is_object(schema) or is_enumeration(schema))


def is_object(schema: Node) -> bool:
    """Whether a schema is an object with properties, or belongs to a family of such objects."""
    return bool(schema.get("properties")) or BASE in schema or SUBTYPES in schema


def is_union(schema: Any, schemas: Node) -> bool:
    """Whether a schema has several alternatives, one of which leads to an object type, or several are enumerations."""
    parts = alternatives(schema)
    if sum(is_enumeration(dereferenced(part, schemas)) for part in parts) > 1:
        return True
    # Each component is examined once, however many paths lead to it: there may be exponentially many.
    seen: set[str] = set()
    return len(parts) > 1 and any(_leads_to_class(part, schemas, seen) for part in parts)


def _leads_to_class(schema: Any, schemas: Node, seen: set[str]) -> bool:
    if not isinstance(schema, dict):
        return False
    name = refers_to(schema)
    if name:
        if name in seen:
            return False
        seen.add(name)
        return _leads_to_class(schemas.get(name), schemas, seen)
    inner = [schema.get("items"), schema.get("additionalProperties"), *alternatives(schema)]
    return is_object(schema) or any(_leads_to_class(part, schemas, seen) for part in inner)


def _is_sum(schema: Node) -> bool:
    """Whether a schema has several parts, or one that is not a reference."""
    parts = _parts(schema)
    return len(parts) > 1 or any(not refers_to(part) for part in parts)


def _parts(schema: Node) -> list[Any]:
    """The parts of a schema that say more than a type and annotations."""
    parts = schema.get("allOf")
    given = parts if isinstance(parts, list) else []
    return [part for part in given if isinstance(part, dict) and _says_more(part)]


def _says_more(part: Node) -> bool:
    """Whether a part says more than a type and annotations."""
    return bool(part.keys() - ANNOTATIONS - {"type"})


def is_enumeration(schema: Node) -> bool:
    """Whether a schema is an enumeration whose members are all strings or all integers, null aside."""
    values = [value for value in schema.get("enum") or () if value is not None]
    return bool(values) and (
        all(isinstance(value, str) for value in values)
        or all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    )


def _without_null(schema: Node) -> Node:
    """The schema of a class, which is never null; what a property says about an enumeration stays with the property."""
    kinds = schema.get("type")
    kind = next((each for each in kinds if each != "null"), "null") if isinstance(kinds, list) else kinds
    if "enum" in schema:
        return {"type": kind or "string", "enum": [value for value in schema["enum"] if value is not None]}
    typed = {} if kind is None else {"type": kind}
    return {**{key: value for key, value in schema.items() if key != "nullable"}, **typed}


def _null(schema: Node) -> dict[str, Any]:
    return {"nullable": True} if is_null_allowed(schema) else {}
