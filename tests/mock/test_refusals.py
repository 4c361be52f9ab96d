"""Where a document says what a refusal looks like, it looks so, and says why all the same."""

from __future__ import annotations

import httpx
import pytest

from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

ERROR: Json = {**properties(code=INTEGER, message=STRING), "required": ["code", "message"]}
DETAIL = 'path id: "none" is not of type "integer"'


def refused(status: str, answer: Json, fields: Json | None = None) -> httpx.Response:
    """What a request with a wrong id is answered, where refusals of this status are documented with this content."""
    given = operation("Get", answer=properties(id=INTEGER))
    given["responses"][status] = {"description": "", "content": answer, "headers": fields or {}}
    server = mock_of(document({"/a/{id}": {"get": given, "parameters": [parameter("id")]}}, {"Error": ERROR}))
    return ask(server, "GET", "/a/none")


@pytest.mark.parametrize("status", ["400", "4XX", "default"])
def test_the_documented_body_says_why(status: str) -> None:
    response = refused(status, content(ref("Error"), shown={"code": 17, "message": "No"}))
    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    body = response.json()
    assert (body["code"], body["message"]) == (17, "No")
    assert (body["detail"], body["errors"][0]["rule"], body["instance"]) == (DETAIL, "type", "/a/none")


def test_without_a_sample_the_documented_body_is_made() -> None:
    body = refused("400", content(ref("Error"))).json()
    assert isinstance(body["code"], int)
    assert isinstance(body["message"], str)
    assert body["detail"] == DETAIL


def test_a_member_that_the_document_has_for_something_else_is_left_to_it() -> None:
    detail: Json = {"type": "array", "items": properties(msg=STRING)}
    body = refused("400", content(properties(detail=detail, status=STRING), shown={"detail": [{"msg": "x"}]})).json()
    assert body["detail"] == [{"msg": "x"}]
    assert "status" not in body
    assert body["errors"][0]["detail"] == '"none" is not of type "integer"'


def test_problem_documents_keep_their_media_type_and_have_what_is_documented() -> None:
    answer = content(ref("Error"), "application/problem+json", shown={"code": 17, "message": "No"})
    response = refused("400", {**content(), **answer})
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.json()["code"], response.json()["detail"]) == (17, DETAIL)


def test_documented_header_fields_are_there() -> None:
    response = refused("400", content(ref("Error")), {"X-Request-Id": {"schema": STRING, "example": "r1"}})
    assert response.headers["x-request-id"] == "r1"


def test_a_missing_credential_keeps_its_challenge() -> None:
    challenge = {"WWW-Authenticate": {"schema": STRING, "example": "Documented"}}
    given = operation("Get", answer=properties(id=INTEGER), security=[{"key": []}])
    given["responses"]["401"] = {"description": "", "content": content(ref("Error")), "headers": challenge}
    schemes = {"key": {"type": "http", "scheme": "bearer"}}
    server = mock_of(document({"/a": {"get": given}}, {"Error": ERROR}, securitySchemes=schemes))
    response = ask(server, "GET", "/a", login={})
    assert (response.status_code, response.headers["content-type"]) == (401, "application/json")
    assert response.headers["www-authenticate"] == 'Bearer realm="mock"'


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        pytest.param(
            content({**ERROR, "additionalProperties": False}, a={"code": 1, "message": "No"}), "", id="closed"
        ),
        pytest.param(content({"type": "array", "items": STRING}, a=["No"]), ["No"], id="a list"),
        pytest.param(content(STRING, a="No"), "No", id="a text in JSON"),
        pytest.param(
            content({**properties(at=INTEGER), "additionalProperties": False}, a={"at": 5}), {"at": 5}, id="mute"
        ),
    ],
)
def test_a_documented_body_without_room_for_the_reason_is_sent_all_the_same(answer: Json, body: object) -> None:
    for status in ("400", "4XX", "default"):
        response = refused(status, answer)
        assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
        assert response.json() == (body or {"code": 1, "message": DETAIL})
        assert response.headers.get("x-speclift-problem") == (None if not body else DETAIL)


def test_a_documented_sample_that_does_not_fit_is_made_anew() -> None:
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
    ("status", "answer"),
    [pytest.param("409", content(ref("Error")), id="another status"), pytest.param("400", {}, id="no content")],
)
def test_a_refusal_that_is_not_documented_so_is_a_problem_document(status: str, answer: Json) -> None:
    response = refused(status, answer)
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert response.json()["detail"] == DETAIL


def test_a_thing_that_was_removed_is_missed_in_the_documented_form() -> None:
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


def test_a_wish_that_cannot_be_met_is_no_refusal_of_the_api() -> None:
    response = ask(
        mock_of(document({"/a": {"get": operation("Get", answer=ref("Error"), status="default")}}, {"Error": ERROR})),
        "GET",
        "/a",
        headers={"Prefer": "code=abc"},
    )
    assert response.headers["content-type"] == "application/problem+json"
