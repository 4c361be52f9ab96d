"""What a user sees of a faulty document, command by command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from speclift.openapi.load import Loading, load
from tests.conftest import ROOT
from tests.mock.served import Server

FAULTY = """\
openapi: 3.0.0
info:
  title: Kites
  version: 1.0
paths:
  /kites/{id}:
    get:
      operationId: kite
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Kite'}
        4xx: {}
  /kites:
    get:
      operationId: kite
      responses:
        '200':
          description: All.
components:
  schemas:
    Kite:
      type: object
      required: [name, name]
      properties:
        name: {type: string, pattern: '('}
        length: {type: integer, default: long}
        tail: {$ref: '#/components/schemas/Tail'}
"""
#: The kinds of faults in `FAULTY`, and the line of the first one of each.
LINES = {
    "wrong-value": 4,
    "missing-description": 10,
    "status": 14,
    "undeclared-path-parameter": 7,
    "duplicate-operation-id": 17,
    "duplicate-in-required": 25,
    "unreadable-pattern": 27,
    "wrong-default": 28,
    "dangling-reference": 29,
}


def speclift(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SPECLIFT_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-m", "speclift", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "api.yaml").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def warned_lines(text: str) -> dict[str, int]:
    """The line of the first warning of each kind."""
    found: dict[str, int] = {}
    for line, kind in re.findall(r"^api\.yaml:(\d+): warning ([a-z-]+): #/", text, re.M):
        found.setdefault(kind, int(line))
    return found


COMMANDS = {
    "client": ("client", "api.yaml", "-o", "out"),
    "diff": ("diff", "api.yaml", "api.yaml"),
    "fuzz": ("fuzz", "api.yaml", "--url", "http://127.0.0.1:9", "--dry-run"),
    "bundle": ("bundle", "api.yaml"),
    "models": ("models", "api.yaml", "-o", "out"),
    "verify": ("verify", "api.yaml", "--against", "api.yaml", "--url", "http://127.0.0.1:9", "--dry-run"),
}
SERVERS = {name: (name, "api.yaml", "--port", "0") for name in ("mock", "serve")}


@pytest.mark.parametrize("name", COMMANDS)
def test_faults_are_reported_with_their_lines_and_the_rest_works(folder: Path, name: str) -> None:
    run = speclift(folder, *COMMANDS[name])
    assert run.returncode == 0, run.stderr
    assert warned_lines(run.stderr) == LINES
    assert "Traceback" not in run.stderr


IN_TWO_FILES = """\
openapi: 3.2.0
info: {title: Kites, version: '1'}
paths: {/kites: {$ref: parts/kites.yaml}}
"""
PART = """\
get:
  responses:
    '200':
      description: All.
      content: {multipart/mixed: {prefixEncoding: [{contentType: image/png}]}}
