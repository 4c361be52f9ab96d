"""Each of the three wrong in turn, for each kind of fact: the one that is alone is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from speclift.diff.description import describe
from speclift.fuzz.transport.selection import Choice
from speclift.verify.run import Server, verify
from tests.contract.small import STRING, Json, operation, parameter
from tests.verify.nursery import OAK, Answer, Answers, answers, as_json, changed, nursery, serving, verified, wrongs


class Kind(NamedTuple):
    """A fact: how a document states it otherwise, a server that does as this document says, and what is reported."""

    change: Callable[[Json], object]
    otherwise: Answers
    fact: str
    where: str
    right: Answers = answers()


def tree(found: Json) -> Any:
    return found["components"]["schemas"]["Tree"]


def of(found: Json, path: str) -> Any:
    return found["paths"][path]["get"]


def without_kind(found: Json) -> None:
    del tree(found)["properties"]["kind"]


def with_height(found: Json) -> None:
    tree(found)["properties"]["height"] = STRING
    tree(found)["required"].append("height")


def with_accepted(found: Json) -> None:
    responses = of(found, "/open")["responses"]
    responses["202"] = responses.pop("200")


def with_text(found: Json) -> None:
    response = of(found, "/open")["responses"]["200"]
    response["content"] = {"text/plain": {"schema": STRING}}


def with_required_season(found: Json) -> None:
    of(found, "/open")["parameters"] = [parameter("season", "query", STRING, required=True, example="spring")]


def with_ash(found: Json) -> None:
    of(found, "/trees")["parameters"][0]["schema"]["enum"].append("ash")


def needs_season(query: Mapping[str, str]) -> Answer:
    return as_json({"isOpen": True}) if "season" in query else as_json({"error": "season"}, 400)


def takes_ash(query: Mapping[str, str]) -> Answer:
    return as_json([OAK]) if query.get("kind") in (None, "oak", "elm", "ash") else as_json("?", 400)


def bare(found: Json) -> None:
    del of(found, "/open")["responses"]["200"]["content"]


KINDS = {
    "status": Kind(
        with_accepted, answers(others={"/open": lambda _: as_json({"isOpen": True}, 202)}), "status", "responses"
    ),
    "type": Kind(
        lambda found: tree(found)["properties"].update(name={"type": "integer"}),
        answers({**OAK, "name": 5}),
        "type",
        "response 200 [].name",
    ),
    "missing property": Kind(without_kind, answers({"id": 7, "name": "Old oak"}), "property", "response 200 [].kind"),
    "property more": Kind(with_height, answers({**OAK, "height": "tall"}), "property", "response 200 [].height"),
    "required": Kind(
        lambda found: tree(found)["required"].append("kind"),
        answers(OAK),
        "required",
        "response 200 [].kind",
        answers({"id": 7, "name": "Old oak"}),
    ),
    "enumeration": Kind(
        lambda found: tree(found)["properties"].update(kind={"type": "string", "enum": ["fir"]}),
        answers({**OAK, "kind": "fir"}),
        "enumeration",
        "response 200 [].kind",
    ),
    "format": Kind(
        lambda found: tree(found)["properties"].update(name={"type": "string", "format": "date"}),
        answers({**OAK, "name": "2026-01-01"}),
        "format",
        "response 200 [].name",
    ),
    "media type": Kind(
        with_text, answers(others={"/open": lambda _: (200, "text/plain", b"yes")}), "media-type", "response 200"
    ),
    "body": Kind(bare, answers(others={"/open": lambda _: (200, "", b"")}), "body", "response 200"),
    "operation": Kind(
        lambda found: found["paths"].pop("/open"),
        {path: answer for path, answer in answers().items() if path != "/open"},
        "operation",
        "",
    ),
    "required parameter": Kind(
        with_required_season, answers(others={"/open": needs_season}), "required", "query parameter season"
    ),
    "member of a parameter": Kind(
        with_ash, answers(others={"/trees": takes_ash}), "enumeration", "query parameter kind"
    ),
}

#: Facts of which a server that does more, or less, than both documents say breaks neither.
ONE_SIDED = {"missing property", "property more", "format", "required", "required parameter", "member of a parameter"}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("alone", ["docs", "published"])
def test_a_document_that_is_alone_is_wrong(name: str, alone: str) -> None:
    kind = KINDS[name]
    other, right = changed(kind.change), nursery()
    documents = (other, right) if alone == "docs" else (right, other)
    found = wrongs(verified(*documents, kind.right))
    assert (kind.fact, kind.where, alone) in found
    assert {wrong for _, _, wrong in found} == {alone}


#: A server that always sends what need not be sent breaks no document, nor does a date where any text may be.
@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"format", "required"}))
@pytest.mark.parametrize("alone", ["docs", "published"])
def test_the_same_the_other_way_round(name: str, alone: str) -> None:
    """The server does as the other document says: now the first one is alone."""
    kind = KINDS[name]
    other, right = changed(kind.change), nursery()
    documents = (right, other) if alone == "docs" else (other, right)
    found = wrongs(verified(*documents, kind.otherwise))
    assert (kind.fact, kind.where, alone) in found
    assert {wrong for _, _, wrong in found} == {alone}


@pytest.mark.parametrize("name", sorted(KINDS.keys() - ONE_SIDED))
def test_a_server_that_is_alone_is_wrong(name: str) -> None:
    kind = KINDS[name]
    found = wrongs(verified(nursery(), nursery(), kind.otherwise))
    assert (kind.fact, kind.where, "server") in found
    assert {wrong for _, _, wrong in found} == {"server"}


def test_a_server_that_leaves_out_what_both_require_is_wrong() -> None:
    found = wrongs(verified(nursery(), nursery(), answers({"id": 7, "kind": "oak"})))
    assert found == [("required", "response 200 [].name", "server")]


def test_a_server_that_falls_over_is_wrong() -> None:
    given = answers(others={"/open": lambda _: (500, "text/plain", b"a bug")})
    assert wrongs(verified(nursery(), nursery(), given)) == [("status", "responses", "server")]


def test_what_neither_document_lists_is_drift() -> None:
    found = verified(nursery(), nursery(), answers({**OAK, "height": 3}))
    assert not wrongs(found)
    assert [(row.fact, row.wrong, row.level) for row in found.disagreements] == [("property", "server", "drift")]


def test_of_very_many_properties_a_few_are_told() -> None:
    found = verified(nursery(), nursery(), answers({**OAK, **{f"key{number}": number for number in range(20_000)}}))
    assert not wrongs(found)
    assert 0 < len(found.disagreements) <= 50


def test_where_all_three_agree_nothing_is_found() -> None:
    found = verified(nursery(), nursery(), answers())
    assert not found.disagreements
    assert set(found.proof.covered) == {"listTrees", "getTree", "isOpen"}


def test_where_all_three_differ_nobody_is_blamed() -> None:
    docs = changed(lambda found: tree(found)["properties"].update(name={"type": "integer"}))
    published = changed(lambda found: tree(found)["properties"].update(name={"type": "boolean"}))
    found = wrongs(verified(docs, published, answers()))
    assert found
    assert {wrong for _, _, wrong in found} == {"undecided"}


def test_a_document_that_says_nothing_agrees_with_nobody() -> None:
    docs = changed(lambda found: tree(found)["properties"].update(name={"type": "integer"}))
    published = changed(lambda found: tree(found)["properties"].update(name={}))
    assert {wrong for _, _, wrong in wrongs(verified(docs, published, answers()))} == {"undecided"}


def test_what_no_answer_shows_is_undecided() -> None:
    """The list is empty, and no tree is there: what a tree is, the server does not tell."""
    given = {**answers(), "/trees": lambda _: as_json([])}
    del given["/trees/7"]
    docs = changed(lambda found: tree(found)["properties"].update(name={"type": "integer"}))
    found = verified(docs, nursery(), given)
    assert wrongs(found) == [("response-type-changed", "Tree.name", "undecided")]
    assert found.unfound == ("GET /trees/{id}",)


def test_paths_of_one_operation_are_both_tried() -> None:
    def moved(found: Json) -> None:
        found["paths"]["/opening"] = found["paths"].pop("/open")

    assert wrongs(verified(changed(moved), nursery(), answers())) == [("operation", "", "docs")]
    assert wrongs(verified(nursery(), changed(moved), answers())) == [("operation", "", "published")]


def test_a_part_of_the_path_may_stand_in_the_address_of_the_server() -> None:
    below = changed(lambda found: found.update(servers=[{"url": "https://example.com/v1"}]))
    docs = {**nursery(), "paths": {f"/v1{path}": item for path, item in nursery()["paths"].items()}}
    given = {f"/v1{path}": answer for path, answer in answers().items()}
    found = verified(docs, below, given)
    assert not wrongs(found)
    assert len(found.proof.covered) == 3


@pytest.mark.parametrize("alone", ["docs", "published"])
def test_a_thing_that_is_listed_and_not_found_tells_of_its_operation(alone: str) -> None:
    less = changed(lambda found: found["paths"].pop("/trees/{id}"))
    documents = (nursery(), less) if alone == "docs" else (less, nursery())
    given = {path: answer for path, answer in answers().items() if path != "/trees/7"}
    rows = verified(*documents, given).disagreements
    assert [(row.operations, row.fact, row.wrong) for row in rows] == [(("GET /trees/{id}",), "operation", alone)]


def test_a_wrong_address_blames_nobody() -> None:
    found = verified(nursery(), nursery(), {})
    assert not found.disagreements
    assert "--url" in found.shortfall


def test_a_new_operation_is_found_missing_in_the_docs() -> None:
    def more(found: Json) -> None:
        found["paths"]["/shears"] = {"get": operation("listShears", answer={"type": "array"})}

    given = answers(others={"/shears": lambda _: as_json([])})
    rows = verified(nursery(), changed(more), given).disagreements
    assert [(row.operations, row.fact, row.wrong) for row in rows] == [(("GET /shears",), "operation", "docs")]


def without_list(found: Json) -> None:
    del found["paths"]["/trees"]


def without_tree(found: Json) -> None:
    del found["paths"]["/trees/{id}"]


def with_any_tree(found: Json) -> None:
    found["components"]["schemas"]["Tree"] = {"type": "object"}


@pytest.mark.parametrize(
    ("docs", "published"),
    [
        (nursery(), nursery()),
        (changed(without_list), changed(without_tree)),
        (changed(without_tree), changed(without_list)),
        (changed(with_any_tree), changed(with_any_tree)),
    ],
)
def test_a_thing_that_the_server_lists_is_asked_for_where_the_sample_is_not_there(docs: Json, published: Json) -> None:
    seen: list[str] = []
    with serving(answers(), seen) as url:
        sides = describe(docs, "docs", file="docs.yaml"), describe(published, "published", file="published.yaml")
        verify(*sides, Server(url), Choice())
    assert [target for target in seen if target.startswith("GET /trees/")] == ["GET /trees/1", "GET /trees/7"]
