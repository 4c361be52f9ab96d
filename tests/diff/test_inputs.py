"""Which inputs are pages and which are documents, and how deep documents may nest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from speclift.diff.compare import compare
from speclift.diff.inputs.descriptions import Reading, read_description
from speclift.errors import SourceError
from speclift.limits import DEEPEST_DOCUMENT
from speclift.openapi.load import Loading

PAGE = "---\nuid: v1Kites_Get\ntitle: GET /api/kites\n---\n\n```http\nGET /api/kites\n```\n\nTells.\n"


def spec(schema: Any, path: str = "/a") -> str:
    response = {"description": "", "content": {"application/json": {"schema": schema}}}
    paths = {path: {"get": {"responses": {"200": response}}}}
    return json.dumps({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": paths})


def paths(folder: Path) -> set[str]:
    return {operation.path for operation in read_description(str(folder), Reading()).contract.operations}


def test_a_folder_of_specs_may_have_a_readme(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(spec({}))
    (tmp_path / "b.yaml").write_text(spec({}, "/b"))
    (tmp_path / "README.md").write_text("# Specs\n\n```sh\ncurl http://x.example\n```\n")
    assert paths(tmp_path) == {"/a", "/b"}


def test_a_folder_of_pages_may_have_other_files(tmp_path: Path) -> None:
    (tmp_path / "toc.yml").write_text("- name: Kites\n")
    (tmp_path / "rest").mkdir()
    (tmp_path / "rest" / "kites.md").write_text(PAGE)
    assert paths(tmp_path) == {"/api/kites"}


def _nested(kind: str, levels: int, leaf: str) -> Any:
    schema: Any = {"type": leaf}
    for _ in range(levels):
        schema = {"type": "array", "items": schema} if kind == "items" else {kind: [schema]}
    return schema


@pytest.mark.parametrize(("kind", "per_level"), [("items", 1), ("allOf", 2), ("anyOf", 2)])
def test_a_document_may_nest_up_to_the_limit(kind: str, per_level: int, tmp_path: Path) -> None:
    # Eight levels enclose the schema: document, paths, path item, operation, responses, response, content, media type.
    # The innermost schema is one more.
    levels = (DEEPEST_DOCUMENT - 9) // per_level
    found = []
    for leaf in ("string", "integer"):
        path = tmp_path / f"{leaf}.json"
        path.write_text(spec(_nested(kind, levels, leaf)))
        found.append(read_description(str(path), Reading()))
    assert [change.code for change in compare(*found).changes] == ["response-type-changed"]


def test_a_document_that_nests_deeper_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text(spec(_nested("items", DEEPEST_DOCUMENT, "string")))
    with pytest.raises(SourceError, match=f"nests deeper than {DEEPEST_DOCUMENT} levels"):
        read_description(str(path), Reading())


def test_a_document_in_several_files_is_one(tmp_path: Path) -> None:
    """A file that others in the folder refer to is a part of them, unless it has operations of its own."""
    (tmp_path / "a.json").write_text(spec({"$ref": "kite.yaml#/Kite"}))
    (tmp_path / "b.json").write_text(spec({"$ref": "shared.json#/components/schemas/Tail"}, "/b"))
    (tmp_path / "c.json").write_text(spec({"$ref": "b.json#/paths/~1b/get/responses/200"}, "/c"))
    (tmp_path / "kite.yaml").write_text("Kite: {type: string}")
    shared = {"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {}}
    (tmp_path / "shared.json").write_text(json.dumps({**shared, "components": {"schemas": {"Tail": {}}}}))
    assert paths(tmp_path) == {"/a", "/b", "/c"}
    (tmp_path / "stray.yaml").write_text("Kite: {type: string}")
    with pytest.raises(SourceError, match="neither OpenAPI 3 nor Swagger"):
        read_description(str(tmp_path), Reading())


def test_an_overlay_applies_to_documents_and_to_pages(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    (tmp_path / "a.json").write_text(spec({}, "/api/kites"))
    actions = [{"target": "$.paths['/api/kites'].get", "update": {"deprecated": True}}]
    (tmp_path / "fix.json").write_text(json.dumps({"overlay": "1.0.0", "actions": actions}))
    reading = Reading(loading=Loading(overlays=(str(tmp_path / "fix.json"),)))
    for name in ("docs", "a.json"):
        (operation,) = read_description(str(tmp_path / name), reading).contract.operations
        assert operation.is_deprecated
