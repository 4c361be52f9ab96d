"""The result as one HTML page that needs nothing else: operations by checks, then every finding."""

from __future__ import annotations

from collections.abc import Collection

from speclift.fuzz.curl import curl_line
from speclift.fuzz.finding import Result
from speclift.standalone.page import render

_LARGEST_SHOWN = 4000


def to_html(result: Result, known: Collection[str], title: str) -> bytes:
    """The page. Whatever comes from the server or the docs is text in it, never markup."""
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
    return render(
        __package__,
        "page.html.jinja",
        styles=("page.css",),
        title=title,
        result=result,
        known=known,
        checks=checks,
        operations=operations,
        tallies=tallies,
        levels=levels,
        curl_line=curl_line,
        first=first,
        shown=lambda content: content[:_LARGEST_SHOWN].decode(errors="replace"),
        failures=sum(f.level == "failure" and f.key not in known for f in result.findings),
    )
