"""The emitted documents under openapi-spec-validator, the reference implementation of the specification's schema."""

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
def test_embedded_reference_is_valid(embedded: Path, version: Version) -> None:
    reference, _ = read_reference(discover([str(embedded)]))
    settings = Settings()
    validate(build_document(resolve(reference, settings), settings, version))


@pytest.mark.parametrize("form", FORMS)
def test_corpus_is_valid(form: str, recovered: Callable[[str], dict[str, Any]]) -> None:
    """The fast validator that the command line uses finds nothing in the whole reference."""
    assert list(faults(recovered(form))) == []


def test_fast_validator_agrees_with_the_reference_one(recovered: Callable[[str], dict[str, Any]]) -> None:
    """One corpus is enough: this takes longer than all other tests together."""
    validate(recovered("2022"))


@pytest.mark.parametrize("form", FORMS)
def test_corpus_document_is_json(form: str, recovered: Callable[[str], dict[str, Any]]) -> None:
    document = recovered(form)
    assert orjson.loads(orjson.dumps(document)) == document
