"""Documents that repeat something large through references are refused; ordinary sharing is not."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.errors import SourceError
from speclift.openapi.structure.pointers import resolved

Json = dict[str, Any]


def document(response: Json, count: int, **components: Any) -> Json:
    operation = {"responses": {"200": response}}
    return {
        "openapi": "3.1.1",
        "info": {"title": "Kites", "version": "1"},
        "paths": {f"/kites/{n}": {"get": operation | {"operationId": f"kite{n}"}} for n in range(count)},
        "components": components,
    }


def headers(count: int) -> Json:
    return {"description": "", "headers": {f"X-{n}": {"schema": {}} for n in range(count)}}


SHARED = {"$ref": "#/components/responses/R"}
FIRST = {"$ref": "#/paths/~1first/get/responses/200"}


def _with_pointers_to(response: Json, count: int) -> Json:
    found = document(FIRST, count)
    return found | {"paths": {"/first": {"get": {"responses": {"200": response}}}, **found["paths"]}}


def _shared_paths(count: int) -> Json:
    item = {"parameters": [{"name": f"p{n}", "in": "query"} for n in range(count)], "get": {}}
    found = document({}, 0, pathItems={"P": item})
    return found | {"paths": {f"/kites/{n}": {"$ref": "#/components/pathItems/P"} for n in range(count)}}


def _many_methods(count: int) -> Json:
    """A path whose parameters apply to many operations with additional methods."""
    item = _shared_paths(count)["components"]["pathItems"]["P"]
    others: Json = {"additionalOperations": {f"M{n}": {"responses": {}} for n in range(count)}}
    return document({}, 0) | {"paths": {"/kites": {**item, **others}}}


def _header_twice(count: int) -> Json:
    """Operations whose responses each refer to a large header twice."""
    parts = {
        f"R{n}": {
            "description": "",
            "links": {},
            "headers": {side: {"$ref": f"#/components/headers/H{n}"} for side in "ab"},
        }
        for n in range(count)
    }
    found = document({}, 0, responses=parts, headers={f"H{n}": {"description": "x" * 9000} for n in range(count)})
    uses = {
        f"/kites/{n}": {"get": {"responses": {"200": {"$ref": f"#/components/responses/R{n}"}}}} for n in range(count)
    }
    return found | {"paths": uses}


@pytest.mark.parametrize(
    "given",
    [
        document(SHARED, 1000, responses={"R": headers(1000)}),
        document(SHARED, 1000, responses={"R": {"description": "long " * 10_000}}),
        document(SHARED, 1000, responses={"R": {"content": {"a/b": {"example": list(range(10_000))}}}}),
        _with_pointers_to(headers(1000), 1000),
        _with_pointers_to({"description": "long " * 10_000}, 1000),
        _shared_paths(1000),
        _many_methods(1000),
    ],
    ids=["headers", "text", "data", "pointers to headers", "pointers to text", "path items", "methods"],
)
def test_a_document_that_repeats_something_large_a_thousand_times_is_refused(given: Json) -> None:
    with pytest.raises(SourceError, match="The document is too large") as caught:
        resolved(given, "kites.yaml")
    assert caught.value.file == "kites.yaml"
    assert caught.value.advice


@pytest.mark.parametrize(
    "given",
    [
        document(SHARED, 3000, responses={"R": headers(20)}),
        document(SHARED, 20, responses={"R": headers(2000)}),
        _with_pointers_to(headers(10), 3000),
        _shared_paths(60),
        _header_twice(200),
    ],
    ids=["a small response often", "a large response", "pointers", "path items", "a header twice"],
)
def test_ordinary_sharing_is_not_refused(given: Json) -> None:
    assert resolved(given)["paths"].keys() == given["paths"].keys()


def test_a_chain_of_references_with_too_many_steps_is_refused() -> None:
    items = {f"P{n}": {"$ref": f"#/components/pathItems/P{n + 1}"} for n in range(3000)}
    found = document({}, 0, pathItems={**items, "P3000": {"get": {}}})
    with pytest.raises(SourceError, match="over too many steps"):
        resolved(found | {"paths": {"/kites": {"$ref": "#/components/pathItems/P0"}}})


def test_a_value_that_is_not_an_object_is_left_to_the_validator() -> None:
    broken: list[Any] = [[], "x", {"responses": []}, {"responses": {"R": 1}}]
    for components in broken:
        given = document(SHARED, 2) | {"components": components}
        assert resolved(given)["components"] == components
