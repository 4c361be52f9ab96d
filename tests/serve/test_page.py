"""The page in a real browser, as a reader uses it: pick, expand, try out, search, follow links, authorize."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from speclift.mock.process import running
from tests.browser import PATIENCE, violations
from tests.conftest import EMBEDDED, ROOT
from tests.serve.dialog import authorize
from tests.serve.served import Served, serving

expect.set_options(timeout=PATIENCE)

#: What Swagger UI renders: it has its own colours, headings and roles, and fields without labels.
SWAGGER_UI = "#swagger-ui"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(EMBEDDED, tmp_path_factory.mktemp("serve"), "--mock") as served:
        yield served


def operation(page: Page, path: str) -> str:
    """The selector of the operation with this path."""
    return f'.opblock:has(.opblock-summary-path[data-path="{path}"])'


def try_out(page: Page, path: str, base: str = "/mock") -> Request:
    """Try an operation out with its documented values; returns the request that was sent below this base."""
    block = page.locator(operation(page, path))
    button = block.locator(".try-out__btn")
    # An operation that was just opened is rendered a moment later.
    expect(button).to_be_visible()
    if button.inner_text() == "Try it out":
        button.click()
    with page.expect_request(lambda request: f"{base}/" in request.url) as sent:
        block.locator(".execute").click()
    expect(block.locator(".live-responses-table .response-col_status").last).to_be_visible()
    return sent.value


def test_a_small_document_is_shown_whole_and_nothing_comes_from_elsewhere(page: Page, served: Served) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(served.url)
    expect(page.locator(".opblock")).to_have_count(55)
    assert requested
    assert all(url.startswith((served.url, "data:", "blob:")) for url in requested)
    expect(page.locator("footer")).to_contain_text("Swagger UI 5.34.0")
    expect(page.locator("#pick")).to_have_value("")
    expect(page.locator("#pick option").last).to_have_text("All operations (55)")
    expect(page.locator("#side")).to_be_hidden()


def test_a_reader_can_pick_a_tag_and_try_an_operation_out(page: Page, served: Served) -> None:
    page.goto(served.url)
    page.select_option("#pick", label="Contact (2)")
    block = page.locator(operation(page, "/api/v1/Contact/{id}"))
    block.locator(".opblock-summary-control").click()
    expect(block.locator(".example .microlight, .highlight-code").first).to_contain_text("Sund & Holm")
    authorize(page, "bearer", "token")
    block.locator(".try-out__btn").click()
    block.locator('tr[data-param-name="id"] input').fill("77")
    block.locator('tr[data-param-name="$select"] input').fill("ContactId,Name")
    with page.expect_response(lambda response: "/mock/api/v1/Contact/77" in response.url) as received:
        block.locator(".execute").click()
    assert received.value.status == 200
    expect(block.locator(".live-responses-table .response-col_description").last).to_contain_text('"ContactId": 77')


def test_a_tag_is_picked_and_left_again(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.locator(".opblock-tag")).to_have_count(24)
    page.select_option("#pick", label="Contact (2)")
    expect(page.locator(".opblock-tag")).to_have_count(1)
    page.go_back()
    expect(page.locator(".opblock-tag")).to_have_count(24)
    expect(page.locator(".opblock")).to_have_count(55)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "v1BatchAgent_GetBatchTaskInfosByAssociatesAndState",
            "/api/v1/Agents/Batch/GetBatchTaskInfosByAssociatesAndState",
        ),
        ("/api/v1/projectmember", "/api/v1/ProjectMember"),
        ("post batch delete", "/api/v1/Agents/Batch/DeleteBatchTask"),
        ("list_ticketstatus change", "/api/v1/List/TicketStatus/{fromTicketStatusId}/ChangeTo/"),
        ("read one company", "/api/v1/Contact/{id}"),
    ],
    ids=["name", "path", "words of several fields", "tag", "summary"],
)
def test_the_search_looks_at_names_paths_tags_and_summaries(page: Page, served: Served, words: str, found: str) -> None:
    page.goto(served.url)
    page.fill("#search", words)
    option = page.locator("#found li").first
    expect(option.locator(".found-path")).to_have_text(re.compile(f"^{re.escape(found)}"))
    path = option.locator(".found-path").inner_text()
    option.click()
    block = page.locator(f".opblock.is-open:has(.opblock-summary-path[data-path='{path}'])")
    expect(block).to_be_visible()
    expect(block.locator(".opblock-summary-control")).to_be_focused()


def test_a_search_without_a_hit_says_so(page: Page, served: Served) -> None:
    page.goto(served.url)
    page.fill("#search", "nothing has these words")
    expect(page.locator(".found-note")).to_have_text("No operation has all these words")
    expect(page.locator("#found li")).to_have_count(0)
    page.press("#search", "Escape")
    expect(page.locator(".found")).to_be_hidden()


def test_the_keyboard_alone_is_enough(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.locator(".opblock").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("batch task info")
    expect(page.locator("#found [aria-selected=true]")).to_have_count(1)
    first = page.locator("#search").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.locator("#search").get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    assert page.locator("#search").get_attribute("aria-activedescendant") == first
    page.keyboard.press("Enter")
    control = page.locator(".opblock.is-open .opblock-summary-control")
    expect(control).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".opblock.is-open")).to_have_count(0)
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('try-out__btn')"):
            break
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('execute')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".live-responses-table .response-col_status").last).to_contain_text("200")


@pytest.mark.parametrize(
    ("link", "chosen"),
    [
        ("/?spec=Batch-Agent#/Batch%20Agent/v1BatchAgent_GetBatchTaskInfo", "Batch-Agent"),
        ("/#/Batch%20Agent/v1BatchAgent_GetBatchTaskInfo", "Batch-Agent"),
        ("/?spec=#/Batch%20Agent/v1BatchAgent_GetBatchTaskInfo", ""),
    ],
    ids=["with the tag", "fragment alone", "in the whole document"],
)
def test_a_deep_link_opens_its_operation_below_the_bar(page: Page, served: Served, link: str, chosen: str) -> None:
    page.goto(served.url + link)
    block = page.locator(".opblock.is-open")
    expect(block).to_have_count(1)
    expect(block.locator(".opblock-summary-path")).to_have_attribute(
        "data-path", "/api/v1/Agents/Batch/GetBatchTaskInfo"
    )
    expect(page.locator("#pick")).to_have_value(chosen)
    # Below the bar, not behind it.
    expect(block).to_be_in_viewport()
    bar = page.locator(".bar").bounding_box()
    place = block.bounding_box()
    assert bar
    assert place
    assert place["y"] >= bar["height"] - 1


def test_an_operation_that_is_opened_can_be_linked_to(page: Page, served: Served) -> None:
    page.goto(served.url + "/?spec=Contact")
    page.locator(operation(page, "/api/v1/Contact/{id}")).locator(".opblock-summary-control").click()
    expect(page).to_have_url(re.compile(r"\?spec=Contact#/Contact/v1ContactEntity_GetContactEntity$"))


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ([("basic", "me", "secret")], {"authorization": "Basic bWU6c2VjcmV0"}),
        ([("bearer", "abc.def")], {"authorization": "Bearer abc.def"}),
        ([("soTicket", "7T:abc=")], {"authorization": "SoTicket 7T:abc="}),
        ([("soTicket", "SoTicket 7T:abc=")], {"authorization": "SoTicket 7T:abc="}),
        (
            [("soTicket", "7T:abc="), ("xsrf", "token-1")],
            {"authorization": "SoTicket 7T:abc=", "x-xsrf-token": "token-1"},
        ),
    ],
    ids=["basic", "bearer", "ticket", "ticket with its prefix", "ticket and xsrf"],
)
def test_credentials_are_sent_as_they_were_entered(
    page: Page, served: Served, entered: list[tuple[str, ...]], expected: dict[str, str]
) -> None:
    page.goto(served.url + "/?spec=Contact#/Contact/v1ContactEntity_GetAll")
    expect(page.locator(".opblock.is-open")).to_be_visible()
    for scheme, *values in entered:
        authorize(page, scheme, *values)
    request = try_out(page, "/api/v1/Contact")
    headers = request.all_headers()
    assert {name: headers.get(name) for name in expected} == expected
    response = request.response()
    assert response
    assert response.status == 200


def test_a_credential_outlives_the_choice_of_another_tag(page: Page, served: Served) -> None:
    page.goto(served.url + "/?spec=Batch")
    expect(page.locator(".opblock").first).to_be_visible()
    authorize(page, "bearer", "kept")
    page.select_option("#pick", "Contact")
    page.locator(operation(page, "/api/v1/Contact")).locator(".opblock-summary-control").click()
    assert try_out(page, "/api/v1/Contact").all_headers()["authorization"] == "Bearer kept"


@pytest.mark.parametrize("link", ["/?spec=Contact#/Contact/v1ContactEntity_GetAll", "/?spec=Batch-Agent"])
def test_a_narrow_screen_scrolls_in_one_direction(page: Page, served: Served, link: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(served.url + link)
    expect(page.locator(".opblock").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill("#search", "contact")
    expect(page.locator("#found li").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_wrong_with_our_own_elements(page: Page, served: Served, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served.url}/?spec=Batch")
    expect(page.locator(".opblock").first).to_be_visible()
    assert violations(page, exclude=[SWAGGER_UI]) == []
    page.fill("#search", "batch")
    expect(page.locator("#found li").first).to_be_visible()
    assert violations(page, exclude=[SWAGGER_UI]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_enough_contrast(page: Page, served: Served, scheme: str) -> None:
    """Also what Swagger UI renders: operations of all methods, parameters, samples, a response."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{served.url}/#/Contact/v1ContactEntity_GetAll")
    expect(page.locator(".opblock.is-open")).to_be_visible()
    try_out(page, "/api/v1/Contact")
    page.goto(f"{served.url}/")
    for path in ("/api/v1/Contact", "/api/v1/ProjectMember"):
        page.locator(operation(page, path)).first.locator(".opblock-summary-control").click()
    expect(page.locator(".opblock.is-open .highlight-code").first).to_be_visible()
    violated = violations(page)
    assert [line for line in violated if line.startswith("color-contrast")] == []


