"""A Swagger 2.0 document keeps its meaning as OpenAPI 3, whatever references it uses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speclift.client.unsupported import limits as limits_of_client
from speclift.errors import SourceError
from speclift.fuzz.unsupported import limits as limits_of_fuzzing
from speclift.mock.unsupported import limits as limits_of_mock
from speclift.openapi.checking.faults import faults
from speclift.openapi.files.parse import read_data
from speclift.openapi.load import load
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import FORM
from speclift.openapi.structure.pointers import resolved
from speclift.openapi.swagger.document import openapi_of
from speclift.serve.unsupported import limits as limits_of_page
from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}
NOTHING: Json = {"description": ""}


def swagger(response: Json, **more: Json) -> Json:
    """An operation with this response, and two definitions: one has the name of a property of the other."""
    return {
        "swagger": "2.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": response}}}, **more},
        "definitions": {"A": {"type": "object", "properties": {"b": STRING}}, "b": {"type": "integer"}},
    }


def test_a_reference_into_a_definition_means_that_part() -> None:
    plain = {"description": "", "schema": {"type": "string"}}
    referring = {"description": "", "schema": {"$ref": "#/definitions/A/properties/b"}}
    found = changes(openapi_of(swagger(plain)), openapi_of(swagger(referring)))
    assert {change.level for change in found} <= {"info"}


def test_path_items_and_responses_may_be_referred_to_by_their_place() -> None:
    response = {"description": "", "schema": STRING}
    old = swagger(response, **{"/b": {"get": {"responses": {"200": response}}}})
    new = swagger(response, **{"/b": {"$ref": "#/paths/~1a"}})
    assert changes(resolved(openapi_of(old)), resolved(openapi_of(new))) == ()
    new = swagger(response, **{"/b": {"get": {"responses": {"200": {"$ref": "#/paths/~1a/get/responses/200"}}}}})
    assert changes(resolved(openapi_of(old)), resolved(openapi_of(new))) == ()


@pytest.mark.parametrize("reference", ["other.yaml", "#/paths/~1c", "#/paths/~1b"])
def test_a_path_item_that_refers_out_of_the_document_or_to_nothing_is_refused(reference: str) -> None:
    with pytest.raises(SourceError, match=r"leads (out of|nowhere|to itself)"):
        resolved(openapi_of(swagger({"description": ""}, **{"/b": {"$ref": reference}})))


def test_a_discriminator_of_swagger_becomes_one_of_openapi() -> None:
    def discriminated_by(name: str) -> Json:
        found = swagger({"description": "", "schema": {"$ref": "#/definitions/A"}})
        found["definitions"]["A"]["discriminator"] = name
        return openapi_of(found)

    assert {change.code for change in changes(discriminated_by("b"), discriminated_by("c"))} == {
        "response-discriminator-property-changed"
    }


def test_every_field_of_swagger_is_expressed_in_openapi() -> None:
    """The document has every field of Swagger 2.0; another file has the expected OpenAPI document."""
    here = Path(__file__).parent
    found = openapi_of(read_data(str(here / "swagger-2.0.yaml")))
    assert found == read_data(str(here / "swagger-2.0.openapi.yaml"))
    assert list(faults(found)) == []


def test_names_that_openapi_does_not_allow_are_replaced_everywhere() -> None:
    found = openapi_of(
        {
            **swagger({"description": "", "schema": {"$ref": "#/definitions/Map%C2%ABstring%C2%BB"}}),
            "definitions": {
                "Map«string»": {"properties": {"a": {"$ref": "#/definitions/a~1b"}}},
                "a/b": {"type": "string"},
                "a b": {"type": "integer"},
            },
            "securityDefinitions": {"API key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "security": [{"API key": []}],
        }
    )
    names = list(found["components"]["schemas"])
    assert names[0] == "Map_string"
    assert len({name.partition("b_")[0] for name in names[1:]}) == 1
    assert found["security"] == [{name: [] for name in found["components"]["securitySchemes"]}]
    assert list(faults(found)) == []


FAULTY: dict[str, dict[str, Any]] = {
    "nothing": {},
    "paths are a list": {"paths": []},
    "path item is text": {"paths": {"/a": "x"}},
    "parameters are a map": {"paths": {"/a": {"get": {"parameters": {"in": "body"}}, "parameters": 7}}},
    "parameter is text": {"paths": {"/a": {"get": {"parameters": ["x", None, {"in": "body"}, {"in": "formData"}]}}}},
    "parameter leads nowhere": {"paths": {"/a": {"get": {"parameters": [{"$ref": "#/parameters/x"}, {"$ref": 7}]}}}},
    "parameter leads to itself": {
        "parameters": {"a": {"$ref": "#/parameters/a"}},
        "paths": {"/a": {"get": {"parameters": [{"$ref": "#/parameters/a"}]}}},
    },
    "responses are text": {"paths": {"/a": {"get": {"responses": "x"}, "put": {"responses": {"200": "x"}}}}},
    "definitions are a list": {"definitions": [], "parameters": [], "responses": [], "securityDefinitions": []},
    "security is text": {"security": "x", "securityDefinitions": {"a": 7, "b": {"type": "x"}, "c": {"type": "oauth2"}}},
    "media types are text": {"consumes": "application/json", "produces": 7, "schemes": 7, "host": 7},
    "schema": {
        "definitions": {
            "a": {"properties": [], "allOf": 7, "items": [7], "required": 7, "type": [], "discriminator": {}},
            "b": {"$ref": "#/definitions/b"},
            "c": {"type": ["string", "null"], "additionalProperties": {"$ref": 7}},
            "d": 7,
        }
    },
}


@pytest.mark.parametrize("name", FAULTY)
def test_faults_are_left_for_the_check(name: str) -> None:
    found = openapi_of({"swagger": "2.0", "info": {"title": "Small", "version": "1"}, **FAULTY[name]})
    assert list(faults(found)) != []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, ["application/octet-stream"]),
        ({"produces": ["image/png", "text/csv"]}, ["image/png", "text/csv"]),
        ({"produces": ["application/json"]}, ["application/json"]),
    ],
)
def test_a_file_is_any_data_where_no_media_type_is_named(said: Json, expected: list[str]) -> None:
    found = openapi_of({**swagger({"description": "", "schema": {"type": "file"}}), **said})
    content = found["paths"]["/a"]["get"]["responses"]["200"]["content"]
    assert content == {kind: {"schema": {"type": "string", "format": "binary"}} for kind in expected}


def test_null_means_no_content_in_a_response_and_a_value_elsewhere() -> None:
    found = openapi_of(
        {
            **swagger({"description": "", "schema": {"type": "null"}}),
            "definitions": {"A": {"properties": {"a": {"type": "null", "title": "Nothing"}}}},
        }
    )
    assert found["paths"]["/a"]["get"]["responses"]["200"] == {"description": ""}
    schema = found["components"]["schemas"]["A"]["properties"]["a"]
    assert schema == {"title": "Nothing", "enum": [None], "nullable": True}


@pytest.mark.parametrize("case", ["consumes", "produces", "response", "enumeration"])
def test_what_would_multiply_is_refused_or_written_once(case: str) -> None:
    """Each document has about 200 KiB."""
    many = [f"application/x-{number}" for number in range(5_000)]
    response: Json = {"description": ""}
    get: Json = {"responses": {"200": response}, "parameters": [{"name": "a", "in": "body", "schema": {}}]}
    given: Json = {"swagger": "2.0", "info": {"title": "a", "version": "1"}}
    if case in ("consumes", "produces"):
        response["schema"] = {}
        given[case] = many
    elif case == "response":
        given["responses"] = {"a": {"description": "", "schema": {"enum": many}}}
        get = {"produces": ["text/plain"], "responses": {"200": {"$ref": "#/responses/a"}}}
    else:
        given["parameters"] = {"a": {"name": "a", "in": "query", "type": "string", "enum": many}}
        get["parameters"] = [{"$ref": "#/parameters/a"}]
    given["paths"] = {f"/{number}": {"get": get} for number in range(1_000)}
    if case in ("consumes", "produces"):
        with pytest.raises(SourceError, match="has more than 200,000 media types as OpenAPI 3"):
            openapi_of(given, "many.json")
    else:
        assert len(str(openapi_of(given))) < 1_000_000


def test_a_document_that_grows_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each operation that produces other media types has the shared response once more."""
    given = swagger({"$ref": "#/responses/r"})
    given["responses"] = {"r": {"description": "", "schema": {"enum": [[number] for number in range(100)]}}}
    get = given["paths"]["/a"]["get"]
    given["paths"] = {f"/{number}": {"get": {**get, "produces": [f"text/{number}"]}} for number in range(50)}
    monkeypatch.setattr("speclift.openapi.swagger.document._MOST_NODES", 5_000)
    with pytest.raises(SourceError, match="has more than 5,000 nodes as OpenAPI 3"):
        openapi_of(given, "many.json")
    given["paths"] = {"/0": given["paths"]["/0"]}
    assert openapi_of(given, "many.json")["paths"].keys() == {"/0"}


