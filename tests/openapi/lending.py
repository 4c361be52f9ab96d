"""The document of a library that lends books. It uses what OpenAPI 3.2 adds to 3.1."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
BOOK: Json = {"$ref": "#/components/schemas/Book"}


def success_with(media_type: str, entry: Json) -> Json:
    return {"200": {"summary": "What there is", "content": {media_type: entry}}}


def whole_query(media_type: str, schema: Json, *, is_required: bool = True) -> Json:
    content = {media_type: {"schema": schema}}
    return {"name": "wanted", "in": "querystring", "required": is_required, "content": content}


WANTED: Json = {
    "type": "object",
    "required": ["author"],
    "properties": {"author": {"type": "string"}, "years": {"type": "array", "items": {"type": "integer"}}},
}
EVENT: Json = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "event": {"const": "returned"},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": BOOK},
    },
}
DOCUMENT: Json = {
    "openapi": "3.2.0",
    "info": {"title": "Lending", "version": "1"},
    "paths": {
        "/books": {
            "get": {
                "operationId": "findBooks",
                "parameters": [whole_query("application/x-www-form-urlencoded", WANTED)],
                "responses": success_with("application/json", {"$ref": "#/components/mediaTypes/Books"}),
            },
            "query": {
                "operationId": "askForBooks",
                "requestBody": {"required": True, "content": {"application/json": {"schema": WANTED}}},
                "responses": success_with("application/json", {"$ref": "#/components/mediaTypes/Books"}),
            },
            "additionalOperations": {
                "COPY": {"operationId": "copyBooks", "responses": {"204": {"description": "Copied."}}}
            },
        },
        "/search": {
            "get": {
                "operationId": "search",
                "parameters": [whole_query("application/json", WANTED)],
                "responses": {"204": {"description": "Nothing."}},
            }
        },
        "/lines": {
            "get": {"operationId": "getLines", "responses": success_with("application/jsonl", {"itemSchema": BOOK})},
            "post": {
                "operationId": "putLines",
                "requestBody": {"required": True, "content": {"application/jsonl": {"itemSchema": BOOK}}},
                "responses": {"204": {"description": "Kept."}},
            },
        },
        "/records": {
            "get": {
                "operationId": "getRecords",
                "responses": success_with("application/json-seq", {"itemSchema": BOOK}),
            },
            "post": {
                "operationId": "putRecords",
                "requestBody": {"required": True, "content": {"application/json-seq": {"itemSchema": BOOK}}},
                "responses": {"204": {"description": "Kept."}},
            },
        },
        "/events": {
            "get": {"operationId": "getEvents", "responses": success_with("text/event-stream", {"itemSchema": EVENT})}
        },
        "/medium": {
            "get": {
                "operationId": "getMedium",
                "responses": success_with("application/json", {"schema": {"$ref": "#/components/schemas/Medium"}}),
            }
        },
    },
    "components": {
        "mediaTypes": {
            "Books": {
                "schema": {"type": "array", "items": BOOK},
                "examples": {"one": {"dataValue": [{"title": "Emma"}], "serializedValue": '[{"title": "Emma"}]'}},
            }
        },
        "schemas": {
            "Book": {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}},
            "Medium": {
                "oneOf": [{"$ref": "#/components/schemas/Film"}, {"$ref": "#/components/schemas/Other"}],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"film": "#/components/schemas/Film"},
                    "defaultMapping": "#/components/schemas/Other",
                },
            },
            "Film": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"const": "film"}, "minutes": {"type": "integer"}},
            },
            "Other": {
                "type": "object",
                "properties": {"kind": {"type": "string", "not": {"const": "film"}}, "weight": {"type": "integer"}},
            },
        },
    },
}
