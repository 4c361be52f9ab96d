"""The rules, and the page that compares them with those of oasdiff."""

from __future__ import annotations

import re
from pathlib import Path

from speclift.diff.rules.catalogue import RULES, RULES_BY_CODE

PAGE = Path(__file__).parents[2] / "docs" / "diff-rules.md"


def test_codes_are_unique_and_have_an_opposite() -> None:
    assert len(RULES_BY_CODE) == len(RULES)
    assert {rule.opposite for rule in RULES} <= RULES_BY_CODE.keys()


def test_the_page_says_which_version_of_oasdiff_it_covers() -> None:
    first = PAGE.read_text(encoding="utf-8").partition("\n- ")[0]
    assert re.search(r"the whole list of the \d+ checks of oasdiff \d+\.\d+\.\d+,", " ".join(first.split()))


def test_the_page_lists_every_rule_with_its_level_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert rows == [(rule.code, rule.level) for rule in RULES]
