"""Converts schemas of OpenAPI 3.1, which are JSON Schema 2020-12, to 3.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.conversion.losses import Losses
from speclift.openapi.structure.media_types import OCTETS
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import OBJECTS, Place, is_extension

#: The keywords of 3.0.
_KNOWN = frozenset(
    """title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems
    uniqueItems maxProperties minProperties required enum type not allOf oneOf anyOf items properties
    additionalProperties description format default nullable discriminator readOnly writeOnly example externalDocs
    deprecated xml $ref""".split()  # noqa: SIM905
)
#: Identifiers of schemas, which are no longer needed: references by them are already references to components.
_NAMES = frozenset({"$id", "$anchor", "$dynamicAnchor"})
_NOTHING: Json = {"not": {}}
#: Null alone, in 3.0.
_NULL: Json = {"enum": [None], "nullable": True}


class SchemaConverter:
    """Converts schemas to 3.0; the parts of each are converted before it."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses

    def schema(self, schema: Any, place: Place) -> Any:
        """The schema in 3.0; `losses` records what 3.0 cannot express."""
        if isinstance(schema, bool):
            return _as_object(schema)
        found = _without_booleans(schema)
        if "$ref" in found and len(found) > 1:
            reference = {"$ref": found.pop("$ref")}
            if "unevaluatedProperties" in found:
                # It lets the properties of the reference pass, which `additionalProperties` would not.
                del found["unevaluatedProperties"]
                self._losses.lack((place, "unevaluatedProperties"), "unevaluatedProperties")
            beside = self.schema(found, place)
            return {**beside, "allOf": [*beside.get("allOf", ()), reference]} if beside else reference
        self._constants(found)
        self._bounds(found)
        self._content(found, place)
        self._arrays(found, place)
        self._open_objects(found, place)
        self._examples(found, place)
        found = _with_one_type(found)
        for key in ("anyOf", "oneOf"):
            found = _without_null(found, key)
        if found.get("type") == "array":
            found.setdefault("items", {})
        if found.get("required") == []:
            # This says nothing, and 3.0 does not allow it.
            del found["required"]
        for key in [key for key in found if key not in _KNOWN and not is_extension(key)]:
            if key not in _NAMES:
                self._losses.lack((place, key), key)
            del found[key]
        return found

    def _constants(self, found: Json) -> None:
        if "const" in found:
            constant = found.pop("const")
            found["enum"] = [constant]
            if constant is None:
                found["nullable"] = True

    def _bounds(self, found: Json) -> None:
        for limit, exclusive, sign in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
            bound = found.get(exclusive)
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                continue
            if limit not in found or sign * bound >= sign * found[limit]:
                found[limit], found[exclusive] = bound, True
            else:
                del found[exclusive]

    def _content(self, found: Json, place: Place) -> None:
        encoding, media_type = found.pop("contentEncoding", None), found.pop("contentMediaType", None)
        if encoding in ("base64", "base64url"):
            found.setdefault("format", "byte" if encoding == "base64" else encoding)
        elif encoding is not None:
            self._losses.lack((place, "contentEncoding"), f"contentEncoding: {encoding}")
        if media_type == OCTETS and encoding is None:
            found.setdefault("format", "binary")
            found.setdefault("type", "string")
        elif media_type is not None and (media_type != OCTETS or encoding is None):
            self._losses.lack((place, "contentMediaType"), f"contentMediaType: {media_type}")

    def _arrays(self, found: Json, place: Place) -> None:
        first = found.pop("prefixItems", None)
        if not isinstance(first, list):
            return
        rest = found.get("items", {})
        found["items"] = {"anyOf": [*first, *([] if rest == _NOTHING else [rest])]}
        if rest == _NOTHING:
            found["maxItems"] = min(len(first), found.get("maxItems", len(first)))
        self._losses.record(
            (place, "prefixItems"),
            "OpenAPI 3.0 has no prefixItems: each item may fit any of these schemas",
            "prefixItems",
        )

    def _open_objects(self, found: Json, place: Place) -> None:
        patterns = found.get("patternProperties")
        if isinstance(patterns, Mapping) and patterns and found.get("additionalProperties") is False:
            schemas = list(patterns.values())
            found["additionalProperties"] = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        elif isinstance(patterns, Mapping) and isinstance(found.get("additionalProperties"), Mapping):
            found["additionalProperties"] = {"anyOf": [*patterns.values(), found["additionalProperties"]]}
        is_alone = not found.keys() & {"allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas", "patternProperties"}
        if "unevaluatedProperties" in found and is_alone:
            found.setdefault("additionalProperties", found["unevaluatedProperties"])
            del found["unevaluatedProperties"]

    def _examples(self, found: Json, place: Place) -> None:
        examples = found.pop("examples", None)
        if isinstance(examples, list) and examples:
            if len(examples) > 1 or "example" in found:
                self._losses.record(
                    (place, "examples"), "OpenAPI 3.0 allows one example in a schema: the first is kept", "examples"
                )
            found.setdefault("example", examples[0])


