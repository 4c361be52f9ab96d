"""Where a document describes an error response, the mock uses that form, and still says what is wrong."""

from __future__ import annotations

import httpx
import pytest

from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

ERROR: Json = {**properties(code=INTEGER, message=STRING), "required": ["code", "message"]}
DETAIL = 'path id: "none" is not of type "integer"'


def refused(status: str, contents: Json, headers: Json | None = None) -> httpx.Response:
    """The response to a request with an invalid id, where the document has this content for this status."""
    get = operation("Get", answer=properties(id=INTEGER))
    get["responses"][status] = {"description": "", "content": contents, "headers": headers or {}}
    server = mock_of(document({"/a/{id}": {"get": get, "parameters": [parameter("id")]}}, {"Error": ERROR}))
    return ask(server, "GET", "/a/none")


@pytest.mark.parametrize("status", ["400", "4XX", "default"])
def test_the_documented_body_says_why(status: str) -> None:
    response = refused(status, content(ref("Error"), shown={"code": 17, "message": "No"}))
    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    body = response.json()
    assert (body["code"], body["message"]) == (17, "No")
    assert (body["detail"], body["errors"][0]["rule"], body["instance"]) == (DETAIL, "type", "/a/none")


def test_without_a_sample_the_documented_body_is_generated() -> None:
    body = refused("400", content(ref("Error"))).json()
    assert isinstance(body["code"], int)
    assert isinstance(body["message"], str)
    assert body["detail"] == DETAIL


def test_a_member_that_means_something_else_in_the_document_is_left_alone() -> None:
    detail: Json = {"type": "array", "items": properties(msg=STRING)}
    body = refused("400", content(properties(detail=detail, status=STRING), shown={"detail": [{"msg": "x"}]})).json()
    assert body["detail"] == [{"msg": "x"}]
    assert "status" not in body
    assert body["errors"][0]["detail"] == '"none" is not of type "integer"'


def test_problem_documents_keep_their_media_type_and_have_what_is_documented() -> None:
    contents = content(ref("Error"), "application/problem+json", shown={"code": 17, "message": "No"})
    response = refused("400", {**content(), **contents})
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.json()["code"], response.json()["detail"]) == (17, DETAIL)


def test_documented_headers_are_sent() -> None:
    response = refused("400", content(ref("Error")), {"X-Request-Id": {"schema": STRING, "example": "r1"}})
    assert response.headers["x-request-id"] == "r1"


def test_a_missing_credential_keeps_its_challenge() -> None:
    challenge = {"WWW-Authenticate": {"schema": STRING, "example": "Documented"}}
    get = operation("Get", answer=properties(id=INTEGER), security=[{"key": []}])
    get["responses"]["401"] = {"description": "", "content": content(ref("Error")), "headers": challenge}
    schemes = {"key": {"type": "http", "scheme": "bearer"}}
    server = mock_of(document({"/a": {"get": get}}, {"Error": ERROR}, securitySchemes=schemes))
    response = ask(server, "GET", "/a", login={})
    assert (response.status_code, response.headers["content-type"]) == (401, "application/json")
    assert response.headers["www-authenticate"] == 'Bearer realm="mock"'


@pytest.mark.parametrize(
    ("contents", "body"),
    [
        pytest.param(
            content({**ERROR, "additionalProperties": False}, a={"code": 1, "message": "No"}), "", id="a closed object"
        ),
        pytest.param(content({"type": "array", "items": STRING}, a=["No"]), ["No"], id="a list"),
        pytest.param(content(STRING, a="No"), "No", id="a text in JSON"),
        pytest.param(
            content({**properties(at=INTEGER), "additionalProperties": False}, a={"at": 5}),
            {"at": 5},
            id="no room for the reason",
        ),
    ],
)
def test_a_documented_body_without_room_for_the_reason_is_sent_all_the_same(contents: Json, body: object) -> None:
    for status in ("400", "4XX", "default"):
        response = refused(status, contents)
        assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
        assert response.json() == (body or {"code": 1, "message": DETAIL})
        assert response.headers.get("x-speclift-problem") == (None if not body else DETAIL)


def test_a_documented_sample_that_does_not_fit_is_replaced() -> None:
    response = refused("400", content({**properties(code=INTEGER), "required": ["code"]}, shown={"code": "x"}))
    assert response.headers["content-type"] == "application/json"
    assert isinstance(response.json()["code"], int)
    assert response.json()["detail"] == DETAIL


def test_a_documented_text_says_why() -> None:
    assert refused("400", content(STRING, "text/plain")).text == DETAIL
    shown = refused("400", content(STRING, "text/plain", shown="No"))
    assert (shown.headers["content-type"], shown.text) == ("text/plain", "No")
    assert shown.headers["x-speclift-problem"] == DETAIL


def test_a_documented_refusal_in_xml_is_xml() -> None:
    response = refused("400", content(ref("Error"), "application/xml"))
    assert response.headers["content-type"] == "application/xml"
    assert b"<message>" in response.content
    assert response.headers["x-speclift-problem"] == DETAIL


@pytest.mark.parametrize(
    ("status", "contents"),
    [pytest.param("409", content(ref("Error")), id="another status"), pytest.param("400", {}, id="no content")],
)
def test_an_undocumented_error_is_a_problem_document(status: str, contents: Json) -> None:
    response = refused(status, contents)
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert response.json()["detail"] == DETAIL


def test_a_removed_resource_gets_the_documented_404() -> None:
    read = operation("Get", answer=ref("Thing"))
    read["responses"]["404"] = {"description": "", "content": content(ref("Error"))}
    by_id = {
        "get": read,
        "delete": {"operationId": "Delete", "responses": {"204": {"description": ""}}},
        "parameters": [parameter("id")],
    }
    paths = {"/things": {"post": operation("Create", body=ref("Thing"), answer=ref("Thing"))}, "/things/{id}": by_id}
    server = mock_of(document(paths, {"Error": ERROR, "Thing": properties(id=INTEGER, name=STRING)}))
    assert ask(server, "DELETE", "/things/3").status_code == 204
    response = ask(server, "GET", "/things/3")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")
    assert {"code", "message", "detail"} <= response.json().keys()


def test_an_invalid_preference_is_not_reported_in_the_form_of_the_api() -> None:
    response = ask(
        mock_of(document({"/a": {"get": operation("Get", answer=ref("Error"), status="default")}}, {"Error": ERROR})),
        "GET",
        "/a",
        headers={"Prefer": "code=abc"},
    )
    assert response.headers["content-type"] == "application/problem+json"
