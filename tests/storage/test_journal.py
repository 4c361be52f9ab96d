"""Wherever a write stopped, its journal finishes or undoes it, and nothing else is touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec
import pytest

from speclift.errors import OutputError
from speclift.storage import journal, transaction
from speclift.storage.journal import JOURNAL, Identity, Journal, Step, place_of, recover, saved, staged, write_journal
from tests.files import files_in

OLD = {"a": b"1", "b": b"2", "sub/c": b"3", "gone/d": b"4"}
CHANGES = {"a": b"one", "sub/c": b"three", "new/deep/e": b"five"}
REMOVED = ["b", "gone/d"]
NEW = CHANGES


class StoppedError(Exception):
    """The process ends here."""


def stop() -> None:
    raise StoppedError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, data in OLD.items():
        (tmp_path / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / path).write_bytes(data)
    return tmp_path / "out"


def stage(root: Path) -> Journal:
    """Prepare a write up to the moment when the journal is complete and no step is done."""
    transaction._stage(str(root), CHANGES, REMOVED, lambda: None)
    found = journal.read_journal(str(root))
    assert found is not None
    return found


def test_a_write_that_stopped_before_its_journal_was_complete_is_undone(root: Path) -> None:
    with pytest.raises(StoppedError):
        transaction._stage(str(root), CHANGES, REMOVED, stop)
    assert (root / "new").is_dir()
    recover(str(root))
    assert files_in(root) == OLD
    assert not (root / "new").exists()


@pytest.mark.parametrize("steps_done", range(len(CHANGES) + len(REMOVED) + 1))
def test_a_write_that_stopped_after_some_steps_is_finished(root: Path, steps_done: int) -> None:
    found = stage(root)
    for path, number, step in list(journal._steps(str(root), found))[:steps_done]:
        journal._do(path, journal.staged(path, found.token, number), step)
    recover(str(root))
    assert files_in(root) == NEW
    assert not (root / "gone").exists()
    recover(str(root))
    assert files_in(root) == NEW


@pytest.mark.parametrize("path", [*CHANGES, *REMOVED])
def test_a_failed_step_undoes_those_before_it(root: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test makes the step fail itself, because systems differ in what makes the kernel refuse a rename."""
    stage(root)
    do = journal._do

    def failing(whole: str, new: str, step: Step) -> None:
        if whole == str(root / path):
            raise OSError(28, "No space left on device", whole)
        do(whole, new, step)

    monkeypatch.setattr(journal, "_do", failing)
    with pytest.raises(OSError, match="No space left"):
        recover(str(root))
    assert files_in(root) == OLD


def test_a_staged_file_that_somebody_changed_is_not_moved(root: Path) -> None:
    """A target gets what the journal recorded, or stays as it was."""
    found = stage(root)
    (path, number) = next((path, number) for path, number, step in journal._steps(str(root), found) if step.new)
    Path(journal.staged(path, found.token, number)).write_bytes(b"something else, and longer")
    before = Path(path).read_bytes() if os.path.exists(path) else None
    recover(str(root))
    assert (Path(path).read_bytes() if os.path.exists(path) else None) == before


def test_what_somebody_changed_after_the_write_stopped_stays(root: Path) -> None:
    stage(root)
    (root / "a").write_bytes(b"by hand")
    (root / "b").write_bytes(b"by hand too")
    (root / "new" / "deep" / "e").write_bytes(b"and this")
    recover(str(root))
    assert files_in(root) == {"a": b"by hand", "b": b"by hand too", "sub/c": b"three", "new/deep/e": b"and this"}


def test_the_journal_of_a_copied_folder_moves_nothing(root: Path, tmp_path: Path) -> None:
    """A repository may contain such a copy: the files have the same names and contents, but are other files."""
    stage(root)
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)
    recover(str(copy))
    assert files_in(copy) == OLD


