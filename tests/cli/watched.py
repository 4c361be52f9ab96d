"""Watches commands: which files they and their children open, which hosts they resolve, and where they connect.

Python reports this to audit hooks (PEP 578), which do not see what extension modules do by themselves.  So the canaries
are real: a server that records requests, a named pipe that nobody writes to (opening it blocks for ever), and a file
whose text is easy to find in the output.
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

#: Runs command lines one after the other in one process, which imports what they need only once.
_IN_TURN = """
import json, sys
from speclift.cli.main import main
for words in json.loads(sys.argv[1]):
    code = main(words)
    sys.stderr.flush()
    print(f"exit code {code}", flush=True)
"""


class Canaries(msgspec.Struct, frozen=True):
    """What nothing may touch: the addresses of a file, a pipe and a server, and the requests that the server got."""

    file: str
    pipe: str
    server: str
    requests: list[str]


@contextmanager
def canaries(folder: Path) -> Iterator[Canaries]:
    """Canaries in a folder of their own."""
    folder.mkdir()
    (folder / "secret.json").write_text(f'"{SECRET}"')
    os.mkfifo(folder / "pipe")
    requests: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/x.json"
        yield Canaries(f"file://{folder}/secret.json", f"file://{folder}/pipe", address, requests)
    finally:
        server.shutdown()
        server.server_close()


class Watched:
    """Runs commands with `folder` as the current one. They may open any file below it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hook = folder / "hook"
        self._hook.mkdir()
        (self._hook / "sitecustomize.py").write_text(_HOOK)
        self._log = folder / "log"
        self._log.touch()

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command, and leave it running."""
        return self._start("-m", "speclift", *words)

    def start_tests(self, *words: str) -> subprocess.Popen[str]:
        """Start pytest with the plugin, on the tests in the folder."""
        plugins = ("-p", "speclift.pytest_plugin", "-p", "no:cacheprovider")
        return self._start("-m", "pytest", *plugins, "--rootdir", str(self.folder), "--basetemp", "basetemp", *words)

    def start_in_turn(self, commands: Sequence[Sequence[str]]) -> subprocess.Popen[str]:
        """Start one process that runs the commands, and prints a line `exit code` with the code after each."""
        return self._start("-c", _IN_TURN, json.dumps(commands))

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        path = os.pathsep.join([str(self._hook), str(ROOT / "generator")])
        cache = str(self.folder / "cache")
        environment = {**os.environ, "PYTHONPATH": path, "WATCHED_LOG": str(self._log), "SPECLIFT_CACHE_DIR": cache}
        # Python checks whether it can create files in the temporary folder.
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
        """Forget what was recorded."""
        self._log.write_text("")

    def unexpected(self) -> list[str]:
        """What the commands opened, resolved, connected to or ran although they should not."""
        allowed = (self.folder, ROOT, sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev", "/etc/mime.types", "/usr")
        found = []
        for line in self._log.read_text().splitlines():
            kind, _, value = line.partition(" ")
            given = ast.literal_eval(value)
            if kind == "run":
                # The fuzzer starts its mock and its workers in processes of their own, and Python's `platform` asks
                # `uname` for the processor.
                is_allowed = given in (sys.executable, "uname")
            elif kind == "open":
                is_allowed = any(Path(given).is_relative_to(part) for part in allowed) or Path(given).parent == Path(
                    "/"
                )
            else:
                # Its own server, at a port that the system chose.
                host = given[0] if isinstance(given, tuple) else given
                is_allowed = host in ("127.0.0.1", b"127.0.0.1", "localhost", None) or str(given).startswith("/")
            if not is_allowed:
                found.append(line)
        return found
