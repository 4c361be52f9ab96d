"""The result as an HTML page that needs no other files: findings by cause, and operations by checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from speclift.fuzz.curl import curl_line
from speclift.fuzz.finding import Result
from speclift.fuzz.report.groups import SHOWN_LEVELS, groups_of
from speclift.model.text import counted
from speclift.report.html.page import render

_LARGEST_SHOWN = 4000
#: Up to this number of findings, all of them are open at first.
_FEW = 3


def to_html(result: Result, known: Collection[str], title: str) -> bytes:
    """The page in UTF-8.  Text from the server or the docs stays text, and never becomes markup.

    `known` are the keys of the findings in the baseline.
    """
    checks = sorted({tally.check for tally in result.tallies})
    operations = sorted({tally.operation_id for tally in result.tallies})
    tallies = {(tally.operation_id, tally.check): tally for tally in result.tallies}
    levels: dict[tuple[str, str], str] = {}
    first: dict[tuple[str, str], str] = {}
    for finding in result.findings:
        place = (finding.operation_id, finding.check)
        first.setdefault(place, finding.key)
        level = "known" if finding.key in known else finding.level
        if levels.get(place) != "failure":
            levels[place] = level
    groups = groups_of(result.findings, known)
    counts = Counter[str]()
    for group in groups:
        counts[group.level] += group.findings
    return render(
        __package__,
        "page.html.jinja",
        styles=("page.css",),
        scripts=("page.js",),
        title=title,
        result=result,
        groups=groups,
        counts={level: counts[level] for level in SHOWN_LEVELS if counts[level]},
        is_open=len(result.findings) <= _FEW,
        checks=checks,
        operations=operations,
        tallies=tallies,
        levels=levels,
        curl_line=curl_line,
        first=first,
        shown=lambda content: content[:_LARGEST_SHOWN].decode(errors="replace"),
        plural=counted,
    )
