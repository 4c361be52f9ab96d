"""Runs commands under limits of CPU time and memory."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import msgspec

from tests.conftest import ROOT
from tests.patience import patience

#: Seconds of CPU on an ordinary machine: several times what a command needs, and a fraction of what quadratic growth
#: would take.
MOST_SECONDS = 15
#: The most bytes of memory that a process may use, and of address space, most of which it never touches.
MOST_MEMORY, MOST_ADDRESSES = 500 * 2**20, 3 * 2**30

#: The process reports its own peak of memory: the figure that its parent gets starts at the peak of the parent.
_BOOT = f"""
import os, resource, sys
seconds = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_AS, ({MOST_ADDRESSES}, {MOST_ADDRESSES}))
leave, process = os._exit, os.getpid()
def leave_with_peak(code):
    if os.getpid() == process:
        with open("/proc/self/status") as status, open(os.environ["PEAK_OF_MEMORY"], "w") as peak:
            peak.write(status.read())
    leave(code)
os._exit = leave_with_peak
from speclift.cli.main import entry
entry()
"""


class Run(msgspec.Struct, frozen=True):
    """How a command ended: its exit code, its output, and its peak of memory in bytes."""

    code: int
    output: str
    memory: int


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a bounded command in a folder, and leave it running."""
    return subprocess.Popen(
        [sys.executable, "-c", _BOOT, str(ceil(patience(MOST_SECONDS))), *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PEAK_OF_MEMORY": str(folder / "peak")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder: Path, *words: str) -> Run:
    """Run a bounded command to its end."""
    (folder / "peak").unlink(missing_ok=True)
    process = start(folder, *words)
    output, _ = process.communicate()
    peak = (folder / "peak").read_text() if (folder / "peak").exists() else ""
    return Run(process.returncode, output, _peak(peak))


class Server:
    """A bounded command that serves: its address, which is empty if the command ended at once, and its output."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.address = ""
        self.output = ""
        self._process = process

    @property
    def memory(self) -> int:
        """Its peak of memory so far, in bytes."""
        return _peak(Path(f"/proc/{self._process.pid}/status").read_text())

    @property
    def code(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self._process.poll()


@contextlib.contextmanager
def serving(folder: Path, *words: str) -> Iterator[Server]:
    """A command that serves until the block ends, unless it ended by itself."""
    process = start(folder, *words)
    found = Server(process)
    assert process.stdout is not None
    for line in process.stdout:
        found.output += line
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        if address:
            found.address = address[0]
            break
    else:
        process.wait()
    # Keep reading: a full pipe would block the command.
    rest = threading.Thread(
        target=lambda: setattr(found, "output", found.output + (process.stdout or sys.stdin).read())
    )
    rest.start()
    try:
        yield found
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        rest.join()


def _peak(status: str) -> int:
    """The peak of memory in bytes, from the text of `/proc/PID/status`."""
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0
