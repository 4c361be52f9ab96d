"""A folder for what hypothesis stores about the code that it runs, which is removed after the run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.configuration import set_hypothesis_home_dir


@contextmanager
def temporary_storage() -> Iterator[None]:
    """While this lasts, hypothesis stores its files in a temporary folder, and not in the current one."""
    with tempfile.TemporaryDirectory(prefix="speclift-", ignore_cleanup_errors=True) as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)
