"""Servers to fuzz, each in a process of its own: the mock, with or without faults, and any Python script."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from speclift.mock.process import Running, running

SECRET = "sesame-open"


def mock_server(spec: Path, faults: str = "") -> AbstractContextManager[Running]:
    """The mock of a document; only SECRET is a valid credential."""
    return running(str(spec), *(("--faults", faults) if faults else ()), secret=SECRET)


@contextmanager
def python_server(script: Path) -> Iterator[Running]:
    """A server that is a script, which prints its address."""
    command = [sys.executable, str(script)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    try:
        yield Running(process.stderr.readline().strip(), {}, process.pid)
    finally:
        process.kill()
        process.wait()
