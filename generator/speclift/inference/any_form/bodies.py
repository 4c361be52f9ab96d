"""The body of a request or response: its stated type, its fields and its samples as one schema."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from speclift.inference.any_form.fields import properties_of
from speclift.inference.any_form.printed import PrintedTypes, Typed
from speclift.inference.any_form.values import (
    FITTING_SHARE,
    Shown,
    by_key_of,
    enrich,
    fits,
    has_null,
    items_of,
    schema_of,
    shown_in,
)
from speclift.model.facts import BodyFacts, Named, PrintedType, Unknown
from speclift.model.facts import ListOf as PrintedList
from speclift.model.schema import (
    Anything,
    ArrayOf,
    Component,
    MapOf,
    ObjectOf,
    Property,
    Ref,
    Scalar,
    Schema,
)

#: How many levels below the root of a sample an object of the named type is searched for.
_DEEPEST_ENVELOPE = 3
_MOST_ITEMS = 20


class StatedBody(msgspec.Struct, frozen=True):
    """A body before what other pages show is known: its schema, the rule, and the values that samples show of it."""

    facts: BodyFacts
    schema: Schema
    rule: str
    shown: list[Shown]

    def complete(self) -> Schema:
        """The schema with all that the samples of the body show beyond what is stated."""
        return enrich(self.schema, self.shown)

    @property
    def is_nullable(self) -> bool:
        """Whether a sample shows null as the whole body."""
        return has_null(self.shown) and any(value is not None for value, _ in self.shown)


def body_of(facts: BodyFacts, printed: PrintedTypes, components: Mapping[str, Component]) -> StatedBody:
    """The body that a page states, seen together with its samples.

    If there are samples, they decide what is at its root: where the docs speak of a list of users and
    a sample shows `{"data": [..]}`, users are in `data`.
    """
    shown = _of_one_kind(shown_in(facts.samples))
    stated = _stated(facts, printed, components, shown)
    if not any(value is not None for value, _ in shown):
        return StatedBody(facts, stated.schema, stated.rule, shown)
    inner, is_list = _item(stated.schema)
    keys = _keys(inner, printed)
    placed = _placed(inner, keys, shown, is_list=is_list) if isinstance(inner, Ref | ObjectOf) else None
    if placed is None:
        return StatedBody(facts, _decided(stated.schema, shown), stated.rule, shown)
    rule = stated.rule if placed == stated.schema else "sample-envelope"
    return StatedBody(facts, placed, rule, shown)


def _of_one_kind(shown: list[Shown]) -> list[Shown]:
    """The values without strings and numbers where there are objects or lists: those belong to another request."""
    kept = [item for item in shown if isinstance(item[0], dict | list)]
    return kept or shown


def _stated(
    facts: BodyFacts, printed: PrintedTypes, components: Mapping[str, Component], shown: Sequence[Shown]
) -> Typed:
    """What the type and the fields of a body state together."""
    literal_keys = by_key_of([*shown, *items_of(shown)])
    properties = properties_of(facts.fields, printed, literal_keys)
    typed = printed.of_sentence(facts.type, facts.place) if _is_sentence(facts.type) else None
    if isinstance(facts.type, Unknown) and (typed is None or typed.rule == "unknown"):
        return Typed(ObjectOf(properties), "listed-fields") if properties else Typed(Anything(), "unknown")
    hint = _name_in(facts.type)
    if properties and hint and printed.types.find(*hint, facts.place.file) is None:
        # The fields describe the named type, so it is known well enough.
        own = ObjectOf(properties, hint[0])
        return Typed(ArrayOf(own) if isinstance(facts.type, PrintedList) else own, "listed-fields")
    typed = typed or printed.of_type(facts.type, facts.place)
    if not properties:
        return typed
    return Typed(_with_fields(typed.schema, properties, components), typed.rule)


def _with_fields(schema: Schema, properties: tuple[Property, ...], components: Mapping[str, Component]) -> Schema:
    """A stated type with the fields that are listed for it here: they may add to it, or say what is required."""
    match schema:
        case ArrayOf(items=items, limits=limits):
            return ArrayOf(_with_fields(items, properties, components), limits)
        case Ref(name=name):
            return _narrowed(name, properties, components.get(name))
        case MapOf() | Scalar():
            return schema
        case _:
            return ObjectOf(properties)


def _narrowed(name: str, properties: tuple[Property, ...], component: Component | None) -> Schema:
    """A component some of whose fields are listed again: unchanged where they say nothing new."""
    if component is None or component.members or component.schema is not None:
        return Ref(name)
    own = {item.name: item for item in component.properties}
    if not own:
        return ObjectOf(properties, name)
    if fits((item.name for item in properties), own) < FITTING_SHARE:
        return ObjectOf(properties)
    is_same = all(item.name in own and item.is_required <= own[item.name].is_required for item in properties)
    if is_same:
        return Ref(name)
    for item in properties:
        own[item.name] = _overlaid(own.get(item.name), item)
    return ObjectOf(tuple(own.values()), name)


def _overlaid(own: Property | None, listed: Property) -> Property:
    if own is None:
        return listed
    return msgspec.structs.replace(
        own,
        schema=own.schema if isinstance(listed.schema, Anything) else listed.schema,
        description=listed.description or own.description,
        is_required=own.is_required or listed.is_required,
        facts=(*own.facts, *listed.facts),
    )


def _item(schema: Schema) -> tuple[Schema, bool]:
    """The schema, or that of its items if it is a list, and whether it is a list."""
    return (schema.items, True) if isinstance(schema, ArrayOf) else (schema, False)


def _keys(schema: Schema, printed: PrintedTypes) -> frozenset[str]:
    if isinstance(schema, Ref):
        return printed.types.keys_of(schema.name)
    return frozenset(item.name for item in schema.properties) if isinstance(schema, ObjectOf) else frozenset()


def _placed(inner: Ref | ObjectOf, keys: frozenset[str], shown: Sequence[Shown], *, is_list: bool) -> Schema | None:
    """The place of an object type in samples, as a schema of the root; None where the samples do not show it."""
    roots = [item for item in shown if item[0] is not None]
    if all(isinstance(value, list) for value, _ in roots):
        items = [value for value, _ in items_of(roots)]
        if not items or _is_one(items, keys):
            return ArrayOf(inner)
        return None
    if not all(isinstance(value, dict) for value, _ in roots):
        return None
    values = [value for value, _ in roots]
    share = max(_share(value, keys) for value in values)
    if share >= FITTING_SHARE and (keys or not is_list):
        return inner
    path = _best_path(values, keys, is_list=is_list)
    if path:
        return _replaced(schema_of(roots), path, inner)
    if share == 0 and isinstance(inner, Ref):
        return schema_of(roots)
    return inner if share > 0 or isinstance(inner, ObjectOf) else None


def _share(value: Mapping[str, Any], keys: Collection[str]) -> float:
    return fits(value, keys) if keys else 1.0


def _is_one(values: Sequence[Any], keys: frozenset[str]) -> bool:
    objects = [value for value in values if isinstance(value, dict)]
    return bool(objects) and (not keys or max(fits(value, keys) for value in objects) >= FITTING_SHARE)


def _best_path(values: Sequence[Mapping[str, Any]], keys: frozenset[str], *, is_list: bool) -> tuple[str, ...]:
    """The keys that lead from the root to the objects that fit best; empty where none fit.

    For a type without known fields, the only list of objects fits.
    """
    candidates: dict[tuple[str, ...], float] = {}
    for value in values:
        _search(value, (), keys, candidates, is_list=is_list)
    if not candidates:
        return ()
    best = max(candidates.values())
    paths = [path for path, share in candidates.items() if share == best]
    if not keys and len(paths) > 1:
        return ()
    return min(paths, key=len)


def _search(
    value: Mapping[str, Any],
    path: tuple[str, ...],
    keys: frozenset[str],
    candidates: dict[tuple[str, ...], float],
    *,
    is_list: bool,
) -> None:
    for key, inner in value.items():
        here = (*path, key)
        objects = [item for item in inner[:_MOST_ITEMS] if isinstance(item, dict)] if isinstance(inner, list) else []
        if objects and (share := max(_share(item, keys) for item in objects)) >= FITTING_SHARE:
            # Where a list is meant, a list is the better place.
            candidates[here] = max(candidates.get(here, 0), share + (0.1 if is_list else 0))
        elif isinstance(inner, dict) and inner:
            if keys and (share := _share(inner, keys)) >= FITTING_SHARE:
                candidates[here] = max(candidates.get(here, 0), share)
            elif len(here) < _DEEPEST_ENVELOPE:
                _search(inner, here, keys, candidates, is_list=is_list)


def _replaced(schema: Schema, path: tuple[str, ...], inner: Schema) -> Schema:
    """A schema of samples, in which `inner` replaces the schema at the end of a path of keys."""
    if isinstance(schema, ArrayOf) and not path:
        return ArrayOf(inner)
    if not path:
        return inner
    if not isinstance(schema, ObjectOf):
        return schema
    return ObjectOf(
        tuple(
            msgspec.structs.replace(item, schema=_replaced(item.schema, path[1:], inner))
            if item.name == path[0]
            else item
            for item in schema.properties
        ),
        schema.name,
    )


def _decided(stated: Schema, shown: Sequence[Shown]) -> Schema:
    """The schema of the root where samples do not place an object type: that of the samples, if the kinds differ."""
    found = schema_of(shown)
    if stated == Anything() and isinstance(found, Anything):
        return found
    if isinstance(stated, Anything | Ref | ObjectOf):
        return found if not isinstance(found, Anything) else stated
    if isinstance(stated, ArrayOf) != isinstance(found, ArrayOf) and not isinstance(found, Anything):
        return found
    if isinstance(stated, Scalar) and isinstance(found, ObjectOf | MapOf):
        return found
    return stated


def _is_sentence(printed: PrintedType) -> bool:
    """Whether a sentence names the type in plain words."""
    inner = printed.items if isinstance(printed, PrintedList) else printed
    return isinstance(inner, Unknown) and bool(inner.text)


def _name_in(printed: PrintedType) -> tuple[str, str] | None:
    if isinstance(printed, PrintedList):
        printed = printed.items
    return (printed.name, printed.target) if isinstance(printed, Named) else None
