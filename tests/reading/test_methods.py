"""A text may be about one of the methods of its section."""

from __future__ import annotations

import pytest

from speclift.reading.operations.methods import named_method


@pytest.mark.parametrize(
    ("text", "methods", "named"),
    [
        ("Body of the POST:", {"GET", "POST"}, "POST"),
        ("Body of POST and PUT:", {"POST", "PUT"}, ""),
        ("Body of the PATCH:", {"GET", "POST"}, ""),
        ("Body of the POST:", {"POST"}, ""),
        ("POST_MESSAGE and POSTS", {"GET", "POST"}, ""),
        ("SAMPLE LIST RESPONSE", {"GET", "DELETE"}, "GET"),
        ("SAMPLE LIST RESPONSE", {"GET", "LIST"}, "LIST"),
        ("SAMPLE LIST RESPONSE", {"POST", "DELETE"}, ""),
    ],
)
def test_a_text_may_name_one_method_of_its_section(text: str, methods: set[str], named: str) -> None:
    assert named_method(text, methods) == named
