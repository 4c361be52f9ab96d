"""Comparison of two objects: properties that were added or removed, required ones, and unlisted ones."""

from __future__ import annotations

from typing import Protocol

from speclift.diff.rules.change import Direction
from speclift.diff.schemas.schema import ANYTHING, NOTHING, Schema
from speclift.diff.schemas.sides import Side
from speclift.model.text import counted


class Walk(Protocol):
    """A walk through two schemas: their sides, and what is done with the differences."""

    direction: Direction
    before: Side
    after: Side

    def note(self, name: str, place: str, old: str = "", new: str = "") -> None:
        """Note a difference under a rule of this name."""

    def compare(self, old: Schema, new: Schema, place: str) -> None:
        """Compare the schemas at a place."""


def compare_objects(walk: Walk, old: Schema, new: Schema, place: str) -> None:
    """Compare the properties of two objects: those that are listed, those that match patterns, and all others."""
    bare = old if new.properties else new
    is_one_sided = bool(old.properties) != bool(new.properties) and _is_bare(bare)
    if is_one_sided and (walk.direction == "request" or bare.is_nullable):
        # An open object refuses no property, and a page whose sample is null often shows only an object that may be
        # null.
        name = "type-stated" if new.properties else "type-no-longer-stated"
        walk.note(name, place, *(_counted(schema) for schema in (old, new)))
        _required(walk, old, new, place, {*old.required} ^ {*new.required})
        _additional(walk, old, new, place)
    else:
        compare_properties(walk, old, new, place)
    for name in sorted(old.patterns.keys() | new.patterns.keys()):
        # Where no pattern matched these names, the schema of other properties applied.
        before, after = (_as_schema(schema.patterns.get(name, schema.additional)) for schema in (old, new))
        walk.compare(before, after, f"{place}{{{name}}}")


def compare_properties(walk: Walk, old: Schema, new: Schema, place: str) -> None:
    """Compare the listed properties of two objects, which of them are required, and the schema of unlisted ones."""
    for name, item in old.properties.items():
        if name in new.properties:
            _property(walk, name, old, new, place)
        elif not walk.before.is_hidden(item):
            _gone(walk, name, item, new, place)
    for name, item in new.properties.items():
        if name not in old.properties and not walk.after.is_hidden(item):
            is_needed = walk.direction == "request" and name in new.required
            code = "required-property-added" if is_needed else "property-added"
            walk.note(code, f"{place}.{name}", "", item.label)
            if isinstance(old.additional, Schema):
                walk.compare(old.additional, item, f"{place}.{name}")
    gone = old.required & old.properties.keys()
    _required(walk, old, new, place, (old.required ^ new.required) - new.properties.keys() - gone)
    _additional(walk, old, new, place)


def _gone(walk: Walk, name: str, item: Schema, new: Schema, place: str) -> None:
    """Note a property that is no longer listed: unlisted ones may be forbidden, or have a schema of their own."""
    inside = f"{place}.{name}"
    if isinstance(new.additional, Schema):
        if walk.direction == "response":
            walk.note("property-removed", inside, item.label)
        walk.compare(item, new.additional, inside)
        return
    is_refused = walk.direction == "request" and new.additional is False and not new.patterns
    walk.note("property-no-longer-allowed" if is_refused else "property-removed", inside, item.label)


def _required(walk: Walk, old: Schema, new: Schema, place: str, names: set[str] | frozenset[str]) -> None:
    """Note names that only one side requires, with or without a schema for them."""
    for name in sorted(names):
        is_needed = name in new.required
        schema, side = (new, walk.after) if is_needed else (old, walk.before)
        if not side.is_hidden(schema.properties.get(name, ANYTHING)):
            walk.note("property-became-required" if is_needed else "property-became-optional", f"{place}.{name}")


def _additional(walk: Walk, old: Schema, new: Schema, place: str) -> None:
    if old.additional is False or new.additional is False:
        if old.additional is not new.additional:
            is_closed = new.additional is False
            walk.note("unknown-properties-forbidden" if is_closed else "unknown-properties-allowed", place)
    else:
        walk.compare(_as_schema(old.additional), _as_schema(new.additional), f"{place}{{}}")


def _property(walk: Walk, name: str, old: Schema, new: Schema, place: str) -> None:
    before, after = old.properties[name], new.properties[name]
    inside = f"{place}.{name}"
    was_hidden, is_hidden = walk.before.is_hidden(before), walk.after.is_hidden(after)
    if was_hidden and is_hidden:
        return
    if was_hidden != is_hidden:
        kind = "read-only" if walk.direction == "request" else "write-only"
        walk.note(f"property-{'became' if is_hidden else 'no-longer'}-{kind}", inside)
        # A client that never sent it must now do so, whatever the schema said when only the server sent it.
        if walk.direction == "request" and name in (old if is_hidden else new).required:
            walk.note("property-became-optional" if is_hidden else "property-became-required", inside)
        return
    if (name in old.required) != (name in new.required):
        walk.note("property-became-required" if name in new.required else "property-became-optional", inside)
    if before.is_deprecated != after.is_deprecated:
        walk.note("property-deprecated" if after.is_deprecated else "property-no-longer-deprecated", inside)
    walk.compare(before, after, inside)


def _as_schema(given: Schema | bool | None) -> Schema:
    """The schema of unlisted properties: anything where none is stated, nothing for False."""
    return given if isinstance(given, Schema) else NOTHING if given is False else ANYTHING


def _is_bare(schema: Schema) -> bool:
    """Whether it is an object without further details."""
    return not schema.properties and schema.additional is None


def _counted(schema: Schema) -> str:
    count = len(schema.properties)
    return f"object with {counted(count, 'property', 'properties')}" if count else schema.label
