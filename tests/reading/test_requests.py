"""Request lines: which parts of a path stand for values, and which methods OpenAPI does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.pipeline.recovery import recover
from speclift.reading.facts import read_facts
from speclift.reading.requests.lines import request_line
from speclift.settings import Settings


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("GET /wells/WELL_ID/pumps", "/wells/{well_id}/pumps"),
        ("GET /people/NAME", "/people/{name}"),
        ("GET /Agents/BLOB/SetBlobStream", "/Agents/BLOB/SetBlobStream"),
        ("GET /rates/EUR", "/rates/EUR"),
        ("POST /v3/bids (signed)", "/v3/bids"),
        ("GET /wells[?dry=1][&page=2]", "/wells"),
    ],
)
def test_only_words_for_values_become_placeholders(line: str, path: str) -> None:
    assert [found.path for found in request_line(line)] == [path]


def test_a_method_that_openapi_does_not_have_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "files.md").write_text(
        "# Files\n\n## Show a file\n\n`GET /files/{id}`\n\n## Copy a file\n\n`COPY /files/{id}`\n"
    )
    api = recover([str(tmp_path)], Settings()).api
    assert [operation.method for operation in api.operations] == ["get"]
    assert [(finding.code, finding.line) for finding in api.findings if finding.code == "SL211"] == [("SL211", 9)]


def test_a_sentence_that_starts_like_another_method_is_no_request() -> None:
    assert request_line("Copy /etc/hosts") == ()


@pytest.mark.parametrize(
    ("path", "is_request"),
    [
        ("/v1/home/lamps", True),
        ("/lamps.json", True),
        ("/homes", True),
        ("/home/lamps", False),
        ("/etc/lamps", False),
        ("/lamps.conf", False),
    ],
)
def test_only_paths_that_start_in_a_folder_of_a_system_are_files(path: str, is_request: bool) -> None:
    text = f"# Lamps\n\nSend GET requests.\n\n- `{path}` -- all of them\n"
    found = read_facts("lamps.md", text, lambda _: None).operations
    assert [operation.path for operation in found] == ([path] if is_request else [])


@pytest.mark.parametrize(
    ("path", "is_request"), [("/v1/home/lamps", True), ("/lamps.json", False), ("/etc/lamps", False)]
)
def test_a_heading_that_may_be_the_path_of_a_file_states_no_request(path: str, is_request: bool) -> None:
    text = f'# Lamps\n\n## {path}\n\nAll lamps.\n\n### Response\n\n```json\n{{"lit": true}}\n```\n'
    found = read_facts("lamps.md", text, lambda _: None).operations
    assert [operation.path for operation in found] == ([path] if is_request else [])
