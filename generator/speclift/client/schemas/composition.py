"""Composed schemas as plain ones: `allOf` is joined, and `oneOf` beside properties is merged into them. What is left is
a reference, an object with its properties, a union of alternatives, or a scalar, list or map (JSON Schema 2020-12,
section 10.2; OpenAPI 3.1.1, section 4.8.24.2).  A component with a discriminator that others build on keeps them:
`$subtypes` says which tag means which component, and each of these has its `$base`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from speclift.client.schemas.families import (
    ALTERNATIVES,
    BASE,
    MOST_INHERITED,
    SUBTYPES,
    bases_of,
    children_of,
    is_sum,
    listed,
    parents_of,
    tags_of_base,
    too_many,
)
from speclift.client.schemas.parts import ANNOTATIONS, by_type, either, refined, single
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import (
    REFERENCE,
    dereferenced,
    reference_alone,
    reference_to,
    refers_to,
    without_reference,
)

_NESTED = ("items", "additionalProperties", "contains", "contentSchema", "propertyNames", "unevaluatedProperties")

#: Keywords beside a reference that change the shape of values.
_SHAPING = frozenset({"additionalProperties", "allOf", "anyOf", "items", "oneOf", "patternProperties", "properties"})

#: Keys that hold a schema outside of schemas, and keys that never have one below them.
_SCHEMAS = frozenset({"schema", "itemSchema"})
_NO_SCHEMAS = frozenset({"example", "examples", "securitySchemes", "info"})

#: How deep joined types are nested; anything deeper is left open.
_DEEPEST = 24


def composed(document: Node) -> dict[str, Any]:
    """The document with every schema in one of these forms.

    Raises SourceError where parts refer to each other too often, or add up to too much.
    """
    try:
        return _composed(document)
    except RecursionError as error:
        raise too_many("too many schemas are parts of each other (`allOf`)") from error


def _composed(document: Node) -> dict[str, Any]:
    # In 3.0, the siblings of a reference are ignored (OpenAPI 3.0.4, section 4.7.23).
    has_siblings = not str(document.get("openapi")).startswith("3.0")
    composer = _Composer(document.get("components", {}).get("schemas") or {}, has_siblings=has_siblings)
    schemas = {name: composer.component(name) for name in composer.given}
    components = {**document.get("components", {}), "schemas": schemas}
    found = {key: value for key, value in document.items() if key != "components"}
    whole = {**composer.schemas_within(found), "components": composer.schemas_within(components, own=schemas)}
    for name, tags in composer.tagged.items():
        schemas[name] = _with_tags(schemas.get(name), tags, schemas)
    return whole


def _with_tags(schema: Any, tags: Iterable[str], schemas: Node) -> Any:
    """An object type with the properties by which unions recognise it, even those that it does not name itself."""
    if not isinstance(schema, dict) or not (schema.get("type") == "object" or "properties" in schema):
        return schema
    known = set(schema.get("properties") or ())
    base = schema
    while BASE in base:
        base = schemas[refers_to(base[BASE])]
        known |= set(base.get("properties") or ())
    more = {tag: {"type": "string"} for tag in tags if tag not in known}
    return {**schema, "properties": {**more, **(schema.get("properties") or {})}} if more else schema


class _Composer:
    def __init__(self, given: Node, *, has_siblings: bool = True) -> None:
        self.given = given
        self.has_siblings = has_siblings
        children = children_of(given)
        self.bases = bases_of(given, children)
        self.sums = {name for name in children if name not in self.bases and is_sum(given[name], name, children)}
        self.circles: dict[str, bool] = {}
        self.open: set[int] = set()
        self.known: dict[str, Node] = {}
        self.count = 0
        #: The properties by which unions distinguish each component from others.
        self.tagged: dict[str, dict[str, None]] = {}

    def component(self, name: str) -> Any:
        """A component, with its base and the components that build on it."""
        schema = self.given[name]
        if not isinstance(schema, dict):
            return schema
        if self.is_circle(name):
            return {}
        # Two components that build on each other are not a family.
        own = self.bases.get(name, ())
        parents = [target for target in parents_of(schema) if target in self.bases and target not in (name, *own)]
        parent = parents[0] if parents else None
        if name in self.sums:
            # Each of its alternatives includes all that it says itself.
            notes = {key: value for key, value in schema.items() if key in ANNOTATIONS}
            return {**notes, **{key: schema[key] for key in ALTERNATIVES if key in schema}}
        if parent is None and name not in self.bases:
            return self.schema(schema)
        found = self.flat(schema)
        found.pop("discriminator", None)
        for key in ALTERNATIVES if name in self.bases else ():
            found.pop(key, None)
        found = self._below(self._beside(found))
        if name in self.bases:
            discriminator = self.discriminator(name)
            tag = str(discriminator.get("propertyName", ""))
            given = dereferenced((found.get("properties") or {}).get(tag), self.given)
            is_closed = not given.keys().isdisjoint(("const", "enum"))
            tags = tags_of_base(discriminator, name, self.bases[name], is_closed=is_closed)
            found[SUBTYPES] = {"tag": tag, "of": tags}
        if parent is not None:
            found[BASE] = reference_to(parent)
        return found

    def is_circle(self, name: str) -> bool:
        """Whether a component is nothing but a reference that leads back to it."""
        seen = {name}
        schema: Any = self.given[name]
        found = False
        while isinstance(schema, dict):
            if isinstance(schema.get("allOf"), list):
                schema = single(schema)
            elif target := refers_to(schema):
                found = target in seen or self.circles.get(target, False)
                if found or target in self.circles:
                    break
                seen.add(target)
                schema = self.given.get(target)
            else:
                break
        # Everything that leads there ends in the same way.
        self.circles |= dict.fromkeys(seen, found)
        return found

    def discriminator(self, name: str) -> Node:
        """The discriminator of a base: its own or that of its own base."""
        schema = self.given[name]
        if isinstance(schema.get("discriminator"), dict):
            own: Node = schema["discriminator"]
            return own
        tagged = (self.given[parent] for parent, below in self.bases.items() if name in below)
        return next((base["discriminator"] for base in tagged if isinstance(base.get("discriminator"), dict)), {})

    def schema(self, schema: Any) -> Any:
        """A schema, composed together with all schemas below it."""
        if not isinstance(schema, dict):
            return schema
        if refers_to(schema):
            if not self.has_siblings or _SHAPING.isdisjoint(schema):
                return schema
            # The reference is one more part, like those of `allOf` (JSON Schema 2020-12, section 8.2.3.1).
            parts = [reference_alone(schema), *listed(schema, "allOf")]
            return self.schema({**without_reference(schema), "allOf": parts})
        if not isinstance(schema.get("allOf"), list):
            return self._below(self._beside(by_type(schema)))
        alone = single(schema)
        if alone is not None:
            return self.schema(alone)
        if id(schema) in self.open or len(self.open) > _DEEPEST:
            # It has itself among its properties: the type that it builds on is the best substitute.
            return next((part for part in schema["allOf"] if refers_to(part)), {})
        self.open.add(id(schema))
        found = self._below(self._beside(by_type(self.flat(schema))))
        self.open.discard(id(schema))
        return found

    def inherited(self, name: str) -> Node:
        """All that a component says, computed once. Raises SourceError where that adds up to too much."""
        if name not in self.known:
            schema = self.given.get(name)
            # A component that is a part of itself adds nothing to itself.
            self.known[name] = {}
            self.known[name] = self.flat(schema) if isinstance(schema, dict) else {}
        self.count += len(self.known[name].get("properties") or ())
        if self.count > MOST_INHERITED:
            raise too_many(f"its schemas inherit more than {MOST_INHERITED:,} properties by `allOf`")
        return self.known[name]

    def flat(self, schema: Node) -> dict[str, Any]:
        """All that a schema, what it refers to and the parts of its `allOf` say together."""
        name = refers_to(schema)
        found: dict[str, Any] = {}
        if name:
            found = dict(self.inherited(name))
            if found:
                found.pop("nullable", None)
                for key in ("discriminator", *ALTERNATIVES) if name in self.bases or name in self.sums else ():
                    found.pop(key, None)
        for part in schema.get("allOf") or ():
            if isinstance(part, dict):
                found = self._joined(found, self.flat(part))
        own = {key: value for key, value in schema.items() if key not in (REFERENCE, "allOf")}
        return self._joined(found, own)

    def _joined(self, first: Node, second: Node) -> dict[str, Any]:
        """What two schemas say together; the second one takes precedence."""
        if not first:
            return dict(second)
        found = {**first, **second}
        for key in ("properties", "patternProperties", "$defs"):
            one, two = first.get(key), second.get(key)
            if isinstance(one, dict) and isinstance(two, dict):
                found[key] = {**one, **{name: refined(one.get(name), inner) for name, inner in two.items()}}
        if first.get("required") and second.get("required"):
            found["required"] = list(dict.fromkeys([*first["required"], *second["required"]]))
        if isinstance(first.get("items"), dict) and isinstance(second.get("items"), dict):
            found["items"] = refined(first["items"], second["items"])
        if first.get("enum") and second.get("enum"):
            found["enum"] = [value for value in first["enum"] if value in second["enum"]] or second["enum"]
        if isinstance(first.get("type"), list) and isinstance(second.get("type"), list):
            found["type"] = [kind for kind in first["type"] if kind in second["type"]] or second["type"]
        for key in ALTERNATIVES:
            if first.get(key) and second.get(key) and first[key] != second[key]:
                # The alternatives of both count: those of the first are merged at once.
                found = self._beside({**found, key: first[key], "properties": found.get("properties") or {}})
                found[key] = second[key]
        return found

    def _beside(self, schema: Node) -> dict[str, Any]:
        """A schema with alternatives beside properties: it has the properties of all, and requires what all require."""
        found = dict(schema)
        for key in ALTERNATIVES:
            options = found.get(key)
            if not isinstance(options, list) or not isinstance(found.get("properties"), dict):
                continue
            flat = [self._beside(self.flat(part)) for part in options if isinstance(part, dict)]
            if not all(part.get("type", "object") == "object" and not part.get("enum") for part in flat):
                continue
            taken: dict[str, list[Any]] = {}
            for part in flat:
                for name, inner in (part.get("properties") or {}).items():
                    if inner not in taken.setdefault(name, []):
                        taken[name].append(inner)
            more = {name: kinds[0] if len(kinds) == 1 else either(kinds) for name, kinds in taken.items()}
            own = found["properties"]
            found["properties"] = {**own, **{name: inner for name, inner in more.items() if name not in own}}
            common = set.intersection(*(set(part.get("required") or ()) for part in flat)) if flat else set()
            found["required"] = [*(found.get("required") or ()), *sorted(common)]
            del found[key]
            found.pop("discriminator", None)
        return found

    def _below(self, schema: Node) -> dict[str, Any]:
        found = dict(schema)
        for key in ("properties", "patternProperties", "$defs"):
            if isinstance(found.get(key), dict):
                found[key] = {name: self.schema(inner) for name, inner in found[key].items()}
        for key in _NESTED:
            if isinstance(found.get(key), dict):
                found[key] = self.schema(found[key])
        for key in (*ALTERNATIVES, "prefixItems"):
            if isinstance(found.get(key), list):
                found[key] = [self.schema(part) for part in found[key]]
        discriminator = found.get("discriminator")
        tag = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        if isinstance(tag, str):
            for part in (part for key in ALTERNATIVES for part in listed(found, key)):
                if name := refers_to(part):
                    self.tagged.setdefault(name, {})[tag] = None
        return found

    def schemas_within(self, node: Any, *, own: Node | None = None) -> Any:
        """A part of the document that is not a schema, with the schemas in it composed."""
        if isinstance(node, list):
            return [self.schemas_within(item) for item in node]
        if not isinstance(node, dict):
            return node
        found: dict[str, Any] = {}
        for key, value in node.items():
            if isinstance(value, dict):
                if key == "schemas" and own is not None:
                    found[key] = own
                elif key in _SCHEMAS:
                    found[key] = self.schema(value)
                else:
                    found[key] = value if key in _NO_SCHEMAS else self.schemas_within(value)
            elif isinstance(value, list) and key not in _NO_SCHEMAS:
                found[key] = [self.schemas_within(item) for item in value]
            else:
                found[key] = value
        return found
