"""`speclift bundle` writes one valid file, with the meaning of the document and the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from speclift.cli.main import main
from speclift.openapi.checking.faults import faults
from speclift.openapi.load import load
from tests.conftest import ROOT
from tests.diff.small import changes
from tests.openapi.split import ENTRY, places_of, split

ERROR: dict[str, Any] = {"type": "object", "properties": {"code": {"type": "integer"}}}
KITE: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "tail": {"$ref": "#/components/schemas/Tail"},
        "parent": {"$ref": "#/components/schemas/Kite"},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}},
    },
}
COUNT: dict[str, Any] = {"type": "integer"}
CONTENT: dict[str, Any] = {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Kites", "version": "1"},
    "paths": {
        "/kites/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "getKite",
                "parameters": [{"$ref": "#/components/parameters/Fields"}],
                "responses": {
                    "200": {"description": "It.", "content": CONTENT, "headers": {"X-Left": {"schema": COUNT}}},
                    "404": {"$ref": "#/components/responses/Missing"},
                },
            },
            "put": {
                "operationId": "putKite",
                "requestBody": {"content": {"application/json": {"schema": {"oneOf": [KITE, ERROR]}}}},
                "responses": {"204": {"description": "Put."}},
            },
        },
        "/tails": {
            "get": {
                "operationId": "listTails",
                "responses": {
                    "200": {
                        "description": "All.",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Tail"}},
                                "examples": {"none": {"value": []}},
                            }
                        },
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Kite": KITE,
            "Tail": {"type": ["string", "null"], "maxLength": 9, "description": "What hangs on it."},
            "Error": ERROR,
        },
        "parameters": {"Fields": {"name": "fields", "in": "query", "schema": {"type": "array", "items": COUNT}}},
        "responses": {
            "Missing": {
                "description": "Missing.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }
        },
    },
}  # fmt: skip
PLACES = places_of(DOCUMENT)
#: Files that may hold several parts, and the keys of the parts in them.
FILES = ("a.yaml", "b.json", "sub/a.yaml", "sub/deep/er/a b.yaml", "sub/ü.json")
KEYS = ("Kite", "a", "a~b", "x/y", "200", "part 1")


@st.composite
def splits(draw: st.DrawFn) -> list[tuple[Any, str, str]]:
    chosen = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=8))
    found, used = [], set[tuple[str, str]]()
    for number, place in enumerate(chosen):
        if draw(st.booleans()):
            found.append((place, f"{draw(st.sampled_from(('', 'sub/', 'other/')))}part{number}.yaml", ""))
            continue
        file = draw(st.sampled_from(FILES))
        key = draw(st.sampled_from([key for key in KEYS if (file, key) not in used] or [f"more{number}"]))
        used.add((file, key))
        found.append((place, file, key.replace("~", "").replace("/", "")))
    # A key of a file holds only one part.
    return list({(file, key): (place, file, key) for place, file, key in found}.values())


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / ENTRY


@given(splits())
@settings(max_examples=60, deadline=None)
def test_a_split_document_means_the_same(chosen: list[tuple[Any, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = load(str(written(Path(folder), split(DOCUMENT, chosen))))
    assert found.faults == ()
    assert list(faults(found.document)) == []
    # A part with a file of its own may become a component.
    assert {change.code for change in changes(DOCUMENT, found.document)} <= {"component-added"}


def run(*arguments: object) -> int:
    return main(["bundle", *map(str, arguments)])


def test_the_bytes_depend_neither_on_the_run_nor_on_the_folder(tmp_path: Path) -> None:
    chosen = [
        (place, f"{'sub/' * (number % 3)}p{number % 7}.yaml", f"k{number}") for number, place in enumerate(PLACES[3:])
    ]
    files = split(DOCUMENT, chosen)
    found = set()
    for number, name in enumerate(("one", "two/three", "two/three")):
        spec = written(tmp_path / name, dict(reversed(files.items())) if number else files)
        assert run(spec, "-o", tmp_path / "out.yaml", "--quiet") == 0
        found.add((tmp_path / "out.yaml").read_bytes())
    (first,) = found
    assert {change.code for change in changes(DOCUMENT, yaml.safe_load(first))} <= {"component-added"}


def bundled_in_processes(spec: Path) -> set[tuple[bytes, bytes]]:
    """What processes with other orders of sets write for a document, and their messages."""
    found = set()
    for seed in ("1", "2", "3", "4", "5"):
        command = [sys.executable, "-m", "speclift", "bundle", str(spec), "-o", "-"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": seed}
        made = subprocess.run(command, env=environment, capture_output=True, check=True)
        found.add((made.stdout, made.stderr))
    return found


def test_the_bytes_are_the_same_in_every_process(tmp_path: Path) -> None:
    spec = written(tmp_path, split(DOCUMENT, [(place, "parts.yaml", f"k{n}") for n, place in enumerate(PLACES[3:])]))
    assert len(bundled_in_processes(spec)) == 1


def test_components_that_references_into_objects_make_have_the_same_names_in_every_process(tmp_path: Path) -> None:
    # All three would be called X_a_b.
    names = ("a b", "a!b", "a.b")
    first, second, third = ({"schema": {"$ref": f"#/components/schemas/X/properties/{name}"}} for name in names)
    operation = {
        "parameters": [{"name": "p", "in": "query", **first}],
        "requestBody": {"content": {"application/json": second}},
        "responses": {"200": {"description": "It.", "content": {"application/json": third}}},
    }
    schema = {"type": "object", "properties": {name: {"type": "string", "title": name} for name in names}}
    document = {**DOCUMENT, "paths": {"/a": {"post": operation}}, "components": {"schemas": {"X": schema}}}
    ((found, _),) = bundled_in_processes(written(tmp_path, {ENTRY: json.dumps(document).encode()}))
    schemas = yaml.safe_load(found)["components"]["schemas"]
    assert {name: schemas[name]["title"] for name in ("X_a_b", "X_a_b_2", "X_a_b_3")} == dict(
        zip(("X_a_b", "X_a_b_2", "X_a_b_3"), names, strict=True)
    )


def test_messages_about_one_object_have_the_same_order_in_every_process(tmp_path: Path) -> None:
    wrong = ("summary", "description", "operationId")
    operation = {**dict.fromkeys(wrong, 5), "responses": {"200": {"description": "It."}}}
    document = {"openapi": "3.1.1", "info": DOCUMENT["info"], "paths": {"/a": {"get": operation}}}
    ((_, messages),) = bundled_in_processes(written(tmp_path, {ENTRY: json.dumps(document).encode()}))
    assert tuple(re.findall(r"get/(\w+): ", messages.decode())) == wrong


@pytest.mark.parametrize("version", ["3.0", "3.1", "3.2"])
def test_a_document_in_another_version_keeps_its_meaning(version: str, tmp_path: Path) -> None:
    spec = written(tmp_path, split(DOCUMENT, [(("components", "schemas", "Tail"), "tail.yaml", "")]))
    assert run(spec, "-o", tmp_path / "out.json", "--openapi", version) == 0
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["openapi"].startswith(version)
    assert list(faults(found)) == []
    assert [change for change in changes(DOCUMENT, found) if change.level != "info"] == []


def test_the_format_comes_from_the_option_or_else_from_the_file_name(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    spec = written(tmp_path, split(DOCUMENT, []))
    assert run(spec) == 0
    assert capfdbinary.readouterr().out.startswith(b"openapi: 3.1.1\n")
    assert run(spec, "--format", "json") == 0
    assert json.loads(capfdbinary.readouterr().out)["openapi"] == "3.1.1"
    assert run(spec, "-o", tmp_path / "out.json", "--format", "yaml") == 0
    assert (tmp_path / "out.json").read_text().startswith("openapi: 3.1.1\n")


def test_a_loss_is_reported_and_refused_with_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    webhooks = {"new": {"post": {"responses": {"200": {"description": "Taken."}}}}}
    spec = written(tmp_path, split({**DOCUMENT, "webhooks": webhooks}, []))
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", "3.0") == 0
    assert f"{spec}: warning lost-in-conversion: #/webhooks/new: OpenAPI 3.0 has no webhooks" in capsys.readouterr().err
    assert "webhooks" not in yaml.safe_load((tmp_path / "out.yaml").read_text())
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", "3.0", "--quiet") == 0
    assert capsys.readouterr().err == ""
    (tmp_path / "out.yaml").unlink()
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", "3.0", "--strict") == 3
    assert "#/webhooks" in capsys.readouterr().err
    assert not (tmp_path / "out.yaml").exists()


def test_no_operation_and_no_keyword_is_lost_silently(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    operation = {"responses": {"200": {"description": "It."}}}
    item = {"query": operation, "get": operation, "additionalOperations": {"COPY": operation, "LINK": operation}}
    document = {
        "openapi": "3.2.0",
        "info": {"title": "K", "version": "1"},
        "paths": {f"/k{n}": item for n in range(5)},
        "webhooks": {f"w{n}": {"post": operation} for n in range(5)},
        "components": {"schemas": {f"S{n}": {"if": {}, "contains": {}} for n in range(5)}},
    }
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document))
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", "3.0") == 0
    errors = capsys.readouterr().err
    kept = yaml.safe_load((tmp_path / "out.yaml").read_text())
    assert {key for path in kept["paths"].values() for key in path} == {"get"}
    for n in range(5):
        for lost in ("query", "additionalOperations/COPY", "additionalOperations/LINK"):
            assert f"#/paths/~1k{n}/{lost}: " in errors
        assert f"#/webhooks/w{n}: " in errors
    for keyword in ("if", "contains"):
        assert len(re.findall(rf"#/components/schemas/S\d/{keyword}: ", errors)) == 3
        assert f"warning lost-in-conversion: and 2 more of {keyword}\n" in errors


def test_each_operation_that_the_version_of_the_document_lacks_is_said_to_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = {"responses": {"200": {"description": "It."}}}
    item = {"get": operation, "query": operation, "additionalOperations": {"PURGE": operation, "LINK": operation}}
    document = {"openapi": "3.1.0", "info": {"title": "K", "version": "1"}, "paths": {f"/k{n}": item for n in range(5)}}
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document))
    assert run(spec, "-o", tmp_path / "out.yaml") == 0
    errors = capsys.readouterr().err
    kept = yaml.safe_load((tmp_path / "out.yaml").read_text())
    assert {key for path in kept["paths"].values() for key in path} == {"get"}
    for n in range(5):
        for key in ("query", "additionalOperations/PURGE", "additionalOperations/LINK"):
            name = key.rpartition("/")[2]
            assert f"#/paths/~1k{n}/{key}: {name} does not belong here: it is left out\n" in errors


def test_a_loss_is_reported_only_once_with_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = written(tmp_path, split(DOCUMENT, [(("components", "schemas", "Tail"), "tail.yaml", "")]))
    (tmp_path / "tail.yaml").write_text("type: string\npropertyNames: {maxLength: 3}\n")
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", "3.0") == 0
    assert "tail.yaml: warning lost-in-conversion: #/propertyNames: " in capsys.readouterr().err
    swagger = {"swagger": "2.0", "info": {"title": "K", "version": "1"}, "paths": {"/a": {"get": {"responses": {}}}}}
    response = {"description": "", "headers": {}, "body": 7}
    swagger["responses"] = {"a b": response}
    (tmp_path / "swagger.json").write_text(json.dumps(swagger))
    assert run(tmp_path / "swagger.json", "-o", tmp_path / "out.yaml") == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "/body: " in line]
    assert len(lines) == 1


def test_a_loss_is_reported_with_its_original_place_in_a_faulty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first parameter that is left out is a duplicate; OpenAPI 3.0 cannot express the second."""
    string = {"schema": {"type": "string"}}
    parameters = [
        {"name": "h", "in": "header", **string},
        {"name": "h", "in": "header", **string},
        {"name": "w", "in": "querystring", "content": {"application/json": {}}},
        {"name": "c", "in": "cookie", "schema": {"type": "string", "contentEncoding": "base32"}},
    ]
    paths = {"/a": {"get": {"parameters": parameters, "responses": {"200": {"description": "A."}}}}}
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps({"openapi": "3.2.0", "info": {"title": "K", "version": "1"}, "paths": paths}))
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", "3.0") == 0
    reported = re.findall(r"warning (\S+): #/paths/~1a/get/parameters/(\S+): ", capsys.readouterr().err)
    assert reported == [
        ("duplicate-parameter", "1"),
        ("lost-in-conversion", "2"),
        ("lost-in-conversion", "3/schema/contentEncoding"),
    ]


