"""A schema as one without `allOf`: the parts are joined, and an alternative that is null becomes a flag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from speclift.contract.scalars import json_types
from speclift.diff.schemas.allof import annotations_of, as_text, constraining, join, without_null
from speclift.diff.schemas.keywords import list_of
from speclift.diff.schemas.plain import is_anything, is_never, with_plain_unevaluated, with_types_in_alternatives
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import (
    component_name,
    is_reference,
    reference_alone,
    refers_to,
    target_of,
    without_reference,
)

#: How deep in merged schemas the second reference of an `allOf` is merged; below that, it stays a condition.
_DEEPEST = 2


class Around(msgspec.Struct, frozen=True):
    """What is around a schema: the components from which it was merged, and how many merged schemas it is in.

    A reference to one of the components stays a reference: merging it again would take exponential time where
    components refer to each other.
    """

    merged: frozenset[str] = frozenset()
    depth: int = 0


class Flattener:
    """Makes the schemas of a document flat; `unknown` gathers references that lead to no component.

    With `refs_stand_alone`, siblings of a reference that forbid something do not count (OpenAPI 3.0.4, section
    4.7.23.2).
    """

    def __init__(self, schemas: Mapping[str, Any], *, refs_stand_alone: bool) -> None:
        self._schemas = schemas
        self._refs_stand_alone = refs_stand_alone
        self._around = Around()
        # The components from which the current schema was merged: they may contain themselves.
        self._here: set[str] = set()
        self.unknown: set[str] = set()

    def flat(self, given: Mapping[str, Any], around: Around) -> tuple[Mapping[str, Any], bool, Around]:
        """The schema in flat form, whether it may be null, and what is around the schemas inside it."""
        self._around, self._here = around, set()
        found, is_nullable = self._flat(given)
        inside = Around(around.merged | self._here, around.depth + 1) if self._here else around
        return found, is_nullable, inside

    def name(self, target: str) -> str:
        """The name of the component that a reference leads to."""
        name = component_name(target)
        if name not in self._schemas:
            self.unknown.add(target)
        return name

    def _flat(self, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """The schema without `allOf` and without an alternative that is null, and whether it may be null."""
        found: Mapping[str, Any] = given
        is_nullable = False
        if target_of(found) is not None:
            outer = without_reference(found)
            if not constraining(outer):
                return found, False
            if self._refs_stand_alone:
                return {**annotations_of(outer), **reference_alone(found)}, False
            found = {**outer, "allOf": [reference_alone(found), *list_of(outer, "allOf")]}
        if isinstance(found.get("allOf"), list):
            found, is_nullable = self._merged(found)
        if list_of(found, "anyOf") and list_of(found, "oneOf"):
            # Both apply at once: each alternative of one with each of the other.
            joined = {name: value for name, value in found.items() if name != "oneOf"}
            join(joined, {"oneOf": found["oneOf"]})
            found = joined
        if any(map(is_anything, list_of(found, "anyOf"))):
            found = {name: value for name, value in found.items() if name != "anyOf"}
        for key in ("anyOf", "oneOf"):
            options = [option for option in list_of(found, key) if isinstance(option, Mapping)]
            real = [option for option in options if json_types(dict(option)) != {"null"}]
            is_nullable = is_nullable or len(real) < len(options)
            outer = {name: value for name, value in found.items() if name != key}
            if len(real) == 1:
                inner, is_inner_nullable = self._merged({**outer, "allOf": real})
                found, is_nullable = inner, is_nullable or is_inner_nullable
            elif len(real) < len(options):
                found = {**outer, key: real} if real else {"type": "null", **outer}
        return with_plain_unevaluated(with_types_in_alternatives(found)), is_nullable

    def _merged(self, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """`allOf` as one schema, and whether it may be null: values must be allowed by all parts.

        A reference without siblings stays; otherwise its target replaces it, or nothing if the current schema was
        already merged from that.
        """
        if any(map(is_never, given["allOf"])):
            return {"enum": []}, False
        outer = {name: value for name, value in given.items() if name != "allOf"}
        parts = [outer, *(part for part in given["allOf"] if isinstance(part, Mapping))]
        annotations: Json = {}
        for part in parts:
            join(annotations, annotations_of(part))
        forbidding = list(self._constraining_parts(parts))
        if len(forbidding) == 1:
            flat, is_nullable = self._flat(forbidding[0])
            return {**flat, **annotations}, is_nullable
        found: Json = annotations
        allowed: list[bool | None] = []
        for part in forbidding:
            # Where components refer to each other, most parts are merged already.
            if is_reference(part) and refers_to(part) in self._here:
                continue
            flat, is_nullable = self._expanded(part, has_other=target_of(found) is not None)
            bare, may_be_null = without_null(flat)
            allowed.append(True if is_nullable else may_be_null)
            join(found, bare)
        return found, True in allowed and False not in allowed

    def _constraining_parts(self, parts: Sequence[Mapping[str, Any]]) -> Iterator[Json]:
        """The parts that forbid something: each reference once, with its siblings as a separate part."""
        seen: set[str] = set()
        met: set[str] = set()
        targets = dict.fromkeys(target for part in parts if (target := target_of(part)) is not None)
        for part in parts:
            target = target_of(part)
            if target is not None:
                if target not in met:
                    met.add(target)
                    yield reference_alone(part)
                if self._refs_stand_alone or len(part) == 1:
                    continue
            beside = constraining(part)
            if beside.keys() == {"type"} and any(self._is_of(other, beside["type"]) for other in targets):
                continue
            text = as_text(beside)
            if beside and text not in seen:
                seen.add(text)
                yield beside

    def _is_of(self, target: str, types: Any) -> bool:
        """Whether a component has these types, so that they add nothing to a reference to it."""
        component = self._schemas.get(component_name(target))
        named = json_types(component) if isinstance(component, dict) else frozenset()
        return named == json_types({"type": types}) if named else types == "object"

    def _expanded(self, part: Mapping[str, Any], *, has_other: bool) -> tuple[Mapping[str, Any], bool]:
        """A part of `allOf` with its reference replaced by the target, and whether it may be null.

        `has_other` says that another reference stays already.
        """
        flat, is_nullable = self._flat(part)
        while (ref := target_of(flat)) is not None:
            name = self.name(ref)
            if name in self._here:
                return without_reference(flat), is_nullable
            if self._around.depth and not has_other:
                break
            if name in self._around.merged or self._around.depth >= _DEEPEST:
                return {"allOf": [flat]}, is_nullable
            self._here.add(name)
            target = self._schemas.get(name)
            inner, is_inner_nullable = self._flat(target) if isinstance(target, Mapping) else ({}, False)
            flat, is_nullable = inner, is_nullable or is_inner_nullable
        return flat, is_nullable
