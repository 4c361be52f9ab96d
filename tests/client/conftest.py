"""What the tests of clients share: a server on a socket for each module of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.client.echo import Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that the tests of one module share; each says what it answers."""
    with serving() as found:
        yield found
