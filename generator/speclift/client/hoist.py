"""Objects and closed enumerations that stand inside of other schemas, as components with names of their own.

`Owner` and its property `state` give `OwnerState`; a body gives the operation's name and `Request` or `Response`.
Properties of one name with the same members are one enumeration, called after the owner with the shortest name.  The
rest of the document stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.client.names import digest, pascal
from speclift.client.schemas import Json
from speclift.contract.paths import paths_of
from speclift.contract.records import METHODS


def hoist(document: Json) -> dict[str, Any]:
    """The document with every object and every closed enumeration of a property or body as a component."""
    return _Hoister(document).document()


#: How many references may lead to each other.
_LONGEST_CHAIN = 10


class _Hoister:
    def __init__(self, document: Json) -> None:
        self.source = document
        self.schemas: dict[str, Any] = {}
        self.given: Json = document.get("components", {}).get("schemas", {})
        self.enumerations = _shared_enumerations(self.given)

    def document(self) -> dict[str, Any]:
        for name, schema in self.given.items():
            self.schemas[name] = self._below(schema, pascal(name))
        paths = {
            path: {method: self._operation(value) if method in METHODS else value for method, value in item.items()}
            for path, given in paths_of(self.source)
            if isinstance(item := self._followed(given), Mapping)
        }
        components = {**self.source.get("components", {}), "schemas": self.schemas}
        return {**self.source, "paths": paths, "components": components}

    def _operation(self, operation: Any) -> Any:
        if not isinstance(operation, Mapping):
            return operation
        name = pascal(str(operation.get("operationId", "")).rpartition("_")[2]) or "Operation"
        found = dict(operation)
        if isinstance(operation.get("requestBody"), Mapping):
            found["requestBody"] = self._body(self._followed(operation["requestBody"]), f"{name}Request")
        if isinstance(operation.get("responses"), Mapping):
            found["responses"] = {
                status: self._body(
                    self._followed(response), f"{name}Response{'' if str(status).startswith('2') else status}"
                )
                for status, response in operation["responses"].items()
            }
        return found

    def _followed(self, node: Any) -> Any:
        """What a reference to another part of the document leads to; a node that is none, itself."""
        for _ in range(_LONGEST_CHAIN):
            target = node.get("$ref") if isinstance(node, Mapping) else None
            if not isinstance(target, str) or not target.startswith("#/"):
                return node
            node = self.source
            for part in target[2:].split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                node = node.get(key, {}) if isinstance(node, Mapping) else {}
        return {}

    def _body(self, body: Any, name: str) -> Any:
        if not isinstance(body, Mapping) or not isinstance(body.get("content"), Mapping):
            return body
        content = {
            media_type: {**entry, "schema": self._inner(entry["schema"], name)}
            if isinstance(entry, Mapping) and "schema" in entry
            else entry
            for media_type, entry in body["content"].items()
        }
        return {**body, "content": content}

    def _below(self, schema: Any, owner: str) -> Any:
        """A schema with what stands in it hoisted, itself left where it is."""
        if not isinstance(schema, Mapping):
            return schema
        found = dict(schema)
        if isinstance(schema.get("properties"), Mapping):
            found["properties"] = {
                name: self._inner(inner, self.enumerations.get(_enumeration_key(name, inner), owner + pascal(name)))
                for name, inner in schema["properties"].items()
            }
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), Mapping):
                found[key] = self._inner(schema[key], f"{owner}Item")
        for key in ("allOf", "anyOf", "oneOf"):
            if isinstance(schema.get(key), list):
                found[key] = [
                    self._inner(part, owner if key == "allOf" else _option(owner, part, number), key)
                    for number, part in enumerate(schema[key], 1)
                ]
        return found

    def _inner(self, schema: Any, name: str, keyword: str = "") -> Any:
        if not isinstance(schema, Mapping) or "$ref" in schema:
            return schema
        if not is_class(schema) or keyword == "allOf":
            return self._below(schema, name)
        notes = {key: schema[key] for key in ("description", "readOnly", "deprecated") if key in schema}
        return {"$ref": f"#/components/schemas/{self._add(name, schema)}", **_null(schema), **notes}

    def _add(self, name: str, schema: Json) -> str:
        found = self._below(schema, name)
        kinds = found.get("type")
        if isinstance(kinds, list):
            found["type"] = next(kind for kind in kinds if kind != "null")
        found.pop("nullable", None)
        if "enum" in found:
            # What a property says of itself is said at the property.
            values = [value for value in found["enum"] if value is not None]
            found = {"type": found.get("type", "string"), "enum": values}
        if (name in self.given or name in self.schemas) and self.schemas.get(name) != found:
            name = f"{name}{digest(repr(sorted(found.items(), key=str)))}"
        self.schemas[name] = found
        return name


def _option(owner: str, schema: Any, number: int) -> str:
    """The name of one of several types that a value may have: by its title, else by its place."""
    title = schema.get("title") if isinstance(schema, Mapping) else None
    return owner + (pascal(title) if isinstance(title, str) and title else f"Option{number}")


def _enumeration_key(name: str, schema: Any) -> tuple[str, str] | None:
    """What makes two enumerations of properties one: the property's name and the members."""
    if not isinstance(schema, Mapping) or not is_enumeration(schema):
        return None
    return name, repr([value for value in schema["enum"] if value is not None])


def _shared_enumerations(schemas: Json) -> dict[tuple[str, str] | None, str]:
    """The name of each enumeration that stands in properties."""
    owners: dict[tuple[str, str], list[str]] = {}
    for owner, schema in schemas.items():
        for name, inner in schema.get("properties", {}).items() if isinstance(schema, Mapping) else ():
            key = _enumeration_key(name, inner)
            if key:
                owners.setdefault(key, []).append(pascal(owner) + pascal(name))
    return {key: min(names, key=lambda name: (len(name), name)) for key, names in owners.items()}


#: The keys of a path item that are operations (OpenAPI 3.1.1, 4.8.9).


def is_class(schema: Json) -> bool:
    """Whether a schema becomes a class: an object with properties, or a closed enumeration of strings or integers."""
    return is_object(schema) or is_enumeration(schema)


def is_object(schema: Json) -> bool:
    """Whether a schema is an object with properties, its own or those of its parts."""
    return bool(schema.get("properties")) or (
        isinstance(schema.get("allOf"), list) and len(schema["allOf"]) > 1 and "type" not in schema
    )


def is_enumeration(schema: Json) -> bool:
    """Whether a schema is an enumeration whose members are all strings or all integers, null aside."""
    values = [value for value in schema.get("enum") or () if value is not None]
    return bool(values) and (
        all(isinstance(value, str) for value in values)
        or all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    )


def _null(schema: Json) -> dict[str, Any]:
    kinds = schema.get("type")
    is_nullable = (isinstance(kinds, list) and "null" in kinds) or schema.get("nullable") is True
    return {"nullable": True} if is_nullable else {}
