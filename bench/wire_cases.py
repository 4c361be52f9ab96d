"""Calls whose requests and results are known: what a client has to send, and how it has to read the response.

Each operation has a path of its own, by which the bench finds its request.  The expected values are written by hand
from the tables of the specification (OpenAPI 3.1.1, sections 4.8.12.3, 4.8.15 and 4.8.25; RFC 7578).
"""

from __future__ import annotations

from typing import Any

import msgspec

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
FILE = {"type": "string", "format": "binary"}


class Case(msgspec.Struct, frozen=True):
    """A call, and what is right.

    `arguments` are those of parameters by their names in Python, `body` is the content of the body as JSON, and `files`
    are its fields that are files.  Expected are `query`, `fields` (headers) and `pairs` (fields of a form), each as
    names and values, and `json`, a body as JSON.  `response` is the JSON of the response, `kind` the class that it is
    read as.
    """

    name: str
    operation: dict[str, Any]
    arguments: dict[str, Any] = {}
    body: Any = None
    files: tuple[str, ...] = ()
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    json: Any = None
    response: Any = None
    kind: str = ""


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _thing(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _taking(name: str, schema: Any, location: str = "query", **more: Any) -> dict[str, Any]:
    return {"parameters": [{"name": name, "in": location, "required": True, "schema": schema, **more}]}


def _sending(media_type: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema, **more}}}}


def _returning(schema: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "It.", "content": {"application/json": {"schema": schema}}}}}


SCHEMAS = {
    "Filter": _thing(colour=TEXT, tail=WHOLE),
    "Kite": _thing("name", name=TEXT, tail={"type": "integer", "nullable": True}),
    "Box": {**_thing("shape", shape=TEXT, sides=WHOLE)},
    "Delta": {**_thing("shape", shape=TEXT, span=WHOLE)},
    "Owned": {"type": "object", "allOf": [_reference("Kite"), _thing("owner", owner=TEXT)]},
}
_TAGGED = {
    "oneOf": [_reference("Box"), _reference("Delta")],
    "discriminator": {
        "propertyName": "shape",
        "mapping": {"b": "#/components/schemas/Box", "d": "#/components/schemas/Delta"},
    },
}
_LIST = {"type": "array", "items": TEXT}

CASES = (
    Case("exploded_list", _taking("tags", _LIST), {"tags": ["a", "b"]}, query=(("tags", "a"), ("tags", "b"))),
    Case("list_with_commas", _taking("tags", _LIST, explode=False), {"tags": ["a", "b"]}, query=(("tags", "a,b"),)),
    Case(
        "list_with_pipes",
        _taking("tags", _LIST, style="pipeDelimited", explode=False),
        {"tags": ["a", "b"]},
        query=(("tags", "a|b"),),
    ),
    Case(
        "deep_object",
        _taking("criteria", _reference("Filter"), style="deepObject"),
        {"criteria": {"colour": "red", "tail": 2}},
        query=(("criteria[colour]", "red"), ("criteria[tail]", "2")),
    ),
    Case(
        "exploded_object",
        _taking("criteria", _reference("Filter")),
        {"criteria": {"colour": "red", "tail": 2}},
        query=(("colour", "red"), ("tail", "2")),
    ),
    Case(
        "json_parameter",
        {
            "parameters": [
                {
                    "name": "criteria",
                    "in": "query",
                    "required": True,
                    "content": {"application/json": {"schema": _reference("Filter")}},
                }
            ]
        },
        {"criteria": {"colour": "red"}},
        query=(("criteria", '{"colour":"red"}'),),
    ),
    Case("truth_in_a_query", _taking("each", {"type": "boolean"}), {"each": True}, query=(("each", "true"),)),
    Case("number_in_a_field", _taking("X-Limit", WHOLE, "header"), {"x_limit": 5}, fields=(("X-Limit", "5"),)),
    Case("list_in_a_field", _taking("X-Tags", _LIST, "header"), {"x_tags": ["a", "b"]}, fields=(("X-Tags", "a,b"),)),
    Case("cookie", _taking("sid", TEXT, "cookie"), {"sid": "s1"}, fields=(("Cookie", "sid=s1"),)),
    Case("slash_in_a_path", _taking("name", TEXT, "path"), {"name": "a/b c"}, path="/a%2Fb%20c"),
    Case(
        "null_and_not_given",
        _sending("application/json", _reference("Kite")),
        body={"name": "n", "tail": None},
        json={"name": "n", "tail": None},
    ),
    Case(
        "list_in_a_form",
        _sending("application/x-www-form-urlencoded", _thing(name=TEXT, tags=_LIST)),
        body={"name": "n", "tags": ["a", "b"]},
        pairs=(("name", "n"), ("tags", "a"), ("tags", "b")),
    ),
    Case(
        "deep_object_in_a_form",
        _sending(
            "application/x-www-form-urlencoded",
            _thing(meta={"type": "object", "additionalProperties": TEXT}),
            encoding={"meta": {"style": "deepObject", "explode": True}},
        ),
        body={"meta": {"key": "value"}},
        pairs=(("meta[key]", "value"),),
    ),
    Case(
        "several_files",
        _sending("multipart/form-data", _thing(note=TEXT, files={"type": "array", "items": FILE})),
        body={"note": "n", "files": ["one", "two"]},
        files=("files",),
        pairs=(("note", "n"), ("files", "one"), ("files", "two")),
    ),
    Case("text", _sending("text/plain", TEXT), body="plain", pairs=(("", "plain"),)),
    Case(
        "tagged_union",
        _returning(_TAGGED),
        response={"shape": "d", "span": 3},
        kind="Delta",
    ),
    Case("type_beside_all_of", _returning(_reference("Owned")), response={"name": "n", "owner": "o"}, kind="Owned"),
    Case(
        "unknown_property",
        _returning(_reference("Kite")),
        response={"name": "n", "tail": None, "more": {"a": 1}},
        kind="Kite",
    ),
    Case(
        "missing_property",
        _returning(_reference("Owned")),
        response={"name": "n"},
        kind="Owned",
    ),
)


def document(address: str) -> dict[str, Any]:
    """The OpenAPI document of all cases, at an address."""
    done = {"responses": {"204": {"description": "Done."}}}
    paths = {}
    for case in CASES:
        method = "post" if "requestBody" in case.operation else "get"
        path = f"/{case.name}/{{name}}" if case.path else f"/{case.name}"
        paths[path] = {method: {"operationId": case.name, "tags": ["calls"], **done, **case.operation}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Wire", "version": "1"},
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }
