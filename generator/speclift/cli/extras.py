"""Packages that only some commands need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from speclift.errors import UsageError


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say how to install the packages of an extra where importing one of them fails."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError(
            f"The package {error.name!r} is not installed.",
            expected=f"speclift with its extra {extra!r}",
            advice=f"pip install 'speclift[{extra}]'",
        ) from error
