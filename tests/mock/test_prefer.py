"""Clients can ask for a response other than the usual one."""

from __future__ import annotations

import httpx
import pytest

from speclift.contract.validators import Validators
from speclift.mock.requests.prefer import LONGEST_DELAY, preference
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, Json, content, document, properties
from tests.mock.calls import MEMBER, ask, contract, errors, mock, mock_of

MOCK_PAGE = ROOT / "docs" / "reference" / "mock.md"
SEVEN = f"{MEMBER}/7"
THING = {**properties(Id=INTEGER, Name=STRING), "required": ["Id", "Name"]}
EXAMPLES: Json = {
    "first": {"Id": 1, "Name": "a"},
    "second": {"Id": 2, "Name": "b"},
    "with space": {"Id": 3, "Name": ""},
}
SOURCE: Json = {
    "operationId": "Get",
    "responses": {
        "200": {"description": "", "content": content(THING, **EXAMPLES)},
        "304": {"description": "", "content": content(THING)},
        "4XX": {"description": "", "content": content(properties(Why=STRING), no={"Why": "because"})},
        "503": {"description": ""},
    },
}


def prefer(wanted: str, target: str = "/thing") -> httpx.Response:
    server = mock_of(document({"/thing": {"get": SOURCE}}))
    return ask(server, "GET", target, headers={"Prefer": wanted} if wanted else {})


def test_without_a_preference_the_first_example_is_returned() -> None:
    response = prefer("")
    assert (response.status_code, response.json()) == (200, EXAMPLES["first"])
    assert "preference-applied" not in response.headers


def test_a_client_can_ask_for_an_example_by_its_name() -> None:
    response = prefer("example=second")
    assert (response.status_code, response.json()) == (200, EXAMPLES["second"])
    assert response.headers["preference-applied"] == "example=second"
    response = prefer('example="with space"')
    assert response.json() == EXAMPLES["with space"]
    assert response.headers["preference-applied"] == 'example="with space"'


@pytest.mark.parametrize(("code", "status"), [("200", 200), ("404", 404), ("499", 499), ("503", 503), ("304", 304)])
def test_a_client_can_ask_for_a_documented_status(code: str, status: int) -> None:
    response = prefer(f"code={code}")
    assert response.status_code == status
    assert response.headers["preference-applied"] == f"code={code}"
    assert bool(response.content) == (status in (200, 404, 499))


@pytest.mark.parametrize("code", ["201", "500", "abc", "4XX", "99", "1000", "-1", "2e2"])
def test_a_status_that_is_not_documented_is_refused(code: str) -> None:
    response = prefer(f"code={code}")
    assert errors(response, 400) == []
    assert "200, 304, 4XX, 503" in response.json()["detail"]


def test_the_default_response_stands_for_every_status() -> None:
    source = {"operationId": "Get", "responses": {"default": {"description": ""}}}
    server = mock_of(document({"/a": {"get": source}}))
    for code, status in (("200", 200), ("599", 599), ("600", 400), ("199", 400), ("9" * 5000, 400)):
        assert ask(server, "GET", "/a", headers={"Prefer": f"code={code}"}).status_code == status


def test_an_example_that_is_not_documented_is_refused() -> None:
    response = prefer("example=third")
    assert errors(response, 400) == []
    assert "first, second, with space" in response.json()["detail"]


def test_a_dynamic_response_fits_the_schema() -> None:
    server = mock()
    accepts = Validators(contract().schemas).of({"$ref": "#/components/schemas/ProjectMemberWithLinks"}).accepts
    responses = [ask(server, "GET", SEVEN, headers={"Prefer": "dynamic=true"}) for _ in range(5)]
    assert all(response.status_code == 200 and accepts(response.json()) for response in responses)
    assert len({response.text for response in responses}) == 5
    again = mock()
    assert responses[0].text == ask(again, "GET", SEVEN, headers={"Prefer": "dynamic=true"}).text


def test_preferences_may_be_combined_with_each_other_and_with_foreign_ones() -> None:
    response = prefer("respond-async, code=404; example=no, wait=10")
    assert (response.status_code, response.json()) == (404, {"Why": "because"})
    assert response.headers["preference-applied"] == "code=404, example=no"


@pytest.mark.parametrize(
    "wanted", ["", "respond-async", "return=minimal", "dynamic=false", "code=", "=,;=", "code", '"']
)
def test_other_and_malformed_preferences_change_nothing(wanted: str) -> None:
    response = prefer(wanted)
    assert (response.status_code, response.json()) == (200, EXAMPLES["first"])


def test_preferences_may_be_in_the_query() -> None:
    assert prefer("", "/thing?__code=404").status_code == 404
    assert prefer("", "/thing?__example=second").json() == EXAMPLES["second"]
    assert prefer("", "/thing?__dynamic=true").json() not in EXAMPLES.values()
    assert prefer("code=503", "/thing?__code=404").status_code == 404
    assert errors(prefer("", "/thing?__code=201"), 400) == []


def test_a_preference_cannot_inject_headers() -> None:
    for target in ("/thing?__dynamic=true&__example=", "/thing?__code=503&__example="):
        response = prefer("", f"{target}x%0D%0AX-Own:%201%22%00%C3%A9%E2%82%AC")
        assert "x-own" not in response.headers
        applied = response.headers["preference-applied"]
        assert not any(ord(char) < 32 for char in applied)


def test_a_preference_changes_no_resource() -> None:
    server = mock()
    assert ask(server, "DELETE", SEVEN, headers={"Prefer": "code=204"}).status_code == 204
    assert ask(server, "GET", SEVEN).status_code == 200
    assert ask(server, "DELETE", SEVEN).status_code == 204
    assert ask(server, "GET", SEVEN, headers={"Prefer": "code=200"}).status_code == 200
    assert ask(server, "GET", SEVEN).status_code == 404


def test_a_preference_applies_only_to_a_valid_request() -> None:
    assert ask(mock(), "GET", SEVEN, headers={"Prefer": "code=200"}, login={}).status_code == 401
    assert ask(mock(), "GET", f"{MEMBER}/x", headers={"Prefer": "code=200"}).status_code == 400


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("2", 2), ("0.5", 0.5), ("250ms", 0.25), ("1s", 1), ("99999", 10), ("x", 0), ("-1", 0), ("", 0)],
)
def test_a_delay_is_bounded(delay: str, seconds: float) -> None:
    assert preference({b"prefer": f"delay={delay}".encode()}, {}).seconds == seconds
    assert preference({}, {"__delay": [delay]}).seconds == seconds
    assert f"delays a response, by {LONGEST_DELAY:g} s at most" in MOCK_PAGE.read_text(encoding="utf-8")


def test_a_delayed_response_is_the_usual_one() -> None:
    server = mock()
    created = ask(server, "POST", MEMBER, json={"Firstname": "Ada"}, headers={"Prefer": "delay=0.2, return=minimal"})
    assert created.elapsed.total_seconds() >= 0.2
    assert created.headers["preference-applied"] == "delay=0.2"
    assert ask(server, "GET", f"{MEMBER}/{created.json()['ProjectmemberId']}").json()["Firstname"] == "Ada"
    refused = ask(server, "GET", f"{MEMBER}/none?__delay=200ms")
    assert refused.status_code == 400
    assert refused.elapsed.total_seconds() >= 0.2
