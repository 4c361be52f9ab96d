"""Laws for references of every form: the small ones of the tests, and the large ones in `../shared/references`.

A document is valid; no sample contradicts its schema without a finding; the name of a fact is on the line that the fact
gives as its place; and any folder of pages made from pieces of such pages gives a valid document or has no operation.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speclift.errors import NoOperationsError
from speclift.model.operation import Api, Content, Operation
from speclift.model.schema import Fact
from speclift.openapi.building.document import build_document
from speclift.openapi.building.schemas import Version
from speclift.openapi.building.validate import validate
from speclift.pipeline.recovery import recover
from speclift.pipeline.run import Options, specify
from speclift.settings import Settings
from tests.conftest import SHARED

FORMS = Path(__file__).parents[1] / "reading" / "forms"
REFERENCES = SHARED / "references"
SMALL = sorted(
    path for path in FORMS.iterdir() if path.name != "no_operations" and (path.is_dir() or path.suffix != ".txt")
)
LARGE = sorted(path / "docs" for path in REFERENCES.iterdir() if path.is_dir()) if REFERENCES.is_dir() else []
FOLDERS = [pytest.param(path, id=path.parent.name if path.name == "docs" else path.name) for path in (*SMALL, *LARGE)]
#: Rules whose facts are on the line with the name, not in a sample or a sentence about it.
STATED = frozenset(("stated-location", "stated-type", "named-type", "linked-type", "listed-values", "stated-number"))
#: The share of these facts that must be there: a cell or bullet may continue over several lines.
ON_THE_LINE = 0.98


@cache
def recovered(folder: Path) -> Api:
    return recover([str(folder)], Settings()).api


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_document_is_valid(folder: Path) -> None:
    for version in ("3.1", "3.0"):
        validate(orjson.loads(orjson.dumps(build_document(recovered(folder), Settings(), version))))


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sample_contradicts_its_schema_without_a_finding(folder: Path) -> None:
    api = recovered(folder)
    document = orjson.loads(orjson.dumps(build_document(api, Settings())))
    reported = {(finding.file, finding.line) for finding in api.findings}
    for operation in api.operations:
        described = document["paths"][operation.path][operation.method.lower()]
        for content, schema in _bodies(operation, described):
            example = content.example
            if example is None or not example.is_json or example.is_partial:
                continue
            whole = {**schema, "components": document["components"]}
            matches = jsonschema_rs.Draft202012Validator(whole).is_valid(example.value)
            assert matches or (example.place.file, example.place.line) in reported, (operation.path, example.place)


def _bodies(operation: Operation, described: dict[str, Any]) -> Iterator[tuple[Content, dict[str, Any]]]:
    """The bodies of an operation with their schemas in the document."""
    if operation.request:
        yield from _schemas(operation.request, described["requestBody"])
    for response in operation.responses:
        if response.content:
            yield from _schemas(response.content, described["responses"][response.status])


def _schemas(content: Content, described: dict[str, Any]) -> Iterator[tuple[Content, dict[str, Any]]]:
    for media_type, entry in described.get("content", {}).items():
        if "json" in media_type and "schema" in entry:
            yield content, entry["schema"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_name_of_a_fact_is_on_its_line(folder: Path) -> None:
    lines: dict[str, list[str]] = {}
    root = folder if folder.is_dir() else folder.parent

    def is_on_its_line(name: str, fact: Fact) -> bool:
        for place in fact.places:
            if place.file not in lines:
                lines[place.file] = (root / place.file).read_text(encoding="utf-8-sig").split("\n")
            assert 1 <= place.line <= len(lines[place.file]), (name, place)
        first = fact.places[0]
        text = lines[first.file][first.line - 1].replace("\\", "").lower()
        return all(word in text for word in re.findall(r"[^\W_]+", name.lower())[:1])

    checked = [
        (name, fact, is_on_its_line(name, fact))
        for name, facts in _facts(recovered(folder))
        for fact in facts
        if fact.rule in STATED and fact.places
    ]
    missed = [f"{name}: {fact.statement} at {fact.places[0]}" for name, fact, found in checked if not found]
    assert len(missed) <= (1 - ON_THE_LINE) * len(checked), missed[:20]


def _facts(api: Api) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """The names of parameters and properties, each with its facts."""
    for operation in api.operations:
        for parameter in operation.parameters:
            # A placeholder in a path may have another name than the field that describes it.
            if parameter.location != "path":
                yield parameter.name, parameter.facts
    for component in api.components:
        for item in component.properties:
            yield item.name, item.facts


@st.composite
def mixed_page(draw: st.DrawFn) -> str:
    """A page of a few pieces, each of which is some lines of a page of any form."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PAGES))
        lines = path.read_text(encoding="utf-8").split("\n")
        start = draw(st.integers(0, len(lines) - 1))
        pieces += lines[start : start + draw(st.integers(1, 40))]
    return "\n".join(pieces)


PAGES = [
    path
    for folder in SMALL
    for path in ([folder] if folder.is_file() else folder.rglob("*"))
    if path.suffix in (".md", ".mdx")
]


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(mixed_page(), min_size=1, max_size=3), st.sampled_from(["3.1", "3.0"]))
def test_any_folder_of_markdown_gives_a_valid_document(texts: list[str], version: Version) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            (Path(folder) / f"{number}.md").write_text(text, encoding="utf-8")
        try:
            found = specify([folder], Settings(), Options(version=version, format="json"))
        except NoOperationsError:
            return
    for data in found.outcome.files.values():
        validate(orjson.loads(data))
