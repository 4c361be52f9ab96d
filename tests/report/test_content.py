"""A real browser shows on the page of the report what is in its record, at the right places and sizes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from speclift.model.schema import Place
from speclift.pipeline.recovery import recover
from speclift.report.page.count import overview_of
from speclift.report.page.evidence_kinds import KINDS
from speclift.report.page.html import to_html
from speclift.report.page.links import Links
from speclift.report.page.records import Overview
from speclift.settings_files import load_settings
from tests.conftest import EMBEDDED

LINKS = Links((("", "https://example.test/{file}#L{line}"),))


@pytest.fixture(scope="module")
def overview() -> Overview:
    settings = load_settings(None, str(EMBEDDED))
    found = recover([str(EMBEDDED)], settings)
    return overview_of(found.reference, found.api, settings, found.files)


@pytest.fixture
def shown(page: Page, overview: Overview, tmp_path: Path) -> Page:
    path = tmp_path / "report.html"
    path.write_bytes(to_html(overview, LINKS))
    page.goto(path.as_uri())
    return page


def rows(table: Locator) -> list[list[str]]:
    """The texts of the cells of a table, row by row."""
    texts: list[list[str]] = table.locator("tbody").evaluate(
        "body => [...body.rows].map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    return texts


def widths(bars: Locator) -> list[float]:
    """The width of each bar in pixels."""
    found: list[float] = bars.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    return found


def colours(elements: Locator, of: str) -> list[str]:
    """The computed colour of each element."""
    found: list[str] = elements.evaluate_all("(all, of) => all.map(one => getComputedStyle(one)[of])", of)
    return found


def href(place: Place) -> str:
    return f"https://example.test/{place.file}#L{place.line}"


def test_the_summary_has_the_counts(shown: Page, overview: Overview) -> None:
    counts = overview.counts
    pages = counts.pages
    cards = {
        "Pages": pages.operations + pages.enumerations + pages.navigation,
        "Operations": counts.operations,
        "Components": counts.objects + counts.closed,
        "Samples": counts.samples.requests + counts.samples.responses,
        "Enumerations": counts.closed + counts.listed + counts.open,
        "Conflicts and gaps": counts.findings,
    }
    for name, number in cards.items():
        card = shown.locator("#summary .cards > div", has=shown.locator("dt", has_text=name))
        assert (name, card.locator("dd").first.inner_text()) == (name, str(number))
    assert rows(shown.locator("#groups-table")) == [
        [
            group.name,
            *map(str, (group.pages, group.operations, group.requests, group.responses)),
            *map(str, (group.components, group.enumerations, sum(group.findings))),
        ]
        for group in overview.groups
    ]


def test_the_evidence_of_each_kind_of_fact_is_shown(shown: Page, overview: Overview) -> None:
    facts: Counter[tuple[str, str]] = Counter()
    for source in overview.sources:
        facts[source.subject, source.kind] += source.facts
    present = [kind for kind in KINDS if any(source.kind == kind.key for source in overview.sources)]
    chart = shown.locator("#evidence table.chart")
    for subject, total, _, *by_kind in rows(chart):
        numbers = [facts[subject, kind.key] for kind in present]
        assert by_kind == [f"{number:,}" if number else "" for number in numbers]
        assert total == f"{sum(numbers):,}"
        bars = chart.locator("tr", has=shown.locator("th", has_text=subject)).locator("rect")
        drawn = widths(bars)
        assert drawn == pytest.approx([sum(drawn) * n / sum(numbers) for n in numbers if n], abs=1)
        assert len(set(colours(bars, "fill"))) == len(drawn)
    shown.get_by_text("By rule:").click()
    table = shown.locator("#rules-table")
    assert [(row[0], row[3]) for row in rows(table)] == [(s.subject, f"{s.facts:,}") for s in overview.sources]
    examples = [href(source.example) for source in overview.sources if source.example]
    assert table.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))") == examples


def test_conflicts_are_shown_by_code_and_by_group(shown: Page, overview: Overview) -> None:
    codes = shown.locator("#codes-table")
    expected = [[c.code, c.severity, str(c.findings), str(c.files), str(c.groups)] for c in overview.codes]
    assert [[row[0], *row[2:4], *row[5:]] for row in rows(codes)] == expected
    most = max(code.findings for code in overview.codes)
    drawn = widths(codes.locator("rect"))
    assert drawn == pytest.approx([max(drawn) * code.findings / most for code in overview.codes], abs=1)
    heat = shown.locator("#heat-table")
    assert rows(heat) == [
        [group.name, *(str(number or "") for number in group.findings), str(sum(group.findings))]
        for group in overview.groups
        if any(group.findings)
    ]
    shades: dict[int, set[str]] = {}
    cells = heat.locator("tbody td.number:not(:last-child)")
    for text, colour in zip(cells.all_inner_texts(), colours(cells, "backgroundColor"), strict=True):
        shades.setdefault(int(text or 0), set()).add(colour)
    assert all(len(found) == 1 for found in shades.values())
    assert shades[0] != shades[1] != shades[max(shades)]


def test_every_finding_leads_to_its_line(shown: Page, overview: Overview) -> None:
    table = shown.locator("#findings-table")
    assert len(rows(table)) == len(overview.findings) <= 50
    found = table.locator("td:last-child a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert sorted(found) == sorted(href(entry.place) for entry in overview.findings)


def test_the_least_certain_components_come_first_with_reasons_for_and_against(shown: Page, overview: Overview) -> None:
    numbers = [int(row[1].split()[0]) for row in rows(shown.locator("#components-table"))]
    assert numbers == sorted(item.certainty for item in overview.components)[: len(numbers)]
    first = shown.locator("#components-table tbody a").first
    (component,) = (item for item in overview.components if item.name == first.inner_text())
    first.click()
    for title, reasons in {
        "Against it": [reason for reason in component.reasons if reason.points],
        "For it": [reason for reason in component.reasons if not reason.points],
    }.items():
        assert reasons
        listed = shown.locator("dialog .pair > div", has=shown.locator("h3", has_text=title)).locator("li")
        expect(listed).to_have_count(len(reasons))
        for entry, reason in zip(listed.all(), reasons, strict=True):
            expect(entry).to_contain_text(f"\u2212{reason.points} {reason.text}" if reason.points else reason.text)
            hrefs = entry.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
            assert hrefs == [href(place) for place in reason.places]


def test_the_picture_shows_which_components_refer_to_which(shown: Page, overview: Overview) -> None:
    whole = next(picture for picture in overview.pictures if picture.group < 0)
    names = [overview.components[node.component].name for node in whole.nodes]
    boxes = shown.locator("#picture-drawing a.box")
    assert sorted(boxes.evaluate_all("all => all.map(box => box.getAttribute('aria-label'))")) == sorted(names)
    shown.get_by_text("The same as a table").click()
    edges = [[overview.components[end].name for end in edge] for edge in whole.edges]
    assert sorted(rows(shown.locator("#picture-table"))) == sorted(edges)


@pytest.mark.parametrize("table", ["rules", "groups", "codes", "heat", "findings", "components", "picture"])
def test_every_column_header_sorts_its_table(shown: Page, table: str) -> None:
    shown.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    headers = shown.locator(f"#{table}-table thead th:has(button)")
    assert headers.count() > 1
    for header in headers.all():
        column = header.evaluate("header => header.cellIndex")
        orders = []
        for direction in (-1, 1) if "number" in (header.get_attribute("class") or "") else (1, -1):
            if header.get_attribute("aria-sort") != {1: "ascending", -1: "descending"}[direction]:
                header.get_by_role("button").click()
            orders.append([row[column] for row in rows(shown.locator(f"#{table}-table"))])
        first, second = orders
        if len(set(first)) > 1:
            assert first != second


@pytest.mark.parametrize(
    ("control", "column"),
    [
        ("findings-code", 0),
        ("findings-severity", 1),
        ("findings-group", 2),
        ("components-kind", 3),
        ("components-band", 1),
    ],
)
def test_a_choice_leaves_only_the_rows_that_match(shown: Page, control: str, column: int) -> None:
    table = shown.locator(f"#{control.partition('-')[0]}-table")
    before = len(rows(table))
    wanted = shown.locator(f"#{control} option").last.inner_text()
    shown.select_option(f"#{control}", label=wanted)
    found = rows(table)
    assert len(found) < before
    assert all(row[column].endswith(wanted) for row in found)


def test_components_are_filtered_by_group_and_tables_by_words(shown: Page, overview: Overview) -> None:
    group = next(number for number, item in enumerate(overview.groups) if item.name == "ChatPresence")
    shown.select_option("#components-group", label="ChatPresence")
    names = [item.name for item in overview.components if group in item.groups]
    assert names
    assert sorted(row[0] for row in rows(shown.locator("#components-table"))) == sorted(names)
    shown.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    for table, words in {"groups": "chatp", "heat": "batch", "rules": "enum-page"}.items():
        before = len(rows(shown.locator(f"#{table}-table")))
        shown.fill(f"[data-table={table}-table]", words)
        found = rows(shown.locator(f"#{table}-table"))
        assert 0 < len(found) < before
        assert all(words in " ".join(row).lower() for row in found)
