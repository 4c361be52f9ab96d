"""Includes never leave the reference, never loop, and have limits in depth, number and size."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from speclift.limits import LARGEST_PAGE, MOST_BLOCKS, MOST_INCLUDES
from speclift.pipeline.recovery import recover
from speclift.reading.fingerprints import fingerprint
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.reading.hostile import codes, page

INCLUDES = {
    "../outside.md": "SL108",
    "../../../../../../../etc/hostname": "SL108",
    "/etc/hostname": "SL108",
    "/dev/zero": "SL108",
    "~/secret.md": "SL108",
    "https://example.com/a.md": "SL108",
    "file:///etc/hostname": "SL108",
    "C:\\windows\\a.md": "SL108",
    "link.txt": "SL108",
    "device.txt": "SL108",
    "circle.txt": "SL104",
    "linked/outside.md": "SL108",
    "fifo": "SL104",
    "folder": "SL104",
    "none.md": "SL104",
    "large.txt": "SL107",
    "latin.txt": "SL104",
    "self.md": "SL104",
    "back.txt": "SL104",
    "deep0.txt": "SL107",
}


@pytest.mark.parametrize("target", INCLUDES)
def test_a_refused_include_is_a_finding_and_the_page_is_read(target: str, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("SECRET")
    root = tmp_path / "docs"
    (root / "folder").mkdir(parents=True)
    os.symlink("../outside.md", root / "link.txt")
    os.symlink("..", root / "linked")
    os.symlink("/dev/zero", root / "device.txt")
    os.symlink("circle.txt", root / "circle.txt")
    (root / "back.txt").write_text("[!include[a](forth.txt)]\n")
    (root / "forth.txt").write_text("[!include[a](back.txt)]\n")
    os.mkfifo(root / "fifo")
    (root / "large.txt").write_bytes(b"a" * (LARGEST_PAGE + 1))
    (root / "latin.txt").write_bytes(b"\xe4")
    for depth in range(20):
        (root / f"deep{depth}.txt").write_text(f"[!include[a](deep{depth + 1}.txt)]\n")
    (root / "self.md").write_text(page(f"[!include[a]({target})]\n", "self"))
    reference, _ = read_reference(discover([str(root)]))
    found = [finding.code for finding in reference.findings if finding.file != "linked"]
    assert found == [INCLUDES[target]]
    assert len(reference.operations) == 1
    assert "SECRET" not in repr(reference.operations)


def test_a_page_with_too_many_includes_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("[!include[a](b.txt)]\n\n" * 2)
    (tmp_path / "b.txt").write_text("a\n")
    (tmp_path / "bad.md").write_text(page("[!include[a](a.txt)]\n\n" * (MOST_INCLUDES // 2)))
    assert codes(tmp_path) == ["SL107"]


@pytest.mark.parametrize(
    ("own", "included"),
    [("a" * (LARGEST_PAGE // 2), "a" * (LARGEST_PAGE // 2)), ("#\n" * (MOST_BLOCKS // 2), "#\n" * (MOST_BLOCKS // 2))],
    ids=["bytes", "blocks"],
)
def test_a_limit_counts_the_page_and_what_it_includes_together(tmp_path: Path, own: str, included: str) -> None:
    (tmp_path / "a.txt").write_text(included)
    (tmp_path / "bad.md").write_text(page(f"[!include[a](a.txt)]\n\n{own}\n"))
    assert codes(tmp_path) == ["SL107"]
    (tmp_path / "a.txt").write_text(included[: len(included) // 2])
    assert codes(tmp_path) == []


def test_a_limit_counts_a_file_each_time_it_is_included(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("#\n" * (MOST_BLOCKS // 3))
    (tmp_path / "bad.md").write_text(page("[!include[a](a.txt)]\n\n" * 3))
    assert codes(tmp_path) == ["SL107"]


def test_includes_may_lead_to_other_folders_of_the_reference_and_to_the_include_root(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "a.md").write_text("Included.\n")
    (tmp_path / "docs" / "page.md").write_text(page("[!include[a](../samples/a.md)]\n"))
    docs, samples = str(tmp_path / "docs"), str(tmp_path / "samples")
    for sources in (discover([docs, samples]), discover([docs], samples), discover([docs], str(tmp_path))):
        (operation,) = read_reference(sources)[0].operations
        assert "Included." in operation.description
    refused = discover([docs])
    assert [finding.code for finding in read_reference(refused)[0].findings] == ["SL108"]
    assert fingerprint(refused[0]) != fingerprint(discover([docs], samples)[0])
    settings = Settings(include_root="../samples", file=str(tmp_path / "docs" / "speclift.toml"))
    assert "Included." in recover([docs], settings).api.operations[0].description
