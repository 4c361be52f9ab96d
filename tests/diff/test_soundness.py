"""A change that is reported as compatible really is: what one schema accepts, the other must accept too.

A real validator decides what a schema accepts.
"""

from __future__ import annotations

from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.diff.small import Json, changes

NAMES = st.sampled_from(["a", "b", "c"])
#: Rules whose changes may refuse values although they are not breaking, on purpose: see docs/diff-rules.md.
TOLERATED = {
    # A document made from pages often gains types that were never restricted.
    "request-type-stated",
    # How these relate cannot be decided, so a person has to look.
    "request-condition-changed",
    # Clients ignore what they do not know.
    "response-property-added",
    # Few clients depend on a limit.
    "response-bound-loosened",
    "response-condition-changed",
    "response-condition-loosened",
    "response-pattern-removed",
    "response-pattern-changed",
    "response-type-no-longer-stated",
    "response-unknown-properties-allowed",
    "response-alternatives-no-longer-exclusive",
}


def _range(lower: str, upper: str) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({}, optional={lower: st.integers(0, 2), upper: st.integers(2, 4)})


STRINGS = st.builds(
    lambda limits, more: {"type": "string", **limits, **more},
    _range("minLength", "maxLength"),
    st.sampled_from([{}, {}, {"pattern": "^[ab]*$"}, {"pattern": ".*"}, {"not": {"const": "a"}}]),
)
NUMBERS = st.builds(
    lambda kind, limits, more: {"type": kind, **limits, **more},
    st.sampled_from(["integer", "number"]),
    st.one_of(_range("minimum", "maximum"), _range("exclusiveMinimum", "maximum")),
    st.sampled_from([{}, {"multipleOf": 2}, {"multipleOf": 4}]),
)
LISTED = st.builds(
    lambda values: {"enum": values}, st.lists(st.sampled_from(["a", "b", 1, 2, None]), min_size=1, unique=True)
)
SEVERAL = st.builds(
    lambda kinds, limits: {"type": kinds, **limits},
    st.lists(st.sampled_from(["string", "integer", "boolean", "null"]), min_size=1, unique=True),
    st.builds(
        lambda *parts: {k: v for part in parts for k, v in part.items()},
        _range("minLength", "maxLength"),
        _range("minimum", "maximum"),
    ),
)
LEAVES = st.one_of(
    STRINGS,
    NUMBERS,
    LISTED,
    SEVERAL,
    st.just({"type": "boolean"}),
    st.builds(lambda value: {"const": value}, st.sampled_from(["a", "b", 1])),
)