def test_the_journal_of_a_folder_of_hard_links_moves_nothing(root: Path, tmp_path: Path) -> None:
    """A copy may consist of hard links, so that the files are the same ones, but the folder is another one."""
    stage(root)
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, copy_function=os.link)
    recover(str(copy))
    assert files_in(copy) == OLD


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_the_journal_of_another_user_is_not_trusted(root: Path) -> None:
    stage(root)
    os.chown(root / JOURNAL, 65534, -1)
    with pytest.raises(OutputError, match="not the journal of a write of yours"):
        recover(str(root))
    assert {name: data for name, data in files_in(root).items() if name in OLD} == OLD


@pytest.mark.parametrize("path", ["../secret", "link/secret", "{secret}"])
def test_a_journal_removes_nothing_outside_its_folder(root: Path, tmp_path: Path, path: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    (root / "link").symlink_to(tmp_path)
    found = os.lstat(secret)
    identity = Identity(found.st_ino, found.st_size, found.st_mtime_ns)
    step = Step(path.format(secret=secret).encode(), identity)
    write_journal(str(root), Journal("0" * 16, (step,), (), is_complete=True, place=place_of(str(root))))
    recover(str(root))
    assert secret.read_bytes() == b"x"
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize("is_complete", [False, True])
@pytest.mark.parametrize("path", ["../beside/file", "link/file", "{beside}/file", "sub/c"])
def test_a_journal_of_another_folder_removes_nothing(root: Path, tmp_path: Path, path: str, is_complete: bool) -> None:
    """A hostile repository may contain such a journal."""
    token = "0" * 16
    beside = tmp_path / "beside"
    (beside / "empty").mkdir(parents=True)
    (root / "link").symlink_to(beside)
    (root / "empty").mkdir()
    for name in (staged, saved):
        Path(name(str(beside / "file"), token, 0)).write_bytes(b"x")
    before = files_in(tmp_path)
    names = ("{beside}/empty", "{beside}", "../beside/empty", "link/empty", "empty")
    folders = tuple(name.format(beside=beside).encode() for name in names)
    found = os.lstat(root / "sub" / "c")
    step = Step(path.format(beside=beside).encode(), Identity(found.st_ino, found.st_size, found.st_mtime_ns))
    for place in ((0, 0), place_of(str(beside))):
        write_journal(str(root), Journal(token, (step,), folders, is_complete, place))
        recover(str(root))
        assert files_in(tmp_path) == before
        assert (beside / "empty").is_dir()
        assert (root / "empty").is_dir()


def test_a_journal_removes_only_folders_that_contain_a_file_of_a_step(root: Path, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "link").mkdir()
    (root / "link").symlink_to(tmp_path / "link")
    (root / "made" / "deep").mkdir(parents=True)
    folders = (os.fsencode(tmp_path / "beside"), b"../beside", b"link", b"made/deep", b"made")
    step = Step(b"made/deep/file")
    write_journal(str(root), Journal("0" * 16, (step,), folders, place=place_of(str(root))))
    recover(str(root))
    assert (tmp_path / "beside").is_dir()
    assert (tmp_path / "link").is_dir()
    assert not (root / "made").exists()
    assert files_in(root) == OLD


def test_folders_that_were_made_for_absolute_paths_are_removed_again(root: Path, tmp_path: Path) -> None:
    with pytest.raises(StoppedError):
        transaction._stage(str(root), {str(tmp_path / "other" / "deep" / "file"): b"x"}, (), stop)
    assert (tmp_path / "other" / "deep").is_dir()
    recover(str(root))
    assert not (tmp_path / "other").exists()


def test_a_write_below_a_relative_path_is_undone_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent)
    with pytest.raises(StoppedError):
        transaction._stage(root.name, CHANGES, REMOVED, stop)
    recover(root.name)
    assert files_in(root) == OLD
    assert not (root / "new").exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"notes of mine", msgspec.msgpack.encode({"token": 1}), msgspec.msgpack.encode(Journal("../../x", (), ()))],
)
def test_a_file_that_is_no_journal_is_left_alone(root: Path, data: bytes) -> None:
    (root / JOURNAL).write_bytes(data)
    with pytest.raises(OutputError) as caught:
        recover(str(root))
    assert caught.value.file == str(root / JOURNAL)
    assert files_in(root) == OLD | {JOURNAL: data}
