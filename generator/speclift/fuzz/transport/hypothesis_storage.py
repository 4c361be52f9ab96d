"""Where hypothesis keeps what it learns about the code that runs: only as long as the run lasts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.configuration import set_hypothesis_home_dir


@contextmanager
def temporary_storage() -> Iterator[None]:
    """Keep hypothesis from leaving files in the current folder, while this lasts."""
    with tempfile.TemporaryDirectory(prefix="speclift-", ignore_cleanup_errors=True) as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)
