"""References in place of maps, lists and other wholes: OpenAPI allows none there, and what they lead to is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from speclift.errors import SourceError
from speclift.openapi.load import load

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
#: Parts of a document, written by reference and in full.
PARTS = {
    "info": ("info: {$ref: '#/x-info'}\npaths: {}\n", "info: {title: I, version: '2'}\npaths: {}\n"),
    "servers": ("paths: {}\nservers: {$ref: '#/x-servers'}\n", "paths: {}\nservers: [{url: https://e.org}]\n"),
    "security": ("paths: {}\nsecurity: {$ref: '#/x-security'}\n", "paths: {}\nsecurity: [{key: []}]\n"),
    "paths": ("paths: {$ref: '#/x-paths'}\n", "paths: {/p: {get: {responses: {'200': {description: OK}}}}}\n"),
    "parameters": (
        "paths: {/a: {parameters: {$ref: '#/x-parameters'}}}\n",
        "paths: {/a: {parameters: [{name: q, in: query, schema: {type: string}}]}}\n",
    ),
    "operation": (
        "paths: {/a: {get: {security: {$ref: '#/x-security'}, tags: {$ref: '#/x-tags'}, "
        "servers: {$ref: '#/x-servers'}, parameters: {$ref: '#/x-parameters'}, responses: {$ref: '#/x-responses'}}}}\n",
        "paths: {/a: {get: {security: [{key: []}], tags: [kites], servers: [{url: https://e.org}], "
        "parameters: [{name: q, in: query, schema: {type: string}}], responses: {'200': {description: OK}}}}}\n",
    ),
    "entries beside": (
        "paths: {/a: {get: {responses: {'404': {description: None}, $ref: '#/x-responses'}}}}\n",
        "paths: {/a: {get: {responses: {'200': {description: OK}, '404': {description: None}}}}}\n",
    ),
    "entries on the way": (
        "paths: {/a: {get: {responses: {$ref: '#/x-more'}}}}\n",
        "paths: {/a: {get: {responses: {'200': {description: OK}, '500': {description: Bad}}}}}\n",
    ),
    "content": (
        "paths: {/a: {get: {responses: {'200': {description: A, content: {$ref: '#/x-content'}}}}}}\n",
        "paths: {/a: {get: {responses: {'200': {description: A, content: {text/plain: {}}}}}}}\n",
    ),
    "values of schemas": (
        "paths: {}\nx-schemas: {A: {required: {$ref: '#/x-tags'}, "
        "enum: {$ref: '#/x-tags'}, type: {$ref: '#/x-types'}}}\n",
        "paths: {}\nx-schemas: {A: {required: [kites], enum: [kites], type: [string, 'null']}}\n",
    ),
}
SHARED = """x-info: {title: I, version: '2'}
x-servers: [{url: https://e.org}]
x-security: [{key: []}]
x-tags: [kites]
x-types: [string, 'null']
x-paths: {/p: {get: {responses: {$ref: '#/x-responses'}}}}
x-parameters: [{name: q, in: query, schema: {type: string}}]
x-more: {$ref: '#/x-responses', '500': {description: Bad}}
x-responses: {'200': {description: OK}}
x-content: {text/plain: {}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}, schemas: {$ref: '#/x-schemas'}}
"""
SWAGGER = """swagger: '2.0'
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: {$ref: '#/x-parameters'}, responses: {$ref: '#/x-responses'}, tags: {$ref: '#/x-tags'}}}}
definitions: {A: {type: object, properties: {$ref: '#/definitions/B/properties'}}, B: {properties: {b: {type: string}}}}
x-parameters: [{name: q, in: query, type: string}]
x-responses: {'200': {description: OK}}
x-tags: [kites]
"""


def _loaded(folder: Path, text: str) -> Any:
    path = folder / "openapi.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def _head(part: str) -> str:
    return HEAD.splitlines()[0] + "\n" if part.startswith("info") else HEAD


def _followed(node: Any, document: Any) -> Any:
    """A value with the components in place of the references to them."""
    if isinstance(node, list):
        return [_followed(inner, document) for inner in node]
    if not isinstance(node, dict):
        return node
    while isinstance(node.get("$ref"), str):
        _, section, kind, name = node["$ref"].split("/")
        node = document[section][kind][name]
    return {key: _followed(inner, document) for key, inner in node.items()}


@pytest.mark.parametrize(("referring", "full"), PARTS.values(), ids=PARTS)
def test_a_reference_to_a_whole_in_the_same_file_means_what_it_leads_to(
    referring: str, full: str, tmp_path: Path
) -> None:
    schemas = "" if "x-schemas" in referring else "x-schemas: {}\n"
    found = _loaded(tmp_path, f"{_head(referring)}{referring}{schemas}{SHARED}")
    meant = _loaded(tmp_path, f"{_head(full)}{full}{schemas}{SHARED}")
    for key in ("info", "servers", "security", "paths"):
        given, wanted = found.document.get(key), meant.document.get(key)
        assert _followed(given, found.document) == _followed(wanted, meant.document)
    for name, schema in meant.document["components"]["schemas"].items():
        given = found.document["components"]["schemas"][name]
        assert _followed(given, found.document) == _followed(schema, meant.document)
    named = {fault.pointer for fault in found.faults}
    assert len(named) > len({fault.pointer for fault in meant.faults})
    assert {fault.kind for fault in found.faults} == {"misplaced-reference"}
    assert all(fault.line and not fault.file for fault in found.faults)


def test_such_references_are_named_with_pointer_and_line(tmp_path: Path) -> None:
    text = (
        f"{HEAD}paths:\n  /a:\n    get:\n      responses:\n        $ref: '#/x-r'\nx-r: {{'200': {{description: OK}}}}\n"
    )
    (fault,) = _loaded(tmp_path, text).faults
    assert (fault.pointer, fault.line, fault.kind) == ("/paths/~1a/get/responses", 6, "misplaced-reference")
    assert "#/x-r" in fault.message


def test_they_are_followed_in_swagger_too(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, SWAGGER)
    get = loaded.document["paths"]["/a"]["get"]
    assert [parameter["name"] for parameter in _followed(get["parameters"], loaded.document)] == ["q"]
    assert (_followed(get["responses"], loaded.document)["200"]["description"], get["tags"]) == ("OK", ["kites"])
    a = loaded.document["components"]["schemas"]["A"]
    assert _followed(a, loaded.document) == {"type": "object", "properties": {"b": {"type": "string"}}}


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("A", "properties: {$ref: '#/components/schemas/A/properties'}"),
        ("A", "properties: {$ref: '#/components/schemas/B/properties'}"),
        ("A", "allOf: {$ref: '#/components/schemas/A/allOf'}"),
        ("A", "required: {$ref: '#/components/schemas/A/required'}"),
    ],
)
def test_those_that_lead_in_a_circle_are_named_and_end(name: str, inner: str, tmp_path: Path) -> None:
    schemas = f"{name}: {{type: object, {inner}}}, B: {{properties: {{$ref: '#/components/schemas/A/properties'}}}}"
    loaded = _loaded(tmp_path, f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n")
    assert any(fault.pointer.startswith(f"/components/schemas/{name}") for fault in loaded.faults)
    assert loaded.document["components"]["schemas"][name]["type"] == "object"


def test_those_that_multiply_are_refused_by_name(tmp_path: Path) -> None:
    properties = ", ".join(f"p{number}: {{}}" for number in range(1000))
    schemas = "\n".join(f"  A{number}: {{properties: {{$ref: '#/x-all'}}}}" for number in range(110))
    with pytest.raises(SourceError, match="References copy too much"):
        _loaded(tmp_path, f"{HEAD}paths: {{}}\ncomponents:\n schemas:\n{schemas}\nx-all: {{{properties}}}\n")


def test_a_property_with_the_name_of_a_field_is_an_ordinary_reference(tmp_path: Path) -> None:
    schemas = (
        "A: {properties: {tags: {$ref: '#/components/schemas/B/properties/b'}}}, B: {properties: {b: {type: integer}}}"
    )
    loaded = _loaded(tmp_path, f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n")
    assert not loaded.faults
    assert loaded.document["components"]["schemas"]["A"]["properties"]["tags"] == {"$ref": "#/components/schemas/B_b"}
