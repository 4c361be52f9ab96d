"""A mock in a process of its own, so that it and its client do not slow each other down."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from speclift.errors import OutputError

_ADDRESS = re.compile(r" operations? on (http://\S+)")
_FAULT = re.compile(r"fault (\S+) on (\S+)")
_SECRET = "SPECLIFT_MOCK_SECRET"


class Running(msgspec.Struct, frozen=True):
    """A mock that is ready: its base URL, the names of its faults by operation id, and its process id."""

    url: str
    faults: Mapping[str, str]
    pid: int


@contextmanager
def running(spec: str, *options: str, secret: str = "") -> Iterator[Running]:
    """Run `speclift mock` with a document on a free port as long as the context lasts. If `secret` is not empty, it is
    the only valid credential.  Raises OutputError if the mock does not start.
    """
    # Without -P, modules of the current folder would come first, and that folder may not be trustworthy.
    command = [sys.executable, "-P", "-m", "speclift", "mock", spec, "--port", "0", *options]
    command += ["--secret-env", _SECRET] if secret else []
    environment = {**os.environ, **({_SECRET: secret} if secret else {})}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        output = []
        faults: dict[str, str] = {}
        for line in process.stderr:
            output.append(line)
            if fault := _FAULT.match(line):
                faults[fault[2]] = fault[1]
            if address := _ADDRESS.search(line):
                yield Running(address[1], faults, process.pid)
                return
        raise OutputError(
            f"The mock did not start: {''.join(output).strip()}", advice="run speclift mock yourself to see why"
        )
    finally:
        process.kill()
        process.wait()
