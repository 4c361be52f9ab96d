"""Folders with entries that are no files, cannot be read, vanish or lead elsewhere: each is a finding."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from speclift.limits import LARGEST_PAGE
from speclift.pipeline.run import Options, generate, specify
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.reading.hostile import GOOD, SAMPLE, codes, page


def test_an_entry_of_a_folder_that_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page.md").write_text(page("SECRET"))
    root = tmp_path / "docs"
    (root / "a" / "b").mkdir(parents=True)
    os.symlink("..", root / "a" / "b" / "loop")
    os.symlink("nowhere.md", root / "dangling.md")
    os.symlink("self.md", root / "self.md")
    os.symlink("../outside/page.md", root / "link.md")
    os.symlink("../outside", root / "linked")
    os.mkfifo(root / "fifo.md")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
    (root / os.fsdecode(b"\xff.md")).write_text("a")
    (root / "device.md").symlink_to("/dev/zero")
    (root / "large.md").write_bytes(b"a" * (LARGEST_PAGE + 1))
    (root / "folder.md").mkdir()
    found = {source.path: source.refused.code for source in discover([str(root)]) if source.refused}
    assert found == {
        "dangling.md": "SL101",
        "self.md": "SL101",
        "link.md": "SL108",
        "linked": "SL108",
        "fifo.md": "SL101",
        "socket.md": "SL101",
        "\\udcff.md": "SL101",
        "device.md": "SL108",
        "large.md": "SL107",
    }
    assert sorted(codes(root)) == sorted(found.values())


def test_files_that_vanish_and_forbidden_folders_are_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone.md").write_text(page("a"))
    (tmp_path / "closed").mkdir()
    stat, scandir = os.stat, os.scandir

    def vanishing(path: str, **more: bool) -> os.stat_result:
        if str(path).endswith("gone.md"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return stat(path, **more)

    def forbidden(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("speclift.storage.regular_files.os.stat", vanishing)
    monkeypatch.setattr("speclift.reading.files.walk.os.scandir", forbidden)
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    reference, _ = read_reference(discover([str(tmp_path)]))
    assert [(finding.file, finding.code) for finding in reference.findings] == [
        ("closed", "SL101"),
        ("gone.md", "SL101"),
    ]
    assert len(reference.operations) == 1


def test_a_file_that_becomes_a_pipe_before_it_is_opened_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    os.mkfifo(tmp_path / "swapped.md")
    stat = os.stat

    def stat_of_a_file(path: str, **more: bool) -> os.stat_result:
        return stat(str(path).replace("swapped.md", "good.md"), **more)

    monkeypatch.setattr("speclift.storage.regular_files.os.stat", stat_of_a_file)
    found = {source.path: source.refused for source in discover([str(tmp_path)])}
    assert found["good.md"] is None
    assert found["swapped.md"]
    assert found["swapped.md"].code == "SL101"


def test_a_pipe_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a pipe wakes whoever waits for a reader, and opening a device may do anything."""
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "good.md").write_text(GOOD.format("good"))
    opened: list[str] = []
    open_file = os.open

    def noted(path: str, flags: int) -> int:
        opened.append(os.path.basename(path))
        return open_file(path, flags)

    monkeypatch.setattr("speclift.storage.regular_files.os.open", noted)
    assert codes(tmp_path) == ["SL101"]
    assert set(opened) == {"good.md"}


def test_all_pages_together_have_a_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speclift.reading.reference.LARGEST_REFERENCE", 500)
    (tmp_path / "a.md").write_text(page("", "a") + "a" * 300)
    (tmp_path / "b.md").write_text(page("", "b") + "b" * 300)
    (tmp_path / "c.md").write_text(page("", "c"))
    reference, _ = read_reference(discover([str(tmp_path)]))
    assert [operation.path for operation in reference.operations] == ["/a", "/c"]
    ((file, code, message),) = [(found.file, found.code, found.message) for found in reference.findings]
    assert (file, code) == ("b.md", "SL107")
    assert "all pages together have more than 500 bytes" in message


FEW_HANDLES = """
import resource, sys
from speclift.reading.reference import discover
resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
print(sum(source.refused is None for source in discover([sys.argv[1]])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_many_folders_need_few_file_handles(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}" / "deeper").mkdir(parents=True)
        (tmp_path / f"{number}" / "deeper" / "page.md").write_text("a")
    run = subprocess.run([sys.executable, "-c", FEW_HANDLES, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout == "100\n"


def test_names_that_differ_only_in_case_are_findings_and_do_not_collide_in_output(tmp_path: Path) -> None:
    for tag, name in (("Kite", "Get"), ("kite", "get"), ("KITE", "GET")):
        (tmp_path / tag).mkdir()
        text = GOOD.format(name) + SAMPLE.replace("object", name) + f'{{"{name}": 1, "x{name}": 2}}\n```\n'
        (tmp_path / tag / "page.md").write_text(text)
    if len(list(tmp_path.iterdir())) < 3:
        pytest.skip("the file system ignores case in names")
    assert codes(tmp_path).count("SL109") == 2
    files = generate([str(tmp_path)], Settings(package="kites")).outcome.files
    split = specify([str(tmp_path)], Settings(), Options(split=True)).outcome.files
    for written in (files, split):
        assert len({path.lower() for path in written}) == len(written)
    assert len(split) == 4
