"""Findings as text, JSON, SARIF and commands of GitHub."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

import pytest

from speclift.model.finding import Finding
from speclift.report.findings import as_github, as_json, as_sarif, as_text, fails_strict

FINDINGS = (
    Finding("SL201", "agent/a.md", 9, "The title says 50%, the block: other,\nthing."),
    Finding("SL301", "rest/b.md", 0, "Nothing shows what A.B holds."),
)


def test_text_ends_with_the_counts() -> None:
    assert as_text(FINDINGS, "docs") == (
        "docs/agent/a.md:9: SL201 The title says 50%, the block: other,\\nthing.\n"
        "docs/rest/b.md:0: SL301 Nothing shows what A.B holds.\n"
        "\n     1 SL201 title-differs (warning)\n     1 SL301 type-unknown (note)\n"
    )
    assert as_text((), "docs") == "No findings in docs.\n"
    assert as_text((), ".") == "No findings.\n"


def test_github_escapes_what_ends_a_command() -> None:
    first, second = as_github(FINDINGS, "docs").splitlines()
    assert first == (
        "::warning file=docs/agent/a.md,line=9,title=SL201 title-differs"
        "::The title says 50%25, the block: other,%0Athing."
    )
    assert second.startswith("::notice file=docs/rest/b.md,line=1,")


def test_json_has_every_field() -> None:
    assert json.loads(as_json(FINDINGS, "docs"))["findings"][1] == {
        "code": "SL301",
        "name": "type-unknown",
        "severity": "note",
        "file": "rest/b.md",
        "line": 0,
        "message": "Nothing shows what A.B holds.",
    }


def test_sarif_refers_to_its_rules() -> None:
    run = json.loads(as_sarif(FINDINGS, "docs"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], FINDINGS, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": finding.file, "uriBaseId": "DOCS"}
        assert place["region"]["startLine"] >= 1


@pytest.mark.parametrize("file", ["a b%41.md", "a:b/c:d.md", "ä/#?.md"])
def test_sarif_places_are_uri_references(file: str) -> None:
    log = json.loads(as_sarif([Finding("SL301", file, 1, "Nothing.")], "docs"))
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    parts = urlsplit(uri)
    assert (parts.scheme, parts.query, parts.fragment) == ("", "", "")
    assert uri.isascii()
    assert " " not in uri
    assert unquote(uri) == file


def test_notes_alone_do_not_fail_a_strict_run() -> None:
    assert fails_strict(FINDINGS)
    assert not fails_strict(FINDINGS[1:])
