"""Each page in `pages/` gives the record in the file next to it; `make goldens` writes the records again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from speclift.model.facts import PageFacts
from speclift.reading.files.includes import read_from
from speclift.reading.page import read_page

PAGES = Path(__file__).parent / "pages"
GOLDEN = sorted(
    path.relative_to(PAGES) for path in PAGES.rglob("*.md") if path.relative_to(PAGES).parts[0] != "samples"
)


def read(page: Path) -> PageFacts:
    return read_page(page.as_posix(), (PAGES / page).read_bytes(), read_from(str(PAGES)))


def as_mapping(value: object) -> object:
    """A record as a mapping from names to values; empty fields are left out."""
    match value:
        case msgspec.Struct():
            fields = {
                name: as_mapping(getattr(value, name)) for name in value.__struct_fields__ if name != "is_deferred"
            }
            return {name: field for name, field in fields.items() if field not in ("", [], None, 0)}
        case tuple():
            return [as_mapping(item) for item in value]
    return value


@pytest.mark.parametrize("page", GOLDEN, ids=str)
def test_a_page_gives_its_record(page: Path, request: pytest.FixtureRequest) -> None:
    found = msgspec.json.format(msgspec.json.encode(as_mapping(read(page))), indent=2).decode() + "\n"
    golden = (PAGES / page).with_suffix(".json")
    if request.config.getoption("--update-goldens"):
        golden.write_text(found, encoding="utf-8")
    assert golden.is_file(), "there is no golden file yet: run `make goldens` and check what it wrote"
    assert found == golden.read_text(encoding="utf-8")