def _objects(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    properties = st.dictionaries(NAMES, inner, min_size=1)
    some = st.lists(NAMES, unique=True, max_size=2)
    more = st.fixed_dictionaries(
        {},
        optional={
            "additionalProperties": st.one_of(st.just(False), inner),
            "minProperties": st.integers(0, 2),
            "dependentRequired": st.dictionaries(NAMES, some, max_size=1),
            "dependentSchemas": st.dictionaries(
                NAMES, st.builds(lambda names: {"type": "object", "required": names}, some), max_size=1
            ),
            "if": st.builds(lambda names: {"type": "object", "required": names}, some),
            "then": st.builds(lambda names: {"type": "object", "required": names}, some),
            "propertyNames": st.sampled_from([{"enum": ["a", "b"]}, {"type": "string", "maxLength": 3}]),
        },
    )
    return st.builds(
        lambda properties, required, more: {"type": "object", "properties": properties, "required": required, **more},
        properties,
        some,
        more,
    )


def _arrays(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    more = st.fixed_dictionaries(
        {},
        optional={
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "contains": inner,
            "uniqueItems": st.booleans(),
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(1, 3),
        },
    )
    return st.builds(lambda items, more: {"type": "array", "items": items, **more}, inner, more)


def _one_of(options: list[Json]) -> Json:
    """Exclusive alternatives. None of them has `oneOf`, and at most one accepts null: nobody means anything else."""
    assume(not any("oneOf" in option for option in options))
    validators = [jsonschema_rs.Draft202012Validator(option) for option in options]
    assume([validator.is_valid(None) for validator in validators].count(True) < 2)
    return {"oneOf": options}


SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        _objects(inner),
        _arrays(inner),
        st.builds(lambda options: {"anyOf": options}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(_one_of, st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=5,
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Json, Json]:
    """Two schemas, which often differ only a little."""
    old = draw(SCHEMAS)
    kind = draw(st.sampled_from(["any", "wider", "one of", "within", "keyword"]))
    if kind == "any":
        return old, draw(SCHEMAS)
    if kind == "keyword":
        keys = [key for key in old if key not in ("type", "items", "properties", "anyOf", "oneOf", "enum", "const")]
        assume(keys)
        less = {key: value for key, value in old.items() if key != draw(st.sampled_from(keys))}
        return (old, less) if draw(st.booleans()) else (less, old)
    other = draw(SCHEMAS)
    wide = {"anyOf": [old, other]} if kind == "wider" else _one_of([old, other])
    if kind == "within":
        holder = {"type": "object", "properties": {"a": old}}
        return holder, {**holder, "properties": {"a": other}}
    return (old, wide) if draw(st.booleans()) else (wide, old)


def _document(schema: Json) -> Json:
    content = {"content": {"application/json": {"schema": schema}}}
    operation = {
        "operationId": "swap",
        "requestBody": {"required": True, **content},
        "responses": {"200": {"description": "", **content}},
    }
    return {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {"/": {"post": operation}}}


def _closed(schema: Json) -> Json:
    """The schema without properties that it does not list, which is what an API description means."""
    found = {**schema}
    for key in ("anyOf", "oneOf", "prefixItems"):
        if key in schema:
            found[key] = [_closed(part) for part in schema[key]]
    if "items" in schema:
        found["items"] = _closed(schema["items"])
    if "properties" in schema:
        found["properties"] = {name: _closed(part) for name, part in schema["properties"].items()}
        found.setdefault("additionalProperties", False)
    return found


def _instances(schema: Json) -> st.SearchStrategy[Any]:
    """Values that may match the schema."""
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    kinds = schema.get("type", [])
    own = [_of_kind(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    options = [_instances(option) for key in ("anyOf", "oneOf") for option in schema.get(key, ())]
    return st.one_of(*own, *options)


def _of_kind(kind: str, schema: Json) -> st.SearchStrategy[Any]:
    if kind == "object":
        fields = {name: _instances(part) for name, part in schema["properties"].items()}
        more = schema.get("additionalProperties")
        others = st.dictionaries(NAMES, _instances(more), max_size=1) if isinstance(more, dict) else st.just({})
        return st.builds(lambda *parts: {**parts[0], **parts[1]}, others, st.fixed_dictionaries({}, optional=fields))
    if kind == "array":
        parts = [
            schema["items"],
            *schema.get("prefixItems", ()),
            *([schema["contains"]] if "contains" in schema else ()),
        ]
        return st.lists(st.one_of(*map(_instances, parts)), max_size=3)
    return {
        "string": st.text("abc", max_size=4),
        "integer": st.integers(-1, 6),
        "number": st.integers(-2, 10).map(lambda number: number / 2),
        "boolean": st.booleans(),
        "null": st.none(),
    }[kind]


@settings(suppress_health_check=list(HealthCheck))
@given(pairs(), st.data())
def test_a_change_that_is_not_breaking_refuses_no_value_that_was_accepted(
    pair: tuple[Json, Json], data: st.DataObject
) -> None:
    found = changes(*(_document(schema) for schema in pair))
    for direction, (allowing, refusing) in (("request", pair), ("response", pair[::-1])):
        if any(
            change.code.startswith(direction) and (change.level == "breaking" or change.code in TOLERATED)
            for change in found
        ):
            continue
        intended, accepting, other = map(jsonschema_rs.Draft202012Validator, (_closed(allowing), allowing, refusing))
        for value in data.draw(st.lists(_instances(allowing), max_size=8)):
            if intended.is_valid(value) and accepting.is_valid(value):
                assert other.is_valid(value), (direction, value, found)
