"""Classes that no operation uses, such as those of webhooks. A document may have thousands of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.client.echo import document, operation
from tests.client.type_faults import type_faults
from tests.client.wire import imported

COUNT = 1_200


def event(number: int) -> dict[str, Any]:
    """An event that refers to the one before it; the second and the third of every three events refer to each other."""
    before = number + 1 if number % 3 == 1 else number - 1
    properties: dict[str, Any] = {"name": {"type": "string"}, "state": {"enum": [f"a{number}", "b"]}}
    if number:
        properties["before"] = {"$ref": f"#/components/schemas/Event{before}"}
    return {"type": "object", "properties": properties}


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    schemas = {f"Event{number}": event(number) for number in range(COUNT)}
    for number in range(0, COUNT, 100):
        schemas[f"Also{number}"] = {"$ref": f"#/components/schemas/Event{number}"}
        schemas[f"Event{number}"]["properties"]["other"] = {
            "$ref": f"#/components/schemas/Also{(number + 700) % COUNT}"
        }
    used = {"type": "object", "properties": {"last": {"$ref": "#/components/schemas/Event0"}}}
    return document({"/kite": {"get": operation("get_kite", used)}}, schemas=schemas)


def test_unused_classes_are_split_into_modules_that_type_checkers_can_handle(
    whole: dict[str, Any], tmp_path: Path
) -> None:
    with imported(whole, tmp_path, "many_kites") as (_, package):
        folder = tmp_path / "many_kites" / "models"
        texts = {path.stem: path.read_text() for path in folder.glob("shared*.py")}
        counts = {name: len(re.findall(r"^class ", text, re.M)) for name, text in texts.items()}
        assert len(counts) > 2
        assert max(counts.values()) <= 502
        order = sorted(counts, key=lambda name: int(name.partition("_")[2] or 1))
        for number, name in enumerate(order):
            named = set(re.findall(r"^from many_kites\.models\.(shared\w*) import", texts[name], re.M))
            assert named <= set(order[:number])
        for number in (1, 2, COUNT - 1):
            made = getattr(package.models, f"Event{number}").model_validate({"name": "a", "before": {"name": "b"}})
            assert made.before.name == "b"
    assert type_faults(tmp_path, "many_kites") == []
