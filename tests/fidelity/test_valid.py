"""The documents are valid by the checks of speclift and by those of openapi-spec-validator, which is independent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from openapi_spec_validator import validate

from speclift.inference.known_forms.api import resolve
from speclift.openapi.building.document import build_document
from speclift.openapi.building.schemas import Version
from speclift.openapi.checking.faults import faults
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.fidelity.conftest import FORMS

VERSIONS: tuple[Version, ...] = ("3.1", "3.0")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_document_of_the_embedded_reference_is_valid(embedded: Path, version: Version) -> None:
    reference, _ = read_reference(discover([str(embedded)]))
    settings = Settings()
    validate(build_document(resolve(reference, settings), settings, version))


@pytest.mark.parametrize("form", FORMS)
def test_the_document_of_a_corpus_is_valid(form: str, recovered: Callable[[str], dict[str, Any]]) -> None:
    """The fast validator of the command line finds no fault in the whole document."""
    assert list(faults(recovered(form))) == []


def test_the_reference_validator_agrees_with_the_fast_one(recovered: Callable[[str], dict[str, Any]]) -> None:
    """One corpus is enough: this takes longer than all other tests together."""
    validate(recovered("2022"))


@pytest.mark.parametrize("form", FORMS)
def test_the_document_of_a_corpus_survives_json(form: str, recovered: Callable[[str], dict[str, Any]]) -> None:
    document = recovered(form)
    assert orjson.loads(orjson.dumps(document)) == document
