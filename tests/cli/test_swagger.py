"""Every command that takes a document takes Swagger 2.0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from speclift.cli.main import main
from tests.mock.served import Server

KITE: dict[str, Any] = {"$ref": "#/definitions/Kite"}
TAGS: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": ["red"]}, "minItems": 2, "maxItems": 2}
DOCUMENT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Kites", "version": "1"},
    "host": "kites.example",
    "basePath": "/v2",
    "schemes": ["http"],
    "produces": ["application/json"],
    "paths": {
        "/kites": {
            "get": {
                "operationId": "listKites",
                "parameters": [{"name": "tags", "in": "query", "required": True, "collectionFormat": "pipes", **TAGS}],
                "responses": {"200": {"description": "All.", "schema": {"type": "array", "items": KITE}}},
            },
            "post": {
                "operationId": "makeKite",
                "parameters": [{"name": "kite", "in": "body", "required": True, "schema": KITE}],
                "responses": {"201": {"description": "It.", "schema": KITE}},
            },
        }
    },
    "definitions": {"Kite": {"type": "object", "required": ["tail"], "properties": {"tail": {"type": "string"}}}},
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the document."""
    (tmp_path / "kites.json").write_text(json.dumps(DOCUMENT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_bundle_writes_openapi(here: Path) -> None:
    assert main(["bundle", "kites.json", "-o", "out.yaml"]) == 0
    found = yaml.safe_load((here / "out.yaml").read_text())
    assert (found["openapi"], found["servers"]) == ("3.0.4", [{"url": "http://kites.example/v2"}])


def test_client_and_models_have_its_classes(here: Path) -> None:
    assert main(["client", "kites.json", "-o", "out", "--quiet"]) == 0
    assert main(["models", "kites.json", "-o", "models.py"]) == 0
    operations = "".join(file.read_text() for file in (here / "out").rglob("resources/*.py"))
    assert "def make_kite(" in operations
    assert "class Kite" in (here / "models.py").read_text()


def test_diff_finds_what_changed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "kites.json", "kites.json", "--fail-on", "any"]) == 0
    (here / "new.json").write_text(json.dumps({**DOCUMENT, "basePath": "/v3"}))
    assert main(["diff", "kites.json", "new.json", "--fail-on", "any"]) != 0
    assert "base-path-changed" in capsys.readouterr().out


@pytest.mark.parametrize("command", [("fuzz",), ("verify", "--against", "kites.json")], ids=["fuzz", "verify"])
def test_fuzz_and_verify_would_call_its_operations(
    command: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command
    assert main([name, "kites.json", *options, "--url", "http://127.0.0.1:1", "--dry-run"]) == 0
    assert "call POST /kites (makeKite)" in capsys.readouterr().out


def test_mock_keeps_its_contract(here: Path) -> None:
    server = Server(here / "log", "-m", "speclift", "mock", "kites.json", "--port", "0")
    try:
        kites = f"http://127.0.0.1:{server.port}/v2/kites"
        assert httpx.get(kites, params={"tags": "red|red"}).status_code == 200
        assert httpx.get(kites, params={"tags": "red,red"}).status_code == 400
        assert httpx.post(kites, json={"tail": "long"}).status_code == 201
        assert httpx.post(kites, json={}).status_code == 400
    finally:
        server.stop()


def test_serve_shows_its_operations(here: Path) -> None:
    server = Server(here / "log", "-m", "speclift", "serve", "kites.json", "--port", "0")
    try:
        found = httpx.get(f"http://127.0.0.1:{server.port}/-/openapi.json").json()
    finally:
        server.stop()
    assert found["openapi"].startswith("3.")
    assert list(found["paths"]["/kites"]) == ["get", "post"]
    assert list(found["paths"]["/kites"]["post"]["requestBody"]["content"]) == ["application/json"]
