"""Other generators on the same document: how long each takes to make its client or models.

    python -m bench.peers

Each peer is installed into an environment of its own in the cache folder, outside of the checkout; one that cannot be
installed, or fails on the document, has its reason in the table.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import msgspec

from bench.figure import Figure, table
from bench.run import CORPUS, ROOT

HOW = "one run on the recovered document, a new process; ratio: to `speclift client` in the same run"
LIMIT = 120
MODELS = "pydantic_v2.BaseModel"


class Peer(msgspec.Struct, frozen=True):
    """A generator: its distribution, and its command with `{spec}` and `{out}` to be filled in."""

    distribution: str
    command: tuple[str, ...]


PEERS = (
    Peer("openapi-python-client", ("openapi-python-client", "generate", "--path", "{spec}", "--output-path", "{out}")),
    Peer(
        "datamodel-code-generator",
        (
            "datamodel-codegen",
            "--input",
            "{spec}",
            "--output",
            "{out}.py",
            "--output-model-type",
            "pydantic_v2.BaseModel",
        ),
    ),
    Peer(
        "openapi-generator-cli",
        ("openapi-generator-cli", "generate", "-g", "python", "-i", "{spec}", "-o", "{out}", "--skip-validate-spec"),
    ),
)


def figures() -> list[Figure]:
    """Seconds of each peer, speclift's first."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speclift-bench"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = ROOT / "spec" / "openapi.yaml"
        if CORPUS.is_dir():
            spec = folder / "openapi.yaml"
            make = [sys.executable, "-m", "speclift", "spec", str(CORPUS), "-o", str(spec), "--quiet", "--no-cache"]
            subprocess.run(make, check=True)
        own = [sys.executable, "-m", "speclift", "client", str(spec), "-o", str(folder / "own"), "--quiet"]
        seconds, _ = timed(own, folder)
        found = [Figure("speclift client", seconds, "s", HOW, 1.0)]
        return found + [_figure(peer, cache, spec, folder, seconds) for peer in PEERS]


def timed(command: list[str], folder: Path) -> tuple[float, str]:
    """Seconds of a command, and why it failed, empty where it did not."""
    start = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return LIMIT, f"not done after {LIMIT} s"
    return time.perf_counter() - start, f"fails with exit code {done.returncode}" if done.returncode else ""


def _figure(peer: Peer, cache: Path, spec: Path, folder: Path, own: float) -> Figure:
    place = cache / peer.distribution
    program = place / "bin" / peer.command[0]
    if not program.exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", peer.distribution]
        _, fault = timed(install, folder)
        if fault:
            return Figure(peer.distribution, None, "s", HOW, note="cannot be installed here")
    out = str(folder / peer.distribution)
    command = [str(program), *(part.format(spec=spec, out=out) for part in peer.command[1:])]
    seconds, fault = timed(command, folder)
    return Figure(peer.distribution, None if fault else seconds, "s", HOW, None if fault else seconds / own, fault)


if __name__ == "__main__":
    print(table(figures()))