def test_the_mock_can_be_tried_out_without_entering_a_credential(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/#/Contact/v1ContactEntity_GetAll")
    expect(page.locator(".opblock.is-open")).to_be_visible()
    response = try_out(page, "/api/v1/Contact").response()
    assert response
    assert response.status == 200


def test_the_credential_of_the_mock_goes_nowhere_else(page: Page, tmp_path: Path) -> None:
    with (
        running(str(ROOT / "spec" / "openapi.yaml")) as live,
        serving(EMBEDDED, tmp_path, "--mock", "--server", live.url) as served,
    ):
        page.goto(f"{served.url}/#/Contact/v1ContactEntity_GetAll")
        expect(page.locator(".opblock.is-open")).to_be_visible()
        assert "authorization" in try_out(page, "/api/v1/Contact").all_headers()
        page.select_option(".servers select", live.url)
        request = try_out(page, "/api/v1/Contact", live.url)
        assert request.url.startswith(live.url)
        assert "authorization" not in request.all_headers()
        authorize(page, "bearer", "token")
        assert try_out(page, "/api/v1/Contact", live.url).all_headers()["authorization"] == "Bearer token"


def test_a_parameter_that_narrows_the_response_is_not_filled_in(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/#/Contact/v1ContactEntity_GetAll")
    block = page.locator(".opblock.is-open")
    row = block.locator('tr[data-param-name="$select"]')
    expect(row).to_contain_text("For example")
    assert "select" not in try_out(page, "/api/v1/Contact").url
    expect(row.locator("input")).to_have_value("")


def test_samples_do_not_break_words(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto(f"{served.url}/#/Contact/v1ContactEntity_GetContactEntity")
    expect(page.locator(".opblock.is-open .highlight-code pre").first).to_be_visible()
    styles = page.evaluate(
        """[...document.querySelectorAll(".highlight-code pre, .microlight, .highlight-code pre *")]
           .map(node => getComputedStyle(node))
           .map(({wordBreak, overflowWrap, hyphens}) => [wordBreak, overflowWrap, hyphens].join(" "))"""
    )
    assert styles
    assert set(styles) == {"normal normal none"}
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    # The sample has room, and none of its words is split into two lines.
    assert page.evaluate("document.querySelector('.highlight-code pre').clientWidth") > 250
    heights = page.evaluate(
        """[...document.querySelectorAll(".highlight-code pre span")].filter(node => !/\\s/.test(node.textContent))
           .map(node => node.getClientRects().length)"""
    )
    assert heights
    assert max(heights) == 1


def test_an_authorization_server_leads_back_to_the_page(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.locator(".opblock").first).to_be_visible()
    page.evaluate(
        """() => {
          window.swaggerUIRedirectOauth2 = {
            state: "s", redirectUrl: "", auth: { name: "oauth", schema: new Map([["flow", "implicit"]]) },
            errCb: ({ message }) => console.log(message),
            callback: ({ token, isValid }) => console.log(`${token.access_token} ${isValid}`),
          };
        }"""
    )
    with page.expect_console_message() as message:
        page.evaluate("() => { window.open('/-/oauth2-redirect.html#access_token=abc&state=s'); }")
    assert message.value.text == "abc true"


def test_nothing_can_be_tried_out_where_no_server_was_named(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(EMBEDDED, tmp_path_factory.mktemp("plain")) as plain:
        page.goto(plain.url + "/?spec=Contact#/Contact/v1ContactEntity_GetAll")
        expect(page.locator(".opblock.is-open .highlight-code").first).to_be_visible()
        expect(page.locator(".try-out__btn")).to_have_count(0)
        expect(page.locator("footer")).to_contain_text("--mock or --server URL")


def test_an_operation_is_tried_out_on_the_server_that_was_named(page: Page, tmp_path: Path) -> None:
    with (
        running(str(ROOT / "spec" / "openapi.yaml")) as live,
        serving(EMBEDDED, tmp_path, "--server", live.url) as served,
    ):
        page.goto(served.url + "/?spec=Contact#/Contact/v1ContactEntity_GetAll")
        expect(page.locator(".opblock.is-open")).to_be_visible()
        authorize(page, "bearer", "token")
        request = try_out(page, "/api/v1/Contact", live.url)
        response = request.response()
        assert response
        assert (response.status, request.url.startswith(live.url)) == (200, True)
        expect(page.locator(".live-responses-table .response-col_description").last).to_contain_text('"value"')
