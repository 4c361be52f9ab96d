"""The schemas of any document in one form. `const` is an enumeration of one, `allOf` is merged, siblings of a reference
count with it, and the ranges of integer formats are left to the format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from speclift.contract.scalars import json_types
from speclift.diff.schemas.allof import (
    COMPARED_AS_TEXT,
    CONDITIONS,
    annotations_of,
    as_text,
    constraining,
    join,
    without_null,
)
from speclift.diff.schemas.copies import Copies
from speclift.diff.schemas.discriminator import read_discriminator
from speclift.diff.schemas.keywords import bounds_of, format_of, implied_types, list_of, members_of, pattern_of
from speclift.diff.schemas.plain import (
    is_anything,
    is_never,
    with_null_outside,
    with_plain_alternatives,
    with_plain_unevaluated,
    with_types_in_alternatives,
)
from speclift.diff.schemas.schema import ANYTHING, NO_CONDITIONS, NOTHING, Conditions, Schema
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import (
    component_name,
    is_reference,
    reference_alone,
    refers_to,
    target_of,
    without_reference,
)

_BRANCHES = ("if", "then", "else")
#: Keywords of schemas that need no further work.
_PLAIN = frozenset({"type", "format", "minimum", "maximum", "description", "title", "examples"})
#: How deep in merged schemas the second reference of an `allOf` is merged; below that, it stays a condition.
_DEEPEST = 2
#: How many characters of a condition count as one part.
_SIZE_OF_PART = 100


class Normaliser:
    """Reads the schemas of a document; `unknown` gathers references that lead to no component.

    With `refs_stand_alone`, siblings of a reference that forbid something do not count (OpenAPI 3.0.4, section
    4.7.23.2).
    """

    def __init__(self, schemas: Mapping[str, Any], *, refs_stand_alone: bool = False) -> None:
        self._schemas = schemas
        self._refs_stand_alone = refs_stand_alone
        # The components from which the current schema was merged: they may contain themselves.
        self._here: set[str] = set()
        # The components from which the schema around it was merged. A reference to one of them stays a reference:
        # merging it again would take exponential time where components refer to each other.
        self._above: frozenset[str] = frozenset()
        self._depth = 0
        self._copies = Copies(schemas)
        self._types: dict[str, frozenset[str]] = {}
        self.unknown: set[str] = set()

    def components(self) -> dict[str, Schema]:
        """All components by name, each base with the components that build on it."""
        heirs = self._heirs()
        found = {name: self.schema(schema) for name, schema in self._schemas.items()}
        for name, schema in found.items():
            is_base = schema.discriminator and isinstance(self._schemas[name].get("discriminator"), Mapping)
            if schema.discriminator and is_base:
                kinds = {heir: heir for heir in heirs[name]} | dict(schema.discriminator.mapping)
                discriminator = msgspec.structs.replace(schema.discriminator, kinds=kinds)
                found[name] = msgspec.structs.replace(schema, discriminator=discriminator)
        return found

    def _heirs(self) -> Mapping[str, list[str]]:
        """By component, the components that are made of it (`allOf`)."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, schema in self._schemas.items():
            for part in list_of(schema, "allOf") if isinstance(schema, Mapping) else ():
                if target := refers_to(part):
                    found[target].append(name)
        return found

    def schema(self, given: Any) -> Schema:
        """A JSON Schema (2020-12) of the document in the common form. Recursion stops at references.

        Raises SourceError where `allOf` multiplies the document too much.
        """
        if self._depth:
            self._copies.count(1)
        if is_never(given):
            return NOTHING
        if not isinstance(given, Mapping) or not given:
            return ANYTHING
        if given.keys() <= _PLAIN and isinstance(given.get("type"), str) and given["type"] != "null":
            return self._plain(given)
        above, here, depth = self._above, self._here, self._depth
        self._here = set()
        flat, is_nullable = self._flat(given)
        if self._here:
            self._above, self._depth = above | self._here, depth + 1
        found = self._read(flat, is_nullable)
        self._above, self._here, self._depth = above, here, depth
        return found

    def _plain(self, given: Mapping[str, Any]) -> Schema:
        """A schema that needs no further work, like most of them."""
        kind = given["type"]
        return Schema(
            types=self._types.setdefault(kind, frozenset({kind})),
            format=str(given.get("format") or ""),
            bounds=bounds_of(given) if "minimum" in given or "maximum" in given else {},
            description=str(given.get("description") or ""),
        )

    def _read(self, flat: Mapping[str, Any], is_nullable: bool) -> Schema:
        ref = target_of(flat)
        if ref is not None and len(flat) == 1:
            return Schema(ref=self._name(ref), is_nullable=is_nullable)
        types = set(json_types(dict(flat)))
        is_nullable = is_nullable or "null" in types
        values, is_open = ((), False) if types == {"null"} else members_of(flat)
        # Every integer is a number.
        types -= {"null", "integer"} if "number" in types else {"null"}
        if self._depth:
            self._copies.count(len(list_of(flat, "required")) + len(values or ()))
        if values is not None and "null" in values:
            is_nullable, values = True, tuple(value for value in values if value != "null")
        kept = constraining(flat)
        if not types and ref is None:
            types.update(implied_types(kept))
        given_format = format_of(flat)
        if given_format == "binary" and not types and ref is None:
            types.add("string")
        found = Schema(
            ref=self._name(ref) if ref is not None else "",
            types=frozenset(types),
            is_nullable=is_nullable,
            format=given_format,
            values=values,
            is_open=is_open,
            properties=self._named(flat, "properties"),
            required=frozenset(map(str, list_of(flat, "required"))),
            items=self._items(flat),
            prefix=tuple(self.schema(part) for part in list_of(flat, "prefixItems")),
            additional=self._additional(flat.get("additionalProperties")),
            patterns=self._named(flat, "patternProperties"),
            alternatives=tuple(self.schema(part) for key in ("anyOf", "oneOf") for part in list_of(flat, key)),
            bounds=bounds_of(flat),
            is_exclusive=bool(list_of(flat, "oneOf")),
            pattern=pattern_of(flat),
            conditions=self._conditions(kept) if not CONDITIONS.isdisjoint(kept) else NO_CONDITIONS,
            default=as_text(flat["default"]) if "default" in flat else None,
            is_read_only=flat.get("readOnly") is True,
            is_write_only=flat.get("writeOnly") is True,
            is_deprecated=flat.get("deprecated") is True,
            description=str(flat.get("description") or ""),
            discriminator=read_discriminator(flat.get("discriminator")),
        )
        return with_plain_alternatives(with_null_outside(found)) if found.alternatives else found

    def _conditions(self, kept: Mapping[str, Any]) -> Conditions:
        """The rare keywords; those that say nothing are left out."""
        needed = kept.get("dependentRequired")
        step = kept.get("multipleOf")
        named = needed.items() if isinstance(needed, Mapping) else ()
        media_type = kept.get("contentMediaType")
        has_branches = "if" in kept and ("then" in kept or "else" in kept)
        found = Conditions(
            excluded=self._part(kept, "not"),
            test=self._part(kept, "if") if has_branches else None,
            then=self._part(kept, "then") if has_branches else None,
            otherwise=self._part(kept, "else") if has_branches else None,
            contained=self._part(kept, "contains") if kept.get("minContains") != 0 else None,
            names=self._part(kept, "propertyNames"),
            needed={
                str(name): frozenset(map(str, names)) for name, names in named if isinstance(names, list) and names
            },
            dependents={name: part for name, part in self._named(kept, "dependentSchemas").items() if part != ANYTHING},
            unevaluated=self._additional(kept.get("unevaluatedProperties")),
            step=step if isinstance(step, int | float) and not isinstance(step, bool) and step > 0 else None,
            is_unique=kept.get("uniqueItems") is True,
            media_type=media_type.lower() if isinstance(media_type, str) else "",
            others={key: as_text(kept[key]) for key in COMPARED_AS_TEXT & kept.keys()},
        )
        if found == NO_CONDITIONS:
            return NO_CONDITIONS
        texts = {key: as_text(kept[key]) for key in CONDITIONS & kept.keys() if key not in _BRANCHES}
        if found.test:
            texts["if"] = as_text({key: kept[key] for key in _BRANCHES if key in kept})
        if self._depth:
            self._copies.count(sum(map(len, texts.values())) // _SIZE_OF_PART)
        return msgspec.structs.replace(found, texts=texts)

    def _part(self, kept: Mapping[str, Any], key: str) -> Schema | None:
        return self.schema(kept[key]) if isinstance(kept.get(key), Mapping | bool) else None

    def _name(self, target: str) -> str:
        name = component_name(target)
        if name not in self._schemas:
            self.unknown.add(target)
        return name

    def _named(self, flat: Mapping[str, Any], key: str) -> dict[str, Schema]:
        found = flat.get(key)
        return {str(name): self.schema(part) for name, part in found.items()} if isinstance(found, Mapping) else {}

    def _items(self, flat: Mapping[str, Any]) -> Schema | None:
        given = flat.get("items")
        return self.schema(given) if isinstance(given, Mapping) or is_never(given) else None

    def _additional(self, given: Any) -> Schema | bool | None:
        if given is False:
            return False
        if not isinstance(given, Mapping) or not given:
            return None
        found = self.schema(given)
        return None if found == ANYTHING else found

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
            name = self._name(ref)
            if name in self._here:
                return without_reference(flat), is_nullable
            if self._depth and not has_other:
                break
            if name in self._above or self._depth >= _DEEPEST:
                return {"allOf": [flat]}, is_nullable
            self._here.add(name)
            target = self._schemas.get(name)
            inner, is_inner_nullable = self._flat(target) if isinstance(target, Mapping) else ({}, False)
            flat, is_nullable = inner, is_nullable or is_inner_nullable
        return flat, is_nullable
