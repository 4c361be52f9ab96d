"""Every entity that can be read by its id is answered with the id that was asked for."""

from __future__ import annotations

import re
from pathlib import Path

from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.openapi.structure.media_types import is_json
from speclift.pipeline.run import Options, specify
from speclift.settings import Settings
from tests.mock.calls import ask, mock


def test_every_entity_is_answered_with_the_id_that_was_asked_for() -> None:
    _assert_ids_are_answered(mock(), 3)


def test_every_entity_of_a_reference_is_answered_with_the_id_that_was_asked_for(corpus: Path) -> None:
    found = specify([str(corpus / "2023")], Settings(), Options(json_only=True), jobs=2)
    assert found.document
    _assert_ids_are_answered(Mock(read_contract(found.document)), 15)


def _assert_ids_are_answered(server: Mock, least: int) -> None:
    """What is read at `/Thing/{id}` and has a `ThingId` has the one that was asked for; there are so many at least."""
    entities = 0
    for op in server.contract.operations:
        match = re.fullmatch(r"/.*/(\w+)/\{\w+\}", op.path)
        if op.method != "get" or not match:
            continue
        shown = ask(server, "GET", re.sub(r"\{\w+\}", "41", op.path))
        if shown.status_code != 200 or not is_json(shown.headers.get("content-type", "")):
            continue
        thing = shown.json()
        names = [name for name in thing if name.lower() == f"{match[1].lower()}id"] if isinstance(thing, dict) else []
        if not names:
            continue
        entities += 1
        answer = ask(server, "GET", re.sub(r"\{\w+\}$", "42", re.sub(r"\{\w+\}(?=/)", "41", op.path))).json()
        assert [answer[name] for name in names] == [42], op.path
    assert entities >= least
