"""For each kind of fact, the docs, the published document and the server are wrong in turn: the one alone is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from speclift.diff.description import describe
from speclift.fuzz.transport.selection import Choice
from speclift.verify.run import Server, verify
from tests.contract.small import STRING, Json, operation, parameter
from tests.verify.nursery import (
    OAK,
    Response,
    Responses,
    as_json,
    changed,
    faults,
    nursery,
    responses,
    serving,
    verified,
)


class Kind(NamedTuple):
    """A kind of fact: a change to a document, the responses of a server that does as changed, and what is reported."""

    change: Callable[[Json], object]
    responses_when_changed: Responses
    fact: str
    where: str
    responses_when_unchanged: Responses = responses()


def tree_schema(api: Json) -> Any:
    return api["components"]["schemas"]["Tree"]


def get_of(api: Json, path: str) -> Any:
    return api["paths"][path]["get"]


def without_kind(api: Json) -> None:
    del tree_schema(api)["properties"]["kind"]


def with_height(api: Json) -> None:
    tree_schema(api)["properties"]["height"] = STRING
    tree_schema(api)["required"].append("height")


def with_accepted(api: Json) -> None:
    documented = get_of(api, "/open")["responses"]
    documented["202"] = documented.pop("200")


def with_text(api: Json) -> None:
    response = get_of(api, "/open")["responses"]["200"]
    response["content"] = {"text/plain": {"schema": STRING}}


def with_required_season(api: Json) -> None:
    get_of(api, "/open")["parameters"] = [parameter("season", "query", STRING, required=True, example="spring")]


def with_ash(api: Json) -> None:
    get_of(api, "/trees")["parameters"][0]["schema"]["enum"].append("ash")


def needs_season(query: Mapping[str, str]) -> Response:
    return as_json({"isOpen": True}) if "season" in query else as_json({"error": "season"}, 400)


def takes_ash(query: Mapping[str, str]) -> Response:
    return as_json([OAK]) if query.get("kind") in (None, "oak", "elm", "ash") else as_json("?", 400)


def with_limit(**bounds: int) -> Callable[[Json], object]:
    """Every document gets the parameter; the bounds are those of the changed one."""

    def change(api: Json) -> None:
        get_of(api, "/open")["parameters"] = [parameter("limit", "query", {"type": "integer", **bounds})]

    return change


@pytest.mark.parametrize(
    ("docs", "published", "most", "fact", "wrong"),
    [
        ({"maximum": 50}, {"maximum": 100}, 100, "maximum", "docs"),
        ({"maximum": 50}, {"maximum": 100}, 50, "maximum", "published"),
        ({"maximum": 100}, {"maximum": 50}, 100, "maximum", "published"),
        ({"maximum": 100}, {}, 100, "maximum", "published"),
        ({}, {"maximum": 100}, 1000, "maximum", "published"),
        ({"minimum": 1}, {"minimum": 0}, 100, "minimum", "docs"),
    ],
)
def test_a_number_that_only_one_document_allows_is_tried(
    docs: Json, published: Json, most: int, fact: str, wrong: str
) -> None:
    def opening(query: Mapping[str, str]) -> Response:
        return as_json({"isOpen": True}) if 0 <= int(query.get("limit", 1)) <= most else as_json("?", 400)

    served = responses(others={"/open": opening})
    found = faults(verified(changed(with_limit(**docs)), changed(with_limit(**published)), served))
    assert found == [(fact, "query parameter limit", wrong)]


def without_content(api: Json) -> None:
    del get_of(api, "/open")["responses"]["200"]["content"]


KINDS = {
    "status": Kind(
        with_accepted, responses(others={"/open": lambda _: as_json({"isOpen": True}, 202)}), "status", "responses"
    ),
    "type": Kind(
        lambda api: tree_schema(api)["properties"].update(name={"type": "integer"}),
        responses({**OAK, "name": 5}),
        "type",
        "response 200 [].name",
    ),
    "missing property": Kind(without_kind, responses({"id": 7, "name": "Old oak"}), "property", "response 200 [].kind"),
    "extra property": Kind(with_height, responses({**OAK, "height": "tall"}), "property", "response 200 [].height"),
    "required": Kind(
        lambda api: tree_schema(api)["required"].append("kind"),
        responses(OAK),
        "required",
        "response 200 [].kind",
        responses({"id": 7, "name": "Old oak"}),
    ),
    "enumeration": Kind(
        lambda api: tree_schema(api)["properties"].update(kind={"type": "string", "enum": ["fir"]}),
        responses({**OAK, "kind": "fir"}),
        "enumeration",
        "response 200 [].kind",
    ),
    "format": Kind(
        lambda api: tree_schema(api)["properties"].update(name={"type": "string", "format": "date"}),
        responses({**OAK, "name": "2026-01-01"}),
        "format",
        "response 200 [].name",
    ),
    "media type": Kind(
        with_text, responses(others={"/open": lambda _: (200, "text/plain", b"yes")}), "media-type", "response 200"
    ),
    "body": Kind(without_content, responses(others={"/open": lambda _: (200, "", b"")}), "body", "response 200"),
    "operation": Kind(
        lambda api: api["paths"].pop("/open"),
        {path: response for path, response in responses().items() if path != "/open"},
        "operation",
        "",
    ),
    "required parameter": Kind(
        with_required_season, responses(others={"/open": needs_season}), "required", "query parameter season"
    ),
    "enumeration of a parameter": Kind(
        with_ash, responses(others={"/trees": takes_ash}), "enumeration", "query parameter kind"
    ),
}

#: Facts for which a server may do more, or less, than both documents say without breaking them.
ONE_SIDED = {
    "missing property",
    "extra property",
    "format",
    "required",
    "required parameter",
    "enumeration of a parameter",
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("alone", ["docs", "published"])
def test_a_document_that_is_alone_is_wrong(name: str, alone: str) -> None:
    kind = KINDS[name]
    changed_document, unchanged = changed(kind.change), nursery()
    documents = (changed_document, unchanged) if alone == "docs" else (unchanged, changed_document)
    found = faults(verified(*documents, kind.responses_when_unchanged))
    assert (kind.fact, kind.where, alone) in found
    assert {wrong for _, _, wrong in found} == {alone}


# A server that always sends an optional property breaks no document, nor does a date in place of any string.
@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"format", "required"}))
@pytest.mark.parametrize("alone", ["docs", "published"])
def test_the_other_document_is_wrong_if_the_server_does_as_changed(name: str, alone: str) -> None:
    """The server agrees with the changed document, so the unchanged one is alone."""
    kind = KINDS[name]
    changed_document, unchanged = changed(kind.change), nursery()
    documents = (unchanged, changed_document) if alone == "docs" else (changed_document, unchanged)
    found = faults(verified(*documents, kind.responses_when_changed))
    assert (kind.fact, kind.where, alone) in found
    assert {wrong for _, _, wrong in found} == {alone}


@pytest.mark.parametrize("name", sorted(KINDS.keys() - ONE_SIDED))
def test_a_server_that_is_alone_is_wrong(name: str) -> None:
    kind = KINDS[name]
    found = faults(verified(nursery(), nursery(), kind.responses_when_changed))
    assert (kind.fact, kind.where, "server") in found
    assert {wrong for _, _, wrong in found} == {"server"}


def test_a_server_that_leaves_out_a_property_that_both_require_is_wrong() -> None:
    found = faults(verified(nursery(), nursery(), responses({"id": 7, "kind": "oak"})))
    assert found == [("required", "response 200 [].name", "server")]


def test_a_server_with_an_internal_error_is_wrong() -> None:
    served = responses(others={"/open": lambda _: (500, "text/plain", b"a bug")})
    assert faults(verified(nursery(), nursery(), served)) == [("status", "responses", "server")]


def test_a_property_that_neither_document_lists_is_drift() -> None:
    result = verified(nursery(), nursery(), responses({**OAK, "height": 3}))
    assert not faults(result)
    assert [(row.fact, row.wrong, row.level) for row in result.disagreements] == [("property", "server", "drift")]


def test_only_some_of_very_many_properties_are_reported() -> None:
    result = verified(nursery(), nursery(), responses({**OAK, **{f"key{number}": number for number in range(20_000)}}))
    assert not faults(result)
    assert 0 < len(result.disagreements) <= 50


def test_nothing_is_found_if_all_three_agree() -> None:
    result = verified(nursery(), nursery(), responses())
    assert not result.disagreements
    assert set(result.proof.covered) == {"listTrees", "getTree", "isOpen"}


def test_nobody_is_blamed_if_all_three_differ() -> None:
    docs = changed(lambda api: tree_schema(api)["properties"].update(name={"type": "integer"}))
    published = changed(lambda api: tree_schema(api)["properties"].update(name={"type": "boolean"}))
    found = faults(verified(docs, published, responses()))
    assert found
    assert {wrong for _, _, wrong in found} == {"undecided"}


def test_a_document_that_says_nothing_agrees_with_nobody() -> None:
    docs = changed(lambda api: tree_schema(api)["properties"].update(name={"type": "integer"}))
    published = changed(lambda api: tree_schema(api)["properties"].update(name={}))
    assert {wrong for _, _, wrong in faults(verified(docs, published, responses()))} == {"undecided"}


def test_a_fact_that_no_response_shows_is_undecided() -> None:
    """The list is empty and there is no tree, so the server does not show the type of a tree."""
    served = {**responses(), "/trees": lambda _: as_json([])}
    del served["/trees/7"]
    docs = changed(lambda api: tree_schema(api)["properties"].update(name={"type": "integer"}))
    result = verified(docs, nursery(), served)
    assert faults(result) == [("response-type-changed", "Tree.name", "undecided")]
    assert result.unfound == ("GET /trees/{id}",)


def test_both_paths_of_an_operation_are_tried() -> None:
    def moved(api: Json) -> None:
        api["paths"]["/opening"] = api["paths"].pop("/open")

    assert faults(verified(changed(moved), nursery(), responses())) == [("operation", "", "docs")]
    assert faults(verified(nursery(), changed(moved), responses())) == [("operation", "", "published")]


def test_a_part_of_the_path_may_be_in_the_server_url() -> None:
    below = changed(lambda api: api.update(servers=[{"url": "https://example.com/v1"}]))
    docs = {**nursery(), "paths": {f"/v1{path}": item for path, item in nursery()["paths"].items()}}
    served = {f"/v1{path}": response for path, response in responses().items()}
    result = verified(docs, below, served)
    assert not faults(result)
    assert len(result.proof.covered) == 3


@pytest.mark.parametrize("alone", ["docs", "published"])
def test_a_listed_item_that_is_not_found_shows_that_its_operation_is_missing(alone: str) -> None:
    without_item = changed(lambda api: api["paths"].pop("/trees/{id}"))
    documents = (nursery(), without_item) if alone == "docs" else (without_item, nursery())
    served = {path: response for path, response in responses().items() if path != "/trees/7"}
    rows = verified(*documents, served).disagreements
    assert [(row.operations, row.fact, row.wrong) for row in rows] == [(("GET /trees/{id}",), "operation", alone)]


def test_a_wrong_base_url_blames_nobody() -> None:
    result = verified(nursery(), nursery(), {})
    assert not result.disagreements
    assert "--url" in result.shortfall


def test_a_new_operation_is_reported_as_missing_in_the_docs() -> None:
    def with_shears(api: Json) -> None:
        api["paths"]["/shears"] = {"get": operation("listShears", answer={"type": "array"})}

    served = responses(others={"/shears": lambda _: as_json([])})
    rows = verified(nursery(), changed(with_shears), served).disagreements
    assert [(row.operations, row.fact, row.wrong) for row in rows] == [(("GET /shears",), "operation", "docs")]


def without_list(api: Json) -> None:
    del api["paths"]["/trees"]


def without_tree(api: Json) -> None:
    del api["paths"]["/trees/{id}"]


def with_any_tree(api: Json) -> None:
    api["components"]["schemas"]["Tree"] = {"type": "object"}


@pytest.mark.parametrize(
    ("docs", "published"),
    [
        (nursery(), nursery()),
        (changed(without_list), changed(without_tree)),
        (changed(without_tree), changed(without_list)),
        (changed(with_any_tree), changed(with_any_tree)),
    ],
)
def test_an_item_that_the_server_lists_is_read_if_the_sample_does_not_exist(docs: Json, published: Json) -> None:
    seen: list[str] = []
    with serving(responses(), seen) as url:
        sides = describe(docs, "docs", file="docs.yaml"), describe(published, "published", file="published.yaml")
        verify(*sides, Server(url), Choice())
    assert [target for target in seen if target.startswith("GET /trees/")] == ["GET /trees/1", "GET /trees/7"]