@pytest.mark.parametrize("is_shared", [False, True])
def test_form_fields_beside_a_body_are_reported(tmp_path: Path, is_shared: bool) -> None:
    body, field = {"name": "b", "in": "body", "schema": {}}, {"name": "f", "in": "formData", "type": "string"}
    given = swagger({"description": ""})
    given["paths"] = {
        "/both": {"parameters": [{"$ref": "#/parameters/f"} if is_shared else field], "post": {"parameters": [body]}},
        "/one": {"post": {"parameters": [body]}, "put": {"parameters": [field]}},
    }
    for operation in (given["paths"]["/both"]["post"], *given["paths"]["/one"].values()):
        operation["responses"] = {"200": {"description": ""}}
    path = tmp_path / "kites.json"
    path.write_text(json.dumps({**given, **({"parameters": {"f": field}} if is_shared else {})}))
    found = load(str(path))
    assert [(fault.kind, fault.pointer) for fault in found.faults] == [
        ("form-and-body", "/paths/~1both/post/parameters")
    ]
    assert found.faults[0].line
    assert list(found.document["paths"]["/both"]["post"]["requestBody"]["content"]) == ["application/json"]


def test_the_last_of_several_bodies_counts_and_the_fault_is_reported(tmp_path: Path) -> None:
    given = swagger({"description": ""})
    bodies = [{"name": name, "in": "body", "schema": {"title": name}} for name in ("first", "last")]
    given["paths"]["/a"]["get"]["parameters"] = bodies
    path = tmp_path / "kites.json"
    path.write_text(json.dumps(given))
    found = load(str(path))
    assert [fault.kind for fault in found.faults] == ["several-bodies"]
    content = found.document["paths"]["/a"]["get"]["requestBody"]["content"]
    assert content["application/json"]["schema"] == {"title": "last"}


