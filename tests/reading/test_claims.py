"""No fact disappears: every block in the section of an operation or type is read by one reader, or is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.model.facts import PageFacts
from speclift.model.finding import RULES_BY_CODE, UNREAD
from speclift.reading.facts import read_facts
from speclift.reading.reference import discover, read_reference
from tests.conftest import ROOT, SHARED

REFERENCES = sorted(path.parent for path in (SHARED / "references").glob("*/docs"))
EMBEDDED = sorted(path.parent for path in (ROOT / "spec" / "references").glob("*/docs"))

PAGE = """\
# Kites

An introduction.

## Fly a kite

`POST /kites`

What it does.

### Parameters

| Name | Type | In |
| --- | --- | --- |
| wind | number | query |
| the wind of today | number | query |

- It must not rain,
- and there must be wind.

### Weather

| Wind | Weather |
| --- | --- |
| 3 | fine |
| 9 | rough |

### Notes

| Colour | Meaning |
| --- | --- |
| red | stop |

### Response

```json
{"id": 1}
```

## The word kite

Nothing about requests.
"""


def facts(text: str) -> PageFacts:
    return read_facts("page.md", text, lambda _: None)


def accounts_for_all_blocks(page: PageFacts) -> bool:
    """Whether every block was either claimed or reported; rows do not count, as their table is claimed."""
    reported = sum(one.kind != "row" for one in page.unclaimed)
    return sum(one.blocks for one in page.claimed) + reported == page.blocks


def test_each_block_is_claimed_or_unclaimed() -> None:
    page = facts(PAGE)
    assert {(one.section, one.kind, one.reader): one.blocks for one in page.claimed} == {
        ("Fly a kite", "paragraph", "request line"): 1,
        ("Fly a kite", "paragraph", "description"): 1,
        ("Parameters", "table", "field table"): 1,
        ("Response", "code", "sample"): 1,
    }
    assert [(one.kind, one.place.line, one.is_narrative) for one in page.unclaimed] == [
        ("row", 16, False),
        ("bullets", 18, False),
        ("table", 23, False),
        ("table", 30, True),
    ]
    assert (page.blocks, page.outside) == (7, 2)
    assert accounts_for_all_blocks(page)


def test_an_unclaimed_block_is_a_finding() -> None:
    found = facts(PAGE).findings
    assert [(one.code, one.line) for one in found] == [
        ("SL114", 16),
        ("SL114", 18),
        ("SL114", 23),
        ("SL115", 30),
    ]
    assert found[2].message == (
        "No reader understood this table of the section 'Weather': "
        "| Wind | Weather | | --- | --- | | 3 | fine | | 9 | rough |"
    )
    assert [RULES_BY_CODE[code].severity for code in ("SL114", "SL115")] == ["warning", "note"]


def test_a_block_that_operations_share_counts_once() -> None:
    page = facts("# A\n\n`GET /a`\n\n`GET /b`\n\nBoth.\n\n| Name | Type |\n| --- | --- |\n| x | string |\n")
    assert len(page.operations) == 2
    assert page.blocks == 4
    assert accounts_for_all_blocks(page)


def test_a_guide_that_only_shows_known_requests_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "kites.md").write_text(PAGE)
    (tmp_path / "guide.md").write_text(
        "# Guide\n\n`POST /kites`\n\n## Advice\n\n| Colour | Wind |\n| --- | --- |\n| a b | c |\n"
    )
    guide, kites = read_reference(discover([str(tmp_path)]))[0].facts
    assert (len(guide.operations), guide.blocks, guide.unclaimed, guide.findings) == (0, 0, (), ())
    assert guide.outside == 2
    assert len(kites.operations) == 1


def test_an_unread_table_in_a_list_is_not_lost() -> None:
    text = "# A\n\n`GET /a`\n\n## Parameters\n\n1. One:\n\n   | What | Where |\n   | --- | --- |\n   | one two | 3 |\n"
    (lost,) = facts(text).unclaimed
    assert (lost.kind, lost.place.line) in {("table", 9), ("bullets", 7)}


@pytest.mark.parametrize("folder", [*EMBEDDED, *REFERENCES], ids=lambda path: str(path.name))
def test_all_blocks_of_a_reference_are_claimed_or_reported(folder: Path) -> None:
    reference, _ = read_reference(discover([str(folder / "docs")]), jobs=2)
    assert reference.facts
    assert [page.file for page in reference.facts if not accounts_for_all_blocks(page)] == []
    # Each of them, a row too, has a finding at its line.
    places = {(one.file, one.line) for page in reference.facts for one in page.findings if one.code in UNREAD}
    assert {(one.place.file, one.place.line) for page in reference.facts for one in page.unclaimed} <= places


def test_all_blocks_of_the_other_corpora_are_claimed_or_reported(corpus: Path) -> None:
    for version in ("2022", "2023"):
        reference, _ = read_reference(discover([str(corpus / version)]), jobs=2)
        assert all(map(accounts_for_all_blocks, reference.facts))
