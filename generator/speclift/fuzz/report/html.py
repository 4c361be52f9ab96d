"""The result as one HTML page that needs nothing else: operations by checks, then every finding."""

from __future__ import annotations

import importlib.resources
from collections.abc import Collection

import jinja2

from speclift.fuzz.curl import curl_line
from speclift.fuzz.finding import Result

_LARGEST_SHOWN = 4000


def to_html(result: Result, known: Collection[str], title: str) -> bytes:
    """The page. Whatever comes from the server or the docs is text in it, never markup."""
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    source = importlib.resources.files(__package__).joinpath("page.html.jinja").read_text(encoding="utf-8")
    checks = sorted({tally.check for tally in result.tallies})
    operations = sorted({tally.operation_id for tally in result.tallies})
    tallies = {(tally.operation_id, tally.check): tally for tally in result.tallies}
    levels: dict[tuple[str, str], str] = {}
    for finding in result.findings:
        place = (finding.operation_id, finding.check)
        level = "known" if finding.key in known else finding.level
        if levels.get(place) != "failure":
            levels[place] = level
    page = environment.from_string(source).render(
        title=title,
        result=result,
        known=known,
        checks=checks,
        operations=operations,
        tallies=tallies,
        levels=levels,
        curl_line=curl_line,
        shown=lambda content: content[:_LARGEST_SHOWN].decode(errors="replace"),
        failures=sum(f.level == "failure" and f.key not in known for f in result.findings),
    )
    return page.encode("utf-8", "backslashreplace")
