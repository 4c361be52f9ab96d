"""Large documents are loaded by two processes; the user reads the same as for small ones, in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.openapi import load_ahead

FAULTY = (
    "openapi: 3.1.1\ninfo: {title: Kites, version: %s}\npaths: {/kites: {get: {responses: {'%s': {description: 1}}}}}\n"
)


def _diff(folder: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["diff", str(folder / "old.yaml"), str(folder / "new.yaml")])
    output, errors = capfd.readouterr()
    return code, output, errors


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FAULTY % ("1", "4xx"), FAULTY % ("2", "5xx")),
        ("just text\n", "a: [\n"),
        (FAULTY % ("1", "4xx"), "a: [\n"),
        ("just text\n", FAULTY % ("2", "5xx")),
    ],
    ids=["both faulty", "both refused", "the new one refused", "the old one refused"],
)
def test_output_and_messages_are_those_of_small_documents(
    old: str, new: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.yaml").write_text(old)
    (tmp_path / "new.yaml").write_text(new)
    expected = _diff(tmp_path, capfd)
    assert "old.yaml" in expected[2]
    monkeypatch.setattr(load_ahead, "_LARGE", 0)
    assert _diff(tmp_path, capfd) == expected
