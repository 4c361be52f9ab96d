"""How a document is prepared for the page: ids for links, path items by reference, parts that are complete."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from speclift.openapi.structure.pointers import resolved
from speclift.openapi.writing.entries import Key
from speclift.serve.catalogue import catalogue_of
from speclift.serve.shown_document import served_document
from speclift.serve.tag_documents import Pieces

OK: dict[str, Any] = {"responses": {"200": {"description": "OK"}}}


def document(paths: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths, **more}


def operation_returning(schema: dict[str, Any], *tags: str) -> dict[str, Any]:
    """An operation with these tags, whose response has this schema."""
    content = {"application/json": {"schema": schema}}
    return {"tags": list(tags), "responses": {"200": {"description": "OK", "content": content}}}


def references(node: Any) -> Iterator[str]:
    """Every `$ref` outside of samples."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def target(node: Any, reference: str) -> Any:
    """What a reference leads to.  Raises KeyError or IndexError if it leads nowhere."""
    for key in reference.removeprefix("#/").split("/"):
        name = unquote(key).replace("~1", "/").replace("~0", "~")
        node = node[int(name)] if isinstance(node, list) else node[name]
    return node


def parts_by_tag(source: dict[str, Any]) -> dict[str, Any]:
    """The document of each tag; every reference in it leads somewhere in the same document."""
    parts = {part.tag: json.loads(part.data) for part in catalogue_of(resolved(source)).parts}
    for part in parts.values():
        for reference in references(part):
            target(part, reference)
    return parts


def ids(source: dict[str, Any]) -> list[str]:
    return [entry[2] for entry in json.loads(catalogue_of(source).index)["operations"]]


def test_generated_ids_are_unique_and_have_no_slashes() -> None:
    paths = ["/a/b", "/a-b", "/a_b", "/a:b", "/a/{b}", "/a"]
    generated = ids(document({path: {"get": OK, "put": OK} for path in paths}))
    assert len(set(generated)) == len(generated) == 2 * len(paths)
    assert not any("/" in name for name in generated)
    # The other operations of the document do not matter.
    assert ids(document({"/a/{b}": {"get": OK}})) == [generated[8]] == ["get:a:{b}"]


def test_an_id_of_two_operations_stays_with_the_first() -> None:
    named = {**OK, "operationId": "list"}
    source = document({"/a": {"get": named}, "/b": {"get": named}, "/c": {"get": {**OK, "operationId": "get:b"}}})
    assert ids(source) == ["list", "get:b:", "get:b"]


@pytest.mark.parametrize("reference", ["#/components/pathItems/A", "#/paths/~1b", "#/components/pathItems/Alias"])
def test_a_path_item_by_reference_is_shown(reference: str) -> None:
    item = {"get": {**OK, "tags": ["Books"], "summary": "List"}, "summary": "Books", "parameters": []}
    items = {"A": item, "Alias": {"$ref": "#/components/pathItems/A"}}
    source = document({"/a": {"$ref": reference, "summary": "All"}, "/b": item}, components={"pathItems": items})
    source = resolved(source)
    (part,) = catalogue_of(source).parts
    assert (part.tag, part.operations) == ("Books", 2)
    shown = json.loads(part.data)["paths"]["/a"]
    assert "$ref" not in shown
    assert (shown["summary"], shown["get"]["summary"]) == ("All", "List")
    assert [path for _, path, *_ in json.loads(catalogue_of(source).index)["operations"]] == ["/a", "/b"]


def test_an_extension_among_the_paths_is_left_out() -> None:
    assert catalogue_of(document({"/d": {"get": OK}, "x-note": "no path"})).whole.operations == 1


def test_a_part_has_what_its_callbacks_refer_to() -> None:
    schema = "#/paths/~1a/get/responses/200/content/application~1json/schema"
    first = operation_returning({"type": "object"}, "First")
    second = operation_returning({"type": "string"}, "Second")
    # The callback refers to its own path, which has the callback again.
    second["callbacks"] = {"done": {"{$request.body#/url}": {"$ref": "#/paths/~1b"}}}
    second["responses"]["200"]["content"]["text/json"] = {"schema": {"$ref": schema}}
    parts = parts_by_tag(document({"/a": {"get": first}, "/b": {"get": second}}))
    (again,) = parts["Second"]["components"]["pathItems"].values()
    assert again["get"]["callbacks"]["done"]["{$request.body#/url}"].keys() == {"$ref"}
    assert "pathItems" not in parts["First"].get("components", {})


