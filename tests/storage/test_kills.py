"""A run that is killed, interrupted or not alone leaves the old files or the new ones, and no foreign file changes.

Each test waits for the lock of a tree before it reads it, as the next run does. If a run is killed, a second process
moves its staged files into place or removes them.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from speclift.storage.journal import JOURNAL
from tests.storage.references import command, environment, generate, make_docs, make_pair, settle, tree, whole_trees

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork, the next run repairs what a kill leaves"),
]

SEEDS = 4
KILLS_PER_SEED = 50


def start(docs: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(docs, out),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for_staging(run: subprocess.Popen[bytes], out: Path) -> None:
    """Wait until the run has begun to write, or has ended."""
    while not (out / JOURNAL).exists() and run.poll() is None:
        time.sleep(0.0002)


def time_of_writing(docs: Path, out: Path) -> float:
    """Seconds for which the journal of an undisturbed run exists, on this machine's disk."""
    run = start(docs, out)
    wait_for_staging(run, out)
    began = time.perf_counter()
    while (out / JOURNAL).exists():
        time.sleep(0.0002)
    taken = time.perf_counter() - began
    assert run.wait() == 0
    return taken


class Settled(NamedTuple):
    """Two references and their trees, an output with the tree of "b", and the seconds of a run and of its writing."""

    docs: dict[str, Path]
    whole: dict[str, dict[str, bytes]]
    out: Path
    duration: float
    writing: float


def settled(folder: Path) -> Settled:
    docs = make_pair(folder)
    whole = whole_trees(folder, docs)
    out = folder / "out"
    began = time.perf_counter()
    settle(out, docs["a"])
    duration = time.perf_counter() - began
    return Settled(docs, whole, out, duration, time_of_writing(docs["b"], out))


def other(name: str) -> str:
    return "b" if name == "a" else "a"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_kill_at_any_moment_leaves_one_of_the_trees(tmp_path: Path, seed: int) -> None:
    """Half of the kills come at any time in the run, half while it writes."""
    docs, whole, out, duration, writing = settled(tmp_path)
    # The longest wait before a kill, of each half.  A machine may be slower or faster than when this was measured.
    longest = [2 * writing, duration]
    chance = random.Random(seed)
    state, killed, moved = "b", 0, 0
    for number in range(KILLS_PER_SEED):
        wanted = other(state)
        run = start(docs[wanted], out)
        if number % 2 == 0:
            wait_for_staging(run, out)
        time.sleep(chance.uniform(0, longest[number % 2]))
        # Kill the process alone, or its whole group.
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if number % 4 < 2 else os.kill)(run.pid, signal.SIGKILL)
        is_killed = run.wait() == -signal.SIGKILL
        killed += is_killed
        found = tree(out)
        assert found in (whole[state], whole[wanted]), f"kill {number}: {differences(found, whole)}"
        if found == whole[wanted]:
            state = wanted
            moved += 1
        else:
            longest[number % 2] *= 1.1
        if not is_killed:
            longest[number % 2] *= 0.7
    assert killed > KILLS_PER_SEED // 4
    assert 0 < moved < KILLS_PER_SEED
    assert generate(docs[other(state)], out).returncode == 0
    assert tree(out) == whole[other(state)]


def differences(found: dict[str, bytes], whole: dict[str, dict[str, bytes]]) -> dict[str, list[str]]:
    return {name: sorted(p for p in {*found, *files} if found.get(p) != files.get(p)) for name, files in whole.items()}


@pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="the guardian is found in /proc, which does not exist here"
)
def test_the_next_run_repairs_what_a_kill_of_all_processes_leaves(tmp_path: Path) -> None:
    docs, whole, out, _, writing = settled(tmp_path)
    state, left, longest = "b", 0, writing / 2
    chance = random.Random(0)
    for _ in range(12):
        wanted = other(state)
        run = start(docs[wanted], out)
        wait_for_staging(run, out)
        time.sleep(chance.uniform(0, longest))
        run.send_signal(signal.SIGSTOP)
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        for child in children.read_text().split() if children.exists() else ():
            os.kill(int(child), signal.SIGKILL)
        run.kill()
        run.wait()
        if (out / JOURNAL).exists():
            left += 1
        else:
            # The machine is faster than when this was measured.
            longest /= 2
        assert generate(docs[wanted], out).returncode == 0
        assert tree(out) == whole[wanted]
        state = wanted
    assert left > 0


#: An interrupt that comes before a program heeds interrupts ends Python itself, so this program says when it does.
BEGUN = """
from speclift import __main__ as program

heed = program.heed_interrupts

def heed_and_say_so():
    heed()
    print("begun", flush=True)

program.heed_interrupts = heed_and_say_so
program.main()
"""


def test_an_interrupt_ends_with_130_and_the_old_tree_or_comes_too_late(tmp_path: Path) -> None:
    docs, whole, out, duration, writing = settled(tmp_path)
    chance = random.Random(1)
    state = "b"
    codes = set()
    for number in range(60):
        wanted = other(state)
        arguments = [sys.executable, "-c", BEGUN, *command(docs[wanted], out)[3:]]
        run = subprocess.Popen(arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert run.stdout
        assert run.stdout.readline() == b"begun\n"
        if number % 4:
            time.sleep(chance.uniform(0.002, duration))
        else:
            wait_for_staging(run, out)
            time.sleep(chance.uniform(0, writing))
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)
        code = run.returncode
        codes.add(code)
        assert code in (0, 130), errors
        assert b"Traceback" not in errors
        state = wanted if code == 0 else state
        assert tree(out) == whole[state]
    assert 130 in codes


def test_two_runs_at_once_leave_the_tree_of_one_of_them(tmp_path: Path) -> None:
    docs = make_pair(tmp_path)
    whole = whole_trees(tmp_path, docs)
    out = tmp_path / "out"
    settle(out, docs["a"])
    for _ in range(12):
        runs = [start(docs["a"], out), start(docs["b"], out), start(docs["a"], out)]
        assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
        assert tree(out) in whole.values()


def test_two_first_runs_at_once_make_the_folder_once(tmp_path: Path) -> None:
    docs = make_pair(tmp_path)
    for number in range(6):
        out = tmp_path / f"out-{number}" / "deep"
        runs = [start(docs["a"], out), start(docs["a"], out)]
        assert [run.wait(timeout=60) for run in runs] == [0, 0]
        assert not [path for path in out.rglob(".speclift-*") if path.name != ".speclift-files"]


def is_running(process: str) -> bool:
    """Whether a process exists and is no zombie: some init processes never collect zombies."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="the reader processes are found in /proc, which does not exist here"
)
def test_reader_processes_end_in_silence_when_their_run_is_killed(tmp_path: Path) -> None:
    tags = [f"Tag{number}" for number in range(600)]
    docs = make_docs(tmp_path / "docs", "Words.", *tags)
    spec = [sys.executable, "-m", "speclift", "spec", str(docs), "-o", str(tmp_path / "a.yaml"), "--no-cache"]
    seen = 0
    for _ in range(5):
        with (tmp_path / "errors").open("wb") as errors:
            run = subprocess.Popen([*spec, "--quiet", "--jobs", "2"], env=environment(), stderr=errors)
            children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
            readers: list[str] = []
            while run.poll() is None and len(readers) < 2:
                time.sleep(0.001)
                readers = children.read_text().split()
            run.kill()
            run.wait()
        seen += len(readers)
        deadline = time.monotonic() + 20
        while any(map(is_running, readers)):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert (tmp_path / "errors").read_text() == ""
    assert seen > 0
