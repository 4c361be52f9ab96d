"""Commands that are watched: which files they and their children open, whom they ask and where they connect to.

Python tells by audit hooks (PEP 578), which do not see what extensions do by themselves.  So the canaries are real: a
server that counts, a named pipe that nobody writes to (who opens it waits for ever), a file whose text shows.
"""

from __future__ import annotations

import ast
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.conftest import ROOT

SECRET = "CANARY-0815"

#: Loaded by every Python process of the command.
_HOOK = """
import os, sys
_log = os.open(os.environ["WATCHED_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def _note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        os.write(_log, f"open {os.path.abspath(os.fsdecode(arguments[0]))!r}\\n".encode())
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        os.write(_log, f"connect {arguments[1]!r}\\n".encode())
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        os.write(_log, f"resolve {arguments[0]!r}\\n".encode())
    elif event in ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system"):
        os.write(_log, f"run {os.fsdecode(arguments[0])!r}\\n".encode())
sys.addaudithook(_note)
"""

#: Runs command lines one after the other in one process, which loads what they need once.
_IN_TURN = """
import json, sys
from speclift.cli.main import main
for words in json.loads(sys.argv[1]):
    code = main(words)
    sys.stderr.flush()
    print(f"exit code {code}", flush=True)
"""


class Canaries(msgspec.Struct, frozen=True):
    """What nothing may touch: addresses of a file, of a pipe and of a server, and what that was asked."""

    file: str
    pipe: str
    server: str
    asked: list[str]


@contextmanager
def canaries(folder: Path) -> Iterator[Canaries]:
    """Canaries in a folder of their own."""
    folder.mkdir()
    (folder / "secret.json").write_text(f'"{SECRET}"')
    os.mkfifo(folder / "pipe")
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/x.json"
        yield Canaries(f"file://{folder}/secret.json", f"file://{folder}/pipe", address, asked)
    finally:
        server.shutdown()
        server.server_close()


class Watched:
    """Runs commands with `folder` as their current one: what is below it is theirs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hook = folder / "hook"
        self._hook.mkdir()
        (self._hook / "sitecustomize.py").write_text(_HOOK)
        self._log = folder / "log"
        self._log.touch()

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A command that goes on."""
        return self._start("-m", "speclift", *words)

    def start_in_turn(self, commands: Sequence[Sequence[str]]) -> subprocess.Popen[str]:
        """Commands that one process runs, each of which ends with the line `exit code` and its code."""
        return self._start("-c", _IN_TURN, json.dumps(commands))

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        path = os.pathsep.join([str(self._hook), str(ROOT / "generator")])
        cache = str(self.folder / "cache")
        environment = {**os.environ, "PYTHONPATH": path, "WATCHED_LOG": str(self._log), "SPECLIFT_CACHE_DIR": cache}
        # Python looks whether files can be made in the temporary folder.
        environment["TMPDIR"] = str(self.folder)
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def forget(self) -> None:
        """Watch anew."""
        self._log.write_text("")

    def strange(self) -> list[str]:
        """What the commands opened, asked, called or ran that is none of their business."""
        mine = (self.folder, ROOT, sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev", "/etc/mime.types", "/usr")
        found = []
        for line in self._log.read_text().splitlines():
            kind, _, value = line.partition(" ")
            given = ast.literal_eval(value)
            if kind == "run":
                # The mock of a fuzzer is a process of its own.
                is_mine = given == sys.executable
            elif kind == "open":
                is_mine = any(Path(given).is_relative_to(part) for part in mine) or Path(given).parent == Path("/")
            else:
                # What it serves itself, at a port that the system chose.
                host = given[0] if isinstance(given, tuple) else given
                is_mine = host in ("127.0.0.1", b"127.0.0.1", "localhost", None) or str(given).startswith("/")
            if not is_mine:
                found.append(line)
        return found
