"""What the commands that call a server have in common: which operations they call, with which credentials, and how."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from speclift.cli.arguments import seconds

if TYPE_CHECKING:
    from speclift.fuzz.credential_sources import Sources
    from speclift.fuzz.transport.selection import Choice


def add_authorities(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the certificate authorities to trust."""
    parser.add_argument(
        "--ca-file",
        metavar="FILE",
        help="trust only the certificate authorities in this file (PEM); environment variables do not count",
    )


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that select the operations to call."""
    what = parser.add_argument_group("what is called")
    what.add_argument(
        "--writes", action="store_true", help="also call operations that write, on servers that are not on this machine"
    )
    what.add_argument("--dry-run", action="store_true", help="list what would be called, and call nothing")
    for kind in ("tag", "operation", "path"):
        what.add_argument(f"--include-{kind}", action="append", default=[], metavar="PATTERN", help=f"only this {kind}")
        what.add_argument(f"--exclude-{kind}", action="append", default=[], metavar="PATTERN", help=f"not this {kind}")


def choice_of(arguments: argparse.Namespace) -> Choice:
    """The choice of operations that the arguments make."""
    from speclift.fuzz.transport.selection import Choice

    return Choice(
        tags=tuple(arguments.include_tag),
        operations=tuple(arguments.include_operation),
        paths=tuple(arguments.include_path),
        without_tags=tuple(arguments.exclude_tag),
        without_operations=tuple(arguments.exclude_operation),
        without_paths=tuple(arguments.exclude_path),
        with_writes=arguments.writes,
    )


def add_credentials(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for credentials."""
    who = parser.add_argument_group("credentials", "header lines such as 'Authorization: Bearer …'; never printed")
    who.add_argument("--auth-env", metavar="VARIABLE", help="environment variable that holds such lines")
    who.add_argument("--auth-file", metavar="FILE", help="file that holds such lines")
    who.add_argument("--auth-command", metavar="COMMAND", help="command that prints such lines")


def add_times(group: argparse._ArgumentGroup) -> None:
    """Add the limits on the time of a run, the wait for a response and the rate of requests."""
    group.add_argument("--max-time", type=seconds, metavar="SECONDS", help="end the run after this time")
    group.add_argument(
        "--timeout", type=seconds, default=10.0, metavar="SECONDS", help="longest wait for a response (10)"
    )
    group.add_argument(
        "--rate-limit", metavar="N/s", help="highest rate of requests, for all processes together: 10/s, 100/m"
    )


def sources_of(arguments: argparse.Namespace) -> Sources:
    """Where the arguments take credentials from."""
    from speclift.fuzz.credential_sources import Sources

    return Sources(arguments.auth_env or "", arguments.auth_file or "", arguments.auth_command or "")