@pytest.mark.parametrize("limits", [limits_of_client, limits_of_mock, limits_of_fuzzing, limits_of_page])
def test_the_format_of_nested_lists_is_reported_as_unsupported(limits: Callable[[Json], tuple[Fault, ...]]) -> None:
    inner = {"type": "array", "items": STRING, "collectionFormat": "pipes"}
    given = swagger({"description": ""})
    given["paths"]["/a"]["get"]["parameters"] = [{"name": "q", "in": "query", "type": "array", "items": inner}]
    reported = [(fault.kind, fault.pointer) for fault in limits(openapi_of(given))]
    assert reported == [("nested-list", "/paths/~1a/get/parameters/0/schema/items/x-collection-format")]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "array", "items": [STRING, {"type": "integer"}]}, "list-of-items"),
        ({"type": "object", "required": []}, "empty-required"),
    ],
    ids=["items", "required"],
)
def test_faults_of_schemas_are_reported_as_in_openapi_3(tmp_path: Path, schema: Json, kind: str) -> None:
    path = tmp_path / "kites.json"
    path.write_text(json.dumps(swagger({"description": "", "schema": schema})))
    assert [fault.kind for fault in load(str(path)).faults] == [kind]


def with_parameters(*parameters: Json, **more: Any) -> Json:
    """An operation with parameters."""
    get = {"parameters": list(parameters), "responses": {"200": {"description": ""}}, **more}
    return swagger({"description": ""}, **{"/b/{id}": {"post": get}})


