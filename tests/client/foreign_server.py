"""Third-party servers, each started on a free port for the tests of a client."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from speclift.client.templates import Templates
from speclift.openapi.load import load
from speclift.pipeline.client import client_files
from tests.client.wire import importing


@contextmanager
def foreign_server(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start a server in a folder, and yield its address once it responds; `{port}` in the command becomes its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None and not _responds(address):
            time.sleep(0.1)
        assert process.poll() is None, f"{command[0]} did not start"
        yield address
    finally:
        process.terminate()
        process.wait()


@contextmanager
def client_of(url: str, folder: Path, name: str) -> Iterator[ModuleType]:
    """The client of the document that a server publishes at this URL, generated into a folder."""
    with urllib.request.urlopen(url) as response:
        (folder / "openapi.json").write_bytes(response.read())
    document = load(str(folder / "openapi.json")).document
    with importing(client_files(document, name, Templates()), folder, name) as module:
        yield module


def _responds(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=10).close()
    except urllib.error.HTTPError:
        # A server that refuses the request is running.
        return True
    except OSError:
        return False
    return True
