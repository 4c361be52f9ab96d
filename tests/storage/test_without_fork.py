"""Without fork, a kill may leave files of two runs, and the next run repairs that."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from speclift.storage.files import write_files
from speclift.storage.journal import JOURNAL
from speclift.storage.tree import write_tree
from tests.storage.references import ROOT, tree

KILLED = """
import os, sys
if hasattr(os, "fork"):
    del os.fork
from speclift.storage.files import write_files
from speclift.storage.tree import write_tree
replace, left = os.replace, int(sys.argv[2])
def replaced(*arguments, **more):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    replace(*arguments, **more)
os.replace = os.rename = replaced
files = {f"{n}.txt": b"new" for n in range(5)}
if sys.argv[3:] == ["named"]:
    write_files({os.path.join(sys.argv[1], name): data for name, data in files.items()})
else:
    write_tree(sys.argv[1], files)
"""


@pytest.mark.parametrize("steps", range(9))
def test_the_next_run_repairs_what_a_kill_without_fork_leaves(steps: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_tree(str(out), {f"{number}.txt": b"old" for number in range(5)})
    command = [sys.executable, "-c", KILLED, str(out), str(steps)]
    run = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "generator")}, check=False)
    assert run.returncode in (0, 9)
    assert (run.returncode == 0) <= (not (out / JOURNAL).exists())
    write_tree(str(out), {f"{number}.txt": b"next" for number in range(5)})
    assert {data for name, data in tree(out).items() if name.endswith(".txt")} == {b"next"}
    assert not list(tmp_path.rglob(".speclift-*.new"))
    assert not (out / JOURNAL).exists()


@pytest.mark.parametrize("steps", range(9))
def test_the_next_run_repairs_what_a_kill_leaves_of_named_files(steps: int, tmp_path: Path) -> None:
    """Such as the reports of the fuzzer, or the pages that `check --fix` changes."""
    out = tmp_path / "out"
    named = [str(out / f"{number}.txt") for number in range(5)]
    write_files(dict.fromkeys(named, b"old"))
    command = [sys.executable, "-c", KILLED, str(out), str(steps), "named"]
    run = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "generator")}, check=False)
    assert run.returncode in (0, 9)
    write_files(dict.fromkeys(named, b"next"))
    assert [Path(path).read_bytes() for path in named] == [b"next"] * 5
    assert sorted(os.listdir(out)) == [f"{number}.txt" for number in range(5)]


def test_a_kill_without_fork_may_leave_files_of_both_runs(tmp_path: Path) -> None:
    """The pages below say so about Windows, and have to change if this ever improves."""
    found = set()
    for steps in range(12):
        out = tmp_path / str(steps)
        write_tree(str(out), {f"{number}.txt": b"old" for number in range(5)})
        command = [sys.executable, "-c", KILLED, str(out), str(steps)]
        subprocess.run(command, env={"PYTHONPATH": str(ROOT / "generator")}, check=False)
        found.add(frozenset((out / f"{number}.txt").read_bytes() for number in range(5)))
    assert found == {frozenset({b"old"}), frozenset({b"old", b"new"}), frozenset({b"new"})}


@pytest.mark.parametrize("page", ["README.md", "docs/reference/output.md", "docs/threat-model.md"])
def test_a_page_that_promises_whole_trees_names_the_exception(page: str) -> None:
    text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    assert re.search(r"All files of a run change together|leaves one whole tree", text)
    assert re.search(r"(?:without|no) `?fork", text)
