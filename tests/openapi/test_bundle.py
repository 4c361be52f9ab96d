"""Documents in several files become one document, and only files that may be read are read."""

from __future__ import annotations

import http.server
import os
import socketserver
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from speclift.errors import SourceError
from speclift.openapi.bundling.bundle import bundled
from speclift.openapi.bundling.origins import Bundle
from speclift.openapi.files.addresses import is_at
from speclift.openapi.files.fetch import FetchError, fetched
from speclift.openapi.files.parse import read_data
from speclift.openapi.load import Loading, load
from speclift.openapi.structure.references import dereferenced

HEAD = "openapi: 3.1.1\ninfo: {title: Kites, version: '1'}\n"
OK = "responses: {'200': {description: There.}}"


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "openapi.yaml"


def bundle(folder: Path, files: dict[str, str], *allowed: str) -> Bundle:
    path = str(written(folder, files))
    return bundled(read_data(path), path, "openapi.yaml", allowed)


def schemas(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = bundle(folder, files).document["components"]["schemas"]
    return found


def kite(text: str, folder: Path) -> Any:
    """The schema that the anchor `kite` of another file leads to; the text is that file."""
    document = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 's.yaml#kite'}}}}}}"
    return schemas(folder, {"openapi.yaml": document, "s.yaml": text})["A"]


def test_a_referenced_part_becomes_a_component_of_its_kind(tmp_path: Path) -> None:
    found = bundle(
        tmp_path,
        {
            "openapi.yaml": HEAD
            + "paths:\n"
            + "  /kites:\n"
            + "    get:\n"
            + "      parameters: [{$ref: 'shared.json#/parameters/limit'}]\n"
            + "      requestBody: {$ref: bodies/kite.yml}\n"
            + "      responses:\n"
            + "        '200': {$ref: 'shared.json#/answers/all'}\n"
            + "  /flights: {$ref: paths/flights.yaml}\n",
            "shared.json": '{"parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},'
            '"answers": {"all": {"description": "All.", "headers": {"X-Count": {"$ref": "#/count"}}, "content": '
            '{"application/json": {"schema": {"$ref": "schemas/kite.yaml"}, "examples": {"a": {"$ref": "a.json"}}}}}},'
            '"count": {"schema": {"type": "integer"}}}',
            "a.json": '{"value": {"$ref": "not a reference"}}',
            "bodies/kite.yml": "content: {application/json: {schema: {$ref: ../schemas/kite.yaml}}}",
            "schemas/kite.yaml": "type: object\nproperties: {tail: {$ref: 'tail.yaml#/Tail'}, next: {$ref: '#'}}",
            "schemas/tail.yaml": "Tail: {type: string}",
            "paths/flights.yaml": f"get: {{{OK}}}",
        },
    )
    assert found.document == {
        "openapi": "3.1.1",
        "info": {"title": "Kites", "version": "1"},
        "paths": {
            "/kites": {
                "get": {
                    "parameters": [{"$ref": "#/components/parameters/limit"}],
                    "requestBody": {"$ref": "#/components/requestBodies/kite"},
                    "responses": {"200": {"$ref": "#/components/responses/all"}},
                }
            },
            "/flights": {"get": {"responses": {"200": {"description": "There."}}}},
        },
        "components": {
            "examples": {"a": {"value": {"$ref": "not a reference"}}},
            "headers": {"count": {"schema": {"type": "integer"}}},
            "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
            "requestBodies": {
                "kite": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/kite"}}}}
            },
            "responses": {
                "all": {
                    "description": "All.",
                    "headers": {"X-Count": {"$ref": "#/components/headers/count"}},
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/kite"},
                            "examples": {"a": {"$ref": "#/components/examples/a"}},
                        }
                    },
                }
            },
            "schemas": {
                "Tail": {"type": "string"},
                "kite": {
                    "type": "object",
                    "properties": {
                        "tail": {"$ref": "#/components/schemas/Tail"},
                        "next": {"$ref": "#/components/schemas/kite"},
                    },
                },
            },
        },
    }
    assert [Path(file).name for file in found.files] == [
        "a.json", "kite.yml", "flights.yaml", "kite.yaml", "tail.yaml", "shared.json",
    ]  # fmt: skip
    assert not found.faults


def test_a_component_that_only_refers_to_a_file_gets_its_content(tmp_path: Path) -> None:
    found = schemas(
        tmp_path,
        {
            "openapi.yaml": HEAD + "paths: {}\ncomponents: {schemas: {Kite: {$ref: k/kite.yaml}, A: {$ref: k/a.yaml}}}",
            "k/kite.yaml": "properties: {a: {$ref: ../k/./a.yaml}, me: {$ref: kite.yaml}}",
            "k/a.yaml": "properties: {kite: {$ref: '../openapi.yaml#/components/schemas/Kite'}}",
        },
    )
    assert found == {
        "Kite": {"properties": {"a": {"$ref": "#/components/schemas/A"}, "me": {"$ref": "#/components/schemas/Kite"}}},
        "A": {"properties": {"kite": {"$ref": "#/components/schemas/Kite"}}},
    }


@pytest.mark.parametrize("name", ["kite.yaml", "kite.yml", "kite.json", "kite.jsonschema", "KITE.YAML"])
def test_a_schema_may_be_in_a_file_of_any_of_these_names(name: str, tmp_path: Path) -> None:
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: {name}}}}}}}"
    assert schemas(tmp_path, {"openapi.yaml": text, name: '{"type": "string"}'}) == {"A": {"type": "string"}}


def test_what_stands_beside_the_reference_of_a_path_counts_first(tmp_path: Path) -> None:
    text = f"{HEAD}paths: {{/kites: {{$ref: kites.yaml, summary: Own, put: {{{OK}}}}}}}"
    found = bundle(tmp_path, {"openapi.yaml": text, "kites.yaml": f"summary: Shared\nget: {{{OK}}}"}).document
    assert found["paths"]["/kites"].keys() == {"summary", "get", "put"}
    assert found["paths"]["/kites"]["summary"] == "Own"


def test_a_pointer_that_is_meant_from_the_top_of_the_file_or_of_the_document_is_followed(tmp_path: Path) -> None:
    """Many authors write such pointers in a schema with an `$id`, and in the files of a document."""
    found = schemas(
        tmp_path,
        {
            "openapi.yaml": HEAD
            + "paths: {}\ncomponents: {schemas: {Kite: {$ref: kite.yaml}, Own: {type: boolean}, A: {$ref: a.yaml#/a}}}",
            "kite.yaml": "properties: {own: {$ref: '#/components/schemas/Own'}}",
            "a.yaml": "a: {$id: line, items: {$ref: '#/end'}}\nend: {type: integer}",
        },
    )
    assert found["Kite"] == {"properties": {"own": {"$ref": "#/components/schemas/Own"}}}
    assert found["A"] == {"items": {"$ref": "#/components/schemas/end"}}
    assert found["end"] == {"type": "integer"}


