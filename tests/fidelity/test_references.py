"""How true the documents of other references are to published ones: the floors below which no change may fall.

The references are of forms that differ in everything: where an operation is stated, how fields are listed, what
samples look like.  They lie beside the checkout; without them these tests are skipped.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.references import score_of
from speclift.openapi.building.document import build_document
from speclift.openapi.checking.faults import faults
from speclift.pipeline.recovery import recover
from speclift.settings import Settings

#: Overall, and the F1 of operations.  What is reached stands in bench/RESULTS.md.
FLOORS = {
    "docker": (0.80, 0.97),
    "github-2016": (0.77, 0.97),
    "killbill": (0.82, 0.97),
    "meilisearch": (0.88, 0.97),
    "msgraph": (0.78, 0.97),
    "okta": (0.82, 0.97),
    "rocketchat": (0.80, 0.97),
    # Three of its pages describe twelve operations that the list of its operations leaves out.
    "unitycatalog": (0.87, 0.89),
    "vault": (0.80, 0.97),
    "widdershins": (0.93, 0.97),
}


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "references" / name
    if not folder.is_dir():
        pytest.skip("the references are not beside the checkout")
    api = recover([str(folder / "docs")], Settings()).api
    document = build_document(api, Settings())
    assert not next(faults(document), None)
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    reached = score_of(folder, spec)
    overall, operation = FLOORS[name]
    assert reached["overall"] >= overall, reached
    assert reached["operation"] >= operation, reached
