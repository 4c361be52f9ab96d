"""The mock as a sparring partner: in a process of its own, so that neither slows the other down."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from speclift.errors import OutputError

_ADDRESS = re.compile(r" operations on (http://\S+)")


@contextmanager
def mock_of(spec: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The base URL of a mock of the document, and the header fields that it lets in.  Raises OutputError."""
    secret = secrets.token_urlsafe(16)
    command = [sys.executable, "-m", "speclift", "mock", spec, "--port", "0", "--secret-env", "SPECLIFT_MOCK_SECRET"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "SPECLIFT_MOCK_SECRET": secret}
    )
    try:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            found = _ADDRESS.search(line)
            if found:
                yield found[1], {"Authorization": f"Bearer {secret}"}
                return
        raise OutputError(f"The mock did not start: {''.join(said).strip()}", advice="run speclift mock by hand")
    finally:
        process.kill()
        process.wait()
