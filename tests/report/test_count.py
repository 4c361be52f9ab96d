"""The counts of the report are right. `shop.json` is the whole record; `--update-goldens` rewrites it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from speclift.model.finding import RULES
from speclift.pipeline.recovery import recover
from speclift.report.page import certainty
from speclift.report.page.advice import ADVICE
from speclift.report.page.evidence_kinds import KINDS, RULE_TEXTS
from speclift.report.page.fixes import spots_of
from speclift.report.page.records import ComponentEntry, Overview
from speclift.report.page.subjects import owner_of
from speclift.settings import Override, Settings
from speclift.settings_files import load_settings
from tests.conftest import ROOT
from tests.inference.pages import operation, rows
from tests.report.small import dotted_overview, overview, shop, shop_overview

GOLDEN = Path(__file__).parent / "shop.json"


def component(found: Overview, name: str) -> ComponentEntry:
    return {item.name: item for item in found.components}[name]


def test_the_record_of_the_shop_is_as_expected(request: pytest.FixtureRequest) -> None:
    found = msgspec.json.format(msgspec.json.encode(shop_overview()), indent=2).decode() + "\n"
    if request.config.getoption("--update-goldens"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_pages_operations_and_samples_are_counted() -> None:
    counts = shop_overview().counts
    assert (counts.pages.files, counts.pages.operations, counts.pages.enumerations, counts.pages.others) == (7, 4, 1, 2)
    assert (counts.operations, counts.parameters, counts.listed, counts.closed) == (4, 1, 1, 1)
    # SaveCrate has a request sample; it and two others have a response sample.
    assert (counts.samples.requests, counts.samples.responses) == (1, 3)


def test_groups_count_their_pages_and_findings() -> None:
    found = shop_overview()
    by_name = {group.name: group for group in found.groups}
    group = by_name["Test_Agent"]
    assert (group.pages, group.operations, group.requests, group.responses) == (4, 4, 1, 3)
    assert (by_name["enums"].pages, by_name["enums"].operations) == (1, 0)
    assert sum(map(sum, (group.findings for group in found.groups))) == found.counts.findings == len(found.findings)
    assert [code.findings for code in found.codes] == [
        sum(entry.code == code.code for entry in found.findings) for code in found.codes
    ]


def test_every_fact_is_counted_once() -> None:
    found = shop_overview()
    facts = {(source.subject, source.rule): source.facts for source in found.sources}
    assert facts["Operations", "http-block"] == 4
    assert facts["Parameters", "parameter-table"] == 1
    assert facts["Bodies", "sample"] == 4
    assert facts["Enumerations", "enum-page"] == 1
    assert all(source.example for source in found.sources)


def test_findings_of_settings_have_a_group_of_their_own() -> None:
    found = overview(*shop(), settings=Settings(overrides=(Override("Nothing.There", type="string"),)))
    assert [found.groups[entry.group].name for entry in found.findings if entry.code == "SL401"] == ["(settings)"]


def test_a_type_from_an_override_costs_no_points() -> None:
    crate = rows(CrateId="int32", Seal="SealInfo")
    page = operation("GetCrate", response=crate, body="Crate", answered={"CrateId": 1, "Seal": None})
    settled = Settings(overrides=(Override("Crate.Seal", type="string"),))
    before, after = (component(overview(page, settings=item), "Crate") for item in (None, settled))
    assert (before.properties[1].state, after.properties[1].state) == ("open", "shown")
    assert after.certainty - before.certainty == 25


def test_contradictions_and_few_places_cost_points() -> None:
    found = shop_overview()
    shelf = component(found, "Shelf")
    # ShelfId is one of two properties, a sample contradicts it, and one place shows the shelf.
    assert {reason.points for reason in shelf.reasons if reason.points} == {20, 25, 10}
    assert shelf.certainty == 45
    assert component(found, "Size").certainty == 100


def test_the_page_on_certainty_has_the_right_points() -> None:
    page = " ".join((ROOT / "docs" / "explanation" / "certainty.md").read_text(encoding="utf-8").split())
    for sentence in (
        f"up to {certainty.OPEN.most} where nothing shows what they hold (SL301), up to {certainty.CONTRADICTED.most} "
        f"where the docs contradict themselves about them (SL207, SL302), and up to {certainty.INFERRED.most} where "
        f"their type follows only from other pages, names or prose.",
        f"| a sample contradicts the docs | {certainty.SAMPLE_CONTRADICTS} |",
        f"| no page prints its name | {certainty.NAME_GIVEN}, or {certainty.NAME_NUMBERED} if the name is numbered |",
        f"| only one place shows it, or two | {certainty.ONE_PLACE}, or {certainty.TWO_PLACES} |",
        f"| some page gives it another name | {certainty.OTHER_NAME} |",
    ):
        assert sentence in page


def test_the_fixes_with_the_most_effect_come_first() -> None:
    found = shop_overview()
    assert [item.code for item in found.patterns][-1] == "SL301"
    spot = found.spots[0]
    assert (spot.subject, spot.operations) == ("Crate.Seal", 3)


def test_names_with_dots_count_the_operations_of_their_component() -> None:
    found = dotted_overview()
    assert {(spot.subject, spot.operations) for spot in found.spots} == {("Crate.odata.more", 1), ("My.Crate.Seal", 1)}


def test_a_finding_about_a_whole_component_is_no_spot() -> None:
    found = dotted_overview()
    entry = msgspec.structs.replace(found.findings[0], code="SL206", subject="My.Crate")
    assert spots_of([entry], {"My.Crate": 1}) == ()


@pytest.mark.parametrize(
    ("subject", "owner"),
    [
        ("Crate", "Crate"),
        ("Crate.Seal", "Crate"),
        ("Crate.odata.more", "Crate"),
        ("My.Crate", "My.Crate"),
        ("My.Crate.Seal", "My.Crate"),
        ("My.Other", "My"),
        ("Shelf.Seal", ""),
        ("", ""),
    ],
)
def test_the_component_of_a_finding_is_found(subject: str, owner: str) -> None:
    assert owner_of(subject, {"Crate", "My", "My.Crate"}) == owner


def test_pages_without_a_fault_have_no_findings() -> None:
    found = overview(operation("GetCrate", response=rows(CrateId="int32"), body="Crate", answered={"CrateId": 1}))
    assert (found.codes, found.findings, found.patterns, found.spots) == ((), (), (), ())


def test_every_code_has_advice_and_every_rule_a_known_kind() -> None:
    assert ADVICE.keys() == {rule.code for rule in RULES}
    assert {text.kind for text in RULE_TEXTS.values()} <= {kind.key for kind in KINDS} - {"other"}


def test_no_rule_of_the_embedded_reference_lacks_a_text(embedded: Path) -> None:
    settings = load_settings(None, str(embedded))
    found = recover([str(embedded)], settings)
    from speclift.report.page.count import overview_of

    shown = overview_of(found.reference, found.api, settings, found.files)
    assert not [source.rule for source in shown.sources if source.kind == "other"]
    assert shown.counts.pages.files == sum(1 for _ in embedded.rglob("*.md"))


def test_no_rule_of_the_corpora_lacks_a_text(corpus: Path) -> None:
    from speclift.report.page.count import overview_of

    for year in ("2022", "2023"):
        found = recover([str(corpus / year)], Settings())
        shown = overview_of(found.reference, found.api, Settings(), found.files)
        assert not [source.rule for source in shown.sources if source.kind == "other"]
        assert all(0 <= item.certainty <= 100 for item in shown.components)
