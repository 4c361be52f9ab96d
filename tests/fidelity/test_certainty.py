"""If the overview calls the type of a property shown, the published document nearly always has the same type."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench.references import SCORE
from speclift.model.operation import Api
from speclift.model.schema import Component, ObjectOf, Property
from speclift.openapi.building.document import build_document
from speclift.pipeline.recovery import recover
from speclift.report.page.certainty import property_entry
from speclift.settings import Settings
from tests.fidelity.test_references import FLOORS

#: The share of properties that must agree.
LEAST = 0.98
#: Lower shares, where the docs differ from the document: those of Meilisearch say Integer, the document says number.
LEAST_OF = {"meilisearch": 0.95}
KINDS = ("request_type", "response_type")


def with_properties(value: Any, is_wanted: Callable[[str, Property], bool]) -> Any:
    """A copy of a record without the properties, at any depth, for which `is_wanted` is false."""
    match value:
        case tuple():
            return tuple(with_properties(item, is_wanted) for item in value)
        case Component() | ObjectOf():
            own = tuple(item for item in value.properties if is_wanted(value.name, item))
            value = msgspec.structs.replace(value, properties=own)
    if not isinstance(value, msgspec.Struct):
        return value
    changed = {name: with_properties(getattr(value, name), is_wanted) for name in value.__struct_fields__}
    return msgspec.structs.replace(value, **changed)


def certain(api: Api) -> Api:
    """The API with only those properties that the overview calls shown."""
    contradicted = {finding.subject for finding in api.findings if finding.subject}

    def is_wanted(owner: str, item: Property) -> bool:
        return property_entry(owner, item, contradicted).state == "shown"

    return msgspec.structs.replace(
        api,
        operations=with_properties(api.operations, is_wanted),
        components=with_properties(api.components, is_wanted),
    )


@pytest.mark.parametrize("name", FLOORS)
def test_types_that_are_called_shown_are_true(name: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "references" / name
    if not folder.is_dir():
        pytest.skip("the references are not in ../shared/references")
    spec = tmp_path / "openapi.json"
    api = certain(recover([str(folder / "docs")], Settings()).api)
    spec.write_text(json.dumps(build_document(api, Settings())), encoding="utf-8")
    command = [sys.executable, str(SCORE), "--spec", str(spec), "--reference", str(folder), "--worst", "40"]
    rows = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)["kinds"]
    compared = sum(rows[kind]["facts"] for kind in KINDS)
    agreeing = sum(rows[kind]["facts"] * rows[kind]["precision"] for kind in KINDS)
    print(f"{name}: {agreeing / compared:.4f} of {compared} properties that are called shown")
    examples = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    assert compared > 0
    assert agreeing >= LEAST_OF.get(name, LEAST) * compared, "\n".join(
        line for line in examples if line.strip().startswith(KINDS)
    )
