"""Values for a schema that the document shows no example of.

The same seed gives the same value.  Objects have all their properties down to a depth, below it only the required ones,
so that types that contain themselves come to an end.
"""

from __future__ import annotations

import base64
import math
import random
import string
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, TypeVar
from uuid import UUID

from speclift.contract.direction import WRITE_ONLY, is_marked
from speclift.contract.values import json_types
from speclift.contract.wire import json_bytes
from speclift.contract.work import Work
from speclift.openapi.media_types import is_json
from speclift.openapi.records import Json, component_name

T = TypeVar("T")

_DEEPEST_OPTIONAL = 3
_DEEPEST = 12
#: How many numbers there are to choose from.
_SPREAD = 1000
#: The parts that a value has at most: what must contain itself twice would never end.
_MOST = 10_000
#: What is raised for keywords whose values are of no type that they have.
_NO_SCHEMA = (ArithmeticError, AttributeError, KeyError, TypeError, ValueError)
#: What nothing fits.
_NOTHING: Json = {"not": {}}
#: What nothing is made as long as: where a schema asks for more, it gets one item, or a word.
_LONGEST = 100_000
_MOST_ITEMS = 1000
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
    """Makes values for the schemas of one contract; answers have no properties that are `writeOnly`.

    All its values together take no more than its `work`; then it gives nothing but null, and words.
    """

    def __init__(
        self,
        schemas: Mapping[str, Json],
        seed: int | str = 0,
        *,
        is_answer: bool = False,
        work: Work | None = None,
    ) -> None:
        self._work = work or Work()
        self._schemas = schemas
        self._hidden = WRITE_ONLY if is_answer else frozenset()
        self._random = random.Random(seed)
        self._left = _MOST

    def value(self, schema: Json | None, depth: int = 0) -> Any:
        """A value that the schema accepts, as far as its keywords can be followed; null for what is no schema."""
        self._left = self._left - 1 if depth else _MOST
        if self._left < 0 or depth > 4 * _DEEPEST or not self._work.spend(1):
            return None
        try:
            return self._chosen(self._followed(schema), depth)
        except _NO_SCHEMA:
            return None

    def _chosen(self, schema: Json, depth: int) -> Any:
        """A value that is shown, or of one of the types."""
        for _ in range(_DEEPEST):
            if "const" in schema:
                return schema["const"]
            for shown in (schema.get(name) for name in ("enum", "examples", "x-extensible-enum")):
                if isinstance(shown, list) and (fitting := _of_types(shown, json_types(schema))):
                    return self._random.choice([item for item in fitting if item is not None] or [None])
            if "default" in schema:
                return schema["default"]
            keyword = next((name for name in ("anyOf", "oneOf") if _options(schema, name)), None)
            if keyword is None:
                break
            options = _options(schema, keyword)
            # Null where it is allowed ends what contains itself.
            if depth >= _DEEPEST_OPTIONAL and len(options) < len(schema[keyword]):
                return None
            beside = {name: given for name, given in schema.items() if name != keyword}
            merged = self._followed({"allOf": [beside, options[0]]})
            schema = self._tagged(merged, schema.get("discriminator"), options[0])
        types = json_types(schema) or ({"object"} if "properties" in schema else frozenset())
        if "null" in types and depth > _DEEPEST_OPTIONAL:
            return None
        return self._of_type(next((kind for kind in _ORDER if kind in types), "null"), schema, depth)

    def _tagged(self, schema: Json, discriminator: Any, option: Any) -> Json:
        """The schema of an alternative in which the property that tells alternatives apart has the name of this one
        (OpenAPI 3.1.1, section 4.8.25)."""
        target = option.get("$ref") if isinstance(option, dict) else None
        name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        given = self._followed(schema.get("properties", {}).get(name))
        if not isinstance(target, str) or not isinstance(name, str) or {"const", "enum"} & given.keys():
            return schema
        component = component_name(target)
        mapping = discriminator.get("mapping") or {}
        tag = next((tag for tag, to in mapping.items() if to in (target, component)), component)
        return {**schema, "properties": {**schema.get("properties", {}), name: {**given, "const": tag}}}

    def _followed(self, schema: Any, depth: int = 0) -> Json:
        """The schema behind references, with the parts of an `allOf` put together."""
        found: Json = schema if isinstance(schema, dict) and depth < _DEEPEST else {}
        for _ in range(_DEEPEST):
            target = found.get("$ref")
            if not isinstance(target, str):
                break
            found = {
                **self._schemas.get(component_name(target), {}),
                **{k: v for k, v in found.items() if k != "$ref"},
            }
        if not isinstance(found.get("allOf"), list) or not self._work.spend(len(found["allOf"])):
            return found
        merged: Json = {key: value for key, value in found.items() if key != "allOf"}
        for part in (self._followed(part, depth + 1) for part in found["allOf"]):
            if not self._work.spend(len(merged.get("properties", ())) + len(part.get("properties", ()))):
                break
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
                least = _count(schema, "minItems", 0)
                least = least if least <= _MOST_ITEMS else 1
                usual = max(least, min(1, _count(schema, "maxItems", 1))) if schema.get("items") != _NOTHING else least
                count = least if depth >= _DEEPEST_OPTIONAL else usual
                return [self.value(schema.get("items"), depth + 1) for _ in range(count)]
            case "string":
                return self._string(schema, depth)
            case "integer":
                return self._number(schema, is_whole=True)
            case "number":
                return self._number(schema, is_whole=False) + (0.5 if not _is_bounded(schema) else 0)
            case "boolean":
                return self._random.random() < 0.5
        return None

    def _object(self, schema: Json, depth: int) -> Json:
        properties: Mapping[str, Json] = schema.get("properties", {})
        required = set(schema.get("required", ()))
        if not self._work.spend(len(properties) + len(required)):
            return {}
        if self._hidden:
            hidden = {name for name, given in properties.items() if is_marked(given, self._hidden, self._schemas)}
            properties = {name: given for name, given in properties.items() if name not in hidden}
            required -= hidden
        properties = {name: given for name, given in properties.items() if given != _NOTHING or name in required}
        wanted = properties if depth < _DEEPEST_OPTIONAL else [name for name in properties if name in required]
        found = {name: self.value(properties[name], depth + 1) for name in wanted} if depth < _DEEPEST else {}
        for name in sorted(required - set(found)):
            found[name] = self.value(schema.get("additionalProperties"), depth + 1)
        values = schema.get("additionalProperties")
        if not properties and isinstance(values, dict) and values and depth < _DEEPEST_OPTIONAL:
            found[self._random.choice(_WORDS)] = self.value(values, depth + 1)
        return found

    def _number(self, schema: Json, *, is_whole: bool) -> float:
        low, high = _limits(schema)
        excluded = (schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum"))
        # A step is meant as the decimal number that it is written as.
        step = Fraction(str(schema.get("multipleOf") or 1))
        unit = Fraction(step.numerator) if is_whole else step
        # As fractions, since the quotient of two numbers may be none any more.
        least = Fraction(str(low))
        most = min(least + _SPREAD * unit, math.inf if high == math.inf else Fraction(str(high)))
        first, last = math.ceil(least / unit), math.floor(most / unit)
        first += _is_same(first * unit, excluded)
        last -= _is_same(last * unit, excluded)
        if first > last:
            return int(low) if is_whole else (low + high) / 2
        found = self._random.randint(first, last) * unit
        return int(found) if found.denominator == 1 else float(found)

    def _string(self, schema: Json, depth: int) -> str:
        is_text = "contentEncoding" not in schema and is_json(str(schema.get("contentMediaType", "")))
        if is_text and isinstance(schema.get("contentSchema"), dict):
            return json_bytes(self.value(schema["contentSchema"], depth + 1)).decode()
        pattern = schema.get("pattern")
        least, most = _count(schema, "minLength", 0), _count(schema, "maxLength", None)
        if isinstance(pattern, str):
            from speclift.contract.patterns import matching

            found = matching(pattern, self._random, least, most, self._work)
            if found is not None:
                return found
        text = self._formatted(str(schema.get("format", "")))
        if len(text) < least <= _LONGEST and self._work.spend(least):
            text += "".join(self._random.choices(string.ascii_lowercase, k=least - len(text)))
        return text[:most] if most is not None else text

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


def _count(schema: Json, keyword: str, otherwise: T) -> int | T:
    """A number of characters or items that a schema gives."""
    given = schema.get(keyword)
    return int(given) if isinstance(given, (int, float)) and 0 <= given < math.inf else otherwise


def _limits(schema: Json) -> tuple[float, float]:
    """The least and the greatest number that a schema allows; without a least one, one near nought is taken."""
    low = max(schema.get(keyword, -math.inf) for keyword in ("minimum", "exclusiveMinimum"))
    high = min(schema.get(keyword, math.inf) for keyword in ("maximum", "exclusiveMaximum"))
    return max(low, min(1, high - 2 * (schema.get("multipleOf") or 1))), high


def _is_same(number: Fraction, bounds: Sequence[float | None]) -> bool:
    """Whether a number is one of some bounds, as they are written."""
    return any(bound is not None and Fraction(str(bound)) == number for bound in bounds)


def _of_types(shown: Sequence[Any], types: frozenset[str]) -> list[Any]:
    """Those of some values that are of one of these types; all where there are no types."""
    return [
        item for item in shown if not types or any(isinstance(item, _PYTHON[kind]) for kind in types & _PYTHON.keys())
    ]


_PYTHON: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _options(schema: Json, keyword: str) -> list[Any]:
    """The alternatives that are neither null nor nothing."""
    return [option for option in schema.get(keyword, ()) if option not in ({"type": "null"}, _NOTHING)]


def _is_bounded(schema: Json) -> bool:
    keywords: Sequence[str] = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    return any(keyword in schema for keyword in keywords)
