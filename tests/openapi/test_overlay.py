"""What overlays do to a document, and what they cannot do."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from speclift.errors import SourceError
from speclift.openapi.load import Loading, load
from speclift.openapi.overlays import json_path
from speclift.openapi.overlays.overlay import Allowance, overlaid, read_overlay
from tests.bounded import bounded

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Kites", "version": "1", "x-list": [1]},
    "paths": {
        "/kites": {
            "get": {
                "tags": ["kites"],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "secret", "in": "query", "schema": {"type": "string"}},
                    {"name": "more-secret", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "All."}},
            },
            "delete": {"x-internal": True, "responses": {"204": {"description": "Gone."}}},
        },
        "/tails": {"get": {"responses": {"200": {"description": "All tails."}}}},
    },
}


def applied(folder: Path, *actions: dict[str, Any], version: str = "1.1.0", **more: Any) -> tuple[Any, list[str]]:
    """The document after these actions, and the reported faults."""
    path = folder / "fix.overlay.yaml"
    path.write_text(
        json.dumps({"overlay": version, "info": {"title": "F", "version": "1"}, "actions": list(actions), **more})
    )
    before = copy.deepcopy(DOCUMENT)
    found = overlaid(DOCUMENT, read_overlay(str(path)), str(folder / "openapi.yaml"))
    assert before == DOCUMENT
    assert all(fault.file == str(path) for fault in found.faults)
    return found.document, [f"{fault.pointer} {fault.message}" for fault in found.faults]


def test_an_update_merges_objects_and_extends_lists(tmp_path: Path) -> None:
    found, reported = applied(
        tmp_path,
        {"target": "$", "update": {"info": {"title": "Better", "x-list": [2, 3], "x-new": {}}, "tags": []}},
        {"target": "$.paths['/kites'].get.tags", "update": "flying"},
        {"target": "$.paths['/kites'].get.parameters", "update": {"name": "page", "in": "query"}},
        {"target": "$.tags", "update": [{"name": "kites"}]},
        {"target": "$.paths.*.get", "update": {"x-safe": True}},
        {"target": "$.info.version", "update": "2"},
    )
    assert found["info"] == {"title": "Better", "version": "2", "x-list": [1, 2, 3], "x-new": {}}
    assert found["paths"]["/kites"]["get"]["tags"] == ["kites", "flying"]
    assert found["paths"]["/kites"]["get"]["parameters"][-1] == {"name": "page", "in": "query"}
    assert found["tags"] == [{"name": "kites"}]
    assert found["paths"]["/tails"]["get"]["x-safe"] is found["paths"]["/kites"]["get"]["x-safe"] is True
    assert reported == []


def test_selected_values_are_removed(tmp_path: Path) -> None:
    found, reported = applied(
        tmp_path,
        {"target": "$.paths['/kites'].get.parameters[?match(@.name, '(more-)?secret')]", "remove": True},
        {"target": "$..[?@.x-internal == true]", "remove": True, "update": {"x-unseen": 1}},
        {"target": "$.paths['/tails', '/tails']..description", "remove": True},
        {"target": "$.paths['/tails'].get.responses", "remove": False},
    )
    assert [entry["name"] for entry in found["paths"]["/kites"]["get"]["parameters"]] == ["limit"]
    assert found["paths"]["/kites"].keys() == {"get"}
    assert found["paths"]["/tails"] == {"get": {"responses": {"200": {}}}}
    assert reported == []


def test_a_value_is_copied(tmp_path: Path) -> None:
    found, reported = applied(
        tmp_path,
        {"target": "$.paths", "update": {"/strings": {}}},
        {"target": "$.paths['/strings']", "copy": "$.paths['/tails']"},
        {"target": "$.paths['/tails']", "remove": True},
        {"target": "$.paths['/strings'].get", "update": {"x-moved": True}},
        {"target": "$.paths['/strings'].get", "copy": "$.paths.*.get"},
        {"target": "$.paths['/strings'].get", "copy": "$.nothing"},
    )
    assert "/tails" not in found["paths"]
    assert found["paths"]["/strings"]["get"] == {**DOCUMENT["paths"]["/tails"]["get"], "x-moved": True}
    assert [line.partition(" ")[0] for line in reported] == ["/actions/4/copy", "/actions/5/copy"]
    assert "2 values instead of one" in reported[0]


def test_a_value_that_is_added_in_two_places_is_not_shared(tmp_path: Path) -> None:
    found, _ = applied(
        tmp_path,
        {"target": "$.paths.*.get", "update": {"x-more": {"list": []}}},
        {"target": "$.paths['/tails'].get['x-more'].list", "update": 1},
    )
    assert found["paths"]["/tails"]["get"]["x-more"] == {"list": [1]}
    assert found["paths"]["/kites"]["get"]["x-more"] == {"list": []}


def test_an_action_that_changes_nothing_is_reported(tmp_path: Path) -> None:
    found, reported = applied(
        tmp_path,
        {"target": "$.paths['/kytes']", "remove": True},
        {"target": "$.info", "update": "text"},
        version="1.0.0",
    )
    assert found == DOCUMENT
    assert reported == [
        "/actions/0/target the target $.paths['/kytes'] matches nothing",
        "/actions/1/update an object can only be merged with an object: it stays as it is",
    ]


@pytest.mark.parametrize(
    ("extends", "is_reported"),
    [
        ("openapi.yaml", False),
        ("./x/../openapi.yaml", False),
        ("https://kites.example/openapi.yaml", False),
        ("other.yaml", True),
        ("../openapi.yaml", True),
    ],
)
def test_an_overlay_of_another_document_is_reported(extends: str, is_reported: bool, tmp_path: Path) -> None:
    _, reported = applied(tmp_path, {"target": "$.info", "update": {}}, extends=extends)
    assert bool(reported) is is_reported


WRONG: dict[str, tuple[Any, str]] = {
    "list": ([], "not an Overlay 1.0 or 1.1"),
    "version": ({"overlay": "2.0.0", "actions": []}, "not an Overlay 1.0 or 1.1"),
    "no actions": ({"overlay": "1.0.0"}, "not a list of actions"),
    "no action": ({"overlay": "1.0.0", "actions": [7]}, "is not an action"),
    "no target": ({"overlay": "1.0.0", "actions": [{"update": {}}]}, "is not an action"),
    "no change": ({"overlay": "1.0.0", "actions": [{"target": "$", "updated": {}}]}, "changes nothing"),
    "remove": ({"overlay": "1.0.0", "actions": [{"target": "$", "remove": "yes"}]}, "wrong type"),
    "root": ({"overlay": "1.0.0", "actions": [{"target": "$", "remove": True}]}, "removes the whole document"),
    "query": ({"overlay": "1.0.0", "actions": [{"target": "paths", "remove": True}]}, "is not a JSONPath query"),
    "long": ({"overlay": "1.0.0", "actions": [{"target": "$" + ".a" * 1_001, "remove": True}]}, "characters"),
    "deep": ({"overlay": "1.0.0", "actions": [{"target": "$..*..*..a", "remove": True}]}, "multiply each other"),
    "deep filter": (
        {"overlay": "1.0.0", "actions": [{"target": "$..*[?@..a[?$..b]]", "remove": True}]},
        "multiply each other",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_invalid_overlay_is_refused(name: str, tmp_path: Path) -> None:
    given, words = WRONG[name]
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "fix.json").write_text(json.dumps(given))
    with pytest.raises(SourceError) as raised:
        load(str(tmp_path / "openapi.json"), loading=Loading(overlays=(str(tmp_path / "fix.json"),)))
    assert words in raised.value.message
    assert "fix.json" in raised.value.file


def test_each_alternative_of_a_filter_may_search_all_descendants(tmp_path: Path) -> None:
    target = "$..[?@..name && @..tags || @..['..'] || @.name == '.. ] [']"
    _, reported = applied(tmp_path, {"target": target, "remove": True})
    assert reported == []


def test_an_overlay_that_adds_too_much_is_refused(tmp_path: Path) -> None:
    large = {"target": "$..responses", "update": {"x-text": "x" * 2**20}}
    with pytest.raises(SourceError, match="too large"):
        applied(tmp_path, *[large] * 20)


def test_a_list_that_is_copied_into_itself_is_refused_in_time(tmp_path: Path) -> None:
    # Each value counts, however short, because the record of its origin takes more memory than the value.
    first = {"target": "$.info", "update": {"x-list": [1] * 1000}}
    with bounded(), pytest.raises(SourceError, match="too large"):
        applied(tmp_path, first, *[{"target": "$.info", "copy": "$.info"}] * 12)


def test_many_queries_for_all_paths_are_refused_in_time(tmp_path: Path) -> None:
    path = tmp_path / "fix.json"
    actions = [{"target": "$.paths.*", "update": {f"x-{n}": n}} for n in range(1500)]
    path.write_text(json.dumps({"overlay": "1.0.0", "actions": actions}))
    document: Any = {"paths": {f"/kites/{n}": {"get": {"responses": {}}} for n in range(1500)}}
    with bounded(), pytest.raises(SourceError, match="more steps than"):
        overlaid(document, read_overlay(str(path)))


@pytest.mark.parametrize(
    "target",
    ["$..[?$..a]", "$.parts[?count($..*) > 1]", "$..[?@..[?$.parts[?1 == 2]]]", "$.parts[?search(@.a, @.b)]"],
)
def test_queries_with_too_many_steps_are_refused(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The real limit for a document of this size would make the test take some seconds.
    monkeypatch.setattr(json_path, "_MOST_STEPS", 1_000)
    path = tmp_path / "fix.json"
    actions = [{"target": target, "remove": False, "update": {}}] * 100
    path.write_text(json.dumps({"overlay": "1.0.0", "actions": actions}))
    document = {"parts": [{"a": "x", "b": f"(y{n}{{1,9}}){{1,9}}"} for n in range(500)]}
    with bounded(), pytest.raises(SourceError, match="more steps than"):
        overlaid(document, read_overlay(str(path)))


def test_all_overlays_of_a_document_share_one_allowance(tmp_path: Path) -> None:
    path = tmp_path / "fix.json"
    action = {"target": "$.info", "update": {"x-text": "x" * 2**20}}
    path.write_text(json.dumps({"overlay": "1.0.0", "actions": [action]}))
    document: Any = {"info": {}}
    allowance = Allowance(document)
    for _ in range(20):
        document = overlaid(document, read_overlay(str(path)), allowance=allowance).document
    path.write_text(json.dumps({"overlay": "1.0.0", "actions": [action] * 20}))
    with pytest.raises(SourceError, match="too large"):
        overlaid(document, read_overlay(str(path)), allowance=allowance)


def test_a_pattern_that_backtracks_takes_no_time(tmp_path: Path) -> None:
    path = tmp_path / "fix.json"
    target = "$.info[?search(@, '(x+x+)+y')]"
    path.write_text(json.dumps({"overlay": "1.0.0", "actions": [{"target": target, "remove": True}]}))
    document = {"info": {"title": "x" * 5_000}}
    assert overlaid(document, read_overlay(str(path))).document == document


def test_a_document_is_loaded_with_its_overlays_applied(tmp_path: Path) -> None:
    """Overlays apply one after the other; a reference that an overlay adds is not followed into another file."""
    (tmp_path / "secret.yaml").write_text("type: string")
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(DOCUMENT))
    for name, title in (("a.yaml", "First"), ("b.yaml", "Second")):
        actions = [{"target": "$.info", "update": {"title": title}}, {"target": "$.nothing", "remove": True}]
        if name == "b.yaml":
            schema = {"components": {"schemas": {"A": {"$ref": "secret.yaml"}}}}
            actions.append({"target": "$", "update": schema})
        (tmp_path / name).write_text(yaml.safe_dump({"overlay": "1.0.0", "actions": actions}, sort_keys=False))
    overlays = (str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"))
    found = load(str(tmp_path / "openapi.yaml"), loading=Loading(overlays=overlays))
    assert found.document["info"]["title"] == "Second"
    assert found.document["components"]["schemas"]["A"] != {"type": "string"}
    assert [fault.file for fault in found.faults if fault.kind == "overlay-without-match"] == list(overlays)
    lines = {(fault.kind, fault.file, fault.line) for fault in found.faults}
    assert lines == {
        *(("overlay-without-match", overlay, 6) for overlay in overlays),
        ("dangling-reference", overlays[1], 12),
    }
    assert found.files == (str(tmp_path / "openapi.yaml"), *overlays)


def test_an_overlay_applies_to_swagger_before_the_conversion(tmp_path: Path) -> None:
    swagger = {"swagger": "2.0", "info": {"title": "K", "version": "1"}, "paths": {}, "definitions": {"A": {}}}
    (tmp_path / "swagger.json").write_text(json.dumps(swagger))
    actions = [{"target": "$.definitions.A", "update": {"type": "string"}}]
    (tmp_path / "fix.json").write_text(json.dumps({"overlay": "1.0.0", "actions": actions}))
    found = load(str(tmp_path / "swagger.json"), loading=Loading(overlays=(str(tmp_path / "fix.json"),)))
    assert found.document["components"]["schemas"]["A"] == {"type": "string"}


def test_a_loaded_document_lists_the_files_of_its_overlays(tmp_path: Path) -> None:
    # A tool that shows the document watches these files for changes, too.
    document, overlay = tmp_path / "kites.json", tmp_path / "fix.json"
    document.write_text(json.dumps(DOCUMENT))
    overlay.write_text(json.dumps({"overlay": "1.0.0", "actions": [{"target": "$.info", "update": {"title": "A"}}]}))
    assert load(str(document), loading=Loading(overlays=(str(overlay),))).files == (str(document), str(overlay))


def test_an_overlay_of_1_0_that_copies_is_reported_and_applied(tmp_path: Path) -> None:
    copy_of_all = {"target": "$.paths['/tails'].get", "copy": "$.paths['/kites'].delete"}
    found, reported = applied(tmp_path, copy_of_all, version="1.0.0")
    assert found["paths"]["/tails"]["get"]["x-internal"] is True
    assert reported == ["/actions/0/copy Overlay 1.0 has no `copy`; it is read as in 1.1"]
    assert applied(tmp_path, copy_of_all, version="1.1.0") == (found, [])
