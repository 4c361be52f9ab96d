"""Values for a schema that the document shows no example of.

The same seed gives the same value.  Objects have all their properties down to a depth, below it only the required ones,
so that types that contain themselves come to an end.
"""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from speclift.contract.records import Json, component_name
from speclift.contract.values import json_types

_DEEPEST_OPTIONAL = 3
_DEEPEST = 12
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_WORDS = (
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "island",
    "juniper",
    "lagoon",
    "maple",
)


class Generator:
    """Makes values for the schemas of one contract."""

    def __init__(self, schemas: Mapping[str, Json], seed: int | str = 0) -> None:
        self._schemas = schemas
        self._random = random.Random(seed)

    def value(self, schema: Json | None, depth: int = 0) -> Any:
        """A value that the schema accepts, as far as its keywords can be followed."""
        schema = self._followed(schema or {})
        if "const" in schema:
            return schema["const"]
        for shown in ("enum", "examples", "x-extensible-enum"):
            if isinstance(schema.get(shown), list) and schema[shown]:
                return self._random.choice([item for item in schema[shown] if item is not None] or [None])
        if "default" in schema:
            return schema["default"]
        for keyword in ("anyOf", "oneOf"):
            options = [option for option in schema.get(keyword, ()) if json_types(option) != {"null"}]
            if options:
                # Null where it is allowed ends what contains itself.
                is_end = depth >= _DEEPEST_OPTIONAL and len(options) < len(schema[keyword])
                return None if is_end else self.value(options[0], depth)
        types = json_types(schema) or ({"object"} if "properties" in schema else frozenset())
        if "null" in types and depth > _DEEPEST_OPTIONAL:
            return None
        return self._of_type(next((kind for kind in _ORDER if kind in types), "null"), schema, depth)

    def _followed(self, schema: Json) -> Json:
        """The schema behind references, with the parts of an `allOf` put together."""
        for _ in range(_DEEPEST):
            target = schema.get("$ref")
            if not isinstance(target, str):
                break
            schema = {
                **self._schemas.get(component_name(target), {}),
                **{k: v for k, v in schema.items() if k != "$ref"},
            }
        if "allOf" not in schema:
            return schema
        merged: Json = {key: value for key, value in schema.items() if key != "allOf"}
        for part in map(self._followed, schema["allOf"]):
            properties = {**merged.get("properties", {}), **part.get("properties", {})}
            required = [*merged.get("required", ()), *part.get("required", ())]
            merged = {**merged, **part}
            merged |= {"properties": properties} if properties else {}
            merged |= {"required": required} if required else {}
        return merged

    def _of_type(self, kind: str, schema: Json, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                least = int(schema.get("minItems", 0))
                count = least if depth >= _DEEPEST_OPTIONAL else min(max(least, 1), int(schema.get("maxItems", 1)))
                return [self.value(schema.get("items"), depth + 1) for _ in range(count)]
            case "string":
                return self._string(schema)
            case "integer":
                return int(self._number(schema))
            case "number":
                return self._number(schema) + (0.5 if not _is_bounded(schema) else 0)
            case "boolean":
                return self._random.random() < 0.5
        return None

    def _object(self, schema: Json, depth: int) -> Json:
        properties: Mapping[str, Json] = schema.get("properties", {})
        required = set(schema.get("required", ()))
        wanted = properties if depth < _DEEPEST_OPTIONAL else [name for name in properties if name in required]
        found = {name: self.value(properties[name], depth + 1) for name in wanted} if depth < _DEEPEST else {}
        for name in required - set(found):
            found[name] = self.value(schema.get("additionalProperties") or {}, depth + 1)
        values = schema.get("additionalProperties")
        if not properties and isinstance(values, dict) and values and depth < _DEEPEST_OPTIONAL:
            found[self._random.choice(_WORDS)] = self.value(values, depth + 1)
        return found

    def _number(self, schema: Json) -> float:
        low, high = _limits(schema)
        step = schema.get("multipleOf")
        if step:
            return float(step * max(1, -(-low // step)))
        return self._random.randint(int(low), int(max(low, min(high, low + 1000))))

    def _string(self, schema: Json) -> str:
        pattern = schema.get("pattern")
        if isinstance(pattern, str):
            return self._matching(pattern)
        text = self._formatted(str(schema.get("format", "")))
        least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
        if len(text) < least:
            text += "".join(self._random.choices(string.ascii_lowercase, k=least - len(text)))
        return text[: int(most)] if most is not None else text

    def _matching(self, pattern: str) -> str:
        import rstr

        return str(rstr.Rstr(self._random).xeger(pattern))

    def _formatted(self, form: str) -> str:
        moment = _EPOCH + timedelta(seconds=self._random.randrange(5 * 365 * 86400))
        word = self._random.choice(_WORDS)
        match form:
            case "date-time":
                return moment.isoformat()
            case "date":
                return moment.date().isoformat()
            case "time":
                return moment.timetz().isoformat()
            case "duration":
                return "PT1H"
            case "uuid":
                return str(UUID(int=self._random.getrandbits(128), version=4))
            case "email" | "idn-email":
                return f"{word}@example.com"
            case "uri" | "url" | "iri" | "uri-reference" | "iri-reference":
                return f"https://example.com/{word}"
            case "hostname" | "idn-hostname":
                return f"{word}.example.com"
            case "ipv4":
                return "192.0.2.1"
            case "ipv6":
                return "2001:db8::1"
            case "byte":
                return base64.b64encode(word.encode()).decode()
        return word


#: Which of several types is taken: the one that says most.
_ORDER = ("object", "array", "string", "integer", "number", "boolean")


def _limits(schema: Json) -> tuple[float, float]:
    """The least and the greatest whole number that a schema allows, near nought where it can be."""
    low = max(float(schema.get("minimum", 1)), float(schema.get("exclusiveMinimum", 0)) + 1)
    low = max(low, 1) if "minimum" not in schema or schema["minimum"] < 0 else low
    high = min(float(schema.get("maximum", low + 1000)), float(schema.get("exclusiveMaximum", low + 1001)) - 1)
    return (high, high) if high < low else (low, high)


def _is_bounded(schema: Json) -> bool:
    keywords: Sequence[str] = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    return any(keyword in schema for keyword in keywords)
