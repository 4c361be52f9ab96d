"""An `Overview` as one HTML page: the template prints what is short, and long tables are data for the scripts."""

from __future__ import annotations

import math
from typing import Any

from speclift.model.finding import RULES, RULES_BY_CODE
from speclift.model.schema import Place
from speclift.report.html.page import data_block, render
from speclift.report.page.advice import advice_for
from speclift.report.page.certainty import BANDS, DEDUCTIONS, band_of
from speclift.report.page.evidence_kinds import KINDS, RULE_TEXTS, SUBJECTS, meaning_of
from speclift.report.page.links import Links
from speclift.report.page.records import Overview
from speclift.report.page.subjects import owner_of

#: Shades of the heat map beyond none.
SHADES = 5
#: Rows of the table of what was not read.
MOST_UNREAD = 500


def to_html(overview: Overview, links: Links) -> bytes:
    """The page. Whatever comes from the docs is text in it, never markup."""
    components = overview.components
    kinds = {kind.key: kind for kind in KINDS}
    present = [kind for kind in KINDS if any(source.kind == kind.key for source in overview.sources)]
    return render(
        __package__,
        "page.html.jinja",
        styles=("page.css",),
        scripts=("tables.js", "drawing.js", "page.js"),
        overview=overview,
        counts=overview.counts,
        kinds=kinds,
        present=present,
        chart=_chart(overview),
        meaning_of=meaning_of,
        bands=[(name, least, sum(band_of(item.certainty) == name for item in components)) for least, name in BANDS],
        deductions=DEDUCTIONS,
        rules=RULES,
        rules_by_code=RULES_BY_CODE,
        advice_for=advice_for,
        most_unread=MOST_UNREAD,
        most=max((code.findings for code in overview.codes), default=1),
        shade=_shades(overview),
        href=links.href,
        data=data_block(_data(overview, links)),
    )


def _chart(overview: Overview) -> list[tuple[str, int, list[tuple[str, int, float, float]]]]:
    """The facts of each subject, and for each kind of evidence its facts, the start of its bar and its length (%)."""
    rows = []
    for subject in SUBJECTS:
        own = [source for source in overview.sources if source.subject == subject]
        total = sum(source.facts for source in own)
        bars: list[tuple[str, int, float, float]] = []
        start = 0.0
        for kind in KINDS:
            facts = sum(source.facts for source in own if source.kind == kind.key)
            if facts:
                length = 100 * facts / total
                bars.append((kind.key, facts, round(start, 3), round(length, 3)))
                start += length
        if total:
            rows.append((subject, total, bars))
    return rows


def _shades(overview: Overview) -> dict[int, int]:
    """The shade of each number of the heat map, 1 to `SHADES`, by its logarithm: most cells are small."""
    numbers = {number for group in overview.groups for number in group.findings if number}
    top = math.log(max(numbers, default=1)) or 1.0
    return {number: 1 + min(SHADES - 1, int(SHADES * math.log(number) / top)) for number in numbers}


def _data(overview: Overview, links: Links) -> dict[str, Any]:
    files: dict[str, int] = {}

    def place(item: Place) -> list[int]:
        return [files.setdefault(item.file, len(files)), item.line]

    numbers = {item.name: index for index, item in enumerate(overview.components)}
    findings = [
        [item.code, item.group, *place(item.place), item.message, numbers.get(owner_of(item.subject, numbers), -1)]
        for item in overview.findings
    ]
    components = [
        {
            "name": item.name,
            "kind": item.kind,
            "certainty": item.certainty,
            "band": band_of(item.certainty),
            "reasons": [[reason.text, reason.points, list(map(place, reason.places))] for reason in item.reasons],
            "properties": [[p.name, p.type, p.rule, p.state, list(map(place, p.places))] for p in item.properties],
            "members": item.members,
            "uses": item.uses,
            "usedBy": item.used_by,
            "operations": item.operations,
            "reach": item.reach,
            "groups": item.groups,
        }
        for item in overview.components
    ]
    return {
        "groups": [group.name for group in overview.groups],
        "severities": {rule.code: rule.severity for rule in RULES},
        "rules": {rule: text.meaning for rule, text in RULE_TEXTS.items()},
        "findings": findings,
        "components": components,
        "pictures": [
            {
                "group": picture.group,
                "nodes": [[node.component, node.column, node.row] for node in picture.nodes],
                "edges": picture.edges,
                "blocks": picture.blocks,
                "leftOut": picture.left_out,
            }
            for picture in overview.pictures
        ],
        "templates": [template for _, template in links.templates],
        "files": [[file, links.template(file)] for file in files],
    }
