"""Servers to fuzz, each in a process of its own: the mock, with faults or without, and one that is not ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

SECRET = "sesame-open"


class Running(msgspec.Struct, frozen=True):
    """A server: its base URL, and the faults that it said it has, by operation id."""

    url: str
    faults: Mapping[str, str]


@contextmanager
def mock_server(spec: Path, faults: str = "") -> Iterator[Running]:
    """The mock of a document; only SECRET is a good credential."""
    command = [sys.executable, "-m", "speclift", "mock", str(spec), "--port", "0", "--secret-env", "MOCK_SECRET"]
    command += ["--faults", faults] if faults else []
    with _started(command, {"MOCK_SECRET": SECRET}) as lines:
        found: dict[str, str] = {}
        for line in lines:
            placed = re.match(r"fault (\S+) on (\S+)", line)
            if placed:
                found[placed[2]] = placed[1]
            address = re.search(r"operations on (http://\S+)", line)
            if address:
                yield Running(address[1], found)
                return
        raise AssertionError("the mock did not start")


@contextmanager
def python_server(script: Path) -> Iterator[Running]:
    """A script that prints its address."""
    with _started([sys.executable, str(script)], {}) as lines:
        yield Running(next(lines).strip(), {})


@contextmanager
def _started(command: list[str], environment: Mapping[str, str]) -> Iterator[Iterator[str]]:
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, **environment}
    )
    assert process.stderr is not None
    try:
        yield iter(process.stderr)
    finally:
        process.kill()
        process.wait()
