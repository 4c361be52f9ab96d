"""Small documents that say much: each command ends soon and in little memory, or refuses them by name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.bounded import MOST_MEMORY, Run, Server, run, serving
from tests.cli.multiplying import DOCUMENTS, calls, written
from tests.http.answer import answer_to

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells how much memory was taken")


def _written(folder: Path, name: str) -> tuple[str, str]:
    """A document and another one, with other names, in files."""
    for file, word in (("old.json", "v"), ("new.json", "w")):
        text = written(name, word)
        assert len(text) < 300 * 1024
        (folder / file).write_text(text)
    return "old.json", "new.json"


def _is_good(found: Run) -> None:
    assert found.code in (0, 3), found
    assert found.code == 0 or " E003 " in found.said, found
    assert "Traceback" not in found.said
    assert 0 < found.memory < MOST_MEMORY


@pytest.mark.parametrize("name", DOCUMENTS)
def test_client_diff_fuzz_and_bundle_end_soon(name: str, tmp_path: Path) -> None:
    old, new = _written(tmp_path, name)
    _is_good(run(tmp_path, "client", old, "-o", "out"))
    _is_good(run(tmp_path, "diff", old, new))
    _is_good(run(tmp_path, "fuzz", old, "--url", "http://127.0.0.1:1", "--dry-run"))
    _is_good(run(tmp_path, "bundle", old, "-o", "whole.json"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_mock_answers_soon(name: str, tmp_path: Path) -> None:
    old, _ = _written(tmp_path, name)
    with serving(tmp_path, "mock", old, "--port", "0") as server:
        if not server.address:
            assert server.code == 3
            assert " E003 " in server.said
            return
        for method, path in calls(DOCUMENTS[name]("v")):
            bodies = (b'{"v": {}, "a": {}}', b"[]", b'"v"') if method == "POST" else (None,)
            for body in bodies:
                _is_answered(server, method, path, body)
        _is_answered(server, "GET", "/kites", None, Prefer="dynamic=true")
        assert 0 < server.memory < MOST_MEMORY
    assert "Traceback" not in server.said


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_browser_shows_it_soon(name: str, tmp_path: Path) -> None:
    old, _ = _written(tmp_path, name)
    with serving(tmp_path, "serve", old, "--mock", "--port", "0", "--no-cache") as server:
        if not server.address:
            assert server.code == 3
            assert " E003 " in server.said
            return
        for path in ("/", "/-/index.json", "/-/openapi.json", "/-/tags/default.json"):
            _is_answered(server, "GET", path, None)
        assert 0 < server.memory < MOST_MEMORY
    assert "Traceback" not in server.said


def _is_answered(server: Server, method: str, path: str, body: bytes | None, **fields: str) -> None:
    status, said = answer_to(server.address + path, method, body, **fields)
    # 503 says that no mock can be made of the document.
    assert status < 500 or status == 503, (method, path, said)