def test_different_spellings_of_a_place_lead_to_one_component(tmp_path: Path) -> None:
    references = ("s/k%69te.yaml", "./s/kite.yaml#", "s/../s/kite.yaml", "s/kite.yaml#/%61~1b", "s/kite.yaml#/a~1b")
    entries = "".join(f"  - {{$ref: '{reference}'}}\n" for reference in references)
    found = schemas(
        tmp_path,
        {
            "openapi.yaml": HEAD
            + "paths: {}\ncomponents:\n schemas:\n  All:\n   anyOf:\n"
            + entries.replace("  -", "    -"),
            "s/kite.yaml": "a/b: {type: string}",
        },
    )
    kite, inner = {"$ref": "#/components/schemas/kite"}, {"$ref": "#/components/schemas/a_b"}
    assert found["All"]["anyOf"] == [kite, kite, kite, inner, inner]
    assert found.keys() == {"All", "kite", "a_b"}


def test_references_are_relative_to_the_path_that_was_given(tmp_path: Path) -> None:
    """A document that is a link to a file elsewhere refers to the files beside the link."""
    (tmp_path / "elsewhere.yaml").write_text(f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: kite.yaml}}}}}}")
    path = written(tmp_path / "docs", {"kite.yaml": "type: string"})
    path.symlink_to(tmp_path / "elsewhere.yaml")
    assert load(str(path)).document["components"]["schemas"] == {"A": {"type": "string"}}


def test_a_link_to_a_file_below_the_folder_means_that_file(tmp_path: Path) -> None:
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{anyOf: [{{$ref: s/kite.yaml}}, {{$ref: link.yaml}}]}}}}}}"
    written(tmp_path, {"s/kite.yaml": "type: string"})
    (tmp_path / "link.yaml").symlink_to("s/kite.yaml")
    kite = {"$ref": "#/components/schemas/kite"}
    assert schemas(tmp_path, {"openapi.yaml": text}) == {"A": {"anyOf": [kite, kite]}, "kite": {"type": "string"}}


def test_colliding_names_get_longer_in_the_same_way_in_any_order(tmp_path: Path) -> None:
    files = {"one/kite.yaml": "type: string", "two/kite.yaml": "type: integer", "three.yaml": "kite: {type: boolean}"}
    references = ["one/kite.yaml", "two/kite.yaml", "three.yaml#/kite"]
    found = []
    for number, order in enumerate((references, references[::-1])):
        folder = tmp_path / str(number)
        listed = ", ".join(f"{{$ref: '{reference}'}}" for reference in order)
        text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{All: {{oneOf: [{listed}]}}}}}}"
        found.append(schemas(folder, {"openapi.yaml": text, **files}))
    assert found[0].keys() == {"All", "one_kite", "two_kite", "three_kite"}
    del found[0]["All"], found[1]["All"]
    assert list(found[0].items()) == list(found[1].items())


