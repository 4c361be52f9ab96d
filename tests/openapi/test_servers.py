"""The addresses of servers, with the defaults of their variables."""

from __future__ import annotations

import pytest

from speclift.errors import SourceError
from speclift.openapi.structure.servers import addresses_of


def test_braces_in_a_default_are_plain_text() -> None:
    variables = {"a": {"default": "{b}"}, "b": {"default": "c"}}
    server = {"url": "https://kites.example/{a}/{b}/{d}", "variables": variables}
    assert addresses_of({"servers": [server]}) == ("https://kites.example/{b}/c/{d}",)


def test_an_address_that_variables_make_too_long_is_refused() -> None:
    server = {"url": "https://kites.example/" + "{a}" * 10_000, "variables": {"a": {"default": "x" * 100_000}}}
    with pytest.raises(SourceError, match="address of a server is too long"):
        addresses_of({"servers": [server]})
