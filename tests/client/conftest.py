"""The fixture that the tests of clients share: a test server on a socket for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.client.echo import Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that the tests of one module share; each test sets its responses."""
    with serving() as running:
        yield running
