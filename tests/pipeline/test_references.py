"""The small example references give the documents next to them, and the README shows a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
import yaml

from speclift.cli.main import main
from speclift.model.finding import RULES_BY_CODE
from speclift.model.schema import Fact
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


@pytest.mark.parametrize(
    "docs",
    [ROOT / "spec" / "docs", *(folder / "docs" for folder in REFERENCES)],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_fact_has_a_rule_and_lines_of_the_docs_that_show_it(docs: Path) -> None:
    found = list(facts_in(recover([str(docs)], load_settings(None, str(docs))).api))
    assert len(found) > 30
    lengths: dict[str, int] = {}
    for fact in found:
        assert fact.rule, fact
        assert fact.places, fact
        for place in fact.places:
            if place.file not in lengths:
                lengths[place.file] = len((docs / place.file).read_text(encoding="utf-8").splitlines())
            assert 1 <= place.line <= lengths[place.file], fact


def facts_in(value: object) -> Iterator[Fact]:
    """The facts of an API, and of everything in it."""
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from facts_in(getattr(value, name))
    elif isinstance(value, (tuple, Mapping)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from facts_in(item)


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
