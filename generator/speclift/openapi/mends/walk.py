"""One walk through a document, which runs the mends of its kind on each object."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from speclift.openapi.checking.schema_rules import anchors_in
from speclift.openapi.checking.semantics import operation_ids
from speclift.openapi.mends.change import GONE, Change, Mend, Site
from speclift.openapi.mends.edits import Edit
from speclift.openapi.mends.moved_references import Moves
from speclift.openapi.mends.origins import Origins
from speclift.openapi.mends.references import dead_references
from speclift.openapi.mends.schemas import TYPE_WORDS
from speclift.openapi.structure.fields import fields_of
from speclift.openapi.structure.nodes import Json, described, mapping
from speclift.openapi.structure.objects import Fields, Place, is_extension
from speclift.openapi.structure.references import reference_to
from speclift.openapi.structure.steps import Steps, steps_of

_TYPES = frozenset({"array", "boolean", "integer", "number", "object", "string", *TYPE_WORDS})
#: Kinds of objects for which null, an empty list or an empty string means an empty one.
_MAY_BE_EMPTY = frozenset({"schemas", "pathItems", "operations", "mediaTypes", "headers", "responses"})


class Walk:
    """Mends a document once.

    `before` and `after` return the mends of a kind.  After `mended`, `edits` holds what was found, and `moves` what has
    another place now.
    """

    def __init__(
        self,
        document: Json,
        version: str,
        before: Callable[[str], Sequence[Mend]],
        after: Callable[[str], Sequence[Mend]],
    ) -> None:
        self.edits: list[Edit] = []
        self._parts: dict[Steps, Steps] = {}
        self.moves = Moves(Origins(), self._parts)
        self._document = document
        self._dead = frozenset(dead_references(document))
        self._operation_ids = functools.cache(lambda: frozenset(operation_ids(document)))
        self._anchors = functools.cache(lambda: frozenset(anchors_in(document)))
        self._version = version
        self._before, self._after = before, after
        self._mends: dict[str, tuple[Sequence[Mend], Fields, Sequence[Mend]]] = {}

    def mended(self) -> Json:
        """The document after the walk; it is the same object where there was nothing to mend."""
        found: Json = self._object(self._document, "document", None)
        return found

    def _object(self, given: Any, kind: str, place: Place) -> Any:
        if given is GONE:
            return given
        node = given if isinstance(given, dict) else self._made_of(given, kind, place)
        if not isinstance(node, dict):
            return node
        if kind not in self._mends:
            self._mends[kind] = self._before(kind), fields_of(kind), self._after(kind)
        before, fields, after = self._mends[kind]
        site = Site(kind, place, self._document, self._version, self._dead, self._operation_ids, self._anchors)
        old_keys: dict[str, Mapping[str, str]] = {}
        node = self._changed(node, site, before, old_keys)
        if node is GONE or (isinstance(node.get("$ref"), str) and kind not in ("schemas", "pathItems")):
            return node
        changed: Json = {}
        open_fields = fields.get("*")
        own = old_keys.get("", {})
        for key, value in node.items():
            if open_fields:
                if is_extension(key):
                    continue
                shape, inner = open_fields
            elif key in fields:
                shape, inner = fields[key]
            else:
                continue
            found = self._field(value, shape, inner, (place, own.get(key, key)), old_keys.get(key, {}))
            if found is not value:
                changed[key] = found
        if changed:
            node = _with(node, changed)
        return self._changed(node, site, after, old_keys)

    def _changed(self, node: Any, site: Site, mends: Sequence[Mend], names: dict[str, Mapping[str, str]]) -> Any:
        for mend in mends:
            changes = list(mend(node, site))
            for change in changes:
                self._note(change, site)
                if change.is_gone:
                    return GONE
                if change.fields:
                    node = _with(node, change.fields)
                for field, old in change.names.items():
                    names[field] = {**names.get(field, {}), **old}
                    self.moves.origins.rename(steps_of((site.place, field) if field else site.place), old)
                if change.moved:
                    here = steps_of(site.place)
                    self._parts.update({(*here, *old): (*here, *new) for old, new in change.moved.items()})
        return node

    def _field(self, value: Any, shape: str, inner: str, place: Place, names: Mapping[str, str]) -> Any:
        if shape == "one":
            return self._object(value, inner, place)
        if shape == "list":
            return self._list(value, inner, place)
        if value == []:
            self._say("wrong-value", "an empty list stands where a map belongs; it is read as an empty map", place)
            return {}
        if not isinstance(value, dict):
            self._say("wrong-value", f"{described(value)} stands where a map belongs; it is left out", place)
            return GONE
        changed = {}
        for name, part in value.items():
            if shape == "open map" and is_extension(name):
                continue
            found = self._object(part, inner, (place, names.get(name, name)))
            if found is not part:
                changed[name] = found
        return _with(value, changed) if changed else value

    def _list(self, value: Any, inner: str, place: Place) -> Any:
        if isinstance(value, dict) and value:
            self._say("wrong-value", "an object stands where a list belongs; it is read as a list of one", place)
            found = self._object(value, inner, place)
            self._parts[steps_of(place)] = (*steps_of(place), "0")
            return GONE if found is GONE else [found]
        if not isinstance(value, list):
            self._say("wrong-value", f"{described(value)} stands where a list belongs; it is left out", place)
            return GONE
        items = [self._object(part, inner, (place, index)) for index, part in enumerate(value)]
        if GONE not in items and all(new is old for new, old in zip(items, value, strict=True)):
            return value
        kept = [index for index, item in enumerate(items) if item is not GONE]
        if len(kept) < len(items):
            self.moves.origins.keep(steps_of(place), kept)
        return [items[index] for index in kept]

    def _made_of(self, given: Any, kind: str, place: Place) -> Any:
        """The object that a value of another type is read as; GONE where it is left out."""
        if kind == "schemas" and isinstance(given, bool):
            if self._version != "3.0" or (place and place[1] in ("additionalProperties", "unevaluatedProperties")):
                return given
            self._say("later-keyword", "the schema is a boolean, as in OpenAPI 3.1; it is read so", place)
            return {} if given else {"not": {}}
        if kind == "schemas" and isinstance(given, list) and place and place[1] == "items":
            # The mends of its owner have handled it.
            return given
        found, how = self._component(given) if kind == "schemas" else (None, "")
        if not how:
            found, how = _read(given, kind)
        self._say("wrong-value", f"{described(given)} stands where an object belongs; {how}", place)
        return found

    def _component(self, given: Any) -> tuple[Any, str]:
        """A reference to the schema that a value names, and words for how it is read; None and empty without one."""
        schemas = mapping(mapping(self._document.get("components")).get("schemas"))
        if isinstance(given, str) and given in schemas:
            return reference_to(given), "it is read as a reference to the component of that name"
        return None, ""

    def _note(self, change: Change, site: Site) -> None:
        key = (change.key,) if isinstance(change.key, str) else change.key
        place = (*steps_of(site.place), *key)
        self.edits.append(Edit(change.kind, change.message, place, is_kept=change.is_kept, stand_in=change.stand_in))

    def _say(self, kind: str, message: str, place: Place) -> None:
        self.edits.append(Edit(kind, message, steps_of(place)))


def _read(given: Any, kind: str) -> tuple[Any, str]:
    """The object that a value of another type is read as, GONE for none, and words for how it is read."""
    if kind == "schemas" and isinstance(given, str):
        if given.lower() in _TYPES:
            return {"type": given}, "it is read as the name of a type"
        if given.startswith("#/"):
            return {"$ref": given}, "it is read as a reference"
        return {}, "any value is allowed"
    if kind == "responses" and isinstance(given, str):
        return {"description": given}, "it is read as the description"
    if kind == "tags" and isinstance(given, str):
        return {"name": given}, "it is read as the name of the tag"
    if kind == "servers" and isinstance(given, str):
        return {"url": given}, "it is read as the address of the server"
    if kind == "licenses" and isinstance(given, str):
        return {"name": given}, "it is read as the name of the license"
    if kind == "externalDocs" and isinstance(given, str):
        return {"url": given}, "it is read as the address"
    if kind == "discriminators" and isinstance(given, str):
        return {"propertyName": given}, "it is read as the name of its property, as in Swagger 2.0"
    if kind == "examples" and given is not None:
        return {"value": given}, "it is read as the value of the example"
    if kind == "infos":
        return {"title": "", "version": ""}, "title and version are taken as empty"
    if kind == "schemas":
        return {}, "any value is allowed"
    if kind in _MAY_BE_EMPTY and given in (None, [], ""):
        return {}, "it is read as an empty one"
    return GONE, "it is left out"


def _with(node: Mapping[str, Any], fields: Mapping[str, Any]) -> Json:
    """The object with these fields in place of its own; the order stays, and GONE removes a field."""
    found = {key: fields.get(key, value) for key, value in node.items()}
    found.update({key: value for key, value in fields.items() if key not in node})
    return {key: value for key, value in found.items() if value is not GONE}