def test_a_component_of_the_document_keeps_its_name(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {schemas: {kite: {properties: {a: {$ref: kite.yaml}}}}}"
    found = schemas(tmp_path, {"openapi.yaml": text, "kite.yaml": "type: string"})
    (other,) = found.keys() - {"kite"}
    assert found["kite"] == {"properties": {"a": {"$ref": f"#/components/schemas/{other}"}}}
    assert found[other] == {"type": "string"}


def test_anchors_and_identifiers_are_followed(tmp_path: Path) -> None:
    found = schemas(
        tmp_path,
        {
            "openapi.yaml": HEAD
            + "paths: {}\ncomponents:\n schemas:\n  A: {$anchor: top, type: string}\n"
            + "  B: {anyOf: [{$ref: '#top'}, {$ref: 's.yaml#tail'}, {$ref: 'https://kites.example/s/line'},"
            + " {$ref: 'https://kites.example/s/other.yaml'}, {$ref: 's.yaml#/$defs/line/$defs/end'}]}",
            "s.yaml": "$id: https://kites.example/s/all.yaml\n"
            "$defs: {t: {$anchor: tail, type: integer}, line: {$id: line, type: array, items: {$ref: '#/$defs/end'},"
            " $defs: {end: {type: boolean}}}}",
            "other.yaml": "type: object",
        },
    )
    assert found == {
        "A": {"type": "string"},
        "B": {
            "anyOf": [
                {"$ref": "#/components/schemas/A"},
                {"$ref": "#/components/schemas/t"},
                {"$ref": "#/components/schemas/line"},
                {"$ref": "#/components/schemas/other"},
                {"$ref": "#/components/schemas/end"},
            ]
        },
        "end": {"type": "boolean"},
        "line": {"type": "array", "items": {"$ref": "#/components/schemas/end"}},
        "other": {"type": "object"},
        "t": {"type": "integer"},
    }


@pytest.mark.parametrize("name", ["default", "example", "const", "x-kite", "properties"])
@pytest.mark.parametrize("keyword", ["$defs", "properties"])
def test_a_name_does_not_make_a_schema_data(name: str, keyword: str, tmp_path: Path) -> None:
    assert kite(f"{keyword}: {{{name}: {{$anchor: kite, type: string}}}}", tmp_path) == {"type": "string"}


@pytest.mark.parametrize("name", ["default", "x-kite"])
@pytest.mark.parametrize("key", ["additionalOperations", "callbacks", "encoding", "mediaTypes", "webhooks"])
def test_the_name_of_an_object_does_not_make_a_schema_in_it_data(key: str, name: str, tmp_path: Path) -> None:
    assert kite(f"{key}: {{{name}: {{schema: {{$anchor: kite, type: string}}}}}}", tmp_path) == {"type": "string"}


DUPLICATES = """components:
  schemas:
    First: {$id: http://a.example/a, $ref: '#i', $defs: {I: {$anchor: i, properties: {up: {$ref: '#/$defs/I'}}}}}
    Second: {$id: http://a.example/a, type: integer}
    Third: {$anchor: kite, type: string}
    Fourth: {allOf: [{$anchor: kite, type: boolean}, {$anchor: kite, type: array}]}
    Kite: {$ref: '#kite'}
"""


SAME = "{{$id: 'http://a.example/a', properties: {{v: {{$ref: '#/$defs/v'}}, w: {{$ref: '#w'}}, r: {{$ref: r}}}}, {}}}"
INNER = "$defs: {{v: {{type: {0}}}, w: {{$anchor: w, type: {0}}}}}"


@pytest.mark.parametrize("name", ["openapi.yaml", "schemas.yaml"])
def test_references_in_schemas_with_the_same_identifier_stay_within_each(name: str, tmp_path: Path) -> None:
    """The second schema is in the document itself, or in a file that the document refers to."""
    first, second = (SAME.format(INNER.format(kind)) for kind in ("string", "integer"))
    reference = {"openapi.yaml": second, "schemas.yaml": "{$ref: schemas.yaml}"}[name]
    root = "{$id: 'http://a.example/r', type: boolean}"
    schemas = f"  schemas:\n    A: {first}\n    B: {reference}\n    R: {root}\n"
    texts = {"schemas.yaml": second, "openapi.yaml": f"{HEAD}paths: {{}}\ncomponents:\n{schemas}"}
    loaded = load(str(written(tmp_path, texts)))
    components = loaded.document["components"]["schemas"]
    for component, kind in (("A", "string"), ("B", "integer")):
        properties = components[component]["properties"]
        kinds = {key: dereferenced(schema, components)["type"] for key, schema in properties.items()}
        assert kinds == {"v": kind, "w": kind, "r": "boolean"}
    (fault,) = loaded.faults
    assert (fault.kind, fault.pointer.rpartition("/")[2]) == ("duplicate-identifier", "$id")
    assert Path(fault.file).name == ("" if name == "openapi.yaml" else name)


@pytest.mark.parametrize("name", ["openapi.yaml", "schemas.yaml"])
def test_of_schemas_with_the_same_identifier_the_first_counts_and_the_others_are_named(
    name: str, tmp_path: Path
) -> None:
    """`schemas.yaml` is a file that the document refers to."""
    response = f"content: {{application/json: {{schema: {{$ref: '{name}#/components/schemas/Kite'}}}}}}"
    paths = f"paths: {{/a: {{get: {{responses: {{'200': {{description: A, {response}}}}}}}}}}}\n"
    texts = {"openapi.yaml": f"{HEAD}{paths}"}
    texts[name] = texts.get(name, "a: 1\nb: 2\nc: 3\n") + DUPLICATES
    path = written(tmp_path, texts)
    file = name if name != path.name else ""
    loaded = load(str(path))
    answer = loaded.document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert dereferenced(answer, loaded.document["components"]["schemas"]) == {"type": "string"}
    assert [(Path(fault.file).name, fault.line, fault.kind, fault.pointer) for fault in loaded.faults] == [
        (file, 7, "duplicate-identifier", "/components/schemas/Second/$id"),
        (file, 9, "duplicate-identifier", "/components/schemas/Fourth/allOf/0/$anchor"),
        (file, 9, "duplicate-identifier", "/components/schemas/Fourth/allOf/1/$anchor"),
    ]
    with pytest.raises(SourceError, match="duplicate-identifier"):
        load(str(path), loading=Loading(is_strict=True))


WHOLES = """paths:
  /a:
    get:
      parameters: {$ref: 'shared/parts.yaml#/parameters'}
      responses: {$ref: 'shared/parts.yaml#/responses', '404': {description: None}}
      security: {$ref: 'shared/parts.yaml#/security'}
      tags: {$ref: 'shared/parts.yaml#/tags'}
components:
  schemas:
    A:
      properties: {$ref: 'shared/parts.yaml#/properties'}
      required: {$ref: 'shared/parts.yaml#/required'}
      allOf: {$ref: 'shared/parts.yaml#/again'}
  securitySchemes: {key: {type: http, scheme: bearer}}
"""
PARTS = """parameters: [{name: q, in: query, schema: {$ref: '#/kite'}}]
responses: {'200': {description: Good, content: {$ref: 'more.yaml#/content'}, headers: {$ref: 'more.yaml#/headers'}}}
security: [{key: []}]
tags: [kites]
properties: {tail: {$ref: '#/kite'}, next: {$ref: '../openapi.yaml#/components/schemas/A'}}
required: [tail]
again: {$ref: '#/all'}
all: [{title: A part}]
kite: {type: string}
"""
MORE = """content: {application/json: {schema: {$ref: '../openapi.yaml#/components/schemas/A'}}}
headers: {X-Kite: {schema: {$ref: 'parts.yaml#/kite'}}}
"""


def test_references_in_place_of_maps_and_lists_are_followed_and_named(tmp_path: Path) -> None:
    text = f"{HEAD}{WHOLES}"
    loaded = load(str(written(tmp_path, {"openapi.yaml": text, "shared/parts.yaml": PARTS, "shared/more.yaml": MORE})))
    components = loaded.document["components"]

    def meant(node: Any) -> Any:
        while "$ref" in node:
            _, _, kind, name = node["$ref"].split("/")
            node = components[kind][name]
        return node

    get = loaded.document["paths"]["/a"]["get"]
    (parameter,) = map(meant, get["parameters"])
    assert (parameter["name"], meant(parameter["schema"])) == ("q", {"type": "string"})
    assert get["responses"]["404"] == {"description": "None"}
    good = meant(get["responses"]["200"])
    assert meant(good["content"]["application/json"]["schema"]) is components["schemas"]["A"]
    assert meant(meant(good["headers"]["X-Kite"])["schema"]) == {"type": "string"}
    assert (get["security"], get["tags"]) == ([{"key": []}], ["kites"])
    a = components["schemas"]["A"]
    assert (meant(a["properties"]["tail"]), a["required"]) == ({"type": "string"}, ["tail"])
    assert meant(a["properties"]["next"]) is a
    assert list(map(meant, a["allOf"])) == [{"title": "A part"}]
    assert {fault.kind for fault in loaded.faults} == {"misplaced-reference"}
    assert sorted((Path(fault.file).name, fault.pointer) for fault in loaded.faults) == [
        ("", "/components/schemas/A/allOf"),
        ("", "/components/schemas/A/properties"),
        ("", "/components/schemas/A/required"),
        ("", "/paths/~1a/get/parameters"),
        ("", "/paths/~1a/get/responses"),
        ("", "/paths/~1a/get/security"),
        ("", "/paths/~1a/get/tags"),
        ("parts.yaml", "/responses/200/content"),
        ("parts.yaml", "/responses/200/headers"),
    ]


@pytest.mark.parametrize(
    "properties", ["openapi.yaml#/components/schemas/A/properties", "other.yaml#/none", "other.yaml#/text"]
)
def test_a_reference_in_place_of_a_map_that_leads_to_none_is_a_fault(properties: str, tmp_path: Path) -> None:
    text = (
        f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{type: object, properties: {{$ref: '{properties}'}}}}}}}}\n"
    )
    loaded = load(str(written(tmp_path, {"openapi.yaml": text, "other.yaml": "text: A word\n"})))
    assert loaded.faults
    assert "misplaced-reference" not in {fault.kind for fault in loaded.faults}
    assert loaded.document["components"]["schemas"]["A"]["type"] == "object"


def test_references_to_maps_that_multiply_are_refused_by_name(tmp_path: Path) -> None:
    properties = ", ".join(f"p{number}: {{}}" for number in range(1000))
    schemas = "\n".join(f"  A{number}: {{properties: {{$ref: other.yaml}}}}" for number in range(110))
    text = f"{HEAD}paths: {{}}\ncomponents:\n schemas:\n{schemas}\n"
    path = written(tmp_path, {"openapi.yaml": text, "other.yaml": f"{{{properties}}}\n"})
    with pytest.raises(SourceError, match="References copy too much"):
        load(str(path))


DYNAMIC_TWICE = """components:
  schemas:
    Tree:
      IDENTIFIER
      properties: {up: {$dynamicRef: '#node'}}
      $defs: {first: {$dynamicAnchor: node, type: string}, second: {$dynamicAnchor: node, type: integer}}
"""