def with_headers(**headers: Json) -> Json:
    return swagger({"description": "", "headers": headers})


#: Faults that the conversion would hide: the document, the kind of the fault, and its place.
HIDDEN: dict[str, tuple[Json, str, str]] = {
    "consumes": ({**swagger({"description": ""}), "consumes": "text/plain"}, "wrong-value", "/consumes"),
    "produces": (with_parameters(produces=7), "wrong-value", "/paths/~1b~1{id}/post/produces"),
    "schemes": ({**swagger({"description": ""}), "schemes": {}}, "wrong-value", "/schemes"),
    "host": ({**swagger({"description": ""}), "host": 7}, "wrong-value", "/host"),
    "base path": ({**swagger({"description": ""}), "basePath": ["a"]}, "wrong-value", "/basePath"),
    "components": ({**swagger({"description": ""}), "components": {}}, "unexpected-field", "/components"),
    "servers": ({**swagger({"description": ""}), "servers": [{"url": "/"}]}, "later-keyword", "/servers"),
    "requestBody of OpenAPI 3": (
        with_parameters(requestBody={"content": {}}),
        "later-keyword",
        "/paths/~1b~1{id}/post/requestBody",
    ),
    "content of OpenAPI 3": (
        swagger({"description": "", "content": {"text/plain": {}}}),
        "later-keyword",
        "/paths/~1a/get/responses/200/content",
    ),
    "optional path parameter": (
        with_parameters({"name": "id", "in": "path", "type": "string"}),
        "optional-path-parameter",
        "/paths/~1b~1{id}/post/parameters/0",
    ),
    "body without a schema": (
        with_parameters({"name": "b", "in": "body"}),
        "missing-schema",
        "/paths/~1b~1{id}/post/parameters/0",
    ),
    "parameter without a type": (
        with_parameters({"name": "q", "in": "query"}),
        "missing-schema",
        "/paths/~1b~1{id}/post/parameters/0",
    ),
    "header without a type": (with_headers(H={}), "missing-schema", "/paths/~1a/get/responses/200/headers/H"),
    "file in a query": (
        with_parameters({"name": "q", "in": "query", "type": "file"}),
        "unknown-type",
        "/paths/~1b~1{id}/post/parameters/0/type",
    ),
    "format of a list": (
        with_parameters({"name": "q", "in": "query", "type": "array", "items": STRING, "collectionFormat": "zsv"}),
        "unknown-style",
        "/paths/~1b~1{id}/post/parameters/0/collectionFormat",
    ),
    "format of a list in a header": (
        with_headers(H={"type": "array", "items": STRING, "collectionFormat": "multi"}),
        "unknown-style",
        "/paths/~1a/get/responses/200/headers/H/collectionFormat",
    ),
    "form field without a name": (
        with_parameters({"in": "formData", "type": "string"}),
        "missing-field",
        "/paths/~1b~1{id}/post/parameters/0",
    ),
    "duplicate form field": (
        with_parameters(*2 * [{"name": "f", "in": "formData", "type": "string"}]),
        "duplicate-parameter",
        "/paths/~1b~1{id}/post/parameters/1",
    ),
    "schemes without a host": ({**swagger({"description": ""}), "schemes": ["wss"]}, "lost-in-conversion", "/schemes"),
    "schemes of an operation without a host": (
        with_parameters(schemes=["http"]),
        "lost-in-conversion",
        "/paths/~1b~1{id}/post/schemes",
    ),
    "schemes beside a host with a scheme": (
        {**swagger({"description": ""}), "host": "https://hives.example.com", "schemes": ["https", "wss"]},
        "lost-in-conversion",
        "/schemes",
    ),
    "shared form field that nothing uses": (
        {**swagger({"description": ""}), "parameters": {"f/g": {"name": "f", "in": "formData", "type": "string"}}},
        "lost-in-conversion",
        "/parameters/f~1g",
    ),
    "unknown field of a header": (
        with_headers(H={"type": "string", "nme": 3}),
        "unexpected-field",
        "/paths/~1a/get/responses/200/headers/H/nme",
    ),
    "schema beside the type of a header": (
        with_headers(H={"type": "string", "schema": {"type": "integer"}}),
        "unexpected-field",
        "/paths/~1a/get/responses/200/headers/H/schema",
    ),
    "unknown field of a body": (
        with_parameters({"name": "b", "in": "body", "nme": 3, "schema": STRING}),
        "unexpected-field",
        "/paths/~1b~1{id}/post/parameters/0/nme",
    ),
    "type of a body": (
        with_parameters({"name": "b", "in": "body", "type": "string", "schema": STRING}),
        "unexpected-field",
        "/paths/~1b~1{id}/post/parameters/0/type",
    ),
    "content of a body": (
        with_parameters({"name": "b", "in": "body", "content": {}, "schema": STRING}),
        "unexpected-field",
        "/paths/~1b~1{id}/post/parameters/0/content",
    ),
    "required of a body as a string": (
        with_parameters({"name": "b", "in": "body", "required": "yes", "schema": STRING}),
        "wrong-value",
        "/paths/~1b~1{id}/post/parameters/0/required",
    ),
    "empty value of a form field as a string": (
        with_parameters({"name": "f", "in": "formData", "type": "string", "allowEmptyValue": "yes"}),
        "wrong-value",
        "/paths/~1b~1{id}/post/parameters/0/allowEmptyValue",
    ),
    "unknown field of a form field": (
        with_parameters({"name": "f", "in": "formData", "type": "string", "nme": 3}),
        "unexpected-field",
        "/paths/~1b~1{id}/post/parameters/0/nme",
    ),
    "format of a list in a schema": (
        swagger({"description": "", "schema": {"type": "array", "items": STRING, "collectionFormat": "pipes"}}),
        "unexpected-field",
        "/paths/~1a/get/responses/200/schema/collectionFormat",
    ),
    "OAuth2 without a flow": (
        {**swagger({"description": ""}), "securityDefinitions": {"o": {"type": "oauth2", "authorizationUrl": "/"}}},
        "security-scheme",
        "/securityDefinitions/o",
    ),
    "example of another media type": (
        swagger({"description": "", "schema": STRING, "examples": {"text/plain": "a", "application/json": "a"}}),
        "unused-example",
        "/paths/~1a/get/responses/200/examples/text~1plain",
    ),
    "example of a shared response": (
        {
            **swagger({"$ref": "#/responses/r"}),
            "responses": {"r": {"description": "", "schema": STRING, "examples": {"text/plain": "a"}}},
        },
        "unused-example",
        "/responses/r/examples/text~1plain",
    ),
    "second example of a media type": (
        swagger(
            {"description": "", "schema": STRING, "examples": {"application/json": "a", "application/a+json": "b"}}
        ),
        "unused-example",
        "/paths/~1a/get/responses/200/examples/application~1a+json",
    ),
    "example beside a file": (
        swagger({"description": "", "schema": {"type": "file"}, "examples": {"text/plain": "a"}}),
        "unused-example",
        "/paths/~1a/get/responses/200/examples/text~1plain",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_fault_that_the_conversion_would_hide_is_reported(tmp_path: Path, name: str) -> None:
    given, kind, place = HIDDEN[name]
    path = tmp_path / "kites.json"
    path.write_text(json.dumps(given))
    found = [fault for fault in load(str(path)).faults if fault.kind != "undeclared-path-parameter"]
    assert [(fault.kind, fault.pointer) for fault in found] == [(kind, place)]


def test_fields_of_openapi_3_in_parameters_and_headers_are_read_as_such(tmp_path: Path) -> None:
    later = {"example": "5", "deprecated": True}
    field = {"name": "f", "in": "formData", "type": "string", **later}
    given = with_headers(H={"type": "string", **later})
    given["parameters"] = {"f": field}
    given["paths"]["/a"] |= {"post": {"parameters": [{"$ref": "#/parameters/f"}], "responses": {"200": NOTHING}}}
    body = {"name": "b", "in": "body", "schema": STRING, "example": "5"}
    given["paths"]["/a"] |= {"put": {"parameters": [body], "responses": {"200": NOTHING}}}
    path = tmp_path / "kites.json"
    path.write_text(json.dumps(given))
    found = load(str(path))
    assert found.faults == ()
    item = found.document["paths"]["/a"]
    assert item["get"]["responses"]["200"]["headers"]["H"] == {"schema": STRING, **later}
    assert item["put"]["requestBody"]["content"]["application/json"] == {"schema": STRING, "example": "5"}
    form = item["post"]["requestBody"]["content"][FORM]["schema"]
    assert form["properties"] == {"f": {"type": "string", **later}}


def test_an_example_that_an_operation_uses_is_not_reported(tmp_path: Path) -> None:
    given = swagger({"$ref": "#/responses/r"})
    given["paths"]["/b"] = {"get": {"produces": ["text/plain"], "responses": {"200": {"$ref": "#/responses/r"}}}}
    examples = {"text/plain": "a", "application/json": "b"}
    given["responses"] = {"r": {"description": "", "schema": STRING, "examples": examples}}
    path = tmp_path / "kites.json"
    path.write_text(json.dumps(given))
    assert load(str(path)).faults == ()


def test_a_single_media_type_is_read_as_a_list(tmp_path: Path) -> None:
    response = {"description": "", "schema": STRING, "examples": {"text/plain": "a"}}
    path = tmp_path / "kites.json"
    path.write_text(json.dumps({**swagger(response), "produces": "text/plain"}))
    found = load(str(path))
    assert found.document["paths"]["/a"]["get"]["responses"]["200"]["content"] == {
        "text/plain": {"schema": STRING, "example": "a"}
    }
    assert [fault.kind for fault in found.faults] == ["wrong-value"]


def test_a_list_of_unknown_format_is_separated_by_commas() -> None:
    parameter = {"name": "q", "in": "query", "type": "array", "items": STRING}
    plain, unknown = (openapi_of(with_parameters({**parameter, **more})) for more in ({}, {"collectionFormat": "zsv"}))
    assert plain == unknown
    (found,) = plain["paths"]["/b/{id}"]["post"]["parameters"]
    assert (found["style"], found["explode"]) == ("form", False)


@pytest.mark.parametrize(
    ("collection_format", "style", "explode"),
    [
        ("csv", "form", False),
        ("multi", "form", True),
        ("ssv", "spaceDelimited", False),
        ("pipes", "pipeDelimited", False),
    ],
)
def test_a_list_keeps_its_separator(collection_format: str, style: str, explode: bool) -> None:
    parameter = {"name": "q", "in": "query", "type": "array", "items": STRING, "collectionFormat": collection_format}
    (found,) = openapi_of(with_parameters(parameter))["paths"]["/b/{id}"]["post"]["parameters"]
    assert (found["style"], found["explode"], "collectionFormat" in found) == (style, explode, False)


@pytest.mark.parametrize(
    ("schemes", "ordered"),
    [
        (["wss", "https"], ["https", "wss"]),
        (["ws", "http", "wss", "https"], ["http", "https", "ws", "wss"]),
        (["http", "https"], ["http", "https"]),
        (["wss"], ["wss"]),
    ],
)
def test_addresses_of_http_come_first(schemes: list[str], ordered: list[str]) -> None:
    found = openapi_of({"swagger": "2.0", "host": "kites.example", "schemes": schemes, "paths": {}})
    assert [server["url"] for server in found["servers"]] == [f"{scheme}://kites.example" for scheme in ordered]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, "/"),
        ({"basePath": "/v2"}, "/v2"),
        ({"host": "kites.example"}, "https://kites.example"),
        ({"host": "kites.example", "basePath": "v2"}, "https://kites.example/v2"),
        ({"host": "http://kites.example/", "basePath": "/v2"}, "http://kites.example/v2"),
    ],
)
def test_the_address_of_the_server_has_its_host_and_base_path(address: Json, expected: str) -> None:
    found = openapi_of({"swagger": "2.0", **address, "paths": {}})
    assert found["servers"] == [{"url": expected}]


