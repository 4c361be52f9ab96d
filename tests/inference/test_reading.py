"""Which POST operations change nothing: their names say so, and the settings have the last word."""

from __future__ import annotations

import pytest

from speclift.inference.known_forms.operations import READING
from speclift.openapi.building.document import build_document
from speclift.settings import Override, Settings
from tests.conftest import ROOT
from tests.inference.pages import operation, recovered


def marked(name: str, method: str = "POST", override: bool | None = None) -> bool:
    """Whether the document marks an operation as one that changes nothing."""
    settings = Settings() if override is None else Settings(overrides=(Override(f"v1Test_{name}", read_only=override),))
    document = build_document(recovered(operation(name, method=method), settings=settings), settings)
    found: bool = document["paths"][f"/api/v1/Agents/{name}"][method.lower()].get("x-read-only", False)
    return found


@pytest.mark.parametrize("verb", sorted(READING))
def test_a_post_that_starts_with_a_reading_verb_is_marked(verb: str) -> None:
    assert marked(f"{verb.title()}Crate")
    assert not marked(f"{verb.title()}tingCrate")
    assert not marked(f"{verb.title()}Crate", method="PUT")


@pytest.mark.parametrize("name", ["SaveCrate", "DeleteCrate", "ReGetCrate", "Issue"])
def test_any_other_post_is_not_marked(name: str) -> None:
    assert not marked(name)


def test_settings_have_the_last_word() -> None:
    assert not marked("GetCrate", override=False)
    assert marked("TouchCrate", override=True)


def test_the_page_on_settings_names_every_verb() -> None:
    text = " ".join((ROOT / "docs" / "reference" / "settings.md").read_text().split())
    verbs = text.partition("`x-read-only` where its name starts with ")[2].partition(";")[0]
    assert {name.lower() for name in verbs.replace(" or ", ", ").split(", ")} == READING
