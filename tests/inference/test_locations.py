"""Where the fields of an operation are sent, such as in the path, the query or the body: one test per rule."""

from __future__ import annotations

import pytest

from speclift.model.facts import Named
from speclift.model.schema import ObjectOf, Scalar
from tests.inference.facts import (
    BOOLEAN,
    INTEGER,
    STRING,
    at,
    body,
    by_name,
    codes,
    described,
    field,
    inferred,
    only_operation,
    operation,
    parameters,
    request,
    request_schema,
    response,
    response_schema,
    sample,
)


@pytest.mark.parametrize(
    ("method", "where"),
    [("GET", "query"), ("HEAD", "query"), ("DELETE", "query"), ("POST", "body"), ("PUT", "body"), ("PATCH", "body")],
)
def test_the_method_decides_where_a_field_is_sent(method: str, where: str) -> None:
    api = inferred(operation(f"{method} /crates", field("label", STRING)))
    assert (list(parameters(api)) == ["query label"]) is (where == "query")
    assert (only_operation(api).request is not None) is (where == "body")


def test_a_stated_location_overrides_the_method() -> None:
    api = inferred(operation("GET /crates", field("Trace", STRING, location="header"), field("s", location="cookie")))
    assert list(parameters(api)) == ["header Trace", "cookie s"]


@pytest.mark.parametrize(
    ("path", "name", "placeholder"),
    [
        ("/crates/{crate_id}", "crateId", "crate_id"),
        ("/crates/{Crate ID}", "crate-id", "Crate_ID"),
        ("/users/{id | userPrincipalName}", "userPrincipalName", "id"),
        ("/users/{id}", "id", "id"),
    ],
)
def test_a_placeholder_is_found_by_another_spelling_of_its_name(path: str, name: str, placeholder: str) -> None:
    api = inferred(operation(f"POST {path}", field(name, INTEGER)))
    assert parameters(api)[f"path {placeholder}"].schema == Scalar("integer")
    assert only_operation(api).request is None


def test_the_only_remaining_path_field_belongs_to_the_only_remaining_placeholder() -> None:
    api = inferred(operation("GET /crates/{id}/lids/{lid}", field("id"), field("number", INTEGER, location="path")))
    assert parameters(api)["path lid"].schema == Scalar("integer")


def test_a_path_field_without_a_placeholder_is_a_finding() -> None:
    api = inferred(operation("GET /crates", field("id", INTEGER, location="path", line=9)))
    assert not only_operation(api).parameters
    assert [(item.code, item.line) for item in api.findings] == [("SL204", 9)]


def test_every_placeholder_has_a_parameter() -> None:
    api = inferred(operation("GET /crates/{id}/lids/{lid}"))
    assert [(item.name, item.is_required) for item in only_operation(api).parameters] == [("id", True), ("lid", True)]


def test_a_sample_path_shows_the_type_of_a_placeholder() -> None:
    api = inferred(operation("GET /crates/{id}", request_samples=(request("https://x.example/v1/crates/42?full=1"),)))
    assert parameters(api)["path id"].schema == Scalar("integer")


def test_a_placeholder_has_the_type_of_the_property_in_the_response() -> None:
    api = inferred(
        operation("GET /crates/{id}", responses=(response("200", body(sample_values=({"id": 7, "label": "figs"},))),)),
        operation("DELETE /crates/{crateId}"),
    )
    assert all(item.parameters[0].schema == Scalar("integer") for item in api.operations)
    assert {item.parameters[0].name for item in api.operations} == {"crateId"}


def test_names_that_look_like_headers_are_headers() -> None:
    api = inferred(operation("POST /crates", field("X-Request-Id", STRING), field("If-Match", STRING)))
    assert list(parameters(api)) == ["header X-Request-Id", "header If-Match"]


def test_headers_that_are_no_parameters_become_media_types_and_security() -> None:
    api = inferred(
        operation(
            "POST /crates",
            field("Content-Type", STRING, location="header", example="application/vnd.crate+json"),
            field("Accept", STRING, location="header", example="text/csv"),
            field("Authorization", STRING, location="header", description="`Bearer` and the token"),
            field("label", STRING),
            responses=(response("200", body(kind=STRING)),),
        )
    )
    found = only_operation(api)
    assert not found.parameters
    assert found.request
    assert found.request.media_types == ("application/vnd.crate+json",)
    assert found.responses[0].content
    assert found.responses[0].content.media_types == ("text/csv",)
    assert found.security == ("Bearer",)


