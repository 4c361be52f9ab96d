"""How many operations a page shows at once."""

from __future__ import annotations

import json

import pytest

from speclift.serve.catalogue import OVERVIEW, catalogue_of
from tests.serve.large import large


@pytest.mark.parametrize(("count", "first"), [(1, ""), (299, ""), (300, OVERVIEW), (301, OVERVIEW)])
def test_a_document_with_300_operations_or_more_starts_with_an_overview(count: int, first: str) -> None:
    document = large(tags=31)
    document["paths"] = dict(list(document["paths"].items())[:count])
    catalogue = catalogue_of(document)
    assert catalogue.first == first
    assert json.loads(catalogue.index)["whole"][2] == int(first == OVERVIEW)
