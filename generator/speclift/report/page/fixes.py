"""What to fix first: faults that repeat on many pages, and single places that many operations depend on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from speclift.model.finding import RULES_BY_CODE
from speclift.report.page.records import Entry, Pattern, Spot
from speclift.report.page.subjects import owner_of

_SEVERITIES = ("error", "warning", "note")

#: How many groups a pattern names, and how many single places are listed.
GROUPS_NAMED, SPOTS = 3, 10


def patterns_of(findings: Sequence[Entry], groups: Sequence[str]) -> tuple[Pattern, ...]:
    """The codes that were found: the most severe first, then the most frequent."""
    by_code: dict[str, list[Entry]] = {}
    for entry in findings:
        by_code.setdefault(entry.code, []).append(entry)
    found = []
    for code, entries in by_code.items():
        counted = Counter(entry.group for entry in entries)
        most = sorted(counted.items(), key=lambda item: (-item[1], groups[item[0]]))[:GROUPS_NAMED]
        named = tuple((groups[group], count) for group, count in most)
        found.append(Pattern(code, len(entries), named, entries[0].place))
    return tuple(sorted(found, key=lambda item: (_severity(item.code), -item.findings, item.code)))


def spots_of(findings: Sequence[Entry], reach: Mapping[str, int]) -> tuple[Spot, ...]:
    """The findings about one property whose component most operations reach; `reach` is by component name."""
    found = [
        Spot(entry.code, entry.subject, entry.message, entry.place, reach.get(owner_of(entry.subject, reach), 0))
        for entry in findings
        if "." in entry.subject and entry.subject not in reach
    ]
    found.sort(key=lambda spot: (-spot.operations, _severity(spot.code), spot.subject, spot.code))
    return tuple(found[:SPOTS])


def _severity(code: str) -> int:
    return _SEVERITIES.index(RULES_BY_CODE[code].severity)
