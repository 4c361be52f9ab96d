"""The layout of a client: with the settings that come with the package, ruff finds nothing to change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from speclift.client.schemas.layout import alternatives, parameter, returned
from speclift.client.templates import Templates
from speclift.pipeline.client import client_files
from tests.client.schemas import NUMBER, TEXT, object_schema, ref

LONG = "EnvironmentOfTheTelephonyProviderThatTheOrganizationHasChosen"
OTHER = "SettingsOfTheTelephonyProviderThatTheOrganizationHasChosen"
URL = "https://schemas.example.com/event-type/of-a-telephony-provider/that-was-chosen"

SCHEMAS: dict[str, Any] = {
    LONG: object_schema("id", id=NUMBER, mode={"type": "string", "enum": [URL + "/first/of/all/that/there/are", "b"]}),
    OTHER: object_schema(text={"type": "string", "description": '"Quoted" is how this begins.'}, **{URL: ref(LONG)}),
    "Both": {"oneOf": [ref(LONG), ref(OTHER)]},
    f"{LONG}AndMore": object_schema(
        "pairs",
        pairs={"type": "array", "items": {"anyOf": [ref(LONG), ref(OTHER)]}},
        **{f"name{number}": TEXT for number in range(9)},
        several={"type": "array", "items": {"anyOf": [ref(LONG), ref(OTHER), {"type": "string", "enum": ["x"]}]}},
        mode={"type": "string", "enum": [URL + "/first/of/all/that/there/are", "b"]},
    ),
    "Page": {"type": "object", "properties": {"items": {"type": "array", "items": ref(LONG)}}},
}


def json_of(schema: Any) -> dict[str, Any]:
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}


def body_of(schema: Any) -> dict[str, Any]:
    return {"content": {kind: {"schema": schema} for kind in ("application/json", "application/x-www-form-urlencoded")}}


def document(name: str) -> dict[str, Any]:
    """A document whose types, names and texts are longer than a line."""
    listed = {"type": "array", "items": {"anyOf": [ref(LONG), ref(OTHER)]}}
    page = {"type": "object", "properties": {"items": {"type": "array", "items": ref(f"{LONG}AndMore")}}}
    pages = {"name": "page", "in": "query", "schema": NUMBER}
    sizes = {"name": "limit", "in": "query", "schema": NUMBER}
    schemes = [f"schemeOfTheOrganization{number}" for number in range(4)]
    security: list[dict[str, list[str]]] = [{scheme: []} for scheme in schemes]
    file = {"description": "It.", "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
    paths: dict[str, dict[str, Any]] = {
        "/either": {"get": {"operationId": "either", "responses": {"200": json_of(ref("Both"))}}},
        "/listed": {
            "get": {
                "operationId": "listed",
                "security": security,
                "responses": {"200": json_of(listed), "201": json_of(ref(OTHER)), "default": json_of(listed)},
            },
            "put": {
                "operationId": "put_listed",
                "requestBody": {**body_of(ref(f"{LONG}AndMore")), "required": True},
                "responses": {"200": json_of(ref(f"{LONG}AndMore"))},
            },
        },
        "/pages": {"get": {"operationId": "pages", "parameters": [pages, sizes], "responses": {"200": json_of(page)}}},
        "/file/{of_the_telephony_provider}/{of_the_organization}/{of_the_environment}": {
            "get": {
                "operationId": f"get_the_file_of_{LONG}",
                "parameters": [
                    {"name": part, "in": "path", "required": True, "schema": TEXT}
                    for part in ("of_the_telephony_provider", "of_the_organization", "of_the_environment")
                ],
                "responses": {"200": file},
            }
        },
    }
    host = "of_the_telephony_provider"
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": "1"},
        "servers": [{"url": f"https://{{{host}}}/v1", "variables": {host: {"default": f"{'sub.' * 15}example.com"}}}],
        "security": security,
        "paths": {
            path: {method: {"tags": [f"{LONG}s"], **given} for method, given in item.items()}
            for path, item in paths.items()
        },
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                **{scheme: {"type": "apiKey", "in": "cookie", "name": f"{LONG}-{scheme}"} for scheme in schemes},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


NOTHING = {
    "openapi": "3.1.0",
    "info": {"title": "Nothing", "version": "1"},
    "paths": {"/nothing": {"get": {"operationId": "nothing", "responses": {"204": {"description": "Done."}}}}},
}


@pytest.mark.parametrize("given", [document("Names that are long"), document("A" * 40), NOTHING])
def test_ruff_finds_nothing_with_the_settings_of_the_package(given: dict[str, Any], tmp_path: Path) -> None:
    for name, data in client_files(given, None, Templates()).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for command in (["check"], ["format", "--diff"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_a_union_is_not_split_within_strings_or_brackets() -> None:
    assert alternatives('Literal["a | b", "["] | list[int | str] | None') == [
        'Literal["a | b", "["]',
        "list[int | str]",
        "None",
    ]


def test_code_that_fits_is_on_one_line() -> None:
    assert parameter("kind", "int | None", "None", 8) == "kind: int | None = None"
    assert returned(f"{LONG} | None", 4) == f"{LONG} | None"