"""


@pytest.mark.parametrize("name", ["client", "fuzz", "mock", "serve", "diff"])
def test_an_unsupported_part_is_reported_with_its_file(folder: Path, name: str) -> None:
    (folder / "api.yaml").write_text(IN_TWO_FILES)
    (folder / "parts").mkdir()
    (folder / "parts" / "kites.yaml").write_text(PART)
    (folder / "none.yaml").write_text("openapi: 3.2.0\ninfo: {title: Kites, version: '1'}\npaths: {}\n")
    if name in SERVERS:
        server = Server(folder / "log", "-m", "speclift", name, str(folder / "api.yaml"), "--port", "0")
        server.stop()
        output = server.log.read_text()
    else:
        output = speclift(folder, *{**COMMANDS, "diff": ("diff", "api.yaml", "none.yaml")}[name]).stderr
    assert "parts/kites.yaml: warning parts: #/get/responses/200/content/multipart~1mixed/prefixEncoding: " in output


@pytest.mark.parametrize("name", [*COMMANDS, *SERVERS])
def test_strict_refuses_and_lists_all_faults(folder: Path, name: str) -> None:
    run = speclift(folder, *{**COMMANDS, **SERVERS}[name], "--strict")
    assert (run.returncode, run.stdout) == (3, "")
    assert "E003 The document has " in run.stderr
    for kind, line in LINES.items():
        assert f"  line {line}: {kind}: #/" in run.stderr
    assert not (folder / "out").exists()


def test_a_quiet_client_prints_no_warnings(folder: Path) -> None:
    run = speclift(folder, *COMMANDS["client"], "--quiet")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_quiet_comparison_prints_only_the_changes(folder: Path) -> None:
    run = speclift(folder, *COMMANDS["diff"], "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout


def test_a_comparison_names_the_file_with_the_part_that_is_not_compared(folder: Path) -> None:
    plain = "openapi: 3.1.0\ninfo: {title: Kites, version: '1'}\npaths: {}\n"
    (folder / "plain.yaml").write_text(plain)
    scheme = "components: {securitySchemes: {gate: {type: mutualTLS}}}\n"
    (folder / "more.yaml").write_text(plain + scheme)
    for names in (("more.yaml", "plain.yaml"), ("plain.yaml", "more.yaml")):
        assert speclift(folder, "diff", *names).stderr.startswith("more.yaml: warning certificate: #/components/")


def test_a_missing_document_is_not_taken_for_a_folder_of_pages(folder: Path) -> None:
    run = speclift(folder, "serve", "gone.yaml")
    assert run.returncode == 3
    assert run.stderr.startswith("speclift: gone.yaml: E003 The file cannot be read: No such file")


def test_a_fault_of_an_overlay_has_the_file_and_line_of_the_overlay(folder: Path) -> None:
    (folder / "plain.yaml").write_text("openapi: 3.1.0\ninfo: {title: Kites, version: '1'}\npaths: {}\n")
    actions = "actions:\n- {target: $.nothing, remove: true}\n"
    (folder / "fix.yaml").write_text(f"overlay: 1.0.0\ninfo: {{title: Fix, version: '1'}}\n{actions}")
    run = speclift(folder, "client", "plain.yaml", "-o", "out", "--overlay", "fix.yaml", "--strict")
    assert run.returncode == 3
    assert run.stderr.startswith("speclift: plain.yaml: E003 The document has 1 fault:\n  fix.yaml, line 4: ")


@pytest.fixture(params=["mock", "serve"])
def server(folder: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    log = folder / "log"
    found = Server(log, "-m", "speclift", request.param, str(folder / "api.yaml"), "--port", "0")
    yield found
    found.stop()


def test_servers_report_faults_and_start(server: Server) -> None:
    text = server.log.read_text()
    assert warned_lines(text.replace(f"{server.log.parent}/", "")) == LINES
    assert "2 operations" in text


def test_many_faults_of_a_kind_are_counted(folder: Path) -> None:
    paths = "".join(f"  /k{n}: {{get: {{responses: {{4xx: {{description: No.}}}}}}}}\n" for n in range(1_050))
    (folder / "api.yaml").write_text(f"openapi: 3.0.0\ninfo: {{title: K, version: '1'}}\npaths:\n{paths}")
    run = speclift(folder, *COMMANDS["fuzz"])
    assert run.returncode == 0
    shown = [line for line in run.stderr.splitlines() if ": warning " in line]
    assert len(shown) == 4
    assert shown[0].startswith("api.yaml:4: warning status: #/paths/~1k0/get/responses/4xx: ")
    assert shown[-1] == "api.yaml: warning status: and 1,047 more of this kind"
    refused = speclift(folder, *COMMANDS["fuzz"], "--strict")
    listed = re.findall(r"^  line (\d+): status: #/paths/~1k(\d+)/get", refused.stderr, re.M)
    assert listed == [(str(n + 4), str(n)) for n in range(1_000)]
    assert "  status: and 50 more of this kind" in refused.stderr


def test_each_path_and_operation_that_is_left_out_is_named(folder: Path) -> None:
    operation = {"responses": {"200": {"description": "It."}}}
    paths: dict[str, object] = {"/good": {"get": operation}}
    for n in range(5):
        paths[f"/number{n}"] = n
        paths[f"/gone{n}"] = {"$ref": "#/nowhere"}
        paths[f"/twice{n}"] = {"get": operation, "GET": operation}
        paths[f"/later{n}"] = {"query": operation, "get": {**operation, "first": 1, "second": 2}}
    document = {"openapi": "3.1.0", "info": {"title": "K", "version": "1"}, "paths": paths}
    (folder / "api.yaml").write_text(json.dumps(document))
    errors = speclift(folder, *COMMANDS["fuzz"]).stderr
    for n in range(5):
        for place in (f"number{n}", f"gone{n}", f"twice{n}/GET", f"later{n}/query"):
            assert f": #/paths/~1{place}: " in errors
    for name in ("first", "second"):
        assert f"api.yaml: warning unexpected-field: and 2 more of {name}\n" in errors


def test_each_keyword_that_is_left_out_is_named(folder: Path) -> None:
    wrong = {"maxLength": [], "minLength": "a", "nullable": 5, "readOnly": 6, "title": 7}
    schemas = {f"S{n}": {"type": "string", **wrong} for n in range(5)}
    schemas["T"] = {"required": ["a"], "properties": {"a": {"default": 1, "type": "string", "uniqueItems": None}}}
    document = {"openapi": "3.0.3", "info": {"title": "K", "version": "1"}, "components": {"schemas": schemas}}
    document["paths"] = {"/k": {"get": {"tags": 8, "deprecated": 9, "responses": {"200": {"description": "It."}}}}}
    (folder / "api.yaml").write_text(json.dumps(document))
    errors = speclift(folder, *COMMANDS["fuzz"]).stderr
    for keyword in ("maxLength", "minLength", "nullable", "readOnly"):
        assert len(re.findall(rf"#/components/schemas/S\d/{keyword}: ", errors)) == 3
        assert f"api.yaml: warning wrong-value: and 2 more of {keyword}\n" in errors
    for place in ("paths/~1k/get/tags", "paths/~1k/get/deprecated", "components/schemas/T/properties/a/uniqueItems"):
        assert f" wrong-value: #/{place}: " in errors
    assert "api.yaml: warning wrong-value: and 2 more of this kind\n" in errors


def test_entries_that_are_left_out_are_counted_by_their_map_or_list(folder: Path) -> None:
    responses = {"200": {"description": "It."}, **{str(400 + n): {"$ref": "#/nowhere"} for n in range(5)}}
    operation = {"parameters": [{"$ref": "#/no"} for _ in range(5)], "responses": responses}
    document = {"openapi": "3.0.3", "info": {"title": "K", "version": "1"}, "paths": {"/k": {"get": operation}}}
    (folder / "api.yaml").write_text(json.dumps(document))
    errors = speclift(folder, *COMMANDS["fuzz"]).stderr
    for keyword in ("responses", "parameters"):
        assert f"api.yaml: warning dangling-reference: and 2 more of {keyword}\n" in errors


def test_unknown_fields_of_any_names_are_counted_together(folder: Path) -> None:
    fields = {f"field{n}": n for n in range(1_000)}
    operation = {"responses": {"200": {"description": "It."}}, **fields}
    document = {"openapi": "3.1.0", "info": {"title": "K", "version": "1"}, "paths": {"/k": {"get": operation}}}
    (folder / "api.yaml").write_text(json.dumps(document))
    errors = speclift(folder, *COMMANDS["fuzz"]).stderr
    assert errors.count("warning unexpected-field") <= 210
    assert "api.yaml: warning unexpected-field: and 797 more of this kind\n" in errors


def test_a_faulty_old_document_is_compared_with_a_fixed_new_one(folder: Path) -> None:
    new = FAULTY.replace("version: 1.0", "version: '1.0'").replace("4xx: {}", "4XX: {description: ''}")
    new = new.replace(
        "        '200':\n          content", "        '200':\n          description: ''\n          content"
    )
    new = new.replace("required: [name, name]", "required: [name]").replace(", default: long", "")
    new = new.replace(", pattern: '('", "").replace("tail: {$ref: '#/components/schemas/Tail'}", "tail: {}")
    new = new.replace(
        "  /kites:\n    get:\n      operationId: kite", "  /kites:\n    get:\n      operationId: kite_get_kites"
    )
    parameter = "{name: id, in: path, required: true, schema: {type: string}}"
    new = new.replace("operationId: kite\n", f"operationId: kite\n      parameters: [{parameter}]\n")
    (folder / "new.yaml").write_text(new, encoding="utf-8")
    run = speclift(folder, "diff", "api.yaml", "new.yaml", "--level", "info", "--fail-on", "any")
    assert run.returncode == 0, run.stdout
    assert warned_lines(run.stderr) == LINES
    assert "new.yaml:" not in run.stderr


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.0.0\ninfo: {title: K, version: '1'}\n",
        "openapi: 3.1.0\ninfo: {title: K, version: '1'}\npaths:\n",
        "[1, 2]",
        "just a text",
        "openapi: 2.5.0\npaths: {}\n",
        f"openapi: 3.0.0\ninfo: {{title: K, version: '1'}}\npaths: {{/a: {{get: {'[' * 250}{']' * 250}}}}}\n",
        "",
    ],
)
def test_a_document_beyond_repair_is_refused_in_five_lines(folder: Path, text: str) -> None:
    (folder / "api.yaml").write_text(text, encoding="utf-8")
    for name, command in {**COMMANDS, **SERVERS}.items():
        run = speclift(folder, *command)
        assert run.returncode == 3, name
        assert run.stderr.startswith("speclift: api.yaml:")
        assert len(run.stderr.splitlines()) <= 5


def test_the_reference_validator_adds_its_faults(folder: Path) -> None:
    pytest.importorskip("openapi_spec_validator")
    run = speclift(folder, *COMMANDS["fuzz"], "--validator", "reference")
    assert run.returncode == 0
    assert "warning reference-validator: #/" in run.stderr
    assert "warning duplicate-in-required: #/" in run.stderr


@pytest.mark.parametrize("name", [*COMMANDS, *SERVERS])
def test_every_command_takes_the_reference_validator(folder: Path, name: str) -> None:
    pytest.importorskip("openapi_spec_validator")
    run = speclift(folder, *{**COMMANDS, **SERVERS}[name], "--strict", "--validator", "reference")
    assert run.returncode == 3
    assert ": reference-validator: #/" in run.stderr


def test_the_reference_validator_changes_nothing_else(folder: Path) -> None:
    path = str(folder / "api.yaml")
    without = load(path)
    found = load(path, loading=Loading(validator="reference"))
    assert found.document == without.document
    assert [fault for fault in found.faults if fault.kind != "reference-validator"] == list(without.faults)