@pytest.mark.parametrize(
    ("identifier", "pointers"),
    [
        ("$id: http://a.example/tree", ["/components/schemas/Tree/$defs/second/$dynamicAnchor"]),
        ("title: Tree", []),
    ],
)
def test_a_dynamic_anchor_twice_below_one_identifier_is_named(
    identifier: str, pointers: list[str], tmp_path: Path
) -> None:
    """Schemas without identifiers may share a dynamic anchor, since each means that within itself."""
    text = f"{HEAD}paths: {{}}\n{DYNAMIC_TWICE.replace('IDENTIFIER', identifier)}"
    loaded = load(str(written(tmp_path, {"openapi.yaml": text})))
    found = [fault.pointer for fault in loaded.faults if fault.kind == "duplicate-identifier"]
    assert found == pointers
    tree = loaded.document["components"]["schemas"]["Tree"]
    assert dereferenced(tree["properties"]["up"], loaded.document["components"]["schemas"]) == {"type": "string"}


@pytest.mark.parametrize("key", ["default", "example", "const", "x-kite"])
def test_an_anchor_in_data_is_none(key: str, tmp_path: Path) -> None:
    data = f"{key}: {{$anchor: kite, type: integer}}"
    text = f"$defs: {{a: {{{data}}}, b: {{$anchor: kite, type: string}}, c: {{{data}}}}}"
    assert kite(text, tmp_path) == {"type": "string"}


@pytest.mark.parametrize("name", ["line.yaml", "nested/line.yaml", "../nested/line.yaml", "a/b/line"])
def test_a_relative_identifier_counts_once(name: str, tmp_path: Path) -> None:
    """References within a schema are relative to its `$id`, which is relative to the file."""
    line = f"{{$id: {name}, items: {{$ref: '#/$defs/end'}}, prefixItems: [{{$ref: '#end'}}], $defs: {{end: "
    line += "{$anchor: end, type: boolean}}}"
    components = f"{{A: {{$ref: s/all.yaml#/$defs/line}}, B: {{items: {{$ref: '{name}'}}}}, C: {line}}}"
    path = written(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}paths: {{}}\ncomponents: {{schemas: {components}}}",
            "s/all.yaml": f"$defs: {{line: {line}}}",
        },
    )
    loaded = load(str(path))
    found = loaded.document["components"]["schemas"]
    assert not loaded.faults
    for component, end in (("A", "end"), ("C", "C__defs_end")):
        reference = {"$ref": f"#/components/schemas/{end}"}
        assert [found[component]["items"], *found[component]["prefixItems"]] == [reference, reference]
        assert found[end] == {"type": "boolean"}
    assert found["B"] == {"items": {"$ref": "#/components/schemas/C"}}


@pytest.mark.parametrize(
    "name", ["https://kites.example/api/kites.yaml", "/api/kites.yaml", "kites.yaml", "./kites.yaml#"]
)
@pytest.mark.parametrize("reference", ["", "kites.yaml", "{name}"])
def test_a_reference_to_the_address_in_self_stays_in_the_document(tmp_path: Path, name: str, reference: str) -> None:
    target = reference.format(name=name.rstrip("#"))
    head = HEAD.replace("3.1.1", "3.2.0") + f"$self: '{name}'\npaths: {{}}\ncomponents:\n schemas:\n"
    text = head + f"  A: {{type: string}}\n  B: {{type: array, items: {{$ref: '{target}#/components/schemas/A'}}}}"
    found = schemas(tmp_path, {"openapi.yaml": text})
    assert found == {"A": {"type": "string"}, "B": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}}


