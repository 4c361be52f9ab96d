"""The corpora as documents, each of which is made once per session."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speclift.inference.known_forms.api import resolve
from speclift.openapi.building.document import build_document
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.fidelity.include_form import rewrite_reference

FORMS = ("2022", "2023", "current")


def document_of(docs: Path) -> dict[str, Any]:
    """The OpenAPI document of a reference, made as the command line makes it."""
    reference, _ = read_reference(discover([str(docs)]))
    settings = Settings()
    return build_document(resolve(reference, settings), settings)


@pytest.fixture(scope="session")
def recovered(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """The document recovered from one form of the reference, by the name of the form."""

    @functools.cache
    def document(form: str) -> dict[str, Any]:
        if form != "current":
            return document_of(corpus / form)
        docs = tmp_path_factory.mktemp("current")
        rewrite_reference(corpus / "2023", docs)
        return document_of(docs)

    return document
