"""Objects and closed enumerations inside of other schemas, as components with names of their own.

`Owner` and its property `state` give `OwnerState`; a body gives the operation's name and `Request` or `Response`.
Properties with one name and the same members are one enumeration, which has the names of all of its places, so that a
new property takes no name away.  The rest of the document stays as it is.
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
from speclift.client.schemas.inlined import inlined
from speclift.client.schemas.parts import ANNOTATIONS
from speclift.openapi.structure.media_types import (
    EVENT_STREAM,
    FORM,
    FORM_DATA,
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
    return _Hoister(inlined(document), has_aliases=has_aliases, is_composed=is_composed).document()


class _Hoister:
    def __init__(self, document: Node, *, has_aliases: bool, is_composed: bool) -> None:
        self.source = document
        self.is_composed = is_composed
        self.has_aliases = has_aliases
        self.schemas: dict[str, Any] = {}
        self.components: Node = document.get("components", {})
        self.given: Node = self.components.get("schemas", {})
        self.called = {name: pascal(short) for name, short in type_names(self.given).items()}
        self.enumerations = _shared_enumerations(self.given, self.called)
        self.names = {key: pascal(name) for key, name in short_names(document).items()}

    def document(self) -> dict[str, Any]:
        for name, schema in self.given.items():
            self.schemas[name] = self._below(schema, self.called[name])
        paths = {
            path: with_operations(item, functools.partial(self._operation, path))
            for path, given in paths_of(self.source)
            if (item := self._followed(given, "pathItems"))
        }
        schemas = without_union_circles(self.schemas)
        components = {**self.source.get("components", {}), "schemas": schemas}
        return {**self.source, "paths": paths, "components": components}

    def _operation(self, path: str, method: str, operation: Any) -> Any:
        if not isinstance(operation, dict):
            return operation
        name = self.names.get((path, method)) or "Operation"
        found = dict(operation)
        if isinstance(operation.get("requestBody"), dict):
            found["requestBody"] = self._body(
                self._followed(operation["requestBody"], "requestBodies"), f"{name}Request"
            )
        if isinstance(operation.get("responses"), dict):
            first = min((str(status) for status in operation["responses"] if str(status).startswith("2")), default="")
            found["responses"] = {
                status: self._body(
                    self._followed(response, "responses"),
                    f"{name}Response{'' if str(status) == first else str(status).capitalize()}",
                )
                for status, response in operation["responses"].items()
            }
        return found

    def _followed(self, node: Any, kind: str) -> Node:
        # Nearly all of them are not references.
        return node if isinstance(node, dict) and REFERENCE not in node else followed(node, kind, self.components)

    def _body(self, body: Any, name: str) -> Any:
        if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
            return body
        first = _first(body["content"])
        content = {}
        entries = {key: self._entry(key, entry) for key, entry in body["content"].items()}
        for media_type, entry in entries.items():
            own = name if media_type == first or _is_same(entry, entries[first]) else name + _form(media_type)
            inner = {key: self._inner(entry[key], own) for key in ("schema", "itemSchema") if key in entry}
            content[media_type] = {**entry, **inner}
        return {**body, "content": content}

    def _entry(self, media_type: str, given: Any) -> Node:
        """A Media Type Object; the schema of each event is that of its data."""
        entry = self._followed(given, "mediaTypes")
        if "itemSchema" not in entry or plain_kind(media_type) != EVENT_STREAM:
            return entry
        return {**entry, "itemSchema": event_data(entry["itemSchema"], self.given)}

    def _below(self, schema: Any, owner: str) -> Any:
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
                pattern: self._inner(inner, f"{owner}Item") for pattern, inner in schema["patternProperties"].items()
            }
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                found[key] = self._inner(schema[key], f"{owner}Item")
        for key in ("anyOf", "oneOf", "prefixItems"):
            if isinstance(schema.get(key), list):
                is_single = key != "prefixItems" and len(alternatives({key: schema[key]})) == 1
                found[key] = [
                    self._inner(part, owner if is_single else _option(owner, part, number))
                    for number, part in enumerate(schema[key], 1)
                ]
        if not self.is_composed and (parts := _parts(schema)):
            rest = (part for part in schema["allOf"] if isinstance(part, dict) and not _says_more(part))
            notes = {key: value for part in rest for key, value in part.items() if key in ANNOTATIONS}
            found = {**notes, **found, "allOf": [self._below(part, owner) for part in parts]}
        return found

    def _property(self, name: str, inner: Any, owner: str) -> Any:
        own = owner + pascal(name)
        shared = self.enumerations.get(_enumeration_key(name, inner), own)
        found = self._inner(inner, shared)
        if self.has_aliases and shared != own and own not in self.given and own not in self.schemas:
            self.schemas[own] = {**reference_alone(found), ALIAS: True}
        return found

    def _owner_of(self, name: str, inner: Any, schema: Node, owner: str) -> str:
        """The owner of a property of a class: the base class, where both say the same about it."""
        found = owner
        while BASE in schema:
            parent = refers_to(schema[BASE])
            schema = self.given[parent]
            if (schema.get("properties") or {}).get(name) == inner:
                found = self.called[parent]
        return found

    def _inner(self, schema: Any, name: str) -> Any:
        if not isinstance(schema, dict) or REFERENCE in schema:
            return schema
        is_sum = not self.is_composed and _is_sum(schema)
        if not (is_sum or is_class(schema) or is_union(schema, self.given)):
            return self._below(schema, name)
        notes = {key: schema[key] for key in ("description", "readOnly", "writeOnly", "deprecated") if key in schema}
        return {**reference_to(self._add(name, schema)), **_null(schema), **notes}

    def _add(self, name: str, schema: Node) -> str:
        found = self._below(schema, name)
        kinds = found.get("type")
        if isinstance(kinds, list):
            found["type"] = next((kind for kind in kinds if kind != "null"), "null")
        found.pop("nullable", None)
        if "enum" in found:
            # What a property says about itself stays with the property.
            values = [value for value in found["enum"] if value is not None]
            found = {"type": found.get("type", "string"), "enum": values}
        # The name comes from the place, so that a new property does not change it; where two share a place, from the
        # content.
        names = [name, *([f"{name}Inline"] if name in self.given else []), f"{name}{digest(name)}"]
        name = next((one for one in names if self._is_free(one, found)), "")
        if not name:
            name = f"{names[-1]}{digest(repr(sorted(found.items(), key=str)))}"
        self.schemas[name] = found
        return name

    def _is_free(self, name: str, schema: Node) -> bool:
        return self.schemas[name] == schema if name in self.schemas else name not in self.given


def _option(owner: str, schema: Any, number: int) -> str:
    """The name of one of several types that a value may have: by its title, its tag, else by its place."""
    if not isinstance(schema, dict):
        return owner
    title = schema.get("title")
    if isinstance(title, str) and title:
        return owner + pascal(title)
    properties = schema.get("properties")
    for inner in properties.values() if isinstance(properties, dict) else ():
        values = [inner["const"]] if isinstance(inner, dict) and "const" in inner else _members(inner)
        if len(values) == 1 and isinstance(values[0], str) and pascal(values[0]):
            return owner + pascal(values[0])
    return f"{owner}Option{number}"


def _members(schema: Any) -> list[Any]:
    values = schema.get("enum") if isinstance(schema, dict) else None
    return values if isinstance(values, list) else []


def _first(kinds: Collection[str]) -> str:
    """The media type whose class is called after the operation alone: JSON, else a form, else the first."""
    forms = (kind for kind in kinds if is_form(kind) or is_multipart(kind))
    return next(filter(is_json, kinds), None) or next(forms, None) or next(iter(kinds), "")


def _is_same(first: Any, second: Any) -> bool:
    return isinstance(first, dict) and isinstance(second, dict) and first.get("schema") == second.get("schema")


def _form(media_type: str) -> str:
    """The part of the name that distinguishes the class of a body from that of another media type of the same body."""
    kind = plain_kind(media_type)
    forms = {FORM: "Form", FORM_DATA: "Multipart"}
    return forms.get(kind) or pascal(kind.rpartition("/")[2])


def _enumeration_key(name: str, schema: Any) -> tuple[str, str] | None:
    """The identity of an enumeration of properties: the property's name and the members."""
    if not isinstance(schema, dict) or not is_enumeration(schema):
        return None
    return name, repr([value for value in schema["enum"] if value is not None])


def _shared_enumerations(schemas: Node, called: Mapping[str, str]) -> dict[tuple[str, str] | None, str]:
    """The name of each enumeration in properties."""
    owners: dict[tuple[str, str], list[str]] = {}
    for owner, schema in schemas.items():
        for name, inner in schema.get("properties", {}).items() if isinstance(schema, dict) else ():
            key = _enumeration_key(name, inner)
            if key:
                owners.setdefault(key, []).append(called[owner] + pascal(name))
    return {key: min(names, key=lambda name: (len(name), name)) for key, names in owners.items()}


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


def _null(schema: Node) -> dict[str, Any]:
    return {"nullable": True} if is_null_allowed(schema) else {}
