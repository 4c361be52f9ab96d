"""The errors that mypy finds in a generated package and in code that uses it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def type_faults(folder: Path, *targets: str) -> list[str]:
    """The lines that `mypy --strict` prints about files and packages in a folder; none if it finds no error."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *targets]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout.splitlines()
