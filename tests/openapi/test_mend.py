"""Faulty documents are mended: they keep as much of their meaning as possible, and each fault is reported."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from speclift.errors import SourceError
from speclift.openapi.checking.faults import faults
from speclift.openapi.load import load
from speclift.openapi.mends import leave_out
from speclift.openapi.mends.mend import mended
from speclift.openapi.structure.pointers import entry_at

ROOT = Path(__file__).parent.parent.parent
OK = {"responses": {"200": {"description": "There."}}}


class GONE:
    """Stands for a value that is missing."""


NAME = {"type": "string"}
QUERY_PARAMETER = {"name": "q", "in": "query", "schema": NAME}


def document(version: str = "3.0.4", **more: Any) -> dict[str, Any]:
    given = {
        "openapi": version,
        "info": {"title": "Kites", "version": "1"},
        "paths": {
            "/kites/{id}": {
                "get": {
                    "operationId": "kite",
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "schema": NAME},
                        {"name": "q", "in": "query", "schema": NAME},
                    ],
                    **OK,
                },
            },
        },
        "components": {
            "schemas": {"Kite": {"type": "object", "properties": {"name": NAME}, "required": ["name"]}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Key"}},
        },
    }
    found: dict[str, Any] = json.loads(json.dumps({**given, **more}))
    return found


def at(node: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list):
            if int(key) >= len(node):
                return GONE
            node = node[int(key)]
        elif isinstance(node, dict) and key in node:
            node = node[key]
        else:
            return GONE
    return node


def put(node: Any, pointer: str, value: Any) -> None:
    *above, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for key in above:
        node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
    if value is GONE:
        node.pop(last)
    elif isinstance(node, list):
        node[int(last) : int(last) + 1] = [value]
    else:
        node[last] = value


#: JSON Pointers to parts of the document.
OPERATION = "/paths/~1kites~1{id}/get"
RESPONSE = f"{OPERATION}/responses/200"
ID = f"{OPERATION}/parameters/0"
QUERY = f"{OPERATION}/parameters/1"
KITE = "/components/schemas/Kite"
KITE_REF = f"#{KITE}"
KITE_NAME = f"{KITE}/properties/name"
KEY = "/components/securitySchemes/key"
ADDITIONAL = "/paths/~1kites~1{id}/additionalOperations"
SERVER = {"url": "https://kites.example"}
JSON = "content/application~1json"

IN_HEADER: dict[str, Any] = {"name": "h", "in": "header", "schema": {"type": "string"}}


def whole_query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "querystring", "content": {"application/json": {"schema": {}}}}


#: For each kind of fault: the version of the document, the pointer to which a faulty value is written, that value, and
#: the value after mending. It is at the same pointer, or at the one in a fifth entry.
MENDS: dict[str, list[tuple[str, str, Any, Any] | tuple[str, str, Any, Any, str]]] = {
    "openapi-version": [
        ("3.0.4", "/openapi", 3.0, "3.0.4"),
        ("3.1.1", "/openapi", 3.1, "3.1.1"),
        ("3.1.1", "/openapi", "3.1", "3.1.1"),
        ("3.0.4", "/openapi", 3, "3.0.4"),
        ("3.0.4", "/openapi", "v3.0.3", "3.0.3"),
        ("3.2.0", "/openapi", "3.7.0", "3.2.0"),
    ],
    "missing-field": [
        ("3.1.1", KEY, {"type": "oauth2"}, {"type": "oauth2", "flows": {}}),
        ("3.0.4", KEY, {"type": "oauth2", "flows": {"implicit": {"scopes": {}}}}, "",
         f"{KEY}/flows/implicit/authorizationUrl"),
        ("3.1.1", KEY, {"type": "openIdConnect"}, "", f"{KEY}/openIdConnectUrl"),
        ("3.0.4", "/info", GONE, {"title": "", "version": ""}),
        ("3.1.1", "/info/version", GONE, ""),
        ("3.0.4", "/info/license", {"url": "https://a.example"}, {"url": "https://a.example", "name": ""}),
        ("3.0.4", "/servers", [{"description": "None."}], []),
        ("3.0.4", "/servers", [{"url": "/{v}", "variables": {"v": {}}}], "", "/servers/0/variables/v/default"),
        ("3.1.1", "/tags", [{"description": "None."}], []),
        ("3.0.4", "/externalDocs", {"description": "None."}, GONE),
        ("3.0.4", f"{OPERATION}/requestBody", {}, {"content": {}}),
        ("3.0.4", f"{KITE}/discriminator", {"mapping": {}}, GONE),
        ("3.0.4", f"{OPERATION}/parameters/2", {"in": "query", "schema": NAME}, GONE),
        ("3.1.1", f"{OPERATION}/parameters/2", {"name": "a", "schema": NAME}, GONE),
        ("3.1.1", "/components/securitySchemes/more", {"name": "a"}, GONE),
        ("3.1.1", f"{RESPONSE}/links", {"l": {}}, {}),
        (
            "3.0.4",
            "/components/securitySchemes/more",
            {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a.example"}}},
            {},
            "/components/securitySchemes/more/flows/implicit/scopes",
        ),
    ],
    "wrong-value": [
        ("3.1.1", f"{KITE}/$id", 5, GONE),
        ("3.0.4", f"{KITE}/$anchor", ["a"], GONE),
        ("3.0.4", "/info/version", 1.0, "1.0"),
        ("3.1.1", KITE_NAME, "Kite", {"$ref": "#/components/schemas/Kite"}),
        ("3.1.1", KITE_NAME, "Nobody", {}),
        ("3.1.1", "/info/title", True, "true"),
        ("3.0.4", "/info/description", ["a"], GONE),
        ("3.0.4", "/info/contact", None, GONE),
        ("3.0.4", "/info/license", "MIT", {"name": "MIT"}),
        ("3.0.4", "/servers", None, GONE),
        ("3.0.4", "/servers", SERVER, [SERVER]),
        ("3.0.4", "/servers", ["https://kites.example"], [SERVER]),
        ("3.0.4", "/servers", [{"url": "/{p}", "variables": {"p": {"default": 80, "enum": [80]}}}], "80",
         "/servers/0/variables/p/default"),
        ("3.0.4", "/tags", ["a"], [{"name": "a"}]),
        ("3.1.1", "/components/responses", None, GONE),
        ("3.1.1", "/components/parameters", [], {}),
        ("3.0.4", "/security", {"key": []}, [{"key": []}]),
        ("3.0.4", "/security", ["key"], [{"key": []}]),
        ("3.0.4", "/security", None, GONE),
        ("3.0.4", "/security", [{"key": None}], [{"key": []}]),
        ("3.0.4", f"{OPERATION}/tags", [{"name": "a"}, "b", None], ["a", "b"]),
        ("3.0.4", f"{OPERATION}/tags", "a", ["a"]),
        ("3.0.4", f"{OPERATION}/operationId", 7, "7"),
        ("3.0.4", f"{OPERATION}/deprecated", "true", True),
        ("3.0.4", f"{OPERATION}/description", None, GONE),
        ("3.0.4", f"{OPERATION}/parameters/2", None, GONE),
        ("3.0.4", f"{OPERATION}/parameters/2", "q", GONE),
        ("3.0.4", f"{OPERATION}/requestBody", None, GONE),
        ("3.1.1", f"{OPERATION}/callbacks", None, GONE),
        ("3.0.4", f"{QUERY}/required", "yes", True),
        ("3.0.4", f"{QUERY}/schema", "string", NAME),
        ("3.0.4", f"{QUERY}/schema", None, {}),
        ("3.0.4", RESPONSE, None, {"description": ""}),
        ("3.0.4", RESPONSE, "There.", {"description": "There."}),
        ("3.0.4", f"{RESPONSE}/content", {"application/json": None}, {}, f"{RESPONSE}/{JSON}"),
        ("3.0.4", f"{RESPONSE}/headers", [], {}),
        ("3.0.4", f"{RESPONSE}/headers", {"H": None}, {"schema": {}}, f"{RESPONSE}/headers/H"),
        ("3.0.4", f"{RESPONSE}/content", {"application/json": {"examples": {"a": 5}}}, {"value": 5},
         f"{RESPONSE}/{JSON}/examples/a"),
        ("3.0.4", f"{RESPONSE}/content", {"application/json": {"examples": []}}, {}, f"{RESPONSE}/{JSON}/examples"),
        ("3.0.4", "/paths/~1more", None, {}),
        ("3.0.4", f"{KITE}/properties", None, GONE),
        ("3.0.4", f"{KITE}/properties", [], {}),
        ("3.0.4", KITE_NAME, None, {}),
        ("3.1.1", KITE_NAME, "string", NAME),
        ("3.0.4", KITE_NAME, "#/components/schemas/Kite", {"$ref": "#/components/schemas/Kite"}),
        ("3.0.4", f"{KITE}/required", "name", ["name"]),
        ("3.0.4", f"{KITE}/required", True, GONE),
        ("3.0.4", f"{KITE}/required", [1, "name"], ["1", "name"]),
        ("3.0.4", f"{KITE}/required", None, GONE),
        ("3.0.4", f"{KITE_NAME}/enum", "a", ["a"]),
        ("3.0.4", f"{KITE_NAME}/enum", None, GONE),
        ("3.1.1", f"{KITE_NAME}/enum", {"a": 1}, GONE),
        ("3.0.4", f"{KITE_NAME}/maxLength", "10", 10),
        ("3.0.4", f"{KITE_NAME}/maxLength", -1, GONE),
        ("3.1.1", f"{KITE_NAME}/minLength", 1.5, GONE),
        ("3.1.1", f"{KITE_NAME}/minLength", 1e30, GONE),
        ("3.1.1", f"{KITE_NAME}/minLength", "9" * 30, GONE),
        ("3.0.4", f"{KITE_NAME}/minimum", None, GONE),
        ("3.0.4", f"{KITE_NAME}/multipleOf", 0, GONE),
        ("3.0.4", f"{KITE_NAME}/format", None, GONE),
        ("3.0.4", f"{KITE_NAME}/nullable", "true", True),
        ("3.0.4", f"{KITE_NAME}/title", 5, "5"),
        ("3.0.4", f"{KITE_NAME}/pattern", None, GONE),
        ("3.0.4", f"{KITE}/additionalProperties", "string", NAME),
        ("3.0.4", f"{KITE}/additionalProperties", None, {}),
        ("3.0.4", f"{KITE}/allOf", {"type": "object"}, [{"type": "object"}]),
        ("3.0.4", f"{KITE}/allOf", [None, {"type": "object"}], [{}, {"type": "object"}]),
        ("3.0.4", f"{KITE}/discriminator", "kind", {"propertyName": "kind"}),
        ("3.0.4", f"{KITE_NAME}/xml", "a", GONE),
        ("3.1.1", f"{KITE_NAME}/exclusiveMinimum", "5", GONE),
        ("3.0.4", f"{KITE}/externalDocs", "https://a.example", {"url": "https://a.example"}),
    ],
    "merge-key": [("3.0.4", KITE_NAME, {"<<": {"type": "integer", "title": "A"}, "title": "B"},
                   {"type": "integer", "title": "B"})],
    "path": [
        ("3.0.4", "/paths/more", {"get": OK}, {"get": OK}, "/paths/~1more"),
        ("3.1.1", "/paths/@evil.example~1a", {"get": OK}, {"get": OK}, "/paths/~1@evil.example~1a"),
        ("3.0.4", "/paths/https:~1~1kites.example~1a", {"get": OK}, GONE),
    ],
    "method": [
        ("3.0.4", "/paths/~1more", {"GET": OK}, {"get": OK}),
        ("3.1.1", "/paths/~1more", {"GET": OK, "get": {"operationId": "a", **OK}}, {"get": {"operationId": "a", **OK}}),
        ("3.2.0", "/paths/~1more", {"additionalOperations": {"GET": OK, "COPY": OK}},
         {"get": OK, "additionalOperations": {"COPY": OK}}),
        ("3.2.0", "/paths/~1more", {"get": OK, "additionalOperations": {"GET": OK}},
         {"get": OK, "additionalOperations": {}}),
    ],
    "query-string": [
        ("3.2.0", f"{OPERATION}/parameters/2",
         {"name": "all", "in": "querystring", "content": {"application/json": {"schema": {}}}}, GONE),
        ("3.2.0", "/paths/~1more", {"get": {"parameters": [*map(whole_query, "abc"), IN_HEADER], **OK}},
         {"get": {"parameters": [whole_query("a"), IN_HEADER], **OK}}),
    ],
    "status": [
        ("3.0.4", f"{OPERATION}/responses/4xx", {"description": ""}, {"description": ""}, f"{OPERATION}/responses/4XX"),
        ("3.1.1", f"{OPERATION}/responses/404 Not Found", {"description": ""}, {"description": ""},
         f"{OPERATION}/responses/404"),
        ("3.0.4", f"{OPERATION}/responses/Default", {"description": ""}, {"description": ""},
         f"{OPERATION}/responses/default"),
        ("3.0.4", f"{OPERATION}/responses/success", {"description": ""}, GONE),
        ("3.0.4", f"{OPERATION}/responses/20x", {"description": ""}, {"description": ""}, f"{OPERATION}/responses/2XX"),
        ("3.0.4", f"{OPERATION}/responses/999", {"description": ""}, GONE),
        ("3.1.1", f"{OPERATION}/responses/", {"description": ""}, GONE),
    ],
    "missing-description": [("3.0.4", RESPONSE, {}, {"description": ""}), ("3.1.1", RESPONSE, {}, {"description": ""})],
    "missing-responses": [
        ("3.0.4", f"{OPERATION}/responses", GONE, {"default": {"description": ""}}),
        ("3.0.4", f"{OPERATION}/responses", {}, {"default": {"description": ""}}),
        ("3.1.1", f"{OPERATION}/responses", {}, {"default": {"description": ""}}),
    ],
    "missing-schema": [
        ("3.0.4", QUERY, {"name": "q", "in": "query"}, {}, f"{QUERY}/schema"),
        ("3.1.1", QUERY, {"name": "q", "in": "query", "content": {}}, {}, f"{QUERY}/schema"),
        ("3.0.4", QUERY, {"name": "q", "in": "query", "type": "string"}, NAME, f"{QUERY}/schema"),
        ("3.0.4", f"{RESPONSE}/headers", {"H": {"type": "string"}}, {"schema": NAME}, f"{RESPONSE}/headers/H"),
    ],
    "schema-and-content": [
        ("3.0.4", f"{QUERY}/content", {"application/json": {}}, GONE),
        ("3.1.1", f"{QUERY}/content", {"application/json": {}}, GONE),
        ("3.1.1", f"{QUERY}/content", {}, GONE),
    ],
    "several-media-types": [
        ("3.0.4", QUERY, {"name": "q", "in": "query", "content": {"application/json": {}, "text/plain": {}}},
         {"application/json": {}}, f"{QUERY}/content"),
    ],
    "example-and-examples": [
        ("3.0.4", QUERY, {"name": "q", "in": "query", "schema": NAME, "example": 1, "examples": {"a": {"value": 2}}},
         {"example": {"value": 1}, "a": {"value": 2}}, f"{QUERY}/examples"),
        ("3.0.4", f"{RESPONSE}/content", {"application/json": {"example": 1, "examples": {}}},
         {"examples": {"example": {"value": 1}}}, f"{RESPONSE}/{JSON}"),
    ],
    "media-type": [
        ("3.0.4", f"{RESPONSE}/content", {"application/json, kite=2": {"schema": NAME}},
         {"application/json; kite=2": {"schema": NAME}}),
        ("3.1.1", f"{OPERATION}/requestBody", {"content": {"application/json,text/csv; a=b": {}, "text/csv": {}}},
         {"application/json": {}, "text/csv; a=b": {}, "text/csv": {}}, f"{OPERATION}/requestBody/content"),
        ("3.1.1", f"{RESPONSE}/content", {"application/json": {"schema": NAME}, "application/json,": {}},
         {"application/json": {"schema": NAME}}),
        ("3.0.4", QUERY, {"name": "q", "in": "query", "content": {"text/a, text/b": {}}}, {"text/a": {}},
         f"{QUERY}/content"),
    ],
    "swagger-field": [
        ("3.0.4", f"{OPERATION}/parameters/2", {"name": "b", "in": "body", "schema": NAME},
         {"required": False, "content": {"application/json": {"schema": NAME}}}, f"{OPERATION}/requestBody"),
        ("3.1.1", f"{OPERATION}/parameters/2", {"name": "f", "in": "formData", "type": "string", "required": True},
         {"required": True, "content": {"multipart/form-data": {"schema":
             {"type": "object", "properties": {"f": NAME}, "required": ["f"]}}}}, f"{OPERATION}/requestBody"),
        ("3.0.4", RESPONSE, {"description": "", "schema": NAME}, {"schema": NAME}, f"{RESPONSE}/{JSON}"),
        ("3.1.1", f"{OPERATION}/requestBody", {"schema": NAME}, {"content": {"application/json": {"schema": NAME}}}),
    ],
    "unknown-location": [
        ("3.0.4", f"{QUERY}/in", "Query", "query"),
        ("3.1.1", f"{QUERY}/in", "headers", "header"),
        ("3.0.4", f"{QUERY}/in", "matrix", GONE, QUERY),
        ("3.1.1", f"{QUERY}/in", "", GONE, QUERY),
        ("3.1.1", f"{QUERY}/in", "querystring", GONE, QUERY),
    ],
    "unknown-style": [
        ("3.0.4", f"{QUERY}/style", "matrix", GONE),
        ("3.1.1", f"{QUERY}/style", "form, please", GONE),
        ("3.0.4", f"{RESPONSE}/headers", {"H": {"schema": NAME, "style": "form"}}, {"schema": NAME},
         f"{RESPONSE}/headers/H"),
        ("3.0.4", f"{OPERATION}/requestBody", {"content": {"a/b": {"encoding": {"a": {"style": "simple"}}}}}, {},
         f"{OPERATION}/requestBody/content/a~1b/encoding/a"),
    ],
    "optional-path-parameter": [
        ("3.0.4", f"{ID}/required", GONE, True),
        ("3.1.1", f"{ID}/required", False, True),
    ],
    "undeclared-path-parameter": [
        ("3.0.4", "/paths/~1more~1{a}~1{b}", {"get": {**OK}},
         [{"name": part, "in": "path", "required": True, "schema": NAME} for part in "ab"],
         "/paths/~1more~1{a}~1{b}/get/parameters"),
        ("3.2.0", ADDITIONAL, {"COPY": {**OK}}, [{"name": "id", "in": "path", "required": True, "schema": NAME}],
         f"{ADDITIONAL}/COPY/parameters"),
    ],
    "unused-path-parameter": [
        ("3.0.4", f"{ID}/name", "Id", "id"),
        ("3.0.4", f"{OPERATION}/parameters/2", {"name": "x", "in": "path", "required": True, "schema": NAME}, GONE),
        ("3.1.1", "/paths/~1more", {"parameters": [{"name": "x", "in": "path", "required": True, "schema": NAME}]},
         [], "/paths/~1more/parameters"),
        ("3.2.0", ADDITIONAL, {"COPY": {"parameters": [{"name": "Id", "in": "path", "required": True, "schema": NAME}],
                                        **OK}}, "id", f"{ADDITIONAL}/COPY/parameters/0/name"),
    ],
    "duplicate-parameter": [
        ("3.0.4", f"{OPERATION}/parameters/2", {"name": "q", "in": "query", "schema": {}}, GONE),
        ("3.2.0", "/paths/~1more",
         {"additionalOperations": {"COPY": {"parameters": [QUERY_PARAMETER, QUERY_PARAMETER], **OK}}},
         [QUERY_PARAMETER], "/paths/~1more/additionalOperations/COPY/parameters"),
        ("3.1.1", "/webhooks", {"hit": {"parameters": [QUERY_PARAMETER, QUERY_PARAMETER]}},
         [QUERY_PARAMETER], "/webhooks/hit/parameters"),
        ("3.0.4", "/components/callbacks",
         {"c": {"{$url}": {"put": {"parameters": [QUERY_PARAMETER, QUERY_PARAMETER], **OK}}}},
         [QUERY_PARAMETER], "/components/callbacks/c/{$url}/put/parameters"),
    ],
    "duplicate-operation-id": [
        ("3.0.4", "/paths/~1more", {"post": {"operationId": "kite", **OK}}, "kite_post_more",
         "/paths/~1more/post/operationId"),
        ("3.2.0", "/paths/~1more", {"additionalOperations": {"COPY": {"operationId": "kite", **OK}}},
         "kite_COPY_more", "/paths/~1more/additionalOperations/COPY/operationId"),
        ("3.1.1", "/webhooks", {"hit": {"post": {"operationId": "kite", **OK}}}, "kite_post_hit",
         "/webhooks/hit/post/operationId"),
        ("3.0.4", f"{OPERATION}/callbacks", {"c": {"{$url}": {"put": {"operationId": "kite", **OK}}}},
         "kite_put_kites_id_get_callbacks_c_url", f"{OPERATION}/callbacks/c/{{$url}}/put/operationId"),
        ("3.1.1", "/components/pathItems", {"P": {"get": {"operationId": "kite", **OK}}}, "kite_get_pathItems_P",
         "/components/pathItems/P/get/operationId"),
    ],
    "duplicate-tag": [("3.0.4", "/tags", [{"name": "a"}, {"name": "a", "description": "b"}], [{"name": "a"}])],
    "duplicate-in-required": [
        ("3.0.4", f"{KITE}/required", ["name", "name"], ["name"]),
        ("3.1.1", f"{KITE}/required", ["name", "a", "name"], ["name", "a"]),
        ("3.0.4", f"{KITE}/dependentRequired", {"a": ["b", "b"], "c": ["d"], "e": ["f", "g", "f"]},
         {"a": ["b"], "c": ["d"], "e": ["f", "g"]}),
        ("3.1.1", f"{KITE}/dependentRequired", {"a": ["b", "b"]}, {"a": ["b"]}),
        ("3.2.0", f"{RESPONSE}/content", {"application/jsonl": {"itemSchema": {"required": ["a", "a"]}}}, ["a"],
         f"{RESPONSE}/content/application~1jsonl/itemSchema/required"),
    ],
    "empty-required": [("3.0.4", f"{KITE}/required", [], GONE)],
    "empty-enum": [("3.0.4", f"{KITE_NAME}/enum", [], GONE)],
    "empty-composition": [("3.1.1", f"{KITE}/allOf", [], GONE), ("3.1.1", f"{KITE}/oneOf", [], GONE)],
    "unknown-type": [
        ("3.0.4", f"{KITE_NAME}/type", "any", GONE),
        ("3.1.1", f"{KITE_NAME}/type", "file", "string"),
        ("3.0.4", f"{KITE_NAME}/type", "int", "integer"),
        ("3.0.4", f"{KITE_NAME}/type", "String", "string"),
        ("3.1.1", f"{KITE_NAME}/type", None, "null"),
        ("3.0.4", f"{KITE_NAME}/type", 5, GONE),
        ("3.1.1", f"{KITE_NAME}/type", [], GONE),
        ("3.1.1", f"{KITE_NAME}/type", ["string", "strin"], ["string"]),
    ],
    "later-keyword": [
        ("3.0.4", KITE_NAME, {"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ("3.0.4", f"{KITE_NAME}/type", ["string", "integer"], ["string", "integer"]),
        ("3.0.4", f"{KITE_NAME}/type", "null", "null"),
        ("3.0.4", "/paths/~1more", {"get": {"parameters": [whole_query("q")], **OK}}, [whole_query("q")],
         "/paths/~1more/get/parameters"),
        ("3.1.1", "/components/parameters", {"q": whole_query("q")}, {"q": whole_query("q")}),
        ("3.0.4", KITE_NAME, {"const": "a"}, {"enum": ["a"]}),
        ("3.0.4", KITE_NAME, True, {}),
        ("3.0.4", KITE_NAME, False, {"not": {}}),
    ],
    "older-keyword": [
        ("3.1.1", KITE, {"items": {"$recursiveRef": "#"}}, {"items": {"$ref": "#/components/schemas/Kite"}}),
        ("3.1.1", f"{RESPONSE}/content", {"application/json": {"schema": {"$recursiveRef": "#"}}}, {},
         f"{RESPONSE}/{JSON}/schema"),
        ("3.1.1", KITE, {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}, "dependentRequired": {"e": ["f"]}},
         {"dependentRequired": {"a": ["b"], "e": ["f"]}, "dependentSchemas": {"c": {"required": ["d"]}}}),
        ("3.1.1", KITE, {"$recursiveAnchor": True, "items": {"$recursiveRef": "#"}},
         {"items": {"$ref": "#/components/schemas/Kite"}}),
    ],
    "exclusive-bound": [
        ("3.0.4", KITE_NAME, {"exclusiveMinimum": 5}, {"minimum": 5, "exclusiveMinimum": True}),
        ("3.0.4", KITE_NAME, {"exclusiveMinimum": 5, "minimum": 9}, {"minimum": 9}),
        ("3.1.1", KITE_NAME, {"exclusiveMaximum": True, "maximum": 5}, {"exclusiveMaximum": 5}),
        ("3.1.1", KITE_NAME, {"exclusiveMinimum": False, "minimum": 5}, {"minimum": 5}),
    ],
    "list-of-items": [
        ("3.0.4", KITE_NAME, {"type": "array", "items": [NAME]}, {"type": "array", "items": NAME}),
        ("3.0.4", KITE_NAME, {"items": [NAME, {"type": "integer"}]}, {"items": {"anyOf": [NAME, {"type": "integer"}]}}),
        ("3.1.1", KITE_NAME, {"items": [NAME, {"type": "integer"}]}, {"prefixItems": [NAME, {"type": "integer"}]}),
        ("3.1.1", KITE_NAME, {"items": [NAME, {"type": "integer"}], "additionalItems": False},
         {"prefixItems": [NAME, {"type": "integer"}], "items": False}),
        ("3.0.4", KITE_NAME, {"items": []}, {"items": {}}),
    ],
    "unreadable-pattern": [
        ("3.0.4", f"{KITE_NAME}/pattern", "(", GONE),
        ("3.1.1", f"{KITE_NAME}/pattern", "[[:alpha:", GONE),
        ("3.1.1", f"{KITE_NAME}/pattern", r"^[\w-.]+@\h+$", GONE),
        ("3.0.4", f"{KITE_NAME}/pattern", r"^[\w-.]+@[\w-]+$", r"^[\w\-.]+@[\w-]+$"),
        ("3.0.4", f"{KITE_NAME}/pattern", r"\A\d{3}\z", r"^\d{3}$"),
        ("3.1.1", KITE_NAME, {"patternProperties": {"(": {}, "^a": NAME}}, {"patternProperties": {"^a": NAME}}),
        ("3.1.1", KITE_NAME, {"patternProperties": {r"\A[\w-.]+\z": NAME}},
         {"patternProperties": {r"^[\w\-.]+$": NAME}}),
    ],
    "wrong-default": [
        ("3.0.4", f"{KITE_NAME}/default", None, GONE),
        ("3.1.1", f"{KITE_NAME}/default", 5, GONE),
        ("3.0.4", KITE_NAME, {"type": "array", "items": {}, "default": ""}, {"type": "array", "items": {}}),
    ],
    "server-variable": [
        ("3.0.4", "/servers", [{"url": "https://{who}.example/{v}", "variables": {"v": {"default": "1"}}}],
         {"v": {"default": "1"}, "who": {"default": ""}}, "/servers/0/variables"),
        ("3.1.1", f"{OPERATION}/servers", [{"url": "/{v}/{v}"}], {"v": {"default": ""}},
         f"{OPERATION}/servers/0/variables"),
        ("3.1.1", "/webhooks", {"hit": {"post": {"servers": [{"url": "/{v}"}], **OK}}}, {"v": {"default": ""}},
         "/webhooks/hit/post/servers/0/variables"),
    ],
    "dangling-reference": [
        (
            "3.0.4",
            f"{KITE}/discriminator",
            {"propertyName": "name", "mapping": {"a": "a.yml#/a", "b": "#/b", "c": "c.json", "d": KITE_REF, "e": "E"}},
            {"propertyName": "name", "mapping": {"d": KITE_REF}},
        ),
        ("3.0.4", KITE_NAME, {"$ref": "#/components/schemas/No"}, {}),
        ("3.1.1", KITE_NAME, {"$ref": "#/components/schemas/No", "title": "A"}, {"title": "A"}),
        ("3.0.4", KITE_NAME, {"$ref": None}, {}),
        ("3.0.4", KITE_NAME, {"$ref": "#/components/parameters/a"}, {}),
        ("3.0.4", KITE_NAME, {"$ref": "#/definitions/Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.0.4", KITE_NAME, {"$ref": "#anchor"}, {}),
        ("3.0.4", KITE_NAME, {"$ref": "Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.1.1", KITE_NAME, {"$ref": "#Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.1.1", KITE_NAME, {"$ref": "#/Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.0.4", KITE_NAME, {"$ref": "/components/schemas/Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.0.4", KITE_NAME, {"$ref": "components/schemas/Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.0.4", KITE_NAME, {"$ref": "#components/schemas/Kite"}, {"$ref": "#/components/schemas/Kite"}),
        ("3.1.1", KITE_NAME, {"$ref": "Nobody"}, {}),
        ("3.1.1", KITE_NAME, {"$ref": "schemas/gone.yaml"}, {}),
        ("3.1.1", KITE_NAME, {"$ref": "#/parameters/Kite"}, {}),
        ("3.1.1", f"{OPERATION}/responses/404", {"$ref": "Kite"}, GONE),
        ("3.0.4", f"{OPERATION}/parameters/2", {"$ref": "#/components/parameters/No"}, GONE),
        ("3.1.1", f"{OPERATION}/responses/404", {"$ref": "#/components/responses/No"}, GONE),
        ("3.0.4", f"{OPERATION}/requestBody", {"$ref": "#/components/requestBodies/No"}, GONE),
        ("3.0.4", f"{RESPONSE}/headers", {"H": {"$ref": "#/components/headers/No"}}, {}),
        ("3.1.1", "/paths/~1more", {"$ref": "#/components/pathItems/No"}, {}),
        ("3.1.1", KITE_NAME, {"$dynamicRef": "#nobody", "title": "A"}, {"title": "A"}),
        ("3.1.1", KITE_NAME, {"$dynamicRef": "#/components/schemas/No"}, {}),
        ("3.2.0", KITE_NAME, {"$dynamicRef": "gone.yaml#kite"}, {}),
        ("3.0.4", KITE_NAME, {"$ref": "#/info"}, {}),
        ("3.1.1", KITE_NAME, {"$ref": "#/info/title"}, {}),
        ("3.1.1", KITE_NAME, {"$ref": "#/components/schemas/Kite/required"}, {}),
        ("3.1.1", KITE_NAME, {"$ref": "#/paths/~1kites~1{id}/get"}, {}),
        ("3.0.4", f"{OPERATION}/parameters/2", {"$ref": "#/paths/~1kites~1{id}/get/responses/200"}, GONE),
        ("3.1.1", f"{OPERATION}/parameters/2", {"$ref": "#/paths/~1kites~1{id}/get/parameters/0/required"}, GONE),
        ("3.1.1", f"{OPERATION}/responses/404", {"$ref": "#/servers"}, GONE),
        ("3.0.4", f"{RESPONSE}/content", {"application/json": {"schema": {"$ref": "#/components/schemas/No"}}}, {},
         f"{RESPONSE}/{JSON}/schema"),
    ],
    "unknown-operation": [
        ("3.1.1", f"{RESPONSE}/links", {"l": {"operationId": "nobody"}}, {}),
        ("3.0.4", f"{RESPONSE}/links", {"l": {"operationRef": "#/paths/~1nothing/get"}}, {}),
        ("3.2.0", f"{RESPONSE}/links", {"l": {"operationRef": "#/paths/~1kites~1{id}"}}, {}),
        ("3.1.1", "/components/links", {"l": {"operationId": "nobody"}}, {}),
    ],
    "circular-reference": [
        ("3.0.4", "/components/schemas/Loop", {"$ref": "#/components/schemas/Loop"}, {}),
        ("3.1.1", "/components/responses", {"a": {"$ref": "#/components/responses/a"}}, {}),
        ("3.1.1", f"{OPERATION}/parameters/2", {"$ref": f"#{OPERATION}/parameters/2"}, GONE),
        ("3.0.4", f"{KITE}/properties/loop", {"$ref": f"#{KITE}/properties/loop", "title": "A"}, {"title": "A"}),
        ("3.1.1", "/paths/~1more", {"$ref": "#/paths/~1more", "get": OK}, {"get": OK}),
        ("3.0.4", "/paths/~1more", {"get": {"responses": {"400": {"$ref": "#/paths/~1more/get/responses/404"},
                                                          "404": {"$ref": "#/paths/~1more/get/responses/400"},
                                                          **OK["responses"]}}},
         {"get": OK}),
    ],
    "unknown-dialect": [
        ("3.1.1", "/jsonSchemaDialect", "https://a.example/dialect", GONE),
        ("3.1.1", f"{KITE}/$schema", "https://a.example/dialect", GONE),
    ],
    "unknown-scheme": [
        ("3.0.4", "/security", [{"no": []}, {"key": []}], [{}, {"key": []}]),
        ("3.1.1", f"{OPERATION}/security", [{"no": [], "key": []}], [{"key": []}]),
        ("3.2.0", "/paths/~1more", {"additionalOperations": {"COPY": {"security": [{"no": [], "key": []}], **OK}}},
         [{"key": []}], "/paths/~1more/additionalOperations/COPY/security"),
        ("3.1.1", "/webhooks", {"hit": {"post": {"security": [{"no": [], "key": []}], **OK}}},
         [{"key": []}], "/webhooks/hit/post/security"),
        ("3.0.4", f"{OPERATION}/callbacks", {"c": {"{$url}": {"put": {"security": [{"no": [], "key": []}], **OK}}}},
         [{"key": []}], f"{OPERATION}/callbacks/c/{{$url}}/put/security"),
    ],
    "component-name": [
        ("3.1.1", "/components/schemas/A kite", NAME, NAME, "/components/schemas/A_kite"),
    ],
    "two-values": [
        ("3.1.1", "/components/examples", {"a": {"value": 1, "externalValue": "https://a.example"}},
         {"a": {"value": 1}}),
        ("3.2.0", "/components/examples", {"a": {"value": 1, "dataValue": 2, "serializedValue": "3"}},
         {"a": {"value": 1}}),
        ("3.2.0", "/components/examples", {"a": {"dataValue": 1, "serializedValue": "1", "externalValue": "/a"}},
         {"a": {"dataValue": 1, "serializedValue": "1"}}),
        ("3.0.4", f"{RESPONSE}/links", {"l": {"operationId": "kite", "operationRef": "#/a"}},
         {"l": {"operationId": "kite"}}),
    ],
    "unexpected-field": [
        ("3.0.4", f"{OPERATION}/summry", "A", "A"),
        ("3.1.1", "/kites", 1, 1),
        ("3.0.4", f"{KITE_NAME}/examples", ["a"], ["a"]),
        ("3.0.4", f"{KITE}/patternProperties", {"^a": NAME}, {"^a": NAME}),
        ("3.1.1", "/info/x", None, None),
    ],
    "security-scheme": [
        ("3.0.4", KEY, {"type": "apikey", "in": "Header", "name": "a"},
         {"type": "apiKey", "in": "header", "name": "a"}),
        ("3.1.1", KEY, {"type": "apiKey", "in": "body", "name": "a"}, GONE),
        ("3.1.1", KEY, {"type": "token"}, GONE),
        ("3.0.4", KEY, {"type": "http"}, GONE),
        ("3.0.4", KEY, {"type": "basic"}, {"type": "http", "scheme": "basic"}),
    ],
    "invalid": [
        ("3.1.1", f"{KITE}/definitions", {"a": 5}, {}),
        ("3.0.4", KEY, {"type": "http", "scheme": "basic", "bearerFormat": "a"}, GONE),
        ("3.1.1", "/info/license", {"name": "a", "identifier": "b", "url": "c"}, GONE),
    ],
}  # fmt: skip

CASES = [(kind, *case) for kind, cases in MENDS.items() for case in cases]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]} {case[2]} {str(case[3])[:40]}" for case in CASES])
def test_a_fault_is_mended_and_reported(case: tuple[Any, ...]) -> None:
    kind, version, pointer, value, expected, *elsewhere = case
    given = document(version)
    put(given, pointer, copy.deepcopy(value))
    before = copy.deepcopy(given)
    found, reported = mended(given)
    assert at(found, elsewhere[0] if elsewhere else pointer) == expected
    assert kind in {fault.kind for fault in reported}, reported
    assert given == before
    # Each reported place exists in the original document.
    for fault in reported:
        assert at(given, fault.pointer) is not GONE, fault
        assert len(fault.message) < 500


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]} {case[2]} {str(case[3])[:40]}" for case in CASES])
def test_a_mended_document_has_only_the_faults_that_are_kept(case: tuple[Any, ...]) -> None:
    _, version, pointer, value, *_ = case
    given = document(version)
    put(given, pointer, copy.deepcopy(value))
    found, reported = mended(given)
    kept = {fault.pointer for fault in reported if fault.kind in ("unexpected-field", "later-keyword")}
    left = [fault for fault in faults(found) if fault.pointer not in kept]
    assert left == []
    again, reported_again = mended(found)
    assert again == found
    assert {fault.pointer for fault in reported_again} <= kept


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
def test_a_valid_document_stays_as_it_is(version: str) -> None:
    given = document(version)
    found, reported = mended(given)
    assert found is given
    assert reported == ()


@pytest.mark.parametrize("owner", ["/webhooks/hit", "/components/pathItems/P", f"{OPERATION}/callbacks/c/{{$url}}"])
@pytest.mark.parametrize(
    "fault",
    [
        {"operationId": "kite"},
        {"parameters": [QUERY_PARAMETER, QUERY_PARAMETER]},
        {"security": [{"no": []}]},
        {"servers": [{"url": "/{v}"}]},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_an_operation_outside_of_paths_is_checked_as_those_of_paths(owner: str, fault: dict[str, Any]) -> None:
    given = document("3.1.1")
    put(given, f"{owner}/post", {**fault, **OK})
    (found,) = faults(given)
    assert found.pointer.startswith(f"{owner}/post")


def test_a_comma_within_quotes_does_not_separate_media_types() -> None:
    given = document()
    put(given, f"{RESPONSE}/content", {'text/plain; a="b, c/d"': {}})
    assert mended(given) == (given, ())


def test_all_faults_are_reported_with_their_original_places() -> None:
    given = document()
    parameters = at(given, f"{OPERATION}/parameters")
    parameters[:0] = [None, {"in": "query"}]
    parameters.append({"name": "r", "in": "query", "schema": {"type": "strin"}})
    # This one is found when the first two are already gone.
    parameters.append(QUERY_PARAMETER)
    given["paths"]["b"] = {"GET": {"responses": {"4xx": {}}}}
    _, reported = mended(given)
    assert {(fault.kind, fault.pointer) for fault in reported} == {
        ("wrong-value", f"{OPERATION}/parameters/0"),
        ("missing-field", f"{OPERATION}/parameters/1"),
        ("unknown-type", f"{OPERATION}/parameters/4/schema/type"),
        ("duplicate-parameter", f"{OPERATION}/parameters/5"),
        ("path", "/paths/b"),
        ("method", "/paths/b/GET"),
        ("status", "/paths/b/GET/responses/4xx"),
        ("missing-description", "/paths/b/GET/responses/4xx"),
    }


def test_a_parameter_that_is_referred_to_by_its_place_is_found(tmp_path: Path) -> None:
    given = document()
    reference = {"$ref": "#/paths/~1kites~1%7Bid%7D/get/parameters/0"}
    given["paths"]["/tails/{id}"] = {"get": {"parameters": [reference], "responses": {"4xx": {"description": ""}}}}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(given))
    found = load(str(path))
    assert [fault.kind for fault in found.faults] == ["status"]
    assert (
        at(found.document, "/paths/~1tails~1{id}/get/parameters") == at(found.document, f"{OPERATION}/parameters")[:1]
    )


def test_references_follow_a_renamed_component() -> None:
    given = document("3.1.1")
    given["components"]["schemas"]["List<Kite>"] = {"type": "array", "items": {"$ref": "#/components/schemas/Kite"}}
    for target in ("#/components/schemas/List<Kite>", "#/components/schemas/List%3CKite%3E"):
        put(given, KITE_NAME, {"$ref": target})
        found, _ = mended(given)
        assert at(found, KITE_NAME) == {"$ref": "#/components/schemas/List_Kite"}
        assert list(faults(found)) == []


def test_a_duplicate_operation_id_gets_the_same_suffix_whatever_else_is_there() -> None:
    given = document()
    given["paths"]["/more"] = {"post": {"operationId": "kite", **OK}}
    first, _ = mended(given)
    given["paths"]["/between"] = {"get": {"operationId": "other", **OK}}
    given["paths"]["/last"] = {"get": {"operationId": "kite", **OK}}
    second, _ = mended(given)
    assert at(first, "/paths/~1more/post/operationId") == at(second, "/paths/~1more/post/operationId")
    assert at(second, f"{OPERATION}/operationId") == "kite"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"paths": GONE}, "paths is missing"),
        ({"paths": None}, "paths is null, not a map of paths"),
        ({"paths": 5}, "paths is a number, not a map of paths"),
        ({"paths": ["/a"]}, "paths is a list, not a map of paths"),
        ({"paths": {"/a": 7, "/b": "c"}}, "none of its 2 paths"),
    ],
)
def test_a_document_without_usable_paths_is_refused_in_five_lines(change: dict[str, Any], words: str) -> None:
    given = {key: value for key, value in {**document(), **change}.items() if value is not GONE}
    with pytest.raises(SourceError, match=words) as caught:
        mended(given, "kites.yaml")
    assert len(str(caught.value).splitlines()) <= 5


LISTS = {
    "parameters": [{"name": "bad"}, {"name": "a", "in": "query", "schema": {"type": "integer"}}],
    "get": {**OK, "parameters": [{"name": "b", "in": "query", "schema": {"$ref": "#/paths/~1l/parameters/1/schema"}}]},
}


def _pointing(target: str, **schemas: Any) -> dict[str, Any]:
    components = {"schemas": {**schemas, "Pointing": {"$ref": target}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/l": LISTS},
        "components": components,
    }


@pytest.mark.parametrize(
    ("target", "schemas", "moved"),
    [
        ("#/paths/~1l/parameters/1/schema", {}, "#/paths/~1l/parameters/0/schema"),
        (
            "#/components/schemas/T/items/1",
            {"T": {"items": [{"type": "string"}, {"type": "integer"}]}},
            "#/components/schemas/T/prefixItems/1",
        ),
        (
            "#/components/schemas/T/items/1/items/0",
            {"T": {"items": [{"type": "string"}, {"items": [{"type": "string"}, {"type": "integer"}]}]}},
            "#/components/schemas/T/prefixItems/1/prefixItems/0",
        ),
        ("#/components/schemas/T/items/0", {"T": {"items": [{"type": "string"}]}}, "#/components/schemas/T/items"),
        (
            "#/components/schemas/T/allOf/properties/a",
            {"T": {"allOf": {"properties": {"a": {"type": "string"}}}}},
            "#/components/schemas/T/allOf/0/properties/a",
        ),
    ],
)
def test_a_reference_to_what_a_mend_moved_leads_there(target: str, schemas: dict[str, Any], moved: str) -> None:
    given = _pointing(target, **schemas)
    found, told = mended(given)
    assert found["components"]["schemas"]["Pointing"] == {"$ref": moved}
    assert entry_at(found, moved)["type"] in ("string", "integer")
    assert not [fault for fault in told if fault.kind == "dangling-reference"]
    parameter = found["paths"]["/l"]["get"]["parameters"][0]
    assert parameter["schema"] == {"$ref": "#/paths/~1l/parameters/0/schema"}


def test_a_reference_to_a_renamed_entry_leads_to_it() -> None:
    given = _pointing("#/paths/~1m/GET/responses/2xx/content/json/schema")
    content = {"json": {"schema": {"type": "integer"}}}
    given["paths"]["/m"] = {"GET": {"responses": {"2xx": {"description": "It.", "content": content}}}}
    found, _ = mended(given)
    target = found["components"]["schemas"]["Pointing"]["$ref"]
    assert entry_at(found, target) == {"type": "integer"}


def test_a_reference_to_an_item_that_is_left_out_is_named_and_leads_to_no_other_item() -> None:
    found, told = mended(_pointing("#/paths/~1l/parameters/0/schema"))
    assert found["components"]["schemas"]["Pointing"] == {}
    assert [fault.pointer for fault in told if fault.kind == "dangling-reference"] == ["/components/schemas/Pointing"]
    assert any("#/paths/~1l/parameters/0/schema" in fault.message for fault in told)


def test_the_mapping_of_a_discriminator_follows_as_well() -> None:
    mapping = {"a": "#/components/schemas/T/items/1", "b": "#/paths/~1l/parameters/0/schema"}
    union = {"oneOf": [{"type": "object"}], "discriminator": {"propertyName": "kind", "mapping": mapping}}
    given = _pointing("#/components/schemas/U", U=union, T={"items": [{"type": "string"}, {"type": "object"}]})
    found, told = mended(given)
    kept = found["components"]["schemas"]["U"]["discriminator"]["mapping"]
    assert kept == {"a": "#/components/schemas/T/prefixItems/1"}
    assert [fault.kind for fault in told].count("dangling-reference") == 1


def test_each_kind_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "faulty-documents.md").read_text(encoding="utf-8")
    others = {"reference-validator", "misplaced-reference", "lost-in-conversion", "form-and-body"}
    others |= {"several-bodies", "unused-example", "duplicate-key", "duplicate-identifier"}
    others |= {"overlay-without-match", "overlay-copy", "overlay-type", "overlay-of-another", "overlay-version"}
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.M)) == {*MENDS, *others}


def test_the_smallest_unit_is_left_out_first() -> None:
    place = ("paths", "/kites", "get", "responses", "200", "content", "application/json", "schema", "type")
    left_out = [target for target, _, _ in leave_out._units(place)]
    assert left_out[0] == place
    assert [len(target) for target in left_out] == sorted(map(len, left_out), reverse=True)
    assert ("paths", "/kites", "get", "responses", "200") in left_out
