"""Building blocks of documents that multiply: documents of two or of many operations, references, and objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
#: Makes a document. Its names contain the given word, so that two documents can have different names.
Make = Callable[[str], Json]


def ref(name: str, kind: str = "schemas") -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def document(schemas: Json | None = None, content: Json | None = None, **more: Any) -> Json:
    """A document whose two operations accept and return `content`, by default component A. `more` are further keys."""
    content = content or {"application/json": {"schema": ref("A")}}
    responses = {"200": {"description": "", "content": content}}
    operation = more.pop("operation", {})
    paths = {
        "/kites": {
            "get": {"operationId": "kites", "responses": responses, **operation},
            "post": {"operationId": "make", "requestBody": {"content": content}, "responses": responses},
        }
    }
    components = {"schemas": schemas or {"A": {}}, **more.pop("components", {})}
    return {
        "openapi": "3.1.1",
        "info": {"title": "Kites", "version": "1"},
        "paths": paths,
        "components": components,
        **more,
    }


def object_with(name: str) -> Json:
    return {"type": "object", "properties": {name: {}}}


def many_operations(operation: Callable[[int], Json], count: int, **more: Any) -> Json:
    paths = {f"/kites/{n}": {"get": {"operationId": f"kite{n}", **operation(n)}} for n in range(count)}
    return document(**more) | {"paths": paths}


def returning(response: Json) -> Callable[[int], Json]:
    """An operation that returns this response, whatever its number."""
    return lambda _: {"responses": {"200": response}}


EMPTY = returning({"description": ""})
