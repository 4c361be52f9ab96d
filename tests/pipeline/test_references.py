"""The small example references give the documents next to them, and the README shows a part of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from speclift.cli.main import main
from speclift.model.finding import RULES_BY_CODE
from speclift.pipeline.recovery import recover
from speclift.settings_files import load_settings
from tests.conftest import ROOT

REFERENCES = sorted(path.parent for path in (ROOT / "spec" / "references").glob("*/docs"))


def test_the_example_references_are_found() -> None:
    assert [path.name for path in REFERENCES] == ["bullets", "components", "tables"]


@pytest.mark.parametrize("folder", REFERENCES, ids=lambda path: str(path.name))
def test_a_fresh_run_gives_the_document_next_to_the_pages(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "openapi.yaml"
    assert main(["spec", str(folder / "docs"), "-o", str(output), "--quiet", "--no-cache"]) == 0
    assert output.read_bytes() == (folder / "openapi.yaml").read_bytes()


@pytest.mark.parametrize("folder", REFERENCES, ids=lambda path: str(path.name))
def test_the_pages_have_no_faults(folder: Path) -> None:
    api = recover([str(folder / "docs")], load_settings(None, str(folder / "docs"))).api
    assert [item for item in api.findings if RULES_BY_CODE[item.code].severity != "note"] == []


def test_the_readme_shows_a_part_of_a_page_and_of_its_document() -> None:
    readme = (ROOT / "README.md").read_text()
    markdown = re.search(r"```markdown\n(.*?)```\n", readme, re.S)
    document = re.search(r"```yaml\n(.*?)```\n", readme, re.S)
    assert markdown
    assert document
    page = (ROOT / "spec" / "references" / "bullets" / "docs" / "orchard.md").read_text()
    assert markdown[1] in page
    shown = yaml.safe_load(document[1])
    whole = yaml.safe_load((ROOT / "spec" / "references" / "bullets" / "openapi.yaml").read_text())
    assert is_part(shown, whole["paths"])


def is_part(shown: object, whole: object) -> bool:
    """Whether everything in `shown` is also in `whole`."""
    if isinstance(shown, dict):
        return isinstance(whole, dict) and all(key in whole and is_part(shown[key], whole[key]) for key in shown)
    if isinstance(shown, list) and isinstance(whole, list):
        return all(any(is_part(one, other) for other in whole) for one in shown)
    return shown == whole
