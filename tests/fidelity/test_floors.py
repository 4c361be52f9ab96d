"""How close the recovered document is to the vendor's own: no change may fall below these floors."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fidelity.conftest import FORMS

EXACT = (
    "operation",
    "operation_id",
    "parameter",
    "parameter_type",
    "parameter_req",
    "parameter_enum",
    "request_media",
    "response_status",
    "response_root",
)


def floors(exact: float, overall: float, prop: float, name: float, enum: float) -> dict[str, float]:
    """The floor of each kind of fact (see the help of score.py for what the kinds are)."""
    return {
        "overall": overall,
        **dict.fromkeys(EXACT, exact),
        **dict.fromkeys(("request_prop", "response_prop"), prop),
        **dict.fromkeys(("request_type", "response_type"), 0.98),
        **dict.fromkeys(("response_name", "same_schema", "component_share"), name),
        "enum_value": enum,
    }


FLOORS_2023 = floors(exact=0.999, overall=0.97, prop=0.96, name=0.97, enum=0.85)
FLOORS_2022 = floors(exact=0.995, overall=0.95, prop=0.97, name=0.93, enum=0.50)


@pytest.mark.parametrize("form", FORMS)
def test_no_score_of_a_form_falls_below_its_floor(
    form: str, shared: Path, recovered: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    # The current form is scored against the pages that it was made from, which have the same text.
    version, floor = ("2022", FLOORS_2022) if form == "2022" else ("2023", FLOORS_2023)
    spec = tmp_path / f"{form}.json"
    spec.write_text(json.dumps(recovered(form)), encoding="utf-8")
    command = [sys.executable, str(shared / "fidelity" / "score.py"), "--spec", str(spec)]
    command += ["--oracle", str(shared / "oracle" / version), "--docs", str(shared / "corpus" / version), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    kinds = report["kinds"]
    reached = {"overall": report["overall"], **{kind: row["f1"] for kind, row in kinds.items()}}
    assert reached.keys() == floor.keys(), "score.py knows other kinds of facts than this table"
    short = [
        f"{kind}: {reached[kind]:.4f}, the floor is {least}"
        + (f" (precision {kinds[kind]['precision']:.4f}, recall {kinds[kind]['recall']:.4f})" if kind in kinds else "")
        for kind, least in floor.items()
        if reached[kind] < least
    ]
    assert not short, f"The {form} form falls short (score.py --worst 20 shows the facts):\n" + "\n".join(short)


def test_current_form_gives_the_document_of_2023(corpus: Path, recovered: Callable[[str], dict[str, Any]]) -> None:
    """The place of samples changes nothing except the source lines in the document."""
    assert without_source(recovered("current")) == without_source(recovered("2023"))


def without_source(document: Any) -> Any:
    """A document without the places from which it was read."""
    match document:
        case dict():
            return {key: without_source(value) for key, value in document.items() if key != "x-source"}
        case list():
            return [without_source(value) for value in document]
    return document
