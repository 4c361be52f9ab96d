"""Hostile text in every place of a page stays text in everything that is printed and written."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
import yaml

from speclift.client.templates import Templates
from speclift.model.finding import Finding
from speclift.model.text import visible
from speclift.openapi.building.document import build_document
from speclift.openapi.building.validate import validate
from speclift.openapi.writing.yaml import to_yaml
from speclift.pipeline.client import client_files
from speclift.pipeline.run import Options, generate
from speclift.report.explain import explain
from speclift.report.findings import as_github, as_json, as_sarif, as_text
from speclift.report.terminal import say
from speclift.settings import Settings
from tests.inference.pages import recovered
from tests.payloads import IN_LINE, PAYLOADS

PAGE = """---
title: GET {0}
uid: v1Kite_{0}
---

```http
GET /api/v1/Kite/{{id}}
```

Tells {0}.

| Path Part | Type | Description |
|---|---|---|
| id | int32 | {0} |

## Query String Parameters

| Parameter Name | Type | Description |
|---|---|---|
| {0} | string | {0} |
| mode | Enum: A, {0} | {0} |

## Request Headers

| Parameter Name | Description |
|---|---|
| X-{0} | {0} |
| Authorization | One of 'Basic', '{0}' |

## Response: {0}

{0}

| Response | Description |
|---|---|
| 200 | {0} |
| {0} | {0} |

### Response body: {0}

| Property Name | Type | Description |
|---|---|---|
| {0} | {0} | {0} |
| Inner | string | {0} |

## {0}

## Sample response

```http_
HTTP/1.1 200 OK
Content-Type: application/json

{1}
```
"""


def page_of(payload: str) -> str:
    return PAGE.format(payload, json.dumps({payload: {"a": payload}, "Inner": payload}))


@pytest.mark.parametrize("payload", IN_LINE, ids=ascii)
def test_text_of_a_hostile_page_stays_text_in_the_document_and_the_client(payload: str, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / payload.replace("/", "_")[:100]
    folder.mkdir(parents=True)
    (folder / "page.md").write_text(page_of(payload), encoding="utf-8")
    generated = generate([str(tmp_path / "docs")], Settings(title=payload, package="hostile"))
    assert generated.document is not None
    assert yaml.safe_load(generated.outcome.files["spec/openapi.yaml"]) == json.loads(json.dumps(generated.document))
    for path, data in generated.outcome.files.items():
        assert ".." not in path
        assert path.isascii()
        assert path.isprintable()
        if path.endswith(".py"):
            assert not names_of(ast.parse(data)) & {"SystemExit", "system", "__import__", "touch", "pwned"}
    printed = as_text(generated.outcome.findings, "docs")
    assert all(line.isprintable() for line in printed.split("\n"))
    commands = as_github(generated.outcome.findings, "docs").splitlines()
    assert len(commands) == len(generated.outcome.findings)
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in commands)


def names_of(tree: ast.AST) -> set[str]:
    """Every name and attribute in code, without the text of strings."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_payload_stays_text_in_every_report(payload: str) -> None:
    findings = (Finding("SL201", f"a/{payload}.md", 3, payload), Finding("SL301", "b.md", 0, payload))
    text = as_text(findings, "docs")
    assert text.count("\n") == 5
    assert all(line.isprintable() for line in text.split("\n"))
    commands = as_github(findings, "docs").split("\n")
    assert len(commands) == 3
    assert all(line.startswith(("::warning file=", "::notice file=")) and line.isprintable() for line in commands[:2])
    for written in (as_json(findings, "docs"), as_sarif(findings, "docs")):
        assert all(line.isprintable() for line in written.split("\n"))
    assert json.loads(as_json(findings, "docs"))["findings"][0]["message"] == payload
    (run,) = json.loads(as_sarif(findings, "docs"))["runs"]
    assert [result["message"]["text"] for result in run["results"]] == [payload, payload]


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_document_of_hostile_values_is_read_back_unchanged(payload: str) -> None:
    document = {"a": payload, payload: [payload, {payload: None}], "b": {payload: {payload: payload}}}
    assert yaml.safe_load(to_yaml(document)) == document


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_visible_text_is_printable(payload: str) -> None:
    assert visible(payload).isprintable()
    assert visible("plain text, 日本語") == "plain text, 日本語"


def test_explain_escapes_control_characters() -> None:
    from speclift.reading.page import read_page

    page = read_page("a/Kite/page.md", page_of("\x1b[31m").encode(), lambda _: None)
    assert page.printed is not None
    api = recovered(page)
    validate(build_document(api, Settings()))
    shown = explain(api, "GET /api/v1/Kite/{id}")
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "\\x1b[31m" in shown


def test_text_of_the_docs_is_never_a_template() -> None:
    document = {
        "openapi": "3.1.1",
        "info": {"title": "{{ 7 * 7 }}", "version": "{% raise %}", "description": "{{ 7 * 7 }}"},
        "paths": {},
    }
    files = client_files(document, "hostile", Templates())
    assert not any(b"49" in data for path, data in files.items() if path.endswith((".md", ".toml", "__init__.py")))


def test_titles_and_descriptions_make_no_paths(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(page_of("x"), encoding="utf-8")
    from speclift.pipeline.run import specify

    for payload in IN_LINE:
        found = specify([str(tmp_path)], Settings(title=payload, description=payload), Options(split=True))
        assert all(path.isprintable() and "/" not in path for path in found.outcome.files)


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_messages_are_printable_line_by_line(payload: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{payload}\n  do: {payload}")
    shown = capsys.readouterr().err
    assert all(line.isprintable() for line in shown.split("\n"))
    assert shown.count("\n") == f"{payload}{payload}".count("\n") + 2
