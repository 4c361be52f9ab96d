"""Writing a tree of generated files touches no other file, and stops if one is in its way."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from speclift.errors import OutputError
from speclift.limits import LARGEST_RECORD
from speclift.storage.journal import JOURNAL
from speclift.storage.tree import MANIFEST, Written, write_tree

FILES = {"spec/openapi.yaml": b"openapi: 3.1.1\n", "generated/shop/a.py": b"A = 1\n", "generated/shop/b.py": b"B = 1\n"}


def everything(folder: Path) -> dict[str, bytes | str]:
    """All files and links below a folder."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def add_to_manifest(folder: Path, *paths: str) -> None:
    """Add paths to the list of the files that the last run wrote."""
    with (folder / MANIFEST).open("a") as stream:
        stream.writelines(f"{path}\n" for path in paths)


def states(folder: Path) -> dict[Path, tuple[int, ...]]:
    """What changes if a file is written or replaced. The time of access is left out, because reading changes it."""
    found = {path: path.stat() for path in folder.rglob("*")}
    return {path: (s.st_ino, s.st_mode, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for path, s in found.items()}


def test_a_second_run_changes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    assert set(write_tree(str(tmp_path), FILES).changed) == FILES.keys()
    before = states(tmp_path)
    assert write_tree(str(tmp_path), FILES) == Written(())
    assert states(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork, a run starts no process")
def test_a_second_run_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    write_tree(str(tmp_path), FILES)
    assert len(forks) == 1
    write_tree(str(tmp_path), FILES)
    assert len(forks) == 1


def test_files_that_are_no_longer_made_are_removed_with_their_folder(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    written = write_tree(str(tmp_path), {"spec/openapi.yaml": b"openapi: 3.1.1\n"})
    assert written == Written((), removed=("generated/shop/a.py", "generated/shop/b.py"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "spec"]


def test_a_command_removes_nothing_that_another_one_wrote(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES, maker="generate")
    assert write_tree(str(tmp_path), {"shop/a.py": b"A = 1\n"}, maker="client") == Written(("shop/a.py",))
    written = write_tree(str(tmp_path), {"shop/b.py": b"B = 1\n"}, maker="client")
    assert written == Written(("shop/b.py",), removed=("shop/a.py",))
    assert set(everything(tmp_path)) == {*FILES, "shop/b.py", MANIFEST}
    before = states(tmp_path)
    assert write_tree(str(tmp_path), FILES, maker="generate") == Written(())
    assert write_tree(str(tmp_path), {"shop/b.py": b"B = 1\n"}, maker="client") == Written(())
    assert states(tmp_path) == before
    (tmp_path / "generated" / "shop" / "a.py").write_text("MINE = 1\n")
    assert write_tree(str(tmp_path), FILES, maker="generate").edited == ("generated/shop/a.py",)


def test_files_that_a_user_removed_leave_the_list(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES, maker="generate")
    (tmp_path / "generated" / "shop" / "a.py").unlink()
    write_tree(str(tmp_path), {}, maker="client")
    assert "a.py" not in (tmp_path / MANIFEST).read_text()
    assert "b.py" in (tmp_path / MANIFEST).read_text()


def test_a_file_that_was_edited_by_hand_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    for name in ("a.py", "b.py"):
        (tmp_path / "generated" / "shop" / name).write_text("MINE = 1\n")
    left = {name: data for name, data in FILES.items() if not name.endswith("b.py")}
    expected = Written((), ("generated/shop/b.py",), ("generated/shop/a.py",))
    assert write_tree(str(tmp_path), left) == expected
    assert write_tree(str(tmp_path), left) == Written((), (), ("generated/shop/a.py",))
    for name in ("a.py", "b.py"):
        assert (tmp_path / "generated" / "shop" / name).read_text() == "MINE = 1\n"


def test_a_file_that_was_edited_by_hand_is_overwritten_on_request(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    changed = tmp_path / "generated" / "shop" / "a.py"
    changed.write_text("MINE = 1\n")
    assert write_tree(str(tmp_path), FILES, with_edited=True) == Written(("generated/shop/a.py",))
    assert changed.read_bytes() == FILES["generated/shop/a.py"]


def test_an_edit_that_is_taken_back_no_longer_counts(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    changed = tmp_path / "generated" / "shop" / "a.py"
    changed.write_text("MINE = 1\n")
    new = {**FILES, "generated/shop/a.py": b"A = 2\n"}
    assert write_tree(str(tmp_path), new).edited == ("generated/shop/a.py",)
    changed.write_bytes(FILES["generated/shop/a.py"])
    assert write_tree(str(tmp_path), new) == Written(("generated/shop/a.py",))


@pytest.mark.parametrize("name", FILES)
def test_a_foreign_file_in_the_place_of_a_new_one_stops_the_run(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(OutputError, match="no earlier run wrote") as caught:
        write_tree(str(tmp_path), FILES)
    assert caught.value.file == str(tmp_path / name)
    assert everything(tmp_path) == before


def test_a_file_that_already_has_the_right_content_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/openapi.yaml").write_bytes(FILES["spec/openapi.yaml"])
    assert "spec/openapi.yaml" not in write_tree(str(tmp_path), FILES).changed
    assert write_tree(str(tmp_path), FILES | {"spec/openapi.yaml": b"x"}).changed == ("spec/openapi.yaml",)


@pytest.mark.parametrize(
    "entry", ["../outside", "{outside}", "generated/../../outside", "link/outside", "a\0b", "shop", ""]
)
def test_false_entries_in_the_manifest_remove_nothing(tmp_path: Path, entry: str) -> None:
    out = tmp_path / "out"
    write_tree(str(out), FILES)
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (out / "link").symlink_to(tmp_path)
    (out / "shop").mkdir()
    add_to_manifest(out, entry.format(outside=outside), f"0123456789abcdef  {entry.format(outside=outside)}")
    before = everything(tmp_path)
    write_tree(str(out), FILES)
    assert {path: data for path, data in everything(tmp_path).items() if not path.endswith(MANIFEST)} == {
        path: data for path, data in before.items() if not path.endswith(MANIFEST)
    }


def test_a_foreign_file_in_the_manifest_is_not_removed(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    (tmp_path / ".env").write_text("SECRET=1")
    add_to_manifest(tmp_path, ".env", "0123456789abcdef  .env")
    assert write_tree(str(tmp_path), FILES).kept == (".env",)
    assert (tmp_path / ".env").read_text() == "SECRET=1"


@pytest.mark.parametrize("link", ["generated", "generated/shop", "generated/shop/a.py", "spec/openapi.yaml", MANIFEST])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    out, aside = tmp_path / "out", tmp_path / "aside"
    write_tree(str(out), FILES)
    (out / link).rename(aside)
    (out / link).symlink_to(aside)
    before = everything(tmp_path)
    with pytest.raises(OutputError):
        write_tree(str(out), dict.fromkeys(FILES, b"new"))
    assert everything(tmp_path) == before


def test_the_output_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write_tree(str(tmp_path / "out"), FILES)
    assert (tmp_path / "real" / "generated/shop/a.py").read_bytes() == FILES["generated/shop/a.py"]


@pytest.mark.parametrize("name", ["../x.yaml", "/x.yaml", "a/../../x.yaml"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        write_tree(str(tmp_path / "out"), {name: b"x"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("garbage", [b"\xff\xfe\0", b"\xff" * 5000])
def test_a_broken_manifest_stops_the_run(tmp_path: Path, garbage: bytes) -> None:
    write_tree(str(tmp_path), FILES)
    (tmp_path / MANIFEST).write_bytes(garbage)
    before = everything(tmp_path)
    with pytest.raises(OutputError):
        write_tree(str(tmp_path), {})
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
def test_a_manifest_or_a_journal_that_is_too_large_is_not_read(tmp_path: Path, name: str) -> None:
    write_tree(str(tmp_path), FILES)
    before = everything(tmp_path)
    with (tmp_path / name).open("wb") as stream:
        # The file takes no space on the disk, but is 8 times as long as what is read of it.
        stream.truncate(8 * LARGEST_RECORD)
    tracemalloc.start()
    try:
        with pytest.raises(OutputError, match=f"more than {LARGEST_RECORD:,} bytes"):
            write_tree(str(tmp_path), {})
        assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST_RECORD
    finally:
        tracemalloc.stop()
    (tmp_path / name).unlink()
    assert everything(tmp_path) == {path: data for path, data in before.items() if path != name}


def test_a_manifest_of_an_earlier_version_is_accepted(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    (tmp_path / MANIFEST).write_text("".join(f"{name}\n" for name in FILES))
    assert write_tree(str(tmp_path), dict.fromkeys(FILES, b"new")).kept == ()
    assert write_tree(str(tmp_path), {}).kept == ()
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_files_of_a_list_without_commands_belong_to_whichever_runs(tmp_path: Path) -> None:
    write_tree(str(tmp_path), FILES)
    assert set(write_tree(str(tmp_path), {}, maker="generate").removed) == FILES.keys()