def test_a_dynamic_reference_means_the_outermost_anchor(tmp_path: Path) -> None:
    """A generic page, and pages of two kinds of items."""
    text = f"""{HEAD}paths: {{}}
components:
  schemas:
    Page:
      $id: page
      properties: {{items: {{items: {{$dynamicRef: '#item'}}}}, next: {{$ref: '#'}}}}
      $defs: {{item: {{$dynamicAnchor: item}}}}
    Kites: {{$id: kites, $ref: page, $defs: {{kite: {{$dynamicAnchor: item, type: string}}}}}}
    Tails: {{$id: tails, $ref: page, $defs: {{tail: {{$dynamicAnchor: item, type: integer}}}}}}
    Tree: {{$dynamicAnchor: node, properties: {{children: {{items: {{$dynamicRef: '#node'}}}}}}}}
    Strict: {{$dynamicAnchor: node, $ref: '#/components/schemas/Tree', unevaluatedProperties: false}}
"""
    path = written(tmp_path, {"openapi.yaml": text})
    found = load(str(path)).document["components"]["schemas"]

    def resolved(schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema and len(schema) == 1:
            schema = found[schema["$ref"].rpartition("/")[2]]
        return schema

    for name, kind in (("Kites", "string"), ("Tails", "integer")):
        page = resolved({"$ref": found[name]["$ref"]})
        assert resolved(page["properties"]["items"]["items"])["type"] == kind
        assert resolved(page["properties"]["next"]) == page
    assert "type" not in resolved(found["Page"]["properties"]["items"]["items"])
    assert resolved(found["Tree"]["properties"]["children"]["items"]) == found["Tree"]
    strict = resolved({"$ref": found["Strict"]["$ref"]})
    assert strict["properties"]["children"]["items"] == {"$ref": "#/components/schemas/Strict"}


def test_plain_and_dynamic_references_and_anchors_may_be_mixed(tmp_path: Path) -> None:
    """A plain reference finds a dynamic anchor; a dynamic reference to a plain anchor is as good as a plain one."""
    text = f"""{HEAD}paths: {{}}
components:
  schemas:
    Kite: {{$dynamicAnchor: kite, type: string}}
    Kites: {{items: {{$ref: '#kite'}}}}
    Numbers: {{$id: numbers, items: {{$dynamicRef: '#item'}}, $defs: {{item: {{$anchor: item, type: integer}}}}}}
    Words: {{$id: words, $ref: numbers, $defs: {{item: {{$dynamicAnchor: item, type: string}}}}}}
"""
    found = load(str(written(tmp_path, {"openapi.yaml": text}))).document["components"]["schemas"]
    assert found["Kites"] == {"items": {"$ref": "#/components/schemas/Kite"}}
    numbers = found[found["Words"]["$ref"].rpartition("/")[2]]
    assert found[numbers["items"]["$ref"].rpartition("/")[2]] == {"type": "integer"}


@pytest.mark.parametrize("name", ["", "$id: strict, "], ids=["component", "named"])
def test_a_recursive_reference_means_the_outermost_schema_that_has_the_anchor(name: str, tmp_path: Path) -> None:
    """A tree, a tree without additional properties, a tree in another file, and a tree that nothing can extend."""
    tree = "properties: {children: {items: {$recursiveRef: '#'}}}"
    text = f"""{HEAD}jsonSchemaDialect: https://json-schema.org/draft/2019-09/schema
paths: {{}}
components:
  schemas:
    Tree: {{$recursiveAnchor: true, {tree}}}
    Strict: {{{name}$recursiveAnchor: true, $ref: '#/components/schemas/Tree', unevaluatedProperties: false}}
    Closed: {{$ref: '#/components/schemas/Tree'}}
    Lone: {{{tree}}}
    Around: {{$recursiveAnchor: true, $ref: '#/components/schemas/Lone', $comment: Lone is no anchor.}}
    Far: {{$ref: 'far.yaml'}}
    Farther: {{$recursiveAnchor: true, properties: {{first: {{$ref: 'far.yaml'}}}}}}
"""
    if name:
        text = text.replace("Tree: {", "Tree: {$id: tree, ").replace("'#/components/schemas/Tree'", "tree", 1)
    path = written(tmp_path, {"openapi.yaml": text, "far.yaml": f"$recursiveAnchor: true\n{tree}\n"})
    loaded = load(str(path))
    found = loaded.document["components"]["schemas"]

    def resolved(schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = found[schema["$ref"].rpartition("/")[2]]
        return schema

    def child(name: str) -> dict[str, Any]:
        children: dict[str, Any] = resolved(found[name])["properties"]["children"]["items"]
        return children

    assert child("Strict") == {"$ref": "#/components/schemas/Strict"}
    for name in ("Tree", "Lone", "Far"):
        assert resolved(child(name)) == resolved(found[name])
    assert resolved(child("Closed")) == found["Tree"]
    assert resolved(child("Around")) == found["Lone"]
    first = resolved(found["Farther"]["properties"]["first"])
    assert resolved(first["properties"]["children"]["items"]) == found["Farther"]
    assert "recursive" not in str(found)
    assert not loaded.faults
    path.write_text(text.replace("jsonSchemaDialect: https://json-schema.org/draft/2019-09/schema\n", ""))
    assert {(fault.kind, fault.file.rpartition("/")[2], fault.pointer) for fault in load(str(path)).faults} == {
        ("older-keyword", "", "/components/schemas/Tree/properties/children/items/$recursiveRef"),
        ("older-keyword", "", "/components/schemas/Lone/properties/children/items/$recursiveRef"),
        ("older-keyword", "far.yaml", "/properties/children/items/$recursiveRef"),
    }


def test_maps_and_operations_may_be_in_other_files(tmp_path: Path) -> None:
    found = bundle(
        tmp_path,
        {
            "openapi.yaml": "openapi: 3.0.3\ninfo: {$ref: info.yaml}\npaths: {$ref: paths/all.yaml}\n"
            "components: {schemas: {$ref: schemas/all.yaml}}",
            "info.yaml": "title: Kites\nversion: '1'",
            "paths/all.yaml": "/kites: {get: {$ref: get.yaml}}\n/a~b: {$ref: 'get.yaml#/x-item'}",
            "paths/get.yaml": "responses: {'200': {description: There., content: {application/json: "
            "{schema: {$ref: '../openapi.yaml#/components/schemas/Kite'}}}}}\nx-item: {put: {description: Put.}}",
            "schemas/all.yaml": "Kite: {$ref: kite.yaml}\nTail: {type: string}",
            "schemas/kite.yaml": "properties: {tail: {$ref: 'all.yaml#/Tail'}}",
        },
    )
    schema = {"$ref": "#/components/schemas/Kite"}
    response = {"description": "There.", "content": {"application/json": {"schema": schema}}}
    assert found.document["info"] == {"title": "Kites", "version": "1"}
    assert found.document["paths"]["/kites"]["get"]["responses"] == {"200": response}
    assert found.document["paths"]["/a~b"] == {"put": {"description": "Put."}}
    assert found.document["components"]["schemas"] == {
        "Kite": {"$ref": "#/components/schemas/kite"},
        "kite": {"properties": {"tail": {"$ref": "#/components/schemas/Tail"}}},
        "Tail": {"type": "string"},
    }
    assert {fault.pointer for fault in found.faults} == {"/info", "/paths", "/components/schemas"}


def test_webhooks_may_be_in_other_files(tmp_path: Path) -> None:
    heard = {"post": {"responses": {"204": {"description": "Heard."}}}}
    part = yaml.safe_dump(heard)
    head = "openapi: 3.1.1\ninfo: {title: Kites, version: '1'}\n"
    for name, files in {
        "each": {"openapi.yaml": head + "webhooks: {sold: {$ref: hooks/sold.yaml}}", "hooks/sold.yaml": part},
        "all": {"openapi.yaml": head + "webhooks: {$ref: all.yaml}", "all.yaml": yaml.safe_dump({"sold": heard})},
    }.items():
        assert bundle(tmp_path / name, files).document["webhooks"] == {"sold": heard}


def test_swagger_may_be_in_several_files(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {
            "openapi.yaml": "swagger: '2.0'\ninfo: {title: Kites, version: '1'}\npaths: {/kites: {$ref: k.yaml}}\n",
            "k.yaml": "post:\n parameters: [{$ref: 'p.yaml#/kite'}]\n responses: {'200': {$ref: 'p.yaml#/found'}}",
            "p.yaml": "kite: {name: kite, in: body, schema: {$ref: '#/Kite'}}\n"
            "found: {description: Found., schema: {$ref: '#/Kite'}}\nKite: {type: object}",
        },
    )
    found = load(str(path)).document
    schema = {"$ref": "#/components/schemas/Kite"}
    operation = found["paths"]["/kites"]["post"]
    assert operation["requestBody"] == {"$ref": "#/components/requestBodies/kite"}
    assert found["components"]["requestBodies"]["kite"]["content"] == {"application/json": {"schema": schema}}
    assert found["components"]["responses"]["found"]["content"] == {"application/json": {"schema": schema}}
    assert found["components"]["schemas"] == {"Kite": {"type": "object"}}


def test_a_discriminator_may_name_schemas_in_other_files(tmp_path: Path) -> None:
    found = schemas(
        tmp_path,
        {
            "openapi.yaml": HEAD
            + "paths: {}\ncomponents: {schemas: {Any: {oneOf: [{$ref: a.yaml}], "
            + "discriminator: {propertyName: kind, mapping: {a: a.yaml, b: 'other.yaml#/B', c: Any}}}}}",
            "a.yaml": "type: object",
            "other.yaml": "B: {type: object}",
        },
    )
    assert found["Any"]["discriminator"]["mapping"] == {
        "a": "#/components/schemas/a",
        "b": "#/components/schemas/B",
        "c": "Any",
    }


def test_a_reference_in_data_is_not_followed(tmp_path: Path) -> None:
    node = "{$ref: secret.yaml}"
    text = (
        HEAD + "paths: {}\ncomponents: {schemas: {A: {$ref: a.yaml}, B: {"
        f"default: {node}, example: {node}, examples: [{node}], const: {node}, enum: [{node}], x-a: {node}"
        "}}}\nx-more: {$ref: http://127.0.0.1:9/x}"
    )
    found = bundle(tmp_path, {"openapi.yaml": text, "a.yaml": f"example: {node}", "secret.yaml": "a: b"})
    assert [Path(file).name for file in found.files] == ["a.yaml"]
    assert found.document["components"]["schemas"]["B"]["const"] == {"$ref": "secret.yaml"}


#: References to places that must not be read, and a part of the message that refuses each.
OUTSIDE = {
    "../outside.yaml": "lies outside",
    "..%2Foutside.yaml": "lies outside",
    "%2e%2e/outside.yaml#/a": "lies outside",
    "sub/../../outside.yaml": "lies outside",
    "link.yaml": "lies outside",
    "folder/outside.yaml": "lies outside",
    "/etc/passwd": "lies outside",
    "file:///etc/passwd": "lies outside",
    "file://server/share/a.yaml": "is not a file of this machine",
    "//server/share/a.yaml": "is not a file of this machine",
    "\\\\server\\share\\a.yaml": "is not a file of this machine",
    "C:\\a.yaml": "is not a file of this machine",
    "C:/a.yaml": "is not a file of this machine",
    "a%00b.yaml": "is not a file of this machine",
    "http://127.0.0.1:9/a.yaml": "is on another server",
    "HTTPS://user:word@127.0.0.1:9/a.yaml": "is on another server",
    "ftp://127.0.0.1/a.yaml": "is not a file of this machine",
    "data:application/json,{}": "is not a file of this machine",
    "urn:a:b": "is not a file of this machine",
    ".git/config.yaml": "is a hidden file",
    "secret.txt": "does not end in .yaml, .yml, .json or .jsonschema",
    "pipe.yaml": "is not a regular file",
    "device.yaml": "lies outside",
    "sub.yaml": "is not a regular file",
    "circle.yaml": "cannot be read",
}


@pytest.mark.parametrize("reference", OUTSIDE)
def test_a_reference_to_a_forbidden_place_is_refused_and_not_opened(reference: str, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (tmp_path / "outside.yaml").parent.mkdir(exist_ok=True)
    (tmp_path / "outside.yaml").write_text("a: {type: string}")
    quoted = reference.replace("\\", "\\\\")
    path = written(
        docs,
        {
            "openapi.yaml": f'{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: "{quoted}"}}}}}}',
            ".git/config.yaml": "a: b",
            "secret.txt": "a: b",
            "sub.yaml/a": "",
        },
    )
    (docs / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (docs / "folder").symlink_to(tmp_path)
    (docs / "device.yaml").symlink_to("/dev/zero")
    (docs / "circle.yaml").symlink_to("circle.yaml")
    os.mkfifo(docs / "pipe.yaml")
    with pytest.raises(SourceError) as raised:
        load(str(path))
    assert OUTSIDE[reference] in raised.value.message
    assert raised.value.file.endswith("openapi.yaml#/components/schemas/A")


def test_references_may_lead_into_an_allowed_folder(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "kite.yaml").write_text("type: object")
    (tmp_path / "common" / "leads-on.yaml").write_text("$ref: ../outside.yaml")
    (tmp_path / "outside.yaml").write_text("type: string")
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: ../common/NAME}}}}}}"
    path = written(tmp_path / "docs", {"openapi.yaml": text.replace("NAME", "kite.yaml")})
    loading = Loading(allowed=(str(tmp_path / "common"),))
    assert load(str(path), loading=loading).document["components"]["schemas"] == {"A": {"type": "object"}}
    path.write_text(text.replace("NAME", "leads-on.yaml"))
    with pytest.raises(SourceError, match="lies outside"):
        load(str(path), loading=loading)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server with a schema, a redirect to it and a redirect to another folder, and the paths of its requests."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(f"{self.path} {self.headers.get('Authorization', '')}".strip())
            location = {"/a/moved.yaml": "/a/kite.yaml", "/a/out.yaml": "/b/kite.yaml"}.get(self.path)
            self.send_response(302 if location else 200)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            if not location:
                self.wfile.write(b"type: object\nproperties: {next: {$ref: kite.yaml}}")

        def log_message(self, *_: object) -> None:
            pass

    http_server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http_server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{http_server.server_address[1]}", seen
    http_server.shutdown()
    thread.join()
    http_server.server_close()


