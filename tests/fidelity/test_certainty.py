"""Of the properties whose type the overview calls shown, nearly all have it in the published document as well."""

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

#: The share that must agree.
LEAST = 0.98
#: Where it is less because docs and document differ: Meilisearch's print Integer where its document has a number.
LEAST_OF = {"meilisearch": 0.95}
KINDS = ("request_type", "response_type")


def with_properties(value: Any, kept: Callable[[str, Property], bool]) -> Any:
    """A record with those of its properties, and of the objects in it, that are `kept`."""
    match value:
        case tuple():
            return tuple(with_properties(item, kept) for item in value)
        case Component() | ObjectOf():
            own = tuple(item for item in value.properties if kept(value.name, item))
            value = msgspec.structs.replace(value, properties=own)
    if not isinstance(value, msgspec.Struct):
        return value
    changed = {name: with_properties(getattr(value, name), kept) for name in value.__struct_fields__}
    return msgspec.structs.replace(value, **changed)


def certain(api: Api) -> Api:
    """The API with the properties alone that the overview calls shown."""
    contradicted = {finding.subject for finding in api.findings if finding.subject}

    def kept(owner: str, item: Property) -> bool:
        return property_entry(owner, item, contradicted).state == "shown"

    return msgspec.structs.replace(
        api,
        operations=with_properties(api.operations, kept),
        components=with_properties(api.components, kept),
    )


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_called_shown_is_true(name: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "references" / name
    if not folder.is_dir():
        pytest.skip("the references are not beside the checkout")
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
