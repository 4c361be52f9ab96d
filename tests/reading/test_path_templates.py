"""Paths of HTTP blocks: an invalid template is a finding at its line, and a name that occurs twice gets a number."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from speclift.errors import NoOperationsError
from speclift.pipeline.run import Options, specify
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.reading.hostile import GOOD, page

NO_TEMPLATES = (
    *("/{{id}}", "/{{ user.id }}", "/{a{b}}", "/{a{b}c}", "/kites/{id", "/kites/id}", "/a{b/{c}", "/}{", "/{a}}/{b"),
    *("/{}", "/{\u00a0}", "/{a}/{}/{b}", "/{a#}", "/kites/{a/b}", "/{a#b}/tails", "/{{% raw %}}", "/${{id}"),
)
TEMPLATES = ("/", "/kites", "/kites/{id}", "/{a}{b}", "/kites({id})", "/{a}/{A}", "/{ä}", "/{a,b}.{format}")


@pytest.mark.parametrize("path", NO_TEMPLATES)
@pytest.mark.parametrize("version", ["3.1", "3.0"])
def test_a_path_that_is_no_template_is_a_finding_and_the_run_goes_on(path: str, version: str, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(page("Text.\n").replace("GET /Bad\n```", f"GET {path}\n```"))
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    outcome = specify([str(tmp_path)], Settings(), Options(version="3.0" if version == "3.0" else "3.1")).outcome
    assert outcome.operations == 1
    (finding,) = outcome.findings
    assert (finding.code, finding.file, finding.line) == ("SL111", "bad.md", 7)
    assert "{name}" in finding.message


@pytest.mark.parametrize("path", TEMPLATES)
def test_a_path_that_is_a_template_stays_unchanged(path: str, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(page("").replace("GET /Bad\n```", f"GET {path}\n```"))
    outcome = specify([str(tmp_path)], Settings(), Options(format="json")).outcome
    assert list(orjson.loads(outcome.files["openapi.json"])["paths"]) == [path]
    assert not {finding.code for finding in outcome.findings} & {"SL111", "SL112", "SL113"}


def test_a_name_that_occurs_twice_gets_a_number_and_its_second_description(tmp_path: Path) -> None:
    table = "| Path Part | Type | Description |\n|---|---|---|\n| id | int32 | A kite |\n| ID | string | A tail |\n"
    text = page(table).replace("GET /Bad\n```", "GET /kites/{id}/tails/{id}/{id2}\n```")
    (tmp_path / "twice.md").write_text(text)
    reference, _ = read_reference(discover([str(tmp_path)]))
    (operation,) = reference.operations
    assert operation.path == "/kites/{id}/tails/{id3}/{id2}"
    assert [(row.name, row.description) for row in operation.path_parts] == [("id", "A kite"), ("id3", "A tail")]
    assert [(finding.code, finding.line) for finding in reference.findings] == [("SL112", 7)]


def test_an_empty_operation_id_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(page("").replace("uid: v1Kite_Bad", "uid:"))
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    outcome = specify([str(tmp_path)], Settings(), Options()).outcome
    assert [(finding.code, finding.file) for finding in outcome.findings] == [("SL111", "bad.md")]
    assert outcome.operations == 1


def test_the_error_of_a_reference_without_operations_names_the_first_invalid_path(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(page("").replace("GET /Bad\n```", "GET /{{id}}\n```"))
    with pytest.raises(NoOperationsError, match=r"bad\.md:7: SL111 .*/\{\{id\}\}"):
        specify([str(tmp_path)], Settings(), Options())
