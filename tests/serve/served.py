"""`speclift serve` in a process of its own, on pages that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.conftest import EMBEDDED
from tests.mock.served import Server


class Served(msgspec.Struct, frozen=True):
    """A server: its address, and the folder or file that it shows."""

    url: str
    source: Path
    server: Server


def copied_docs(folder: Path) -> Path:
    """A copy of the embedded reference."""
    return Path(shutil.copytree(EMBEDDED, folder / "docs"))


@contextmanager
def serving(source: Path, folder: Path, *options: str) -> Iterator[Served]:
    """The command on a free port."""
    arguments = ("-m", "speclift", "serve", str(source), "--port", "0", "--no-cache", *options)
    server = Server(folder / "serve.log", *arguments)
    try:
        yield Served(f"http://127.0.0.1:{server.port}", source, server)
    finally:
        server.process.terminate()
        server.process.wait()
