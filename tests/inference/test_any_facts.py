"""Laws that hold for any pages: the document is valid, the order of pages changes nothing, everything is explained."""

from __future__ import annotations

from collections import Counter

import msgspec
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speclift.errors import InvalidDocumentError
from speclift.inference.api import infer
from speclift.inference.join import join_apis
from speclift.model.facts import PageFacts
from speclift.model.reference import Reference
from speclift.model.schema import Place
from speclift.openapi.building.document import build_document
from speclift.openapi.building.samples import contradicting_samples, json_schemas
from speclift.openapi.building.validate import validate
from speclift.report.explain import explain
from speclift.report.page.count import overview_of
from speclift.report.page.sources import contents
from speclift.settings import Settings
from tests.inference.facts import references


@pytest.mark.slow
@settings(max_examples=120)
@given(references(), st.sampled_from(["3.1", "3.0"]))
def test_the_document_is_valid(pages: tuple[PageFacts, ...], version: str) -> None:
    api = infer(pages, Settings())
    document = build_document(api, Settings(), version)  # type: ignore[arg-type]
    validate(orjson.loads(orjson.dumps(document)))


@pytest.mark.slow
@settings(max_examples=15)
@given(references())
def test_the_reference_validator_agrees(pages: tuple[PageFacts, ...]) -> None:
    try:
        validate(build_document(infer(pages, Settings()), Settings()), "reference")
    except InvalidDocumentError as error:
        # This validator takes patterns for Python regular expressions, but a document has those of ECMA-262.
        if r"'\\p{L}' is not a 'regex'" not in str(error):
            raise


@settings(max_examples=30)
@given(references(), st.randoms())
def test_the_order_of_pages_changes_nothing(pages: tuple[PageFacts, ...], random: object) -> None:
    shuffled = list(pages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert infer(shuffled, Settings()) == infer(pages, Settings())


@pytest.mark.slow
@settings(max_examples=40)
@given(references())
def test_everything_is_explained_and_counted(pages: tuple[PageFacts, ...]) -> None:
    api = infer(pages, Settings())
    contradictions = contradicting_samples(
        api.operations, json_schemas(api.components), {c.name for c in api.components if c.is_partial}
    )
    for operation, finding in contradictions:
        places = [content.example.place for _, content in contents(operation) if content.example]
        assert finding.code == "SL208"
        assert Place(finding.file, finding.line) in places
    for operation in api.operations:
        assert explain(api, f"{operation.method.upper()} {operation.path}")
    for component in api.components:
        assert explain(api, component.name)
    api = msgspec.structs.replace(api, findings=(*api.findings, *(finding for _, finding in contradictions)))
    overview = overview_of(Reference(pages), api, Settings(), len(pages))
    assert overview.counts.operations == len(api.operations) == sum(group.operations for group in overview.groups)
    assert [item.name for item in overview.components] == [component.name for component in api.components]
    found = Counter(finding.code for finding in api.findings)
    assert {code.code: code.findings for code in overview.codes} == found
    assert [sum(column) for column in zip(*(group.findings for group in overview.groups), strict=True)] == [
        found[code.code] for code in overview.codes
    ]


@pytest.mark.slow
@settings(max_examples=30)
@given(references(), references())
def test_two_joined_apis_give_a_valid_document(first: tuple[PageFacts, ...], second: tuple[PageFacts, ...]) -> None:
    one, other = infer(first, Settings()), infer(second, Settings())
    validate(orjson.loads(orjson.dumps(build_document(join_apis(one, other), Settings()))))
