"""Where a server command listens, which host names it answers to, and when it ends."""

from __future__ import annotations

import argparse
import contextlib
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from speclift.cli.arguments import port

if TYPE_CHECKING:
    import socket

    from speclift.http.asgi import Application


def add_address(parser: argparse.ArgumentParser, default: int) -> None:
    """Add the arguments that say where to listen; `default` is the port."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=port, default=default, help=f"port, 0 for any free port (default: {default})")
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="answer requests for this host too (default: localhost, loopback addresses and --host)",
    )


def serve_there(
    arguments: argparse.Namespace, application: Application, listening: socket.socket, started: Callable[[], None]
) -> None:
    """Serve until a signal ends the process.  An interrupt is the normal end of a server, so it is not raised."""
    from speclift.http.hosts import KnownHosts
    from speclift.http.server import serve

    # The server raises the signal that ended it again after its cleanup.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    names = [arguments.host, listening.getsockname()[0], *arguments.allowed_host]
    with contextlib.suppress(KeyboardInterrupt):
        serve(KnownHosts(application, names), listening, started)