def test_a_sample_request_shows_which_fields_of_a_post_are_in_the_query() -> None:
    api = inferred(
        operation("POST /crates", field("dry"), field("label"), request_samples=(request("/crates?dry=true", "POST"),))
    )
    assert list(parameters(api)) == ["query dry"]
    assert list(by_name(request_schema(api))) == ["label"]


def test_query_fields_that_only_a_sample_shows_are_parameters() -> None:
    api = inferred(operation("GET /crates", request_samples=(request("/crates?page=2&deep=false&q=figs", line=44),)))
    assert {name: item.schema for name, item in parameters(api).items()} == {
        "query page": Scalar("integer"),
        "query deep": Scalar("boolean"),
        "query q": Scalar("string"),
    }
    fact = only_operation(api).parameters[0].facts[0]
    assert (fact.rule, fact.places) == ("sample-query", (at(44),))


def test_a_placeholder_as_a_query_value_shows_no_type() -> None:
    api = inferred(operation("GET /crates", request_samples=(request("/crates?size={size}&after=<id>"),)))
    assert {item.schema for item in only_operation(api).parameters} == {Scalar("string")}


def test_fields_outside_of_a_listed_body_are_in_the_query() -> None:
    api = inferred(operation("POST /crates", field("notify", BOOLEAN), request=body(field("label", STRING))))
    assert list(parameters(api)) == ["query notify"]
    assert list(by_name(request_schema(api))) == ["label"]


def test_fields_that_a_complete_sample_body_lacks_are_in_the_query() -> None:
    complete = operation("POST /crates", field("notify"), request_samples=(sample({"label": "figs"}),))
    assert list(parameters(inferred(complete))) == ["query notify"]
    partial = operation("POST /crates", field("notify"), request_samples=(sample({"label": "figs"}, is_partial=True),))
    assert list(by_name(request_schema(inferred(partial)))) == ["notify", "label"]


def test_the_first_of_several_fields_of_one_name_wins_and_the_others_complete_it() -> None:
    api = inferred(
        operation(
            "GET /crates",
            field("size", location="query", description="How many."),
            field("size", INTEGER, location="query", required=True, default="5", line=7),
        )
    )
    found = parameters(api)["query size"]
    assert (found.schema, found.is_required, found.default) == (Scalar("integer"), True, "5")
    assert found.description == "How many."
    assert found.facts[0].places == (at(5), at(7))


def test_a_field_named_like_its_type_is_the_body() -> None:
    crate = described("CrateInput", field("label", STRING), anchors=("crateinput",))
    api = inferred(operation("POST /crates", field("CrateInput", Named("CrateInput", "#crateinput"))), crate)
    assert str(request_schema(api)).startswith("Ref(")
    of_body = inferred(operation("POST /crates", field("body", Named("CrateInput"), location="body")), crate)
    assert request_schema(of_body) == request_schema(api)


def test_a_field_called_body_is_a_property_where_a_sample_has_it() -> None:
    api = inferred(operation("POST /notes", field("body", STRING), request_samples=(sample({"body": "figs"}),)))
    assert list(by_name(request_schema(api))) == ["body"]


def test_form_fields_are_sent_as_a_form() -> None:
    plain = inferred(operation("POST /crates", field("label", STRING, location="form")))
    content = only_operation(plain).request
    assert content
    assert content.media_types == ("application/x-www-form-urlencoded",)
    assert isinstance(content.schema, ObjectOf)


def test_an_undescribed_response_is_assumed_to_be_200() -> None:
    found = only_operation(inferred(operation("GET /crates"))).responses
    assert [(item.status, item.content, item.facts[0].rule) for item in found] == [("200", None, "assumed-status")]


def test_only_http_statuses_are_used() -> None:
    api = inferred(
        operation(
            "GET /crates",
            responses=(response("200 OK"), response("4xx"), response(""), response("ok?")),
        )
    )
    assert [item.status for item in only_operation(api).responses] == ["200", "4XX"]
    assert codes(api) == ["SL110"]


def test_a_204_response_has_no_body() -> None:
    api = inferred(operation("DELETE /crates/{id}", responses=(response("204", body(field("x", STRING))),)))
    assert [item.content for item in only_operation(api).responses] == [None]
    assert codes(api) == ["SL205"]


def test_a_body_without_a_status_belongs_to_the_stated_success() -> None:
    api = inferred(operation("POST /crates", responses=(response("201"), response("", body(field("id", INTEGER))))))
    assert list(by_name(response_schema(api, "201"))) == ["id"]
