"""A command that is run again and again and measured from outside: wall time and peak memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figure import Figure, of_runs

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "pyproject.toml"
CORPORA = ROOT.parent / "shared" / "corpus"
EMBEDDED = ROOT / "spec" / "docs"
SPECLIFT = (sys.executable, "-m", "speclift")
RUNS = 5

#: Neither the output nor the messages of a measured command belong in the table.
_QUIET = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]


class Measurement:
    """A command; `prepare` runs before each run, unmeasured, and `accepted` are the exit codes of a good run."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        prepare: Callable[[], None] = lambda: None,
        accepted: Sequence[int] = (0,),
    ) -> None:
        self.name = name
        self.command = tuple(command)
        self.seconds: list[float] = []
        self.mebibytes: list[float] = []
        self._prepare = prepare
        self._accepted = accepted

    def run(self, environment: dict[str, str]) -> None:
        """Make one run.  Raises SystemExit if the command fails: a failure has no speed."""
        self._prepare()
        start = time.perf_counter()
        child = os.posix_spawn(self.command[0], self.command, environment, file_actions=_QUIET)
        code, memory = ended(child)
        self.seconds.append(time.perf_counter() - start)
        self.mebibytes.append(memory)
        if code not in self._accepted:
            raise SystemExit(f"bench: failed with {code}: {' '.join(self.command)}")

    @property
    def median(self) -> float:
        """The median of the runs in seconds."""
        return statistics.median(self.seconds)

    def figure(self, how: str, ratio: float | None = None) -> Figure:
        """Its time and its memory."""
        return of_runs(self.name, self.seconds, "s", how, ratio=ratio, memory=max(self.mebibytes))


def ended(child: int) -> tuple[int, float]:
    """The exit code of a child, once it ends, and the MiB of its largest process."""
    # The kernel's figure covers the child and the processes that it waited for, such as those that read pages.
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def take_turns(measurements: Sequence[Measurement], environment: dict[str, str], runs: int = RUNS) -> None:
    """Run the commands in turn, `runs` times, so that a busy moment of the machine affects all of them.

    A first run of each does not count: it fills the disk cache, and writes byte code and the cache of pages.
    """
    for measurement in measurements:
        measurement.run(environment)
        measurement.seconds.clear()
        measurement.mebibytes.clear()
    for _ in range(runs):
        for measurement in measurements:
            measurement.run(environment)


def environment_in(folder: Path) -> dict[str, str]:
    """The environment of measured commands, with caches of its own in the folder, one for byte code as well.

    Without byte code each run would first compile all modules, which an installed package does not.
    """
    environment = dict(os.environ, SPECLIFT_CACHE_DIR=str(folder / "cache"), PYTHONPATH=str(ROOT / "generator"))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    return environment


def reference() -> Path:
    """The pages to measure: the 2023 corpus if it is beside the checkout, else the embedded ones."""
    corpus = CORPORA / "2023"
    return corpus if corpus.is_dir() else EMBEDDED


def copy(source: Path, target: Path) -> Path:
    """Copy the files below a folder without their modes: a read-only copy could be neither changed nor removed."""
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    return target


def make_spec(folder: Path) -> Path:
    """The path of the document of the measured reference, which is written as YAML into the folder."""
    spec = folder / "reference.yaml"
    command = [*SPECLIFT, "spec", str(reference()), "--settings", str(SETTINGS), "--quiet", "--no-cache"]
    subprocess.run([*command, "-o", str(spec)], check=True, stdin=subprocess.DEVNULL)
    return spec
