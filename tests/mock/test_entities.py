"""Every entity that can be read by its id is returned with the requested id."""

from __future__ import annotations

import re
from pathlib import Path

from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.openapi.structure.media_types import is_json
from speclift.pipeline.run import Options, specify
from speclift.settings import Settings
from tests.mock.calls import ask, mock


def test_every_entity_is_returned_with_the_requested_id() -> None:
    _assert_ids_are_returned(mock(), 3)


def test_every_entity_of_a_reference_is_returned_with_the_requested_id(corpus: Path) -> None:
    result = specify([str(corpus / "2023")], Settings(), Options(json_only=True), jobs=2)
    assert result.document
    _assert_ids_are_returned(Mock(read_contract(result.document)), 15)


def _assert_ids_are_returned(server: Mock, least: int) -> None:
    """Each entity at `/Thing/{id}` that has a `ThingId` has the requested one; there are at least `least` of them."""
    entities = 0
    for op in server.contract.operations:
        match = re.fullmatch(r"/.*/(\w+)/\{\w+\}", op.path)
        if op.method != "get" or not match:
            continue
        response = ask(server, "GET", re.sub(r"\{\w+\}", "41", op.path))
        if response.status_code != 200 or not is_json(response.headers.get("content-type", "")):
            continue
        entity = response.json()
        names = [name for name in entity if name.lower() == f"{match[1].lower()}id"] if isinstance(entity, dict) else []
        if not names:
            continue
        entities += 1
        requested = ask(server, "GET", re.sub(r"\{\w+\}$", "42", re.sub(r"\{\w+\}(?=/)", "41", op.path))).json()
        assert [requested[name] for name in names] == [42], op.path
    assert entities >= least
