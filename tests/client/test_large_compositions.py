"""Compositions of schemas that are too large are refused with a named error; those of a usual size are not."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.client.package import build_package
from speclift.client.schemas.composition import composed
from speclift.errors import SourceError

Json = dict[str, Any]


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def properties(count: int, prefix: str) -> Json:
    return {"type": "object", "properties": {f"{prefix}{n}": {"type": "string"} for n in range(count)}}


def document(schemas: Json) -> Json:
    return {
        "openapi": "3.1.1",
        "info": {"title": "Kites", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def _chain(length: int) -> Json:
    """Schemas that each add one property to the schema before."""
    first = {"A0": properties(1, "p0.")}
    return first | {f"A{n}": {"allOf": [ref(f"A{n - 1}"), properties(1, f"p{n}.")]} for n in range(1, length)}


def _wide(count: int) -> Json:
    """Schemas that all have the properties of one base, and one property of their own."""
    return {
        "Base": properties(5000, "p"),
        **{f"A{n}": {"allOf": [ref("Base"), properties(1, f"a{n}.")]} for n in range(count)},
    }


def _families(length: int) -> Json:
    """Schemas that each derive from the schema before; the discriminator of the first tells them all apart."""
    found = {f"A{n}": {"allOf": [ref(f"A{n - 1}")]} for n in range(1, length)}
    return {"A0": {**properties(1, "p"), "discriminator": {"propertyName": "kind"}}, **found}


def _twice(length: int) -> Json:
    """Schemas that each have the schema before as a part twice: along all paths, the last has the first 2**39 times."""
    found = {f"A{n}": {"allOf": [ref(f"A{n - 1}")] * 2 + [properties(1, f"p{n}.")]} for n in range(1, length)}
    return {"A0": properties(1, "p"), **found}


def _backwards(length: int) -> Json:
    """Schemas that each build on the next one."""
    more = {"type": "object", "required": ["p0"]}
    return {**{f"A{n}": {"allOf": [ref(f"A{n + 1}"), more]} for n in range(length)}, f"A{length}": properties(1, "p")}


@pytest.mark.parametrize(
    ("schemas", "reason"),
    [
        (_wide(50), "its schemas inherit more than 200,000 properties by `allOf`"),
        (_families(800), "its families of types are too deep"),
        (_backwards(5000), "too many schemas are parts of each other (`allOf`)"),
    ],
    ids=["properties", "families", "steps"],
)
def test_a_composition_that_is_too_large_is_refused(schemas: Json, reason: str) -> None:
    with pytest.raises(SourceError, match="No client can be made of the document") as caught:
        composed(document(schemas))
    assert reason in str(caught.value)
    assert caught.value.expected
    assert caught.value.advice


@pytest.mark.parametrize(
    "schemas",
    [_wide(20), _families(100), _chain(100), _twice(40)],
    ids=["properties", "families", "steps", "one part twice"],
)
def test_a_composition_that_is_merely_large_is_accepted(schemas: Json) -> None:
    found = composed(document(schemas))["components"]["schemas"]
    assert found.keys() == schemas.keys()
    last = found[list(schemas)[-1]]
    assert {"p0", "p0.0"} & last["properties"].keys()


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_a_very_long_chain_of_references_is_refused(keyword: str) -> None:
    chain = {f"A{n}": {keyword: [ref(f"A{n + 1}"), properties(1, f"p{n}.")]} for n in range(3000)}
    with pytest.raises(SourceError, match="its types lead to each other over too many steps"):
        build_package(document({**chain, "A3000": {"type": "object"}}), "kites")


def test_a_schema_that_contains_itself_is_not_expanded_forever() -> None:
    """A property that would be expanded forever becomes a reference to the schema that it builds on."""
    more = {"allOf": [ref("A"), {"type": "object", "properties": {"own": {"type": "string"}}}]}
    whole = {"allOf": [properties(1, "p"), {"type": "object", "properties": {"more": more}}]}
    found = composed(document({"A": whole}))["components"]["schemas"]["A"]
    assert found["properties"]["more"]["properties"].keys() == {"p0", "more", "own"}
    assert found["properties"]["more"]["properties"]["more"] == ref("A")


@pytest.mark.parametrize("count", [1, 2, 40])
def test_schemas_that_include_each_other_keep_their_own_properties(count: int) -> None:
    ring = {f"A{n}": {"allOf": [ref(f"A{(n + 1) % count}"), properties(1, f"p{n}.")]} for n in range(count)}
    found = composed(document(ring))["components"]["schemas"]
    assert all(f"p{n}.0" in found[f"A{n}"]["properties"] for n in range(count))
