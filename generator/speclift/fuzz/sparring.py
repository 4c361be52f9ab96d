"""The mock as a sparring partner."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from speclift.mock.process import running


@contextmanager
def mock_of(spec: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The base URL of a mock of the document, and the header fields that it lets in.  Raises OutputError."""
    secret = secrets.token_urlsafe(16)
    with running(spec, secret=secret) as mock:
        yield mock.url, {"Authorization": f"Bearer {secret}"}
