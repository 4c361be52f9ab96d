"""Sentences beside a request line or among parameters are part of the description, unless they only announce a list."""

from __future__ import annotations

import pytest

from speclift.reading.facts import read_facts

FIELDS = "| Name | Type | Description |\n| --- | --- | --- |\n| colour | string | Only this colour. |\n"


def description(below: str) -> str:
    """The description of the operation of a page in the style of Slate."""
    page = read_facts("kites.md", f"# Kites\n\n## List kites\n\nLists kites.\n\n{below}", lambda _: None)
    assert [(one.method, one.path) for one in page.operations] == [("GET", "/kites")]
    assert page.findings == ()
    return page.operations[0].description


@pytest.mark.parametrize("heading", ["HTTP Request", "Request", "URL", "Endpoint"])
@pytest.mark.parametrize(
    "remark", ["The oldest first.", "> **Note:** The oldest first.", "Only today!", "古い順。 です。"]
)
def test_a_sentence_beside_the_request_line_describes_the_operation(heading: str, remark: str) -> None:
    after = description(f"### {heading}\n\n`GET /kites`\n\n{remark}\n\n### Query Parameters\n\n{FIELDS}")
    before = description(f"### {heading}\n\n{remark}\n\n`GET /kites`\n\n### Query Parameters\n\n{FIELDS}")
    assert after == before == f"Lists kites.\n\n{remark}"


def test_an_element_beside_the_request_line_describes_the_operation() -> None:
    found = description('### HTTP Request\n\n`GET /kites`\n\n<aside class="notice">\nThe oldest first.\n</aside>\n')
    assert found == "Lists kites.\n\nThe oldest first."


def test_a_sentence_among_the_parameters_describes_the_operation() -> None:
    found = description(f"`GET /kites`\n\n### Query Parameters\n\n{FIELDS}\nRed and blue exclude each other.\n")
    assert found == "Lists kites.\n\nRed and blue exclude each other."


@pytest.mark.parametrize(
    "text",
    [
        "None.",
        "There are no parameters.",
        "This endpoint has no query parameters.",
        "The request doesn't take any parameters.",
        "The call accepts the following query parameters:",
        "The call accepts the following query parameters.",
        "In the URL, provide the following query parameters with values.",
        "Do not supply a request body for this method.",
        "In the request body, supply a JSON representation of the [kite](kite.md) object.",
    ],
)
def test_a_text_that_only_announces_is_no_description(text: str) -> None:
    assert description(f"`GET /kites`\n\n### Query Parameters\n\n{text}\n\n{FIELDS}") == "Lists kites."


@pytest.mark.parametrize(
    "text",
    [
        "This endpoint has no query parameters of its own. It takes those of all lists.",
        "In the request body, supply the values that change. Others stay as they are.",
        "There is no wind in some months.",
    ],
)
def test_a_text_that_announces_and_says_more_is_a_description(text: str) -> None:
    found = description(f"`GET /kites`\n\n### Query Parameters\n\n{FIELDS}\n{text}\n")
    assert found == f"Lists kites.\n\n{text}"


def test_a_sentence_of_a_sample_or_response_is_no_description() -> None:
    samples = "### Example request\n\nThis asks for all.\n\n### Response\n\nAn empty list is none.\n"
    assert description(f"`GET /kites`\n\n{samples}") == "Lists kites."
