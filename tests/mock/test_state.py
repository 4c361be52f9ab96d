"""The file of `--state` while another program has locked it, and when it is damaged."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.mock.resources.store import FileStore
from tests.mock.calls import MEMBER, SPEC, ask, errors, mock

SEVEN = f"{MEMBER}/7"
LOCKING = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_lock_of_another_process_is_a_503_at_once_and_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    server = mock(FileStore(str(path)))
    with subprocess.Popen(
        [sys.executable, "-c", LOCKING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"locked\n"
        begin = time.monotonic()
        assert errors(ask(server, "PUT", SEVEN, json={"Lastname": "King"}), 503) == []
        # SQLite by itself would wait for five seconds.
        assert time.monotonic() - begin < 4
        assert ask(server, "GET", SEVEN).status_code == 200
        other.communicate(b"")
    assert ask(server, "PUT", SEVEN, json={"Lastname": "King"}).status_code == 200
    assert ask(server, "GET", SEVEN).json()["Lastname"] == "King"


def fill(path: Path) -> None:
    """Write a state file with more pages than SQLite keeps in memory."""
    store = FileStore(str(path))
    for number in range(2000):
        store.put("/api/v1/ProjectMember", str(number), b'{"a": "%s"}' % (b"x" * 5000))
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damage(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(4096 * 4)
        stream.write(b"\xff" * (path.stat().st_size - 4096 * 4))


def test_a_damaged_file_is_refused_at_startup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "state.db"
    fill(path)
    damage(path)
    assert main(["mock", str(SPEC), "--port", "0", "--state", str(path)]) == 3
    stderr = capsys.readouterr().err
    assert "E005" in stderr
    assert str(path) in stderr


def test_a_file_that_is_damaged_while_the_mock_runs_is_a_503(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    fill(path)
    server = mock(FileStore(str(path)))
    damage(path)
    statuses = [ask(server, "GET", f"{MEMBER}/{number}").status_code for number in (1, 700, 1999)]
    statuses.append(ask(server, "GET", MEMBER).status_code)
    assert 503 in statuses
    assert set(statuses) <= {200, 503}
