"""A server in a process of its own, and raw connections to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT


class Server:
    """A server in a process of its own."""

    def __init__(self, log: Path, *command: str) -> None:
        self.log = log
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
        with log.open("wb") as stream:
            self.process = subprocess.Popen([sys.executable, *command], stderr=stream, env=environment)
        self.port = self._port()

    def _port(self) -> int:
        end = time.monotonic() + 20
        while time.monotonic() < end and self.process.poll() is None:
            line = self.log.read_text()
            if "http://127.0.0.1:" in line and line.endswith("\n"):
                return int(line.rpartition(":")[2])
            time.sleep(0.02)
        raise AssertionError(f"the server did not start: {self.log.read_text()}")

    def connect(self, timeout: float = 10) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def memory(self) -> int:
        """The resident memory of the process, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class Connection:
    """A connection that stays open from one request to the next, as long as the server lets it."""

    def __init__(self, server: Server) -> None:
        self._socket = server.connect()
        self._data = b""
        self.is_open = True

    def send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError:
            self.is_open = False

    def end(self) -> None:
        """Tell the server that nothing more will come."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.is_open = False

    def read_status(self) -> int | None:
        """The status of the next response; None if the server closed the connection.  Raises TimeoutError."""
        while b"\r\n\r\n" not in self._data and self._receive():
            pass
        start, _, rest = self._data.partition(b"\r\n\r\n")
        if not start:
            return None
        lines = start.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        self._data = rest
        while len(self._data) < length and self._receive():
            pass
        self._data = self._data[length:]
        if b"connection: close" in lines:
            self.is_open = False
        return int(lines[0].split()[1])

    def _receive(self) -> bool:
        try:
            data = self._socket.recv(65_536)
        except ConnectionError:
            data = b""
        self._data += data
        self.is_open = self.is_open and bool(data)
        return bool(data)

    def close(self) -> None:
        self.is_open = False
        self._socket.close()
