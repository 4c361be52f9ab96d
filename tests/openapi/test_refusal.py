"""Parts that the validator refuses are left out with a finding for their page; the rest of the document is written."""

from __future__ import annotations

from pathlib import Path

import msgspec
import orjson
import pytest

from speclift.errors import InvalidDocumentError, NoOperationsError
from speclift.model.operation import Api, Operation, Parameter, Response
from speclift.model.schema import Component, Fact, Place, Property, Ref, Scalar
from speclift.openapi.building.document import build_document
from speclift.openapi.building.refusal import Refusals, refusals
from speclift.openapi.building.schemas import Version
from speclift.openapi.building.validate import validate
from speclift.pipeline.run import Options, assemble, specify
from speclift.settings import Override, Settings
from speclift.storage.cache import Cache
from tests.reading.hostile import SAMPLE, page

VERSIONS: tuple[Version, ...] = ("3.2", "3.1", "3.0")


def operation(name: str, *parameters: Parameter, status: str = "200", operation_id: str = "") -> Operation:
    responses = (Response(status, "OK", None),)
    place = Place(f"{name}.md", 7)
    return Operation(
        operation_id or name, "get", f"/{name}", "kites", "", "", parameters, None, responses, False, "", place
    )


def query(name: str, target: str = "", line: int = 9) -> Parameter:
    return Parameter(name, "query", Ref(target) if target else Scalar("string"), "", False, Place("page.md", line))


def component(name: str, **targets: str) -> Component:
    facts = (Fact("shown", "equal-keys", (Place("page.md", 20),)),)
    properties = tuple(
        Property(key, Ref(target) if target else Scalar("string"), facts=(Fact("", "", (Place("page.md", line),)),))
        for line, (key, target) in enumerate(targets.items(), 21)
    )
    return Component(name, properties=properties, facts=facts)


def api(*parts: Operation | Component) -> Api:
    operations = tuple(part for part in parts if isinstance(part, Operation))
    return Api(operations, tuple(part for part in parts if isinstance(part, Component)), (), (), ())


def accepted(whole: Api, found: Refusals) -> Api:
    """The API without the refused parts, after a check that its document is valid."""
    rest = msgspec.structs.replace(
        whole, operations=found.kept(whole.operations), components=found.opened(whole.components)
    )
    for version in VERSIONS:
        validate(build_document(rest, Settings(), version))
    return rest


def places(found: Refusals) -> list[tuple[str, str, int]]:
    return [(finding.code, finding.file, finding.line) for finding in found.findings]


@pytest.mark.parametrize("version", VERSIONS)
def test_operations_parameters_and_properties_are_left_out_one_by_one(version: Version) -> None:
    whole = api(
        operation("good", query("a")),
        operation("bad", status="soon"),
        operation("some", query("a"), query("b", "Nowhere", 12), query("c")),
        component("Kite", Id="", Tail="Nowhere", Name=""),
        component("Tail", Kite="Kite"),
    )
    found = refusals(whole, Settings(), version, "fast")
    rest = accepted(whole, found)
    assert [(item.path, len(item.parameters)) for item in rest.operations] == [("/good", 1), ("/some", 2)]
    assert [[part.name for part in item.properties] for item in rest.components] == [["Id", "Name"], ["Kite"]]
    assert places(found) == [("SL113", "bad.md", 7), ("SL113", "page.md", 12), ("SL113", "page.md", 22)]
    assert "The property Kite.Tail was left out" in found.findings[2].message
    assert "Nowhere" in found.findings[2].message


def test_only_the_first_of_operations_with_the_same_id_is_kept() -> None:
    names = [f"page{number}" for number in range(9)]
    whole = api(
        *(operation(name, operation_id="same" if number in (2, 5, 7) else "") for number, name in enumerate(names))
    )
    found = refusals(whole, Settings(), "3.1", "fast")
    assert [item.path for item in accepted(whole, found).operations] == [
        f"/page{number}" for number in (0, 1, 2, 3, 4, 6, 8)
    ]