def with_types_of_30(schema: Any) -> Any:
    """A schema of 3.0, without lists of types and without the type null, which 3.1 has; its parts have neither."""
    if not isinstance(schema, Mapping):
        return schema
    found = dict(schema)
    if isinstance(found.get("type"), list) or found.get("type") == "null":
        found = _with_one_type(found)
    for key in ("anyOf", "oneOf"):
        found = _without_null(found, key)
    if found.get("type") == "array":
        found.setdefault("items", {})
    return found


def _without_booleans(schema: Json) -> Json:
    """A schema whose parts are objects; `additionalProperties` may be a boolean in 3.0."""
    found = dict(schema)
    for key, (shape, kind) in OBJECTS["schemas"].items():
        if key not in found or kind != "schemas" or key == "additionalProperties":
            continue
        value = found[key]
        if shape == "one" and key != "unevaluatedProperties":
            found[key] = _as_object(value)
        elif shape == "list" and isinstance(value, list):
            found[key] = [_as_object(part) for part in value]
        elif shape == "map" and isinstance(value, Mapping):
            found[key] = {name: _as_object(part) for name, part in value.items()}
    return found


def _as_object(schema: Any) -> Any:
    if isinstance(schema, bool):
        return {} if schema else dict(_NOTHING)
    return schema


def _with_one_type(schema: Json) -> Json:
    """A schema of one of several types: 3.0 needs alternatives for them, and `nullable` for `null`."""
    given = schema.get("type")
    types = [given] if isinstance(given, str) else list(given) if isinstance(given, list) else []
    others = [kind for kind in types if kind != "null"]
    found = {key: value for key, value in schema.items() if key != "type"}
    if not types:
        return schema
    if not others:
        return {**found, **_NULL}
    nullable = {"nullable": True} if len(others) < len(types) else {}
    if nullable and isinstance(found.get("enum"), list) and None not in found["enum"]:
        # Null is not a member, so it is not allowed.
        nullable = {}
    if len(others) == 1:
        return {"type": others[0], **found, **nullable}
    alternatives: list[Json] = [
        {"type": kind, **({"items": {}} if kind == "array" else {}), **nullable} for kind in others
    ]
    if "anyOf" in found:
        return {**found, "allOf": [*found.get("allOf", ()), {"anyOf": alternatives}]}
    return {"anyOf": alternatives, **found}


def _without_null(schema: Json, key: str) -> Json:
    """A schema with the alternatives other than null, and with `nullable` for null."""
    options = schema.get(key)
    if not isinstance(options, list) or _NULL not in options:
        return schema
    others = [option for option in options if option != _NULL]
    found = {name: value for name, value in schema.items() if name != key}
    if not others:
        return {**found, **_NULL}
    if len(others) > 1:
        return {**found, key: others, "nullable": True}
    only = others[0]
    if isinstance(only, Mapping) and "type" in only and not only.keys() & found.keys():
        return {**only, **found, "nullable": True}
    return {**found, "allOf": [*found.get("allOf", ()), only], "nullable": True}