@pytest.mark.parametrize(
    ("kind", "consumes", "expected"),
    [
        ("string", ["multipart/form-data"], ["multipart/form-data"]),
        ("string", [FORM, "multipart/form-data"], [FORM, "multipart/form-data"]),
        ("string", ["application/json"], [FORM]),
        ("file", ["application/json"], ["multipart/form-data"]),
    ],
)
def test_a_form_has_the_media_types_of_forms_that_its_operation_consumes(
    kind: str, consumes: list[str], expected: list[str]
) -> None:
    field = {"name": "f", "in": "formData", "type": kind}
    found = openapi_of(with_parameters(field, consumes=consumes))
    assert list(found["paths"]["/b/{id}"]["post"]["requestBody"]["content"]) == expected


def test_shared_form_fields_and_parameters_of_other_operations_may_be_referred_to() -> None:
    field, query = {"name": "f", "in": "formData", "type": "string"}, {"name": "q", "in": "query", "type": "integer"}
    references = [{"$ref": "#/parameters/f"}, {"$ref": "#/paths/~1c/get/parameters/0"}]
    given = with_parameters(*references)
    given["paths"]["/c"] = {"get": {"parameters": [query], "responses": {"200": {"description": ""}}}}
    operation = openapi_of({**given, "parameters": {"f": field}})["paths"]["/b/{id}"]["post"]
    assert operation["parameters"] == [{"name": "q", "in": "query", "schema": {"type": "integer"}}]
    (entry,) = operation["requestBody"]["content"].values()
    assert entry["schema"]["properties"] == {"f": {"type": "string"}}


