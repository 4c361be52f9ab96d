"""A file that is not an OpenAPI document is refused: the error names what it is and what to do about it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.openapi.load import load

INFO = '"info": {"title": "Kites", "version": "1"}'
#: The text of a file, the name that the message gives it, and a word of the advice.
FILES: dict[str, tuple[str, str, str]] = {
    "asyncapi": (
        "asyncapi: 3.0.0\ninfo: {title: Kites, version: '1'}\nchannels: {}\n",
        "an AsyncAPI document",
        "OpenAPI",
    ),
    "arazzo": ("arazzo: 1.0.0\nsourceDescriptions: []\n", "an Arazzo document", "sourceDescriptions"),
    "overlay": ("overlay: 1.0.0\nactions: []\n", "an overlay", "--overlay"),
    "swagger-1": ('{"swaggerVersion": "1.2", "apis": []}', "a Swagger 1 document", "convert"),
    "postman": ('{"info": {"_postman_id": "1", "name": "Kites"}, "item": []}', "a Postman collection", "convert"),
    "insomnia": ('{"_type": "export", "resources": []}', "an Insomnia export", "design"),
    "har": ('{"log": {"entries": []}}', "a recording of requests", "convert"),
    "raml": ("#%RAML 1.0\ntitle: Kites\n/kites:\n  get:\n", "RAML", "convert"),
    "blueprint": ("FORMAT: 1A\n\n# Kites\n\n## Kite [/kites]\n", "an API Blueprint", "convert"),
    "graphql": ("# Kites\ntype Query {\n  kites(first: Int!): [Kite!]!\n}\n", "a GraphQL schema", "OpenAPI"),
    "graphql-input": ('"""All."""\ninput Wind {\n  speed: Int\n}\n', "a GraphQL schema", "OpenAPI"),
    "introspection": ('{"data": {"__schema": {"types": []}}}', "a GraphQL schema", "OpenAPI"),
    "protocol-buffers": ('syntax = "proto3";\nmessage Kite { string id = 1; }\n', "a Protocol Buffers", "convert"),
    "wsdl": ('<?xml version="1.0"?>\n<definitions/>\n', "XML", "convert"),
    "html": ("<!DOCTYPE html>\n<html><body>openapi: 3.1.1</body></html>\n", "an HTML page", "raw file"),
    "html-of-one-line": ("<html><body>Not found</body></html>", "an HTML page", "raw file"),
    "json-schema": ('{"$schema": "https://json-schema.org/draft/2020-12/schema"}', "a JSON Schema", "operations"),
    "kubernetes": ("apiVersion: v1\nkind: ConfigMap\n", "a Kubernetes manifest", "document"),
    "no-version": (f'{{{INFO}, "paths": {{}}}}', "a document that does not state its version", "openapi: 3.1.1"),
    "openapi-2": (f'{{"openapi": "2.0", {INFO}, "paths": {{}}}}', "Swagger 2.0 that calls itself OpenAPI", "swagger"),
    "openapi-4": (f'{{"openapi": "4.0.0", {INFO}, "paths": {{}}}}', "of OpenAPI 4.0.0", "another file"),
    "package": ('{"name": "kites", "scripts": {}}', "an object with `name`, `scripts`", "another file"),
    "list": ("[1, 2]", "a list", "another file"),
    "text": ("Kites fly.\n", "plain text", "another file"),
    "empty": ("", "empty", "another file"),
    "comments": (
        f'{{\n  // the newest\n  "openapi": "3.1.1", {INFO}, "paths": {{}}\n}}',
        "JSON with comments",
        "remove",
    ),
    "block-comment": (f'/* http://kites.example */\n{{"openapi": "3.1.1", {INFO}}}', "JSON with comments", "remove"),
    "tabs": ("openapi: 3.1.1\ninfo:\n\ttitle: Kites\n", "YAML that is indented by tabs", "spaces"),
}


def refusal(file: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        load(str(file))
    assert len(str(caught.value).splitlines()) <= 5
    return caught.value


@pytest.mark.parametrize(("text", "name", "advice"), FILES.values(), ids=FILES)
def test_the_error_names_the_format_of_a_text_file(tmp_path: Path, text: str, name: str, advice: str) -> None:
    file = tmp_path / "api.yaml"
    file.write_text(text)
    error = refusal(file)
    assert error.message.startswith(f"The file is {name}")
    assert advice in error.advice
    assert error.expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (gzip.compress(b"openapi: 3.1.1"), "an archive"),
        (b"PK\x03\x04\x00\xff", "an archive"),
        (b"%PDF-1.7\n\xff", "a PDF"),
    ],
    ids=["gzip", "zip", "pdf"],
)
def test_the_error_names_the_format_of_a_binary_file(tmp_path: Path, data: bytes, name: str) -> None:
    file = tmp_path / "api.yaml"
    file.write_bytes(data)
    assert refusal(file).message == f"The file is {name}."


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{\n "openapi": "3.1.1"\n "info": {}}', 3, "expecting ',' delimiter"),
        ('{\n "openapi": "3.1.1",\n "paths": {', 3, "expecting property name"),
    ],
    ids=["no-comma", "cut-off"],
)
def test_an_error_in_json_is_reported_as_such_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    file = tmp_path / "api.json"
    file.write_text(text)
    error = refusal(file)
    assert reason in error.message
    assert error.line == line


def test_an_address_in_a_string_is_not_taken_for_a_comment(tmp_path: Path) -> None:
    file = tmp_path / "api.json"
    file.write_text('{"openapi": "3.1.1", "x": "https://kites.example"')
    assert "comments" not in refusal(file).message


def test_json_with_bare_keys_single_quotes_and_trailing_commas_loads(tmp_path: Path) -> None:
    file = tmp_path / "api.json5"
    file.write_text("{\n  openapi: '3.1.1',\n  info: {title: 'Kites', version: '1',},\n  paths: {},\n}\n")
    assert load(str(file)).document["info"] == {"title": "Kites", "version": "1"}
