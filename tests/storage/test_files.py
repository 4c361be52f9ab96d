"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from speclift.errors import OutputError
from speclift.storage.files import write_files
from tests.conftest import ROOT


def test_missing_folders_are_made_and_unchanged_files_are_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "c.yaml"
    assert write_files({str(target): b"one"}) == (str(target),)
    before = target.stat().st_mtime_ns
    assert write_files({str(target): b"one"}) == ()
    assert target.stat().st_mtime_ns == before


def test_no_file_changes_when_one_cannot_be_written(tmp_path: Path) -> None:
    first, folder = tmp_path / "first", tmp_path / "folder"
    first.write_bytes(b"earlier")
    folder.mkdir()
    with pytest.raises(OutputError) as caught:
        write_files({str(first): b"later", str(folder): b"x"})
    assert caught.value.file == str(folder)
    assert first.read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "folder"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_is_replaced_and_never_written_to(tmp_path: Path, count: int) -> None:
    """Whoever reads it, and whatever kills the run, finds all of the old file or all of the new one."""
    paths = [tmp_path / str(number) for number in range(count)]
    for path in paths:
        path.write_bytes(b"old")
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(path.open("rb")) for path in paths]
        write_files({str(path): b"new, and longer" for path in paths})
        assert [reader.read() for reader in readers] == [b"old"] * count
    assert [path.read_bytes() for path in paths] == [b"new, and longer"] * count


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"1")
    target.chmod(0o640)
    write_files({str(target): b"2"})
    assert target.stat().st_mode & 0o777 == 0o640


def test_files_in_several_folders_change_together(tmp_path: Path) -> None:
    files = {str(tmp_path / name): name.encode() for name in ("a/x", "b/y", "z")}
    assert set(write_files(files)) == files.keys()
    (tmp_path / "a" / "x").write_bytes(b"earlier")
    (tmp_path / "b" / "y").unlink()
    (tmp_path / "b" / "y").mkdir()
    with pytest.raises(OutputError):
        write_files(dict.fromkeys(files, b"later"))
    assert ((tmp_path / "a" / "x").read_bytes(), (tmp_path / "z").read_bytes()) == (b"earlier", b"z")
    assert not list(tmp_path.rglob(".speclift-*"))


SHORT_OF_ROOM = """
import resource, sys
from speclift.errors import OutputError
from speclift.storage.files import write_files
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    write_files({sys.argv[1]: b"new", sys.argv[2]: b"new" * 1_000})
except OutputError as error:
    print(error.file)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_neither_of_two_files_changes_if_there_is_no_room_for_the_second(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "first", tmp_path / "b" / "second"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", SHORT_OF_ROOM, *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout != "") == (0, True), run.stderr
    assert [path.read_bytes() for path in paths] == [b"old"] * 2
    assert not list(tmp_path.rglob(".speclift-*"))


@pytest.mark.parametrize("count", [1, 2])
def test_an_interrupt_at_the_last_moment_leaves_the_old_files(tmp_path: Path, count: int) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    paths = [tmp_path / f"{number}" for number in range(count)]
    for path in paths:
        path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_files({str(path): b"new" for path in paths}, interrupt)
    assert [path.read_bytes() for path in paths] == [b"old"] * count
    assert sorted(tmp_path.iterdir()) == paths


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real/x")
    write_files({str(tmp_path / "link"): b"1"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "x").read_bytes() == b"1"


def test_a_pipe_and_a_device_are_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_files({str(pipe): b"through", os.devnull: b"away"})
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()
    assert Path(os.devnull).is_char_device()


def test_the_next_run_uses_what_a_killed_run_left(tmp_path: Path) -> None:
    """The name of a staged file depends only on the name of its target, so at most one is ever left."""
    code = (
        "import os, sys\nfrom speclift.storage.files import write_files\n"
        "write_files({sys.argv[1]: b'new' * 1000}, lambda: os.kill(os.getpid(), 9))"
    )
    target = tmp_path / "x"
    target.write_bytes(b"old")
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-c", code, str(target)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
        assert len(list(tmp_path.iterdir())) == 2
    assert target.read_bytes() == b"old"
    write_files({str(target): b"new"})
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]
