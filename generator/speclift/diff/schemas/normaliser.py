"""The schemas of any document in one form. `const` is an enumeration of one, `allOf` is merged, siblings of a reference
count with it, and the ranges of integer formats are left to the format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from speclift.contract.scalars import json_types
from speclift.diff.schemas.allof import COMPARED_AS_TEXT, CONDITIONS, as_text, constraining
from speclift.diff.schemas.copies import Copies
from speclift.diff.schemas.discriminator import read_discriminator
from speclift.diff.schemas.flattening import Around, Flattener
from speclift.diff.schemas.keywords import bounds_of, format_of, implied_types, list_of, members_of, pattern_of
from speclift.diff.schemas.plain import is_never, with_null_outside, with_plain_alternatives
from speclift.diff.schemas.schema import ANYTHING, NO_CONDITIONS, NOTHING, Conditions, Schema
from speclift.openapi.structure.references import refers_to, target_of

_BRANCHES = ("if", "then", "else")
#: Keywords of schemas that need no further work.
_PLAIN = frozenset({"type", "format", "minimum", "maximum", "description", "title", "examples"})
#: How many characters of a condition count as one part.
_SIZE_OF_PART = 100


class Normaliser:
    """Reads the schemas of a document; `unknown` gathers references that lead to no component.

    With `refs_stand_alone`, siblings of a reference that forbid something do not count (OpenAPI 3.0.4, section
    4.7.23.2).
    """

    def __init__(self, schemas: Mapping[str, Any], *, refs_stand_alone: bool = False) -> None:
        self._schemas = schemas
        self._flattener = Flattener(schemas, refs_stand_alone=refs_stand_alone)
        self._around = Around()
        self._copies = Copies(schemas)
        self._types: dict[str, frozenset[str]] = {}
        self.unknown = self._flattener.unknown

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
        if self._around.depth:
            self._copies.count(1)
        if is_never(given):
            return NOTHING
        if not isinstance(given, Mapping) or not given:
            return ANYTHING
        if given.keys() <= _PLAIN and isinstance(given.get("type"), str) and given["type"] != "null":
            return self._plain(given)
        around = self._around
        flat, is_nullable, self._around = self._flattener.flat(given, around)
        found = self._read(flat, is_nullable)
        self._around = around
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
            return Schema(ref=self._flattener.name(ref), is_nullable=is_nullable)
        types = set(json_types(dict(flat)))
        values, is_open = ((), False) if types == {"null"} else members_of(flat)
        # An enumeration without null forbids it, whatever the types say.
        may_be_null = types == {"null"} or values is None or is_open or "null" in values
        is_nullable = is_nullable or ("null" in types and may_be_null)
        # Every integer is a number.
        types -= {"null", "integer"} if "number" in types else {"null"}
        if self._around.depth:
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
            ref=self._flattener.name(ref) if ref is not None else "",
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
        if self._around.depth:
            self._copies.count(sum(map(len, texts.values())) // _SIZE_OF_PART)
        return msgspec.structs.replace(found, texts=texts)

    def _part(self, kept: Mapping[str, Any], key: str) -> Schema | None:
        return self.schema(kept[key]) if isinstance(kept.get(key), Mapping | bool) else None

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
