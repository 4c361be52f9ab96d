"""Every command that takes a document reads what `--allow-ref` names, and nothing else outside the folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from tests.mock.served import Server

#: A mock that a command starts reads the document once more.
FUZZ_ITS_MOCK = ("fuzz", "kites.json", "--mock", "--max-examples", "1", "--quiet")
COMMANDS = {
    "bundle": ("bundle", "kites.json", "-o", "out.yaml"),
    "client": ("client", "kites.json", "-o", "out"),
    "diff": ("diff", "kites.json", "kites.json"),
    "fuzz": ("fuzz", "kites.json", "--url", "http://127.0.0.1:1", "--dry-run"),
    "models": ("models", "kites.json", "-o", "kites.py"),
    "verify": ("verify", "kites.json", "--against", "kites.json", "--url", "http://127.0.0.1:1", "--dry-run"),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a document that refers to a file outside it."""
    folder = tmp_path / "here"
    folder.mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "kite.json").write_text('{"type": "object", "properties": {"tail": {"type": "string"}}}')
    content = {"application/json": {"schema": {"$ref": "../shared/kite.json"}}}
    kites = {"get": {"operationId": "kites", "responses": {"200": {"description": "All.", "content": content}}}}
    document: dict[str, Any] = {"openapi": "3.1.1", "info": {"title": "K", "version": "1"}, "paths": {"/kites": kites}}
    (folder / "kites.json").write_text(json.dumps(document))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def schemas() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that responds with a schema, and the paths of its requests."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"type": "object"}')

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
        server.shutdown()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reads_only_the_allowed_folder_outside_its_own(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(COMMANDS[name])) == 3
    assert "--allow-ref" in capsys.readouterr().err
    assert main([*COMMANDS[name], "--allow-ref", "../shared"]) == 0


def test_the_mock_of_the_fuzzer_reads_the_allowed_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(list(FUZZ_ITS_MOCK)) == 3
    assert "--allow-ref" in capsys.readouterr().err
    assert main([*FUZZ_ITS_MOCK, "--allow-ref", "../shared"]) == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_fetches_only_from_the_allowed_address(
    name: str, here: Path, capsys: pytest.CaptureFixture[str], schemas: tuple[str, list[str]]
) -> None:
    """This is so in a dry run too."""
    url, requests = schemas
    document = (here / "kites.json").read_text()
    (here / "kites.json").write_text(document.replace("../shared/kite.json", f"{url}/shared/kite.json"))
    for options in ((), ("--allow-ref", f"{url}/other"), ("--allow-ref", "../shared")):
        assert main([*COMMANDS[name], *options]) == 3
        assert "--allow-ref" in capsys.readouterr().err
    assert requests == []
    assert main([*COMMANDS[name], "--allow-ref", f"{url}/shared"]) == 0
    assert set(requests) == {"/shared/kite.json"}


@pytest.mark.parametrize("name", ["mock", "serve"])
def test_a_server_reads_only_the_allowed_folder_outside_its_own(name: str, here: Path) -> None:
    command = ("-m", "speclift", name, "kites.json", "--port", "0")
    with pytest.raises(AssertionError, match="--allow-ref"):
        Server(here / "log", *command)
    server = Server(here / "log", *command, "--allow-ref", "../shared")
    server.stop()