def test_a_shared_body_has_the_media_types_of_each_operation() -> None:
    body = {"name": "b", "in": "body", "schema": STRING}
    given = with_parameters({"$ref": "#/parameters/b"}, consumes=["text/plain"])
    given["paths"]["/c"] = {"put": {"parameters": [{"$ref": "#/parameters/b"}], "responses": {}}}
    found = resolved(openapi_of({**given, "parameters": {"b": body}}))
    names = [
        found["paths"][path][method]["requestBody"]["$ref"].rpartition("/")[2]
        for path, method in (("/b/{id}", "post"), ("/c", "put"))
    ]
    contents = [list(found["components"]["requestBodies"][name]["content"]) for name in names]
    assert contents == [["text/plain"], ["application/json"]]


def test_a_discriminator_still_means_definitions_that_were_renamed() -> None:
    derived = {"allOf": [{"$ref": "#/definitions/Kite"}]}
    kite = {"type": "object", "required": ["kind"], "properties": {"kind": STRING}, "discriminator": "kind"}
    given = {**swagger({"description": ""}), "definitions": {"Kite": kite, "Box kite": derived, "Delta": derived}}
    discriminator = openapi_of(given)["components"]["schemas"]["Kite"]["discriminator"]
    assert discriminator == {"propertyName": "kind", "mapping": {"Box kite": "#/components/schemas/Box_kite"}}


def test_extensions_among_scopes_are_no_scopes() -> None:
    scopes = {"kites:read": "Read", "x-scopes-of": "kites"}
    scheme = {"type": "oauth2", "flow": "password", "tokenUrl": "/t", "scopes": scopes}
    found = openapi_of({**swagger({"description": ""}), "securityDefinitions": {"o": scheme}})
    flows = found["components"]["securitySchemes"]["o"]["flows"]
    assert flows == {"password": {"tokenUrl": "/t", "scopes": {"kites:read": "Read"}}}