@pytest.mark.parametrize(("version", "is_left"), [("3.0", False), ("3.1", False), ("3.2", True)])
def test_a_parameter_that_is_the_whole_query_stays_where_the_version_has_it(
    version: str, is_left: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = {"name": "w", "in": "querystring", "content": {"application/json": {"schema": {"type": "object"}}}}
    operation = {"parameters": [{"$ref": "#/components/parameters/W"}], "responses": {"200": {"description": "A."}}}
    document = {**DOCUMENT, "paths": {"/a": {"get": operation}}, "components": {"parameters": {"W": whole}}}
    spec = written(tmp_path, {ENTRY: json.dumps(document).encode()})
    assert run(spec, "-o", tmp_path / "out.yaml", "--openapi", version) == 0
    found = yaml.safe_load((tmp_path / "out.yaml").read_text())
    assert list(faults(found)) == []
    assert (found["components"].get("parameters", {}) == {"W": whole}) is is_left
    assert ("lost-in-conversion: #/components/parameters/W: " in capsys.readouterr().err) is not is_left


def test_a_faulty_document_becomes_a_valid_one(tmp_path: Path) -> None:
    faulty = json.loads(json.dumps(DOCUMENT))
    faulty["paths"]["/tails"]["get"]["respones"] = {}
    faulty["components"]["schemas"]["Kite"]["required"] = ["id", "id"]
    faulty["components"]["schemas"]["Kite"]["properties"]["tail"] = {"$ref": "missing.yaml#/Tail"}
    spec = written(tmp_path, split(faulty, []))
    assert run(spec, "-o", tmp_path / "out.yaml") == 0
    assert list(faults(yaml.safe_load((tmp_path / "out.yaml").read_text()))) == []


def test_types_of_a_later_version_are_expressed_in_the_version_of_the_document(tmp_path: Path) -> None:
    schemas = {
        "Either": {"type": "object", "properties": {"size": {"type": ["string", "integer"]}}},
        "Rows": {"type": "array", "items": {"type": ["array", "integer", "null"]}},
        "Maybe": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Either"}]},
        "Null": {"type": "null"},
    }
    head = {"openapi": "3.0.3", "info": {"title": "Kites", "version": "1"}, "paths": {}}
    spec = written(tmp_path, {ENTRY: json.dumps({**head, "components": {"schemas": schemas}}).encode()})
    assert run(spec, "-o", tmp_path / "out.yaml") == 0
    found = yaml.safe_load((tmp_path / "out.yaml").read_text())
    assert list(faults(found)) == []
    rows = [{"type": "array", "items": {}, "nullable": True}, {"type": "integer", "nullable": True}]
    assert found["components"]["schemas"] == {
        "Either": {"type": "object", "properties": {"size": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}},
        "Rows": {"type": "array", "items": {"anyOf": rows}},
        "Maybe": {"allOf": [{"$ref": "#/components/schemas/Either"}], "nullable": True},
        "Null": {"enum": [None], "nullable": True},
    }


def test_swagger_and_an_overlay_become_one_document(tmp_path: Path) -> None:
    (tmp_path / "swagger.json").write_text(
        json.dumps({"swagger": "2.0", "info": {"title": "K", "version": "1"}, "paths": {"/a": {"$ref": "a.yaml"}}})
    )
    (tmp_path / "a.yaml").write_text("get: {responses: {'200': {description: A., schema: {type: file}}}}")
    actions = [{"target": "$.info", "update": {"title": "Kites"}}]
    (tmp_path / "fix.yaml").write_text(yaml.safe_dump({"overlay": "1.0.0", "actions": actions}))
    overlay = ("--overlay", tmp_path / "fix.yaml")
    assert run(tmp_path / "swagger.json", "-o", tmp_path / "out.json", *overlay, "--openapi", "3.1") == 0
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["openapi"], found["info"]["title"]) == ("3.1.1", "Kites")
    assert found["paths"]["/a"]["get"]["responses"]["200"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
    }
    assert list(faults(found)) == []


def test_references_lead_out_of_the_folder_only_where_that_is_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "tail.yaml").write_text("type: string")
    document = json.loads(json.dumps(DOCUMENT))
    document["components"]["schemas"]["Tail"] = {"$ref": "../common/tail.yaml"}
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / ENTRY).write_text(json.dumps(document))
    assert run(tmp_path / "docs" / ENTRY, "-o", tmp_path / "out.yaml") == 3
    errors = capsys.readouterr().err
    assert "openapi.yaml#/components/schemas/Tail: E003" in errors
    assert "--allow-ref" in errors
    assert run(tmp_path / "docs" / ENTRY, "-o", tmp_path / "out.yaml", "--allow-ref", tmp_path / "common") == 0
    assert yaml.safe_load((tmp_path / "out.yaml").read_text())["components"]["schemas"]["Tail"] == {"type": "string"}
