"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.errors import OutputError
from speclift.write.files import write_files


def test_missing_folders_are_made_and_unchanged_files_left(tmp_path: Path) -> None:
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


def test_the_permissions_of_a_file_stay(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"1")
    target.chmod(0o640)
    write_files({str(target): b"2"})
    assert target.stat().st_mode & 0o777 == 0o640
