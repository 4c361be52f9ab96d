"""Documents whose operations share a lot: path items, servers, callbacks, links and examples, also in Swagger 2.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cli.small_documents import EMPTY, Json, Make, document, many_operations, object_with, ref, returning

_NO_CONTENT = {"200": {"description": ""}}


def _shared_item(components: Json | None = None, **operation: Any) -> Json:
    item = {"get": {"responses": _NO_CONTENT, **operation}}
    paths = {f"/kites/{n}": ref("P", "pathItems") for n in range(1000)}
    return document(components={"pathItems": {"P": item}, **(components or {})}) | {"paths": paths}


def _nested_tags(word: str) -> Json:
    tags = [{"name": f"{word}{n}", "parent": f"{word}{n + 1}"} for n in range(3000)]
    found = many_operations(lambda n: {"tags": [f"{word}0"], **EMPTY(n)}, 1000)
    return found | {"openapi": "3.2.0", "tags": [*tags, {"name": f"{word}3000"}]}


def _shared_security(word: str) -> Json:
    schemes = {f"s{n}": {"type": "apiKey", "in": "header", "name": f"{word}{n}"} for n in range(800)}
    return _shared_item({"securitySchemes": schemes}, security=[{name: []} for name in schemes])


def _servers(url: str, variables: Json) -> Json:
    return many_operations(EMPTY, 300, servers=[{"url": url, "variables": variables}])


def _many_variables(word: str) -> Json:
    variables = {f"{word}{n}": {"default": "v", "enum": ["v", "w"]} for n in range(2500)}
    return _servers("https://kites.example/" + "/".join(f"{{{name}}}" for name in variables), variables)


def _callbacks(word: str) -> Json:
    """Callbacks whose operations have all the callbacks again."""
    all_callbacks = {f"c{n}": ref(f"C{n}", "callbacks") for n in range(30)}
    called = {"post": {"responses": _NO_CONTENT, "callbacks": all_callbacks}}
    callbacks = {f"C{n}": {f"{{$request.body#/{word}{m}}}": called for m in range(2)} for n in range(30)}
    return many_operations(
        lambda n: {"callbacks": {"a": ref(f"C{n % 30}", "callbacks")}, **EMPTY(n)},
        1000,
        components={"callbacks": callbacks},
    )


def _links(word: str) -> Json:
    links = {f"{word}{n}": {"operationId": f"kite{n}", "parameters": {"a": "$response.body#/id"}} for n in range(1000)}
    shared = {"responses": {"R": {"description": "", "links": links}}}
    return many_operations(returning(ref("R", "responses")), 1000, components=shared)


def _examples(word: str) -> Json:
    shared = {"examples": {"E": {"value": [{word: n} for n in range(9000)]}}}
    content = {"application/json": {"schema": {}, "examples": {"a": ref("E", "examples")}}}
    return many_operations(returning({"description": "", "content": content}), 700, components=shared)


def _long_path(between: str, count: int, word: str) -> Json:
    names = [f"{word}{n}" for n in range(count)]
    parameters = [{"name": name, "in": "path", "required": True, "schema": {}} for name in names]
    path = between.join(f"{{{name}}}" for name in names)
    return document() | {"paths": {f"/{path}": {"get": {"parameters": parameters, "responses": _NO_CONTENT}}}}


def _life_cycles(word: str) -> Json:
    """Many resources that can be created, listed, read and deleted."""
    content = {"application/json": {"schema": ref("A")}}
    listed = {"application/json": {"schema": {"type": "array", "items": ref("A")}}}
    name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths: Json = {}
    for n in range(350):
        created = {"201": {"description": "", "content": content}}
        paths[f"/{word}{n}"] = {
            "post": {"requestBody": {"content": content}, "responses": created},
            "get": {"responses": {"200": {"description": "", "content": listed}}},
        }
        paths[f"/{word}{n}/{{id}}"] = {
            "parameters": [name],
            "get": {"responses": {"200": {"description": "", "content": content}}},
            "delete": {"responses": {"204": {"description": ""}}},
        }
    return document({"A": {"type": "object", "properties": {"id": {"type": "string"}}}}) | {"paths": paths}


def _swagger(word: str, operation: Json, count: int = 700, method: str = "post", **more: Any) -> Json:
    return {
        "swagger": "2.0",
        "info": {"title": "Kites", "version": "1"},
        "definitions": {"A": object_with(word)},
        "paths": {f"/kites/{n}": {method: operation} for n in range(count)},
        **more,
    }


def _media_types(word: str) -> Json:
    kinds = [f"a/{word}{n}" for n in range(2500)]
    schema = {"$ref": "#/definitions/A"}
    operation = {
        "parameters": [{"in": "body", "name": "b", "schema": schema}],
        "responses": {"200": {"description": "", "schema": schema}},
    }
    return _swagger(word, operation, consumes=kinds, produces=kinds)


def _fields(word: str) -> Json:
    fields = {f"P{n}": {"in": "formData", "name": f"{word}{n}", "type": "string"} for n in range(100)}
    operation = {"parameters": [{"$ref": f"#/parameters/{name}"} for name in fields], "responses": _NO_CONTENT}
    return _swagger(word, operation, 50, parameters=fields, consumes=["multipart/form-data"])


def _derived(word: str) -> Json:
    base = {"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    derived = {f"A{n}": {"allOf": [{"$ref": "#/definitions/A"}, object_with(f"{word}{n}")]} for n in range(1500)}
    responses = {"200": {"description": "", "schema": {"$ref": "#/definitions/A"}}}
    return _swagger(word, {"responses": responses}, 1, "get", definitions={"A": base, **derived})


SHARED: Mapping[str, Make] = {
    "tags of a shared path": lambda word: _shared_item(tags=[f"{word}{n}" for n in range(8000)]),
    "nested tags": _nested_tags,
    "security of a shared path": _shared_security,
    "many variables": _many_variables,
    "one variable many times": lambda word: _servers(
        f"https://{word}.example/" + "/".join(["{a}"] * 10_000), {"a": {"default": "x" * 100_000}}
    ),
    "nested callbacks": _callbacks,
    "links between all operations": _links,
    "shared examples": _examples,
    "a path of many segments": lambda word: _long_path("/", 2500, word),
    "a segment of many parameters": lambda word: _long_path("-", 2000, word),
    "many life cycles": _life_cycles,
    "Swagger, media types": _media_types,
    "Swagger, fields": _fields,
    "Swagger, derived components": _derived,
}