def test_references_may_lead_to_an_allowed_address(
    server: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seen = server
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{url}/NAME'}}}}}}"
    path = written(tmp_path, {"openapi.yaml": text.replace("NAME", "a/moved.yaml")})
    with pytest.raises(SourceError, match="is on another server"):
        load(str(path))
    assert seen == []
    loading = Loading(allowed=(f"{url}/a",))
    assert load(str(path), loading=loading).document["components"]["schemas"]["A"]["type"] == "object"
    assert seen[:2] == ["/a/moved.yaml", "/a/kite.yaml"]
    for name in ("a/out.yaml", "b/kite.yaml", "a/../b/kite.yaml", "a/%2e%2e/b/kite.yaml", "ab/kite.yaml"):
        seen.clear()
        path.write_text(text.replace("NAME", name))
        with pytest.raises(SourceError, match=r"is on another server|redirects to an address"):
            load(str(path), loading=loading)
        assert seen in ([], ["/a/out.yaml"])


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("https://kites.example/s/a.yaml", True),
        ("HTTPS://Kites.Example/s/deep/a.yaml", True),
        ("http://kites.example/s/a.yaml", False),
        ("https://kites.example:8443/s/a.yaml", False),
        ("https://me:secret@kites.example/s/a.yaml", False),
        ("https://kites.example.org/s/a.yaml", False),
        ("https://kites.example/secret.yaml", False),
        ("https://kites.example/s/../a.yaml", False),
    ],
)
def test_an_allowed_address_means_one_folder_of_one_server(address: str, is_allowed: bool) -> None:
    assert is_at(address, "https://kites.example/s") == is_allowed


def test_downloads_count_as_files_do(
    server: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seen = server
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{url}/a/first.yaml'}}}}}}"
    path = written(tmp_path, {"openapi.yaml": text})
    # The first download leaves ten bytes for the one that it refers to.
    limit = path.stat().st_size + len("type: object\nproperties: {next: {$ref: kite.yaml}}") + 10
    monkeypatch.setattr("speclift.openapi.files.sources.LARGEST_DOCUMENT", limit)
    with pytest.raises(SourceError, match="has more than 10 bytes"):
        load(str(path), loading=Loading(allowed=(url,)))
    assert seen == ["/a/first.yaml", "/a/kite.yaml"]


def test_a_download_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    self.wfile.write(b"#")
                    time.sleep(0.1)

    monkeypatch.setattr("speclift.openapi.files.fetch._WHOLE", 1)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Endless) as endless_server:
        endless_server.daemon_threads = True
        threading.Thread(target=endless_server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{endless_server.server_address[1]}/a.yaml"
        text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{url}'}}}}}}"
        path = written(tmp_path, {"openapi.yaml": text})
        raised: list[SourceError] = []

        def load_document() -> None:
            try:
                load(str(path), loading=Loading(allowed=(url,)))
            except SourceError as error:
                raised.append(error)

        thread = threading.Thread(target=load_document, daemon=True)
        thread.start()
        thread.join(30)
        endless_server.shutdown()
    assert ["takes more than 1 s" in str(error) for error in raised] == [True]


def test_a_large_download_is_not_read_to_its_end() -> None:
    class Large(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                for _ in range(64):
                    self.wfile.write(b"#" * 2**20)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Large) as large_server:
        large_server.daemon_threads = True
        threading.Thread(target=large_server.serve_forever, daemon=True).start()
        tracemalloc.start()
        with pytest.raises(FetchError, match="has more than"):
            fetched(f"http://127.0.0.1:{large_server.server_address[1]}/a.yaml", 2**20, lambda _: True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        large_server.shutdown()
    assert peak < 8 * 2**20


def test_a_failed_download_from_an_allowed_address_needs_no_more_permission(tmp_path: Path) -> None:
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 'http://127.0.0.1:9/a.yaml'}}}}}}"
    path = written(tmp_path, {"openapi.yaml": text})
    with pytest.raises(SourceError, match="cannot be fetched") as fetched:
        load(str(path), loading=Loading(allowed=("http://127.0.0.1:9/",)))
    assert "--allow-ref" not in fetched.value.advice
    with pytest.raises(SourceError, match="is on another server") as refused:
        load(str(path))
    assert "--allow-ref" in refused.value.advice


