"""How close the documents of other references are to published ones: no change may fall below these floors.

The forms of the references differ in everything: where an operation is stated, how fields are listed, what samples look
like.  They are in `../shared/references`; without them these tests are skipped.
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

#: The lowest overall score, and the lowest F1 of operations.  bench/RESULTS.md has the current scores.
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
def test_no_score_of_a_reference_falls_below_its_floor(name: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "references" / name
    if not folder.is_dir():
        pytest.skip("the references are not in ../shared/references")
    api = recover([str(folder / "docs")], Settings()).api
    document = build_document(api, Settings())
    assert not next(faults(document), None)
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    reached = score_of(folder, spec)
    overall, operation = FLOORS[name]
    assert reached["overall"] >= overall, reached
    assert reached["operation"] >= operation, reached
