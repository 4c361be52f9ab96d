"""A record comes back as it was stored or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.storage.record_store import MOST_BYTES, UNUSED_SECONDS, RecordStore
from tests.conftest import ROOT

NAME = "0123456789abcdef.run"
VALUE = {"openapi.yaml": b"openapi: 3.1.1\n" * 20}
KEY = b"0123456789abcdef"


def stored(folder: Path) -> Path:
    RecordStore(str(folder)).store(NAME, VALUE, KEY)
    return folder / NAME


def load(folder: Path, key: bytes = KEY) -> dict[str, bytes] | None:
    return RecordStore(str(folder)).load(NAME, dict[str, bytes], key)


@given(st.data())
def test_a_broken_record_is_not_returned(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = stored(tmp_path_factory.mktemp("shelf"))
    whole = path.read_bytes()
    kind = data.draw(st.sampled_from(["cut", "flipped", "longer", "garbage", "inserted"]))
    place = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=40))
    broken = {
        "cut": whole[:place],
        "flipped": whole[:place] + bytes([whole[place] ^ (noise[0] or 1)]) + whole[place + 1 :],
        "longer": whole + noise,
        "garbage": noise,
        "inserted": whole[:place] + noise + whole[place:],
    }[kind]
    path.write_bytes(broken)
    assert load(path.parent) is None
    stored(path.parent)
    assert load(path.parent) == VALUE


def test_a_broken_record_is_removed_and_one_of_another_key_stays(tmp_path: Path) -> None:
    path = stored(tmp_path)
    assert load(tmp_path, b"another key 1234") is None
    assert load(tmp_path) == VALUE
    path.write_bytes(path.read_bytes()[:-1])
    assert load(tmp_path) is None
    assert not path.exists()


def test_a_record_of_another_version_is_not_returned(tmp_path: Path) -> None:
    path = stored(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"speclift cache 2", b"speclift cache 1"))
    assert load(tmp_path) is None


def test_records_are_for_this_user_only(tmp_path: Path) -> None:
    path = stored(tmp_path / "cache")
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o622)
    assert load(path.parent) is None
    path.chmod(0o600)
    assert load(path.parent) == VALUE
    if os.geteuid() == 0:
        os.chown(path, 65534, -1)
        assert load(path.parent) is None


def test_a_link_or_pipe_is_not_read_as_a_record(tmp_path: Path) -> None:
    path = stored(tmp_path)
    path.rename(tmp_path / "aside")
    path.symlink_to(tmp_path / "aside")
    assert load(tmp_path) is None
    path.unlink()
    os.mkfifo(path)
    assert load(tmp_path) is None
    stored(tmp_path)
    assert load(tmp_path) == VALUE
    assert (tmp_path / "aside").exists()


def test_unused_records_are_removed_and_other_files_stay(tmp_path: Path) -> None:
    names = [f"{number:016x}.pages" for number in range(5)]
    records = RecordStore(str(tmp_path), most_bytes=10**6, unused_seconds=100)
    left_by_a_killed_run = f"{NAME}.{'0' * 16}"
    for name in (*names, left_by_a_killed_run, "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - 5000, time.time() - 5000))
    os.utime(tmp_path / names[0])
    records.store(NAME, VALUE)
    assert {path.name for path in tmp_path.iterdir()} == {NAME, names[0], "notes.txt"}


def test_the_oldest_records_are_removed_if_there_are_too_many(tmp_path: Path) -> None:
    records = RecordStore(str(tmp_path), most_bytes=5000)
    for number in range(20):
        records.store(f"{number:016x}.run", b"x" * 1000)
        # Set the times in the order of the numbers: the clock of a file system may be too coarse.
        os.utime(tmp_path / f"{number:016x}.run", (time.time() - 1000 + number,) * 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{number:016x}.run" for number in range(16, 20)]


def test_the_documented_limits_of_the_cache_are_the_real_ones() -> None:
    page = " ".join((ROOT / "docs" / "reference" / "output.md").read_text(encoding="utf-8").split())
    days, gibibytes = UNUSED_SECONDS // 86_400, MOST_BYTES // 2**30
    assert f"unused for {days} days, and the oldest ones when there are more than {gibibytes} GiB" in page
    # A store has these limits by default.
    assert set(vars(RecordStore("nowhere")).values()) >= {UNUSED_SECONDS, MOST_BYTES}