def test_the_size_of_a_file_is_counted_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").touch()
    os.truncate(tmp_path / "large.yaml", 2**36)
    with pytest.raises(SourceError, match="too large together"):
        bundle(tmp_path, {"openapi.yaml": f"{HEAD}paths: {{/a: {{$ref: large.yaml}}}}"})


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    files = {f"s/{number}.yaml": f"items: {{$ref: {number + 1}.yaml}}" for number in range(2_100)}
    with pytest.raises(SourceError, match="too many files"):
        bundle(
            tmp_path,
            {"openapi.yaml": f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: s/0.yaml}}}}}}", **files},
        )


def test_a_path_item_that_is_copied_too_often_is_refused(tmp_path: Path) -> None:
    items = "".join(f"  /a{number}: {{$ref: item.yaml}}\n" for number in range(3_000))
    large = yaml.safe_dump({"get": {"responses": {}, "x-list": [[] for _ in range(1_000)]}})
    with pytest.raises(SourceError, match="copy too much"):
        bundle(tmp_path, {"openapi.yaml": f"{HEAD}paths:\n{items}", "item.yaml": large})


@pytest.mark.parametrize(
    ("one", "two", "place"),
    [
        ("put: {responses: {}}\n$ref: two.yaml", "$ref: one.yaml", "two.yaml:1:"),
        ("put: {responses: {}}\n$ref: one.yaml", "", "one.yaml:1:"),
        ("put: {responses: {}}\n$ref: openapi.yaml#/paths/~1a", "", "one.yaml:1:"),
    ],
)
def test_path_items_in_files_that_lead_to_themselves_keep_what_stands_beside_the_reference(
    one: str, two: str, place: str, tmp_path: Path
) -> None:
    entry = f"{HEAD}paths: {{/a: {{$ref: one.yaml}}, /b: {{get: {{{OK}}}}}}}"
    path = written(tmp_path, {"openapi.yaml": entry, "one.yaml": one, "two.yaml": two})
    loaded = load(str(path))
    assert list(loaded.document["paths"]["/a"]) == ["put"]
    assert "get" in loaded.document["paths"]["/b"]
    fault = next(fault for fault in loaded.faults if fault.kind == "circular-reference")
    assert f"{Path(fault.file).name}:{fault.line}:" == place
    with pytest.raises(SourceError, match="circular-reference"):
        load(str(path), loading=Loading(is_strict=True))


def test_an_error_in_a_referenced_file_names_that_file(tmp_path: Path) -> None:
    text = f"{HEAD}paths: {{/a: {{$ref: sub/a.yaml}}}}"
    path = written(tmp_path, {"openapi.yaml": text, "sub/a.yaml": "get:\n  a: [\n"})
    with pytest.raises(SourceError) as raised:
        load(str(path))
    assert raised.value.file.endswith("sub/a.yaml")
    assert raised.value.line


def test_a_fault_is_reported_with_the_file_that_contains_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {
            "openapi.yaml": HEAD + "paths: {/a: {$ref: p/a.yaml}}\ncomponents: {schemas: {Own: {$ref: own.yaml}}}",
            "p/a.yaml": "get:\n  responses:\n    '200':\n      description: 7\n      content:\n"
            "        application/json: {schema: {$ref: s.yaml#/S}}",
            "p/s.yaml": "S:\n  type: object\n  required: [a, a]",
            "own.yaml": "\n\nminLength: -1",
        },
    )
    found = {(Path(fault.file).name, fault.pointer, fault.line) for fault in load(str(path)).faults}
    assert found == {
        ("a.yaml", "/get/responses/200/description", 4),
        ("s.yaml", "/S/required", 3),
        ("own.yaml", "/minLength", 3),
    }


def test_a_missing_file_is_a_fault_of_the_reference(tmp_path: Path) -> None:
    path = written(tmp_path, {"openapi.yaml": f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: b.yaml}}}}}}"})
    found = load(str(path))
    assert [(fault.kind, fault.pointer) for fault in found.faults] == [("dangling-reference", "/components/schemas/A")]
    assert "b.yaml" in found.faults[0].message
    assert found.files == (str(path), str(tmp_path / "b.yaml"))


#: Whole files that are no object and no list.
SINGLE_VALUES = {"empty": "", "null": "null", "string": "text", "number": "3.5", "boolean": "false"}
#: The start of a document, in which `%s` stands for a reference.
USES = {
    "schema": "paths: {}\ncomponents: {schemas: {A: %s}}",
    "property": "paths: {}\ncomponents: {schemas: {A: {properties: {a: %s}}}}",
    "path": "paths: {/a: %s}",
    "body": "paths: {/a: {post: {requestBody: %s, responses: {}}}}",
    "parameter": "paths: {/a: {get: {parameters: [%s], responses: {}}}}",
    "response": "paths: {/a: {get: {responses: {'200': %s}}}}",
}


@pytest.mark.parametrize("name", SINGLE_VALUES)
@pytest.mark.parametrize("use", USES)
def test_a_reference_may_lead_to_a_file_with_a_single_value(use: str, name: str, tmp_path: Path) -> None:
    text = HEAD + USES[use] % "{$ref: b.yaml}"
    found = load(str(written(tmp_path, {"openapi.yaml": text, "b.yaml": SINGLE_VALUES[name]})))
    assert found.files == (str(tmp_path / "openapi.yaml"), str(tmp_path / "b.yaml"))
    if name in ("empty", "null"):
        assert "dangling-reference" in {fault.kind for fault in found.faults}


@pytest.mark.parametrize(("size", "words"), [(0, "too many meanings"), (500, "copy too much")])
def test_dynamic_references_with_too_many_meanings_are_refused(size: int, words: str, tmp_path: Path) -> None:
    """A chain of a hundred schemas means something else for each of two hundred schemas that refer to it."""
    lines = [f"{HEAD}paths: {{}}", "components:", " schemas:"]
    for number in range(100):
        lines.append(f"  S{number}: {{items: {{$ref: '#/components/schemas/S{number + 1}'}}, x-a: {[[]] * size}}}")
    lines.append("  S100: {anyOf: [" + ", ".join(f"{{$dynamicRef: '#a{n}'}}" for n in range(3)) + "]}")
    for number in range(200):
        anchors = ", ".join(f"b{n}: {{$dynamicAnchor: a{n}}}" for n in range(3))
        lines.append(f"  R{number}: {{$ref: '#/components/schemas/S0', $defs: {{{anchors}}}}}")
    with pytest.raises(SourceError, match=words):
        bundle(tmp_path, {"openapi.yaml": "\n".join(lines)})


