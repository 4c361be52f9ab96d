"""How many operations a page shows at once."""

from __future__ import annotations

import json

import pytest

from speclift.serve.catalogue import OVERVIEW, catalogue_of
from tests.serve.large import large


@pytest.mark.parametrize(("number", "first"), [(1, ""), (299, ""), (300, OVERVIEW), (301, OVERVIEW)])
def test_below_300_operations_all_are_shown_first_and_an_overview_from_there_on(number: int, first: str) -> None:
    document = large(tags=31)
    document["paths"] = dict(list(document["paths"].items())[:number])
    found = catalogue_of(document)
    assert found.first == first
    assert json.loads(found.index)["whole"][2] == int(first == OVERVIEW)
