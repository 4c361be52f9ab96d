"""References are read and followed in one place, which handles all ways in which they end."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speclift
from speclift.openapi.structure.circles import circles_by_pointer
from speclift.openapi.structure.references import (
    components_in,
    components_in_json,
    dereferenced,
    followed,
    reference_to,
    refers_to,
    targets_in,
)
from tests.bounded import bounded

PACKAGE = Path(speclift.__file__).parent
#: These packages may handle `$ref`: they read and write documents, and read the schemas that pages print.
MAY_READ_REFERENCES = ("openapi", "reading")


def strings_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a module except docstrings, with their lines."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and id(node) not in docstrings:
            yield node.lineno, node.value if isinstance(node.value, str) else node.value.decode(errors="replace")


def test_no_tool_reads_references_on_its_own() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if file.relative_to(PACKAGE).parts[0] not in MAY_READ_REFERENCES]
    assert len(files) > 100
    found = [
        f"{file.relative_to(PACKAGE)}:{line}"
        for file in files
        for line, text in strings_in(ast.parse(file.read_text(encoding="utf-8")))
        if text == "$ref" or '"$ref"' in text
    ]
    assert found == []


#: One list has the methods of documents, the other one the methods that pages print.
LISTS_OF_METHODS = {"model/methods.py", "openapi/structure/paths.py"}


def test_methods_are_listed_once_and_json_is_recognized_in_one_way() -> None:
    lists, tests = set(), set()
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
                parts = node.keys if isinstance(node, ast.Dict) else node.elts
                words = {str(part.value).lower() for part in parts if isinstance(part, ast.Constant)}
                if {"get", "put", "post"} <= words:
                    lists.add(name)
            elif isinstance(node, ast.FunctionDef) and node.name == "is_json" and node.args.args[0].arg != "self":
                tests.add(name)
    assert lists == LISTS_OF_METHODS
    assert tests == {"openapi/structure/media_types.py"}


def test_no_tool_judges_media_types_by_their_text() -> None:
    """Media types are written in any case and with parameters, which `media_types.py` knows."""
    found = [
        f"{file.relative_to(PACKAGE)}:{line}"
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] in ("client", "contract", "diff", "fuzz", "mock", "serve", "verify")
        for line, text in strings_in(ast.parse(file.read_text(encoding="utf-8")))
        if text in ("multipart/", "/json", "+json", "/xml", "+xml", "application/x-www-form")
    ]
    assert found == []


#: Words of documents that only Swagger 2.0 has.
OF_SWAGGER = frozenset({"basePath", "collectionFormat", "formData", "securityDefinitions"})


def test_no_tool_knows_swagger() -> None:
    """One converter reads it, so the tools see OpenAPI 3 alone."""
    files = [file for file in PACKAGE.rglob("*.py") if file.relative_to(PACKAGE).parts[0] not in MAY_READ_REFERENCES]
    found = [
        f"{file.relative_to(PACKAGE)}:{line}"
        for file in files
        for line, text in strings_in(ast.parse(file.read_text(encoding="utf-8")))
        if text in OF_SWAGGER
    ]
    assert found == []


#: All tools share these classes of a contract. Pages have some of their own, since they come before the document.
SHARED_CLASSES = {"Body", "Encoding", "MediaType", "Operation", "Parameter", "Response", "SecurityScheme"}


def test_no_tool_has_an_operation_or_a_body_of_its_own() -> None:
    classes = {
        (file.relative_to(PACKAGE).as_posix(), node.name)
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name in SHARED_CLASSES
    }
    of_pages = {("model/operation.py", name) for name in ("Operation", "Parameter", "Response")}
    assert classes == {("contract/records.py", name) for name in SHARED_CLASSES} | of_pages


@given(st.text(min_size=1))
def test_a_reference_to_a_component_leads_to_it(name: str) -> None:
    assert refers_to(reference_to(name)) == name


@pytest.mark.parametrize("node", [None, True, "Kite", ["$ref"], {}, {"$ref": 1}, {"ref": "#/components/schemas/Kite"}])
def test_a_value_that_is_no_reference_refers_to_nothing(node: Any) -> None:
    assert refers_to(node) == ""


def test_a_chain_of_references_is_followed_to_its_schema() -> None:
    schemas: dict[str, Any] = {f"Step{number}": reference_to(f"Step{number + 1}") for number in range(50)}
    schemas["Step50"] = {"type": "string"}
    assert dereferenced(reference_to("Step0"), schemas) == {"type": "string"}
    assert dereferenced({"type": "integer"}, schemas) == {"type": "integer"}


@pytest.mark.parametrize("start", ["Egg", "Nobody", "Open"])
def test_circular_and_dangling_references_give_an_empty_schema(start: str) -> None:
    schemas: dict[str, Any] = {"Egg": reference_to("Hen"), "Hen": reference_to("Egg"), "Open": True}
    assert dereferenced(reference_to(start), schemas) == {}
    assert followed(reference_to(start), "schemas", {"schemas": schemas}) == {}


def test_siblings_of_a_reference_count_where_the_standard_says_so() -> None:
    components = {
        "responses": {
            "Gone": {"description": "It is gone.", "content": {}},
            "Lost": {**reference_to("Gone", "responses"), "summary": "Lost"},
        },
        "pathItems": {"Kites": {"get": {"operationId": "a"}, "summary": "Kites"}},
    }
    node = {**reference_to("Lost", "responses"), "description": "It flew away.", "content": {"text/plain": {}}}
    found = followed(node, "responses", components)
    assert found == {"description": "It flew away.", "content": {}, "summary": "Lost"}
    item = {**reference_to("Kites", "pathItems"), "put": {"operationId": "b"}}
    assert followed(item, "pathItems", components).keys() == {"get", "put", "summary"}


def test_other_methods_beside_a_reference_join_those_of_the_path_item() -> None:
    components = {
        "pathItems": {
            "Far": {"additionalOperations": {"LOCK": {"operationId": "far"}, "PURGE": {"operationId": "purge"}}},
            "Near": {**reference_to("Far", "pathItems"), "additionalOperations": {"LINK": {"operationId": "link"}}},
        }
    }
    own = {"LOCK": {"operationId": "own"}, "UNLOCK": {"operationId": "unlock"}}
    item = {**reference_to("Near", "pathItems"), "additionalOperations": own}
    found = followed(item, "pathItems", components)["additionalOperations"]
    assert {method: operation["operationId"] for method, operation in found.items()} == {
        "LOCK": "own",
        "UNLOCK": "unlock",
        "LINK": "link",
        "PURGE": "purge",
    }


def test_components_are_found_in_the_parts_of_a_schema_but_not_in_its_data() -> None:
    schema = {
        "properties": {"example": reference_to("Kite"), "tail": {"items": reference_to("Tail")}},
        "anyOf": [reference_to("Wind"), {"type": "null"}],
        "example": reference_to("Sample"),
        "default": {"a": [reference_to("Default")]},
        "enum": [reference_to("Member")],
    }
    assert list(components_in(schema)) == ["Kite", "Tail", "Wind"]


def test_references_in_data_are_found_where_data_counts() -> None:
    value = {"example": {"$ref": "#/components/schemas/Sample"}, "list": [[{"$ref": "other.yaml"}], "$ref"]}
    assert sorted(targets_in(value)) == ["#/components/schemas/Sample", "other.yaml"]
    assert list(targets_in("#/components/schemas/Kite")) == []


def test_components_are_found_in_json_by_kind_and_name() -> None:
    text = b'{"$ref":"#/components/schemas/Kite~1Box","mapping":{"a":"#/components/schemas/Tail"},"b":"#/components/x"}'
    assert components_in_json(text) == {("schemas", "Kite/Box"), ("schemas", "Tail")}


def test_a_long_circle_of_references_by_place_is_found_in_time() -> None:
    most = 40_000
    paths = {f"/{number}": {"$ref": f"#/paths/~1{(number + 1) % most}"} for number in range(most)}
    with bounded():
        ((place, kind),) = circles_by_pointer({"openapi": "3.1.1", "paths": paths})
    assert place[0] == "paths"
    assert kind == "pathItems"
