"""Values for schemas that the document shows no example for.

The same seed gives the same value.  Objects have all their properties down to a depth, and only the required ones
below, so that types that contain themselves end.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from speclift.contract.generation.applied import Applied, implied_types, options_of, without
from speclift.contract.generation.dependents import Dependents
from speclift.contract.generation.exclusions import left_types, without_excluded
from speclift.contract.generation.formats import WORDS
from speclift.contract.generation.intersection import NOTHING
from speclift.contract.generation.made_scalars import made_number, made_text
from speclift.contract.generation.typed_values import of_types
from speclift.contract.generation.work import Work
from speclift.contract.json_bytes import json_bytes
from speclift.contract.read_write_only import WRITE_ONLY, is_marked
from speclift.contract.scalars import count_of, json_types
from speclift.openapi.structure.media_types import is_json
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import refers_to

#: The keys that lead to a place in a value.
Path: TypeAlias = tuple[str | int, ...]

_DEEPEST_OPTIONAL = 3
_DEEPEST = 12
#: The most parts of a value: one that must contain itself twice would never end.
_MOST = 10_000
#: The exceptions that keywords with values of the wrong type cause.
_NO_SCHEMA = (ArithmeticError, AttributeError, KeyError, TypeError, ValueError)
#: The most items of a list; where a schema asks for more, it gets one.
_MOST_ITEMS = 1000
#: The steps of searching a text for one pattern.
_SEARCH = 20
#: The number of members of an enumeration that are examined in one step.
_MEMBERS_OF_A_STEP = 4
#: How many alternatives are tried as they are, before one gets properties that do not fit the others.
_MOST_PLAIN = 4
#: How often an item is made again if its list has it already.
_MOST_ALIKE = 20


class Generator:
    """Makes values for the schemas of one contract; those of responses have no `writeOnly` properties.

    All its values together take no more than its `work`; then it returns only null and words.

    `turns` gives the way that is taken at a place of the value. With 0, the usual one, examples and defaults count,
    objects have all their properties, and the first alternative is taken. With 1, examples and defaults do not count;
    with 2, objects also have only what they must. The numbers after that do the same with the other alternatives, and
    then so that no other alternative fits.
    """

    def __init__(
        self,
        schemas: Mapping[str, Json],
        seed: int | str = 0,
        *,
        is_answer: bool = False,
        work: Work | None = None,
        turns: Mapping[Path, int] | None = None,
    ) -> None:
        self._work = work or Work()
        self._schemas = schemas
        self._applied = Applied(schemas, self._work)
        self._hidden = WRITE_ONLY if is_answer else frozenset()
        self._random = random.Random(seed)
        self._left = _MOST
        self._turns = turns or {}

    def value(self, schema: Json | None) -> Any:
        """A value that the schema accepts, as far as its keywords can be followed; null for an unusable one."""
        self._left = _MOST
        return self._value(schema, ())

    def _value(self, schema: Any, path: Path) -> Any:
        self._left -= 1
        if self._left < 0 or len(path) > 4 * _DEEPEST or not self._work.spend(1):
            return None
        try:
            return self._chosen(self._applied.followed(schema), path)
        except _NO_SCHEMA:
            return None

    def _chosen(self, schema: Json, path: Path) -> Any:
        """A value that the schema shows, or one of its types."""
        turn, depth = self._turns.get(path, 0), len(path)
        for step in range(_DEEPEST):
            if "const" in schema:
                return schema["const"]
            if isinstance(shown := schema.get("enum"), list):
                if not self._work.spend(len(shown) // _MEMBERS_OF_A_STEP):
                    return next(iter(shown), None)
                fitting = of_types(shown, json_types(schema))
                return self._random.choice([item for item in fitting if item is not None] or fitting or [None])
            for shown in (schema.get(name) for name in ("examples", "x-extensible-enum")):
                if turn == 0 and isinstance(shown, list) and (fitting := of_types(shown, json_types(schema))):
                    return self._random.choice([item for item in fitting if item is not None] or [None])
            if turn == 0 and "default" in schema and of_types([schema["default"]], json_types(schema)):
                return schema["default"]
            keyword = next((name for name in ("anyOf", "oneOf") if options_of(schema, name)), None)
            if keyword is None:
                break
            options = options_of(schema, keyword)
            # Null, where it is allowed, ends a type that contains itself.
            if depth >= _DEEPEST_OPTIONAL and len(options) < len(schema[keyword]) and turn % 2 == 0:
                return None
            tried = max(turn - 1, 0) // 2
            at = tried % len(options) if step == 0 else self._random.randrange(len(options)) * (turn > 2)
            is_alone = step == 0 and tried >= min(len(options), _MOST_PLAIN)
            schema = self._applied.alternative(schema, keyword, options, at, is_alone=is_alone)
        schema = without_excluded(self._applied.under_condition(schema, turn))
        types = json_types(schema) or implied_types(schema)
        if not types and (left := left_types(schema)):
            return self._of_type(left[turn % len(left)], schema, path)
        if "null" in types and depth > _DEEPEST_OPTIONAL:
            return None
        kinds = [kind for kind in _ORDER if kind in types]
        return self._of_type(kinds[turn // 6 % len(kinds)] if kinds else "null", schema, path)

    def _of_type(self, kind: str, schema: Json, path: Path) -> Any:
        match kind:
            case "object":
                return self._object(schema, path)
            case "array":
                return self._array(schema, path)
            case "string":
                return self._text(schema, path)
            case "integer":
                return made_number(schema, self._random, is_whole=True)
            case "number":
                return made_number(schema, self._random, is_whole=False)
            case "boolean":
                return self._random.random() < 0.5
        return None

    def _is_sparse(self, path: Path) -> bool:
        """Whether a value has only the parts that it must have."""
        turn = self._turns.get(path, 0)
        return len(path) >= _DEEPEST_OPTIONAL or (turn >= 2 and turn % 2 == 0)

    def _array(self, schema: Json, path: Path) -> list[Any]:
        first = schema.get("prefixItems")
        first = first if isinstance(first, list) else []
        items = schema.get("items", schema.get("unevaluatedItems", {}))
        least = count_of(schema, "minItems", 0)
        least = least if least <= _MOST_ITEMS else 1
        wanted = max(least, len(first) or 1)
        count = least if self._is_sparse(path) or (items == NOTHING and not first) else wanted
        count = min(count, count_of(schema, "maxItems", count), len(first) if items in (NOTHING, False) else count)
        contained = schema.get("contains")
        there = count_of(schema, "minContains", 1) if isinstance(contained, dict) else 0
        count = max(count, min(len(first) + there, _MOST_ITEMS) if there else 0)
        found: list[Any] = []
        seen: set[str] = set()
        for number in range(count):
            given = first[number] if number < len(first) else items
            if len(first) <= number < len(first) + there:
                given = {"allOf": [given if isinstance(given, dict) else {}, contained]}
            elif isinstance(contained, dict) and "maxContains" in schema:
                given = {"allOf": [given if isinstance(given, dict) else {}, {"not": contained}]}
            item = self._value(given, (*path, number))
            if schema.get("uniqueItems") is True:
                for _ in range(_MOST_ALIKE):
                    if _as_text(item) not in seen:
                        break
                    item = self._value(given, (*path, number))
                if _as_text(item) in seen and number >= least:
                    continue
                seen.add(_as_text(item))
            found.append(item)
        return found

    def _object(self, schema: Json, path: Path) -> Json:
        properties: Mapping[str, Json] = schema.get("properties", {})
        required = set(schema.get("required", ()))
        if not self._work.spend(len(properties) + len(required)):
            return {}
        if self._hidden:
            hidden = {name for name, given in properties.items() if is_marked(given, self._hidden, self._schemas)}
            properties = without(properties, hidden)
            required -= hidden
        unwanted = self._excluded(schema.get("not")) - required
        properties = {
            name: given
            for name, given in properties.items()
            if name in required or not (self._is_nothing(given) or name in unwanted)
        }
        most = count_of(schema, "maxProperties", _MOST)
        optional = [name for name in properties if name not in required]
        least = count_of(schema, "minProperties", 0)
        least = least if least <= _MOST_ITEMS else 1
        dependents = Dependents(self._applied, schema)
        wanted = dependents.chosen(required, optional, least, most, is_sparse=self._is_sparse(path))
        schema, wanted = dependents.applied_to(wanted)
        properties = {**properties, **{n: g for n, g in schema.get("properties", {}).items() if n in wanted}}
        names = [*(name for name in properties if name in wanted), *sorted(wanted - properties.keys())]
        found: Json = {}
        for name in names if len(path) < _DEEPEST else ():
            given = properties[name] if name in properties else self._other(schema, name)
            found[name] = self._value(given, (*path, name))
        if len(path) >= _DEEPEST:
            found = dict.fromkeys(sorted(required))
        is_map = not properties and isinstance(schema.get("additionalProperties"), dict)
        is_map = is_map and bool(schema["additionalProperties"]) and not self._is_sparse(path)
        is_map = is_map or (bool(schema.get("patternProperties")) and not properties and not self._is_sparse(path))
        for name in itertools.islice(self._new_names(schema, found), max(least - len(found), int(is_map and most > 0))):
            found[name] = self._value(self._other(schema, name), (*path, name))
        return found

    def _is_nothing(self, schema: Any) -> bool:
        """Whether no value fits a schema, or the component that it refers to."""
        named = schema if not refers_to(schema) else self._schemas.get(refers_to(schema))
        return named in (NOTHING, False)

    def _excluded(self, given: Any) -> set[str]:
        """The properties that an object may not have by its `not`."""
        parts = [given, *given.get("anyOf", ())] if isinstance(given, dict) else []
        return {part["required"][0] for part in parts if len(part.get("required", ())) == 1}

    def _other(self, schema: Json, name: str) -> Any:
        """The schema of a property that an object does not list by name."""
        patterns = schema.get("patternProperties")
        if isinstance(patterns, Mapping) and patterns:
            from speclift.openapi.structure.patterns import is_found

            for pattern, given in patterns.items():
                if not self._work.spend(_SEARCH):
                    break
                if is_found(pattern, name):
                    return given
        others = schema.get("additionalProperties", schema.get("unevaluatedProperties"))
        return others if isinstance(others, dict) else {}

    def _new_names(self, schema: Json, taken: Mapping[str, Any]) -> Iterator[str]:
        """Names that an object may have, beyond those that it has or lists."""
        given = self._applied.followed(schema.get("propertyNames"))
        patterns = schema.get("patternProperties")
        if isinstance(patterns, Mapping) and patterns:
            given = {"type": "string", **given, "pattern": next(iter(patterns))}
        elif False in (schema.get("additionalProperties"), schema.get("unevaluatedProperties")):
            return
        used = {*taken, *schema.get("properties", ())}
        for number in range(_MOST_ITEMS):
            name = str(self._value({"type": "string", **given}, ("",))) if given else self._random.choice(WORDS)
            if name in used:
                # Most patterns say how names begin, and not how they end; the validator sees the rest.
                name = f"{name}{number}"
            if name not in used:
                used.add(name)
                yield name
            elif number > _MOST_ALIKE:
                return

    def _text(self, schema: Json, path: Path) -> str:
        is_text = "contentEncoding" not in schema and is_json(str(schema.get("contentMediaType", "")))
        if is_text and isinstance(schema.get("contentSchema"), dict):
            return json_bytes(self._value(schema["contentSchema"], (*path, "contentSchema"))).decode()
        return made_text(schema, self._random, self._work)


#: The order of preference among several types: the most expressive first.
_ORDER = ("object", "array", "string", "integer", "number", "boolean")


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
