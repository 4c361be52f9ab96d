"""Where hypothesis keeps what it works out about the code that runs: nowhere that outlasts a run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.configuration import set_hypothesis_home_dir


@contextmanager
def temporary_storage() -> Iterator[None]:
    """Nothing is left in the current folder, for as long as this lasts."""
    with tempfile.TemporaryDirectory(prefix="speclift-", ignore_cleanup_errors=True) as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)
