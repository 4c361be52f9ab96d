"""If there is no room, no permission or no folder, the old files stay and the error says why."""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.storage.references import command, environment, generate, make_pair, settle, tree, whole_trees


def succeeds(*arguments: str) -> bool:
    """Run a command; False also where this machine does not have it."""
    return shutil.which(arguments[0]) is not None and not subprocess.run(arguments, capture_output=True).returncode


@contextlib.contextmanager
def mounted(*arguments: str) -> Iterator[None]:
    """Mount something at the last argument, or skip the test where that is not allowed."""
    if os.geteuid() or not succeeds("mount", *arguments):
        pytest.skip("mounting needs root and the permission to mount")
    try:
        yield
    finally:
        subprocess.run(["umount", arguments[-1]], check=True)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder read-only. Root ignores permissions, so root gets a read-only mount."""
    if os.geteuid():
        folder.chmod(0o555)
        try:
            yield
        finally:
            folder.chmod(0o755)
    else:
        with mounted("--bind", str(folder), str(folder)):
            subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
            yield


@contextlib.contextmanager
def room_for_bytes(disk: Path, free: int) -> Iterator[None]:
    """Fill a file system until this many bytes are free."""
    room, ballast = os.statvfs(disk), disk / "ballast"
    try:
        ballast.write_bytes(bytes(max(room.f_bavail * room.f_frsize - free, 0)))
        yield
    finally:
        ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def room_for_files(disk: Path, free: int) -> Iterator[None]:
    """Fill a file system until it has room for this many more files."""
    ballast = [disk / f"ballast-{number}" for number in range(max(os.statvfs(disk).f_favail - free, 0))]
    try:
        for path in ballast:
            path.touch()
        yield
    finally:
        for path in ballast:
            path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("size", "room", "steps"),
    [
        pytest.param("size=1m", room_for_bytes, range(0, 400_000, 20_000), id="bytes"),
        pytest.param("nr_inodes=200", room_for_files, range(0, 121, 12), id="files"),
    ],
)
def test_a_full_file_system_leaves_one_of_the_trees(
    tmp_path: Path, size: str, room: Callable[[Path, int], AbstractContextManager[None]], steps: range
) -> None:
    docs = make_pair(tmp_path)
    whole = whole_trees(tmp_path, docs)
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "-o", size, "tmpfs", str(disk)):
        out = disk / "out"
        settle(out, docs["a"])
        state, codes = "a", set()
        for free in steps:
            wanted = "b" if state == "a" else "a"
            with room(disk, free):
                run = generate(docs[wanted], out)
                codes.add(run.returncode)
                assert run.returncode == 0 or (run.returncode == 3 and "E005" in run.stderr), run.stderr
                state = wanted if run.returncode == 0 else state
                assert tree(out) == whole[state]
        assert codes == {0, 3}


def test_a_write_that_fails_leaves_the_old_tree(tmp_path: Path) -> None:
    docs = make_pair(tmp_path)
    whole = whole_trees(tmp_path, docs)
    out = tmp_path / "out"
    settle(out, docs["a"])
    for limit in (0, 100, 1000, 4000):
        run = generate(
            docs["b"], out, preexec_fn=functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
        )
        assert (run.returncode, "E005" in run.stderr) == (3, True), run.stderr
        assert tree(out) == whole["a"]


@pytest.mark.parametrize("place", [".", "generated/crates", "spec"])
def test_a_read_only_folder_leaves_the_old_tree(tmp_path: Path, place: str) -> None:
    docs = make_pair(tmp_path)
    whole = whole_trees(tmp_path, docs)
    out = tmp_path / "out"
    settle(out, docs["a"])
    with read_only(out / place):
        run = generate(docs["b"], out)
        assert (run.returncode, "E005" in run.stderr, "nothing was changed" in run.stderr) == (3, True, True)
        assert tree(out) == whole["a"]
        assert generate(docs["a"], out).returncode == 0
    assert tree(out) == whole["a"]
    assert generate(docs["b"], out).returncode == 0
    assert tree(out) == whole["b"]


def test_earlier_steps_are_undone_if_a_file_cannot_be_replaced(tmp_path: Path) -> None:
    """An immutable file can be copied but not replaced, so the error comes only when its turn comes."""
    docs = make_pair(tmp_path)
    whole = whole_trees(tmp_path, docs)
    out = tmp_path / "out"
    settle(out, docs["a"])
    for name in ("generated/crates/resources/crate.py", "generated/crates/resources/cellar.py"):
        if not succeeds("chattr", "+i", str(out / name)):
            pytest.skip("chattr needs root and a file system that supports it")
        try:
            run = generate(docs["b"], out)
        finally:
            subprocess.run(["chattr", "-i", str(out / name)], check=True)
        assert (run.returncode, "nothing was changed" in run.stderr) == (3, True), run.stderr
        assert tree(out) == whole["a"]


def test_folders_on_other_mounts_are_written_to(tmp_path: Path) -> None:
    docs = make_pair(tmp_path)
    whole = whole_trees(tmp_path, docs)
    out = tmp_path / "out"
    settle(out, docs["a"])
    aside = tmp_path / "aside"
    (out / "generated" / "crates").rename(aside)
    (out / "generated" / "crates").mkdir()
    with mounted("--bind", str(aside), str(out / "generated" / "crates")):
        assert generate(docs["b"], out).returncode == 0
        assert tree(out) == whole["b"]


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    docs = make_pair(tmp_path)
    (tmp_path / "out").write_text("mine")
    for out in (tmp_path / "out", tmp_path / "out" / "below"):
        run = generate(docs["a"], out)
        assert (run.returncode, "E005" in run.stderr) == (3, True)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_was_made_in_vain_is_removed_again(tmp_path: Path) -> None:
    docs = make_pair(tmp_path)
    run = generate(
        docs["a"], tmp_path / "new" / "out", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9))
    )
    assert run.returncode == 3
    assert not (tmp_path / "new").exists()


def test_a_full_device_is_an_error(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    docs = make_pair(tmp_path)
    arguments = [*command(docs["a"], tmp_path)[:3], "spec", str(docs["a"]), "-o", "/dev/full", "--no-cache"]
    run = subprocess.run(arguments, env=environment(), capture_output=True, text=True)
    assert (run.returncode, "E005" in run.stderr) == (3, True)