def test_all_of_many_faults_are_found() -> None:
    whole = api(*(operation(f"page{number}", status="200" if number % 7 else "none") for number in range(300)))
    found = refusals(whole, Settings(), "3.1", "fast")
    assert len(accepted(whole, found).operations) == 300 - len(range(0, 300, 7))


def test_an_api_that_the_validator_accepts_loses_nothing() -> None:
    whole = api(operation("good"), component("Kite", Id=""))
    assert refusals(whole, Settings(), "3.1", "fast") == Refusals()


#: Overrides that make a document invalid: settings may come with the docs, so nobody may have checked them.
OVERRIDES = (Override("Kite.Tail", type="Nowhere"), Override("v1Kite_Bad.q", type="array", items="Nowhere"))
TABLES = (
    "## Query String Parameters\n\n| Parameter Name | Type | Description |\n|---|---|---|\n| q | string | |\n\n"
    + SAMPLE.replace("object", "Kite").replace(
        "## Sample",
        "### Response body: Kite\n\n| Property Name | Type | Description |\n|---|---|---|\n"
        "| Id | int32 | |\n| Tail | string | |\n\n## Sample",
    )
    + '{"Id": 1, "Tail": "a"}\n```\n'
)


@pytest.mark.parametrize("jobs", [1, 2])
def test_refused_parts_are_left_out_with_and_without_a_warm_cache(jobs: int, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "bad.md").write_text(page(TABLES))
    settings = Settings(overrides=OVERRIDES)
    for text in ("", "", "More.\n"):
        (docs / "other.md").write_text(page(text, "Other"))
        cache = Cache(str(tmp_path / "cache"), [str(docs)], "options")
        outcome = specify([str(docs)], settings, Options(format="json"), jobs=jobs, cache=cache).outcome
        document = orjson.loads(outcome.files["openapi.json"])
        validate(document)
        assert "parameters" not in document["paths"]["/Bad"]["get"]
        assert list(document["components"]["schemas"]["Kite"]["properties"]) == ["Id"]
        refused = [finding for finding in outcome.findings if finding.code == "SL113"]
        assert [(finding.file, finding.line) for finding in refused] == [("bad.md", 16), ("bad.md", 25)]
    document = assemble([str(docs)], settings).document
    assert list(document["components"]["schemas"]["Kite"]["properties"]) == ["Id"]


def test_a_fault_that_no_page_causes_is_attributed_to_the_settings() -> None:
    whole = api(operation("good"))
    broken = msgspec.structs.replace(Settings(), title=None)
    with pytest.raises(InvalidDocumentError, match="no page is the cause: #/info/title: ") as caught:
        refusals(whole, broken, "3.1", "fast")
    assert caught.value.advice.startswith("check title, version and servers in the settings")


def test_a_reference_without_any_operation_left_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(page("").replace("GET /Bad\n```", "GET /{id}\n```"))
    settings = Settings(overrides=(Override("v1Kite_Bad.id", type="Nowhere"),))
    with pytest.raises(NoOperationsError, match=r"bad\.md:7: SL113 The operation GET /\{id\}"):
        specify([str(tmp_path)], settings, Options())


def test_refused_parts_are_found_even_if_the_validator_gives_no_place(tmp_path: Path) -> None:
    """The reference validator takes `{id:int}` for a Python format string and gives no place."""
    for number in range(5):
        path = "/{id:int}" if number in (1, 4) else ""
        (tmp_path / f"{number}.md").write_text(
            page("", f"P{number}").replace("\n```\n\nTells", f"{path}\n```\n\nTells")
        )
    outcome = specify([str(tmp_path)], Settings(), Options(validator="reference")).outcome
    refused = [(finding.file, finding.line) for finding in outcome.findings if finding.code == "SL113"]
    assert (outcome.operations, refused) == (3, [("1.md", 7), ("4.md", 7)])
