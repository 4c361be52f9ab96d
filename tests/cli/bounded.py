"""Commands that may take so much of the processor and of memory, and no more."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.conftest import ROOT

#: Seconds of CPU: what takes 5 on any machine of these years, and a fraction of what growth by the square would take.
MOST_SECONDS = 30
#: Bytes of memory that the process has at most, and of addresses, which it never uses up by itself.
MOST_MEMORY, MOST_ADDRESSES = 500 * 2**20, 3 * 2**30

#: The process says itself how much memory it had at most: what its parent is told begins with the parent's own.
_BOOT = f"""
import os, resource
resource.setrlimit(resource.RLIMIT_CPU, ({MOST_SECONDS}, {MOST_SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({MOST_ADDRESSES}, {MOST_ADDRESSES}))
leave, process = os._exit, os.getpid()
def left(code):
    if os.getpid() == process:
        with open("/proc/self/status") as status, open(os.environ["PEAK_OF_MEMORY"], "w") as peak:
            peak.write(status.read())
    leave(code)
os._exit = left
from speclift.cli.main import entry
entry()
"""


class Run(msgspec.Struct, frozen=True):
    """How a command ended: its exit code, what it said, and the bytes of memory that it had at most."""

    code: int
    said: str
    memory: int


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """A bounded command in a folder, which goes on."""
    return subprocess.Popen(
        [sys.executable, "-c", _BOOT, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PEAK_OF_MEMORY": str(folder / "peak")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder: Path, *words: str) -> Run:
    """A bounded command from its start to its end."""
    (folder / "peak").unlink(missing_ok=True)
    process = start(folder, *words)
    said, _ = process.communicate()
    peak = (folder / "peak").read_text() if (folder / "peak").exists() else ""
    return Run(process.returncode, said, _peak(peak))


class Server:
    """A bounded command that serves: its address, nothing where it ended at once, and how it ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.address = ""
        self.said = ""
        self._process = process

    @property
    def memory(self) -> int:
        """The bytes of memory that it has had at most."""
        return _peak(Path(f"/proc/{self._process.pid}/status").read_text())

    @property
    def code(self) -> int | None:
        """Its exit code, None as long as it runs."""
        return self._process.poll()


@contextlib.contextmanager
def serving(folder: Path, *words: str) -> Iterator[Server]:
    """A command that serves until this is left, or that has ended."""
    process = start(folder, *words)
    found = Server(process)
    assert process.stdout is not None
    for line in process.stdout:
        found.said += line
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        if address:
            found.address = address[0]
            break
    else:
        process.wait()
    # What it says from now on must not fill the pipe.
    rest = threading.Thread(target=lambda: setattr(found, "said", found.said + (process.stdout or sys.stdin).read()))
    rest.start()
    try:
        yield found
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        rest.join()


def _peak(status: str) -> int:
    """The bytes that `/proc/PID/status` says a process had at most."""
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0