def test_a_part_has_what_it_refers_to_in_operations_of_another_tag() -> None:
    schema = "#/paths/~1a/get/responses/200/content/application~1json/schema"
    tree = {"default": {"$ref": schema}, "other": {"$ref": "#/components/schemas/Other"}}
    first = operation_returning({"type": "object", "properties": tree}, "First")
    first["parameters"] = [{"name": "q", "in": "query", "schema": {"type": "string"}}]
    second = operation_returning({"$ref": schema}, "Second")
    second["parameters"] = [{"$ref": "#/paths/~1a/get/parameters/0"}]
    third = {"tags": ["Third"], "responses": {"200": {"$ref": "#/paths/~1a/get/responses/200"}}}
    taken = "paths__a_get_responses_200_content_application_json_schema"
    source = document(
        {"/a": {"get": first}, "/b": {"get": second}, "/c": {"get": third}},
        components={"schemas": {"Other": {"type": "string"}, taken: {"type": "integer"}}},
    )
    parts = parts_by_tag(source)
    second = parts["Second"]["paths"]["/b"]["get"]
    reference = second["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    hoisted = target(parts["Second"], reference)
    assert reference == f"#/components/schemas/{taken}_2"
    assert hoisted["properties"] == {
        "default": {"$ref": reference},
        "other": {"$ref": "#/components/schemas/Other"},
    }
    assert second["parameters"] == first["parameters"]
    assert parts["Third"]["paths"]["/c"]["get"]["responses"]["200"]["description"] == "OK"
    assert taken not in parts["Second"]["components"]["schemas"]


def test_a_sample_that_looks_like_a_reference_stays_what_it_is() -> None:
    sample = {"$ref": "#/paths/~1a/get"}
    operation = operation_returning({"type": "object", "default": sample, "examples": [sample]}, "A")
    operation["responses"]["200"]["content"]["application/json"]["examples"] = {"one": {"value": sample}}
    part = parts_by_tag(document({"/a": {"get": operation}}))["A"]
    assert part["paths"]["/a"]["get"]["responses"] == operation["responses"]


@pytest.mark.parametrize("reference", ["#/components/schemas/A%2EB", "#/components/schemas/A.B", "#/$defs/A"])
def test_a_part_has_what_unusual_references_lead_to(reference: str) -> None:
    components = {"schemas": {"A.B": {"type": "string"}, "C": {"type": "integer"}}}
    source = document({"/a": {"get": operation_returning({"$ref": reference}, "A")}}, components=components)
    source["x-more"] = {"$ref": "#/components/schemas/C"}
    source["$defs"] = {"A": {"type": "string"}}
    part = parts_by_tag(source)["A"]
    schema = part["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert target(part, schema["$ref"]) == {"type": "string"}
    assert target(part, part["x-more"]["$ref"]) == {"type": "integer"}


def test_a_known_piece_is_used_again() -> None:
    source = document({"/a": {"get": {**operation_returning({"type": "string"}, "A"), "operationId": "a"}}})
    digests: dict[Key, bytes] = {("paths", "/a", "get"): b"1"}
    first = Pieces(digests)
    catalogue = catalogue_of(source, pieces=first)
    second = Pieces(digests, first.kept)
    assert catalogue_of(source, pieces=second) == catalogue == catalogue_of(source)
    assert second.kept[b"1"] is first.kept[b"1"]


@pytest.mark.parametrize(
    ("scheme", "is_prefixed"),
    [
        ({"type": "apiKey", "in": "header", "name": "Authorization", "x-credential-prefix": "Key"}, True),
        ({"type": "apiKey", "in": "header", "name": "Authorization", "x-credential-prefix": 7}, False),
        ({"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Authorization: Key <k>`"}, True),
        ({"type": "apiKey", "in": "header", "name": "X-Key", "description": "`Authorization: Key <k>`"}, False),
        ({"type": "http", "scheme": "bearer", "x-credential-prefix": "Key"}, False),
    ],
)
def test_only_an_api_key_has_a_prefix(scheme: dict[str, Any], is_prefixed: bool) -> None:
    served = served_document(document({}, components={"securitySchemes": {"key": scheme}}))
    shown = served["components"]["securitySchemes"]["key"]
    assert ("`Key` is put before it" in shown.get("description", "")) is is_prefixed
    assert not is_prefixed or shown["x-credential-prefix"] == "Key"


def test_the_index_has_the_title_of_the_page() -> None:
    assert json.loads(catalogue_of(document({})).index)["title"] == "Shop"
    untitled = document({}) | {"info": {"title": "", "version": "1"}}
    assert json.loads(catalogue_of(untitled).index)["title"] == "HTTP API"
