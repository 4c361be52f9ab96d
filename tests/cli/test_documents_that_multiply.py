"""For small documents that expand to much, each command ends soon and in little memory, or refuses them by name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.bounded import MOST_MEMORY, Run, Server, run, serving
from tests.cli.multiplying import DOCUMENTS, calls, written
from tests.http.answer import answer_to

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is read from /proc, which only Linux has"
)


def _write_pair(folder: Path, name: str) -> tuple[str, str]:
    """The files of a document and of the same one with other names."""
    for file, word in (("old.json", "v"), ("new.json", "w")):
        text = written(name, word)
        assert len(text) < 300 * 1024
        (folder / file).write_text(text)
    return "old.json", "new.json"


def _check(found: Run) -> None:
    """The command succeeded, or refused the document, in little memory."""
    assert found.code in (0, 3), found
    assert found.code == 0 or " E003 " in found.output, found
    assert "Traceback" not in found.output
    assert 0 < found.memory < MOST_MEMORY


@pytest.mark.parametrize("name", DOCUMENTS)
def test_client_diff_fuzz_and_bundle_end_soon(name: str, tmp_path: Path) -> None:
    old, new = _write_pair(tmp_path, name)
    _check(run(tmp_path, "client", old, "-o", "out"))
    _check(run(tmp_path, "diff", old, new))
    _check(run(tmp_path, "fuzz", old, "--url", "http://127.0.0.1:1", "--dry-run"))
    _check(run(tmp_path, "bundle", old, "-o", "whole.json"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_mock_responds_soon(name: str, tmp_path: Path) -> None:
    old, _ = _write_pair(tmp_path, name)
    with serving(tmp_path, "mock", old, "--port", "0") as server:
        if not server.address:
            assert server.code == 3
            assert " E003 " in server.output
            return
        for method, path in calls(DOCUMENTS[name]("v")):
            bodies = (b'{"v": {}, "a": {}}', b"[]", b'"v"') if method == "POST" else (None,)
            for body in bodies:
                _check_response(server, method, path, body)
        _check_response(server, "GET", "/kites", None, Prefer="dynamic=true")
        assert 0 < server.memory < MOST_MEMORY
    assert "Traceback" not in server.output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_served_page_responds_soon(name: str, tmp_path: Path) -> None:
    old, _ = _write_pair(tmp_path, name)
    with serving(tmp_path, "serve", old, "--mock", "--port", "0", "--no-cache") as server:
        if not server.address:
            assert server.code == 3
            assert " E003 " in server.output
            return
        for path in ("/", "/-/index.json", "/-/openapi.json", "/-/tags/default.json"):
            _check_response(server, "GET", path, None)
        assert 0 < server.memory < MOST_MEMORY
    assert "Traceback" not in server.output


def _check_response(server: Server, method: str, path: str, body: bytes | None, **headers: str) -> None:
    status, body_text = answer_to(server.address + path, method, body, **headers)
    # 503 means that no mock can be made of the document.
    assert status < 500 or status == 503, (method, path, body_text)