def test_external_values_are_addressed_relative_to_the_document(tmp_path: Path) -> None:
    addresses = ("a.json", "../b%20c.json#/d", "https://kites.example/a.json")
    examples = "".join(f"e{number}: {{externalValue: '{value}'}}\n" for number, value in enumerate(addresses))
    listed = ", ".join(f"e{number}: {{$ref: 'more/e.yaml#/e{number}'}}" for number in range(3))
    found = bundle(
        tmp_path,
        {"openapi.yaml": f"{HEAD}paths: {{}}\ncomponents: {{examples: {{{listed}}}}}", "more/e.yaml": examples},
    )
    values = [example["externalValue"] for example in found.document["components"]["examples"].values()]
    assert values == ["more/a.json", "b%20c.json#/d", "https://kites.example/a.json"]
    assert [Path(file).name for file in found.files] == ["e.yaml"]


@pytest.mark.parametrize("version", ["3.1.1", "3.2.0"])
def test_a_media_type_becomes_a_component_only_from_3_2_on(version: str, tmp_path: Path) -> None:
    text = f"openapi: {version}\ninfo: {{title: K, version: '1'}}\npaths:\n  /a: {{$ref: a.yaml}}\n"
    item = "get: {responses: {'200': {description: A., content: {application/json: {$ref: 'm.yaml#/Kite'}}}}}"
    found = bundle(
        tmp_path, {"openapi.yaml": text, "a.yaml": item, "m.yaml": "Kite: {schema: {type: object}}"}
    ).document
    content = found["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]
    if version == "3.2.0":
        assert content == {"$ref": "#/components/mediaTypes/Kite"}
        assert found["components"] == {"mediaTypes": {"Kite": {"schema": {"type": "object"}}}}
    else:
        assert content == {"schema": {"type": "object"}}
        assert "components" not in found


def test_aliases_of_many_files_are_counted_together(tmp_path: Path) -> None:
    """Aliases make each file hundreds of times as large as its text."""
    one = "a: &a [" + "[], " * 500 + "]\nb: [" + "*a, " * 500 + "]\nS: {type: string}"
    listed = ", ".join(f"{{$ref: 's/{number}.yaml#/S'}}" for number in range(20))
    files = {f"s/{number}.yaml": one for number in range(20)}
    text = f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{anyOf: [{listed}]}}}}}}"
    with pytest.raises(SourceError, match=r"too large together|stand for more"):
        bundle(tmp_path, {"openapi.yaml": text, **files})


@pytest.mark.parametrize("reference", ["Kite", "definitions/Kite", "kite.txt", ".kite.yaml", ""])
def test_a_name_in_place_of_a_reference_is_reported(reference: str, tmp_path: Path) -> None:
    text = (
        f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{items: {{$ref: '{reference}'}}}}, Kite: {{type: string}}}}}}"
    )
    found = load(str(written(tmp_path, {"openapi.yaml": text})))
    assert [fault.pointer for fault in found.faults] == ["/components/schemas/A/items"]


def test_links_lead_to_operations_at_their_new_places(tmp_path: Path) -> None:
    found = bundle(
        tmp_path,
        {
            "openapi.yaml": HEAD
            + "paths:\n"
            + "  /kites: {$ref: 'paths.yaml#/kites'}\n"
            + "  /flights:\n"
            + "    get:\n"
            + "      responses:\n"
            + "        '200':\n"
            + "          description: There.\n"
            + "          links:\n"
            + "            kites: {operationRef: 'paths.yaml#/kites/get'}\n"
            + "            own: {operationRef: '#/paths/~1flights/get'}\n"
            + "            far: {operationRef: 'https://other.example/openapi.yaml#/paths/~1a/get'}\n",
            "paths.yaml": "kites:\n"
            + "  get:\n"
            + "    responses:\n"
            + "      '200':\n"
            + "        description: There.\n"
            + "        links:\n"
            + "          self: {operationRef: '#/kites/get'}\n"
            + "          flights: {operationRef: 'openapi.yaml#/paths/~1flights/get'}\n"
            + "          lost: {operationRef: 'lost.yaml#/get'}\n",
        },
    )
    kites, flights = (
        {name: link["operationRef"] for name, link in item["get"]["responses"]["200"]["links"].items()}
        for item in found.document["paths"].values()
    )
    assert kites == {"self": "#/paths/~1kites/get", "flights": "#/paths/~1flights/get", "lost": "lost.yaml#/get"}
    assert flights == {
        "kites": "#/paths/~1kites/get",
        "own": "#/paths/~1flights/get",
        "far": "https://other.example/openapi.yaml#/paths/~1a/get",
    }
    (lost,) = found.faults
    assert (lost.kind, lost.pointer) == ("unknown-operation", "/kites/get/responses/200/links/lost/operationRef")
    assert lost.file.endswith("paths.yaml")


def test_a_pointer_without_its_hash_is_not_taken_for_a_file(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {schemas: {Kite: {type: string}, Tail: {$ref: /components/schemas/Kite}}}\n"
    path = written(tmp_path, {"openapi.yaml": text})
    found = load(str(path))
    assert found.document["components"]["schemas"]["Tail"] == {"$ref": "#/components/schemas/Kite"}
    assert [fault.kind for fault in found.faults] == ["dangling-reference"]
    path = written(tmp_path, {"openapi.yaml": text.replace("/Kite}}", "/Nobody}}")})
    with pytest.raises(SourceError, match="outside of the folder"):
        load(str(path))


@pytest.mark.parametrize(("value", "what"), [("text", "a string"), ("7", "a number"), ("true", "a boolean")])
def test_a_path_that_refers_to_a_value_is_reported(tmp_path: Path, value: str, what: str) -> None:
    paths = "paths: {/a: {$ref: one.yaml}, /b: {$ref: 'two.yaml#/item'}, /c: {$ref: three.yaml}}\n"
    files = {
        "openapi.yaml": HEAD + paths,
        "one.yaml": value,
        "two.yaml": f"item: {value}",
        "three.yaml": "$ref: one.yaml",
    }
    found = load(str(written(tmp_path, files)))
    assert found.document["paths"] == {"/a": {}, "/b": {}, "/c": {}}
    words = f"leads to {what}, not to an object; the path is empty"
    assert sorted((Path(fault.file).name, str(fault)) for fault in found.faults) == [
        ("", f"#/paths/~1a: the reference one.yaml {words}"),
        ("", f"#/paths/~1b: the reference two.yaml#/item {words}"),
        ("three.yaml", f"#: the reference one.yaml {words}"),
    ]
