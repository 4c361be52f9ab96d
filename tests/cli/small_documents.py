"""Parts of documents that multiply: a document of two operations or of many, references, and objects in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
#: A document, by a word that makes the names in one unlike those in another.
Make = Callable[[str], Json]


def ref(name: str, kind: str = "schemas") -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def document(schemas: Json | None = None, content: Json | None = None, **more: Any) -> Json:
    """A document whose two operations take and answer `content`, else the component A; `more` is put beside."""
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


def thing(name: str) -> Json:
    return {"type": "object", "properties": {name: {}}}


def many_operations(operation: Callable[[int], Json], count: int, **more: Any) -> Json:
    paths = {f"/kites/{n}": {"get": {"operationId": f"kite{n}", **operation(n)}} for n in range(count)}
    return document(**more) | {"paths": paths}


def answers(answer: Json) -> Callable[[int], Json]:
    return lambda _: {"responses": {"200": answer}}


EMPTY = answers({"description": ""})
